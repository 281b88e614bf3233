"""The pane of the article: its bar of buttons, the article, and what stands there when none is chosen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from desktop_reader.records.article import Article
from desktop_reader.ui.theme.icons import icon
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.viewer.empty import EmptyPage
from desktop_reader.ui.viewer.pictures import Pictures
from desktop_reader.ui.viewer.style import PageStyle
from desktop_reader.ui.viewer.view import ArticleView

_BAR = 52


class ReadingPane(QWidget):
    """Signal ``shown(Article | None)``: another article, or the same one with other facts."""

    shown = Signal(object)

    def __init__(
        self, theme: Theme, style: PageStyle, pictures: Pictures | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._passed = 0.0
        self.view = ArticleView(style, pictures)
        self.empty = EmptyPage(theme.reader)
        self.bar = QHBoxLayout()
        self.bar.setContentsMargins(12, 0, 12, 0)
        self.bar.setSpacing(2)
        self._buttons: dict[str, QToolButton] = {}
        self._stack = QStackedLayout()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.view)
        head = QWidget()
        head.setLayout(self.bar)
        head.setFixedHeight(_BAR)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)  # The hairline and the line of progress are painted there.
        column.addWidget(head)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(0)
        self._beside.addLayout(self._stack, 1)
        column.addLayout(self._beside, 1)
        self.view.moved.connect(self._show_passed)
        theme.changed.connect(self._dress)

    def show_article(self, article: Article | None) -> None:
        """Shows an article and its state on the buttons; None shows the empty page."""
        self.view.show_article(article)
        self._stack.setCurrentWidget(self.empty if article is None else self.view)
        self._show_passed(0.0)
        self.set_pressed("article.star", article is not None and article.starred)
        self.set_pressed("article.read", article is not None and article.unread)
        self.shown.emit(article)

    def set_dock(self, dock: QWidget) -> None:
        """A panel beside the article, under the same bar."""
        self._beside.addWidget(dock)

    def add_button(self, action: QAction, name: str) -> QToolButton:
        """A button of the bar for a command; star and unread stay pressed as long as they are true."""
        button = QToolButton()
        button.setIcon(icon(_ICONS[name], on="star" if name == "article.star" else None))
        button.setIconSize(QSize(20, 20))
        button.setAccessibleName(action.text())
        keys = action.shortcut().toString()
        button.setToolTip(f"{action.text()} ({keys})" if keys else action.text())
        button.setCheckable(name in _STAY_PRESSED)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setEnabled(action.isEnabled())
        button.clicked.connect(action.trigger)
        action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
        self._buttons[name] = button
        self.bar.addWidget(button)
        return button

    def set_pressed(self, name: str, pressed: bool) -> None:
        """Whether the button of a command stays pressed."""
        if name in self._buttons:
            self._buttons[name].setChecked(pressed)

    def add_menu(self, menu: QMenu) -> QToolButton:
        """The button of the menu of everything, at the bar's end."""
        button = QToolButton()
        button.setIcon(icon("more"))
        button.setIconSize(QSize(20, 20))
        button.setAccessibleName(self.tr("Menu"))
        button.setToolTip(self.tr("Menu (F10)"))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setShortcut("F10")
        self.bar.addWidget(button)
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page's ground, the hairline under the bar, and on it how much of the article was read."""
        tokens = self._theme.reader
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.page))
        painter.fillRect(0, _BAR, self.width(), 1, QColor(tokens.line))
        if self._passed > 0:
            painter.fillRect(0, _BAR - 1, round(self.width() * self._passed), 2, QColor(tokens.accent))

    def _show_passed(self, fraction: float) -> None:
        if fraction != self._passed:
            self._passed = fraction
            self.update(0, _BAR - 1, self.width(), 2)

    def _dress(self) -> None:
        self.view.set_tokens(self._theme.reader)
        self.empty.set_tokens(self._theme.reader)
        self.update()


_STAY_PRESSED = ("article.full", "article.star", "article.read", "view.inspector")
_ICONS = {
    "view.inspector": "panel-right",
    "article.previous": "chevron-up",
    "article.next": "chevron-down",
    "article.full": "document",
    "article.star": "star",
    "article.read": "mail-unread",
    "article.open": "open",
}
