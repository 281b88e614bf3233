"""What the reading pane shows when no article is selected: a sign, a line, and the keys that help."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme import fonts, icons
from desktop_reader.ui.theme.tokens import Tokens

_DISC = 72
_KEY, _ROW, _HINT_GAP = 22, 30, 16


class EmptyPage(QWidget):
    """A page with nothing on it. ``hints`` are pairs of a key, as it is written on it, and what it does."""

    def __init__(
        self, tokens: Tokens, hints: tuple[tuple[str, str], ...] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._title = self.tr("Nothing selected")
        self._sentence = self.tr("Pick an article, or let the keyboard do it.")
        self._hints: tuple[tuple[str, str], ...] = ()
        self.set_hints(
            hints
            or (
                ("J", self.tr("next article")),
                ("Space", self.tr("page down, then next unread")),
                ("S", self.tr("star")),
                ("Ctrl K", self.tr("search everything")),
            )
        )

    def set_tokens(self, tokens: Tokens) -> None:
        """Other colours."""
        self._tokens = tokens
        self.update()

    def set_hints(self, hints: tuple[tuple[str, str], ...]) -> None:
        """Other keys."""
        self._hints = hints
        spoken = " ".join(f"{key}: {deed}." for key, deed in hints)
        self.setAccessibleName(f"{self._title}. {self._sentence} {spoken}")
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all of it."""
        return QSize(420, 360)

    def minimumSizeHint(self) -> QSize:
        """It may be squeezed; then the keys go."""
        return QSize(200, 120)

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """Sign, line, sentence, keys."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._tokens
        painter.fillRect(self.rect(), QColor(tokens.page))
        centre = self.width() / 2
        row, words = fonts.scaled(_ROW), fonts.scaled(60)
        tall = _DISC + words + 44 + row * len(self._hints)
        hints = self._hints if self.height() >= tall + 40 else ()  # A low pane keeps the line and lets the keys go.
        tall -= 44 + row * len(self._hints) if not hints else 0
        top = round(max(16.0, (self.height() - tall) * 0.46))
        disc = QRectF(round(centre - _DISC / 2), top, _DISC, _DISC)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.idle))
        painter.drawEllipse(disc)
        icons.paint(painter, disc.adjusted(21, 21, -21, -21).toRect(), "news", tokens.text3)
        self._line(painter, self._title, fonts.ui(17, fonts.SEMIBOLD), tokens.text, top + _DISC + fonts.scaled(34))
        self._line(painter, self._sentence, fonts.ui(13), tokens.text3, top + _DISC + fonts.scaled(58))
        self._keys(painter, hints, centre, top + _DISC + words + 32)
        painter.end()

    def _line(self, painter: QPainter, text: str, font: QFont, colour: str, baseline: float) -> None:
        metrics = QFontMetricsF(font)
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width() - 32)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(QPointF(round((self.width() - metrics.horizontalAdvance(text)) / 2), baseline), text)

    def _keys(self, painter: QPainter, hints: tuple[tuple[str, str], ...], centre: float, top: float) -> None:
        """Two columns that meet: keys end where their words begin, and both together stand in the middle."""
        key_font, font = fonts.ui(11, fonts.MEDIUM), fonts.ui(13)
        key_tall = fonts.scaled(_KEY)
        keys, words = QFontMetricsF(key_font), QFontMetricsF(font)
        key_room = max((keys.horizontalAdvance(key) + 14 for key, _ in hints), default=0)
        word_room = max((words.horizontalAdvance(deed) for _, deed in hints), default=0)
        middle = round(centre - (key_room + _HINT_GAP + word_room) / 2 + key_room)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for row, (key, deed) in enumerate(hints):
            wide = max(key_tall, keys.horizontalAdvance(key) + 14)
            y = top + row * fonts.scaled(_ROW)
            x = self.width() - middle if rtl else middle - wide
            box = QRectF(round(x), y, round(wide), key_tall)
            painter.setPen(QPen(QColor(self._tokens.edge), 1))
            painter.setBrush(QColor(self._tokens.field))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setFont(key_font)
            painter.setPen(QColor(self._tokens.text))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
            painter.setFont(font)
            painter.setPen(QColor(self._tokens.text3))
            start = self.width() - middle - _HINT_GAP - words.horizontalAdvance(deed) if rtl else middle + _HINT_GAP
            painter.drawText(QPointF(start, y + (key_tall + words.ascent() - words.descent()) / 2), deed)
