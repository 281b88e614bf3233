"""What each field of a search may be, by the names that are in the library now."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QLocale, QModelIndex

from desktop_reader.library.languages import languages
from desktop_reader.records.label import COLOURS
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.palette.entries import Entry
from desktop_reader.ui.sidebar.tree import Kind, Node, walk

translate = QCoreApplication.translate

_KINDS = {"feed": Kind.FEED, "folder": Kind.FOLDER, "label": Kind.LABEL}
_SIGNS = {Kind.FEED: "rss", Kind.FOLDER: "folder", Kind.LABEL: "tag-filled"}


class FieldOffers:
    """Entries whose words are what is written behind the colon."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._languages: list[str] = []
        self._asked = False

    def of(self, field: str, later: Callable[[], object] | None = None) -> Sequence[Entry]:
        """All of a field; ``later`` is called when more are known."""
        if field in _KINDS:
            rows = walk(self._desk.sidebar.model.node(QModelIndex()))
            return _once([_row(one) for one in rows if one.key.kind is _KINDS[field]])
        if field == "is":
            return [_entry(state, meaning, sign) for state, meaning, sign in states()]
        if field == "lang":
            self._ask(later)
            own = QLocale().name().partition("_")[0]
            return [_entry(code, language_words(code), "globe") for code in dict.fromkeys((*self._languages, own))]
        return ()

    def _ask(self, later: Callable[[], object] | None) -> None:
        if self._asked:
            return

        def answered(found: list[str]) -> None:
            self._languages = found
            if later is not None:
                later()

        self._asked = True
        self._desk.worker.ask("languages", languages, answered)


def states() -> tuple[tuple[str, str, str], ...]:
    """What an article can be, in the words of a search and in the reader's; with a sign."""
    return (
        ("unread", translate("completing", "not read yet"), "mail-unread"),
        ("read", translate("completing", "read"), "mail-read"),
        ("starred", translate("completing", "starred"), "star"),
        ("labelled", translate("completing", "with any label"), "tag"),
        ("hidden", translate("completing", "hidden by you or by a rule"), "eye"),
    )


def language_words(code: str) -> str:
    """What a language calls itself; empty where that is not known."""
    locale = QLocale(code)
    known = locale.language() != QLocale.Language.C and locale.name().partition("_")[0] == code
    return locale.nativeLanguageName() if known else ""


def _row(node: Node) -> Entry:
    kind = node.key.kind
    shade = f"label_{node.more}" if kind is Kind.LABEL and node.more in COLOURS else ""
    above = node.parent.title if node.parent is not None else ""
    return _entry(node.title, above, _SIGNS[kind], shade)


def _entry(words: str, place: str, sign: str, shade: str = "") -> Entry:
    return Entry(words, words, place, lambda: None, icon=sign, shade=shade)


def _once(entries: list[Entry]) -> list[Entry]:
    """Of those that are called alike one: a search finds them all."""
    return list({entry.words.casefold(): entry for entry in reversed(entries)}.values())[::-1]
