"""Two programs on one library, what a killed one leaves behind, a clock that is moved, a library of a newer version."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path
from unittest.mock import patch

from desktop_reader import cli
from desktop_reader.jobs import retain
from desktop_reader.jobs.mark import MarkRead, Star
from desktop_reader.jobs.retain import CarryOut, SetRule
from desktop_reader.library import claim, connect, fetching, lock
from desktop_reader.library.checking import check
from desktop_reader.library.reader import Reader
from desktop_reader.library.writer import Writer
from desktop_reader.records.keeping import ALL_OTHERS, Rule
from desktop_reader.records.query import Query
from desktop_reader.worker import once
from tests.chaos import stock
from tests.chaos.outcome import Outcome
from tests.documents import Item, rss
from tests.library_fixtures import follow, made, opened
from tests.servers import Reply, Request, Site

DAY = 86400
MOVES = {"-400 days": -400 * DAY, "+10 years": 3652 * DAY, "-30 years": -30 * 365 * DAY}
_CHECKOUT = Path(__file__).resolve().parents[2]
_WAITING = 60.0
_NOW = time.time


def run(thorough: bool) -> Outcome:
    """All of it; ``thorough``: many kills of windows, and clocks that move forth and back."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="life-") as place:
        folder = Path(place)
        for name, offset in MOVES.items():
            for turn in range(5 if thorough else 1):
                clock_moved(folder / f"clock {name} {turn}", name, offset, turn, outcome)
        newer_schema(folder / "newer", outcome)
        stale_locks(folder / "locks", outcome)
        two_commands(folder / "commands", outcome, 20 if thorough else 2)
        second_window(folder / "window", outcome, 10 if thorough else 1)
    return outcome


# A clock that is moved


class Press:
    """A feed that grows each time it is asked; every third entry has no date. Its clock is right."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.site = Site()
        self.site.serve("/feed", self._answer)

    def _answer(self, request: Request) -> Reply:
        for _ in range(3):
            number = len(self.items) + 1
            self.items.append(
                Item(number, f"Note {number}", f"<p>word{number}</p>", int(_NOW()) - 3600, f"urn:n:{number}")
            )
        body = rss(list(reversed(self.items)))
        for item in self.items[::3]:
            begin = body.index(f"Note {item.number}<".encode())
            dated = body.index(b"<pubDate>", begin)
            body = body[:dated] + body[body.index(b"</pubDate>", dated) + 10 :]
        headers = (("Date", formatdate(_NOW(), usegmt=True)), ("Content-Type", "application/rss+xml"))
        return Reply(body, headers=headers)


def clock_moved(place: Path, name: str, offset: int, turn: int, outcome: Outcome) -> None:
    """Refreshed by a right clock, by one that was moved, and by the right one again: nothing is deleted that a rule
    would spare, feeds are asked, and nothing is dated by the wrong clock.
    """
    place.mkdir()
    outcome.count("clocks moved")
    losses: list[str] = []
    press = Press()
    with closing(press.site), opened(made(place)) as library:
        follow(library, press.site.url("/feed"), title="Press")
        _refreshed(library)
        numbers = library.reader.all_ids(Query(hidden=True))
        MarkRead((numbers[0],)).run(library)
        Star((numbers[1],)).run(library)
        SetRule(ALL_OTHERS, Rule(30, None)).run(library)
        library.opened(numbers[2], int(_NOW()))
        before = _articles(library)
        for step, moved in enumerate((offset, 0, offset, 0)[: 2 + 2 * (turn % 2)]):
            with patch("time.time", lambda moved=moved: _NOW() + moved):
                many = len(press.items)
                if not _refreshed(library, forced=step > 0 and not moved):
                    losses.append("no feed is due")
                if len(press.items) == many:
                    losses.append("the feed is not asked any more")
                if retain.due(library, int(time.time())):
                    CarryOut(int(time.time())).run(library)
            losses += _sane(library, press, before)
        outcome.count("articles that came meanwhile", len(press.items) - 3)
    report = check(place / "library.db", mend=False)
    if [one for one in report.findings if one.name not in ("search rows missing", "meanings missing")]:
        losses.append(f"not sound: {[one.sentence for one in report.findings]}")
    outcome.losses += [f"clock {name}: {loss}" for loss in losses]


def _refreshed(library: Writer, *, forced: bool = False) -> bool:
    """Asks the feeds that are due, as the clock does it; ``forced``, as by hand. Whether there was one."""
    with library.transaction() as live:
        states = fetching.states(live) if forced else fetching.due(live, int(time.time()), 10)
    for _ in once.refresh(library, states, 1800, 1, by_hand=forced):
        pass
    return bool(states)


def _sane(library: Writer, press: Press, before: dict[str, tuple[int, int]]) -> Iterator[str]:
    after = _articles(library)
    if len(after) != len(press.items):
        yield f"{len(press.items)} articles came, {len(after)} are there"
    if lost := [title for title, marks in before.items() if after.get(title) != marks]:
        yield f"marks lost: {lost}"
    now = _NOW()
    wrong = [
        (title, round((at - now) / DAY))
        for title, at in library.reader.select(
            "SELECT a.title, s.published_at FROM state AS s JOIN article AS a ON a.id = s.id"
        )
        if abs(at - now) > 2 * DAY
    ]
    if wrong:
        yield f"dated so many days from now: {wrong[:4]}"


def _articles(library: Writer) -> dict[str, tuple[int, int]]:
    sql = "SELECT a.title, s.is_read, s.starred FROM state AS s JOIN article AS a ON a.id = s.id"
    return {title: (read, starred) for title, read, starred in library.reader.select(sql)}


# A newer version


def newer_schema(place: Path, outcome: Outcome) -> None:
    """No command and no window changes a byte of it."""
    place.mkdir()
    path = stock.made(place / "library.db", feeds=2, articles=5)
    with closing(sqlite3.connect(path)) as live:
        live.execute(f"PRAGMA user_version = {connect.SCHEMA + 1}")
        live.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    before = _hashes(place)
    for words in (
        "feeds",
        "articles",
        "refresh",
        "check",
        "check --dry-run",
        "mark --read all",
        "export-opml",
        "backup",
    ):
        outcome.count("attempts on a newer library")
        with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
            code = 1
            with contextlib.suppress(SystemExit):
                code = cli.run(["--library", str(path), *words.split()])
        if words != "backup" and code == 0:
            outcome.losses.append(f"newer library: “{words}” does not refuse")
        changed = {name for name, value in _hashes(place).items() if before.get(name, value) != value}
        if changed:
            outcome.losses.append(f"newer library: “{words}” changed {sorted(changed)}")


def _hashes(place: Path) -> dict[str, str]:
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in place.iterdir()
        if file.is_file() and not file.name.endswith("-shm")
    }


# Locks


def stale_locks(place: Path, outcome: Outcome) -> None:
    """What a program left that was killed keeps nobody out: nor does the number of a process that lives again."""
    place.mkdir()
    path = made(place)
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    for pid in (int(gone.stdout), os.getpid(), 1, 2**31 - 1, 0, -1):
        outcome.count("stale locks")
        lock.place(path).write_bytes(replace(claim.own(claim.WINDOW), pid=pid, token="x").packed())
        try:
            with lock.taken(path, patience=0):
                pass
        except Exception as error:
            outcome.losses.append(f"lock of process {pid}: {error}")


def two_commands(place: Path, outcome: Outcome, times: int) -> None:
    """Programs that want to write at once: one does, the others are told; then all can."""
    place.mkdir()
    path = stock.made(place / "library.db", feeds=2, articles=10)
    with closing(Reader(path)) as reader:
        (article,) = (row.uuid for row in reader.rows(list(reader.all_ids(Query()))[:1]).values())
    for _ in range(times):
        with _holding(path) as holder:
            outcome.count("second programs")
            said = _command(path, "mark", "star", article)
            if said.returncode != 1 or " is open in " not in said.stderr:
                outcome.losses.append(f"a second program writes: {said.stderr or said.stdout}")
            if _command(path, "feeds").returncode:
                outcome.losses.append("a second program cannot read")
            os.kill(holder.pid, signal.SIGKILL)
        try:
            with lock.taken(path, patience=0) as held:
                if not held.after_crash:
                    outcome.losses.append("the crash was not noticed")
                if (damage := connect.damage(path)) is not None:
                    outcome.losses.append(f"after kill -9: {damage}")
        except Exception as error:
            outcome.losses.append(f"after kill -9: {error}")


@contextlib.contextmanager
def _holding(path: Path) -> Iterator[subprocess.Popen[str]]:
    code = (
        "import sys; from pathlib import Path; from desktop_reader.library.writer import Writer;"
        "library = Writer(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=_CHECKOUT,
        env=_environment(path.parent),
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        yield holder


def _command(path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "desktop_reader", "--library", str(path), *words],
        capture_output=True,
        text=True,
        cwd=_CHECKOUT,
        env=_environment(path.parent),
        timeout=_WAITING,
        check=False,
    )


def _environment(home: Path) -> dict[str, str]:
    own = {"DESKTOP_READER_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(_CHECKOUT / "src")}
    return {**os.environ, "XDG_RUNTIME_DIR": str(home), **own}


# Windows


def second_window(place: Path, outcome: Outcome, times: int) -> None:
    """A second start leaves it to the window that is open; one after kill -9 starts as if nothing had been."""
    place.mkdir(mode=0o700)
    path = stock.made(place / "library.db", feeds=2, articles=10)
    before = stock.told(path)
    chance = random.Random(5)
    for turn in range(times):
        outcome.count("windows killed")
        first = _window(path)
        try:
            if not _holds(path, first):
                outcome.losses.append(f"window {turn} does not start: {_ended(first)}")
                return
            second = _window(path)
            if second.wait(_WAITING) != 0:
                outcome.losses.append(f"a second start fails: {_ended(second)}")
            if first.poll() is not None:
                outcome.losses.append("a second start ends the first")
            time.sleep(chance.random() * 0.5 if times > 1 else 0)
        finally:
            first.kill()
            first.communicate()
            # After some such ends in a row safe mode is offered, and waits for an answer.
            shutil.rmtree(place / "state" / "runs", ignore_errors=True)
    if _command(path, "check").returncode:
        outcome.losses.append("after kill -9 the library is not sound")
    if stock.told(path).marks != before.marks:
        outcome.losses.append("after kill -9 marks are lost")


def _window(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "desktop_reader", "--library", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=_CHECKOUT,
        env=_environment(path.parent),
    )


def _holds(path: Path, window: subprocess.Popen[str]) -> bool:
    """The window is up when the library is its own and its door is open."""
    until = time.monotonic() + _WAITING
    while time.monotonic() < until and window.poll() is None:
        with contextlib.suppress(OSError, ValueError):
            if json.loads(lock.place(path).read_text()).get("pid") == window.pid and any(path.parent.rglob("*.sock*")):
                return True
        time.sleep(0.05)
    return False


def _ended(window: subprocess.Popen[str]) -> str:
    window.kill()
    return window.communicate()[1][-300:]
