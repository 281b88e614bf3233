"""An article on paper: pages of one size, set as on the screen but in light colours, with their numbers at the foot.

Nothing here belongs to a window, so a page may be painted on any thread, as long as it is one.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QMarginsF, QObject, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFontMetricsF,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextBlock,
    QTextCursor,
)

from desktop_reader.records.article import Article
from desktop_reader.ui.decoding import measured
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.tokens import LIGHT
from desktop_reader.ui.viewer.decorations import over, under
from desktop_reader.ui.viewer.document import build
from desktop_reader.ui.viewer.page import language_of_article, page, script_of_article
from desktop_reader.ui.viewer.pictures import shaped
from desktop_reader.ui.viewer.sheet import SIDE
from desktop_reader.ui.viewer.style import Kind, PageStyle

_DPI = 96  # What the page's own pixels are on paper.
_BODY_PX = 15  # 11 points.
_FOOT_PX, _FOOT_BELOW = 10, 34
_SHARPNESS = 2.0  # Pixels of a picture in one of the page's.
MARGINS = QMarginsF(22, 20, 22, 24)
"""In millimetres."""


def layout(imperial: bool) -> QPageLayout:
    """The sheet of paper that is usual: A4, or Letter where one measures in inches."""
    size = QPageSize(QPageSize.PageSizeId.Letter if imperial else QPageSize.PageSizeId.A4)
    return QPageLayout(size, QPageLayout.Orientation.Portrait, MARGINS, QPageLayout.Unit.Millimeter)


class Paper:
    """The pages of an article, for sheets like ``layout``; ``pictures`` are the files that could be had."""

    def __init__(self, article: Article, layout: QPageLayout, pictures: Mapping[str, bytes], *, serif: bool) -> None:
        self._owner = QObject()  # Of this thread.
        self._article = article
        self._text = QRectF(layout.paintRectPixels(_DPI))
        style = PageStyle(LIGHT, px=_BODY_PX, serif=serif)
        script, language = script_of_article(article), language_of_article(article)
        self._sheet = build(page(article, style), style, script, language, self._owner)
        self._pictures = _Files(pictures)
        frame = self._sheet.document.rootFrame().frameFormat()
        frame.setTopMargin(0)
        frame.setBottomMargin(0)
        self._sheet.document.rootFrame().setFrameFormat(frame)
        _without_sign(self._sheet.document.begin())
        for picture in self._sheet.pictures:
            natural = self._pictures.size(picture.url)
            picture.learn(natural, natural is None)
        self._sheet.fit(self._text.width())
        for picture in self._sheet.pictures:
            self._pictures.sizes[picture.url] = _within(picture.shown, self._text.size())
            if self._pictures.sizes[picture.url] != picture.shown:
                picture.declared = self._pictures.sizes[picture.url]
                self._sheet.resize(picture)
        self._sheet.document.setPageSize(QSizeF(self._text.width() + 2 * SIDE, self._text.height()))

    @property
    def count(self) -> int:
        """How many pages there are."""
        return max(1, self._sheet.document.pageCount())

    def paint(self, painter: QPainter, number: int) -> None:
        """One page, the first is 0, on a painter that begins at the sheet's corner."""
        device = painter.device()
        painter.save()
        painter.scale(device.logicalDpiX() / _DPI, device.logicalDpiY() / _DPI)
        painter.translate(self._text.topLeft())
        self._foot(painter, number)
        sight = QRectF(0, number * self._text.height(), self._text.width() + 2 * SIDE, self._text.height())
        painter.translate(-SIDE, -sight.top())
        painter.setClipRect(sight)
        under(painter, self._sheet, sight)
        context = QAbstractTextDocumentLayout.PaintContext()
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Text, QColor(LIGHT.body))
        context.palette = palette
        context.clip = sight
        self._sheet.document.documentLayout().draw(painter, context)
        over(painter, self._sheet, sight, self._pictures, (0, 0))
        painter.restore()

    def _foot(self, painter: QPainter, number: int) -> None:
        """Where the article is from, and the number of the page."""
        numbers = QCoreApplication.translate("Paper", "{page} of {pages}").format(page=number + 1, pages=self.count)
        font = fonts.sans(_FOOT_PX)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(LIGHT.meta))
        base = self._text.height() + _FOOT_BELOW
        wide = metrics.horizontalAdvance(numbers)
        painter.drawText(QPointF(self._text.width() - wide, base), numbers)
        room = self._text.width() - wide - 24
        source = " ".join((self._article.url or self._article.feed_title).split())
        painter.drawText(QPointF(0, base), metrics.elidedText(source, Qt.TextElideMode.ElideRight, room))


def paint_all(paper: Paper, device: QPagedPaintDevice) -> None:
    """Every page, one after the other."""
    painter = QPainter(device)
    for number in range(paper.count):
        if number:
            device.newPage()
        paper.paint(painter, number)
    painter.end()


def pdf(article: Article, pictures: Mapping[str, bytes], layout: QPageLayout, *, serif: bool) -> bytes:
    """The article as a PDF file; tens of milliseconds a page, so not on the window's thread."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageLayout(layout)
    writer.setTitle(article.title)
    writer.setCreator("Desktop Reader")
    # The painter is to begin at the sheet's corner, as the margins are the page's own.
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    paint_all(Paper(article, layout, pictures, serif=serif), writer)
    buffer.close()
    return bytes(buffer.data().data())


class _Files:
    """Shapes a picture when a page is painted that has it: all at once would be too much."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self.sizes: dict[str, QSize] = {}

    def size(self, url: str) -> QSize | None:
        """Its own size; None when it is not here."""
        data = self._files.get(url)
        return measured(data) if data else None

    def picture(self, url: str) -> QImage | None:
        """The picture, as it is drawn."""
        data, size = self._files.get(url), self.sizes.get(url)
        return shaped(data, size, _SHARPNESS) if data and size is not None and not size.isEmpty() else None


def _without_sign(block: QTextBlock) -> None:
    """The name of the feed stands where on the screen its sign is."""
    if block.userState() == Kind.KICKER:
        form = block.blockFormat()
        form.setLeftMargin(0)
        form.setRightMargin(0)
        QTextCursor(block).setBlockFormat(form)


def _within(shown: QSize, room: QSizeF) -> QSize:
    """No picture is higher than a page."""
    highest = int(room.height() * 0.9)
    return (
        shown if shown.height() <= highest else shown.scaled(shown.width(), highest, Qt.AspectRatioMode.KeepAspectRatio)
    )
