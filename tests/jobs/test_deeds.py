"""Jobs written down, and made of what is written."""

from __future__ import annotations

import dataclasses
import json
from array import array
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.errors import NotFoundError
from desktop_reader.jobs.arrange import Arrange, Noted
from desktop_reader.jobs.deeds import KNOWN, ForgetDeed, ForgetOldDeeds, KeepDeed, Kept, read, written
from desktop_reader.jobs.mark import MarkRead, MarkUnread, Star
from desktop_reader.jobs.read_through import EraseReading
from desktop_reader.library import deeds
from desktop_reader.library.writer import Writer
from desktop_reader.records.arrangement import Arrangement, FeedPlace, FolderPlace
from tests.library_fixtures import NOW, came, entry, follow, opened, rows

PLACES = st.builds(
    Arrangement,
    st.lists(st.builds(FolderPlace), max_size=3).map(tuple),
    st.lists(st.builds(FeedPlace), max_size=3).map(tuple),
    st.lists(st.text(), max_size=3).map(tuple),
)
JOBS = st.one_of(
    st.builds(Star, st.lists(st.integers()).map(tuple), st.booleans()),
    st.builds(MarkUnread, st.lists(st.integers()).map(tuple)),
    st.builds(EraseReading, st.text(st.characters()), st.none() | st.integers(), st.none() | st.integers()),
    st.builds(Arrange, PLACES),
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    """Three articles."""
    with opened(tmp_path / "library.db") as one:
        came(one, follow(one), *(entry(f"g{n}", title=f"T{n}", text="words") for n in range(3)))
        yield one


@given(JOBS)
def test_what_is_written_is_the_same_job_again(job: Any) -> None:
    data = written(job)
    assert data is not None
    assert read(data) == job
    assert Kept(data).of_articles is isinstance(job, Star | MarkUnread)
    assert written(Kept(data)) == data


def test_all_that_are_known_are_there() -> None:
    for name, module in KNOWN.items():
        kind = getattr(import_module(f"desktop_reader.jobs.{module}"), name)
        assert dataclasses.is_dataclass(kind), name
        assert callable(getattr(kind, "run", None)), name


def test_many_numbers_are_written_whatever_holds_them() -> None:
    for ids in (array("q", [1, 2]), range(1, 3), [1, 2]):
        data = written(MarkRead(ids))
        assert data is not None
        assert read(data) == MarkRead((1, 2))


def test_what_is_not_known_is_not_written() -> None:
    assert written(Noted(MarkRead((1,)))) is None
    assert written(MarkRead((object(),))) is None  # type: ignore[arg-type]

    @dataclasses.dataclass
    class Star:
        def run(self, library: Writer) -> Any:
            """Not the real one."""

    assert written(Star()) is None


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"[" * 100_000,
        json.dumps({"job": "os.system", "with": {}}).encode(),
        json.dumps({"job": "MarkRead", "with": {}}).encode(),
        json.dumps({"job": "MarkRead", "with": {"ids": [1], "mark": "x"}}).encode(),
        json.dumps({"job": "Arrange", "with": {"wanted": {"record": "..paths:library", "with": {}}}}).encode(),
        json.dumps({"job": "Arrange", "with": {"wanted": {"record": "feed:dataclass", "with": {}}}}).encode(),
        json.dumps({"job": "Arrange", "with": {"wanted": {"bytes": "zz"}}}).encode(),
    ],
)
def test_what_makes_no_sense_does_nothing(library: Writer, told: bytes) -> None:
    with pytest.raises(NotFoundError, match="cannot be taken back"):
        Kept(told).run(library)


def test_it_is_done_as_written(library: Writer) -> None:
    data = written(MarkRead((1, 3)))
    assert data is not None
    changes = Kept(data).run(library)
    assert sorted(changes.state) == [1, 3]
    assert rows(library.path, "SELECT is_read FROM state ORDER BY id") == [(1,), (0,), (1,)]


def test_kept_for_a_day_the_latest_last(library: Writer) -> None:
    back, again = MarkUnread((1,)), MarkRead((1,))
    for number, age in ((1, 86_401), (2, 86_400), (3, 5), (4, -90_000), (5, 0)):
        KeepDeed(number, NOW - age, f"deed {number}", back, again).run(library)
    KeepDeed(6, NOW, "unknown", Noted(back), again).run(library)
    KeepDeed(7, NOW, "too large", MarkUnread(range(10**15, 10**15 + 300_000)), again).run(library)
    found = deeds.kept(library.reader, NOW)
    assert [(one.id, one.words) for one in found] == [(2, "deed 2"), (3, "deed 3"), (5, "deed 5")]
    assert read(found[0].back) == back
    assert deeds.has_old(library.reader, NOW)
    ForgetOldDeeds(NOW).run(library)
    assert rows(library.path, "SELECT id FROM deed ORDER BY id") == [(2,), (3,), (5,)]
    assert not deeds.has_old(library.reader, NOW)
    ForgetDeed(3).run(library)
    ForgetDeed(99).run(library)
    assert [one.id for one in deeds.kept(library.reader, NOW)] == [2, 5]


def test_no_more_than_a_hundred_are_had_back(library: Writer) -> None:
    for number in range(1, 121):
        KeepDeed(number, NOW, "deed", MarkUnread((1,)), MarkRead((1,))).run(library)
    assert [one.id for one in deeds.kept(library.reader, NOW)] == list(range(21, 121))
