"""What was added and removed between two versions of a text: paragraph by paragraph, and word by word inside. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from desktop_reader.text.scripts import HAN, KANA

# Two paragraphs that share as much are one that was rewritten; below, one went and another came.
_KINSHIP = 0.5
_LOOK_AHEAD = 12
# The matching takes time by the product of both lengths; beyond this it is not tried.
_MOST_PAIRS = 4_000_000
_MOST_EQUAL_PAIRS = 400_000

_MARKS = (
    r"!-/:-@\[-`{-~¡-¿\u2010-\u205e\u3001-\u3003\u3008-\u3020\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
_WORD = rf"[^\s{HAN}{KANA}{_MARKS}]+"
# A word ("3,000" and "mid-day" are one), a sign of a script without blanks, or a mark; each with the blank behind it.
_TOKENS = re.compile(rf"(?:[{HAN}{KANA}]|{_WORD}(?:['’.,:/-]{_WORD})*|\S)\s*")


class Kind(Enum):
    """What happened to a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and what happened to them."""

    kind: Kind
    text: str


Block = tuple[Piece, ...]
"""A paragraph."""


def difference(older: str, newer: str) -> list[Block]:
    """Both texts in one: paragraphs, one a line, in the order of the newer text, what was removed in its old place."""
    old, new = _blocks(older), _blocks(newer)
    found: list[Block] = []
    for same, a, b, c, d in _operations(old, new):
        if same:
            found += [(Piece(Kind.SAME, text),) for text in new[c:d]]
        else:
            found += _rewritten(old[a:b], new[c:d])
    return found


def count_words(blocks: Iterable[Block], kind: Kind) -> int:
    """How many words were added, or removed."""
    return sum(_words(piece.text).total() for block in blocks for piece in block if piece.kind is kind)


def _blocks(text: str) -> list[str]:
    return [line for line in (" ".join(line.split()) for line in text.split("\n")) if line]


def _operations(old: list[str], new: list[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Whether it is the same, and both ranges. What is alike at both ends, mostly nearly all, is taken away first."""
    begin, shorter = 0, min(len(old), len(new))
    while begin < shorter and old[begin] == new[begin]:
        begin += 1
    end = 0
    while end < shorter - begin and old[-1 - end] == new[-1 - end]:
        end += 1
    a, b = old[begin : len(old) - end], new[begin : len(new) - end]
    if begin:
        yield True, 0, begin, 0, begin
    if _affordable(a, b):
        for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
            yield tag == "equal", i + begin, j + begin, k + begin, m + begin
    elif a or b:
        yield False, begin, begin + len(a), begin, begin + len(b)
    if end:
        yield True, len(old) - end, len(old), len(new) - end, len(new)


def _affordable(a: list[str], b: list[str]) -> bool:
    if not a or not b or len(a) * len(b) > _MOST_PAIRS:
        return False
    there = Counter(b)
    return sum(count * there[token] for token, count in Counter(a).items()) <= _MOST_EQUAL_PAIRS


def _rewritten(old: list[str], new: list[str]) -> Iterator[Block]:
    """Each new paragraph beside the old one that it comes from; the others come and go whole."""
    i = j = 0
    for here, there in (*_pairs(old, new), (len(old), len(new))):
        yield from ((Piece(Kind.REMOVED, text),) for text in old[i:here])
        yield from ((Piece(Kind.ADDED, text),) for text in new[j:there])
        if here < len(old):
            yield _pieces(old[here], new[there])
        i, j = here + 1, there + 1


def _pairs(old: list[str], new: list[str]) -> Iterator[tuple[int, int]]:
    """The places, in order, of what is one paragraph in both."""
    old_words = [_words(text) for text in old]
    begin = 0
    for there, text in enumerate(new):
        words = _words(text)
        near = range(begin, min(len(old), begin + _LOOK_AHEAD))
        kinship, before = max(((_kinship(words, old_words[here]), -here) for here in near), default=(0.0, 0))
        if kinship >= _KINSHIP:
            yield -before, there
            begin = 1 - before


def _words(text: str) -> Counter[str]:
    tokens = (token.strip() for token in _TOKENS.findall(text))
    return Counter(token for token in tokens if token[0].isalnum())


def _kinship(a: Counter[str], b: Counter[str]) -> float:
    return 2 * (a & b).total() / ((a.total() + b.total()) or 1)


def _pieces(older: str, newer: str) -> Block:
    old, new = _TOKENS.findall(older), _TOKENS.findall(newer)
    pieces = []
    blank = ""  # Behind a change, it belongs to what follows.
    for same, a, b, c, d in _operations([token.strip() for token in old], [token.strip() for token in new]):
        if same:
            pieces.append(Piece(Kind.SAME, blank + "".join(new[c:d])))
            blank = ""
            continue
        removed, added = "".join(old[a:b]), "".join(new[c:d])
        if removed.endswith(" ") and added.endswith(" "):
            removed, added, blank = removed[:-1], added[:-1], " "
        pieces += [Piece(Kind.REMOVED, removed), Piece(Kind.ADDED, added)]
    return tuple(piece for piece in pieces if piece.text)
