"""Signs in blocks: every article that is there is found, none that went, and empty places are given back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from desktop_reader.library import search, segments, signs, understanding
from desktop_reader.library.driver import dbapi
from desktop_reader.library.neighbours import Neighbours
from desktop_reader.library.segments import BLOCK, SEGMENT
from desktop_reader.library.understanding import Learned, Meaning, Understanding
from desktop_reader.library.writer import Writer
from desktop_reader.text import encoder
from tests.library_fixtures import made

CHUNK = 1000


class Shelf:
    """The search file of a library without articles, and directions as they were given last."""

    def __init__(self, path: Path) -> None:
        Writer(path).close()
        self.path = path
        self.file = Understanding(path)
        self.live: sqlite3.Connection = dbapi.connect(str(search.place(path)), isolation_level=None)
        self.chance = np.random.default_rng(3)
        self.matter = self.chance.normal(size=512) / 22
        self.directions: dict[int, bytes] = {}

    def learn(self, articles: Iterable[int], *, directions: bool = True, alike: bool = False) -> None:
        """In rounds, as they come; ``alike`` are all that are learned so."""
        every = list(articles)
        for start in range(0, len(every), CHUNK):
            some = every[start : start + CHUNK]
            rows = np.asarray(self.chance.normal(size=(len(some), 512)) / 22, np.float32)
            if alike:
                rows = np.asarray((rows + self.matter) / 2, np.float32)
            told = dict(zip(some, encoder.packed(rows) if directions else [b""] * len(some), strict=True))
            self.directions |= told
            self.file.notice(some, [])
            meanings = tuple(Meaning(number, number, direction=one) for number, one in told.items())
            self.file.keep(Learned(meanings, b""), self.file.waiting(len(some)))

    def forget(self, articles: Iterable[int]) -> None:
        """These go."""
        every = list(articles)
        for start in range(0, len(every), CHUNK):
            self.file.notice([], every[start : start + CHUNK])
        for number in every:
            del self.directions[number]

    def found(self, number: int, most: int = 20) -> list[int]:
        """What a look from an article brings, the nearest first."""
        own = self.directions[number]
        looked_at = signs.nearest(self.live, own, most)
        assert all(self.directions[one] == direction for one, direction in looked_at)
        assert len({one for one, _ in looked_at}) == len(looked_at)
        return [one for one, _ in sorted(looked_at, key=lambda told: (_differ(own, told[1]), told[0]))]

    def nearest(self, number: int, most: int = 20) -> list[int]:
        """The same by comparing all, one by one."""
        own = self.directions[number]
        told = [(_differ(own, other), one) for one, other in self.directions.items() if other]
        return [one for _, one in sorted(told)[:most]]

    def blocks(self) -> list[tuple[int, int, int]]:
        """The first place of each, the first behind it, and its size."""
        return self.live.execute("SELECT first, behind, length(bits) FROM sign ORDER BY first").fetchall()

    def close(self) -> None:
        self.file.close()
        self.live.close()


def _differ(first: bytes, second: bytes) -> int:
    return (int.from_bytes(encoder.signs(first)) ^ int.from_bytes(encoder.signs(second))).bit_count()


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    opened = Shelf(made(tmp_path))
    yield opened
    opened.close()


@pytest.mark.parametrize("count", [1, 30, 600, SEGMENT - 1, SEGMENT + 700])
def test_a_look_finds_what_comparing_all_finds(shelf: Shelf, count: int) -> None:
    shelf.learn(range(count, 0, -1))

    for number in {1, count // 2 + 1, count}:
        near = shelf.nearest(number)
        # Of those that differ in as many signs as the last one, any may be among the twenty.
        last = _differ(shelf.directions[number], shelf.directions[near[-1]])
        sure = {one for one in near if _differ(shelf.directions[number], shelf.directions[one]) < last}
        found = shelf.found(number)
        assert sure <= set(found)
        assert found[0] == number
        assert len(found) >= min(20, count)


def test_all_but_the_last_few_are_in_blocks(shelf: Shelf) -> None:
    shelf.learn(range(1, 2 * SEGMENT + 1500))

    first, second, third = shelf.blocks()
    assert first == (0, SEGMENT, BLOCK)
    assert second == (SEGMENT, 2 * SEGMENT, BLOCK)
    assert third[0] == 2 * SEGMENT
    assert 0 <= len(shelf.directions) + 1 - third[1] < CHUNK


def test_what_changed_or_went_is_found_no_more(shelf: Shelf) -> None:
    shelf.learn(range(1, SEGMENT + 1000))
    before = dict(shelf.directions)
    shelf.learn(range(1, 400))
    shelf.forget(range(400, 800))
    shelf.learn(range(800, 1000), directions=False)

    for number in (1, 399, 1000, SEGMENT):
        assert shelf.found(number)[0] == number
    for number in (1, 399, 400, 799, 800):
        there = signs.nearest(shelf.live, before[number], 20)
        assert before[number] not in [direction for _, direction in there]


def test_an_article_that_changed_very_often_leaves_room_for_others(shelf: Shelf) -> None:
    shelf.learn(range(1, 50), alike=True)
    shelf.learn(range(50, 600))
    same = shelf.directions[7]
    for _ in range(700):
        shelf.file.notice([7], [])
        shelf.file.keep(Learned((Meaning(7, 7, direction=same),), b""), shelf.file.waiting(1))

    assert len(shelf.blocks()) == 1
    assert set(shelf.found(7, 49)[:49]) == set(range(1, 50))


def test_many_without_a_direction_do_not_hide_the_few_that_have_one(shelf: Shelf) -> None:
    shelf.learn(range(1, SEGMENT + 600), directions=False)
    shelf.learn(range(1, 20), alike=True)

    assert set(shelf.found(7, 19)[:19]) == set(range(1, 20))
    assert signs.nearest(shelf.live, b"", 20) == []


def test_a_nearly_empty_segment_is_given_back(shelf: Shelf) -> None:
    shelf.learn(range(1, 3 * SEGMENT))
    shelf.forget(number for number in range(1, 2 * SEGMENT) if number % 5)
    shelf.learn([9_999_999])  # The next of such deeds goes on with what is left to do.

    assert [first for first, _, _ in shelf.blocks()] == [2 * SEGMENT, 3 * SEGMENT]
    assert shelf.live.execute("SELECT min(seq), count(*) FROM understood").fetchone() == (
        2 * SEGMENT,
        len(shelf.directions),
    )
    for number in (5, 2 * SEGMENT - 2, 3 * SEGMENT - 1, 9_999_999):
        assert shelf.found(number)[0] == number


def test_a_library_that_was_emptied_begins_anew(shelf: Shelf) -> None:
    shelf.learn(range(1, SEGMENT + 600))
    shelf.forget(list(shelf.directions))
    shelf.learn(range(1, 30))

    assert shelf.found(3)[0] == 3
    assert len(shelf.found(3)) >= 20
    (first,) = shelf.live.execute("SELECT min(seq) FROM understood").fetchone()
    assert first >= SEGMENT + 600  # A place is never given twice: what was found once is known by it.


def test_pages_are_as_full_when_the_newest_come_first(tmp_path: Path) -> None:
    taken = []
    for name, articles in (("up", range(1, 6000)), ("down", range(6000, 1, -1))):
        shelf = Shelf(made(tmp_path, f"{name}.db"))
        shelf.learn(articles)
        taken.append(shelf.live.execute("PRAGMA page_count").fetchone()[0])
        shelf.close()

    assert taken[1] < 1.05 * taken[0]


def test_a_block_that_is_none_is_passed_over(shelf: Shelf) -> None:
    shelf.learn(range(1, SEGMENT + 600))
    shelf.live.execute("UPDATE sign SET bits = x'0102' WHERE first = 0")

    (last,) = shelf.live.execute("SELECT id FROM understood ORDER BY seq DESC LIMIT 1").fetchone()
    assert shelf.found(last)[0] == last


def test_tables_of_another_version_are_made_anew_and_not_read_before(tmp_path: Path) -> None:
    path = made(tmp_path)
    shelf = Shelf(path)
    shelf.learn(range(1, 30))
    with closing(Neighbours(path)) as door:
        assert door.compared(1, [2]).keys() == {2}
        shelf.live.execute("UPDATE knowledge SET value = 1 WHERE key = 'version'")
        assert door.compared(1, [2]) == {}
        assert door.of(1, 5) == []
    shelf.live.execute("DROP TABLE segment")

    with understanding.opened(path) as file:
        assert file.count() == (0, 0)
    assert shelf.live.execute("SELECT value FROM knowledge WHERE key = 'version'").fetchone() == (
        understanding.VERSION,
    )
    shelf.close()


def test_a_fault_in_the_middle_leaves_all_as_it_was(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.learn(range(1, 400))

    def fault(live: object) -> None:
        raise RuntimeError("out of order")

    with monkeypatch.context() as patched:
        patched.setattr(segments, "settle", fault)
        with pytest.raises(RuntimeError):
            shelf.file.notice([], [1, 2, 3])
    assert shelf.file.count() == (399, 0)
    assert shelf.found(2)[0] == 2
