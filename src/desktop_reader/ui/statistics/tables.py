"""The plots as tables, for whoever would rather read figures or has them read out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from desktop_reader.records.statistics import Rhythm
from desktop_reader.ui.statistics.bins import Bin
from desktop_reader.ui.statistics.telling import Telling
from desktop_reader.ui.theme import fonts

_HIGH = 292


class Figures(QTableWidget):
    """A table that is only read."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setMinimumHeight(fonts.scaled(_HIGH))
        self.setStyleSheet("QTableCornerButton::section { border: 0; border-bottom: 1px solid palette(midlight); }")
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setHighlightSections(False)

    def show_days(self, some: Sequence[Bin], telling: Telling) -> None:
        """A row a bar, the last one first."""
        titles = (self.tr("Arrived"), self.tr("Opened"), self.tr("Read through"), self.tr("Starred"))
        rows = []
        for one in reversed(some):
            tally = one.tally
            days = telling.day(one.first)
            if one.last != one.first:
                days = f"{days} – {telling.day(one.last)}"
            counts = (tally.arrived, tally.opened, tally.through, tally.starred)
            rows.append((days, [telling.number(count) for count in counts]))
        self._fill(titles, rows)

    def show_rhythm(self, rhythm: Rhythm, weekdays: Sequence[int], telling: Telling) -> None:
        """A row an hour, a column a weekday."""
        titles = [telling.weekday(number) for number in weekdays]
        rows = [
            (telling.hour(hour), [telling.number(rhythm[weekday][hour]) for weekday in weekdays]) for hour in range(24)
        ]
        self._fill(titles, rows)

    def _fill(self, titles: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]) -> None:
        self.setColumnCount(len(titles))
        self.setRowCount(len(rows))
        self.setHorizontalHeaderLabels(list(titles))
        self.setVerticalHeaderLabels([name for name, _ in rows])
        for row, (_, words) in enumerate(rows):
            for column, said in enumerate(words):
                item = QTableWidgetItem(said)
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
