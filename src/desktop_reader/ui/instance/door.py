"""The socket of a library's window. Only its owner can open it, and only a ``Wish`` can be said through it.

The first that starts listens; whoever starts later knocks, says its wish and hears "ok". A command that has said an
errand waits for a second line, which tells what was done. What a crashed one left behind is cleared away by the next,
behind a lock that the system gives up with its holder.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLockFile, QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from shiboken6 import isValid

from desktop_reader.errors import ReaderError
from desktop_reader.ui.instance import errand
from desktop_reader.ui.instance.errand import Answer, Errand
from desktop_reader.ui.instance.wish import MESSAGE_LIMIT, Wish, read, written

_CONNECT_MS, _ANSWER_MS, _LOCK_MS = 1_000, 4_000, 5_000
_END_MS = 30_000  # A refresh that is under way is put down first.
_DONE_MS = 180_000  # A server may take a minute for a page, and it may have to be asked twice.
_LONGEST_MS = _DONE_MS + _END_MS
_STALE = "was there"
_OK = b"ok\n"
_ROOM = 100  # Bytes: systems have room for 103 and a little more in the name of a socket.
_CALLERS = 8  # At once; more than anybody starts.

Runner = Callable[[Errand, Callable[[Answer], None]], None]
"""Does an errand, and calls what it was given with the answer."""


class Door(QObject):
    """Listens for those that start later. Signals: ``wished(wish)`` tells what they want; ``quit_wished`` that the
    program is to end. Errands are done by the ``runner``; where there is none, they are not taken.
    """

    wished = Signal(Wish)
    quit_wished = Signal()

    def __init__(self, server: QLocalServer) -> None:
        super().__init__()
        self.runner: Runner | None = None
        self._server = server
        server.setParent(self)
        server.setMaxPendingConnections(_CALLERS)
        server.newConnection.connect(self._called)
        self._tidying = QTimer(self, interval=_LONGEST_MS)
        self._tidying.timeout.connect(self._hang_up)
        self._tidying.start()

    def close(self) -> None:
        """Whoever starts now is the first."""
        self._server.close()

    def _called(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.setReadBufferSize(MESSAGE_LIMIT + 2)
            caller.disconnected.connect(caller.deleteLater)
            caller.readyRead.connect(self._told)
            self._heard(caller)

    def _hang_up(self) -> None:
        """On those that were there the last time already: whoever says nothing does not stay for ever."""
        for caller in self._server.findChildren(QLocalSocket):
            if caller.property(_STALE):
                caller.abort()
            caller.setProperty(_STALE, True)

    def _told(self) -> None:
        caller = self.sender()  # A function for each of them would outlive it.
        if isinstance(caller, QLocalSocket):
            self._heard(caller)

    def _heard(self, caller: QLocalSocket) -> None:
        if caller.bytesAvailable() > MESSAGE_LIMIT:
            caller.abort()
        if not caller.canReadLine():
            return
        try:
            wish = read(bytes(caller.readLine(MESSAGE_LIMIT + 1).data()))
        except ValueError:
            caller.abort()
            return
        if wish.errand is not None and self.runner is None:
            caller.abort()
            return
        caller.write(_OK)
        caller.flush()
        if wish.errand is not None and self.runner is not None:
            if caller.state() is not QLocalSocket.LocalSocketState.ConnectedState:
                return  # Who waited no longer has said that nothing is done.
            caller.readyRead.disconnect()  # One errand for each caller.
            self.runner(wish.errand, lambda answer: _answer(caller, answer))
            return
        if wish.quit:
            caller.setParent(QCoreApplication.instance())  # The line is cut when all is saved, and that is the news.
            self.quit_wished.emit()
            return
        caller.disconnectFromServer()
        self.wished.emit(wish)


class Doors(QObject):
    """The door of whatever library is open now. ``wished(wish)`` and ``quit_wished`` come through each of them."""

    wished = Signal(Wish)
    quit_wished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._library: Path | None = None
        self._door: Door | None = None
        self._runner: Runner | None = None

    def enter(self, library: Path, wish: Wish) -> bool:
        """False when a window of this library is open and has taken the wish over; else the door is open now. Raises
        ReaderError when a window is there that does not answer.
        """
        with one_at_a_time(library):
            if handed_over(library, wish):
                return False
            self.open(library)
        return True

    def open(self, library: Path) -> None:
        """The door of this library, in place of that of another."""
        if library == self._library:
            return
        self.close()
        self._library, self._door = library, open_door(library)
        if self._door is not None:
            self._door.wished.connect(self.wished)
            self._door.quit_wished.connect(self.quit_wished)
            self._door.runner = self._runner

    def let_run(self, runner: Runner | None) -> None:
        """Who does errands from now on; nobody, between two windows and where the library is only read."""
        self._runner = runner
        if self._door is not None:
            self._door.runner = runner

    def close(self) -> None:
        """Nobody is at home."""
        if self._door is not None:
            self._door.close()
            self._door.deleteLater()
        self._library = self._door = None


def open_door(library: Path) -> Door | None:
    """The door of this library's window; None where no socket can be had, and then each start has a window of its own.
    ``handed_over`` is to be asked first.
    """
    name = _name(library)
    if name is None:
        return None
    server = QLocalServer()
    server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
    if not server.listen(name):
        QLocalServer.removeServer(name)  # Nobody answered there: its owner has crashed.
        if not server.listen(name):
            return None
    return Door(server)


def handed_over(library: Path, wish: Wish) -> bool:
    """True when a window of this library is open and has taken the wish over. Raises ReaderError when one is there that
    does not answer.
    """
    name = _name(library)
    if name is None:
        return False
    socket = _told(name, wish)
    if socket is None:
        return False
    socket.close()
    return True


def asked(library: Path, wanted: Errand) -> Answer | None:
    """What the window of this library says when it has done an errand; None where there is none that takes it. Raises
    ReaderError when it was taken and no answer comes.
    """
    name = _name(library)
    if name is None or not (os.name == "nt" or os.path.exists(name)):
        return None  # Next to nothing is done where there was never a window.
    waits = QCoreApplication.instance() or QCoreApplication(["desktop-reader"])
    try:
        socket = _told(name, Wish(errand=wanted))
    except ReaderError:
        return None
    if socket is None:
        return None
    try:
        return errand.answered(_line(socket, _DONE_MS))
    except ValueError as error:
        raise ReaderError(
            "The window that has this library open took this over, but has not told what came of it. Look there."
        ) from error
    finally:
        socket.close()
        del waits


def ended(library: Path | None) -> bool:
    """Ends the program where a window of this library is open; None for all of this user's. Whether it is gone then, or
    was never there. Raises ReaderError when one is there that does not answer.
    """
    names = _names() if library is None else [_name(library)]
    told = [_told(name, Wish(quit=True)) for name in names if name is not None]
    return all(_is_gone(socket) for socket in told if socket is not None)


def _told(name: str, wish: Wish) -> QLocalSocket | None:
    """The line to whoever has taken the wish over; None where nobody listens."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_CONNECT_MS):
        return None
    socket.write(written(wish))
    if _line(socket, _ANSWER_MS) != _OK:
        socket.close()
        raise ReaderError(
            "Desktop Reader is open already, but does not answer. Wait a little, or end it, and try again."
        )
    return socket


def _line(socket: QLocalSocket, patience: int) -> bytes:
    """The next that is said; what there is of it where no more comes."""
    while not socket.canReadLine() and socket.waitForReadyRead(patience):
        pass
    return bytes(socket.readLine().data())


def _answer(caller: QLocalSocket, answer: Answer) -> None:
    if isValid(caller):  # Somebody at a terminal may wait no longer.
        caller.write(errand.written(answer))
        caller.flush()
        caller.disconnectFromServer()


def _is_gone(socket: QLocalSocket) -> bool:
    """Waits until the one at the other end has saved all and gives up the last that it has."""
    there = socket.state() is not QLocalSocket.LocalSocketState.UnconnectedState
    return not there or socket.waitForDisconnected(_END_MS)


@contextlib.contextmanager
def one_at_a_time(library: Path) -> Iterator[None]:
    """Of several that start at the same moment one looks after the other whether somebody is there."""
    name = _name(library)
    lock = QLockFile(f"{name}.lock") if name is not None and os.name != "nt" else None
    held = lock is not None and lock.tryLock(_LOCK_MS)
    try:
        yield
    finally:
        if lock is not None and held:
            lock.unlock()


def _name(library: Path) -> str | None:
    """Of the socket: one for each library and owner. None where there is no folder for it."""
    mark = hashlib.sha256(str(library.absolute()).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    if os.name == "nt":
        return f"{_pipes()}{mark}"
    for folder in _folders():
        with contextlib.suppress(OSError):
            name = str(folder / f"{mark}.socket")
            if len(os.fsencode(name)) > _ROOM:
                continue
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _is_ours(folder):
                return name
    return None


def _names() -> list[str]:
    """Of all sockets of this owner, also of those that a killed one left behind."""
    found: list[str] = []
    with contextlib.suppress(OSError):
        if os.name == "nt":
            return [name for name in os.listdir(r"\\.\pipe") if name.startswith(_pipes())]
    for folder in _folders():
        with contextlib.suppress(OSError):
            found += map(str, sorted(folder.glob("*.socket"))) if _is_ours(folder) else ()
    return found


def _pipes() -> str:
    return f"desktop-reader-{os.environ.get('USERNAME', '')}-"


def _is_ours(folder: Path) -> bool:
    """A link is not, wherever it leads: in a folder for all, anybody may have laid it."""
    there = folder.lstat()
    return stat.S_ISDIR(there.st_mode) and there.st_uid == os.getuid() and not there.st_mode & 0o077


def _folders() -> list[Path]:
    running = os.environ.get("XDG_RUNTIME_DIR")
    own = Path(tempfile.gettempdir()) / f"desktop-reader-{os.getuid()}"
    return [*([Path(running) / "desktop-reader"] if running else []), own]
