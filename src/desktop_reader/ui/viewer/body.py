"""Turns an article's sanitised HTML into the few elements that QTextDocument shows well, each with one class.

What comes out is written here, never copied: only our own tags, pictures from http(s) and links to http(s) or mail
get through, so that the document could not reach outside even if the sanitiser had missed something. Text stands in
paragraphs, lists, quotations, tables and code; whatever else held it only parts paragraphs.
"""

from __future__ import annotations

import re
from html import escape, unescape

from desktop_reader.ui.viewer import bounds, effort
from desktop_reader.ui.viewer.code import coloured
from desktop_reader.ui.viewer.grid import Grid
from desktop_reader.ui.viewer.tags import (
    BLOCKS,
    DIRECTIONS,
    DROPPED,
    HEADINGS,
    INLINE,
    NAMED,
    TAG,
    Frame,
    attributes_of,
    data_in,
    link_to,
    number_in,
)

_HEADING = re.compile(r"<h([1-6])\b", re.I)
_DEEPEST, _QUOTES, _LISTS, _TABLES = 250, 5, 8, 1
_ICON, _LINE = 40, 60
_LATIN = (INLINE["code"], INLINE["kbd"])  # Is read from the left among words that are read from the right.
_ISOLATE, _POP = "\u2066", "\u2069"


class TooMuch(Exception):
    """The HTML is nested or parted beyond what anybody wrote; its words are to be shown plain."""


def body(html: str, *, rtl: bool) -> str:
    """The body of a page. Raises TooMuch for what cannot be a page."""
    highest = min(_HEADING.findall(html), default="2")
    return _Writer(html, 2 - int(highest), rtl)()


class _Writer:
    def __init__(self, html: str, shift: int, rtl: bool) -> None:
        self._html = html
        self._shift, self._rtl = shift, rtl
        self._out: list[str] = []
        self._frames = [Frame("", "p", ' dir="rtl"' if rtl else "")]
        self._inline: list[tuple[str, str, str]] = []
        self._paragraph: str | None = None  # What closes the open paragraph.
        self._breaks = 0
        self._length = 0  # Letters of the open paragraph.
        self._blocks = self._cells = self._lines = self._pictures = 0
        self._grid = Grid(bounds.TABLE)
        self._tables = 0.0  # The work that they make.
        self._flat = False  # In a table that is written as lines.
        self._coloured = 0
        self._skip = ""
        self._code: list[str] | None = None
        self._language = ""

    def __call__(self) -> str:
        html, at = self._html, 0
        for tag in TAG.finditer(html):
            if tag.start() > at:
                self._text(html[at : tag.start()])
            at = tag.end()
            name = (tag[2] or "").lower()
            if self._skip:
                if tag[1] and name == self._skip:
                    self._skip = ""
            elif tag[1]:
                self._close(name)
            else:
                self._open(name, tag[3] or "", at)
        self._text(html[at:])
        self._pop_to(1)
        self._end()
        return "".join(self._out)

    # What comes in.

    def _text(self, text: str) -> None:
        if self._skip or not text:
            return
        if "<" in text:
            text = text.replace("<", "&lt;")
        if self._code is not None:
            self._code.append(text)
            return
        if self._paragraph is None or self._breaks:
            if not text.replace("&nbsp;", " ").strip():
                return
            text = text.lstrip()
            if not self._settle():
                return
        self._length += len(text)
        if self._length > bounds.PARAGRAPH:
            first, *others = bounds.pieces(text, bounds.PARAGRAPH - self._length + len(text))
            self._out.append(first)
            for piece in others:
                self._end()
                self._settle()
                self._out.append(piece)
                self._length = len(piece)
            return
        self._out.append(text)

    def _open(self, name: str, rest: str, at: int) -> None:
        if name in INLINE:
            self._open_inline(name, rest)
        elif name == "br":
            if self._code is not None:
                self._code.append("\n")
            elif self._paragraph is not None:
                self._breaks += 1
                self._length += _LINE
        elif name == "img":
            self._picture(attributes_of(rest))
        elif name == "hr":
            self._end()
            self._out.append('<p class="hr" style="-qt-paragraph-type:empty"><br></p>')
        elif name == "q":
            self._text("“")
        elif name in DROPPED:
            self._skip = name
        elif self._flat and name in ("td", "th"):
            if self._paragraph is not None:
                self._text(" · ")
        elif name in BLOCKS and self._code is None:
            self._blocks += name not in ("tr", "td", "th")
            self._cells += name in ("td", "th")
            if len(self._frames) > _DEEPEST or self._blocks > bounds.BLOCKS or self._cells > bounds.CELLS:
                raise TooMuch
            self._open_block(name, attributes_of(rest) if rest else {}, at)

    def _close(self, name: str) -> None:
        if name in INLINE:
            self._close_inline(name)
        elif name == "q":
            self._text("”")
        elif self._flat and name in ("td", "th"):
            return
        elif name in BLOCKS:
            self._flat = self._flat and name != "table"
            name = "td" if name == "th" else name
            for depth in range(len(self._frames) - 1, 0, -1):
                if self._frames[depth].tag == name:
                    self._pop_to(depth)
                    return
            self._end()

    # Paragraphs and what stands in them.

    def _settle(self) -> bool:
        """A place for text: the open paragraph, or a new one after two line breaks; False where none can stand."""
        if self._paragraph is not None and self._breaks == 1:
            self._out.append("<br>")
        elif self._paragraph is None or self._breaks:
            self._end()
            frame = self._frames[-1]
            if frame.rows >= 0 or (frame.tag == "tr" and frame.closing):
                return False
            if frame.fresh:
                self._paragraph = ""
                for frame in reversed(self._frames):
                    if not frame.fresh:
                        break
                    frame.fresh = False
            else:
                self._out.append(f'<p class="{frame.paragraph}"{frame.direction}>')
                self._paragraph = "</p>"
            self._out.extend(opening for _, opening, _ in self._inline)
        self._breaks = 0
        return True

    def _end(self) -> None:
        if self._paragraph is not None:
            self._out.extend(closing for _, _, closing in reversed(self._inline))
            self._out.append(self._paragraph)
            self._paragraph = None
        self._breaks = self._length = 0

    def _open_inline(self, name: str, rest: str) -> None:
        if self._code is not None:
            return
        if self._breaks:
            self._settle()
        if len(self._inline) > _DEEPEST:
            raise TooMuch
        opening = INLINE[name] if name != "a" else link_to(attributes_of(rest))
        closing = f"</{opening[1:].partition(' ')[0].rstrip('>')}>" if opening else ""
        if self._rtl and opening in _LATIN:
            opening, closing = opening + _ISOLATE, _POP + closing
        self._inline.append((name, opening, closing))
        if self._paragraph is not None:
            self._out.append(opening)

    def _close_inline(self, name: str) -> None:
        for depth in range(len(self._inline) - 1, -1, -1):
            if self._inline[depth][0] == name and self._code is None:
                if self._paragraph is not None:
                    self._out.extend(closing for _, _, closing in reversed(self._inline[depth:]))
                    self._out.extend(opening for _, opening, _ in self._inline[depth + 1 :])
                del self._inline[depth]
                return

    def _picture(self, attributes: dict[str, str]) -> None:
        source = attributes.get("src", "").strip()
        if self._code is not None or not source.lower().startswith(("http://", "https://")):
            return
        alt = attributes.get("alt", "").strip()
        if alt and len(alt) <= 4 and not alt.isascii() and "emoji" in source:
            self._text(escape(alt))
            return
        self._pictures += 1
        if self._pictures > bounds.PICTURES:
            return
        width, height = (number_in(attributes, side, 9999) for side in ("width", "height"))
        image = f'<img src="{escape(source)}" alt="{escape(alt)}" width="{width}" height="{height}">'
        frame = self._frames[-1]
        if 0 < max(width, height) <= _ICON or self._nearest("td") is not None:
            if self._settle():
                self._out.append(image)
            return
        self._end()
        frame = Frame("", "pic", frame.direction)
        self._frames.append(frame)
        if self._settle():
            self._out.append(image)
        self._end()
        self._frames.pop()

    # Blocks.

    def _open_block(self, name: str, attributes: dict[str, str], at: int) -> None:
        if name == "li":
            self._close_sibling("li", "ul", "ol")
        elif name in ("td", "th"):
            self._close_sibling("td", "tr", "table")
        elif name == "tr":
            self._close_sibling("tr", "table")
        self._end()
        over = self._frames[-1]
        frame = Frame(name, over.paragraph, DIRECTIONS.get(attributes.get("dir", ""), over.direction), fresh=over.fresh)
        opening = ""
        if name in HEADINGS:
            frame.paragraph, frame.fresh = f"h{min(4, max(2, int(name[1]) + self._shift))}", False
        elif name in NAMED:
            frame.paragraph, frame.fresh = NAMED[name], False
        elif name == "blockquote":
            if self._depth("blockquote") < _QUOTES:
                opening, frame.closing, frame.paragraph, frame.fresh = (
                    '<blockquote class="q">',
                    "</blockquote>",
                    "p",
                    False,
                )
        elif name in ("ul", "ol"):
            if self._depth("ul", "ol") < _LISTS:
                start = f' start="{number_in(attributes, "start", 99999)}"' if attributes.get("start") else ""
                opening, frame.closing, frame.fresh = f'<{name} class="l"{start}{frame.direction}>', f"</{name}>", False
        elif name == "li":
            if (parent := self._nearest("ul", "ol")) is not None and parent.closing:
                opening, frame.closing = f'<li class="li"{frame.direction}>', "</li>"
                frame.paragraph, frame.fresh = "lp", True
        elif name == "pre":
            self._code, self._language = [], attributes.get("class", "")
        elif name in ("table", "tr", "td", "th"):
            opening = self._open_table(name, frame, attributes, at)
        self._out.append(opening)
        self._frames.append(frame)

    def _open_table(self, name: str, frame: Frame, attributes: dict[str, str], at: int) -> str:
        """Tables of data become tables; those that only lay a page out, or stand in others, become paragraphs."""
        if name == "table":
            if self._depth("table") < _TABLES and (inside := data_in(self._html, at)):
                work = effort.of_table(inside)
                self._flat = self._tables + work > effort.TABLES
                if not self._flat:
                    self._tables += work
                    frame.rows, frame.fresh = 0, False
                    self._grid.begin()
            return ""
        table = self._nearest("table")
        if table is None or table.rows < 0:
            frame.tag = "td" if name == "th" else name
            return ""
        frame.fresh = False
        if name == "tr":
            table.rows += 1
            frame.closing = "</tr>"
            frame.cells = [] if table.direction else None
            if self._grid.places > bounds.PLACES:
                raise TooMuch
            if self._grid.row_fits() and table.rows > 1:
                return "<tr>"
            # Only now, because the caption, which stands inside it, has to come before.
            table.closing = "</table>"
            again = "</table>" if table.rows > 1 else ""
            return f'{again}<table width="100%" cellspacing="0" cellpadding="0" border="0"{table.direction}><tr>'
        frame.tag = "td"
        row = self._nearest("tr", "table")
        if row is None or row is table:
            return ""
        if row.cells is not None:
            row.cells.append(len(self._out))
        across, down = (max(1, number_in(attributes, span, 100)) for span in ("colspan", "rowspan"))
        across, down = self._grid.cell(across, down)
        spans = f' colspan="{across}"' * (across > 1) + f' rowspan="{down}"' * (down > 1)
        frame.closing, frame.paragraph, frame.fresh = "</td>", "cell", True
        if name == "th" and table.rows > 1:
            frame.closing = "</b></td>"
            return f'<td class="c"{spans}{frame.direction}><b>'
        return f'<td class="{"h" if name == "th" else "c"}"{spans}{frame.direction}>'

    def _pop_to(self, depth: int) -> None:
        while len(self._frames) > depth:
            if self._code is not None:
                self._write_code()
            self._end()
            frame = self._frames.pop()
            if frame.cells:
                self._turn_round(frame.cells)
            self._out.append(frame.closing)

    def _turn_round(self, begins: list[int]) -> None:
        """Qt lays tables out from the left in every language, so a row that is read from the right is written so."""
        ends = [*begins[1:], len(self._out)]
        cells = ["".join(self._out[begin:end]) for begin, end in zip(begins, ends, strict=True)]
        self._out[begins[0] :] = reversed(cells)

    def _write_code(self) -> None:
        text = unescape("".join(self._code or ())).replace("\t", "    ").replace("\r", "").strip("\n").rstrip()
        self._code = None
        if text:
            self._coloured += len(text)
            plain = self._coloured > bounds.COLOURED
            lines = (escape(text, quote=False) if plain else coloured(text, self._language)).split("\n")
            bundles = ("\u2028".join(bundle) for bundle in bounds.bundles(lines, max(1, bounds.LINES - self._lines)))
            self._lines += len(lines)
            self._out.extend(('<pre class="c">', "\n".join(bundles), "</pre>"))
            for frame in self._frames:
                frame.fresh = False

    def _close_sibling(self, name: str, *parents: str) -> None:
        for depth in range(len(self._frames) - 1, 0, -1):
            if self._frames[depth].tag == name:
                self._pop_to(depth)
                return
            if self._frames[depth].tag in parents:
                return

    def _nearest(self, *names: str) -> Frame | None:
        return next((frame for frame in reversed(self._frames) if frame.tag in names), None)

    def _depth(self, *names: str) -> int:
        return sum(frame.tag in names and (frame.closing != "" or frame.rows >= 0) for frame in self._frames)
