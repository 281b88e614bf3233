"""What the reading thread makes of changes: the same as a slow look, and with few questions."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.records.query import Query, Scope, Sort
from desktop_reader.ui.articles import behind
from tests.ui.articles_fake import Library

BIG = 200_000


@given(st.data(), st.booleans())
def test_new_ones_go_where_their_dates_say_and_the_rest_stays(data: st.DataObject, reverse: bool) -> None:
    library = Library(0)
    everything = data.draw(st.permutations(range(1, data.draw(st.integers(1, 40)) + 1)))
    library.listed = array("q", everything)
    new = set(data.draw(st.sets(st.sampled_from(everything))))
    order = everything[::-1] if reverse else everything
    old = [article for article in order if article not in new]
    gone = set(data.draw(st.sets(st.sampled_from(old)))) if old else set()  # and some are not yet told
    told = set(data.draw(st.sets(st.sampled_from(sorted(gone))))) if gone else set()
    library.remove(*gone)
    change = behind.changed(library, Query(reverse=reverse), array("q", old), new, told)
    assert [article for article in change.listed if article not in gone] == [a for a in order if a not in gone]
    assert [article for article in change.listed if article not in new] == [a for a in old if a not in told]
    assert change.come == len(new)


@pytest.mark.parametrize("place", [0, 100_000, BIG])
def test_new_ones_are_placed_by_halves(place: int) -> None:
    library = Library(BIG)
    old = library.listed[:]
    new = tuple(range(BIG + 1, BIG + 31))
    library.listed[place:place] = array("q", new)
    change = behind.changed(library, Query(), old, new, ())
    assert change.listed == library.listed
    assert change.inserted == (place, place + 29)
    assert library.dated <= 30 + 40
    assert "all_ids" not in library.asked


def test_what_came_with_the_list_does_not_come_twice() -> None:
    library = Library(100)
    change = behind.changed(library, Query(), library.listed[:], (100, 50, 1), ())
    assert not change


def test_only_what_belongs_comes() -> None:
    library = Library(1_000)
    old = library._in(Query(Scope.UNREAD))
    new = library.add_on_top(4)
    change = behind.changed(library, Query(Scope.UNREAD), old, new, ())
    assert change.listed == library._in(Query(Scope.UNREAD))
    assert change.come == 2


@pytest.mark.parametrize("query", [Query(sort=Sort.TITLE), Query(search="1"), Query(search="1", sort=Sort.BEST)])
def test_another_order_is_looked_up_whole(query: Query) -> None:
    library = Library(300)
    old = library.all_ids(query)
    new = library.add_on_top(20)
    change = behind.changed(library, query, old, new, ())
    assert change.listed == library.all_ids(query)
    assert not behind.is_quick(query, new)


def test_an_import_of_thousands_is_not_looked_up_one_by_one() -> None:
    library = Library(1_000)
    old = library.listed[:]
    new = library.add_on_top(2_000)
    change = behind.changed(library, Query(), old, new, ())
    assert change.listed == library.listed
    assert library.asked == ["all_ids"]
