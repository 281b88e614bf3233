"""The reading pane: one article, set calmly in a column, read with the space bar.

What the reader does here is told by signals; pictures come from ``Pictures`` and are painted where they belong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
    QResizeEvent,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QWidget

from desktop_reader.records.article import Article
from desktop_reader.ui.theme.monogram import monogram
from desktop_reader.ui.theme.tokens import Tokens
from desktop_reader.ui.viewer import marking
from desktop_reader.ui.viewer.browser import QuietBrowser
from desktop_reader.ui.viewer.decorations import Places, height, over, pictures_in, under
from desktop_reader.ui.viewer.document import build
from desktop_reader.ui.viewer.finding import FoundWords
from desktop_reader.ui.viewer.page import language_of_article, page, script_of_article
from desktop_reader.ui.viewer.paging import Pager, SteadyBar
from desktop_reader.ui.viewer.pictures import Pictures
from desktop_reader.ui.viewer.sheet import SIDE, Sheet
from desktop_reader.ui.viewer.style import EMBLEM, LARGEST, SMALLEST, PageStyle, Script

SignOf = Callable[[Article, float], QPixmap | None]

_PAD, _NARROW_PAD, _NARROW = 40, 24, 520


class ArticleView(QuietBrowser):
    """Shows an article.

    Signals, besides those of links: ``at_end()`` when a page further is asked for and there is none; ``zoomed(px)``
    when the reader changed the size of the text here; ``moved(fraction)`` how much of the article was passed, 0 to 1.
    """

    at_end = Signal()
    zoomed = Signal(int)
    moved = Signal(float)

    def __init__(self, style: PageStyle, pictures: Pictures | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self._article: Article | None = None
        self._sheet: Sheet | None = None
        self._blank = QTextDocument(self)
        self._footer: QWidget | None = None
        self._quoted: tuple[str, ...] = ()
        self._marked: marking.Ranges = {}
        self.found = FoundWords(self)
        self._pictures = pictures or Pictures(parent=self)
        self._pictures.arrived.connect(self._picture_arrived)
        self._arranging = False
        self._sign_of: SignOf = _monogram
        self.setVerticalScrollBar(SteadyBar(self))
        self._pager = Pager(self.verticalScrollBar())
        self._pager.at_end.connect(self.at_end)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Always there, so that an article's length never changes the column's place.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(self.tr("Article"))
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._paint_page()

    # What is shown.

    @property
    def article(self) -> Article | None:
        """What is shown."""
        return self._article

    @property
    def sheet(self) -> Sheet:
        """The document that is shown and what belongs to it; only while an article is shown."""
        if self._sheet is None:
            raise LookupError("No article is shown.")
        return self._sheet

    @property
    def script(self) -> Script:
        """The letters that the article is mostly written in."""
        return self._sheet.script if self._sheet is not None else Script.LATIN

    @property
    def column(self) -> int:
        """The width of the text in pixels; 0 without an article."""
        return round(self._sheet.column) if self._sheet else 0

    @property
    def page_style(self) -> PageStyle:
        """How it is set."""
        return self._style

    def show_article(self, article: Article | None) -> None:
        """Shows an article from its beginning; the same one again keeps the reader's place. None clears the page."""
        same = article is not None and self._article is not None and article.id == self._article.id
        if same and article == self._article:
            return
        if not same:
            self._pictures.forgive()
            self._quoted = ()
            self.found.forget()
        self._article = article
        self._rebuild(keep_place=same)

    def set_style(self, style: PageStyle) -> None:
        """Sets the page anew; the line being read stays where it is."""
        if style != self._style:
            self._style = style
            self._paint_page()
            self._rebuild(keep_place=True)

    def set_tokens(self, tokens: Tokens) -> None:
        """Other colours, nothing else."""
        self.set_style(replace(self._style, tokens=tokens))

    def set_signs(self, sign_of: SignOf) -> None:
        """Where the sign of an article's feed comes from: 16 pixels square, at a pixel density."""
        self._sign_of = sign_of
        if self._sheet is not None and self._article is not None:
            self._sheet.emblem = sign_of(self._article, self.devicePixelRatioF())
            self.viewport().update()

    def zoom(self, steps: int) -> None:
        """Larger or smaller text, a pixel a step; 0 goes back to the usual size."""
        px = max(SMALLEST, min(LARGEST, self._style.px + steps)) if steps else PageStyle(self._style.tokens).px
        if px != self._style.px:
            self.set_style(replace(self._style, px=px))
            self.zoomed.emit(px)

    def mark_sentences(self, sentences: Sequence[str]) -> None:
        """Tints these sentences of the article, and brings the first into sight; none takes the tint away."""
        self._quoted = tuple(sentences)
        self._marked = marking.find(self._sheet, self._quoted) if self._sheet else {}
        self.bring_into_sight(marking.top(self._sheet, self._marked) if self._sheet else None)
        self.viewport().update()

    def bring_into_sight(self, top: float | None) -> None:
        """Scrolls so that what begins at this height of the page is seen; not at all when it is."""
        if top is not None and not self.sight().top() <= top < self.sight().bottom() - self._style.px * 3:
            self._pager.stop()
            self.verticalScrollBar().setValue(round(top) - self.viewport().height() // 4)

    @property
    def marked(self) -> bool:
        """Whether sentences are tinted now."""
        return bool(self._marked)

    def set_footer(self, footer: QWidget | None) -> None:
        """Puts a widget under the article; it scrolls with the text and takes the column's width."""
        if self._footer is not None:
            self._footer.setParent(None)
        self._footer = footer
        if footer is not None:
            footer.setParent(self.viewport())
            footer.show()
        self.place_footer()

    # Reading on.

    def page_down(self) -> None:
        """Goes on by a page less two lines; at the end says so."""
        self._pager.forward(self._page())

    def page_up(self) -> None:
        """Goes back by a page less two lines."""
        self._pager.back(self._page())

    @property
    def reduced_motion(self) -> bool:
        """True when pages change at once instead of gliding."""
        return self._pager.reduced_motion

    @reduced_motion.setter
    def reduced_motion(self, reduced: bool) -> None:
        self._pager.reduced_motion = reduced

    def _page(self) -> int:
        return self.viewport().height() - 2 * self._style.line(self.script)

    # Building.

    def _rebuild(self, keep_place: bool) -> None:
        place = self._place() if keep_place else (0, 0.0)
        self._pager.stop()
        old = self._sheet
        if self._article is None:
            self._sheet = None
            self.setDocument(self._blank)
        else:
            html = page(self._article, self._style)
            script, language = script_of_article(self._article), language_of_article(self._article)
            self._sheet = build(html, self._style, script, language, self)
            if self._article.feed_title:
                self._sheet.emblem = self._sign_of(self._article, self.devicePixelRatioF())
            for picture in self._sheet.pictures:
                picture.learn(self._pictures.natural(picture.url), self._pictures.failed(picture.url))
            self._arrange()
            self.setDocument(self._sheet.document)
        self._marked = marking.find(self._sheet, self._quoted) if self._sheet else {}
        self.found.renew()
        self.setCursorWidth(0)
        if old is not None:
            old.document.deleteLater()
        self._return_to(place)
        self.place_footer()
        self._ask_for_pictures()
        self.viewport().update()

    def _arrange(self) -> None:
        """Centres the column; the room beside it is the viewport's margin, so that wide windows need no new layout."""
        if self._sheet is None:
            return
        room = self.width() - self.verticalScrollBar().sizeHint().width() - 2 * self.frameWidth()
        pad = _NARROW_PAD if room <= _NARROW else _PAD
        column = max(120, min(self._style.column(self._sheet.script), room - 2 * pad))
        left = max(0, (room - column) // 2 - SIDE)
        self.setViewportMargins(left, 0, max(0, room - column - 2 * SIDE - left), 0)
        self._sheet.fit(column)

    def _paint_page(self) -> None:
        tokens = self._style.tokens
        palette = self.palette()
        for role, colour in (
            (QPalette.ColorRole.Base, tokens.page),
            (QPalette.ColorRole.Window, tokens.page),
            (QPalette.ColorRole.Text, tokens.body),
            (QPalette.ColorRole.Highlight, tokens.selection),
            (QPalette.ColorRole.HighlightedText, tokens.body),
        ):
            palette.setColor(role, QColor(colour))
        self.setPalette(palette)
        self.viewport().setPalette(palette)  # Below an application's style sheet Qt hands no palette down.
        self.setAutoFillBackground(True)

    # The reader's place: a block, and how far into it the window's upper edge lies.

    def _place(self) -> tuple[int, float]:
        top = self.verticalScrollBar().value()
        if self._sheet is None or top <= 0:
            return (0, 0.0)
        places = Places(self._sheet)
        number = places.at(top)
        block = places.block(number)
        return number, (top - places.origin(block).y()) / (height(block) or 1)

    def _return_to(self, place: tuple[int, float]) -> None:
        if self._sheet is None or place == (0, 0.0):
            self.verticalScrollBar().setValue(0)
            return
        self._sheet.document.documentLayout().documentSize()  # The bar's range is right only when all is laid out.
        places = Places(self._sheet)
        block = places.block(min(place[0], self._sheet.document.blockCount() - 1))
        self.verticalScrollBar().setValue(round(places.origin(block).y() + place[1] * height(block)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width; the line being read stays where it is."""
        if self._arranging:
            return  # The margins made the viewport change again; one layout at the end is enough.
        place = self._place()
        self._arranging = True
        self._arrange()
        self._arranging = False
        super().resizeEvent(event)
        self._return_to(place)
        self.place_footer()
        self._ask_for_pictures()

    # Pictures.

    def _ask_for_pictures(self) -> None:
        """Asks for the pictures in sight and a page around them."""
        if self._sheet is None or not self._sheet.pictures:
            return
        sight = self.sight()
        near = sight.adjusted(0, -sight.height(), 0, 1.5 * sight.height())
        for picture, _ in list(pictures_in(self._sheet, Places(self._sheet), near)):
            self._pictures.want(picture.url, picture.shown, self.devicePixelRatioF())

    def _picture_arrived(self, url: str) -> None:
        if self._sheet is None:
            return
        mine = [picture for picture in self._sheet.pictures if picture.url == url]
        if not mine:
            return
        place = self._place()
        changed = False
        for picture in mine:
            picture.learn(self._pictures.natural(url), self._pictures.failed(url))
            changed |= self._sheet.resize(picture)
        if changed:
            self._return_to(place)
            self.place_footer()
        self._ask_for_pictures()
        self.viewport().update()

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        """Boxes and bars, the text, the pictures."""
        if self._sheet is None:
            super().paintEvent(event)
            return
        shift = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        sight = QRectF(event.rect().translated(shift))
        painter = QPainter(self.viewport())
        painter.translate(-shift)
        under(painter, self._sheet, sight)
        quoted = QColor(self._style.tokens.mark)
        quoted.setAlpha(150)
        marking.paint(painter, self._sheet, self._marked, sight, quoted)
        self.found.paint(painter, self._sheet, sight)
        painter.end()
        super().paintEvent(event)
        if self._sheet.pictures:
            cursor = self.textCursor()
            painter = QPainter(self.viewport())
            painter.translate(-shift)
            over(painter, self._sheet, sight, self._pictures, (cursor.selectionStart(), cursor.selectionEnd()))
            painter.end()

    def sight(self) -> QRectF:
        """The part of the page that is seen."""
        top = self.verticalScrollBar().value()
        return QRectF(0, top, max(1, self.viewport().width()), max(1, self.viewport().height()))

    def _scrolled(self, value: int) -> None:
        self._ask_for_pictures()
        self.place_footer()
        self.moved.emit(value / (self.verticalScrollBar().maximum() or 1))

    def place_footer(self) -> None:
        """Lays the footer under the text anew: its height, or the text's, is another one."""
        if self._footer is None or self._sheet is None:
            return
        width = round(self._sheet.column)
        layout = self._footer.layout()
        tall = layout.heightForWidth(width) if layout is not None and layout.hasHeightForWidth() else -1
        tall = tall if tall > 0 else self._footer.sizeHint().height()
        frame = self._sheet.document.rootFrame().frameFormat()
        room = tall + 2 * self._style.px * 3
        if frame.bottomMargin() != room:
            frame.setBottomMargin(room)
            self._sheet.document.rootFrame().setFrameFormat(frame)
        bottom = self._sheet.document.documentLayout().documentSize().height()
        top = bottom - tall - self._style.px * 3 - self.verticalScrollBar().value()
        self._footer.setGeometry(QRect(SIDE, round(top), width, tall))

    # What the reader does.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space reads on, Shift and Space read back; Escape takes the marks of a search away."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Space and modifiers == Qt.KeyboardModifier.NoModifier:
            self.page_down()
        elif event.key() == Qt.Key.Key_Space and modifiers == Qt.KeyboardModifier.ShiftModifier:
            self.page_up()
        elif event.key() == Qt.Key.Key_Escape and self.found.hits:
            self.found.mark(())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls; with Ctrl it changes the size of the text."""
        self._pager.stop()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y()
            if steps:
                self.zoom(1 if steps > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)


def _monogram(article: Article, ratio: float) -> QPixmap:
    return monogram(article.feed_title, article.feed_uuid, EMBLEM, ratio)
