from array import array

from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.ui.articles import ids


def q(*numbers: int) -> "array[int]":
    return array("q", numbers)


def test_places_finds_what_is_there_over_slices() -> None:
    listed = array("q", range(100_000, 0, -1))
    assert ids.places(listed, {100_000, 50_000, 1, 777_777}) == {100_000: 0, 50_000: 50_000, 1: 99_999}


def test_new_ones_on_top_are_one_run() -> None:
    assert ids.runs_of_new(q(3, 2, 1), q(5, 4, 3, 2, 1), {4, 5}) == [(0, [5, 4])]


def test_a_row_that_was_read_meanwhile_keeps_its_place_and_shifts_the_others() -> None:
    old, fresh = q(9, 7, 5, 3, 1), q(9, 5, 4, 3, 1)  # 7 was read, 4 came
    runs = ids.runs_of_new(old, fresh, {4})
    assert ids.with_runs(old, runs) == q(9, 7, 5, 4, 3, 1)


def test_what_is_listed_already_does_not_come_twice() -> None:
    assert ids.runs_of_new(q(4, 3), q(5, 4, 3), {4, 5}) == [(0, [5])]


def test_kept_rows_go_back_to_their_rows() -> None:
    assert ids.with_kept(q(9, 8, 6), {1: 7, 0: 9}) == q(9, 7, 8, 6)


def test_spans_begin_at_the_bottom() -> None:
    assert ids.spans([1, 2, 3, 7, 9, 8]) == [(7, 9), (1, 3)]


@given(st.lists(st.integers(1, 60), unique=True, max_size=40), st.data())
def test_every_new_one_lands_behind_its_neighbour_and_nothing_else_moves(fresh: list[int], data: st.DataObject) -> None:
    flags = data.draw(st.lists(st.booleans(), min_size=len(fresh), max_size=len(fresh)))
    wanted = {number for number, new in zip(fresh, flags, strict=True) if new}
    old = [number for number in fresh if number not in wanted]
    for kept in data.draw(st.lists(st.integers(100, 120), unique=True, max_size=5)):
        old.insert(data.draw(st.integers(0, len(old))), kept)
    grown = ids.with_runs(q(*old), ids.runs_of_new(q(*old), q(*fresh), wanted)).tolist()
    assert [number for number in grown if number not in wanted] == old
    assert [number for number in grown if number < 100] == fresh


@given(st.lists(st.integers(1, 99), unique=True), st.sets(st.integers(0, 98)))
def test_without_takes_away_just_those_rows(numbers: list[int], rows: set[int]) -> None:
    rows = {row for row in rows if row < len(numbers)}
    assert ids.without(q(*numbers), rows).tolist() == [n for row, n in enumerate(numbers) if row not in rows]
