"""Which of some articles match a search best: words in the title, words used often, news before old.

The weight of a word's use in the text is that of BM25 (Robertson and others, 1994) with k1 = 1.2 and b = 0.6, taken of
characters instead of words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop_reader.text import tokens

_K1, _B = 1.2, 0.6
_USUAL = 3_000  # Characters of an article's text.
_TITLE, _PART_OF_WORD = 2.5, 0.7
_ALL_IN_TITLE = 1.0
_WHOLE_TITLE = 6.0  # More than news and all the rest: who types a title looks for that article.
_RECENT, _DAYS = 0.8, 45.0
_DAY = 86400
_OFTEN = (("ё", "е"), ("\u0e33", "\u0e4d\u0e32"))  # Letters of these scripts that are not asked for as written.
_MANY_ACCENTS = re.compile("[\u0102-\u024f\u1e00-\u1eff]")  # Of languages in which nearly every word has some.
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word that is searched, folded, and how much it tells: the rarer, the more. ``typed`` is as it was typed."""

    word: str
    weight: float
    typed: str = ""


def weight(articles_with: int, articles: int) -> float:
    """How much a word tells that so many of so many articles have."""
    return math.log1p((articles - articles_with + 0.5) / (articles_with + 0.5)) if articles_with < articles else 0.1


def best_first(rows: Iterable[tuple[int, str, int, str]], words: Sequence[Wanted], now: float) -> list[int]:
    """The ids of ``rows`` (id, title, published at, HTML), the best match first."""
    scored = [(-_score(title, at, html, words, now), -at, -number) for number, title, at, html in rows]
    return [-number for _, _, number in sorted(scored)]


def _score(title: str, published_at: int, html: str, words: Sequence[Wanted], now: float) -> float:
    uses, length = _uses(_TAG.sub(" ", html), words)
    norm = _K1 * (1 - _B + _B * length / _USUAL)
    score = sum(one.weight * use / (use + norm) for one, use in zip(words, uses, strict=True))
    score += _of_title(tokens.folded(title), words)
    age = max(0.0, now - published_at) / _DAY
    return score * (1 + _RECENT * math.exp(-age / _DAYS))


def _uses(text: str, words: Sequence[Wanted]) -> tuple[list[int], int]:
    """How often each word is used, and how many characters there are."""
    text = text.lower()
    if not text.isascii():
        for written, asked in _OFTEN:
            text = text.replace(written, asked)
    uses = [text.count(one.word) or (text.count(one.typed) if one.typed else 0) for one in words]
    if not all(uses) and (not any(uses) or _MANY_ACCENTS.search(text)) and not text.isascii():
        # It was found, so it may be written with accents that were not typed: seldom, and not so quick.
        text = tokens.folded(text)
        uses = [text.count(one.word) for one in words]
    return uses, len(text)


def _of_title(title: str, words: Sequence[Wanted]) -> float:
    there = [one for one in words if one.word in title]
    if not there:
        return 0.0
    around = {word for word, _ in tokens.asked(title, False)}
    score = sum(one.weight * _TITLE * (1.0 if one.word in around else _PART_OF_WORD) for one in there)
    if len(there) == len(words):
        exactly = around == {one.word for one in words}
        bonus = _WHOLE_TITLE if exactly else _ALL_IN_TITLE * min(1.0, len(words) / len(around))
        score += bonus * sum(one.weight for one in words)
    return score
