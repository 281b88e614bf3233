"""Sanitised HTML as a row of pieces: what stands between the tags of blocks, where it stands, and how it goes.

No tree is built: the window cleans an article each time it shows one, and has only a millisecond for it. What is
asked for here is what nh3 wrote: every ``<`` begins a tag, and every element that is no void one is closed, in order.
"""

from __future__ import annotations

import re

from desktop_reader.content.plain import plain

# Where a piece stands: in a list, a table, a listing or a caption; in a quotation; in a heading; in preformatted text.
APART, QUOTE, HEADING, PRE = 1, 2, 4, 8

_NAMES = """
    address article aside blockquote br caption center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6
    header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul
"""
_BLOCK = re.compile(rf"(</?(?:{'|'.join(_NAMES.split())})\b[^>]*>)")
_NAME = re.compile(r"</?(\w+)")
_VOID = frozenset(["br", "hr"])
_TABLE_NAMES = ["caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"]
_KINDS = dict.fromkeys([*_TABLE_NAMES, "dd", "dt", "figcaption", "li", "summary"], APART)
_KINDS |= {f"h{level}": HEADING for level in range(1, 7)} | {"blockquote": QUOTE, "pre": APART | PRE}
# Empty, the others mean nothing; a cell or a numbered item does, because it moves those that follow.
_MEANINGLESS = frozenset(_NAMES.split()) - _VOID - frozenset([*_TABLE_NAMES, "li", "pre", "summary"])

# An element that has nothing in it but blanks and other tags; may be more than are taken away.
_NOTHING_IN_IT = re.compile(
    rf"<({'|'.join(sorted(_MEANINGLESS | {'li'}))})(?: [^>]*)?>"
    r"(?:[\s\u200b\u00ad\ufeff]|&nbsp;|<(?!img\b)[^>]*>)*?</\1>"
)

# nh3 writes ">" in an attribute as an entity.
LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.S)
HREF = re.compile(r' href="([^"]*)"')
_INLINE = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_PICTURE = re.compile(r"<a\b[^>]*>\s*<img\b[^>]*>\s*</a>|<img\b[^>]*>")
_QUOTES = re.compile("[\"'`´ʼ“”„‟‘’‚‛«»‹›「」『』〝〞〟＂＇]+")
_CODE = re.compile(r"<(/?)(?:code|kbd|samp|tt|var)\b")
_ALL_CODE = re.compile(r"<(code|kbd|samp|tt|var)\b[^>]*>.*</\1>", re.S)


class Blocks:
    """``pieces`` has text with inline markup at even places and tags of blocks at odd ones. ``lines`` are the texts of
    the pieces that have one, by their places; what is removed goes from both.

    Beside what is removed one looks at the nearest that is left, so each piece knows its neighbours.
    """

    def __init__(self, html: str) -> None:
        self.pieces = _BLOCK.split(html)
        self.lines = {
            at: line for at in range(0, len(self.pieces), 2) if self.pieces[at] and (line := plain(self.pieces[at]))
        }
        self._within, self._kinds = _places(self.pieces)
        if _CODE.search(html):
            self._set_code_apart()
        present = [at for at, piece in enumerate(self.pieces) if piece]
        self._before = dict(zip(present, [-1, *present], strict=False))
        self._after = dict(zip(present, [*present[1:], -1], strict=False))

    def html(self) -> str:
        """What is left."""
        return "".join(self.pieces).strip()

    def kind(self, at: int) -> int:
        """Where the piece stands: ``APART``, ``QUOTE`` and so on, added up; 0 for running text."""
        return self._kinds[at]

    def tag(self, at: int) -> str:
        """The name of the element that opens at an odd place; empty where one ends."""
        found = _NAME.match(self.pieces[at])
        return found[1] if found and self.pieces[at][1] != "/" else ""

    def end(self, at: int) -> int:
        """The place of the end tag of the element that opens at ``at``."""
        name, depth = self.tag(at), 0
        for place in range(at, len(self.pieces), 2):
            found = _NAME.match(self.pieces[place])
            if found and found[1] == name:
                depth += -1 if self.pieces[place][1] == "/" else 1
                if depth == 0:
                    return place
        return at

    def line_before(self, at: int) -> int:
        """The place of the nearest text before ``at``, 0 where there is none or a picture is nearer."""
        place = self._before.get(at, -1)
        while place > 0 and (place % 2 or self._blank(place)):
            place = self._before[place]
        return max(place, 0) if "<img" not in self.pieces[max(place, 0)] else 0

    def alone(self, at: int) -> bool:
        """True when the piece is all that its element has."""
        return 0 < at < len(self.pieces) - 1 and self.pieces[at + 1] == f"</{self.tag(at - 1)}>"

    def broken(self, at: int) -> bool:
        """True for a line of several that are parted by single breaks, like those of a verse."""
        pieces = self.pieces
        before = at > 1 and pieces[at - 1] == "<br>" and not self._blank(at - 2)
        return before or (at + 2 < len(pieces) and pieces[at + 1] == "<br>" and not self._blank(at + 2))

    def whole(self, at: int) -> bool:
        """True when the inline elements in the piece end where they began, so that it can go without a trace."""
        return _closed(self.pieces[at])

    def remove(self, at: int, pictures: bool = True) -> None:
        """Takes a piece away, but for its ``pictures``, and the elements that have nothing in them any more."""
        if not self.pieces[at]:
            return
        self.lines.pop(at, None)
        self.pieces[at] = "".join(_PICTURE.findall(self.pieces[at])) if pictures else ""
        if not self.pieces[at]:
            self._close_gap(*self._dissolve(*self._cut(at, at)))

    def remove_element(self, start: int) -> None:
        """Takes away the element that opens at ``start``, with all that is in it."""
        end = self.end(start)
        for at in range(start + 1, end, 2):
            self.lines.pop(at, None)
        if self._text_beside(start, self._before) and self._text_beside(end, self._after):
            self.pieces[start] = "<br>"
            self._cut(self._after[start], end)
        else:
            self._close_gap(*self._dissolve(*self._cut(start, end)))

    def remove_empty(self) -> None:
        """Takes away the elements that never had anything in them."""
        for at in range(1, len(self.pieces) - 2, 2):
            if not self.pieces[at] or self.pieces[at][1] == "/" or not self._blank(at + 1):
                continue
            if self._kinds[at + 1] & PRE or not self._meaningless(at):
                continue
            self._dissolve(at, self._after[at])

    def _dissolve(self, left: int, right: int) -> tuple[int, int]:
        """Takes away the elements that have nothing in them but the gap between ``left`` and ``right``, unless they
        part what is beside them. What is beside the gap then.
        """
        while True:
            start, end = self._beyond(left, self._before)[0], self._beyond(right, self._after)[0]
            if start < 1 or end < 1 or not start % 2 or not end % 2 or not self._meaningless(start):
                return left, right
            if self.pieces[end] != f"</{self.tag(start)}>":
                return left, right
            if self._text_beside(start, self._before) and self._text_beside(end, self._after):
                return left, right
            left, right = self._cut(start, end)

    def _close_gap(self, left: int, right: int) -> None:
        """Of the breaks on both sides of a place where something stood, those of the wider side stay, if any."""
        last, before = self._beyond(left, self._before)
        first, after = self._beyond(right, self._after)
        between_text = last >= 0 and first >= 0 and not last % 2 and not first % 2
        narrower = after if len(after) <= len(before) else before
        for place in narrower if between_text else before + after:
            self._cut(place, place)

    def _beyond(self, place: int, step: dict[int, int]) -> tuple[int, list[int]]:
        """The nearest place, from ``place`` on, with more than a blank or a break, and the breaks up to there."""
        breaks: list[int] = []
        while place >= 0:
            if self.pieces[place] == "<br>":
                breaks.append(place)
            elif place % 2 or not self._blank(place):
                break
            place = step[place]
        return place, breaks

    def _text_beside(self, tag: int, step: dict[int, int]) -> bool:
        """True when text stands beside a tag, parted from it by no other tag of a block."""
        place = step[tag]
        return place >= 0 and not place % 2 and not self._blank(place)

    def _meaningless(self, at: int) -> bool:
        name = self.tag(at)
        return name in _MEANINGLESS or (name == "li" and self._within[at] > 0 and self.tag(self._within[at]) == "ul")

    def _blank(self, at: int) -> bool:
        piece = self.pieces[at]
        return not piece or (at not in self.lines and "<img" not in piece and _closed(piece))

    def _cut(self, first: int, last: int) -> tuple[int, int]:
        """Takes out what is there from ``first`` to ``last``; what is beside it then."""
        left, right = self._before[first], self._after[last]
        place = first
        while place != right:
            self.pieces[place] = ""
            place = self._after[place]
        self._join(left, right)
        if left < 0 or right < 0 or left % 2 or right % 2:
            return left, right
        # Two pieces of text became one; the place of the one that says something is known elsewhere.
        kept, other = (right, left) if right in self.lines else (left, right)
        self.pieces[kept], self.pieces[other] = self.pieces[left] + self.pieces[right], ""
        self._join(self._before[other], self._after[other])
        return self._before[right] if kept == right else left, self._after[left] if kept == left else right

    def _join(self, left: int, right: int) -> None:
        if left >= 0:
            self._after[left] = right
        if right >= 0:
            self._before[right] = left

    def _set_code_apart(self) -> None:
        depth = 0
        for at in range(0, len(self.pieces), 2):
            if depth or _ALL_CODE.fullmatch(self.pieces[at].strip()):
                self._kinds[at] |= APART
            depth += sum(-1 if end else 1 for end in _CODE.findall(self.pieces[at]))


def may_have_empty(html: str) -> bool:
    """False when ``remove_empty`` would surely find nothing."""
    return _NOTHING_IN_IT.search(html) is not None


def last_piece(html: str) -> str:
    """The last piece that has a text; empty where none has."""
    at = end = len(html)
    while (at := html.rfind("<", 0, at)) >= 0:
        tag = _BLOCK.match(html, at)
        if tag is None:
            continue
        piece = html[tag.end() : end]
        if piece and plain(piece):
            return piece
        end = at
    return html[:end]


def folded(text: str) -> str:
    """``text`` without white space and quotation marks, which do not make another text of it."""
    return "".join(_QUOTES.sub("", text).split()) or text


def _places(pieces: list[str]) -> tuple[list[int], list[int]]:
    """For each piece the place of the element it stands in (0 for none), and the kinds of all those around it."""
    within, kinds = [0] * len(pieces), [0] * len(pieces)
    opened: list[tuple[int, str, int]] = [(0, "", 0)]
    for at in range(1, len(pieces), 2):
        found = _NAME.match(pieces[at])
        name = found[1] if found else ""
        if pieces[at][1] == "/":
            if len(opened) > 1 and opened[-1][1] == name:
                opened.pop()
        elif name not in _VOID:
            within[at] = opened[-1][0]
            opened.append((at, name, opened[-1][2] | _KINDS.get(name, 0)))
        within[at + 1], _, kinds[at + 1] = opened[-1]
    return within, kinds


def _closed(piece: str) -> bool:
    if "<" not in piece:
        return True
    names: list[str] = []
    for end, name in _INLINE.findall(piece):
        if name in ("img", "wbr"):
            continue
        if not end:
            names.append(name)
        elif not names or names.pop() != name:
            return False
    return not names
