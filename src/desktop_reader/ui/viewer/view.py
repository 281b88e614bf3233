"""The reading pane: one article, set calmly in a column, read with the space bar.

What the reader does here is told by signals. What belongs to the page lies beside this file: the reader's place
(``spot``), the pictures (``shown_pictures``), what stands under the text (``footer``), the way by pages (``paging``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QMimeData, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QWidget

from desktop_reader.records.article import Article
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme.monogram import monogram
from desktop_reader.ui.theme.tokens import Tokens
from desktop_reader.ui.viewer import link_ring
from desktop_reader.ui.viewer.browser import QuietBrowser
from desktop_reader.ui.viewer.copied_html import mime
from desktop_reader.ui.viewer.decorations import over, under
from desktop_reader.ui.viewer.document import build
from desktop_reader.ui.viewer.finding import FoundWords
from desktop_reader.ui.viewer.footer import Footer
from desktop_reader.ui.viewer.link_bubble import LinkBubble
from desktop_reader.ui.viewer.page import language_of_article, page, script_of_article
from desktop_reader.ui.viewer.paging import Pager
from desktop_reader.ui.viewer.paper import column_in, dress
from desktop_reader.ui.viewer.pictures import Pictures
from desktop_reader.ui.viewer.quoted import Quoted
from desktop_reader.ui.viewer.sealed import SealedDocument
from desktop_reader.ui.viewer.sheet import Sheet
from desktop_reader.ui.viewer.shown_pictures import ShownPictures
from desktop_reader.ui.viewer.spot import BEGINNING, Spot, height_of, passed, spot_at
from desktop_reader.ui.viewer.style import EMBLEM, LARGEST, SMALLEST, PageStyle, Script
from desktop_reader.ui.viewer.ticks import TickedBar

SignOf = Callable[[Article, float], QPixmap | None]
Recall = Callable[[Article], Spot]


class ArticleView(QuietBrowser):
    """Shows an article.

    Signals, besides those of links: ``at_end()`` when a page further is asked for and there is none; ``zoomed(px)``
    when the reader chose a size of the text here, 0 for the usual one; ``moved(fraction)`` how much of the article was
    passed, 0 to 1; ``left(article, spot)`` where the reader was in it.
    """

    at_end = Signal()
    zoomed = Signal(int)
    moved = Signal(float)
    left = Signal(object, object)

    def __init__(self, style: PageStyle, pictures: Pictures | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = style
        self._article: Article | None = None
        self._sheet: Sheet | None = None
        self._blank = SealedDocument(self)
        self._usual_px = style.px
        self._chosen_px = 0
        self._footer = Footer(self, style.tokens)
        self._recall: Recall = lambda article: BEGINNING
        self._quoted = Quoted(self)
        self.found = FoundWords(self)
        self._pictures = ShownPictures(self, pictures or Pictures(parent=self))
        self._bubble = LinkBubble(self, style.tokens)
        self.link_hovered.connect(self._bubble.show_address)
        self._changing = False  # The page is being built or laid out anew; what Qt tells meanwhile is half true.
        self._sign_of: SignOf = _monogram
        self._left_at, self._was = BEGINNING, QSize()
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._lay_out)
        self.setVerticalScrollBar(bar := TickedBar(self.found.ticks, self))
        self.found.changed.connect(bar.renew)
        self._pager = Pager(self.verticalScrollBar())
        self._pager.at_end.connect(self.at_end)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Always there, so that an article's length never changes the column's place.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(self.tr("Article"))
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        dress(self, self._style.tokens)

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
    def pictures(self) -> Pictures:
        """Where its pictures come from."""
        return self._pictures.source

    @property
    def page_style(self) -> PageStyle:
        """How it is set."""
        return self._style

    def show_article(self, article: Article | None) -> None:
        """Shows an article where it was left; the same one again keeps the reader's place. None clears the page."""
        same = article is not None and self._article is not None and article.id == self._article.id
        if same and article == self._article:
            return
        spot = self.spot()
        if not same:
            self.leave()
            self._pictures.source.forgive()
            self._bubble.show_address("")
            self._quoted.forget()
            self.found.forget()
            spot = self._recall(article) if article is not None else BEGINNING
        self._article = article
        self._rebuild(spot)

    def leave(self) -> None:
        """Tells where the reader is; he who has read to the end, or nothing, begins at the top the next time."""
        if self._article is not None:
            self.left.emit(self._article, BEGINNING if self.passed == 1 else self.spot())

    def set_recall(self, recall: Recall) -> None:
        """Where it is known how far an article was read."""
        self._recall = recall

    def set_style(self, style: PageStyle) -> None:
        """Sets the page anew; the line being read stays where it is."""
        if style != self._style:
            self._style = style
            dress(self, self._style.tokens)
            self._bubble.set_tokens(self._style.tokens)
            self._footer.files.dress(self._style.tokens)
            self._rebuild(self.spot())

    def set_tokens(self, tokens: Tokens) -> None:
        """Other colours, nothing else."""
        self.set_style(replace(self._style, tokens=tokens))

    def set_signs(self, sign_of: SignOf) -> None:
        """Where the sign of an article's feed comes from: 16 pixels square, at a pixel density."""
        self._sign_of = sign_of
        if self._sheet is not None and self._article is not None:
            self._sheet.emblem = sign_of(self._article, self.devicePixelRatioF())
            self.viewport().update()

    def set_px(self, px: int) -> None:
        """The size of the text that the reader chose; 0 for the usual one."""
        self._chosen_px = px
        self.set_style(replace(self._style, px=px or self._usual_px))

    def set_usual_px(self, px: int) -> None:
        """The size of the text as long as the reader has chosen none."""
        self._usual_px = px
        self.set_px(self._chosen_px)

    def zoom(self, steps: int) -> None:
        """Larger or smaller text, a pixel a step; 0 goes back to the usual size."""
        px = max(SMALLEST, min(LARGEST, self._style.px + steps)) if steps else 0
        if px != (self._style.px if steps else self._chosen_px):
            self.set_px(px)
            self.zoomed.emit(px)

    def mark_sentences(self, sentences: Sequence[str]) -> None:
        """Tints these sentences of the article, and brings the first into sight; none takes the tint away."""
        self._quoted.mark(sentences)

    def bring_into_sight(self, top: float | None, covered: int = 0) -> None:
        """Scrolls so that what begins at this height of the page is seen; not at all when it is. So much of the page's
        upper edge is ``covered``.
        """
        if top is not None and not self.sight().top() + covered <= top < self.sight().bottom() - self._style.px * 3:
            self._pager.stop()
            self.verticalScrollBar().setValue(round(top) - self.viewport().height() // 4)

    @property
    def marked(self) -> bool:
        """Whether sentences are tinted now."""
        return bool(self._quoted)

    def picture_at(self, point: QPoint) -> int:
        """The number of the picture there that can be opened; -1 for none."""
        return self._pictures.at(point)

    def set_footer(self, footer: QWidget | None) -> None:
        """Puts a widget under the article; it scrolls with the text and takes the column's width."""
        self._footer.hold(footer)

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

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied: clean words, as text and as HTML."""
        return mime(self._sheet, self.textCursor()) if self._sheet is not None else QMimeData()

    # Building.

    def _rebuild(self, spot: Spot) -> None:
        self._pager.stop()
        self._later.stop()
        self._changing = True
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
            self._pictures.prepare(self._sheet)
            self._footer.reserve(self._sheet)
            self._arrange()
            self._footer.make_room()
            self.setDocument(self._sheet.document)
        self._quoted.renew()
        self.found.renew()
        self.setCursorWidth(0)
        if old is not None:
            old.document.deleteLater()
        self.return_to(spot)
        self._changing = False
        self._footer.renew()
        self.place_footer()
        self._pictures.ask()
        self._tell_passed()
        self.viewport().update()

    def _arrange(self) -> None:
        """Centres the column; the room beside it is the viewport's margin, so that wide windows need no new layout."""
        if self._sheet is None:
            return
        room = self.width() - self.verticalScrollBar().sizeHint().width() - 2 * self.frameWidth()
        column, left, right = column_in(room, self._style.column(self._sheet.script))
        self.setViewportMargins(left, 0, right, 0)
        self._sheet.fit(column)

    def spot(self) -> Spot:
        """Where the reader is."""
        return spot_at(self._sheet, self.verticalScrollBar().value()) if self._sheet else BEGINNING

    def return_to(self, spot: Spot) -> None:
        """Brings a place to the page's upper edge."""
        self.verticalScrollBar().setValue(height_of(self._sheet, spot) if self._sheet else 0)

    @property
    def passed(self) -> float:
        """How much of the article was read, 0 to 1; 0 as long as there is nothing to scroll. What stands under the
        text does not count.
        """
        return passed(self._sheet, self.sight()) if self._sheet else 0.0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width; the line being read stays where it is."""
        if self._changing:
            return  # The margins made the viewport change again; one layout at the end is enough.
        if not self._later.isActive():
            self._left_at, self._was = self.spot(), event.oldSize()
        self._later.start()  # While panes find their sizes there are several: a heavy page is laid out once.
        if self._sheet is None or not self._sheet.heavy:
            self._lay_out()

    def _lay_out(self) -> None:
        self._later.stop()
        spot, self._changing = self._left_at, True
        self._arrange()
        self._footer.make_room()
        self._changing = False
        super().resizeEvent(QResizeEvent(self.viewport().size(), self._was))
        self.return_to(spot)
        self.place_footer()
        self._pictures.ask()
        self._tell_passed()

    def showEvent(self, event: QShowEvent) -> None:
        """When it is shown for the first time Qt would scroll to the cursor, which stands at the top."""
        spot = self.spot()
        super().showEvent(event)
        self.return_to(spot)

    @contained(None)
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
        self._quoted.paint(painter, self._sheet, sight)
        self.found.paint(painter, self._sheet, sight)
        painter.end()
        super().paintEvent(event)
        cursor = self.textCursor()
        chosen = self.link_chosen()
        painter = QPainter(self.viewport())
        painter.translate(-shift)
        tinted = (0, 0) if chosen else (cursor.selectionStart(), cursor.selectionEnd())
        over(painter, self._sheet, sight, self._pictures.source, tinted)
        if self.hasFocus() and chosen:
            link_ring.paint(painter, self._sheet, cursor)
        painter.end()

    def sight(self) -> QRectF:
        """The part of the page that is seen."""
        top = self.verticalScrollBar().value()
        return QRectF(0, top, max(1, self.viewport().width()), max(1, self.viewport().height()))

    def _scrolled(self) -> None:
        if self._changing:
            return
        self._pictures.ask()
        self.place_footer()
        self._tell_passed()

    def _tell_passed(self) -> None:
        self.moved.emit(self.passed)

    def place_footer(self) -> None:
        """Lays the footer under the text anew: its height, or the text's, is another one."""
        self._footer.place()

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
