"""The window of the preferences: the pages by name on one side, the one that is looked at on the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_reader.settings import Settings
from desktop_reader.ui.preferences.page import Page
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.icons import icon

_LIST, _WIDTH, _HEIGHT = 188, 780, 660


class Entry(NamedTuple):
    """A page in the list of pages, and how it is made."""

    kind: type[Page]
    title: str
    icon: str
    make: Callable[[], Page]


class PreferencesDialog(QDialog):
    """Signal ``chosen(dict)`` at every change: the settings that are others now, by their names."""

    chosen = Signal(dict)

    def __init__(self, settings: Settings, entries: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Preferences"))
        self._settings = settings
        self._entries = list(entries)
        self.pages: dict[int, Page] = {}
        self.names = QListWidget()
        self.names.setAccessibleName(self.tr("Pages"))
        self.names.setFrameShape(QFrame.Shape.NoFrame)
        self.names.setIconSize(QSize(20, 20))
        self.names.setFixedWidth(fonts.scaled(_LIST))
        self.names.setStyleSheet("border: 0; border-radius: 0; padding: 12px 8px; background: palette(window);")
        self.stack = QStackedWidget()
        for entry in self._entries:
            item = QListWidgetItem(icon(entry.icon), entry.title)
            item.setSizeHint(QSize(0, fonts.scaled(36)))
            self.names.addItem(item)
            self.stack.addWidget(_scrolled())
        self._lay_out()
        self.names.currentRowChanged.connect(self._go_to)
        self.names.setCurrentRow(0)

    def show_page(self, kind: type[Page]) -> Page:
        """Goes to a page."""
        row = next(row for row, entry in enumerate(self._entries) if entry.kind is kind)
        self.names.setCurrentRow(row)
        return self.pages[row]

    def show_settings(self, settings: Settings) -> None:
        """These are in force now, whoever chose them."""
        self._settings = settings
        for page in self.pages.values():
            page.show_settings(settings)

    def _go_to(self, row: int) -> None:
        """A page is made when it is looked at for the first time: all at once would take a moment."""
        if row not in self.pages:
            page = self.pages[row] = self._entries[row].make()
            page.show_settings(self._settings)
            page.chosen.connect(self.chosen)
            scroll = self.stack.widget(row)
            assert isinstance(scroll, QScrollArea)
            scroll.setWidget(page)
        self.stack.setCurrentIndex(row)

    def _lay_out(self) -> None:
        close = QPushButton(self.tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        side = QVBoxLayout()
        side.setContentsMargins(0, 0, 0, 16)
        side.addWidget(self.names, 1)
        side.addWidget(close, 0, Qt.AlignmentFlag.AlignHCenter)
        line = QFrame()
        line.setFixedWidth(1)
        line.setStyleSheet("background: palette(midlight);")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(side)
        row.addWidget(line)
        row.addWidget(self.stack, 1)
        room = self.screen().availableSize() - QSize(40, 80)
        self.resize(QSize(fonts.scaled(_WIDTH), fonts.scaled(_HEIGHT)).boundedTo(room))


def _scrolled() -> QScrollArea:
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return scroll
