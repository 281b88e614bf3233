"""The top of the list's pane: what is shown, how it is sorted and filtered, and "mark all as read"."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from desktop_reader.records.query import Query, Sort
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.icons import icon
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
        self.setFixedHeight(HEIGHT)
        theme.changed.connect(self.update)

    def show_words(self, title: str, line: str) -> None:
        """The title, and the line below it."""
        if (title, line) != (self._title, self._line):
            self._title, self._line = title, line
            self.setAccessibleName(", ".join(filter(None, (title, line))))
            self.update()

    def minimumSizeHint(self) -> QSize:
        """Long titles end in "…"."""
        return QSize(60, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws both lines."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        places = ((11, 22, tokens.text), (33, 16, tokens.text2)) if self._line else ((15, 22, tokens.text),)
        for font, text, (top, height, colour) in zip(self._fonts, (self._title, self._line), places, strict=False):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            said = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(QRect(0, top, self.width(), height), Qt.AlignmentFlag.AlignVCenter, said)


class Header(QWidget):
    """Signals: ``sort_chosen(Sort, reverse)``, ``unread_only_toggled(bool)``, ``starred_only_toggled(bool)``,
    ``mark_all_wanted``.
    """

    sort_chosen = Signal(Sort, bool)
    unread_only_toggled = Signal(bool)
    starred_only_toggled = Signal(bool)
    mark_all_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Heading(theme)
        self._sorts: dict[Sort, QAction] = {}
        self._reverse = QAction(self.tr("Reverse order"), self, checkable=True)
        self._unread = QAction(self.tr("Unread only"), self, checkable=True)
        self._starred = QAction(self.tr("Starred only"), self, checkable=True)
        self.sort_button = _button("sort", self.tr("Sort"), self._sort_menu())
        self.filter_button = _button("filter", self.tr("Filter"), self._filter_menu())
        self.mark_button = _button("check-circle", self.tr("Mark all as read"))
        self.mark_button.clicked.connect(self.mark_all_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(21, 0, 10, 0)
        row.setSpacing(2)
        row.addWidget(self.heading, 1)
        for button in (self.sort_button, self.filter_button, self.mark_button):
            row.addWidget(button)
        self.setFixedHeight(HEIGHT)
        self.show_query(Query())

    def show_query(self, query: Query) -> None:
        """Ticks the menus as ``query`` says, without a signal."""
        searching = bool(query.search.strip())
        self._sorts[Sort.BEST].setVisible(searching)
        self._sorts[query.sort if searching or query.sort is not Sort.BEST else Sort.DATE].setChecked(True)
        self._reverse.setChecked(query.reverse)
        self._unread.setChecked(query.unread_only)
        self._starred.setChecked(query.starred_only)
        filtered = query.unread_only or query.starred_only
        self.filter_button.setIcon(icon("filter-filled", "accent") if filtered else icon("filter"))

    def _sort_menu(self) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        words = {
            Sort.BEST: self.tr("Best match"),
            Sort.DATE: self.tr("Date"),
            Sort.TITLE: self.tr("Title"),
            Sort.FEED: self.tr("Feed"),
            Sort.WORDS: self.tr("Length"),
            Sort.READS: self.tr("Times read"),
        }
        for sort, said in words.items():
            action = QAction(said, group, checkable=True)
            action.triggered.connect(partial(self._choose, sort))
            menu.addAction(action)
            self._sorts[sort] = action
        menu.addSeparator()
        menu.addAction(self._reverse)
        self._reverse.triggered.connect(self._turn)
        return menu

    def _filter_menu(self) -> QMenu:
        menu = QMenu(self)
        for action, told in ((self._unread, self.unread_only_toggled), (self._starred, self.starred_only_toggled)):
            action.triggered.connect(told)
            menu.addAction(action)
        return menu

    def _choose(self, sort: Sort) -> None:
        self.sort_chosen.emit(sort, self._reverse.isChecked())

    def _turn(self) -> None:
        sort = next(sort for sort, action in self._sorts.items() if action.isChecked())
        self.sort_chosen.emit(sort, self._reverse.isChecked())


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
