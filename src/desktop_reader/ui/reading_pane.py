"""The pane of the article: its bar of buttons, the article, and what stands there when none is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from desktop_reader.records.article import Article
from desktop_reader.ui.crowding import Crowding
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.icons import icon
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.viewer.empty import EmptyPage
from desktop_reader.ui.viewer.find_bar import FindBar
from desktop_reader.ui.viewer.pictures import Pictures
from desktop_reader.ui.viewer.progress import TALL, ProgressLine
from desktop_reader.ui.viewer.style import LARGEST, PX, WIDE_PX, PageStyle
from desktop_reader.ui.viewer.view import ArticleView

if TYPE_CHECKING:
    from desktop_reader.ui.viewer.text_popover import TextPopover

_BAR = 52
_WIDE_FROM = 1500


class ReadingPane(QWidget):
    """Signals: ``shown(Article | None)``, another article, or the same one with other facts; ``text_chosen(settings)``,
    how the text is to be set, by the names of settings.
    """

    shown = Signal(object)
    text_chosen = Signal(dict)

    def __init__(
        self, theme: Theme, style: PageStyle, pictures: Pictures | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.view = ArticleView(style, pictures)
        self.empty = EmptyPage(theme.reader)
        self.bar = QHBoxLayout()
        self.bar.setContentsMargins(12, 0, 12, 0)
        self.bar.setSpacing(2)
        self._buttons: dict[str, QToolButton] = {}
        self._menu: QToolButton | None = None
        self._stack = QStackedLayout()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.view)
        self._bar_height = fonts.scaled(_BAR)
        head = QWidget()
        head.setLayout(self.bar)
        head.setFixedHeight(self._bar_height)
        self._crowding = Crowding(head, self.bar, _NEEDED)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)  # The line of progress lies there.
        column.addWidget(head)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(0)
        self._beside.addLayout(self._stack, 1)
        column.addLayout(self._beside, 1)
        self.find_bar = FindBar(theme, self.view, self)
        self.text: TextPopover | None = None
        self.progress = ProgressLine(theme, self)
        self.view.moved.connect(self.progress.show_passed)
        self.view.picture_clicked.connect(self.show_picture)
        theme.changed.connect(self._dress)

    def show_article(self, article: Article | None) -> None:
        """Shows an article and its state on the buttons; None shows the empty page."""
        self.view.show_article(article)
        self._stack.setCurrentWidget(self.empty if article is None else self.view)
        if article is None:
            self.progress.show_passed(0.0)
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
        button.setToolTip(_tip(action))
        button.setCheckable(name in _STAY_PRESSED)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setEnabled(action.isEnabled())
        button.clicked.connect(action.trigger)
        action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
        action.changed.connect(lambda: button.setToolTip(_tip(action)))
        self._buttons[name] = button
        self.bar.addWidget(button)
        self._crowding.add(button, action, name)
        return button

    def set_pressed(self, name: str, pressed: bool) -> None:
        """Whether the button of a command stays pressed."""
        if name in self._buttons:
            self._buttons[name].setChecked(pressed)

    def below(self, name: str) -> QRect:
        """Where the button of a command is, or the bar's end where it gave way: what it opens belongs below."""
        button = self._buttons.get(name)
        if button is None or button.isHidden():
            button = self._menu
        return QRect(button.mapTo(self, QPoint()), button.size()) if button is not None else self.rect()

    def add_menu(self, menu: QMenu) -> QToolButton:
        """The button of the menu of everything, at the bar's end."""
        button = QToolButton()
        button.setIcon(icon("more"))
        button.setIconSize(QSize(20, 20))
        button.setAccessibleName(self.tr("Menu"))
        button.setToolTip(self.tr("Menu"))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.bar.addWidget(button)
        self._crowding.extend(menu)
        self._menu = button
        return button

    def show_menu(self) -> None:
        """Opens the menu of everything."""
        if self._menu is not None:
            self._menu.showMenu()

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The page's ground."""
        QPainter(self).fillRect(self.rect(), QColor(self._theme.reader.page))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The line lies across the pane; a wide window has larger letters, as long as the reader wants no others."""
        super().resizeEvent(event)
        self.progress.setGeometry(0, self._bar_height + 1 - TALL, self.width(), TALL)
        self.progress.raise_()
        wide = self.window().width() >= fonts.scaled(_WIDE_FROM)
        self.view.set_usual_px(min(LARGEST, fonts.scaled(WIDE_PX if wide else PX)))

    def show_text(self) -> None:
        """Opens the popover of the text, or puts it away."""
        button = self._buttons.get("view.text")
        if self.text is None:
            from desktop_reader.ui.viewer.text_popover import TextPopover

            self.text = TextPopover(self._theme, self.view, self.window())
            self.text.chosen.connect(self.text_chosen)
            self.text.turned.connect(lambda shown: self.set_pressed("view.text", shown))
        self.text.open(button)

    def show_picture(self, number: int) -> None:
        """Opens a picture of the article over the window; from there one goes to the others."""
        from desktop_reader.ui.large_picture import LargePicture

        if self.view.article is None:
            return
        some = [one for one in self.view.sheet.pictures if one.opens]
        at = next((place for place, one in enumerate(some) if one.number == number), None)
        if at is not None:
            LargePicture(self._theme, self.view.pictures, some, at, self.window()).show_over()

    def _dress(self) -> None:
        self.view.set_tokens(self._theme.reader)
        self.empty.set_tokens(self._theme.reader)
        self.update()


def _tip(action: QAction) -> str:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return f"{action.text()} ({keys})" if keys else action.text()


# Where the pane is narrow, the others give way first.
_NEEDED = ("article.star", "article.read", "article.next", "article.previous", "article.open", "view.inspector")
_STAY_PRESSED = ("article.full", "article.star", "article.read", "view.inspector", "view.text")
_ICONS = {
    "view.inspector": "panel-right",
    "article.previous": "chevron-up",
    "article.next": "chevron-down",
    "article.full": "document",
    "article.star": "star",
    "article.label": "tag",
    "article.read": "mail-unread",
    "article.open": "open",
    "article.find": "search",
    "article.share": "share",
    "view.text": "text-size",
}
