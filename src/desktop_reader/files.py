"""Writing a file so that a crash leaves the old one or the new one, never half of either."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from desktop_reader.errors import FileError


def write_safely(path: Path, data: bytes) -> None:
    """New file, fsync, rename. Raises FileError where the disk does not take it; the old file is then untouched."""
    path = Path(os.path.realpath(path))  # A link stays a link; what it leads to is written.
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(new, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(new, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            new.unlink()
        raise FileError(
            "“{file}” could not be written ({reason}). Check the disk’s space and the folder’s rights.",
            file=path,
            reason=error.strerror,
        ) from error
