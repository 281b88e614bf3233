"""Long lists of ids: what numpy says of a long one is what a loop says of a short one."""

from __future__ import annotations

from array import array
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_reader.library import lists


def q(*numbers: int) -> array[int]:
    return array("q", numbers)


@pytest.fixture(params=["short", "long"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a loop, and by numpy."""
    if request.param == "long":
        monkeypatch.setattr(lists, "_SHORT", -1)
        monkeypatch.setattr(lists, "_SLICE", 7)


both_ways = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(st.lists(st.integers(1, 2**40)))
@both_ways
@pytest.mark.usefixtures("either_way")
def test_a_text_of_numbers_is_parsed(numbers: list[int]) -> None:
    assert lists.parsed(",".join(map(str, numbers))).tolist() == numbers
    assert lists.parsed(None) == q()


@given(st.lists(st.integers(1, 60), unique=True), st.sets(st.integers(1, 60)))
@both_ways
@pytest.mark.usefixtures("either_way")
def test_rows_and_places_of_those_that_are_there(numbers: list[int], wanted: set[int]) -> None:
    rows = [row for row, number in enumerate(numbers) if number in wanted]
    for kind in (frozenset, list, lambda some: array("q", some)):
        assert list(lists.rows_of(q(*numbers), kind(wanted))) == rows
    places = lists.places(q(*numbers), wanted)
    assert list(places.items()) == [(numbers[row], row) for row in rows]


def test_new_ones_on_top_are_one_run() -> None:
    assert lists.runs_of_new(q(3, 2, 1), q(5, 4, 3, 2, 1), {4, 5}) == [(0, [5, 4])]


def test_a_row_that_was_read_meanwhile_keeps_its_place_and_shifts_the_others() -> None:
    old, fresh = q(9, 7, 5, 3, 1), q(9, 5, 4, 3, 1)  # 7 was read, 4 came
    assert lists.with_runs(old, lists.runs_of_new(old, fresh, {4})) == q(9, 7, 5, 4, 3, 1)


def test_what_is_listed_already_does_not_come_twice() -> None:
    assert lists.runs_of_new(q(4, 3), q(5, 4, 3), {4, 5}) == [(0, [5])]


@given(st.lists(st.integers(1, 60), unique=True, max_size=40), st.data())
@both_ways
@pytest.mark.usefixtures("either_way")
def test_every_new_one_lands_behind_its_neighbour_and_nothing_else_moves(fresh: list[int], data: st.DataObject) -> None:
    flags = data.draw(st.lists(st.booleans(), min_size=len(fresh), max_size=len(fresh)))
    wanted = {number for number, new in zip(fresh, flags, strict=True) if new}
    old = [number for number in fresh if number not in wanted]
    for kept in data.draw(st.lists(st.integers(100, 120), unique=True, max_size=5)):
        old.insert(data.draw(st.integers(0, len(old))), kept)
    grown = lists.with_runs(q(*old), lists.runs_of_new(q(*old), q(*fresh), wanted)).tolist()
    assert [number for number in grown if number not in wanted] == old
    assert [number for number in grown if number < 100] == fresh


@given(st.lists(st.integers(1, 99), unique=True), st.sets(st.integers(0, 98)))
def test_without_takes_away_just_those_rows(numbers: list[int], rows: set[int]) -> None:
    rows = {row for row in rows if row < len(numbers)}
    listed = q(*numbers)
    assert lists.without(listed, sorted(rows)).tolist() == [n for row, n in enumerate(numbers) if row not in rows]
    assert listed.tolist() == numbers


@given(st.lists(st.integers(1, 30), unique=True), st.lists(st.integers(1, 40), unique=True, max_size=6))
@both_ways
@pytest.mark.usefixtures("either_way")
def test_the_first_stay_first_and_the_others_follow(listed: list[int], first: list[int]) -> None:
    found = lists.first_then(first, q(*listed)).tolist()
    assert found == first + [number for number in listed if number not in first]


@pytest.mark.parametrize("change", [lists.without, lists.with_runs])
def test_a_list_is_never_changed_but_made_anew(change: Callable[..., array[int]]) -> None:
    listed = q(1, 2, 3)
    assert change(listed, []) == listed
    assert change(listed, []) is not listed
