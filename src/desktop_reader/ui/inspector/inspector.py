"""The inspector: one widget, docked beside the article or lying in the flow under it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_reader.records.article import Article
from desktop_reader.records.insight import Insight
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.inspector.details import Details
from desktop_reader.ui.inspector.formats import Formats
from desktop_reader.ui.inspector.prose import PATIENCE, Prose, dress
from desktop_reader.ui.inspector.readings import Readings, SignOf
from desktop_reader.ui.inspector.sources import Sources
from desktop_reader.ui.inspector.statistics import Statistics
from desktop_reader.ui.inspector.summary import Summary
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.theme.tokens import Tokens

_BETWEEN_SECTIONS, _BETWEEN_COLUMNS = 20, 36
_SIDE, _TOP, _BOTTOM = 20, 18, 24
_BAR = 10  # What the dock leaves free for its scroll bar.
_UNDER_LINE = 24


class Inspector(QWidget):
    """Shows what is known beside an article's text.

    Signals: ``opened(id)`` a similar reading shall be shown; ``quotes_wanted(on)`` the summary's sentences shall be
    marked in the text; ``open_wanted(url)``; ``label_wanted(id)`` all articles with a label; ``changes_wanted(id)``
    what an update altered; ``height_changed`` after a new layout, for whoever places the flow form.
    """

    opened = Signal(int)
    quotes_wanted = Signal(bool)
    open_wanted = Signal(str)
    label_wanted = Signal(int)
    changes_wanted = Signal(int)
    height_changed = Signal()

    _built = False  # Qt sends events while it is being made.

    def __init__(
        self,
        theme: Theme,
        sign_of: SignOf | None = None,
        formats: Formats | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._docked = False
        self._article: Article | None = None
        self._answered = False
        self._tall = -1
        formats = formats or Formats()
        self.summary = Summary(self._tokens)
        self.sources = Sources(self._tokens)
        self.readings = Readings(self._tokens, formats, sign_of)
        self.statistics = Statistics(self._tokens, formats)
        self.details = Details(self._tokens, formats)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        for sections in ((self.summary, self.sources, self.readings), (self.statistics, self.details)):
            column = QVBoxLayout()
            column.setSpacing(_BETWEEN_SECTIONS)
            for section in sections:
                section.hide()
                column.addWidget(section)
            column.addStretch(1)
            self._columns.addLayout(column, 1)
        self.setAccessibleName(self.tr("Details of the article"))
        self.setCursor(Qt.CursorShape.ArrowCursor)  # Else it is the text's around it.
        self.summary.quotes_wanted.connect(self.quotes_wanted)
        self.readings.opened.connect(self.opened)
        self.sources.opened.connect(self.opened)
        self.details.open_wanted.connect(self.open_wanted)
        self.details.label_wanted.connect(self.label_wanted)
        self.details.changes_wanted.connect(self._want_changes)
        self._late = QTimer(self, singleShot=True, interval=round(1000 * PATIENCE) + 10)
        self._late.timeout.connect(self.update)
        theme.changed.connect(self._dress)
        self.set_columns(1)
        self._arrange()
        self._dress()
        self._built = True

    @property
    def article(self) -> Article | None:
        """Whose facts are shown."""
        return self._article

    @property
    def answered(self) -> bool:
        """Whether the insight of that article has come."""
        return self._answered

    @property
    def docked(self) -> bool:
        """Whether it stands in the dock."""
        return self._docked

    def show_article(self, article: Article | None) -> None:
        """Shows at once what the article itself knows; the rest waits for ``show_insight``. None clears all."""
        before, self._article = self._article, article
        if article is not None:
            if before is None or article.id != before.id:
                self._answered = False
                self.summary.wait(article)
                self.readings.wait()
                self.sources.hide()
                self._late.start()
            self.statistics.show_article(article)
            self.details.show_article(article)
        if (article is None) != (before is None):
            for section in (self.summary, self.readings, self.statistics, self.details):
                section.setVisible(article is not None)
            self.sources.hide()
        self._settle()

    def show_insight(self, insight: Insight) -> None:
        """Shows the answer; one that belongs to another article comes too late and is passed over."""
        if self._article is None or insight.article != self._article.id:
            return
        self._answered = True
        self._late.stop()
        self.summary.show_insight(insight)
        self.readings.show_readings(insight.similar)
        self.sources.show_sources(insight.sources)
        self.statistics.show_insight(insight)
        self.details.show_versions(insight.versions)
        self._dress()
        self._settle()

    def show_failure(self, why: str = "") -> None:
        """Nothing could be found out about the article that is shown; what was found out before stays."""
        if self._article is None or self._answered:
            return
        self._late.stop()
        self.summary.fail(why)
        self.readings.fail()
        self._settle()

    def set_columns(self, count: int) -> None:
        """One column, or two side by side."""
        two = count == 2
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if two else QBoxLayout.Direction.TopToBottom)
        self._columns.setSpacing(_BETWEEN_COLUMNS if two else _BETWEEN_SECTIONS)
        self._columns.setStretch(0, 1 if two else 0)  # Room that is left over belongs at the end.

    def set_docked(self, docked: bool) -> None:
        """On the window's panel, or in the flow on the article's paper; the dock says so."""
        if docked != self._docked:
            self._docked = docked
            self._arrange()
            self._dress()

    def set_formats(self, formats: Formats) -> None:
        """Writes dates and numbers another way."""
        for section in (self.readings, self.statistics, self.details):
            section.set_formats(formats)

    @contained(False)
    def event(self, event: QEvent) -> bool:
        """Keeps its colours at another place, which Qt takes away there; tells when another height is wanted."""
        done = super().event(event)
        if event.type() == QEvent.Type.ParentChange and self._built:
            self._dress()
        if event.type() == QEvent.Type.LayoutRequest and self._built:
            self._tell_height()
        return done

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """In the flow a hairline parts it from the text."""
        if not self._docked and self._article is not None:
            QPainter(self).fillRect(0, 0, self.width(), 1, QColor(self._tokens().line))

    # What happens between the sections is not the text's business, in which it may lie.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins no selection in the text."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Nor goes on with one."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nor ends one."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Nor selects a word."""
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Nor opens the text's menu."""
        event.accept()

    def _tokens(self) -> Tokens:
        return self._theme.tokens if self._docked else self._theme.reader

    def _arrange(self) -> None:
        if self._docked:
            before, behind = _SIDE, _SIDE - _BAR
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                before, behind = behind, before
            self._columns.setContentsMargins(before, _TOP, behind, _BOTTOM)
        else:
            self._columns.setContentsMargins(0, _UNDER_LINE, 0, 0)

    def _settle(self) -> None:
        """Lays all out in one go. Left alone, the layouts take a turn each, and a paint may come between."""
        if self.isVisible():
            for section in (self.summary, self.sources, self.readings, self.statistics, self.details):
                layout = section.layout()
                if layout is not None:
                    layout.activate()
            self._columns.activate()
            self._tell_height()

    def _tell_height(self) -> None:
        tall = self._columns.heightForWidth(self.width())
        if tall != self._tall:
            self._tall = tall
            self.height_changed.emit()

    def _dress(self) -> None:
        # Each by itself: below a style sheet Qt hands no palette down.
        for part in (*self.findChildren(QLabel), *self.findChildren(Prose)):
            part.setPalette(dress(part.palette(), self._tokens()))
        self.update()

    def _want_changes(self) -> None:
        if self._article is not None:
            self.changes_wanted.emit(self._article.id)
