"""A picture of the article over the whole window: as large as it is, or as there is room for."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolButton, QWidget

from desktop_reader.ui.decoding import measured
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.palette.floating import Floating
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.icons import icon
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.viewer.pictures import Pictures, shaped
from desktop_reader.ui.viewer.sheet import Picture

_CORNER = 12
_WORDS = 40  # The line of words under the picture.
_ON = (Qt.Key.Key_PageDown, Qt.Key.Key_Down)
_BACK = (Qt.Key.Key_PageUp, Qt.Key.Key_Up)
_OUT = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Escape)
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class LargePicture(Floating):
    """One of ``pictures``. A click, Escape, Enter or Space puts it away; the arrows go to the next one and back."""

    _came = Signal(int, object)
    _drawn = Signal(int, object)

    def __init__(self, theme: Theme, source: Pictures, pictures: Sequence[Picture], at: int, window: QWidget) -> None:
        super().__init__(theme, window)
        self._source = source
        self._pictures = pictures
        self._at = at
        self._asked = 0
        self._data: bytes | None = None
        self._natural = QSize()
        self._image: QImage | None = None
        self._lost = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.close_button = QToolButton(self)
        self.close_button.setIcon(icon("dismiss"))
        self.close_button.setIconSize(QSize(20, 20))
        self.close_button.setToolTip(self.tr("Close"))
        self.close_button.setAccessibleName(self.tr("Close"))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(self.put_away)
        # Queued in any case: whoever has a picture answers from a thread of their own, or at once.
        self._came.connect(self._show_file, Qt.ConnectionType.QueuedConnection)
        self._drawn.connect(self._show_image, Qt.ConnectionType.QueuedConnection)
        self._look()

    @property
    def picture(self) -> Picture:
        """The one that is shown."""
        return self._pictures[self._at]

    @property
    def words(self) -> str:
        """What stands under it: what it shows, and which of how many it is."""
        count = self.tr("{number} of {all}").format(number=self._at + 1, all=len(self._pictures))
        said = self.picture.caption or " ".join(self.picture.alt.split())
        if self._lost:
            said = self.tr("Picture not available")
        return " · ".join(filter(None, (said, count if len(self._pictures) > 1 else "")))

    @property
    def place(self) -> QRect:
        """Where it is drawn."""
        return _placed(self._natural, self._room())

    @property
    def ready(self) -> bool:
        """Whether it is drawn from its own pixels, no longer from those of the page."""
        return self._image is not None and not self._lost

    def show_over(self) -> None:
        """With the keyboard."""
        super().show_over()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def wanted_size(self) -> QSize:
        """All of the window."""
        return self.size()

    def step(self, by: int) -> None:
        """The next picture, or one back."""
        to = self._at + by
        if 0 <= to < len(self._pictures):
            self._at = to
            self._look()

    @contained(False)
    def event(self, event: QEvent) -> bool:
        """Keys that give commands give none here; those with Ctrl or Alt do."""
        asked = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if asked and not event.modifiers() & _HELD:  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Onward, back, away."""
        rtl = self.isRightToLeft()
        right, left = Qt.Key.Key_Right, Qt.Key.Key_Left
        if event.key() in _OUT:
            self.put_away()
        elif event.key() in (*_ON, left if rtl else right):
            self.step(1)
        elif event.key() in (*_BACK, right if rtl else left):
            self.step(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """It goes when the button is let go, or the page below would hear of that."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Anywhere."""
        self.put_away()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page stays where it is."""
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As large as there is room for now."""
        super().resizeEvent(event)
        wide = self.close_button.sizeHint()
        left = _CORNER if self.isRightToLeft() else self.width() - _CORNER - wide.width()
        self.close_button.setGeometry(QRect(QPoint(left, _CORNER), wide))
        self._shape()

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, the picture, its words."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.page))
        image = self._image or self._source.picture(self.picture.url)
        if image is not None and not self._lost:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.place, image)
        font = fonts.ui(12)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text2))
        line = QRect(24, self.height() - fonts.scaled(_WORDS), self.width() - 48, fonts.scaled(_WORDS))
        said = QFontMetrics(font).elidedText(self.words, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, said)

    def _room(self) -> QRect:
        around = fonts.scaled(_WORDS) + 8
        return self.rect().adjusted(24, around, -24, -around)

    def _look(self) -> None:
        """Asks for the file of the picture: the page has shown it, so it is at hand."""
        self._asked += 1
        self._data, self._image, self._lost = None, None, False
        self._natural = self._source.natural(self.picture.url) or self.picture.shown
        self.setAccessibleName(self.words or self.tr("Picture"))
        asked = self._asked
        self._source.file(self.picture.url, lambda data: self._tell(asked, data))
        self.update()

    def _tell(self, asked: int, data: bytes | None) -> None:
        with contextlib.suppress(RuntimeError):  # It may have been put away.
            self._came.emit(asked, data)

    def _show_file(self, asked: int, data: bytes | None) -> None:
        if asked != self._asked:
            return
        natural = measured(data) if data else None
        self._data, self._lost = data, natural is None
        self._natural = natural or self._natural
        self.setAccessibleName(self.words or self.tr("Picture"))
        self._shape()
        self.update()

    def _shape(self) -> None:
        """In the pixels that it covers, beside the window's thread."""
        data, asked, size, ratio = self._data, self._asked, self.place.size(), self.devicePixelRatioF()
        if data is None or self._lost or size.isEmpty() or (self._image and self._image.size() == size * ratio):
            return

        def work() -> None:
            image = shaped(data, size, ratio)
            with contextlib.suppress(RuntimeError):
                self._drawn.emit(asked, image)

        QThreadPool.globalInstance().start(work)

    def _show_image(self, asked: int, image: QImage | None) -> None:
        if asked == self._asked:
            self._image, self._lost = image, image is None
            self.update()


def _placed(natural: QSize, room: QRect) -> QRect:
    """In the middle, never larger than it is."""
    size = QSize(natural)
    if size.width() > room.width() or size.height() > room.height():
        size.scale(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    where = QRect(QPoint(), size)
    where.moveCenter(room.center())
    return where
