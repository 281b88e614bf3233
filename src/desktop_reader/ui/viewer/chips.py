"""The labels of an article in its head: words on a tint of their colour, each a link to all that have the label."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTextBlock

from desktop_reader.records.label import Label
from desktop_reader.ui.stretches import stretches
from desktop_reader.ui.theme.tokens import Tokens
from desktop_reader.ui.viewer.sheet import Sheet
from desktop_reader.ui.viewer.style import Kind

SCHEME = "label"
_LONGEST = 40
_OUTSET = 9  # How far the tint stands out of the words.
_BETWEEN = "&nbsp;" * 6 + " "  # Room for two outsets and what parts them.


def html(labels: Iterable[Label], tokens: Tokens, direction: str) -> str:
    """The line of chips; no word of them is broken."""
    links = (
        f'<a href="{SCHEME}:{label.id}" style="color:{tokens.label(label.colour)};text-decoration:none">'
        f"{escape(_shown(label.title))}</a>"
        for label in labels
    )
    return f'<p class="chips"{direction}>{_BETWEEN.join(links)}</p>'


def find(sheet: Sheet) -> None:
    """Notes where they stand: the line is one of the first of the page."""
    block = sheet.document.begin()
    while block.isValid() and block.userState() in (Kind.KICKER, Kind.TITLE, Kind.META, Kind.CHIPS):
        if block.userState() == Kind.CHIPS:
            sheet.chips[block.blockNumber()] = _chips(block)
        block = block.next()


def paint(painter: QPainter, sheet: Sheet, block: QTextBlock, top: float, left: float) -> None:
    """The tints of a block whose lines are measured from ``left`` and ``top``."""
    tokens, layout = sheet.style.tokens, block.layout()
    tall = round(sheet.style.px * 1.3)
    painter.setPen(Qt.PenStyle.NoPen)
    for begin, end, colour in sheet.chips[block.blockNumber()]:
        painter.setBrush(QColor(tokens.tint(colour, tokens.page)))
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            for one, other in stretches(line, begin, end):
                middle = top + line.y() + line.ascent() - sheet.style.px * 0.72 * 0.36
                box = QRectF(left + one - _OUTSET, round(middle - tall / 2), other - one + 2 * _OUTSET, tall)
                painter.drawRoundedRect(box, tall / 2, tall / 2)


def _chips(block: QTextBlock) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    pieces = block.begin()
    while not pieces.atEnd():
        piece = pieces.fragment()
        if piece.charFormat().anchorHref().startswith(f"{SCHEME}:"):
            begin = piece.position() - block.position()
            found.append((begin, begin + piece.length(), piece.charFormat().foreground().color().name()))
        pieces += 1
    return found


def _shown(title: str) -> str:
    short = title if len(title) <= _LONGEST else title[: _LONGEST - 1].rstrip() + "…"
    return short.replace(" ", "\u00a0")
