"""How large, how deep, how many: the limits that keep one hostile page from stopping the window.

Measured with the rich text engine that shows articles: nested tables double its time per level, deep nesting and
long lists cost the square of their size, text without a blank is laid out character by character. Nearly every real
article is far below all limits, and ``within`` sees that at a glance; only for the others is ``enforce`` needed.
Both expect what nh3 wrote: every ``<`` begins a tag, every element that is no void one is closed, in order.
"""

from __future__ import annotations

import re
from collections import Counter

SOURCE = 300_000
# What comes out stays below what may go in, so that it is not cut when it is cleaned again.
RESULT = 290_000
OPEN_ELEMENTS = 300
DEPTH = 60
NESTED_TABLES = 4
CELLS = 2_000
BLOCKS = 3_000
NODES = 20_000
LINKS = 2_000
IMAGES = 200
TEXT = 200_000
RUN = 80

BREAK = "\u200b"
VOID = frozenset(["br", "hr", "img", "wbr"])

# Written without end tags by many, and closed by the next of their kind: they do not nest by being left open.
_NEVER_LEFT_OPEN = """
    p li dt dd tr td th thead tbody tfoot colgroup col option optgroup rp rt input meta link source area base
    embed param track
"""
_NOT_NESTING = VOID | frozenset(_NEVER_LEFT_OPEN.split())
_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_TAG = re.compile(r"<[^>]*>")
_DEEPER = re.compile(r"<(/|(?!(?:br|hr|img|wbr)\b)[a-z])")
_TOKEN = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>|([^<]+)")
_INLINE_NAMES = """
    a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strong sub sup time tt u var
"""
_INLINE = frozenset(_INLINE_NAMES.split())
_PARTING = re.compile(rf"<(?!/|(?:{'|'.join(sorted(_INLINE))}|img|tr|td|th)\b)")
_TEXT_BEGINS = re.compile(">(?!<)")
_TABLE_TAG = re.compile(r"<(/?)table\b")
_TABLE_PARTS = frozenset(["table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"])

# Chinese, Japanese and Korean lines may end after any character: such text needs no help to be broken.
_EAST_ASIAN = (
    "\u2e80-\u303f\u3041-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)
_UNBROKEN = rf"(?:&[a-z]+;|[^ \t\n{BREAK}{_EAST_ASIAN}&])"
_STEPS = re.compile(rf"(?:.{{0,{RUN}}} )*", re.S)
_LONG_RUN = re.compile(rf"{_UNBROKEN}{{{RUN + 1}}}")
_UNITS = re.compile(rf"(?P<unit>{_UNBROKEN})|[^&]")
# A mark that belongs to the character before it, and what joins two characters into one sign.
_JOINS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ece\u102b-\u103e\u17b4-\u17d3\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
)


def beginning(html: str) -> tuple[str, bool]:
    """At most ``SOURCE`` bytes of UTF-8, cut where a tag or a word ends, and whether something was cut."""
    if len(html) * 4 <= SOURCE:
        return html, False
    data = html.encode(errors="replace")
    if len(data) <= SOURCE:
        return html, False
    html = data[:SOURCE].decode(errors="ignore")
    near = len(html) - 1000
    end = max(html.rfind(">", near) + 1, html.rfind(" ", near))
    return html[:end] if end > 0 else html, True


def too_deep(html: str) -> bool:
    """True when so many elements stay open that a parser would need seconds for them."""
    if html.count("<") - html.count("</") <= OPEN_ELEMENTS:
        return False
    still_open: Counter[str] = Counter()
    total = 0
    for end, name in _TAG_NAME.findall(html):
        name = name.lower()
        if name in _NOT_NESTING:
            continue
        if not end:
            still_open[name] += 1
            total += 1
            if total > OPEN_ELEMENTS:
                return True
        elif still_open[name]:
            still_open[name] -= 1
            total -= 1
    return False


def within(html: str) -> bool:
    """True when ``html`` is surely inside every limit, so that ``enforce`` would change nothing."""
    tags = html.count("<")
    if len(html) > TEXT or html.count("<img") > IMAGES or html.count("<a ") > LINKS:
        return False
    if tags > BLOCKS and not _few_parts(html, tags):
        return False
    if len(html) * 4 > RESULT and len(html.encode()) > RESULT:
        return False
    if "<table" in html and (not _side_by_side(html) or html.count("<td") + html.count("<th") > CELLS):
        return False
    if tags - html.count("</") > DEPTH:
        depth = 0
        for kind in _DEEPER.findall(html):
            depth += 1 if kind != "/" else -1 if depth else 0
            if depth > DEPTH:
                return False
    text = _TAG.sub("", html).replace("\n", " ").replace("\t", " ")
    return _short_words(text) or not any(len(word) > RUN and _LONG_RUN.search(word) for word in text.split(" "))


def _few_parts(html: str, tags: int) -> bool:
    nodes = tags - html.count("</") + len(_TEXT_BEGINS.findall(html)) + 1
    return nodes <= NODES and len(_PARTING.findall(html)) <= BLOCKS


def _side_by_side(html: str) -> bool:
    """Whether no more tables than may be stand in each other."""
    depth = 0
    for end in _TABLE_TAG.findall(html) if html.count("<table") > NESTED_TABLES else ():
        depth += -1 if end else 1
        if depth > NESTED_TABLES:
            return False
    return True


def enforce(html: str) -> tuple[str, bool]:
    """``html`` inside the limits, and whether something of it is missing now."""
    page = _Page()
    for end, name, attributes, text in _TOKEN.findall(html):
        if text:
            page.text(text)
        elif end:
            page.close(name)
        else:
            page.open(name, attributes)
        if page.full:
            break
    return page.finished(), page.cut


def _short_words(text: str) -> bool:
    """True when no word is longer than ``RUN``: goes from blank to blank in steps as large as may be."""
    found = _STEPS.match(text)
    return found is not None and len(text) - found.end() <= RUN


class _Page:
    """What was written so far, which elements are open, and how much of each limit is used up."""

    def __init__(self) -> None:
        self.full = False
        self.cut = False
        self._out: list[str] = []
        self._open: list[tuple[str, str]] = []  # the name, and what is to be written at its end
        self._depth = self._tables = 0
        self._cells = self._blocks = self._nodes = self._links = self._images = self._characters = self._size = 0
        self._run = 0

    def open(self, name: str, attributes: str) -> None:
        if not self._counted(name):
            return
        if name in VOID:
            self._void(name, attributes)
            return
        start, end = f"<{name}{attributes}>", f"</{name}>"
        if name in _TABLE_PARTS:
            if name in ("td", "th"):
                self._cells += 1
                if self._cells > CELLS:
                    self._end_table()
            if name == "table" and (self._tables >= NESTED_TABLES or self._cells >= CELLS or self._depth > DEPTH - 10):
                start, end = "<div>", "</div>"
            elif name != "table" and not self._in_table():
                start, end = "", " " if name in ("td", "th") else "<br>"
        elif name == "a":
            self._links += 1
            if self._links > LINKS:
                start = end = ""
        if start and self._depth >= DEPTH:
            start, end = "", "" if name in _INLINE else " "
        if start == f"<table{attributes}>":
            self._tables += 1
        if start:
            self._depth += 1
        self._open.append((name, end))
        self._write(start)

    def close(self, name: str) -> None:
        while self._open:
            opened, end = self._open.pop()
            self._end(end)
            if opened == name:
                return

    def text(self, text: str) -> None:
        self._nodes += 1
        room = TEXT - self._characters
        if len(text) - text.count(BREAK) > room:
            text = text[:room]
            self.full = self.cut = True
        if self._size + 4 * len(text) > RESULT and self._size + len(text.encode()) > RESULT:
            text = text.encode()[: max(RESULT - self._size, 0)].decode(errors="ignore")
            self.full = self.cut = True
        if self.full:
            # Not inside an entity such as &amp;, which would come out as something else.
            text = re.sub(r"&[a-z]{0,6}$", "", text)
        self._characters += len(text) - text.count(BREAK)
        self._write(self._broken(text))

    def finished(self) -> str:
        while self._open:
            self._end(self._open.pop()[1])
        return "".join(self._out)

    def _counted(self, name: str) -> bool:
        self._nodes += 1
        if name not in _INLINE:
            self._run = 0
            # Cells have a limit of their own.
            self._blocks += name not in ("img", "tr", "td", "th")
        if self._nodes > NODES or self._blocks > BLOCKS or self._size > RESULT:
            self.full = self.cut = True
            return False
        return True

    def _void(self, name: str, attributes: str) -> None:
        if name == "img":
            self._images += 1
            if self._images > IMAGES:
                self.cut = True
                return
        self._write(f"<{name}{attributes}>")

    def _in_table(self) -> bool:
        """True where the innermost table that is open was written as one."""
        return next((end == "</table>" for name, end in reversed(self._open) if name == "table"), False)

    def _end_table(self) -> None:
        """Ends the innermost table here; what would follow in it becomes plain lines."""
        if not self._in_table():
            return
        at = max(index for index, (name, _) in enumerate(self._open) if name == "table")
        for index in range(len(self._open) - 1, at - 1, -1):
            name, end = self._open[index]
            self._end(end)
            self._open[index] = (name, "<br>" if name == "tr" else "")

    def _end(self, end: str) -> None:
        self._depth -= end.startswith("</")
        self._tables -= end == "</table>"
        self._write(end)

    def _write(self, piece: str) -> None:
        if piece:
            self._out.append(piece)
            self._size += len(piece) if piece.isascii() else len(piece.encode())

    def _broken(self, text: str) -> str:
        """``text`` with a place to break wherever ``RUN`` characters stand together; runs go on over inline tags."""
        if self._run + len(text) <= RUN and " " not in text and "\n" not in text:
            self._run += len(text)
            return text
        out: list[str] = []
        run = self._run
        for word in re.split(r"([ \t\n]+)", text):
            if not word:
                continue
            if word[0] in " \t\n":
                run = 0
            elif run + len(word) <= RUN:
                run += len(word)
            else:
                word, run = _with_breaks(word, run)
            out.append(word)
        self._run = run
        return "".join(out)


def _with_breaks(word: str, run: int) -> tuple[str, int]:
    out: list[str] = []
    joined = False
    for found in _UNITS.finditer(word):
        unit = found[0]
        if found["unit"] is None:
            run = 0
        elif run >= RUN and not joined and (run >= 2 * RUN or not _JOINS.match(unit)):
            out.append(BREAK)
            run = 1
        else:
            run += 1
        joined = unit == "\u200d" and run < 2 * RUN
        out.append(unit)
    return "".join(out), run
