"""Words found in the page of an article: all of them tinted, and the way from one to the next.

They are those of the library's search, or, as long as somebody looks through the page, what is typed there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QTextCursor
from PySide6.QtWidgets import QTextEdit

from desktop_reader.records.search import Term
from desktop_reader.ui.viewer import marking
from desktop_reader.ui.viewer.sheet import Sheet
from desktop_reader.ui.viewer.ticks import Ticks

if TYPE_CHECKING:
    from desktop_reader.ui.viewer.view import ArticleView

Hit = tuple[int, int, int]
"""The number of a block, and from where to where in it."""

_TICKS = 1_000  # A scroll bar has fewer pixels than that.


class FoundWords(QObject):
    """The hits in the article that ``view`` shows, and the one that was gone to.

    Signal ``changed``: there are other hits, or another one was gone to. ``covered`` is how much of the page's upper
    edge lies under something.
    """

    changed = Signal()

    def __init__(self, view: ArticleView) -> None:
        super().__init__(view)
        self.now: Hit | None = None
        self.covered = 0
        self._view = view
        self._terms: tuple[Term, ...] = ()
        self._typed = ""
        self._from: tuple[int, int] | None = None  # Where what is being typed is looked for first.
        self._ranges: marking.Ranges = {}
        self._hits: list[Hit] = []

    @property
    def hits(self) -> list[Hit]:
        """All of them, from the top of the page."""
        return self._hits

    @property
    def number(self) -> int:
        """The number of the one that was gone to, from 1; 0 when none was."""
        return bisect_left(self._hits, self.now) + 1 if self.now is not None else 0

    def mark(self, terms: Sequence[Term]) -> None:
        """Tints these wherever they stand; the page stays where it is. None takes the tint away."""
        if tuple(terms) != self._terms:
            self._terms = tuple(terms)
            self.renew()

    def seek(self, typed: str) -> None:
        """Finds what is typed in place of what was searched for, and goes to the first in sight or further on. What is
        typed on goes on from there; nothing ends it.
        """
        if typed == self._typed:
            return
        self._typed = typed
        if not typed:
            self._from = self.now = None
        self._find()
        if typed:
            self.now = None
            if self._hits:
                self._go(self._first_below() if self._from is None else self._first_from(self._from))
        self._show()

    def forget(self) -> None:
        """Another article comes: nobody has searched it, but what is typed is found there, too."""
        self._terms = ()
        self.now = self._from = None

    def renew(self) -> None:
        """Looks again in a page that was built anew; the hit that was gone to stays if it is still one."""
        self._find()
        self._show()

    def step(self, by: int) -> bool:
        """Brings the next hit into sight, or the one before when ``by`` is negative, round the ends; False without any.

        The first step goes to the first hit that is in sight or further on.
        """
        if not self._hits:
            return False
        if self.now is not None:
            self._go(self._hits[(self.number - 1 + by) % len(self._hits)])
        else:
            self._go(self._first_below() if by > 0 else self._last_above())
        self._show()
        return True

    def paint(self, painter: QPainter, sheet: Sheet, sight: QRectF) -> None:
        """Tints all in sight, the one that was gone to more strongly."""
        tokens = sheet.style.tokens
        marking.paint(painter, sheet, self._ranges, sight, QColor(tokens.mark))
        if self.now is not None:
            number, begin, end = self.now
            marking.paint(painter, sheet, {number: [(begin, end)]}, sight, QColor(tokens.mark_now))

    def ticks(self) -> Ticks:
        """Where they are in the whole page."""
        if not self._hits:
            return Ticks()
        sheet = self._view.sheet
        some = self._hits[:: len(self._hits) // _TICKS + 1]
        now = None if self.now is None else marking.height_of(sheet, *self.now[:2])
        return Ticks(marking.heights(sheet, some), now, sheet.style.tokens.mark_now)

    def _find(self) -> None:
        article = self._view.article
        self._ranges = {}
        if article is not None and self._typed:
            self._ranges = marking.find_typed(self._view.sheet, self._typed)
        elif article is not None and self._terms:
            self._ranges = marking.find_words(self._view.sheet, self._terms, by_author=bool(article.author))
        self._hits = [(number, *span) for number, spans in self._ranges.items() for span in spans]
        if self.now is not None and self.now[1:] not in self._ranges.get(self.now[0], ()):
            self.now = None

    def _go(self, hit: Hit) -> None:
        self.now = hit
        if self._typed:
            self._from = hit[:2]
        self._view.bring_into_sight(marking.height_of(self._view.sheet, *hit[:2]), self.covered)

    def _first_from(self, place: tuple[int, int]) -> Hit:
        return self._hits[bisect_left(self._hits, (*place, 0)) % len(self._hits)]

    def _first_below(self) -> Hit:
        top = self._view.sight().top()
        return next((hit for hit in self._hits if marking.height_of(self._view.sheet, *hit[:2]) >= top), self._hits[0])

    def _last_above(self) -> Hit:
        end = self._view.sight().bottom()
        some = reversed(self._hits)
        return next((hit for hit in some if marking.height_of(self._view.sheet, *hit[:2]) < end), self._hits[-1])

    def _show(self) -> None:
        self._view.setExtraSelections([] if self.now is None else [_letters(self._view.sheet, self.now)])
        self._view.viewport().update()
        self.changed.emit()


def _letters(sheet: Sheet, hit: Hit) -> QTextEdit.ExtraSelection:
    """The letters of the hit that was gone to, in the colour that is read on its tint."""
    number, begin, end = hit
    cursor = QTextCursor(sheet.document.findBlockByNumber(number))
    start = cursor.position()
    cursor.setPosition(start + begin)
    cursor.setPosition(start + end, QTextCursor.MoveMode.KeepAnchor)
    letters = QTextEdit.ExtraSelection()
    letters.cursor = cursor
    letters.format.setForeground(QColor(sheet.style.tokens.mark_text))
    return letters
