"""Deeds on many articles in the writing thread: others get their turn, nothing is lost, and the end is waited for."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

import pytest

from desktop_reader.errors import LibraryError
from desktop_reader.jobs import Step, whole
from desktop_reader.jobs.mark import MarkAllRead, MarkRead, MarkUnread
from desktop_reader.jobs.organise import AddFolder, RemoveFeed
from desktop_reader.jobs.retain import CarryOut, SetRule
from desktop_reader.library import marking, removal, retention
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.keeping import ALL_OTHERS, Rule
from desktop_reader.records.query import Query
from desktop_reader.worker import long_deeds
from tests.library_fixtures import came, entry
from tests.worker.keeping import Kept
from tests.worker.test_loop import Gate, Run, Running, kept, run, wait_until

__all__ = ["kept", "run"]  # Fixtures.


@dataclass
class Slow:
    """Marks one article a step, each when it is let."""

    ids: tuple[int, ...]
    resumed: bool = False
    fails_after: int = 1000
    began: threading.Event = field(default_factory=threading.Event)
    go: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    long: ClassVar[bool] = True

    def run(self, library: Writer) -> Changes:
        return whole(self.steps(library))

    def steps(self, library: Writer) -> Iterator[Step]:
        self.began.set()
        for done, number in enumerate(self.ids, 1):
            assert self.go.acquire(timeout=20)
            if done > self.fails_after:
                raise LibraryError("The disk is full.")
            yield Step(library.mark_read([number], True), done, len(self.ids))


@pytest.fixture
def ids(kept: Kept) -> tuple[int, ...]:
    """A feed of ten unread articles."""
    feed = kept.follow("https://example.org/feed")
    came(kept.library, feed, *(entry(f"g{n}", title=f"T{n}") for n in range(10)))
    return tuple(sorted(kept.library.reader.all_ids(Query())))


def state(running: Running) -> list[tuple[int, ...]]:
    return [changes.state for changes in running.heard.changes if changes.state]


def test_other_deeds_get_their_turn_between_two_steps(run: Run, ids: tuple[int, ...]) -> None:
    running = run()
    deed, got = Slow(ids), []  # type: tuple[Slow, list[Changes | Exception]]
    running.loop.submit(deed, got.append)
    assert deed.began.wait(10)
    deed.go.release()
    wait_until(lambda: state(running) == [ids[:1]])
    running.loop.submit(AddFolder("Sea"))
    deed.go.release()
    wait_until(lambda: running.folders == ["Sea"])
    assert not got
    for _ in ids:
        deed.go.release()
    wait_until(lambda: got)
    (changes,) = got
    assert isinstance(changes, Changes)
    assert changes.state == ids
    assert sum(state(running), ()) == ids, "each is told once"


def test_long_deeds_wait_for_each_other_and_short_ones_overtake(
    run: Run, ids: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Done, taken back and done again, faster than it can be done: the last word counts."""
    monkeypatch.setattr(marking, "AT_ONCE", 3)
    running = run()
    gate, done = Gate(), []  # type: tuple[Gate, list[Changes | Exception]]
    running.loop.submit(gate)
    for job in (MarkRead(ids), MarkUnread(ids), MarkRead(ids)):
        running.loop.submit(job, done.append)
    gate.opened.set()
    wait_until(lambda: len(done) == 3)
    assert [len(one.state) for one in done if isinstance(one, Changes)] == [10, 10, 10]
    assert running.unread == 0


def test_what_was_done_before_a_fault_is_told_and_so_is_the_fault(run: Run, ids: tuple[int, ...]) -> None:
    running = run()
    deed, got = Slow(ids, fails_after=2), []  # type: tuple[Slow, list[Changes | Exception]]
    running.loop.submit(deed, got.append)
    running.loop.submit(MarkAllRead(Query()))
    for _ in ids:
        deed.go.release()
    wait_until(lambda: got)
    assert got == [Changes(state=ids[:2], feeds=frozenset({1}))]
    wait_until(lambda: running.heard.errors)
    assert isinstance(running.heard.errors[0], LibraryError)
    wait_until(lambda: running.unread == 0)
    assert sum(state(running), ())[:2] == ids[:2]


def test_a_deed_that_fails_at_once_is_an_error(run: Run, ids: tuple[int, ...]) -> None:
    running = run()
    got: list[Changes | Exception] = []
    running.loop.submit(RemoveFeed(77), got.append)
    running.loop.submit(RemoveFeed(78))
    wait_until(lambda: got and running.heard.errors)
    assert "not in the library any more" in str(got[0])
    assert len(running.heard.errors) == 1


def test_progress_is_told_when_it_is_long_and_its_end_too(
    run: Run, ids: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_deeds, "_SHORT", 0.0)
    monkeypatch.setattr(long_deeds, "_AGAIN", 0.0)
    running = run()
    deed = Slow(ids)
    running.loop.submit(deed)
    for _ in ids:
        deed.go.release()
    wait_until(lambda: running.heard.works[-1:] == [(deed, 0, 0)])
    assert running.heard.works[:-1] == [(deed, done, 10) for done in range(1, 11)]


def test_nothing_is_said_of_what_is_quick(run: Run, ids: tuple[int, ...]) -> None:
    running = run()
    running.loop.submit(MarkAllRead(Query()))
    wait_until(lambda: running.unread == 0)
    running.close()
    assert running.heard.works == []


def test_closing_waits_for_what_was_wished(run: Run, ids: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "AT_ONCE", 1)
    running = run()
    deed = Slow(ids[:3])
    running.loop.submit(deed)
    running.loop.submit(MarkAllRead(Query()))
    assert deed.began.wait(10)
    running.loop.close()
    running.loop.submit(MarkUnread(ids))
    for _ in range(3):
        deed.go.release()
    running.thread.join(20)
    assert not running.thread.is_alive()
    assert running.unread == 0


def test_closing_does_not_wait_for_what_the_next_start_resumes(
    run: Run, kept: Kept, ids: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removal, "AT_ONCE", 1)
    deletions = Writer.deletions

    def slowly(self: Writer, *given: object, **more: object) -> Iterator[Changes]:
        for step in deletions(self, *given, **more):  # type: ignore[arg-type]
            yield step
            time.sleep(0.1)

    monkeypatch.setattr(Writer, "deletions", slowly)
    running = run()
    running.loop.submit(RemoveFeed(1))
    wait_until(lambda: any(changes.removed for changes in running.heard.changes))
    running.close()
    assert running.ask(lambda reader: reader.count(Query())) > 0
    assert running.ask(removal.half_removed) == [1]
    monkeypatch.undo()

    again = run()
    wait_until(lambda: again.ask(lambda reader: reader.feeds()) == [])
    wait_until(lambda: any(changes.tree for changes in again.heard.changes))
    assert again.heard.errors == []


def test_the_rules_are_carried_out_at_start_when_a_day_has_passed(run: Run, kept: Kept, ids: tuple[int, ...]) -> None:
    now = int(time.time())
    MarkRead(ids).run(kept.library)
    SetRule(ALL_OTHERS, Rule(days=30)).run(kept.library)
    with kept.library.transaction() as live:
        live.exec_driver_sql("UPDATE feed_fetch SET checked_at = ?", (now,))
    running = run()
    running.loop.set_wish(3600)  # It wakes, and then it has nothing to do.
    wait_until(lambda: running.ask(lambda reader: reader.count(Query())) == 0)
    wait_until(lambda: running.ask(retention.kept_at) >= now)
    wait_until(lambda: set(sum((c.removed for c in running.heard.changes), ())) == set(ids))
    wait_until(lambda: not running.ask(lambda reader: reader.unindexed(1)))
    assert running.heard.works == [], "nobody waits for it"


def test_a_newer_rule_overtakes_what_is_being_deleted(
    run: Run, kept: Kept, ids: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removal, "AT_ONCE", 1)
    MarkRead(ids).run(kept.library)
    running = run()
    gate = Gate()
    got: list[Changes | Exception] = []
    running.loop.submit(gate)
    running.loop.submit(SetRule(ALL_OTHERS, Rule(days=30)))
    running.loop.submit(CarryOut(int(time.time())), got.append)
    running.loop.submit(SetRule(ALL_OTHERS, None))
    gate.opened.set()
    wait_until(lambda: got)
    assert running.ask(lambda reader: reader.count(Query())) >= 9
    assert running.ask(retention.rules) == {}
