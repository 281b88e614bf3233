"""The words that a search found, in the page of an article: all of them tinted, and the way from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QTextCursor
from PySide6.QtWidgets import QTextEdit

from desktop_reader.records.search import Term
from desktop_reader.ui.viewer import marking
from desktop_reader.ui.viewer.sheet import Sheet

if TYPE_CHECKING:
    from desktop_reader.ui.viewer.view import ArticleView

Hit = tuple[int, int, int]
"""The number of a block, and from where to where in it."""


class FoundWords:
    """The hits in the article that ``view`` shows, and the one that was gone to."""

    def __init__(self, view: ArticleView) -> None:
        self.now: Hit | None = None
        self._view = view
        self._terms: tuple[Term, ...] = ()
        self._ranges: marking.Ranges = {}

    @property
    def hits(self) -> list[Hit]:
        """All of them, from the top of the page."""
        return [(number, *span) for number, spans in sorted(self._ranges.items()) for span in spans]

    def mark(self, terms: Sequence[Term]) -> None:
        """Tints these wherever they stand; the page stays where it is. None takes the tint away."""
        if tuple(terms) != self._terms:
            self._terms = tuple(terms)
            self.renew()

    def forget(self) -> None:
        """Another article comes, which nobody has searched."""
        self._terms = ()
        self.now = None

    def renew(self) -> None:
        """Looks again in a page that was built anew; the hit that was gone to stays if it is still one."""
        article = self._view.article
        self._ranges = {}
        if article is not None and self._terms:
            self._ranges = marking.find_words(self._view.sheet, self._terms, by_author=bool(article.author))
        if self.now is not None and self.now[1:] not in self._ranges.get(self.now[0], ()):
            self.now = None
        self._show()

    def step(self, by: int) -> bool:
        """Brings the next hit into sight, or the one before when ``by`` is negative, round the ends; False without any.

        The first step goes to the first hit that is in sight or further on.
        """
        hits = self.hits
        if not hits:
            return False
        sheet, sight = self._view.sheet, self._view.sight()
        if self.now is not None:
            self.now = hits[(hits.index(self.now) + by) % len(hits)]
        elif by > 0:
            below = (hit for hit in hits if marking.height_of(sheet, *hit[:2]) >= sight.top())
            self.now = next(below, hits[0])
        else:
            above = (hit for hit in reversed(hits) if marking.height_of(sheet, *hit[:2]) < sight.bottom())
            self.now = next(above, hits[-1])
        self._view.bring_into_sight(marking.height_of(sheet, *self.now[:2]))
        self._show()
        return True

    def paint(self, painter: QPainter, sheet: Sheet, sight: QRectF) -> None:
        """Tints all in sight, the one that was gone to more strongly."""
        tokens = sheet.style.tokens
        marking.paint(painter, sheet, self._ranges, sight, QColor(tokens.mark))
        if self.now is not None:
            number, begin, end = self.now
            marking.paint(painter, sheet, {number: [(begin, end)]}, sight, QColor(tokens.mark_now))

    def _show(self) -> None:
        self._view.setExtraSelections([] if self.now is None else [_letters(self._view.sheet, self.now)])
        self._view.viewport().update()


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
