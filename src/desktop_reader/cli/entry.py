"""``desktop-reader --install-desktop-entry``: menu entry, icons, types and man page of a program that pip brought. They
are the reader's own, below ``~/.local/share``; a package of the system has brought its own.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from desktop_reader import paths
from desktop_reader.cli import output
from desktop_reader.errors import FileError, ReaderError
from desktop_reader.files import write_safely
from desktop_reader.ui.autostart import own_command, quoted

_TOLD = {"applications": "update-desktop-database", "mime": "update-mime-database"}
"""Who has to be told of new files in a folder, where it is installed."""
_PATIENCE = 60


def install(options: Namespace) -> int:
    """Writes the files anew, for the place where the program lies now."""
    share = _share()
    for file, data in _files():
        write_safely(share / file, data)
    _tell(share)
    _say(share, "Desktop Reader is in the menu now.", options)
    return 0


def remove(options: Namespace) -> int:
    """Removes just these files."""
    share = _share()
    for file, _ in _files():
        try:
            (share / file).unlink(missing_ok=True)
        except OSError as error:
            raise FileError("“{file}” could not be changed ({reason}).", file=file, reason=error.strerror) from error
    _tell(share)
    _say(share, "Desktop Reader is not in the menu any more.", options)
    return 0


def _share() -> Path:
    if sys.platform in ("win32", "darwin"):
        raise ReaderError("Only Linux and its kin have desktop entries; here the installer sees to it.")
    told = os.environ.get("XDG_DATA_HOME") or ""
    return Path(told) if os.path.isabs(told) else Path.home() / ".local" / "share"


def _files() -> Iterator[tuple[str, bytes]]:
    """What belongs where, from the wheel or the checkout that this is."""
    given = paths.resources() / "desktop"
    if not given.is_dir():
        given = paths.resources().parent / "packaging" / "shared"
    if not given.is_dir():
        raise ReaderError("This Desktop Reader was installed with a menu entry of its own.")
    exact = quoted(own_command())
    entry = (given / f"{paths.ID}.desktop").read_text(encoding="utf-8")
    yield f"applications/{paths.ID}.desktop", entry.replace("Exec=desktop-reader", f"Exec={exact}").encode()
    yield f"mime/packages/{paths.ID}.xml", (given / f"{paths.ID}.mime.xml").read_bytes()
    yield "man/man1/desktop-reader.1", (given / "desktop-reader.1").read_bytes()
    for picture in sorted((given / "icons").glob("*.png")):
        size = picture.stem
        yield f"icons/hicolor/{size}x{size}/apps/{paths.ID}.png", picture.read_bytes()
    for folder, ending in ("scalable", ""), ("symbolic", "-symbolic"):
        drawing = paths.resource("icons", f"desktop-reader{ending}.svg")
        yield f"icons/hicolor/{folder}/apps/{paths.ID}{ending}.svg", drawing.read_bytes()


def _tell(share: Path) -> None:
    for folder, command in _TOLD.items():
        told = [command, str(share / folder)]
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):  # Who is not there looks at the next login.
            subprocess.run(told, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE)


def _say(share: Path, words: str, options: Namespace) -> None:
    if options.json:
        output.print_json({"folder": str(share)})
    else:
        print(words)
