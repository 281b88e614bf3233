"""The top of the list's pane: what is shown, how it is sorted and filtered, and "mark all as read"."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from desktop_reader.records.query import Query, Sort
from desktop_reader.ui.articles.sort_menu import SortMenu
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.icons import icon
from desktop_reader.ui.theme.margins import leave
from desktop_reader.ui.theme.theme import Theme

HEIGHT = 52


class Heading(QWidget):
    """Two lines, painted: a style sheet's colours would beat the palette of labels."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = self._line = ""
        self._fonts = fonts.ui(17, fonts.SEMIBOLD), fonts.ui(12, tabular=True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(fonts.scaled(HEIGHT))
        theme.changed.connect(self.update)

    def show_words(self, title: str, line: str) -> None:
        """The title, and the line below it."""
        if (title, line) != (self._title, self._line):
            self._title, self._line = title, line
            self.setAccessibleName(", ".join(filter(None, (title, line))))
            self.update()

    def minimumSizeHint(self) -> QSize:
        """Long titles end in "…"."""
        return QSize(60, fonts.scaled(HEIGHT))

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws both lines."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        places = ((11, 22, tokens.text), (33, 16, tokens.text2)) if self._line else ((15, 22, tokens.text),)
        for font, text, (top, height, colour) in zip(self._fonts, (self._title, self._line), places, strict=False):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            said = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, self.width())
            where = QRect(0, fonts.scaled(top), self.width(), fonts.scaled(height))
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, said)


class Header(QWidget):
    """Signals: ``sort_chosen(Sort, reverse)``, ``unread_only_toggled(bool)``, ``starred_only_toggled(bool)``,
    ``mark_all_wanted``, ``panel_wanted``, ``clean_up_wanted``, ``compact_wanted`` or comfortable rows again.
    """

    panel_wanted = Signal()
    sort_chosen = Signal(Sort, bool)
    unread_only_toggled = Signal(bool)
    starred_only_toggled = Signal(bool)
    mark_all_wanted = Signal()
    clean_up_wanted = Signal()
    compact_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Heading(theme)
        self._orders = SortMenu(self)
        self._orders.chosen.connect(self.sort_chosen)
        self._orders.compact_wanted.connect(self.compact_wanted)
        self._unread = QAction(self.tr("Unread only"), self, checkable=True)
        self._starred = QAction(self.tr("Starred only"), self, checkable=True)
        self.sort_button = _button("sort", self.tr("Sort"), self._orders)
        self.filter_button = _button("filter", self.tr("Filter"), self._filter_menu())
        self.mark_button = _button("check-circle", self.tr("Mark all as read"))
        self.mark_button.clicked.connect(self.mark_all_wanted)
        self.panel_button = _button("panel-left", self.tr("Show the sidebar"))
        self.panel_button.clicked.connect(self.panel_wanted)
        self._row = row = QHBoxLayout(self)
        row.setSpacing(2)
        row.addWidget(self.panel_button)
        row.addWidget(self.heading, 1)
        for button in (self.sort_button, self.filter_button, self.mark_button):
            row.addWidget(button)
        self.setFixedHeight(fonts.scaled(HEIGHT))
        self.show_panel_button(False)
        self.show_query(Query())

    def show_panel_button(self, shown: bool) -> None:
        """A button that brings the sidebar, where that does not stand beside the list."""
        self.panel_button.setVisible(shown)
        leave(self._row, 10 if shown else 21, 0, 10, 0)

    def show_query(self, query: Query) -> None:
        """Ticks the menus as ``query`` says, without a signal."""
        self._orders.show_query(query)
        self.sort_button.setIcon(icon("sort") if self._orders.is_usual else icon("sort", "accent"))
        self.sort_button.setAccessibleDescription(self._orders.words)
        filters = {self._unread: query.unread_only, self._starred: query.starred_only}
        for action, checked in filters.items():
            action.setChecked(checked)
        filtered = [action.text() for action, checked in filters.items() if checked]
        self.filter_button.setIcon(icon("filter-filled", "accent") if filtered else icon("filter"))
        self.filter_button.setAccessibleDescription(", ".join(filtered))

    def show_compact(self, compact: bool) -> None:
        """Ticks the density of the rows, without a signal."""
        self._orders.show_compact(compact)

    def _filter_menu(self) -> QMenu:
        menu = QMenu(self)
        for action, told in ((self._unread, self.unread_only_toggled), (self._starred, self.starred_only_toggled)):
            action.triggered.connect(told)
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(icon("broom"), self.tr("Clean up: take out what is read"), self.clean_up_wanted.emit)
        return menu


def _button(name: str, words: str, menu: QMenu | None = None) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setIconSize(QSize(20, 20))
    button.setToolTip(words)
    button.setAccessibleName(words)
    if menu is not None:
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button
