"""What is said of a row of the sidebar: its number, what a tooltip shows and a screen reader speaks."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_reader.ui.sidebar.tree import Kind, Node

translate = QCoreApplication.translate
_LARGEST = 99_999


class Note(NamedTuple):
    """How a feed fares that does not fail, in a word and a sentence: it is quiet, or slow. Or, of one that fails, only
    what helps; ``sign`` is no icon then.
    """

    word: str
    sentence: str
    helps: str
    sign: str


NOTHING = Note("", "", "", "")


def number(count: int) -> str:
    """A counter as it is shown: a larger one would take the room of the title."""
    return QLocale().toString(count) if count <= _LARGEST else f"{QLocale().toString(_LARGEST)}+"


def spoken(node: Node, note: Note = NOTHING) -> str:
    """A row in words."""
    words = [node.title]
    if node.key.kind is Kind.FOLDER:
        words.append(translate("SidebarModel", "folder"))
    if node.trouble:
        words.append(translate("SidebarModel", "cannot be refreshed"))
    elif note.word:
        words.append(note.word)
    if node.key.kind is Kind.STARRED:
        words.append(translate("SidebarModel", "%n starred", "", node.count))
    elif node.key.kind is not Kind.LABEL:
        words.append(translate("SidebarModel", "%n unread", "", node.count))
    return ", ".join(words)


def described(node: Node, note: Note = NOTHING) -> str:
    """Why a feed fails or is remarkable, and what helps; empty of one that fares well."""
    return " ".join(filter(None, (node.trouble or note.sentence, note.helps)))


def tooltip(node: Node, note: Note = NOTHING) -> str:
    """All parts escaped: a tooltip that looks like HTML is taken for it, and feeds choose their titles themselves."""
    lines = [node.trouble or note.sentence, note.helps]
    title = escape(node.title)
    if not any(lines):
        return f"<p>{title}</p>"
    return f"<p>{'<br>'.join([f'<b>{title}</b>', *(escape(line) for line in lines if line)])}</p>"
