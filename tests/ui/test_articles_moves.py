"""Where rows go: what is computed from the pieces is what a look at both lists says."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.library import lists
from desktop_reader.ui.articles.moves import Change, Shift

ROWS = st.integers(0, 30)


def changed(size: int, gone: list[int], at: list[int]) -> tuple[list[int], Change]:
    """A list of its own row numbers without some, and with 100 and more put in."""
    left = lists.without(array("q", range(size)), gone)
    runs = [(row, [100 + 2 * number, 101 + 2 * number]) for number, row in enumerate(at)]
    listed = lists.with_runs(left, runs)
    return listed.tolist(), Change(listed, gone, [(row, len(articles)) for row, articles in runs])


@st.composite
def changes(draw: st.DrawFn) -> tuple[int, list[int], Change]:
    size = draw(st.integers(1, 30))
    gone = sorted(draw(st.sets(st.integers(0, size - 1))))
    at = sorted(draw(st.lists(st.integers(0, size - len(gone)), max_size=5)))
    return size, *changed(size, gone, at)


@given(changes())
def test_each_row_goes_where_its_article_is(case: tuple[int, list[int], Change]) -> None:
    size, listed, change = case
    for row in range(size):
        assert change.stays(row) == (row in listed)
        if change.stays(row):
            assert listed[change.row(row)] == row
        else:
            following = [article for article in listed if row < article < 100]
            assert change.row(row) == (listed.index(following[0]) if following else len(listed))


@given(changes(), ROWS, ROWS)
def test_what_was_picked_is_picked_and_nothing_new(case: tuple[int, list[int], Change], one: int, other: int) -> None:
    size, listed, change = case
    first, last = sorted((min(one, size - 1), min(other, size - 1)))
    picked = [article for low, high in change.spans(first, last) for article in listed[low : high + 1]]
    assert picked == [row for row in range(first, last + 1) if row in listed]


@given(changes())
def test_what_is_told_as_one_piece_is_one(case: tuple[int, list[int], Change]) -> None:
    size, listed, change = case
    old = list(range(size))
    if change.inserted:
        first, last = change.inserted
        assert listed[:first] + listed[last + 1 :] == old
    if change.removed:
        first, last = change.removed
        assert old[:first] + old[last + 1 :] == listed
    assert bool(change) == (listed != old)


def test_rows_between_known_ones_go_with_the_one_above() -> None:
    shift = Shift({0: 0, 10: 15, 20: 26}.items(), 100, lost=[12])
    assert [shift.row(row) for row in (0, 5, 10, 11, 19, 25, 500)] == [0, 5, 15, 16, 24, 31, 99]
    assert shift.spans(9, 21) == [(9, 27)]
    assert [shift.stays(row) for row in (11, 12)] == [True, False]
    assert shift.spans(12, 12) == []
    assert Shift([], 0).spans(0, 5) == []
