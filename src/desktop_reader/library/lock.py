"""One program at a time writes into a library: the file ``library.db-lock`` beside it, while it is open for writing.

On one computer the system's lock on that file decides; it ends with the program, so a crash never blocks. Where such
locks do not travel (a synced folder, some network disks) other computers go by what stands in the file: who has it,
renewed every two minutes. Clocks differ, so its age is taken by the clock of the disk it lies on; what was not renewed
for ten minutes may be taken over. Whoever slept meanwhile finds another's name in the file and writes no more: it looks
before and after each change, for it cannot know how long it slept, nor whether its clock did too. Nor does it write
into a library whose file was replaced, as sync services do it: all would be in a file that has no name any more.

The lock belongs to the process: it may be taken many times, and is given up with the last. A process may also bind
itself to only read a library: then it cannot be taken at all.
"""

from __future__ import annotations

import contextlib
import errno
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from desktop_reader.errors import InUseError, LibraryError, ReadOnlyError
from desktop_reader.library import claim, oslock
from desktop_reader.library.claim import Claim
from desktop_reader.library.complaints import sentence

PATIENCE = 2.0
"""Seconds that a command waits for another one that is nearly done."""

_AGAIN = 0.05
_BEAT = 120.0  # Each wakes the machine, so they are far apart; five may fail before a claim is stale.
_LATE = 240.0  # No beat for so long: the computer slept.
_STALE = 600.0
_GONE = 5.0
_WATCH = 3.0  # A stale claim is looked at so long before it is taken over.
_UNWRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS}
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}

_guard = threading.RLock()
_locks: dict[Path, _Lock] = {}
_only_read: set[Path] = set()
_program = [claim.WINDOW]


def introduce(program: str) -> None:
    """What this process is, for whoever is refused: a window, or a command by its name."""
    _program[0] = program


def only_read(library: Path) -> None:
    """From now on this process does not write into the library."""
    _only_read.add(_real(library))


def may_write(library: Path) -> None:
    """Takes ``only_read`` back."""
    _only_read.discard(_real(library))


def is_only_read(library: Path) -> bool:
    """Whether this process has bound itself to only read the library."""
    return _real(library) in _only_read


def refusal() -> ReadOnlyError:
    """What whoever wants to write is told where this process only reads."""
    return ReadOnlyError("This library is open for reading only.")


def is_held(library: Path) -> bool:
    """Whether this process has the library."""
    return _real(library) in _locks


def place(library: Path) -> Path:
    """Where the lock of a library lies: beside the file itself, by whatever link it was named."""
    real = _real(library)
    return real.with_name(real.name + "-lock")


def take(library: Path, patience: float = PATIENCE) -> Held:
    """The right to write into the library, until it is released.

    Raises InUseError when another program has it, also after ``patience`` seconds, ReadOnlyError where nobody may write
    or nothing more fits, and LibraryError where the disk does not answer.
    """
    real = _real(library)
    with _guard:
        if real in _only_read:
            raise refusal()
        lock = _locks.get(real)
        if lock is None:
            lock = _Lock(library, patience)
            _locks[real] = lock
        lock.check()
        lock.shares += 1
        return Held(lock)


@contextlib.contextmanager
def taken(library: Path, patience: float = PATIENCE) -> Iterator[Held]:
    """``take`` for a block."""
    held = take(library, patience)
    try:
        yield held
    finally:
        held.release()


class Held:
    """A share of the lock. ``taken_from`` is who left it behind on another computer, if somebody did; ``after_crash``
    whether somebody left it behind at all.
    """

    def __init__(self, lock: _Lock) -> None:
        self._lock: _Lock | None = lock
        self.taken_from = lock.taken_from
        self.after_crash = lock.after_crash

    def check(self) -> None:
        """Raises InUseError when another computer has taken over meanwhile, as while this one slept, and LibraryError
        when another file lies in the library's place. Costs next to nothing.
        """
        if self._lock is not None:
            self._lock.check()

    def release(self) -> None:
        """Gives the share back; more than once does no harm."""
        with _guard:
            lock, self._lock = self._lock, None
            if lock is None:
                return
            lock.shares -= 1
            if not lock.shares:
                _locks.pop(_real(lock.library), None)
                lock.end()


class _Lock:
    def __init__(self, library: Path, patience: float) -> None:
        self.library = library
        self.shares = 0
        self.taken_from: Claim | None = None
        self.after_crash = False
        self._file = place(library)
        self._claim = claim.own(_program[0])
        self._fd = -1
        self._words = b""  # What we last wrote.
        self._library = _identity(library)
        self._is_lost = False
        self._lost_to: Claim | None = None
        self._beaten_at = time.time()
        self._turn = threading.Lock()
        until = time.monotonic() + patience
        while not self._acquired():
            if time.monotonic() >= until:
                raise _refused(library, claim.read(self._file))
            time.sleep(_AGAIN)
        self._ended = threading.Event()
        self._heart = threading.Thread(target=self._live, name="library lock", daemon=True)
        self._heart.start()

    def check(self) -> None:
        # The clock goes on while the computer sleeps; that of a virtual one may not.
        if abs(time.time() - self._beaten_at) > _LATE or self._is_changed():
            self._beat()
        if self._is_lost:
            raise _refused(self.library, self._lost_to)
        there = _identity(self.library)
        if self._library is None:
            self._library = there  # It is made while it is locked.
        elif there != self._library:
            raise LibraryError(
                "The library “{file}” was replaced or removed by another program, such as a sync service, so nothing"
                " can be changed in it any more. Close Desktop Reader and open it again.",
                file=self.library,
            )

    def end(self) -> None:
        self._ended.set()
        self._heart.join(_GONE)
        if self._heart.is_alive():
            return  # It waits for a disk that has gone; the system gives up the lock with the program.
        with contextlib.suppress(OSError):
            if not self._is_lost and _same(self._fd, self._file):
                self._file.unlink()
        os.close(self._fd)
        with contextlib.suppress(OSError):  # Windows takes away nothing that is open.
            there = claim.read(self._file) if os.name == "nt" else None
            if there is not None and there.token == self._claim.token:
                self._file.unlink()

    def _acquired(self) -> bool:
        fd = _opened(self.library, self._file)
        try:
            locked = oslock.taken(fd)
            there = claim.read(self._file)
            if locked is False or not _same(fd, self._file) or self._stands(there, locked is None):
                return False
            self.after_crash = there is not None
            self.taken_from = there if there is not None and there.is_foreign else None
            with contextlib.suppress(OSError):  # On a full disk the system's lock has to do.
                self._write(fd)
            self._fd, fd = fd, -1
        finally:
            if fd >= 0:
                os.close(fd)
        return True

    def _stands(self, there: Claim | None, blind: bool) -> bool:
        """Whether a claim is to be respected although the system would let us have the file."""
        if there is None:
            return False
        if not there.is_foreign:  # Left by a crash; where there are no locks, only the system's processes tell.
            return blind and there.pid != os.getpid() and _lives(there.pid)
        if abs(_age(self._file)) < _STALE:
            return True
        time.sleep(_WATCH)
        return claim.read(self._file) != there

    def _live(self) -> None:
        while not self._ended.wait(_BEAT):
            self._beat()

    def _beat(self) -> None:
        with self._turn:
            # By its name: a sync service puts another file in its place.
            there = claim.read(self._file)
            if not self._is_lost and there is not None and there.token != self._claim.token:
                self._is_lost, self._lost_to = True, there
            if self._is_lost:
                return
            now = time.time()
            self._claim = replace(self._claim, seen_at=int(now))
            # A full disk, or one that has gone: SQLite will say so, and here it is tried again each time.
            with contextlib.suppress(OSError, LibraryError):
                if _same(self._fd, self._file) or self._opened_again():
                    self._write(self._fd)
                    self._beaten_at = now

    def _is_changed(self) -> bool:
        """Opened anew, for a disk on the network may remember what stood in it."""
        try:
            return self._file.read_bytes() != self._words
        except OSError:
            return True

    def _write(self, fd: int) -> None:
        # In place: a file renamed over it would not be the one that is locked.
        words = self._claim.packed()
        os.lseek(fd, 0, os.SEEK_SET)
        os.write(fd, words)
        os.ftruncate(fd, len(words))
        self._words = words

    def _opened_again(self) -> bool:
        fd = _opened(self.library, self._file)
        if oslock.taken(fd) is False:
            self._is_lost, self._lost_to = True, claim.read(self._file)
            os.close(fd)
            return False
        os.close(self._fd)
        self._fd = fd
        return True


def _real(library: Path) -> Path:
    return Path(os.path.realpath(library))


def _opened(library: Path, file: Path) -> int:
    try:
        return os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    except OSError as error:
        if error.errno in _UNWRITABLE and library.exists():
            raise ReadOnlyError(sentence("read-only"), file=library) from error
        if error.errno in _FULL and library.exists():
            raise ReadOnlyError(sentence("full"), file=library) from error
        raise LibraryError(
            "The library “{file}” cannot be opened ({reason}). Check that the folder exists and may be"
            " read and written.",
            file=library,
            reason=error.strerror or error,
        ) from error


def _identity(library: Path) -> tuple[int, int] | None:
    """Tells a file from another of its name; None for one that is not made yet."""
    try:
        status = library.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if status.st_size else None


def _same(fd: int, file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(fd), file.stat())
    except OSError:
        return False


def _age(file: Path) -> float:
    """Seconds since the file was changed, by the clock of its disk."""
    probe = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        probe.write_bytes(b"now")
        return _changed_at(probe) - _changed_at(file)
    except OSError:
        return 0.0
    finally:
        with contextlib.suppress(OSError):
            probe.unlink()


def _changed_at(file: Path) -> float:
    """A sync service gives a file the date of its origin; when it came here is what counts. Windows keeps no such."""
    status = file.stat()
    return status.st_mtime if os.name == "nt" else status.st_ctime


def _lives(pid: int) -> bool:
    if os.name == "nt":
        return True  # There, files are always locked; a signal would end it.
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _refused(library: Path, by: Claim | None) -> InUseError:
    if by is not None:
        return by.refusal(library)
    return InUseError(sentence("busy"), file=library)
