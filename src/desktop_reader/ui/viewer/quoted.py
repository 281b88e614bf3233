"""Sentences that were asked to be shown in an article, such as those of its summary: tinted where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from desktop_reader.ui.viewer import marking
from desktop_reader.ui.viewer.sheet import Sheet

if TYPE_CHECKING:
    from desktop_reader.ui.viewer.view import ArticleView

_STRENGTH = 150


class Quoted:
    """Those of the article that ``view`` shows."""

    def __init__(self, view: ArticleView) -> None:
        self._view = view
        self._sentences: tuple[str, ...] = ()
        self._ranges: marking.Ranges = {}

    def __bool__(self) -> bool:
        """Whether any are tinted now."""
        return bool(self._ranges)

    def mark(self, sentences: Sequence[str]) -> None:
        """Tints these, and brings the first into sight; none takes the tint away."""
        self._sentences = tuple(sentences)
        self.renew()
        if self._ranges:
            self._view.bring_into_sight(marking.top(self._view.sheet, self._ranges))
        self._view.viewport().update()

    def forget(self) -> None:
        """Another article comes."""
        self._sentences = ()

    def renew(self) -> None:
        """Looks again in a page that was built anew."""
        shown = self._view.article is not None and self._sentences
        self._ranges = marking.find(self._view.sheet, self._sentences) if shown else {}

    def paint(self, painter: QPainter, sheet: Sheet, sight: QRectF) -> None:
        """Tints all in sight."""
        tint = QColor(sheet.style.tokens.mark)
        tint.setAlpha(_STRENGTH)
        marking.paint(painter, sheet, self._ranges, sight, tint)
