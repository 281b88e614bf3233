"""The socket of a library's window. Only its owner can open it, and only a ``Wish`` can be said through it.

The first that starts listens; whoever starts later knocks, says its wish and hears "ok". What a crashed one left behind
is cleared away by the next, behind a lock that the system gives up with its holder.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop_reader.errors import ReaderError
from desktop_reader.ui.instance.wish import MESSAGE_LIMIT, Wish, read, written

_CONNECT_MS, _ANSWER_MS, _LOCK_MS = 1_000, 4_000, 5_000
_OK = b"ok\n"
_CALLERS = 8  # At once; more than anybody starts.


class Door(QObject):
    """Listens for those that start later. ``wished(wish)`` tells what they want."""

    wished = Signal(Wish)

    def __init__(self, server: QLocalServer) -> None:
        super().__init__()
        self._server = server
        server.setParent(self)
        server.setMaxPendingConnections(_CALLERS)
        server.newConnection.connect(self._called)

    def close(self) -> None:
        """Whoever starts now is the first."""
        self._server.close()

    def _called(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)
            caller.readyRead.connect(lambda caller=caller: self._heard(caller))
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
        caller.write(_OK)
        caller.flush()
        caller.disconnectFromServer()
        self.wished.emit(wish)


class Doors(QObject):
    """The door of whatever library is open now. ``wished(wish)`` comes through each of them."""

    wished = Signal(Wish)

    def __init__(self) -> None:
        super().__init__()
        self._library: Path | None = None
        self._door: Door | None = None

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
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_CONNECT_MS):
        return False
    socket.write(written(wish))
    answer = b""
    while not answer.endswith(b"\n") and socket.waitForReadyRead(_ANSWER_MS):
        answer += bytes(socket.readAll().data())
    socket.close()
    if answer != _OK:
        raise ReaderError(
            "Desktop Reader is open already, but does not answer. Wait a little, or end it, and try again."
        )
    return True


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
        return f"desktop-reader-{os.environ.get('USERNAME', '')}-{mark}"
    for folder in _folders():
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            there = folder.stat()
            if there.st_uid == os.getuid() and not there.st_mode & 0o077:
                return str(folder / f"{mark}.socket")
    return None


def _folders() -> list[Path]:
    running = os.environ.get("XDG_RUNTIME_DIR")
    own = Path(tempfile.gettempdir()) / f"desktop-reader-{os.getuid()}"
    return [*([Path(running) / "desktop-reader"] if running else []), own]
