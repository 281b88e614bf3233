"""The section that counts: words and openings, and behind them how long reading takes and when it was read."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_reader.records.article import Article
from desktop_reader.records.insight import Insight
from desktop_reader.text.words import reading_minutes
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.inspector.formats import Formats
from desktop_reader.ui.inspector.pressable import Pressable, TokensOf
from desktop_reader.ui.inspector.prose import Prose
from desktop_reader.ui.inspector.value import Heading
from desktop_reader.ui.theme import fonts, icons

_MOST_VISITS = 10


class Tile(Pressable):
    """A number and what it counts; pressed, it unfolds what lies behind."""

    def __init__(self, label: str, tokens: TokensOf, parent: QWidget | None = None) -> None:
        super().__init__(tokens, parent)
        self._label = label
        self._figures = fonts.ui(22, fonts.BOLD, tabular=True)
        self._small = fonts.ui(12)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, number: str) -> None:
        """Shows a number."""
        self.setText(number)
        self.setAccessibleName(f"{number} {self._label}")

    def sizeHint(self) -> QSize:
        """Two lines and the room around them."""
        return QSize(QFontMetrics(self._small).horizontalAdvance(self._label) + 28, fonts.scaled(60))

    def minimumSizeHint(self) -> QSize:
        """The same: the grid decides how wide."""
        return QSize(80, fonts.scaled(60))

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """A card; the arrow shows that there is more behind it."""
        tokens = self._tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.edge if self.met or self.isChecked() else tokens.line), 1))
        painter.setBrush(QColor(tokens.field))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        room = self.rect().adjusted(14, 0, -14, 0)
        aligned = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft  # The painter turns it round.
        painter.setFont(self._figures)
        painter.setPen(QColor(tokens.text))
        painter.drawText(QRect(room.x(), fonts.scaled(8), room.width(), fonts.scaled(26)), aligned, self.text())
        painter.setFont(self._small)
        painter.setPen(QColor(tokens.text2))
        label = QFontMetrics(self._small).elidedText(self._label, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(QRect(room.x(), fonts.scaled(34), room.width(), fonts.scaled(18)), aligned, label)
        if self.met or self.isChecked():
            arrow = QRect(QPoint(8 if rtl else self.width() - 24, 8), QSize(16, 16))
            icons.paint(painter, arrow, "chevron-up" if self.isChecked() else "chevron-down", tokens.text3)
        self.paint_ring(painter, self.rect(), 8)


class Statistics(QWidget):
    """Two tiles; below them one place for what either has behind it."""

    def __init__(self, tokens: TokensOf, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._article: Article | None = None
        self._insight: Insight | None = None
        self.setAccessibleName(self.tr("Statistics"))
        self.heading = Heading(self.tr("Statistics"))
        self.words = Tile(self.tr("Words"), tokens)
        self.words.setAccessibleDescription(self.tr("Shows how long reading takes"))
        self.read_count = Tile(self.tr("Read Count"), tokens)
        self.read_count.setAccessibleDescription(self.tr("Shows when it was opened"))
        self.behind = Prose(fonts.ui(12, tabular=True), 20, tokens)
        self.behind.hide()
        tiles = QHBoxLayout()
        tiles.setSpacing(8)
        for tile, other in ((self.words, self.read_count), (self.read_count, self.words)):
            tiles.addWidget(tile, 1)
            tile.toggled.connect(partial(self._unfold, other))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addLayout(tiles)
        column.addWidget(self.behind)

    def set_formats(self, formats: Formats) -> None:
        """Writes numbers and times another way."""
        self._formats = formats
        if self._article is not None:
            self._say(self._article)

    def show_article(self, article: Article) -> None:
        """What the article itself knows; what is unfolded folds when it is another article."""
        if self._article is None or article.id != self._article.id:
            self._insight = None
            self.words.setChecked(False)
            self.read_count.setChecked(False)
        self._article = article
        self._say(article)

    def show_insight(self, insight: Insight) -> None:
        """What the library's record knows."""
        self._insight = insight
        if self._article is not None:
            self._say(self._article)

    def _say(self, article: Article) -> None:
        known = self._insight.read_count if self._insight is not None else 0
        self.words.say(self._formats.number(article.words))
        # An answer may be older than the opening that asked for it; a count never falls.
        self.read_count.say(self._formats.number(max(article.read_count, known)))
        self._say_behind()

    def _unfold(self, other: Tile, on: bool) -> None:
        if on:
            other.setChecked(False)  # There is one place for both.
        self._say_behind()

    def _say_behind(self) -> None:
        article, insight = self._article, self._insight
        if article is not None and self.words.isChecked():
            minutes = insight.minutes if insight is not None else reading_minutes(article.words)
            # English has no translation file that would know the singular.
            self.behind.setAccessibleName(self.tr("Reading time"))
            self.behind.say(
                self.tr("About 1 minute to read") if minutes == 1 else self.tr("About %n minutes to read", "", minutes)
            )
        elif article is not None and self.read_count.isChecked():
            self.behind.setAccessibleName(self.tr("Opened"))
            self.behind.say(self._record(article, insight))
        self.behind.setVisible(self.words.isChecked() or self.read_count.isChecked())

    def _record(self, article: Article, insight: Insight | None) -> str:
        visits = list(insight.visits) if insight is not None else []
        last = article.last_read_at
        if last is not None and (not visits or last > visits[0]):
            visits.insert(0, last)
        if not visits:
            return self.tr("Not opened yet")
        count = max(article.read_count, insight.read_count if insight is not None else 0, len(visits))
        lines = [self._formats.moment(at) for at in visits[:_MOST_VISITS]]
        earlier = count - len(lines)
        if earlier:
            lines.append(self.tr("and once before") if earlier == 1 else self.tr("and %n times before", "", earlier))
        return "\n".join(lines)
