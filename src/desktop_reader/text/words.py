"""How many words a text has, and how long reading it takes.

A word is what stands between white space. Chinese, Japanese, Thai, Lao, Khmer and Burmese are written without blanks;
their words are found by ICU, which has dictionaries of them (the only file that knows icu4py). It is asked in the
digesting process alone, and the number is kept with the article, so that it is the same wherever it is shown.

Where ICU cannot be had, runs of such a script are counted by their length:

* Chinese and Japanese by the rule that Medium published for its reading times: 265 words or 500 characters a minute,
  so 500 characters are worth 265 words.
* The others at five letters and signs a word, an estimate of our own.

Korean has blanks and needs no rule.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Protocol

from desktop_reader.text.scripts import BURMESE, HAN, KANA, KHMER, LAO, THAI, western

WORDS_PER_MINUTE = 265
EAST_ASIAN_PER_WORD = 500 / 265
SOUTH_EAST_ASIAN_PER_WORD = 5.0

_EAST_ASIAN = HAN + KANA
_SOUTH_EAST_ASIAN = THAI + LAO + KHMER + BURMESE
# Marks of these scripts end no word and begin none; beside a run they belong to it.
_PUNCTUATION = (
    "\u3000-\u3004\u3008-\u3020\u3030\u303d\u30a0\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
    "\u104a-\u104f\u17d4-\u17da\u2014\u2018-\u201d\u2026"
)
_DENSE = re.compile(f"[{_EAST_ASIAN}{_SOUTH_EAST_ASIAN}]")
_RUN = re.compile(f"(?P<east>[{_EAST_ASIAN}]+)|(?P<south>[{_SOUTH_EAST_ASIAN}]+)|[{_PUNCTUATION}]+")


class _Segmenter(Protocol):
    def __call__(self, text: str) -> int: ...


def count(text: str, language: str | None = None, *, tidy: bool = False) -> int:
    """The number of words. In Korean even a text with Chinese characters is counted by its blanks. ``tidy`` texts have
    nothing but single blanks and line ends between words: to count these is ten times as quick.
    """
    if western(text) or _DENSE.search(text) is None or (language or "").partition("-")[0] == "ko":
        return text.count(" ") + text.count("\n") + 1 if tidy and text else len(text.split())
    words = 0
    east: list[str] = []
    south: list[str] = []
    for token in text.split():
        if token.isascii() or _DENSE.search(token) is None:
            words += 1
            continue
        for run in _RUN.finditer(token):
            if run["east"]:
                east.append(run["east"])
            elif run["south"]:
                south.append(run["south"])
        words += len(_RUN.sub(" ", token).split())
    return words + _words_of_runs(east, south)


def reading_minutes(words: int) -> int:
    """Whole minutes, at least one."""
    return max(1, round(words / WORDS_PER_MINUTE))


def _words_of_runs(east: list[str], south: list[str]) -> int:
    segments = _segmenter()
    if segments is None:
        signs = sum(map(len, east)) / EAST_ASIAN_PER_WORD + sum(map(len, south)) / SOUTH_EAST_ASIAN_PER_WORD
        return max(1, round(signs))
    runs = [*east, *south]
    # One question for all runs; the line ends between them are segments of their own.
    return segments("\n".join(runs)) - (len(runs) - 1)


@cache
def _segmenter() -> _Segmenter | None:
    try:
        from icu4py.breakers import WordBreaker
    except ImportError:
        return None
    # The dictionaries go by the script, whatever the language.
    return lambda text: sum(1 for _ in WordBreaker(text, "root").segments())
