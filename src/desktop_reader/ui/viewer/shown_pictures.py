"""The pictures of the article that is shown: asked for when they come near, given their place without a jump."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRectF, QSize
from PySide6.QtGui import QTextCursor

from desktop_reader.ui.viewer.decorations import Places, pictures_in
from desktop_reader.ui.viewer.pictures import Pictures
from desktop_reader.ui.viewer.sheet import Picture, Sheet

if TYPE_CHECKING:
    from desktop_reader.ui.viewer.view import ArticleView


class ShownPictures(QObject):
    """Belongs to a view; ``source`` is where the pictures come from."""

    def __init__(self, view: ArticleView, source: Pictures) -> None:
        super().__init__(view)
        self.source = source
        self._view = view
        source.arrived.connect(self._arrived)

    def prepare(self, sheet: Sheet) -> None:
        """Tells a page that is being built what is known of its pictures already."""
        for number, picture in enumerate(sheet.pictures):
            picture.number = number
            self._tell(picture)

    def at(self, point: QPoint) -> int:
        """Which picture can be opened there, a point of the viewport; -1 for none."""
        if self._view.article is None or not self._view.sheet.pictures:
            return -1
        sheet = self._view.sheet
        there = QRectF(point + QPoint(0, self._view.verticalScrollBar().value()), QSize(1, 1))
        found = (picture for picture, _ in pictures_in(sheet, Places(sheet), there) if picture.opens)
        return next((picture.number for picture in found), -1)

    def ask(self) -> None:
        """For those in sight and a page around them."""
        if self._view.article is None or not self._view.sheet.pictures:
            return
        sheet, sight = self._view.sheet, self._view.sight()
        near = sight.adjusted(0, -sight.height(), 0, 1.5 * sight.height())
        for picture, _ in list(pictures_in(sheet, Places(sheet), near)):
            self.source.want(picture.url, picture.shown, self._view.devicePixelRatioF())

    def _arrived(self, url: str) -> None:
        if self._view.article is None:
            return
        sheet = self._view.sheet
        mine = [picture for picture in sheet.pictures if picture.url == url]
        if not mine:
            return
        spot = self._view.spot()
        changed = False
        whole = QTextCursor(sheet.document)
        whole.beginEditBlock()  # One for all: the same picture may stand there hundreds of times.
        for picture in mine:
            self._tell(picture)
            changed |= sheet.resize(picture)
        whole.endEditBlock()
        if changed:
            self._view.return_to(spot)
            self._view.place_footer()
        self.ask()
        self._view.viewport().update()

    def _tell(self, picture: Picture) -> None:
        picture.learn(self.source.natural(picture.url), self.source.failed(picture.url))
        if picture.failed:
            picture.missing = self.source.missing(picture.url)
