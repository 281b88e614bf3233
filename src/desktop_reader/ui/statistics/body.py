"""What the page shows of one answer: figures, plots or their tables, the feeds, what weighs how much."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QGridLayout, QPushButton, QVBoxLayout, QWidget

from desktop_reader.records.statistics import Statistics
from desktop_reader.ui.inspector.formats import Formats
from desktop_reader.ui.statistics.bins import bins
from desktop_reader.ui.statistics.cards import Card, Figure, Weighing, faint
from desktop_reader.ui.statistics.feed_table import FeedTable
from desktop_reader.ui.statistics.heat import HeatMap
from desktop_reader.ui.statistics.plot import DayPlot
from desktop_reader.ui.statistics.tables import Figures
from desktop_reader.ui.statistics.telling import Telling
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.theme import Theme

_TWO_COLUMNS, _FIVE_FIGURES = 860, 720


class Body(QWidget):
    """Signal ``feed_chosen(id)``: the reader wants to go there."""

    feed_chosen = Signal(int)

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._telling = Telling()
        self._found: Statistics | None = None
        self._columns = 0
        self.arrived = Figure(theme, self.tr("Arrived"))
        self.opened = Figure(theme, self.tr("Opened"))
        self.through = Figure(theme, self.tr("Read through"))
        self.starred = Figure(theme, self.tr("Starred"))
        self.words = Figure(theme, self.tr("Words read"))
        self.figures = (self.arrived, self.opened, self.through, self.starred, self.words)
        self.plot, self.heat = DayPlot(theme), HeatMap(theme)
        self.days = Figures(self.tr("Arrived and opened, day by day"))
        self.hours = Figures(self.tr("By weekday and hour"))
        self.feeds = FeedTable()
        self.feeds.chosen.connect(self.feed_chosen)
        self.weights = Weighing(theme, self.tr("What it weighs"))
        self.none = faint("", 13)
        self.empty = faint(self.tr("There is nothing to count yet. What arrives and what you read shows here."), 13)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.empty.setContentsMargins(0, 40, 0, 40)
        self.empty.hide()
        self._plots = ((self.plot, self.days), (self.heat, self.hours))
        self._lay_out(theme)

    def show_statistics(self, found: Statistics, formats: Formats) -> None:
        """Other numbers."""
        self._found, self._formats, telling = found, formats, self._telling
        total, number = found.total, telling.number
        self.arrived.show_number(number(total.arrived))
        times = self.tr("%n time(s)", "", found.openings) if found.openings else ""
        self.opened.show_number(number(total.opened), times)
        self.through.show_number(number(total.through), _of(telling, total.through, total.opened))
        self.starred.show_number(number(total.starred))
        more = self.tr("of {count} in what was opened").format(count=number(found.words_opened))
        self.words.show_number(number(found.words_read), more if found.words_opened else "")
        for card in self._of_articles:
            card.setVisible(bool(found.weights.articles))
        self.empty.setVisible(not found.weights.articles)
        some = bins(found.days)
        self.plot.show_bins(some, telling)
        self.days.show_days(some, telling)
        self._show_rhythm()
        self.feeds.feeds.show_feeds(found.feeds, telling, formats)
        self.feeds.fit()
        ill = sum(not one.condition.fine for one in found.feeds)
        self.none.setText(self.tr("%n feed(s) silent or failing", "", ill) if ill else "")
        self.none.setVisible(bool(ill))
        weights = found.weights
        self.weights.show_rows(
            (
                (self.tr("Library"), telling.size(weights.library)),
                (self.tr("Search"), telling.size(weights.search)),
                (self.tr("Pictures that were kept"), telling.size(weights.pictures)),
                (self.tr("Copies of the library"), telling.size(weights.copies)),
                (self.tr("Articles"), number(weights.articles)),
                (self.tr("Library for each article"), telling.size(weights.average)),
            )
        )

    def show_tables(self, wanted: bool) -> None:
        """Tables in place of the plots, or the plots again."""
        for plot, table in self._plots:
            plot.setVisible(not wanted)
            table.setVisible(wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows have one column."""
        super().resizeEvent(event)
        two = self.width() >= fonts.scaled(_TWO_COLUMNS)
        way = QBoxLayout.Direction.LeftToRight if two else QBoxLayout.Direction.TopToBottom
        self._beside.setDirection(way)
        self._place_figures(5 if self.width() >= fonts.scaled(_FIVE_FIGURES) else 3)

    def _show_rhythm(self) -> None:
        if self._found is None:
            return
        opened = self.by_opened.isChecked()
        rhythm = self._found.opened_at if opened else self._found.arrived_at
        words = self.tr("Opened: {count}") if opened else self.tr("Arrived: {count}")
        self.heat.show_rhythm(rhythm, self._telling, lambda count: words.format(count=count))
        self.hours.show_rhythm(rhythm, self.heat.weekdays(), self._telling)

    def _lay_out(self, theme: Theme) -> None:
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        self._place_figures(5)
        days = Card(theme, self.tr("Over time"))
        days.column.addWidget(self.plot)
        days.column.addWidget(self.days)
        week = Card(theme, self.tr("Through the week"))
        group = QButtonGroup(self)
        self.by_opened, self.by_arrived = _toggle(self.tr("Opened")), _toggle(self.tr("Arrived"))
        for button in (self.by_opened, self.by_arrived):
            group.addButton(button)
            week.head.addWidget(button)
        self.by_opened.setChecked(True)
        group.buttonClicked.connect(lambda _: self._show_rhythm())
        week.column.addWidget(self.heat)
        week.column.addWidget(self.hours)
        week.column.addStretch(1)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(12)
        self._beside.addWidget(week, 5)
        self._beside.addWidget(self.weights, 3)
        feeds = Card(theme, self.tr("Feeds"))
        feeds.head.addWidget(self.none)
        feeds.column.addWidget(self.feeds)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 4, 24, 20)
        column.setSpacing(12)
        self._of_articles = (*self.figures, days, week, feeds)
        column.addLayout(self._grid)
        column.addWidget(self.empty)
        column.addWidget(days)
        column.addLayout(self._beside)
        column.addWidget(feeds)
        column.addStretch(1)
        self.show_tables(False)

    def _place_figures(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, figure in enumerate(self.figures):
            self._grid.addWidget(figure, number // columns, number % columns)
        for number in range(5):
            self._grid.setColumnStretch(number, int(number < columns))


def _toggle(words: str) -> QPushButton:
    button = QPushButton(words)
    button.setCheckable(True)
    button.setAutoDefault(False)
    return button


def _of(telling: Telling, part: int, whole: int) -> str:
    return telling.share(part / whole) if whole else ""
