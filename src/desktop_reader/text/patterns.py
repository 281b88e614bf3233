"""Regular expressions that a rule looks for, one a line, as lists to block and to keep have them.

``title=``, ``author=``, ``url=`` or ``text=`` before an expression says where it is looked for; without, in title,
author and address. What a line with ``!`` before it wants is an exception: the list does not want it. Capitals count,
unless an expression begins with ``(?i)``. Blank lines, and those that begin with ``#``, say nothing.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from desktop_reader.records.search import Mistake
from desktop_reader.records.translatable import translatable

LONGEST = 2_000
"""Characters of one expression."""

MOST = 2_000
"""Lines of one list."""

_FIELDS = {
    "title": "title",
    "author": "author",
    "url": "url",
    "text": "text",
    "entrytitle": "title",
    "entryauthor": "author",
    "entryurl": "url",
    "entrycontent": "text",
}
_LINE = re.compile(r"\s*(?P<keep>!?)(?:(?P<field>[A-Za-z]{3,12})=)?(?P<expression>.*?)\s*$", re.DOTALL)
_LOOKED_AT = 200_000  # Characters of an article's text.


class Subject(NamedTuple):
    """What can be looked at of an article; ``text`` may be left out where no expression asks for it."""

    id: int
    title: str
    author: str
    url: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One expression: where it stands in the list (``number`` counts from 1), and what it wants."""

    number: int
    field: str
    expression: re.Pattern[str]
    keep: bool

    def wants(self, one: Subject) -> bool:
        """Whether it stands in this article. May never end."""
        search = self.expression.search
        match self.field:
            case "title":
                return search(one.title) is not None
            case "author":
                return search(one.author) is not None
            case "url":
                return search(one.url) is not None
            case "text":
                return search(one.text[:_LOOKED_AT]) is not None
        return any(search(part) is not None for part in (one.title, one.author, one.url))


def read(text: str) -> tuple[list[Line], list[tuple[int, Mistake]]]:
    """The expressions of a list; and what is wrong, with the number of its line. A mistake's place is that in the whole
    text.
    """
    lines: list[Line] = []
    mistakes: list[tuple[int, Mistake]] = []
    start = 0
    for number, said in enumerate(text.split("\n"), 1):
        found = _read(number, said, start)
        if isinstance(found, Line):
            lines.append(found)
        elif found is not None:
            mistakes.append((number, found))
        start += len(said) + 1
    return lines, mistakes


def looks_at_text(lines: Iterable[Line]) -> bool:
    """Whether any expression asks for more than an article's head."""
    return any(line.field == "text" for line in lines)


def _read(number: int, said: str, start: int) -> Line | Mistake | None:
    if not said.strip() or said.lstrip().startswith("#"):
        return None
    parts = _LINE.match(said)
    assert parts is not None  # It takes anything.
    field = _FIELDS.get((parts["field"] or "").lower(), "")
    expression = parts["expression"] if field or not parts["field"] else f"{parts['field']}={parts['expression']}"
    begin, end = start + len(said) - len(said.lstrip()), start + len(said)
    if not expression:
        return Mistake(begin, end, translatable("There is no expression in this line."))
    if number > MOST or len(expression) > LONGEST:
        return Mistake(begin, end, translatable("This list or this line is too long."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # What may mean something else in a later Python means this now.
            return Line(number, field, re.compile(expression), bool(parts["keep"]))
    except (re.error, OverflowError, RecursionError) as error:
        words = translatable("“{value}” is no regular expression ({reason}).")
        return Mistake(begin, end, words, (("value", expression), ("reason", str(error))))
