"""What somebody typed into the search field, as a tree.

Words are all wanted; ``OR`` between two takes either and binds closer than a blank; ``-`` before a word, a phrase or a
bracket takes what does not have it; ``field:value`` asks for more than text. Nothing that is typed is an error as
such: what cannot be understood is left out of the tree and told as a ``Mistake`` where it stands, and what is still
being typed at the end is waited for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from desktop_reader.records.search import Mistake, Term
from desktop_reader.records.translatable import translatable
from desktop_reader.text import tokens
from desktop_reader.text.search_values import VALUES, Filter

LONGEST = 400
"""Characters that are looked at; nobody means more."""

_DEEPEST = 20
_TOO_LONG = translatable("What stands behind the first {count} characters is not looked for.")
_PIECE = re.compile(
    r"""\s*(?:(?P<minus>-(?=[^\s)]))|(?P<open>\()|(?P<close>\))|(?P<or>OR(?=[\s(]|$))
    |(?P<field>[A-Za-z]+):|(?P<quote>"(?P<phrase>[^"]*)(?P<end>"?))|(?P<word>[^\s"()]+))""",
    re.VERBOSE,
)
_WORD_AHEAD = re.compile(r'"([^"]*)"?|[^\s"()]*')


class Place(StrEnum):
    """Where a word has to stand."""

    ANYWHERE = ""
    TITLE = "intitle"
    AUTHOR = "author"


_PLACES = frozenset(place.value for place in Place if place)


@dataclass(frozen=True, slots=True)
class Words:
    """One word or, as a ``phrase``, several in this order; ``unfinished`` when the last may be only a beginning."""

    text: str
    place: Place = Place.ANYWHERE
    phrase: bool = False
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part is wanted."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of the parts is enough."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part is not wanted."""

    part: Node


Node = Words | Filter | AllOf | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Search:
    """``tree`` is None when nothing is asked for yet; ``terms`` are the words to mark; ``mistakes`` what was not
    understood.
    """

    tree: Node | None = None
    terms: tuple[Term, ...] = ()
    mistakes: tuple[Mistake, ...] = ()


def parse(typed: str) -> Search:
    """Understands what was typed."""
    reading = _Reading(typed[:LONGEST])
    tree = reading.all_of(0)
    if typed[LONGEST:].strip():
        reading.mistakes.append(Mistake(LONGEST, len(typed), _TOO_LONG, (("count", str(LONGEST)),)))
    return Search(tree, tuple(dict.fromkeys(_terms(tree))), tuple(reading.mistakes))


def _terms(node: Node | None) -> list[Term]:
    match node:
        case Words():
            return [Term(node.text, node.unfinished)]
        case AllOf(parts) | AnyOf(parts):
            return [term for part in parts for term in _terms(part)]
    return []  # What is not wanted is nowhere to be marked.


class _Reading:
    """One pass over the text, from piece to piece."""

    def __init__(self, typed: str) -> None:
        self._typed = typed
        self._at = 0
        self._unwanted = 0  # Behind so many minus signs: what is not wanted is not guessed at.
        self.mistakes: list[Mistake] = []

    def all_of(self, depth: int) -> Node | None:
        parts: list[Node] = []
        either = False
        while (piece := self._next()) is not None:
            if piece["or"]:
                either = bool(parts)
                continue
            if piece["close"]:
                if depth:
                    break
                continue  # One too many: nothing is lost by passing over it.
            part = self._part(piece, depth)
            if part is None:
                continue
            if either and isinstance(parts[-1], AnyOf):
                parts[-1] = AnyOf((*parts[-1].parts, part))
            elif either:
                parts[-1] = AnyOf((parts[-1], part))
            else:
                parts.append(part)
            either = False
        return AllOf(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None

    def _next(self) -> re.Match[str] | None:
        piece = _PIECE.match(self._typed, self._at)
        if piece is not None:
            self._at = piece.end()
        return piece

    def _part(self, piece: re.Match[str], depth: int) -> Node | None:
        if piece["minus"]:
            following = self._next()
            self._unwanted += 1
            part = self._part(following, depth) if following is not None and not following["close"] else None
            self._unwanted -= 1
            return None if part is None else part.part if isinstance(part, Not) else Not(part)
        if piece["open"]:
            if depth < _DEEPEST:
                return self.all_of(depth + 1)
            return None
        if piece["field"] is not None:
            return self._field(piece)
        if piece["quote"] is not None:
            return self._phrase(piece["phrase"], Place.ANYWHERE, not piece["end"])
        return self._word(piece["word"] or piece["or"] or "", Place.ANYWHERE)

    def _field(self, piece: re.Match[str]) -> Node | None:
        name = piece["field"].lower()
        value = _WORD_AHEAD.match(self._typed, self._at)
        assert value is not None  # It may be empty.
        if name in _PLACES:
            self._at = value.end()
            if value[1] is not None:
                return self._phrase(value[1], Place(name), not value[0].endswith('"') or len(value[0]) < 2)
            return self._word(value[0], Place(name))
        if name in VALUES:
            self._at = value.end()
            said = value[0] if value[1] is None else value[1]
            return self._filter(name, said, piece.start("field"))
        # No field of ours: an address, a time, a line of code. Its words are looked for.
        self._at = value.end() if value[1] is None else piece.end()
        return self._word(f"{piece['field']}:{value[0]}" if value[1] is None else piece["field"], Place.ANYWHERE)

    def _filter(self, name: str, said: str, start: int) -> Filter | None:
        if not said:
            return None  # The value is still to be typed.
        found = VALUES[name](said)
        if isinstance(found, Filter):
            return found
        sentence, goes_on = found
        if not (goes_on and self._at == len(self._typed)):
            self.mistakes.append(Mistake(start, self._at, sentence, (("value", said),)))
        return None

    def _word(self, text: str, place: Place) -> Words | None:
        if not tokens.asked(text, False):
            return None
        goes_on = self._at == len(self._typed) and not self._unwanted
        return Words(text.rstrip("*"), place, unfinished=goes_on or text.endswith("*"))

    def _phrase(self, text: str, place: Place, unfinished: bool) -> Words | None:
        text = " ".join(text.split())
        if not tokens.asked(text, False):
            return None
        return Words(text, place, phrase=True, unfinished=unfinished and not self._unwanted)
