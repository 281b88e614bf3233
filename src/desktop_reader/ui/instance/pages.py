"""Pages that a command hands to the window that has the library open: no two programs write into one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QCoreApplication

from desktop_reader.errors import ReaderError
from desktop_reader.ui.instance.door import handed_over
from desktop_reader.ui.instance.wish import LONGEST, MOST, Wish


def hand_over(library: Path, urls: Sequence[str]) -> bool:
    """Pages to be saved. False where no window of this library is there, or does not listen."""
    wanted = tuple(f"desktop-reader:save?url={quote(url, safe='')}" for url in urls)
    if len(wanted) > MOST or any(len(one) > LONGEST for one in wanted):
        return False
    app = QCoreApplication.instance() or QCoreApplication([])
    try:
        return handed_over(library, Wish(wanted, minimized=True))  # Nobody at a terminal wants a window to come up.
    except ReaderError:
        return False
    finally:
        del app
