"""Rows pulled sideways out of the list, onto a label of the sidebar. Pulled up or down, the mouse picks rows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QDrag, QFontMetrics, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from desktop_reader.ui.articles.view import ArticleView
from desktop_reader.ui.dragged import ARTICLES
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.theme import Theme

_WIDEST, _SIDE, _TALL = 260, 14, 28


class Pulling(QObject):
    """Watches the list. A press on one of several rows that are picked keeps them all until it is known what is
    meant.
    """

    def __init__(self, view: ArticleView, theme: Theme) -> None:
        super().__init__(view)
        self._view, self._theme = view, theme
        self._from: QPoint | None = None
        self._held: QMouseEvent | None = None  # The press, where the list was not told of it.
        self.drag: Callable[[QMimeData, QPixmap], object] = self._drag
        view.viewport().installEventFilter(self)

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tells a pull from a click and from picking."""
        if not isinstance(event, QMouseEvent):
            return False
        match event.type():
            case QEvent.Type.MouseButtonPress:
                return self._press(event)
            case QEvent.Type.MouseMove if self._from is not None:
                return self._move(event, self._from)
            case QEvent.Type.MouseButtonRelease | QEvent.Type.MouseButtonDblClick:
                self._from = None
                self._let_go()
        return False

    def _press(self, event: QMouseEvent) -> bool:
        self._from = self._held = None
        row = self._view.rowAt(event.position().toPoint().y())
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if not plain or row < 0:
            return False
        self._from = event.position().toPoint()
        if self._view.is_picked(row) and self._view.count_picked() > 1:
            self._held = event.clone()
            self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        return self._held is not None

    def _move(self, event: QMouseEvent, begun: QPoint) -> bool:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._from = self._held = None
            return False
        way = event.position().toPoint() - begun
        far = QApplication.startDragDistance()
        if abs(way.x()) >= 2 * far and abs(way.x()) > 2 * abs(way.y()):
            self._from = self._held = None
            self._start()
            return True
        if abs(way.y()) >= far:
            self._from = None
            self._let_go()
            return False
        return True  # It may become either.

    def _let_go(self) -> None:
        """It was a click after all, or the picking of rows."""
        held, self._held = self._held, None
        if held is not None:
            self._view.mousePressEvent(held)

    def _start(self) -> None:
        count = self._view.count_picked()
        if not count:
            return
        data = QMimeData()
        data.setData(ARTICLES, str(count).encode())
        title = str(self._view.currentIndex().data() or "")
        self.drag(data, self._picture(title if count == 1 else self.tr("%n article(s)", "", count)))

    def _drag(self, data: QMimeData, picture: QPixmap) -> None:
        drag = QDrag(self._view)
        drag.setMimeData(data)
        drag.setPixmap(picture)
        drag.setHotSpot(QPoint(-10, -6))
        drag.exec(Qt.DropAction.CopyAction)

    def _picture(self, words: str) -> QPixmap:
        """What hangs at the pointer."""
        tokens, font = self._theme.tokens, fonts.ui(12, fonts.MEDIUM)
        ratio = self._view.devicePixelRatioF()
        metrics = QFontMetrics(font)
        said = metrics.elidedText(words, Qt.TextElideMode.ElideRight, fonts.scaled(_WIDEST))
        wide, tall = metrics.horizontalAdvance(said) + 2 * _SIDE, fonts.scaled(_TALL)
        picture = QPixmap(round(wide * ratio), round(tall * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(QRectF(0, 0, wide, tall), tall / 2, tall / 2)
        painter.setPen(QColor(tokens.on_accent))
        painter.setFont(font)
        painter.drawText(QRectF(0, 0, wide, tall), Qt.AlignmentFlag.AlignCenter, said)
        painter.end()
        return picture
