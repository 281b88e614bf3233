"""The sidebar as a pane: its header, the tree, and the foot."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.sidebar.delegate import Favicon, SidebarDelegate
from desktop_reader.ui.sidebar.foot import Foot, tool_button
from desktop_reader.ui.sidebar.model import SidebarModel, SidebarReader
from desktop_reader.ui.sidebar.tree import Shelf
from desktop_reader.ui.sidebar.view import SidebarView
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.theme import Theme

HEIGHT = 52


def no_favicon(feed: int, ratio: float) -> QPixmap | None:
    """Monograms for all."""
    return None


class SidebarPane(QWidget):
    """Signals: ``selected(Query)``; ``menu_wanted(kind, id, global_pos)``; ``move_wanted(kind, id, folder_id | None,
    position)``; ``rename_wanted(kind, id, title)``; ``refused(words)``; ``folded(set of folder ids)``;
    ``shelved`` there are other searches or labels; from the buttons ``panel_wanted``, ``refresh_wanted``,
    ``stop_wanted``, ``add_wanted``, ``settings_wanted``.
    """

    selected = Signal(Query)
    menu_wanted = Signal(str, int, QPoint)
    move_wanted = Signal(str, int, object, int)
    rename_wanted = Signal(str, int, str)
    refused = Signal(str)
    folded = Signal(set)
    shelved = Signal()
    panel_wanted = Signal()
    refresh_wanted = Signal()
    stop_wanted = Signal()
    add_wanted = Signal()
    settings_wanted = Signal()

    def __init__(
        self,
        reader: SidebarReader,
        theme: Theme,
        *,
        favicon: Favicon = no_favicon,
        clock: Callable[[], float] = time.time,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.more: list[Callable[[int, QMenu], None]] = []  # What others add to the menu of a feed, by its row id.
        self.model = SidebarModel(reader, self)
        self._delegate = SidebarDelegate(self.model, theme.tokens, favicon, self)
        self.view = SidebarView(self.model, self._delegate)
        self.foot = Foot(theme, clock)
        self.panel_button = tool_button("panel-left", self.tr("Hide the sidebar"))
        self.refresh_button = tool_button("refresh", self.tr("Refresh all feeds"))
        self.add_button = tool_button("add", self.tr("Add a feed"))
        self._lay_out()
        for signal, own in (
            (self.view.selected, self.selected),
            (self.view.menu_wanted, self.menu_wanted),
            (self.model.move_wanted, self.move_wanted),
            (self.model.rename_wanted, self.rename_wanted),
            (self.model.refused, self.refused),
            (self.model.folded, self.folded),
            (self.panel_button.clicked, self.panel_wanted),
            (self.refresh_button.clicked, self.refresh_wanted),
            (self.add_button.clicked, self.add_wanted),
            (self.foot.stop_wanted, self.stop_wanted),
            (self.foot.settings_wanted, self.settings_wanted),
        ):
            signal.connect(own)
        theme.changed.connect(self._dress)
        self._dress()

    def apply(self, changes: Changes) -> None:
        """Reads the counters again when a job altered any."""
        if changes.tree:
            self.view.refresh()
        elif changes:
            self.view.recount(changes.feeds)

    def refresh(self) -> None:
        """Reads everything again, as at midnight when "Today" begins anew."""
        self.view.refresh()

    def set_shelf(self, shelf: Shelf) -> None:
        """These are the searches and labels now."""
        before = self.model.shelf
        self.view.set_shelf(shelf)
        if (before.searches, before.labels) != (shelf.searches, shelf.labels):
            self.shelved.emit()

    def show_query(self, query: Query) -> None:
        """Marks the row that shows ``query``, without a signal."""
        self.view.show_query(query)

    def show_progress(self, done: int, of: int) -> None:
        """A refresh is under way."""
        self.foot.show_progress(done, of)

    def show_improved(self, done: int, of: int) -> None:
        """So many articles of so many are derived again; 0 of 0: no more."""
        self.foot.show_improved(done, of)

    def show_updated(self, at: int | None) -> None:
        """The refresh has ended, or none was ever made."""
        self.foot.show_updated(at)

    def show_offline(self, offline: bool) -> None:
        """Whether the last refresh reached nobody."""
        self.foot.show_offline(offline)

    def show_note(self, words: str) -> None:
        """What the foot says instead of when the feeds were read."""
        self.foot.show_note(words)

    def title_of(self, query: Query) -> str:
        """The title of the row that shows ``query``; empty when none does."""
        index = self.model.index_for(query)
        return self.model.node(index).title if index.isValid() else ""

    def has_lost(self, query: Query) -> bool:
        """Whether ``query`` shows a feed, a folder or a label that is not there any more."""
        return query.scope in (Scope.FEED, Scope.FOLDER, Scope.LABEL) and not self.model.index_for(query).isValid()

    def unread_of(self, query: Query) -> int | None:
        """The number on that row, of all articles the one on "Unread"; None for "Starred" and for what has no row."""
        index = self.model.index_for(Query(Scope.UNREAD) if query.scope is Scope.ALL else query)
        node = self.model.node(index)
        return node.count if index.isValid() and node.key.kind != "starred" else None

    def sizeHint(self) -> QSize:
        """As wide as in a window of 1280."""
        return QSize(216, 600)

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground."""
        QPainter(self).fillRect(self.rect(), QColor(self._theme.tokens.sidebar))

    def _lay_out(self) -> None:
        header = QWidget()
        header.setFixedHeight(fonts.scaled(HEIGHT))
        buttons = QHBoxLayout(header)
        buttons.setContentsMargins(10, 0, 10, 0)
        buttons.setSpacing(2)
        buttons.addWidget(self.panel_button)
        buttons.addStretch(1)
        buttons.addWidget(self.refresh_button)
        buttons.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self.view, 1)
        column.addWidget(self.foot)
        self.setMinimumWidth(160)

    def _dress(self) -> None:
        self._delegate.set_tokens(self._theme.tokens)
        self.view.viewport().update()
        self.update()
