"""Erasing the reading record, and having it back for a day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_reader.errors import NotFoundError
from desktop_reader.jobs.mark import MarkUnread, Open, Star
from desktop_reader.jobs.read_through import BringReadingBack, EraseReading, ForgetErased, ReadThrough
from desktop_reader.library import deeds, erasing
from desktop_reader.library.checking.check import check
from desktop_reader.library.writer import Writer
from tests.library_fixtures import NOW, came, entry, follow, indexed, opened, rows


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    """Six articles of one feed."""
    with opened(tmp_path / "library.db") as one:
        came(one, follow(one), *(entry(f"g{n}", title=f"T{n}", text="some words") for n in range(6)))
        yield one


def record(library: Writer) -> tuple[Any, Any]:
    return (
        rows(library.path, "SELECT * FROM visit ORDER BY 1, 2"),
        rows(library.path, "SELECT id, is_read, starred, read_count, last_read_at FROM state ORDER BY id"),
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    openings=st.lists(st.tuples(st.integers(1, 6), st.integers(0, 100), st.booleans()), max_size=25),
    bounds=st.none() | st.tuples(st.integers(0, 100), st.integers(0, 100)).map(sorted),
    later=st.lists(st.tuples(st.integers(1, 6), st.integers(0, 120)), max_size=6),
)
def test_what_was_opened_then_is_forgotten_and_comes_back(
    library: Writer, openings: list[tuple[int, int, bool]], bounds: list[int] | None, later: list[tuple[int, int]]
) -> None:
    with library.transaction() as live:
        live.exec_driver_sql("DELETE FROM visit")
        live.exec_driver_sql("UPDATE state SET is_read = 0, read_count = 0, last_read_at = NULL, starred = 0")
    openings = list({(article, at): (article, at, through) for article, at, through in openings}.values())
    for article, at, through in sorted(openings, key=lambda one: one[1]):
        Open(article, at).run(library)
        if through:
            ReadThrough(article, at).run(library)
    Star((2,)).run(library)
    MarkUnread((3,)).run(library)
    before = record(library)
    since, until = bounds or (None, None)
    key = erasing.new_key()
    counted = erasing.openings(library.reader, since, until)
    changes = EraseReading(key, since, until).run(library)

    gone = [one for one in openings if bounds is None or bounds[0] <= one[1] < bounds[1]]
    left = [one for one in openings if one not in gone]
    assert counted == (len(gone), len({article for article, _, _ in gone}))
    assert set(changes.state) == {article for article, _, _ in gone}
    visits, states = record(library)
    assert visits == sorted((article, at, int(through)) for article, at, through in left)
    for number, is_read, starred, count, last in states:
        assert count == sum(1 for one in left if one[0] == number)
        assert last == max((at for article, at, _ in left if article == number), default=None)
        assert (is_read, starred) == before[1][number - 1][1:3], "marks and stars are no part of it"
    if not gone:
        assert not changes
        return

    for article, at in sorted(later, key=lambda one: one[1]):
        Open(article, 1000 + at).run(library)
    back = BringReadingBack(key).run(library)
    assert set(back.state) == set(changes.state)
    after_visits, after_states = record(library)
    assert set(before[0]) <= set(after_visits)
    for number, _, _, count, last in after_states:
        more = [1000 + at for article, at in later if article == number]
        assert count == before[1][number - 1][3] + len(more)
        assert last == max([one for one in (before[1][number - 1][4], *more) if one is not None], default=None)
    assert rows(library.path, "SELECT count(*) FROM meta WHERE key LIKE 'erased %'") == [(0,)]


def test_a_library_whose_record_was_erased_is_sound(library: Writer) -> None:
    for article, at in ((1, 10), (1, 60), (2, 60), (3, 10)):
        Open(article, at).run(library)
    EraseReading("key", 40, 70).run(library)
    indexed(library)
    library.close()
    assert check(library.path, mend=False).findings == ()


def test_counts_without_a_record_go_with_all_of_it(library: Writer) -> None:
    with library.transaction() as live:
        live.exec_driver_sql("UPDATE state SET read_count = 4, last_read_at = NULL WHERE id = 1")
        live.exec_driver_sql("UPDATE state SET read_count = 4, last_read_at = 50 WHERE id = 2")
    before = record(library)
    EraseReading("some", 40, 60).run(library)
    assert record(library)[1][:2] == [(1, 0, 0, 4, None), (2, 0, 0, 0, None)]
    EraseReading("all").run(library)
    assert record(library)[1][:2] == [(1, 0, 0, 0, None), (2, 0, 0, 0, None)]
    BringReadingBack("all").run(library)
    BringReadingBack("some").run(library)
    assert record(library) == before


def test_an_article_that_went_meanwhile_does_not_come_back(library: Writer) -> None:
    Open(1, 10).run(library)
    Open(2, 20).run(library)
    EraseReading("key").run(library)
    library.delete((1,))
    assert set(BringReadingBack("key").run(library).state) == {2}
    assert rows(library.path, "SELECT article_id FROM visit") == [(2,)]


def test_after_a_day_it_is_gone_for_good(library: Writer) -> None:
    assert erasing.KEPT >= deeds.KEPT, "what the list of deeds offers can be taken back"
    Open(1, NOW).run(library)
    EraseReading("key").run(library)
    (at,) = rows(library.path, "SELECT CAST(substr(key, 12) AS INTEGER) FROM meta WHERE key LIKE 'erased %'")[0]
    assert erasing.lapsed(library.reader, at + 86_400) == []
    ForgetErased(at + 86_400).run(library)
    assert len(erasing.lapsed(library.reader, at + 86_401)) == 1
    ForgetErased(at + 86_401).run(library)
    assert erasing.lapsed(library.reader, at + 99_999) == []
    with pytest.raises(NotFoundError, match="cannot be brought back"):
        BringReadingBack("key").run(library)
    library.close()
    assert str(NOW).encode() not in b"".join(
        file.read_bytes() for file in library.path.parent.iterdir() if file.name.startswith("library.db")
    )


def test_it_can_be_done_again_after_it_was_taken_back(library: Writer) -> None:
    Open(1, 10).run(library)
    for _ in range(3):
        EraseReading("key").run(library)
        assert record(library)[0] == []
        BringReadingBack("key").run(library)
        assert record(library)[0] == [(1, 10, 0)]
