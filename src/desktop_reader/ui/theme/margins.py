"""Room around what lies in a layout. For those who read from right to left Qt mirrors what lies in it, but not this."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLayout


def leave(layout: QLayout, before: int, top: int, behind: int, bottom: int) -> None:
    """So much ``before`` where lines begin, and ``behind`` where they end."""
    if QGuiApplication.isRightToLeft():
        before, behind = behind, before
    layout.setContentsMargins(before, top, behind, bottom)
