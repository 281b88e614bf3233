"""How similar readings are found: two quick looks bring candidates, then all measures are taken of these alone.

The first look is at the rare words that an article shares with others, by the full-text index; the second at the signs
of directions. A candidate's nearness is that of the directions plus that of the terms; the terms' cosine is taken
logarithmically, for from one shared rare word to three is a longer way than from thirty to forty. What was found is
kept with how far the library was known, and brought up to date with what came since.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from desktop_reader.library import connect, matching, search, signs, understood
from desktop_reader.library.driver import dbapi
from desktop_reader.library.understanding import VERSION
from desktop_reader.library.understood import Row
from desktop_reader.text import near, terms
from desktop_reader.text.encoder import cosines

if TYPE_CHECKING:
    import sqlite3

_BY_WORDS = 100
_BY_SIGNS = 40
_LOOKED_AT = 200
_ASKED_WORDS = 16
_PER_WORD = 2000
_COMMON = 0.01  # A word that stands in more than a hundredth of all articles leads to too many.
_NEVER_COMMON = 100

_LEXICAL = 1.25
_OTHER_LANGUAGE = 0.14  # Translations share few words, so they would stand behind every text of the same language.
_RECENT, _DAYS = 0.2, 7.0
_NEAR_ENOUGH = 0.55
_NEAR_BY_WORDS = 0.28  # Of the terms alone, where there are no directions.
_SAME_TEXT = 0.9
_KEPT = 60
_ID = 8  # Bytes.
_SHOWN_WORDS = 5
_DAY = 86400
# One text of all numbers, which is made and read without Python's objects.
_NEWEST_WITH = "SELECT group_concat(rowid) FROM (SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY rowid DESC LIMIT ?)"


@dataclass(slots=True)
class Near:
    """A neighbour: how near it is, and the ids of its copies."""

    row: Row
    rank: float
    score: float
    shared: _Shared
    copies: list[int]


class Neighbours:
    """The search file of one library as this process knows it. One question at a time, from any thread."""

    def __init__(self, library: Path) -> None:
        self._path = search.place(library)
        self._lock = threading.Lock()
        self._file: tuple[int, int] | None = None
        self._live: sqlite3.Connection | None = None
        self._frequencies = terms.Frequencies()
        self._known, self._changes = 0, -1

    def of(self, number: int, most: int) -> list[Near]:
        """The nearest, without copies of each other or of the article itself."""
        return self.of_each([number], most)[number]

    def of_each(self, numbers: Sequence[int], most: int) -> dict[int, list[Near]]:
        """The same of some articles, where what was found is kept for all at once."""
        nobody: dict[int, list[Near]] = {number: [] for number in numbers}
        with self._lock, connect.translated(self._path):
            live = self._current()
            if live is None:
                return nobody
            new: list[understood.Found] = []
            try:
                near = {number: self._found(live, number, most, new) for number in numbers}
            except dbapi.OperationalError as error:
                if "no such table" in str(error):
                    return nobody  # Nothing was understood yet.
                raise
            understood.remember(live, new)
            return near

    def compared(self, number: int, others: Sequence[int]) -> dict[int, float]:
        """The scores of these articles beside one, also of those that are not near; for measuring."""
        with self._lock, connect.translated(self._path):
            live = self._current()
            if live is None or not self._learn(live) or not (own := understood.rows(live, [number])):
                return {}
            return {
                one.row.id: one.score for one in self._ranked(own[0], understood.rows(live, others), everything=True)
            }

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            if self._live is not None:
                self._live.close()
                self._live = self._file = None

    def _current(self) -> sqlite3.Connection | None:
        """The file as it lies there now: it may have been made anew meanwhile."""
        try:
            there = self._path.stat()
        except OSError:
            return self._live
        if self._file != (there.st_dev, there.st_ino):
            if self._live is not None:
                self._live.close()
            self._live, self._file = understood.connected(self._path), (there.st_dev, there.st_ino)
            self._known, self._changes = 0, -1
        return self._live

    def _found(self, live: sqlite3.Connection, number: int, most: int, new: list[understood.Found]) -> list[Near]:
        if not self._learn(live):
            return []
        own = understood.rows(live, [number])
        if not own:
            return []
        kept = live.execute("SELECT upto, found FROM nearest WHERE id = ?", (number,)).fetchone()
        (upto,) = live.execute("SELECT coalesce(max(seq), 0) FROM understood").fetchone()
        candidates = understood.brought_up_to_date(live, own[0], kept)
        # Fewer than were kept at most are all that were near enough: looking again finds no more.
        cut = kept is not None and len(kept[1]) >= _KEPT * _ID
        if candidates is None or (cut and len(candidates) < most):
            candidates = self._candidates(live, own[0])
            kept = None
        rows = understood.rows(live, [one for one in candidates if one != number])
        ranked = self._ranked(own[0], rows)
        if kept is None or kept[0] != upto:
            new.append((number, upto, [one.row.id for one in ranked[: max(_KEPT, most)]]))
        return _different(own[0], ranked, most)

    def _learn(self, live: sqlite3.Connection) -> bool:
        """How frequent terms are by now; False when the tables are those of another version of this program."""
        (changes,) = live.execute("PRAGMA data_version").fetchone()
        if changes != self._changes:
            sql = "SELECT key, value FROM knowledge WHERE key IN ('version', 'frequencies')"
            known = dict(live.execute(sql).fetchall())
            self._frequencies = terms.Frequencies(known.get("frequencies", b""))
            self._known, self._changes = known.get("version", 0), changes
        return bool(self._known == VERSION)

    def _candidates(self, live: sqlite3.Connection, own: Row) -> list[int]:
        by_words = self._by_words(live, own)
        by_signs: list[int] = []
        if own.direction:
            looked_at = signs.nearest(live, own.direction, _LOOKED_AT)
            order = np.argsort(-cosines(own.direction, [direction for _, direction in looked_at]), kind="stable")
            by_signs = [looked_at[place][0] for place in order[: _BY_SIGNS + 1]]
        return list(dict.fromkeys([*by_words, *by_signs]))

    def _by_words(self, live: sqlite3.Connection, own: Row) -> list[int]:
        """The articles that share most with the rarest words, weighed by their rarity."""
        words = terms.words_of(own.words)
        spread = _spread(words, self._frequencies)
        most = max(self._frequencies.texts * _COMMON, _NEVER_COMMON)
        asked = 0
        ids: list[np.ndarray] = []
        weights: list[np.ndarray] = []
        for word, documents in zip(words, spread, strict=True):
            if not 1 < documents <= most or asked >= _ASKED_WORDS:
                continue
            expression = _expression(word)
            if not expression:
                continue
            asked += 1
            (listed,) = live.execute(_NEWEST_WITH, (expression, _PER_WORD)).fetchone()
            if listed:
                some = np.array(listed.split(","), np.int64)
                ids.append(some)
                # The index knows no accents, so it may find more than the word itself.
                rarity = math.log1p(self._frequencies.texts / max(documents, len(some)))
                weights.append(np.full(len(some), rarity * rarity))
        if not ids:
            return []
        different, places = np.unique(np.concatenate(ids), return_inverse=True)
        sums = np.bincount(places, np.concatenate(weights))
        order = np.lexsort((-different, -sums))[: _BY_WORDS + 1]
        return [int(number) for number in different[order]]

    def _ranked(self, own: Row, rows: Sequence[Row], everything: bool = False) -> list[Near]:
        """All of ``rows`` that are near enough, the nearest first."""
        if not rows:
            return []
        every = [own, *rows]
        rare, common = (
            terms.matrix([row.rare for row in every], terms.KEPT),
            terms.matrix([row.common for row in every], terms.COMMON),
        )
        numbers, weights = terms.vectors(rare, common, self._frequencies)
        lexical = np.log1p(10 * np.maximum(terms.alike(numbers, weights), 0)[1:]) / math.log(11)
        directed = np.array([bool(own.direction and row.direction) for row in rows])
        foreign = np.array([_OTHER_LANGUAGE if _differ(own.language, row.language) else 0.0 for row in rows])
        content = np.where(directed, cosines(own.direction, [row.direction for row in rows]) + foreign, 0)
        content += np.where(directed, _LEXICAL * lexical, lexical)
        enough = content >= np.where(directed, _NEAR_ENOUGH, _NEAR_BY_WORDS)
        score = np.clip(content / np.where(directed, 1 + _LEXICAL, 1), 0, 1)
        days = np.array([abs(row.published_at - own.published_at) / _DAY for row in rows])
        # So near in steps of a thousandth: among equals the newest stands first.
        rank = np.round(content + _RECENT * np.exp(-days / _DAYS), 3)
        order = np.lexsort((np.array([-row.published_at for row in rows]), -rank))
        shared = _Shared(own, self._frequencies)
        return [
            Near(rows[place], float(rank[place]), round(float(score[place]), 3), shared, [])
            for place in order
            if everything or enough[place]
        ]


class _Shared:
    """The words of one article that others have too; not every question is about them."""

    def __init__(self, own: Row, frequencies: terms.Frequencies) -> None:
        self._own, self._frequencies = own, frequencies

    @cached_property
    def _words(self) -> list[tuple[str, set[int]]]:
        words = terms.words_of(self._own.words)
        spread = _spread(words, self._frequencies)
        rarest = sorted(range(len(words)), key=lambda place: spread[place])
        return [
            (words[place], {terms.number(one) for one in terms.stems_of(words[place])})
            for place in rarest
            if _is_shown(words[place])
        ]

    def by(self, row: Row) -> tuple[str, ...]:
        """The rarest words that ``row`` has as well."""
        others = set(terms.numbers_of(row.rare))
        return tuple(word for word, numbers in self._words if numbers <= others)[:_SHOWN_WORDS]


_open: dict[Path, Neighbours] = {}
_opening = threading.Lock()


def neighbours(library: Path) -> Neighbours:
    """What this process knows of a library is kept: a connection, and how frequent terms are."""
    place = library.absolute()
    with _opening:
        if place not in _open:
            _open[place] = Neighbours(library)
        return _open[place]


def _different(own: Row, ranked: Sequence[Near], most: int) -> list[Near]:
    """The first ``most`` texts: copies stand behind the first of their kind, those of the article itself nowhere."""
    found: list[Near] = []
    looked_at = ranked[: 4 * most + 20]  # Copies are as near as the texts that they are copies of.
    itself = near.shared(own.sketch, [one.row.sketch for one in looked_at])
    for one, same in zip(looked_at, itself, strict=True):
        if same >= _SAME_TEXT:
            continue
        shares = near.shared(one.row.sketch, [other.row.sketch for other in found])
        copied = next((place for place, share in enumerate(shares) if share >= near.COPY), None)
        if copied is not None:
            found[copied].copies.append(one.row.id)
        elif len(found) < most:
            found.append(one)
    return found


def _spread(words: Sequence[str], frequencies: terms.Frequencies) -> list[float]:
    """In how many articles each of these words stands, at most."""
    if not words:
        return []
    each = [[terms.number(one) for one in terms.stems_of(word)] or [0] for word in words]
    firsts = np.cumsum([0, *map(len, each[:-1])])
    found = frequencies.of(np.array([one for some in each for one in some], np.uint32))
    return [float(least) for least in np.minimum.reduceat(found, firsts)]


def _expression(word: str) -> str:
    """What finds a word's other forms too: all that begin as the term does."""
    stem = terms.stem(word)
    if terms.stems_of(word) != [stem]:
        return matching.every(word, unfinished=True)
    return matching.every(stem, unfinished=len(stem) >= terms.STEM)


def _differ(language: str, other: str) -> bool:
    return bool(language and other and language != other)


def _is_shown(word: str) -> bool:
    return len(word) > (2 if word.isascii() else 1) and not word.isnumeric() and not terms.is_grammar(word)
