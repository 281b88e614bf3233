"""What can be seen of the first sentences of an article: of their words, of pairs of words, and of some of them chosen.

Only numbers come from here; what they are worth is the ``ranker``'s matter. Nothing here knows a language. Words count
by their first letters, so that most endings do not matter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import exp, log, sqrt
from operator import mul
from typing import Generic, NamedTuple, TypeVar

from desktop_reader.text.scripts import BURMESE, HAN, HANGUL, KANA, KHMER, LAO, THAI
from desktop_reader.text.tokens import tokens

LENGTH = 300

FIRST = 8
_STUDIED = 30
_HEAD = 3
_LETTERS = 6
# As many words as a summary by a person commonly has: F asks how much of both texts is shared.
_USUAL_WORDS = 34

_LEANS = re.compile(
    r"(?:he|she|it|they|his|her|their|its|this|that|these|those|but|and|however|also|so|then|such|meanwhile|instead|"
    r"er|sie|es|dies\w*|aber|und|doch|auch|il|elle|ils|elles|mais|et|cela|ce|cette|él|ella|pero|esto|este|esta|"
    r"ele|ela|mas|isso|ma|anche|questo|hij|zij|ze|maar|dit|dat|on|ona|ale|to|jednak|o|bu|ama|ancak|"
    r"он|она|они|это|но|также|وقال|لكن|كما|anh|chị|ông|bà|nhưng|tuy nhiên|và|này|그는|그러나|하지만|또)\b"
    r"|そして|しかし|また|但|而且|此外|他|她|แต่|และ|นอกจากนี้|เขา",
    re.I,
)
_OPENING_QUOTES = '"“„«»‹‘「『'
_CAPITALISED = re.compile(r"(?<=[^\W_])[^\w.!?]+([^\W\d_][^\W_]*)")
_DENSE = re.compile(f"[{HAN}{KANA}{HANGUL}{THAI}{LAO}{KHMER}{BURMESE}]")
# Pairs of signs, as ``tokens`` cuts scripts without blanks, are about four times as many as words would be.
_PAIRS_PER_WORD = 4

Facts = tuple[float, ...]
Pair = tuple[str, str]
Key = TypeVar("Key", str, Pair)


@dataclass(frozen=True, slots=True)
class Choice:
    """Sentences by their places; ``last`` is the last one as it is shown: whole, or cut at a clause or a word."""

    places: tuple[int, ...]
    last: str
    cut: bool = False

    def text(self, found: Sequence[str]) -> str:
        """The sentences, with blanks between."""
        return " ".join([*(found[place] for place in self.places[:-1]), self.last])


class _Piece(NamedTuple):
    """A sentence, or the beginning of one, as the measures see it. ``key`` is its place and its length."""

    key: tuple[int, int]
    words: frozenset[str]
    pairs: frozenset[Pair]
    row: dict[str, float]
    length: int
    size: int
    to_whole: float
    to_head: float
    square: float


class _Sum(NamedTuple):
    """Several of these together."""

    pieces: tuple[_Piece, ...] = ()
    words: frozenset[str] = frozenset()
    pairs: frozenset[Pair] = frozenset()
    hits: float = 0.0
    pair_hits: float = 0.0
    length: int = 0
    size: int = 0
    to_whole: float = 0.0
    to_head: float = 0.0
    square: float = 0.0


_NOTHING = _Sum()


class Study:
    """The first sentences of an article, looked at from all sides."""

    def __init__(self, found: Sequence[str], title: str = "") -> None:
        self._found = found[:_STUDIED]
        self._first = found[:FIRST]
        self._terms = [terms(sentence) for sentence in self._found]
        self._title = frozenset(terms(title))
        self._title_pairs = frozenset(pairwise(terms(title)))
        self._times = Counter(word for row in self._terms for word in row)
        self._spread = Counter(word for row in self._terms for word in set(row))
        self._weight = {word: log(1 + len(self._terms) / spread) for word, spread in self._spread.items()}
        self._capitals = Counter(
            word[:_LETTERS].casefold()
            for sentence in self._found
            for word in _CAPITALISED.findall(sentence)
            if word[0].isupper()
        )
        dense = sum(1 for word in self._times if _DENSE.match(word))
        self._grain = _PAIRS_PER_WORD if dense * 2 > len(self._times) else 1
        self._pieces: dict[tuple[int, int], _Piece] = {}
        self._products: dict[tuple[tuple[int, int], tuple[int, int]], float] = {}

    @cached_property
    def words(self) -> dict[str, Facts]:
        """What is known of each word of the first sentences."""
        known: dict[str, Facts] = {}
        titled = float(bool(self._title))
        for place, row in enumerate(self._terms[:FIRST]):
            leads, second = float(place == 0), float(place == 1)
            for word in row:
                if word in known:
                    continue
                times = self._times[word]
                often = log(times)
                capital = min(1.0, self._capitals[word] / times)
                letters = _LETTERS if _DENSE.match(word) else len(word)
                short, long = float(letters <= 3), float(letters >= 5)
                in_title = float(word in self._title)
                known[word] = (
                    1.0,
                    often,
                    log(1 + self._spread[word]),
                    leads,
                    second,
                    1 / (1 + place),
                    in_title,
                    titled,
                    capital,
                    float(word.isdigit()),
                    float(letters <= 2),
                    short,
                    float(letters >= _LETTERS),
                    often * short,
                    often * long,
                    often * capital,
                    leads * long,
                    leads * capital,
                    in_title * capital,
                )
        return known

    def word_worths(self, weights: Sequence[float]) -> dict[str, float]:
        """The logits of the words: above 0 where a summary more likely has the word than not."""
        return {word: weighed(weights, facts) for word, facts in self.words.items()}

    def pairs(self, word_worths: Mapping[str, float]) -> dict[Pair, Facts]:
        """What is known of each pair of neighbours in the first sentences."""
        times = Counter(pair for row in self._terms for pair in pairwise(row))
        titled = float(bool(self._title))
        known: dict[Pair, Facts] = {}
        for place, row in enumerate(self._terms[:FIRST]):
            leads, second, early = float(place == 0), float(place == 1), 1 / (1 + place)
            for pair in pairwise(row):
                if pair in known:
                    continue
                one, other = word_worths[pair[0]], word_worths[pair[1]]
                known[pair] = (
                    1.0,
                    log(times[pair]),
                    leads,
                    second,
                    early,
                    float(pair in self._title_pairs),
                    titled,
                    one + other,
                    min(one, other),
                    log(self._times[pair[0]]) + log(self._times[pair[1]]),
                    float(len(pair[0]) <= 3) + float(len(pair[1]) <= 3),
                    float(bool(self._capitals[pair[0]] and self._capitals[pair[1]])),
                )
        return known

    def pair_worths(self, word_worths: Mapping[str, float], weights: Sequence[float]) -> dict[Pair, float]:
        """The logits of the pairs."""
        return {pair: weighed(weights, facts) for pair, facts in self.pairs(word_worths).items()}

    def choice_facts(
        self, choices: Iterable[Choice], word_worths: Mapping[str, float], pair_worths: Mapping[Pair, float]
    ) -> list[Facts]:
        """What each choice looks like, and how many words and pairs of a person's summary it is likely to have."""
        hits = _Hits({word: _chance(worth) / self._grain for word, worth in word_worths.items()})
        pair_hits = _Hits({pair: _chance(worth) / self._grain for pair, worth in pair_worths.items()})
        whole_length = sqrt(_dot(self._whole, self._whole)) or 1.0
        head_length = sqrt(_dot(self._head, self._head)) or 1.0
        leans = [bool(_LEANS.match(sentence)) for sentence in self._first]
        quotes = [sentence[:1] in _OPENING_QUOTES for sentence in self._first]
        titled = float(bool(self._title))
        # Many choices differ in their last sentence only.
        begun: dict[tuple[int, ...], _Sum] = {(): _NOTHING}

        def beginning(places: tuple[int, ...]) -> _Sum:
            if places not in begun:
                before, last = beginning(places[:-1]), self._piece(places[-1], self._first[places[-1]])
                joined = self._joined(before, last, hits, pair_hits)
                begun[places] = joined._replace(words=before.words | last.words, pairs=before.pairs | last.pairs)
            return begun[places]

        rows: list[Facts] = []
        for choice in choices:
            places, size = choice.places, len(choice.places)
            piece = self._piece(places[-1], choice.last)
            total = self._joined(beginning(places[:-1]), piece, hits, pair_hits)
            length = (total.length - 1) / LENGTH
            words = total.size / self._grain
            own = sqrt(total.square) or 1.0
            first = float(places[0] == 0)
            leaning = quoting = 0
            for place in places:
                quoting += quotes[place]
                leaning += leans[place] and place > 0 and place - 1 not in places
            rows.append(
                (
                    length,
                    length * length,
                    first,
                    float(1 in places),
                    float(2 in places),
                    (places[-1] - places[0] + 1 - size) / FIRST,
                    float(size == 1),
                    float(choice.cut),
                    total.to_whole / (own * whole_length),
                    total.to_head / (own * head_length),
                    titled * first,
                    titled * length,
                    leaning / size,
                    quoting / size,
                    words / (60 * length),
                    2 * total.hits / (words + _USUAL_WORDS),
                    2 * total.pair_hits / (words + _USUAL_WORDS),
                )
            )
        return rows

    @cached_property
    def _whole(self) -> dict[str, float]:
        return {word: times * self._weight[word] for word, times in self._times.items()}

    @cached_property
    def _head(self) -> dict[str, float]:
        times = Counter(word for row in self._terms[:_HEAD] for word in row)
        return {word: count * self._weight[word] for word, count in times.items()}

    def _piece(self, place: int, text: str) -> _Piece:
        key = (place, len(text))
        if key not in self._pieces:
            row = self._terms[place]
            pairs = frozenset(pairwise(row))
            if len(text) != len(self._first[place]):
                # A cut may end inside what ``terms`` takes for one word; only words of the whole sentence count.
                whole = self._piece(place, self._first[place])
                row = [word for word in terms(text) if word in whole.words]
                pairs = whole.pairs.intersection(pairwise(row))
            row_weights = {word: times * self._weight[word] for word, times in Counter(row).items()}
            self._pieces[key] = _Piece(
                key=key,
                words=frozenset(row),
                pairs=pairs,
                row=row_weights,
                length=len(text),
                size=len(row),
                to_whole=_dot(row_weights, self._whole),
                to_head=_dot(row_weights, self._head),
                square=_dot(row_weights, row_weights),
            )
        return self._pieces[key]

    def _joined(self, before: _Sum, piece: _Piece, hits: _Hits[str], pair_hits: _Hits[Pair]) -> _Sum:
        """Both together, but for ``words`` and ``pairs``, which only who goes on from there needs."""
        square = before.square + piece.square
        for other in before.pieces:
            key = (other.key, piece.key)
            if key not in self._products:
                self._products[key] = 2 * _dot(other.row, piece.row)
            square += self._products[key]
        return _Sum(
            pieces=(*before.pieces, piece),
            hits=before.hits + hits.new(piece.key, piece.words, before.words),
            pair_hits=before.pair_hits + pair_hits.new(piece.key, piece.pairs, before.pairs),
            length=before.length + piece.length + 1,
            size=before.size + piece.size,
            to_whole=before.to_whole + piece.to_whole,
            to_head=before.to_head + piece.to_head,
            square=square,
        )


class _Hits(Generic[Key]):
    """What words or pairs are worth; what is said twice counts once."""

    def __init__(self, chances: Mapping[Key, float]) -> None:
        self._chance: Callable[[Key], float] = chances.__getitem__
        self._sums: dict[tuple[int, int], float] = {}

    def new(self, piece: tuple[int, int], some: frozenset[Key], before: frozenset[Key]) -> float:
        """What those of a piece are worth that were not there before: nearly all of them."""
        if piece not in self._sums:
            self._sums[piece] = sum(map(self._chance, some))
        said: float = 0.0 if before.isdisjoint(some) else sum(map(self._chance, some & before))
        return self._sums[piece] - said


def terms(text: str) -> list[str]:
    """The words of ``text`` by their first letters."""
    return [word[:_LETTERS] for word in tokens(text)]


def _chance(logit: float) -> float:
    return 1 / (1 + exp(-logit)) if logit > -30 else 0.0


def weighed(weights: Sequence[float], facts: Sequence[float]) -> float:
    """The sum of the facts by their weights."""
    total: float = sum(map(mul, weights, facts))
    return total


def _dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum([value * other[word] for word, value in one.items() if word in other])
