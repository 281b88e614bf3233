"""Names that others chose, at the places of a window that would take them for more than words, or let them grow."""

from __future__ import annotations

from html import escape

from desktop_reader.records.notice import plain

_IN_MENU, _IN_TITLE, _IN_TIP = 60, 80, 2_000


def in_menu(name: str) -> str:
    """In a menu, where & would underline a letter."""
    return plain(name, _IN_MENU).replace("&", "&&")


def in_title(name: str) -> str:
    """In the title of a window, which the desktop draws."""
    return plain(name, _IN_TITLE)


def plain_tip(text: str) -> str:
    """A tooltip that says ``text`` letter by letter; Qt takes for HTML whatever looks like it."""
    return f"<p style='white-space:pre-wrap'>{escape(text[:_IN_TIP])}</p>" if text else ""
