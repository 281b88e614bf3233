"""The writing thread: the user's deeds first and always kept, the clock's beside them, faults told and survived."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from desktop_reader.errors import LibraryError, NotFoundError, ReaderError
from desktop_reader.jobs import Job
from desktop_reader.jobs.mark import MarkRead, Star
from desktop_reader.jobs.organise import AddFolder, RemoveFolder
from desktop_reader.library import connect
from desktop_reader.library.driver import dbapi
from desktop_reader.library.reader import Reader
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query
from desktop_reader.worker import loop as module
from desktop_reader.worker.finding import find
from desktop_reader.worker.helper import Helper
from desktop_reader.worker.loop import Loop
from tests.documents import Item, page, rss
from tests.servers import Reply, Request, Site
from tests.worker.keeping import Kept


@dataclass
class Heard:
    """All that was told, in order."""

    changes: list[Changes] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    steps: list[tuple[int, int]] = field(default_factory=list)
    improvements: list[tuple[int, int]] = field(default_factory=list)
    works: list[tuple[Job, int, int]] = field(default_factory=list)
    networks: list[bool] = field(default_factory=list)

    def changed(self, changes: Changes) -> None:
        self.changes.append(changes)

    def failed(self, error: Exception) -> None:
        self.errors.append(error)

    def progress(self, done: int, of: int) -> None:
        self.steps.append((done, of))

    def working(self, job: Job, done: int, of: int) -> None:
        self.works.append((job, done, of))

    def improved(self, done: int, of: int) -> None:
        self.improvements.append((done, of))

    def offline(self, offline: bool) -> None:
        self.networks.append(offline)


class Running:
    """A loop on a thread of its own."""

    def __init__(self, path: Path, wish_seconds: int = 0) -> None:
        self.path = path
        self.heard = Heard()
        self.loop = Loop(path, self.heard, wish_seconds)
        self.thread = threading.Thread(target=self.loop.run, daemon=True)

    def start(self) -> Running:
        self.thread.start()
        return self

    def close(self) -> None:
        self.loop.close()
        self.thread.join(20)
        assert not self.thread.is_alive()

    def ask(self, question: Callable[[Reader], Any]) -> Any:
        with closing(Reader(self.path)) as reader:
            return question(reader)

    @property
    def folders(self) -> list[str]:
        return [folder.title for folder in self.ask(lambda reader: reader.folders())]

    @property
    def unread(self) -> int:
        count: int = self.ask(lambda reader: reader.smart_counts().unread)
        return count


Run = Callable[..., Running]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    library = Kept(tmp_path)
    yield library
    library.close()


@pytest.fixture
def run(kept: Kept) -> Iterator[Run]:
    """Starts loops on the library ``kept``, which is closed before; ends those that still run."""
    started: list[Running] = []

    def begin(wish_seconds: int = 0) -> Running:
        kept.library.close()
        started.append(Running(kept.path, wish_seconds).start())
        return started[-1]

    yield begin
    for one in started:
        if one.thread.is_alive():
            one.close()


def wait_until(true: Callable[[], object], seconds: float = 15.0) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it never came to pass"
        time.sleep(0.01)


@dataclass
class Gate:
    """A deed that takes until it is opened."""

    opened: threading.Event = field(default_factory=threading.Event)
    began: threading.Event = field(default_factory=threading.Event)

    def run(self, library: Writer) -> Changes:
        self.began.set()
        assert self.opened.wait(20)
        return Changes()


@dataclass
class Faulty:
    """A bug."""

    number: int = 0

    def run(self, library: Writer) -> Changes:
        raise KeyError(self.number)


def test_deeds_are_done_in_order_and_all_before_the_end(run: Run) -> None:
    running = run()
    gate = Gate()
    running.loop.submit(gate)
    for number in range(50):
        running.loop.submit(AddFolder(f"{number:02}"))
    running.loop.close()
    running.loop.submit(AddFolder("too late"))
    gate.opened.set()
    running.thread.join(20)

    assert running.folders == [f"{number:02}" for number in range(50)]
    assert running.heard.errors == []


def test_the_users_deeds_overtake_the_answers_of_servers(run: Run, kept: Kept, site: Site) -> None:
    answer = threading.Event()

    def held(request: Request) -> bytes:
        answer.wait(10)
        return rss([Item(1)])

    site.serve("/feed", held)
    for number in range(2):
        kept.follow(site.url(f"/feed?{number}"))
    running = run()
    gate = Gate()
    running.loop.refresh()
    wait_until(lambda: len(site.requests) == 2)
    running.loop.submit(gate)
    assert gate.began.wait(10)
    answer.set()
    wait_until(lambda: running.loop._inbox.qsize() >= 2)  # Both have answered.
    unread_then: list[int] = []
    running.loop.submit(AddFolder("Sea"), lambda _: unread_then.append(running.unread))
    gate.opened.set()

    wait_until(lambda: running.unread == 2)
    assert unread_then == [0]


def test_who_asked_gets_what_changed_and_the_screen_too(run: Run) -> None:
    running = run()
    got: list[Changes | Exception] = []
    running.loop.submit(AddFolder("Sea"), got.append)
    wait_until(lambda: got)
    assert got == [Changes(tree=True)]
    assert running.heard.changes == [Changes(tree=True)]


def test_a_deed_that_cannot_be_done_is_told_and_the_loop_goes_on(run: Run) -> None:
    running = run()
    got: list[Changes | Exception] = []
    running.loop.submit(RemoveFolder(77), got.append)
    running.loop.submit(RemoveFolder(78))
    running.loop.submit(AddFolder("Sea"))
    wait_until(lambda: running.folders == ["Sea"])

    assert len(got) == len(running.heard.errors) == 1
    assert isinstance(got[0], NotFoundError)
    assert isinstance(running.heard.errors[0], NotFoundError)


def test_a_bug_in_a_deed_is_reported_also_when_somebody_waits(run: Run) -> None:
    running = run()
    got: list[Changes | Exception] = []
    running.loop.submit(Faulty(1))
    running.loop.submit(Faulty(2), got.append)
    running.loop.submit(AddFolder("Sea"))
    wait_until(lambda: running.folders == ["Sea"])

    assert [repr(error) for error in running.heard.errors] == ["KeyError(1)", "KeyError(2)"]
    assert [repr(error) for error in got] == ["KeyError(2)"]


def test_changes_of_a_refresh_are_merged_and_nothing_is_lost(run: Run, kept: Kept, site: Site) -> None:
    site.serve("/feed", lambda request: rss([Item(1, title=request.path)]))
    feeds = [kept.follow(site.url(f"/feed?{number}")) for number in range(40)]
    running = run()
    began = time.monotonic()
    running.loop.refresh()
    wait_until(lambda: running.heard.steps[-1:] == [(0, 0)] and not running.loop._untold)
    seconds = time.monotonic() - began

    heard = running.heard
    assert sorted(number for changes in heard.changes for number in changes.new) == sorted(
        running.ask(lambda reader: list(reader.all_ids(Query())))
    )
    assert frozenset().union(*(changes.feeds for changes in heard.changes)) == set(feeds)
    assert len(heard.changes) <= seconds / 0.5 + 2
    assert heard.steps[-2] == (40, 40)
    assert heard.errors == []


def test_what_came_can_be_found_soon_after(run: Run, kept: Kept, site: Site) -> None:
    site.serve("/feed", rss([Item(1, "Lighthouse")]))
    kept.follow(site.url("/feed"))
    running = run()
    running.loop.refresh()
    wait_until(lambda: running.ask(lambda reader: reader.count(Query(search="lighthouse"))) == 1)


def test_feeds_that_are_due_are_asked_by_themselves_once(run: Run, kept: Kept, site: Site) -> None:
    site.serve("/feed", rss([Item(1)]))
    kept.follow(site.url("/feed"))
    running = run(3600)
    wait_until(lambda: running.unread == 1)
    time.sleep(0.3)
    running.close()
    assert len(site.requests) == 1

    again = run(3600)
    time.sleep(0.5)
    again.close()
    assert len(site.requests) == 1, "a restart asks nobody again"


def test_only_by_hand_means_only_by_hand_until_it_is_changed(run: Run, kept: Kept, site: Site) -> None:
    site.serve("/feed", rss([Item(1)]))
    kept.follow(site.url("/feed"))
    running = run(0)
    time.sleep(0.5)
    assert site.requests == []

    running.loop.set_wish(3600)

    wait_until(lambda: running.unread == 1)


def test_while_it_is_held_the_clock_asks_nobody_and_a_hand_may(run: Run, kept: Kept, site: Site) -> None:
    site.serve("/feed", rss([Item(1)]))
    feed = kept.follow(site.url("/feed"))
    running = run(0)
    running.loop.hold(True)
    running.loop.set_wish(3600)
    running.loop.refresh_gently()
    time.sleep(0.4)
    assert site.requests == []
    running.loop.refresh([feed])
    wait_until(lambda: running.unread == 1)
    running.loop.hold(False)
    wait_until(lambda: len(site.requests) == 2)


def test_all_are_asked_gently_when_the_window_opens(run: Run, kept: Kept, site: Site) -> None:
    site.serve("/feed", rss([Item(1)]))
    kept.follow(site.url("/feed"))
    running = run(0)
    running.loop.refresh_gently()
    wait_until(lambda: running.unread == 1)


def test_a_refresh_that_is_stopped_says_so_and_the_next_one_works(run: Run, kept: Kept, site: Site) -> None:
    site.serve("/feed", lambda request: site.silence())
    kept.follow(site.url("/feed"))
    running = run()
    running.loop.refresh()
    wait_until(lambda: site.requests)
    running.loop.stop_refresh()
    wait_until(lambda: running.heard.steps[-1:] == [(0, 0)])
    site.serve("/feed", rss([Item(1)]))
    running.loop.refresh()
    wait_until(lambda: running.unread == 1)
    assert running.heard.errors == []


def test_closing_in_the_middle_of_a_refresh_takes_no_time_and_harms_no_feed(run: Run, kept: Kept, site: Site) -> None:
    site.serve("/feed", lambda request: site.silence())
    for number in range(10):
        kept.follow(site.url(f"/feed?{number}"))
    running = run(3600)
    wait_until(lambda: site.requests)
    began = time.monotonic()
    running.close()
    assert time.monotonic() - began < 2
    assert all(feed.health.ok for feed in running.ask(lambda reader: reader.feeds()))


# Faults of the library


def test_a_library_that_another_program_keeps_is_told_and_used_again_later(
    run: Run, kept: Kept, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient(monkeypatch)
    site.serve("/feed", rss([Item(1)]))
    site.serve("/slow", lambda request: site.silence())
    kept.follow(site.url("/feed"))
    kept.follow(site.url("/slow"))
    running = run()
    wait_until(lambda: hasattr(running.loop, "_refreshing"))
    with locked(kept.path):
        got: list[Changes | Exception] = []
        running.loop.submit(AddFolder("Sea"), got.append)
        wait_until(lambda: got)
        assert isinstance(got[0], LibraryError)
        assert "in use" in str(got[0])
        assert running.heard.errors == []

    running.loop.refresh()
    wait_until(lambda: running.unread == 1 and running.ask(lambda reader: not reader.unindexed(1)))
    with locked(kept.path):
        running.loop.submit(AddFolder("Sea"))
        wait_until(lambda: running.heard.errors)
        assert running.heard.steps[-1] == (0, 0), "the refresh is given up"
        assert not running.loop._refreshing.busy

    running.loop.submit(AddFolder("Lake"))
    wait_until(lambda: "Lake" in running.folders)  # The other may have waited long enough to be made after all.
    assert len(running.heard.errors) == 1


def test_the_schedule_survives_a_library_that_is_kept_by_another_program(
    run: Run, kept: Kept, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient(monkeypatch)
    monkeypatch.setattr(module, "_LONGEST_SLEEP", 0.1)
    running = run(3600)
    wait_until(lambda: hasattr(running.loop, "_refreshing"))
    with locked(kept.path):
        time.sleep(0.6)
    assert running.thread.is_alive()
    running.loop.submit(AddFolder("Sea"))
    wait_until(lambda: running.folders == ["Sea"])
    assert running.heard.errors == [], "nobody waited for it, so nobody is told"


def test_a_full_disk_is_told_once_and_no_server_is_called_in_vain(run: Run, kept: Kept, site: Site) -> None:
    site.serve("/feed", lambda request: rss([Item(n, html="<p>" + "word " * 3000 + "</p>") for n in range(8)]))
    for number in range(8):
        kept.follow(site.url(f"/feed?{number}"))
    running = run(0)
    running.loop.submit(AddFolder("Sea"))
    wait_until(lambda: running.folders == ["Sea"])
    pages = running.ask(lambda reader: reader._one("PRAGMA page_count"))
    limit(running, pages)

    running.loop.set_wish(3600)  # All are due.

    wait_until(lambda: running.heard.errors)
    asked = len(site.requests)
    time.sleep(1.0)
    assert len(running.heard.errors) == 1, [(str(e), repr(e.__cause__)) for e in running.heard.errors]
    (told,) = running.heard.errors
    assert isinstance(told, LibraryError)
    assert "full" in str(told)
    assert running.heard.steps[-1] == (0, 0)
    assert len(site.requests) <= asked + 2, "the clock rests: nothing could be kept anyway"
    assert all(feed.health.ok for feed in running.ask(lambda reader: reader.feeds())), "it is not the feeds' fault"

    limit(running, pages * 1000)
    running.loop.refresh()
    wait_until(lambda: running.unread == 8 * 8)
    assert len(running.heard.errors) == 1


def test_answers_that_are_saved_up_do_not_end_the_loop_when_the_library_fails(
    run: Run, kept: Kept, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop_reader.worker import refreshing

    impatient(monkeypatch)
    monkeypatch.setattr(refreshing, "_BATCH_SECONDS", 60)
    monkeypatch.setattr(module, "_TICK_EVERY", 60)
    site.serve("/feed", lambda request: Reply(status=304))
    site.serve("/slow", lambda request: site.silence())
    kept.follow(site.url("/feed"))
    kept.follow(site.url("/slow"))
    running = run()
    running.loop.refresh()
    wait_until(lambda: hasattr(running.loop, "_refreshing") and running.loop._refreshing._light)
    with locked(kept.path):
        running.loop.submit(AddFolder("Sea"))
        wait_until(lambda: running.heard.errors)
    running.loop.submit(AddFolder("Lake"))
    wait_until(lambda: running.folders == ["Lake"])


def test_the_end_comes_also_while_the_library_is_kept_by_another(
    run: Run, kept: Kept, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop_reader.worker import refreshing

    impatient(monkeypatch)
    monkeypatch.setattr(refreshing, "_BATCH_SECONDS", 60)
    monkeypatch.setattr(module, "_TICK_EVERY", 60)
    site.serve("/feed", lambda request: Reply(status=304))
    site.serve("/slow", lambda request: site.silence())
    kept.follow(site.url("/feed"))
    kept.follow(site.url("/slow"))
    running = run()
    running.loop.refresh()
    wait_until(lambda: hasattr(running.loop, "_refreshing") and running.loop._refreshing._light)
    with locked(kept.path):
        running.close()
    assert {thread.name for thread in threading.enumerate()}.isdisjoint({"downloads", "digesting"})


def test_a_library_that_cannot_be_opened_is_told_and_tried_again_with_each_deed(
    run: Run, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient(monkeypatch)
    kept.library.close()
    with locked(kept.path):
        running = run()
        wait_until(lambda: running.heard.errors)
        got: list[Changes | Exception] = []
        running.loop.submit(AddFolder("Sea"), got.append)
        running.loop.submit(AddFolder("Sea"))
        wait_until(lambda: len(running.heard.errors) == 2)
        assert isinstance(got[0], LibraryError)
    running.loop.submit(AddFolder("Lake"))
    wait_until(lambda: running.folders == ["Lake"])
    assert all(isinstance(error, LibraryError) for error in running.heard.errors)


def test_a_library_that_never_opens_keeps_nobody_from_leaving(tmp_path: Path) -> None:
    running = Running(tmp_path / "no such folder" / "library.db").start()
    wait_until(lambda: running.heard.errors)
    running.loop.submit(Star((1,)))
    running.loop.submit(MarkRead((1,)))
    running.close()
    assert len(running.heard.errors) == 3


def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who wants to write waits for a moment only."""
    pragmas = tuple(p.replace("busy_timeout = 5000", "busy_timeout = 50") for p in connect._PRAGMAS)
    assert pragmas != connect._PRAGMAS
    monkeypatch.setattr(connect, "_PRAGMAS", pragmas)


class locked:
    """Another program that writes and does not come to an end."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        self._live = dbapi.connect(str(self._path), isolation_level=None, timeout=10)
        self._live.execute("BEGIN EXCLUSIVE")

    def __exit__(self, *_: object) -> None:
        self._live.execute("ROLLBACK")
        self._live.close()


@dataclass(frozen=True)
class Limit:
    """From now on the library may have so many pages."""

    pages: int

    def run(self, library: Writer) -> Changes:
        connect.pragma(library._engine, f"max_page_count = {self.pages}")
        return Changes()


def limit(running: Running, pages: int) -> None:
    done: list[Changes | Exception] = []
    running.loop.submit(Limit(pages), done.append)
    wait_until(lambda: done)
    assert done == [Changes()]


# Work on threads of its own


def test_feeds_are_found_beside_the_deeds(run: Run, site: Site) -> None:
    site.serve("/", page("/feed"), headers=(("Content-Type", "text/html"),))
    site.serve("/feed", rss([Item(1)]))
    running = run()
    gate = Gate()
    running.loop.submit(gate)
    got: list[Any] = []
    running.loop.work(lambda run: find(site.url("/"), run), got.append)
    wait_until(lambda: got)
    assert [(found.url, found.title) for found in got[0]] == [(site.url("/feed"), "Harbour Notes")]
    gate.opened.set()


def test_who_waits_hears_of_faults_and_of_bugs(run: Run, site: Site) -> None:
    def faulty(_: object) -> None:
        raise KeyError(1)

    running = run()
    got: list[Any] = []
    running.loop.work(lambda run: find(site.url("/nothing"), run), got.append)
    wait_until(lambda: got)
    running.loop.work(faulty, got.append)
    wait_until(lambda: len(got) == 2)
    assert isinstance(got[0], ReaderError)
    assert isinstance(got[1], KeyError)


def test_what_is_looked_for_while_it_closes_starts_no_process(
    run: Run, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = threading.Event()

    def slow(request: Request) -> bytes:
        asked.set()
        site.pause(0.5)
        return rss([Item(1)])

    site.serve("/feed", slow)
    running = run()
    got: list[Any] = []
    running.loop.work(lambda run: find(site.url("/feed"), run), got.append)
    assert asked.wait(10)
    running.close()
    wait_until(lambda: got)
    assert isinstance(got[0], ReaderError)
    helper: Helper = running.loop._helper
    assert helper._child is None
