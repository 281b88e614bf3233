"""What the clipboard gets: the words, as one would type them, without what only the page needs.

A selection is taken apart into ``Part``s, which are written as plain text here and as HTML in ``copied_html``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor

from desktop_reader.ui.theme import fonts
from desktop_reader.ui.viewer.sheet import Sheet
from desktop_reader.ui.viewer.style import Kind
from desktop_reader.ui.viewer.tables import Fitted

# Places of pictures, isolates of direction, breaks within long words, hyphens that are not there, borders of cells.
_UNSEEN = re.compile("[\ufffc\u2066-\u2069\u200b\u00ad\ufdd0\ufdd1]")
_MARKS = ("•", "◦", "–")
_HEADINGS = {Kind.TITLE: "h1", Kind.HEADING2: "h2", Kind.HEADING3: "h3", Kind.HEADING4: "h4"}
_BOLD_ANYWAY = frozenset((*_HEADINGS, Kind.KICKER))
_LISTED = ("li", "more")


@dataclass(slots=True)
class Part:
    """A paragraph, an item of a list, a block of code or a row of a table. ``tag`` is its name in HTML, or ``more`` for
    what else belongs to an item. ``cells`` are those of a row: text, HTML.
    """

    tag: str
    text: str = ""
    html: str = ""
    level: int = 0
    mark: str = ""
    quoted: int = 0
    begins: int = 0  # The first block of the table or of the code that it belongs to.
    header: bool = False
    cells: list[tuple[str, str]] = field(default_factory=list)


def text_of(some: Sequence[Part]) -> str:
    """Paragraphs parted by an empty line, items by none and with their marks, cells by a tab; code as it is."""
    if len(some) == 1:
        return _row(some[0]) if some[0].tag == "tr" else some[0].text  # A part of an item is just its words.
    out = [part.text if part.tag == "more" else _line(part) for part in some[:1]]
    for one, other in pairwise(some):
        listed = one.tag in _LISTED and other.tag in _LISTED
        rows = one.tag == other.tag == "tr" and one.begins == other.begins
        out += ("\n" if listed or rows else "\n\n", _line(other))
    return "".join(out)


def parts(sheet: Sheet, cursor: QTextCursor) -> Iterator[Part]:
    """What is selected, from its beginning to its end."""
    reading = _Reading(sheet, cursor.selectionStart(), cursor.selectionEnd())
    block = sheet.document.findBlock(cursor.selectionStart())
    last: Part | None = None
    while block.isValid() and block.position() <= cursor.selectionEnd():
        part = reading.part(block, last) if block.userState() != Kind.CHIPS else last
        if part is not last:
            if last is not None:
                yield last
            last = part
        block = block.next()
    if last is not None:
        yield last


class _Reading:
    """Goes through the blocks; knows from the sheet what the document alone does not tell."""

    def __init__(self, sheet: Sheet, start: int, end: int) -> None:
        self._sheet, self._start, self._end = sheet, start, end
        self._code = {number: first for first, last, *_ in sheet.code for number in range(first, last + 1)}
        self._tables = {number: table for table in sheet.tables for number in range(table.first, table.last + 1)}
        self._quotes: dict[int, int] = {}
        for first, last, _ in sheet.quotes:
            for number in range(first, last + 1):
                self._quotes[number] = self._quotes.get(number, 0) + 1
        self._place = (-1, -1)  # The cell of the last block.

    def part(self, block: QTextBlock, last: Part | None) -> Part | None:
        """The part that a block is, or belongs to: ``last`` when that goes on, or when there is nothing in it."""
        number = block.blockNumber()
        kind = block.userState()
        if (table := self._tables.get(number)) is not None:
            return self._cell(block, table, last)
        if number in self._code:
            return self._line_of_code(block, self._code[number], last)
        text, html = self._words(block, kind in _BOLD_ANYWAY)
        if not text.strip():
            return last
        quoted = self._quotes.get(number, 0)
        if kind not in (Kind.ITEM, Kind.ITEM_MORE):
            return Part(_HEADINGS.get(Kind(kind), "p") if kind > 0 else "p", text, html, quoted=quoted)
        items = block.textList()
        level = max(1, items.format().indent() if items is not None else block.blockFormat().indent())
        mark = self._sheet.marks.get(number) if self._start <= block.position() else None
        if mark is None:
            return Part("more", text, html, level, quoted=quoted)
        said = mark if isinstance(mark, str) else _MARKS[min(level, len(_MARKS)) - 1]
        return Part("li", text, html, level, said, quoted)

    def _line_of_code(self, block: QTextBlock, begins: int, last: Part | None) -> Part:
        text, _ = self._words(block, True)
        if last is not None and last.tag == "pre" and last.begins == begins:
            last.text += f"\n{text}"
            last.html += f"\n{escape(text, quote=False)}"
            return last
        quoted = self._quotes.get(block.blockNumber(), 0)
        return Part("pre", text, escape(text, quote=False), quoted=quoted, begins=begins)

    def _cell(self, block: QTextBlock, table: Fitted, last: Part | None) -> Part | None:
        if block.position() == self._end > self._start:
            return last  # Nothing of it is selected.
        cell = table.table.cellAt(block.position())
        header = table.header and cell.row() == 0
        words = self._words(block, header)
        place, before = (cell.row(), cell.column()), self._place
        self._place = place
        if last is None or last.tag != "tr" or last.begins != table.first or place[0] != before[0]:
            return Part("tr", cells=[words], begins=table.first, header=header, level=int(_from_right(table)))
        if place != before:
            last.cells.append(words)
        elif words[0].strip():
            said = last.cells[-1]
            last.cells[-1] = (f"{said[0]} {words[0]}".strip(), f"{said[1]} {words[1]}".strip())
        return last

    def _words(self, block: QTextBlock, plain: bool) -> tuple[str, str]:
        """What of a block is selected, as text and as HTML; ``plain`` blocks are bold, or code, without saying so."""
        text: list[str] = []
        html: list[str] = []
        pieces = block.begin()
        while not pieces.atEnd():
            piece = pieces.fragment()
            begin = max(0, self._start - piece.position())
            end = self._end - piece.position()
            if end > 0 and begin < piece.length():
                # Qt counts as UTF-16 does.
                said = piece.text().encode("utf-16-le", "surrogatepass")[2 * begin : 2 * max(0, end)]
                words = _clean(said.decode("utf-16-le", "replace"))
                text.append(words)
                html.append(_dressed(escape(words, quote=False).replace("\n", "<br>"), piece.charFormat(), plain))
            pieces += 1
        return "".join(text), "".join(html)


def _clean(text: str) -> str:
    return _UNSEEN.sub("", text.replace("\u2028", "\n").replace("\xa0", " "))


def _dressed(html: str, form: QTextCharFormat, plain: bool) -> str:
    """Words in the few elements that say something of them."""
    if not html.strip():
        return html
    family = (form.fontFamilies() or ("",))[0]
    if not plain:
        if family == fonts.MONO:
            html = f"<code>{html}</code>"
        elif family == fonts.SANS and form.fontWeight() == fonts.MEDIUM:
            html = f"<kbd>{html}</kbd>"
        elif form.fontWeight() >= fonts.SEMIBOLD:
            html = f"<b>{html}</b>"
    if form.fontItalic():
        html = f"<i>{html}</i>"
    if form.fontStrikeOut():
        html = f"<s>{html}</s>"
    if form.verticalAlignment() == QTextCharFormat.VerticalAlignment.AlignSuperScript:
        html = f"<sup>{html}</sup>"
    elif form.verticalAlignment() == QTextCharFormat.VerticalAlignment.AlignSubScript:
        html = f"<sub>{html}</sub>"
    return f'<a href="{escape(form.anchorHref())}">{html}</a>' if form.anchorHref() else html


def _line(part: Part) -> str:
    if part.tag == "tr":
        return _row(part)
    if part.tag not in _LISTED:
        return part.text
    pad = "  " * (part.level - 1)
    begin = f"{pad}{part.mark} " if part.mark else f"{pad}  "
    return begin + part.text.replace("\n", "\n" + " " * len(begin))


def _row(part: Part) -> str:
    # Such a table was written from its last column to its first, for Qt lays all out from the left.
    cells = reversed(part.cells) if part.level else part.cells
    return "\t".join(text.replace("\n", " ").replace("\t", " ") for text, _ in cells)


def _from_right(table: Fitted) -> bool:
    return table.table.format().layoutDirection() == Qt.LayoutDirection.RightToLeft
