"""Numbers of kept searches: after whatever happens, looked at in parts, they are those of a new count."""

from __future__ import annotations

from array import array
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_reader.jobs import Job
from desktop_reader.jobs.label import AddLabel, PutLabel, TakeLabel
from desktop_reader.jobs.mark import MarkRead, MarkUnread, Star, Unstar
from desktop_reader.library import tallies
from desktop_reader.library.tallies import Tally
from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query
from desktop_reader.text import search_values
from desktop_reader.text.search_query import parse
from tests.library_fixtures import NOW, came, entry, follow, indexed, opened

SEARCHES = (
    "moon", '"bright moon"', "-moon is:starred", "label:later", "is:unread words:>2", "intitle:t1 OR mars", "feed:one",
    "nobody", "is:read", "after:nonsense",
)  # fmt: skip
SOME = st.lists(st.integers(1, 20), min_size=1, max_size=6).map(tuple)
DEEDS: st.SearchStrategy[Job] = st.one_of(
    st.builds(MarkRead, SOME),
    st.builds(MarkUnread, SOME),
    st.builds(Star, SOME),
    st.builds(Unstar, SOME),
    st.builds(PutLabel, st.just(1), SOME),
    st.builds(TakeLabel, st.just(1), SOME),
)
WORDS = ("the bright moon rose", "moon and a bright star", "mars is red", "nothing")


def filled(library: Writer) -> None:
    for name in ("one", "two"):
        feed = follow(library, f"https://{name}.example/", title=name)
        came(library, feed, *(entry(f"g{n}", title=f"T{n}", text=WORDS[n % 4], at=NOW - n) for n in range(10)))
    AddLabel("Later").run(library)
    indexed(library)


def counted(library: Writer) -> dict[int, Tally]:
    return {key: tallies.counted(library.reader, search) for key, search in enumerate(SEARCHES)}


def found(some: dict[int, Tally]) -> dict[str, list[int]]:
    return {tally.search: sorted(tally.found) for tally in some.values()}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(DEEDS | st.lists(st.integers(1, 20), min_size=1, max_size=3), min_size=1, max_size=6))
def test_renewed_tallies_are_those_of_a_new_count(
    tmp_path_factory: pytest.TempPathFactory, deeds: list[Job | list[int]]
) -> None:
    with opened(tmp_path_factory.mktemp("tallies") / "library.db") as library:
        filled(library)
        known = counted(library)
        for deed in deeds:
            changes = library.delete(deed) if isinstance(deed, list) else deed.run(library)
            fresh = tallies.renewed(library.reader, known, {*changes.state, *changes.removed})
            assert fresh is not None
            for key, tally in fresh.items():
                assert tally.found != known[key].found
            known |= fresh
            assert found(known) == found(counted(library))


def test_new_articles_count_once_they_are_indexed(tmp_path: Path) -> None:
    with opened(tmp_path / "library.db") as library:
        filled(library)
        known = counted(library)
        moons = known[0].count
        stored = came(library, 1, entry("new", title="T99", text="a new moon", at=NOW), now=NOW + 60)
        number = max(library.reader.all_ids(Query()))
        assert stored
        assert set(tallies.waiting(library.reader) or ()) == {number}
        first = tallies.renewed(library.reader, known, [number])
        assert first is not None
        assert 0 not in first, "its words are not known yet"
        indexed(library)
        assert not tallies.waiting(library.reader)
        second = tallies.renewed(library.reader, known | first, [number])
        assert second is not None
        assert second[0].count == moons + 1


def test_too_many_unread_ones_are_not_looked_at_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path / "library.db") as library:
        assert not tallies.waiting(library.reader)
        filled(library)
        monkeypatch.setattr(tallies, "FEW", 5)
        known = counted(library)
        assert tallies.renewed(library.reader, known, range(1, 11)) is None
        MarkRead(tuple(range(1, 11))).run(library)
        fresh = tallies.renewed(library.reader, known, range(1, 11))
        assert fresh is not None, "those that were read are in no tally"
        assert found(known | fresh) == found(counted(library))
        came(library, 1, *(entry(f"more{n}", title=f"M{n}", text="x", at=NOW) for n in range(6)), now=NOW + 60)
        assert tallies.waiting(library.reader) is None, "the search file is far behind"


def test_a_search_may_mean_other_days_tomorrow(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with opened(tmp_path / "library.db") as library:
        filled(library)
        seven, moon, year = (tallies.counted(library.reader, said) for said in ("moon after:7d", "moon", "after:2024"))
        assert not any(one.is_of_another_day for one in (seven, moon, year))

        class Tomorrow(date):
            @classmethod
            def today(cls) -> Tomorrow:
                now = date.today() + timedelta(days=1)
                return cls(now.year, now.month, now.day)

        monkeypatch.setattr(search_values, "date", Tomorrow)
        assert [one.is_of_another_day for one in (seven, moon, year)] == [True, False, False]


def test_what_a_search_depends_on() -> None:
    def asked(search: str) -> tuple[bool, bool, bool]:
        tally = Tally(search, parse(search).tree, array("q"))
        return tally.asks_of_words, tally.asks_of_feeds, tally.asks_of_labels

    assert asked("moon") == (True, False, False)
    assert asked("-(feed:one OR folder:two)") == (False, True, False)
    assert asked("is:unread -label:x moon") == (True, False, True)
    assert asked("is:") == (False, False, False)
