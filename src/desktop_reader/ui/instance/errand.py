"""What a command asks of the window that has its library open: marks and labels of articles, rules, and pages to be
saved. These few deeds are the whole language; each of them is undone in the window like one that was done there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from desktop_reader.records.addresses import BARE, WEB
from desktop_reader.records.label import COLOURS, tidy

AT_ONCE = 5_000
"""Articles of one errand: with the longest numbers that there are it is still a message that is taken."""

MARKS = ("read", "unread", "star", "unstar")

_OF_LABELS = {"put": 1, "take": 1, "add": 2, "rename": 2, "colour": 2, "remove": 1}  # So many words.
RULES = ("rule on", "rule off", "rule remove", "rule undo")
SAVE = "save"

DEEDS = (*MARKS, *_OF_LABELS, *RULES, SAVE)

_OF_ARTICLES = frozenset([*MARKS, "put", "take"])
_LONGEST_ADDRESS = 4_000
_LONGEST_ANSWER = 4_000
_NUMBERS = range(1, 1 << 63)


@dataclass(frozen=True, slots=True)
class Errand:
    """``numbers`` are row ids: of articles, of one rule, or of what it did at one time. ``words`` are the name of a
    label, for some deeds with its new name or its colour; or the address of a page.
    """

    deed: str
    numbers: tuple[int, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """How many articles are different now; the saved page; or what went wrong, in a sentence."""

    count: int = 0
    article: int = 0
    error: str = ""


def in_parts(deed: str, articles: Sequence[int], *words: str) -> Iterator[Errand]:
    """The same deed on as many articles as there are; one errand at least."""
    for start in range(0, max(1, len(articles)), AT_ONCE):
        yield Errand(deed, tuple(articles[start : start + AT_ONCE]), words)


def errand(said: object) -> Errand:
    """The errand in what somebody has said. Raises ValueError for whatever is none."""
    if not isinstance(said, dict) or said.keys() - set(Errand.__slots__):
        raise ValueError("not an errand")
    deed, numbers, words = said.get("deed"), said.get("numbers", []), said.get("words", [])
    if not isinstance(deed, str) or not isinstance(numbers, list) or not isinstance(words, list):
        raise ValueError("not an errand")
    if deed not in DEEDS or not all(isinstance(word, str) for word in words):
        raise ValueError("not an errand")
    if not _count(deed, numbers) or not _fit(deed, words):
        raise ValueError("not an errand")
    return Errand(deed, tuple(numbers), tuple(words))


def written(answer: Answer) -> bytes:
    """As one line."""
    said = asdict(answer) | {"error": answer.error[:_LONGEST_ANSWER]}
    return json.dumps(said).encode("ascii") + b"\n"


def answered(line: bytes) -> Answer:
    """The answer in a line. Raises ValueError for whatever is none."""
    said: Any = json.loads(line)
    if not isinstance(said, dict) or said.keys() != set(Answer.__slots__):
        raise ValueError("not an answer")
    kinds = (type(said["count"]), type(said["article"]), type(said["error"]))
    if kinds != (int, int, str):
        raise ValueError("not an answer")
    return Answer(**said)


def _count(deed: str, numbers: list[object]) -> bool:
    if not all(type(one) is int and one in _NUMBERS for one in numbers):
        return False
    if deed in _OF_ARTICLES:
        return len(numbers) <= AT_ONCE
    return len(numbers) == (1 if deed in RULES else 0)


def _fit(deed: str, words: list[str]) -> bool:
    if deed == SAVE:
        return len(words) == 1 and len(words[0]) <= _LONGEST_ADDRESS and _may_be_page(words[0])
    if len(words) != _OF_LABELS.get(deed, 0):
        return False
    names = words
    if deed in ("add", "colour"):
        *names, colour = words
        if colour not in ("", *COLOURS):
            return False
    return all(name == tidy(name) for name in names)


def _may_be_page(address: str) -> bool:
    return WEB.fullmatch(address) is not None or BARE.fullmatch(address) is not None
