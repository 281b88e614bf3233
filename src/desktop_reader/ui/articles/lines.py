"""The words of a row broken into lines, kept until the words or the width are others."""

from __future__ import annotations

import unicodedata
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from desktop_reader.records.article import ArticleRow
from desktop_reader.records.search import Term
from desktop_reader.text.faces import few_faces
from desktop_reader.text.highlight import in_utf16, spans
from desktop_reader.ui.stretches import stretches
from desktop_reader.ui.theme import fonts

# Longer than any row shows; a feed may send a megabyte as its title.
_LONGEST = 240
_KEPT = 160  # More than a tall screen shows. A row's lines take 27 kB, and half a millisecond to be laid out again.
_OUTSET = 1.5  # How far a mark stands out of its word.


class Face:
    """A font, its metrics and the height its lines are set in."""

    def __init__(self, font: QFont, line: int) -> None:
        self.font = font
        self.metrics = QFontMetricsF(font)
        self.line = max(line, round(self.metrics.height() + 1))

    def elided(self, text: str, width: float) -> str:
        """``text`` as far as it fits."""
        return self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


class Faces:
    """The faces of rows."""

    def __init__(self) -> None:
        self.feed = Face(fonts.ui(12, fonts.MEDIUM), 16)
        self.time = Face(fonts.ui(12, tabular=True), 16)
        self.unread = Face(fonts.ui(14, fonts.SEMIBOLD), 19)
        self.read = Face(fonts.ui(14, fonts.MEDIUM), 19)
        self.snippet = Face(fonts.ui(12), 17)
        self.slim_unread = Face(fonts.ui(13, fonts.SEMIBOLD), 18)
        self.slim_read = Face(fonts.ui(13, fonts.MEDIUM), 18)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the breaking of a row's lines depends on."""

    feed_title: str
    author: str
    title: str
    snippet: str
    unread: bool
    width: int
    feed_width: int
    terms: tuple[Term, ...]
    slim: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """A row's words, laid out at their heights below the first line of the title, and the boxes behind those that were
    searched for: in the line of the feed, in title and snippet.
    """

    shape: Shape
    feed: QTextLayout
    title: QTextLayout
    snippet: QTextLayout
    feed_marks: Sequence[QRectF] = ()
    marks: Sequence[QRectF] = ()


class LineBreaker:
    """Breaks a row into three lines, at most two of them the title, the rest of the snippet."""

    def __init__(self, faces: Faces, limit: int = _KEPT) -> None:
        self._faces = faces
        self._limit = limit
        self._lines: OrderedDict[int, Lines] = OrderedDict()

    def lines(
        self, row: ArticleRow, width: int, feed_width: int, snippet: str | None = None, terms: tuple[Term, ...] = ()
    ) -> Lines:
        """The lines of ``row``, from memory where nothing changed. In a search it has another ``snippet``, and
        ``terms`` are marked.
        """
        snippet = row.snippet if snippet is None else snippet
        return self._kept(
            row.id, Shape(_origin(row), row.author, row.title, snippet, row.unread, width, feed_width, terms)
        )

    def slim(self, row: ArticleRow, width: int, terms: tuple[Term, ...] = ()) -> Lines:
        """The title of ``row`` alone, in one line."""
        snippet = "" if row.title.strip() else row.snippet
        return self._kept(row.id, Shape("", "", row.title, snippet, row.unread, width, 0, terms, slim=True))

    def _kept(self, article: int, shape: Shape) -> Lines:
        lines = self._lines.get(article)
        if lines is None or lines.shape != shape:
            lines = self._lines[article] = self._break_slim(shape) if shape.slim else self._break(shape)
            if len(self._lines) > self._limit:
                self._lines.popitem(last=False)
        return lines

    def _break(self, shape: Shape) -> Lines:
        faces = self._faces
        face = faces.unread if shape.unread else faces.read
        # Short posts come without a title: then their words are the title.
        title, snippet = (_flat(shape.title), _flat(shape.snippet))
        if not title:
            title, snippet = snippet, ""
        headline = _laid_out(title, face, shape.width, 2, 0)
        used = headline.lineCount()
        below = _laid_out(snippet, faces.snippet, shape.width, 3 - used, used * face.line)
        origin = _flat(shape.feed_title)
        if not shape.terms:
            return Lines(shape, _laid_out(origin, faces.feed, shape.feed_width, 1, 0, follow=False), headline, below)
        if spans(shape.author[:_LONGEST], shape.terms):
            origin = f"{origin} · {_flat(shape.author)}"  # Else nobody would see why it was found.
        feed = _laid_out(origin, faces.feed, shape.feed_width, 1, 0, follow=False)
        marks = [
            *_marks(headline, title, face, 0, shape.terms),
            *_marks(below, snippet, faces.snippet, used * face.line, shape.terms),
        ]
        return Lines(shape, feed, headline, below, _marks(feed, origin, faces.feed, 0, shape.terms), marks)

    def _break_slim(self, shape: Shape) -> Lines:
        face = self._faces.slim_unread if shape.unread else self._faces.slim_read
        title = _flat(shape.title) or _flat(shape.snippet)
        line = _laid_out(title, face, shape.width, 1, 0, follow=False)
        none = QTextLayout("", face.font)
        return Lines(shape, none, line, none, (), _marks(line, title, face, 0, shape.terms))


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs to the left."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _origin(row: ArticleRow) -> str:
    if row.sources < 2:
        return row.feed_title
    return f"{row.feed_title} · {QCoreApplication.translate('articles', '%n source(s)', '', row.sources)}"


def _flat(text: str) -> str:
    return few_faces(" ".join(text[:_LONGEST].split()))


def _laid_out(text: str, face: Face, width: float, most: int, top: int, *, follow: bool = True) -> QTextLayout:
    """``text`` in at most so many lines, the last one ending in "…" when there is more.

    With ``follow`` the lines begin on the side where the text's script begins.
    """
    layout = QTextLayout(text, face.font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if is_right_to_left(text):
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(Qt.AlignmentFlag.AlignRight if follow else Qt.AlignmentFlag.AlignLeft)
    else:
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    overflow = _set_lines(layout, face, width, most, top)
    if overflow is not None:
        # UTF-16 is what Qt counts in; a slice of the Python text would go astray behind an emoji.
        coded = text.encode("utf-16-le", "surrogatepass")
        head = coded[: 2 * overflow].decode("utf-16-le", "replace")
        rest = coded[2 * overflow :].decode("utf-16-le", "replace")
        layout.setText(head + face.elided(rest, width))
        _set_lines(layout, face, width, most, top)
    return layout


def _marks(layout: QTextLayout, text: str, face: Face, top: int, terms: Sequence[Term]) -> list[QRectF]:
    """The boxes behind ``terms``; of a word that was cut, behind what is left of it."""
    shown = layout.text()
    end = len(shown) - (shown != text)  # Its last sign may stand for the rest.
    found = [(begin, min(stop, end)) for begin, stop in spans(text, terms) if begin < end]
    return [
        QRectF(left - _OUTSET, top + number * face.line + 1, right - left + 2 * _OUTSET, face.line - 2)
        for number in range(layout.lineCount() if found else 0)
        for begin, stop in in_utf16(text, found)
        for left, right in stretches(layout.lineAt(number), begin, stop)
    ]


def _set_lines(layout: QTextLayout, face: Face, width: float, most: int, top: int) -> int | None:
    """Lays the lines out; gives back where the last one starts when more text follows it."""
    length = len(layout.text().encode("utf-16-le", "surrogatepass")) // 2
    overflow = None
    layout.beginLayout()
    for number in range(most if length else 0):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        # Fallback fonts have other ascents; the lines stand evenly all the same.
        baseline = top + number * face.line + (face.line - face.metrics.height()) / 2 + face.metrics.ascent()
        line.setPosition(QPointF(0, int(baseline) - line.ascent()))
        if number == most - 1 and line.textStart() + line.textLength() < length:
            overflow = line.textStart()
    layout.endLayout()
    return overflow
