"""The bar that floats over an article while somebody looks for something in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme import fonts, icons
from desktop_reader.ui.theme.card import REACH, card, shadow
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.viewer.view import ArticleView

_WIDTH, _HEIGHT = 340, 40
_BELOW_TOP, _BESIDE = 14, 28
_LONGEST = 200
# The application's style sheet gives fields a frame, and buttons a size that is too large for this bar.
_STYLE = """
QLineEdit, QLineEdit:focus { border: 0; background: transparent; padding: 0; min-height: 0; }
QToolButton { min-width: 25px; min-height: 25px; icon-size: 16px; }
QToolButton:focus { min-width: 21px; min-height: 21px; }
"""


class FindBar(QWidget):
    """Lies over ``view``; both are children of ``pane``. Escape puts it away and gives the article the keyboard.

    Signal ``turned(shown)``: it came, or went.
    """

    turned = Signal(bool)

    def __init__(self, theme: Theme, view: ArticleView, pane: QWidget) -> None:
        super().__init__(pane)
        self._theme, self._view = theme, view
        self._shadow = _Shadow(theme, pane)
        self.setStyleSheet(_STYLE)
        self.setAccessibleName(self.tr("Find in the article"))
        self.field = QLineEdit()
        self.field.setMaxLength(_LONGEST)
        self.field.setFont(fonts.ui(13))
        self.field.setPlaceholderText(self.tr("Find in the article"))
        self.field.setAccessibleName(self.tr("Find in the article"))
        self.count = QLabel()
        self.count.setFont(fonts.ui(12, tabular=True))
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.up = _button("chevron-up", self.tr("Previous (Shift+Enter)"))
        self.down = _button("chevron-down", self.tr("Next (Enter)"))
        self.away = _button("dismiss", self.tr("Close (Esc)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        row.addSpacing(12)  # Margins would not change their sides with the direction of reading.
        row.addWidget(_Glass())
        row.addSpacing(9)
        row.addWidget(self.field, 1)
        row.addSpacing(8)
        row.addWidget(self.count)
        row.addSpacing(4)
        for button in (self.up, self.down, self.away):
            row.addWidget(button)
        row.addSpacing(4)
        self.field.textChanged.connect(view.found.seek)
        self.up.clicked.connect(lambda: view.found.step(-1))
        self.down.clicked.connect(lambda: view.found.step(1))
        self.away.clicked.connect(self.put_away)
        view.found.changed.connect(self._tell)
        view.installEventFilter(self)
        self.field.installEventFilter(self)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def open(self) -> None:
        """Shows it, with what is selected in the article, and takes the keyboard."""
        if self._view.article is None:
            return
        if not self.isVisible():
            self._place()
            self._shadow.show()
            self._shadow.raise_()
            self.show()
            self.raise_()
            self._view.found.covered = self.geometry().bottom() - self._view.geometry().top() + 8
            self._view.found.seek(self.field.text())
            self._tell()
            self.turned.emit(True)
        selected = self._view.textCursor().selectedText()
        if selected.strip() and len(selected) <= _LONGEST and "\u2029" not in selected:
            self.field.setText(selected)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def put_away(self) -> None:
        """Hides it and its marks; what was typed is there again the next time."""
        if self.isHidden():
            return
        now = QApplication.focusWidget()
        had_it = now is not None and self.isAncestorOf(now)
        self.hide()
        self._shadow.hide()
        self._view.found.covered = 0
        self._view.found.seek("")
        if had_it:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.turned.emit(False)

    def sizeHint(self) -> QSize:
        """Narrower where the article is."""
        room = self._view.width() - 2 * 12
        return QSize(min(fonts.scaled(_WIDTH), room), fonts.scaled(_HEIGHT))

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keeps to the article's corner and goes with it; knows the keys of a bar like this."""
        kind = event.type()
        if watched is self._view and not self.isHidden():
            if kind in (QEvent.Type.Resize, QEvent.Type.Move):
                self._place()
            elif kind == QEvent.Type.Hide:
                self.put_away()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self.isHidden():
            return self._key(watched, event)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, from its buttons."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """A card."""
        card(QPainter(self), QRectF(self.rect()), self._theme.tokens)

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        elif watched is self.field and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._view.found.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif watched is self.field and event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            (self._view.page_down if event.key() == Qt.Key.Key_PageDown else self._view.page_up)()
        else:
            return False
        return True

    def _tell(self) -> None:
        if self.isHidden():
            return
        found = self._view.found
        if not self.field.text().strip():
            words = ""
        elif not found.hits:
            words = self.tr("Nothing found")
        elif found.number:
            locale = self.locale()
            words = self.tr("{now} of {all}").format(
                now=locale.toString(found.number), all=locale.toString(len(found.hits))
            )
        else:
            words = self.tr("%Ln hit(s)", "", len(found.hits))
        for button in (self.up, self.down):
            button.setEnabled(bool(found.hits))
        if words != self.count.text():
            self.count.setText(words)
            if words:
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, words))

    def _place(self) -> None:
        over, size = self._view.geometry(), self.sizeHint()
        beside = max(12, min(_BESIDE, (over.width() - size.width()) // 2))
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = over.left() + beside if rtl else over.right() + 1 - beside - size.width()
        self.setGeometry(QRect(left, over.top() + _BELOW_TOP, size.width(), size.height()))
        self._shadow.fall_from(self.geometry())

    def _dress(self) -> None:
        palette = self.count.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.tokens.text3)
        self.count.setPalette(palette)
        self.update()


class _Shadow(QWidget):
    """A widget of its own: the mouse goes through it to the article."""

    def __init__(self, theme: Theme, pane: QWidget) -> None:
        super().__init__(pane)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def fall_from(self, place: QRect) -> None:
        """Lies around a card."""
        self.setGeometry(place.adjusted(-REACH, -REACH, REACH, REACH))

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The shadow."""
        inner = QRectF(self.rect()).adjusted(REACH, REACH, -REACH, -REACH)
        shadow(QPainter(self), inner, self._theme.tokens)


class _Glass(QWidget):
    """The sign of looking for something."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(16, 16)

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The sign."""
        icons.paint(QPainter(self), self.rect(), "search", "text3")


def _button(sign: str, words: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icons.icon(sign))
    button.setIconSize(QSize(16, 16))
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
