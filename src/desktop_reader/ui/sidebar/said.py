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
_NAMED = {
    Kind.FOLDER: lambda: translate("SidebarModel", "folder"),
    Kind.SEARCH: lambda: translate("SidebarModel", "saved search"),
    Kind.LABEL: lambda: translate("SidebarModel", "label"),
}


def number(count: int) -> str:
    """A counter as it is shown: a larger one would take the room of the title."""
    return QLocale().toString(count) if count <= _LARGEST else f"{QLocale().toString(_LARGEST)}+"


def spoken(node: Node, note: Note = NOTHING) -> str:
    """A row in words."""
    words = [node.title]
    if node.key.kind in _NAMED:
        words.append(_NAMED[node.key.kind]())
    if node.trouble:
        words.append(translate("SidebarModel", "cannot be refreshed"))
    elif note.word:
        words.append(note.word)
    if node.key.kind is Kind.STARRED:
        words.append(translate("SidebarModel", "%n starred", "", node.count))
    elif node.key.kind is not Kind.HEADING:
        words.append(translate("SidebarModel", "%n unread", "", node.count))
    return ", ".join(words)


def nameless(kind: Kind) -> str:
    """Why what was typed is no name."""
    if kind is Kind.LABEL:
        return translate("SidebarModel", "A label needs a name.")
    if kind is Kind.SEARCH:
        return translate("SidebarModel", "A search needs a name.")
    return translate("SidebarModel", "A folder needs a name.")


def described(node: Node, note: Note = NOTHING) -> str:
    """Why a feed fails or is remarkable, and what helps; empty of one that fares well."""
    return " ".join(filter(None, (node.trouble or note.sentence, note.helps)))


def tooltip(node: Node, note: Note = NOTHING) -> str:
    """All parts escaped: a tooltip that looks like HTML is taken for it, and feeds choose their titles themselves."""
    lines = [node.trouble or note.sentence, note.helps]
    if node.key.kind is Kind.SEARCH and node.more != node.title:
        lines = [node.more]
    title = escape(node.title)
    if not any(lines):
        return f"<p>{title}</p>"
    return f"<p>{'<br>'.join([f'<b>{title}</b>', *(escape(line) for line in lines if line)])}</p>"
