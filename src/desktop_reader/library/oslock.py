"""A lock on an open file that the system itself gives up when the program ends, however it ends."""

from __future__ import annotations

import errno
import os
import sys

_UNKNOWN = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}
_BEYOND = 0x40000000  # Windows keeps others from reading what is locked, so a byte far behind the contents is.


def taken(fd: int) -> bool | None:
    """Locks the file: True when it is ours now, False when another program has it, None on a disk without locks."""
    try:
        _lock(fd)
    except OSError as error:
        return None if error.errno in _UNKNOWN else False
    return True


if sys.platform == "win32":
    import msvcrt

    def _lock(fd: int) -> None:
        os.lseek(fd, _BEYOND, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(fd: int) -> None:
        # Not lockf: that lock would be lost as soon as anything in this process closes the same file.
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
