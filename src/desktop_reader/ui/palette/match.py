"""How well what was typed fits a name, and where: whole words before beginnings, beginnings before scattered letters.
Pure.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

_WHOLE, _FIRST, _WORD, _INSIDE, _SCATTERED = 100.0, 80.0, 60.0, 40.0, 20.0


class Match(NamedTuple):
    """``places`` are the letters of the name that were typed."""

    score: float
    places: tuple[int, ...]


def match(typed: str, name: str) -> Match | None:
    """Every word that was typed must be found, in any order; None when one is not. Nothing typed fits everything."""
    letters = fold(name)
    score, places = 0.0, set[int]()
    for word in fold(typed).split():
        found = _find(word, letters)
        if found is None:
            return None
        score += found.score
        places |= set(found.places)
    return Match(score - len(name) * 0.05, tuple(sorted(places)))


@lru_cache(maxsize=20_000)
def fold(words: str) -> str:
    """Without case and accents, letter for letter."""
    if words.isascii():
        return words.lower()
    return "".join(map(_plain, words))


def _plain(letter: str) -> str:
    for one in unicodedata.normalize("NFKD", letter):
        if not unicodedata.combining(one):
            return one.casefold()[:1]
    return letter


def _find(word: str, name: str) -> Match | None:
    best: Match | None = None
    at = name.find(word)
    while at >= 0:
        begins, ends = _begins(name, at), not name[at + len(word) : at + len(word) + 1].isalnum()
        score = _INSIDE if not begins else _WHOLE if ends else _FIRST if at == 0 else _WORD
        if best is None or score > best.score:
            best = Match(score - at * 0.01, tuple(range(at, at + len(word))))
        at = name.find(word, at + 1)
    return best or _scattered(word, name)


def _scattered(word: str, name: str) -> Match | None:
    """The letters one after the other, best where words begin. Each piece begins a word or goes on in the same one, or
    everything would fit.
    """
    places: list[int] = []
    at = 0
    for number, letter in enumerate(word):
        following = name.find(letter, at)
        if following < 0:
            return None
        begin = following
        while begin >= 0 and not _begins(name, begin):
            begin = name.find(letter, begin + 1)
        joined = bool(places) and following == places[-1] + 1
        if not joined and begin >= 0 and _holds(word[number + 1 :], name, begin + 1):
            following = begin
        places.append(following)
        at = following + 1
    gaps = [(first, second) for first, second in pairwise(places) if second != first + 1]
    if not _begins(name, places[0]) or not all(_begins(name, b) or name[a:b].isalnum() for a, b in gaps):
        return None
    pieces = 1 + len(gaps)
    return Match(_SCATTERED - pieces - places[0] * 0.01, tuple(places))


def _holds(word: str, name: str, at: int) -> bool:
    for letter in word:
        at = name.find(letter, at) + 1
        if not at:
            return False
    return True


def _begins(name: str, at: int) -> bool:
    return name[at].isalnum() and (at == 0 or not name[at - 1].isalnum())
