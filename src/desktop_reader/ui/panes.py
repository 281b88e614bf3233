"""The three panes side by side, as the window's width allows: wide, usual, or narrow with the sidebar in a drawer."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from desktop_reader.ui.articles.pane import ArticlePane
from desktop_reader.ui.drawer import Drawer
from desktop_reader.ui.pane_focus import PaneFocus, Ring, first_in
from desktop_reader.ui.reading_pane import ReadingPane
from desktop_reader.ui.sidebar.pane import SidebarPane
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.theme import Theme


class Room(StrEnum):
    """How much room the window has; what was dragged is kept for each."""

    WIDE = "wide"
    USUAL = "usual"
    NARROW = "narrow"


_WIDE_FROM, _USUAL_FROM = 1500, 1000
_WIDTHS = {Room.WIDE: (244, 388), Room.USUAL: (216, 336), Room.NARROW: (244, 320)}
_LEAST_PAGE = 300


def room_of(width: int) -> Room:
    """Of a window so wide. Larger letters need more of it."""
    if width >= fonts.scaled(_WIDE_FROM):
        return Room.WIDE
    return Room.USUAL if width >= fonts.scaled(_USUAL_FROM) else Room.NARROW


class Panes(QWidget):
    """``focus`` goes from pane to pane. Signal ``changed``: there is another amount of room, or the sidebar stands
    elsewhere.
    """

    changed = Signal()

    def __init__(self, theme: Theme, sidebar: SidebarPane, articles: ArticlePane, reading: ReadingPane) -> None:
        super().__init__()
        self._sidebar, self._articles = sidebar, articles
        self._room = Room.USUAL
        self._beside = True
        self._dragged: dict[Room, tuple[int, int]] = {}
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for pane in (sidebar, articles, reading):
            self.splitter.addWidget(pane)
        reading.setMinimumWidth(_LEAST_PAGE)
        self._stretch()
        self.drawer = Drawer(theme, self)
        self.drawer.turned.connect(self.changed)
        self.drawer.closed.connect(lambda: articles.view.setFocus(Qt.FocusReason.OtherFocusReason))
        self.splitter.splitterMoved.connect(self._remember)
        self.focus = PaneFocus()
        self.focus.add(sidebar, lambda: sidebar.view)
        self.focus.add(articles, lambda: articles.view if articles.view.isVisible() else articles.search)
        self.focus.add(reading, lambda: reading.view if reading.view.isVisible() else first_in(reading))
        Ring(theme, reading, reading.view)

    @property
    def room(self) -> Room:
        """How much there is now."""
        return self._room

    @property
    def sidebar_wanted(self) -> bool:
        """Whether it stands beside the list wherever there is room."""
        return self._beside

    @property
    def sidebar_beside(self) -> bool:
        """Whether it does so now; else a button brings it."""
        return self._beside and self._room is not Room.NARROW

    @property
    def dragged(self) -> dict[Room, tuple[int, int]]:
        """What the reader gave the sidebar and the list, where it is not the usual."""
        return dict(self._dragged)

    def set_dragged(self, dragged: Mapping[Room, tuple[int, int]]) -> None:
        """As they were left; what does not fit is made to fit."""
        self._dragged = dict(dragged)
        self._spread()

    def show_sidebar(self, wanted: bool) -> None:
        """Beside the list, where there is room."""
        if wanted != self._beside:
            self._beside = wanted
            self._settle()

    def toggle_sidebar(self) -> None:
        """Shows or hides it; in a narrow window it lies over the list until something is chosen."""
        if self._room is Room.NARROW:
            by_mouse = self._articles.header.panel_button.underMouse()
            self.drawer.turn(Qt.FocusReason.MouseFocusReason if by_mouse else Qt.FocusReason.ShortcutFocusReason)
        else:
            self.show_sidebar(not self._beside)

    def minimumSizeHint(self) -> QSize:
        """The window's own least size counts."""
        return QSize(0, 0)

    def bring_sidebar(self) -> None:
        """Where it is not seen, it is now."""
        if self._room is not Room.NARROW:
            self.show_sidebar(True)
        elif not self.drawer.is_open:
            self.drawer.turn(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may be another amount of room. All is in its place before anything is painted."""
        now = room_of(self.width())
        if now is not self._room:
            self._room = now
            self._settle()
        self.splitter.setGeometry(self._whole())
        self.drawer.setGeometry(self.rect())

    def _settle(self) -> None:
        """The sidebar goes where it belongs, and the panes take the widths of this room."""
        focus = QApplication.focusWidget()
        inside = focus is not None and self._sidebar.isAncestorOf(focus)
        if self._room is Room.NARROW:
            self.drawer.hold(self._sidebar, self._sidebar.view, fonts.scaled(_WIDTHS[Room.NARROW][0]))
        elif self.drawer.release():
            self.splitter.insertWidget(0, self._sidebar)
            self._stretch()
        self.splitter.setGeometry(self._whole())
        if self._room is not Room.NARROW:
            self._sidebar.setVisible(self._beside)
        self._spread()
        if inside and focus is not None:
            to = focus if self._sidebar.isVisibleTo(self) else self._articles.view
            to.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _whole(self) -> QRect:
        # Mirrored, Qt's splitter leaves a pixel free on the left.
        return self.rect().adjusted(-1 if self.isRightToLeft() else 0, 0, 0, 0)

    def _spread(self) -> None:
        sidebar, articles = self._dragged.get(self._room) or map(fonts.scaled, _WIDTHS[self._room])
        if self._room is Room.NARROW:
            self.splitter.setSizes([articles, max(1, self.width() - articles)])
        else:
            # A hidden one keeps its width for when it comes back.
            self.splitter.setSizes([sidebar, articles, max(1, self.width() - sidebar - articles)])

    def _remember(self, *_: object) -> None:
        sizes = self.splitter.sizes()
        if self._room is Room.NARROW:
            self._dragged[self._room] = (_WIDTHS[Room.NARROW][0], sizes[0])
        else:
            before = self._dragged.get(self._room) or _WIDTHS[self._room]
            self._dragged[self._room] = (sizes[0] or before[0], sizes[1])

    def _stretch(self) -> None:
        """The page takes what the window has to give. Screen readers read in the order of what lies upon what."""
        for place in reversed(range(self.splitter.count())):
            pane = self.splitter.widget(place)
            if pane is not None:
                pane.lower()
        for number in range(self.splitter.count()):
            self.splitter.setStretchFactor(number, int(number == self.splitter.count() - 1))
