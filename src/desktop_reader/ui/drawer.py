"""The sidebar of a narrow window: hidden behind a button, it opens over the panes and goes when something is chosen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QLinearGradient, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme.theme import Theme

_SHADOW = 24
_LEFT_OVER = 48  # Of the panes, to click on.
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Drawer(QWidget):
    """Covers the panes while it is open.

    Signals: ``turned`` it was opened or closed; ``closed`` by the reader, who goes on in the list.
    """

    turned = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._held: QWidget | None = None
        self._rows: QAbstractItemView | None = None
        self._wide = 0
        self.setAccessibleName(self.tr("Sidebar"))
        self.hide()
        theme.changed.connect(self.update)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow_focus)

    @property
    def is_open(self) -> bool:
        """Whether it covers the panes."""
        return not self.isHidden()

    def hold(self, sidebar: QWidget, rows: QAbstractItemView, wide: int) -> None:
        """Takes the sidebar with its ``rows``, closed at first."""
        self._wide = wide
        if self._held is sidebar:
            return
        self._held, self._rows = sidebar, rows
        self.hide()
        sidebar.setParent(self)
        rows.clicked.connect(self._clicked)
        rows.installEventFilter(self)
        self._place()
        sidebar.show()

    def release(self) -> bool:
        """Gives the sidebar away, for the caller to place; False when it has none."""
        if self._held is None:
            return False
        if self._rows is not None:
            self._rows.clicked.disconnect(self._clicked)
            self._rows.removeEventFilter(self)
        self._held = self._rows = None
        self.hide()
        return True

    def turn(self, reason: Qt.FocusReason = Qt.FocusReason.ShortcutFocusReason) -> None:
        """Opens or closes it; ``reason`` says whether by mouse or by keyboard."""
        if self.is_open:
            self._close()
        elif self._held is not None:
            self.raise_()
            self.show()
            (self._rows or self._held).setFocus(reason)
            self.turned.emit()

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter chooses a feed and goes on in the list; folders it opens and closes."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _ENTER:
            rows = self._rows
            if rows is not None and rows.state() != QAbstractItemView.State.EditingState:
                index = rows.currentIndex()
                if index.isValid() and not rows.model().hasChildren(index):
                    self._close()
                    return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """So does a click beside it."""
        event.accept()
        self._close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as the window."""
        self._place()

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The panes step back a little, and the drawer throws a shadow on them."""
        if self._held is None:
            return
        tokens = self._theme.tokens
        veil, shadow, none = QColor(tokens.shadow), QColor(tokens.shadow), QColor(tokens.shadow)
        veil.setAlphaF(0.4 if tokens.dark else 0.16)
        shadow.setAlphaF(0.4 if tokens.dark else 0.12)
        none.setAlpha(0)
        painter = QPainter(self)
        painter.fillRect(self.rect(), veil)
        edge = self._held.geometry()
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        start, end = (edge.left(), edge.left() - _SHADOW) if rtl else (edge.right() + 1, edge.right() + 1 + _SHADOW)
        fall = QLinearGradient(start, 0, end, 0)
        fall.setColorAt(0, shadow)
        fall.setColorAt(1, none)
        painter.fillRect(min(start, end), 0, _SHADOW, self.height(), fall)

    def _clicked(self, index: QModelIndex) -> None:
        if self._rows is not None and not self._rows.model().hasChildren(index):
            self._close()

    def _close(self) -> None:
        if self.is_open:
            self.hide()
            self.turned.emit()
            self.closed.emit()

    def _place(self) -> None:
        if self._held is None:
            return
        wide = max(1, min(self._wide, self.width() - _LEFT_OVER))
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._held.setGeometry(self.width() - wide if rtl else 0, 0, wide, self.height())

    def _follow_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        """Whoever went on elsewhere in the window, by key or command, is done with it."""
        if self.is_open and now is not None and now.window() is self.window() and not self.isAncestorOf(now):
            self.hide()
            self.turned.emit()
