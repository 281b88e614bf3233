"""Taking back and doing again: in order, never more than was done."""

from __future__ import annotations

from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desktop_reader.jobs.mark import MarkRead, MarkUnread
from desktop_reader.ui.undo import Deed, Undo
from desktop_reader.worker.thread import Worker


class Jobs:
    """A worker that only notes what it is given."""

    def __init__(self) -> None:
        self.submitted: list[Any] = []

    def submit(self, job: Any) -> None:
        self.submitted.append(job)


def deed(number: int) -> Deed:
    return Deed(f"deed {number}", MarkUnread((number,)), MarkRead((number,)))


def made() -> tuple[Undo, Jobs]:
    jobs = Jobs()
    return Undo(cast(Worker, jobs)), jobs


def test_nothing_was_done_so_nothing_is_taken_back(qtbot: QtBot) -> None:
    undo, jobs = made()
    with qtbot.assertNotEmitted(undo.taken_back):
        undo.undo()
        undo.redo()
    assert (undo.can_undo, undo.can_redo, jobs.submitted) == (False, False, [])


def test_the_last_deed_is_taken_back_first_and_done_again_last(qtbot: QtBot) -> None:
    undo, jobs = made()
    undo.push(deed(1))
    undo.push(deed(2))
    undo.undo()
    undo.undo()
    undo.redo()
    assert jobs.submitted == [MarkUnread((2,)), MarkUnread((1,)), MarkRead((1,))]
    assert (undo.can_undo, undo.can_redo) == (True, True)


def test_signals_say_what_can_be_done_now(qtbot: QtBot) -> None:
    undo, _ = made()
    with qtbot.waitSignals([undo.done, undo.changed]):
        undo.push(deed(1))
    with qtbot.waitSignals([undo.taken_back, undo.changed]), qtbot.assertNotEmitted(undo.done):
        undo.undo()
    with qtbot.waitSignal(undo.changed):
        undo.redo()


def test_a_deed_that_is_seen_is_remembered_without_words(qtbot: QtBot) -> None:
    undo, jobs = made()
    with qtbot.waitSignals([undo.pushed, undo.changed]), qtbot.assertNotEmitted(undo.done):
        undo.push(deed(1), quiet=True)
    undo.undo()
    assert jobs.submitted == [MarkUnread((1,))]


def test_a_new_deed_forgets_what_was_taken_back(qtbot: QtBot) -> None:
    undo, jobs = made()
    undo.push(deed(1))
    undo.undo()
    undo.push(deed(2))
    undo.redo()
    assert not undo.can_redo
    assert jobs.submitted == [MarkUnread((1,))]


def test_only_the_last_hundred_are_kept(qtbot: QtBot) -> None:
    undo, jobs = made()
    for number in range(250):
        undo.push(deed(number))
    while undo.can_undo:
        undo.undo()
    assert jobs.submitted == [MarkUnread((number,)) for number in range(249, 149, -1)]


@settings(deadline=None)
@given(st.lists(st.sampled_from(["push", "undo", "redo"]), max_size=60))
def test_any_sequence_leaves_what_a_list_with_a_place_in_it_would(steps: list[str]) -> None:
    undo, jobs = made()
    done: list[int] = []
    place = count = 0
    wanted: list[Any] = []
    for step in steps:
        if step == "push":
            count += 1
            done[place:] = [count]
            place += 1
            undo.push(deed(count))
        elif step == "undo":
            if place:
                place -= 1
                wanted.append(MarkUnread((done[place],)))
            undo.undo()
        else:
            if place < len(done):
                wanted.append(MarkRead((done[place],)))
                place += 1
            undo.redo()
        assert (undo.can_undo, undo.can_redo) == (place > 0, place < len(done))
    assert jobs.submitted == wanted
