"""kill -9 at random moments: of a refresh with marking, of migrating, of deleting and giving room back.

The process is killed wherever it is; then the program starts on what lies there, is checked, and is asked for all that
it had acknowledged. A refreshing library is killed again and again; after each time there is a refresh in peace, in
which the server has nothing new, and everything that it ever gave away must be there.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from tests.chaos.outcome import Outcome
from tests.chaos.papers import Stand
from tests.chaos.runner import Ended, Runner, quick_place
from tests.chaos.shelf import aged, columns, copied, rows
from tests.chaos.verdict import Held, judged

_SEED = 20261123


def run(thorough: bool) -> Outcome:
    """230 moments, and 22 in the short form."""
    outcome = Outcome()
    if not hasattr(os, "fork"):
        outcome.not_run.append("This system cannot fork processes.")
        return outcome
    tenth = 1 if thorough else 10
    with quick_place("kill") as place, Runner() as runner:
        folder = Path(place)
        refreshing(outcome, runner, folder / "refresh", 100 // tenth)
        migrating(outcome, runner, folder / "1", 1, 45 // tenth, 600)
        migrating(outcome, runner, folder / "2", 2, 45 // tenth, 600)
        compacting(outcome, runner, folder / "keep", 40 // tenth, 600)
    return outcome


class Moments:
    """So many kills of a deed that takes about ``lasts`` seconds; who has ended before his moment came is not counted
    among them, and the next moments come sooner.
    """

    def __init__(self, outcome: Outcome, runner: Runner, seed: str, wanted: int, lasts: float, least: float) -> None:
        self._outcome = outcome
        self._runner = runner
        self._chance = Random(f"{_SEED} {seed}")
        self._wanted = wanted
        self._lasts = lasts
        self._least = least
        self._met = 0

    def __iter__(self) -> Iterator[int]:
        """Until there were enough, but not for ever."""
        for number in range(4 * self._wanted):
            if self._met >= self._wanted:
                return
            yield number

    def strike(self, what: str, deed: str, *, helper: bool = False, **arguments: Any) -> Ended:
        """The deed begins, and is killed some time after."""
        under_way = self._runner.begin(deed, helper=helper, **arguments)
        time.sleep(self._chance.uniform(0.002, self._lasts))
        under_way.kill()
        ended = under_way.end()
        if ended.code == -signal.SIGKILL:
            self._met += 1
            self._outcome.count(what)
        else:
            self._outcome.count("kills that came too late, and do not count")
            self._lasts = max(self._least, 0.8 * self._lasts)
        return ended


def timed(runner: Runner, old: Path, folder: Path, *command: object) -> float:
    """How many seconds a command takes in peace on a copy, when it is not the first."""
    took = []
    for _ in range(3):
        library = copied(old, folder)
        begin = time.monotonic()
        runner.command("--library", library, *command)
        took.append(time.monotonic() - begin)
    return min(took)


def refreshing(outcome: Outcome, runner: Runner, folder: Path, wanted: int, papers: int = 24) -> None:
    """The writing thread asks feeds and keeps a reader's deeds meanwhile."""
    folder.mkdir(parents=True)
    library = folder / "library.db"
    stand = Stand(papers, 4, _SEED)
    done: list[tuple[str, str]] = [("feed", url) for url in stand.urls]
    deed = {"library": str(library), "refresh": True, "deeds": 60}
    try:
        runner.command("--library", library, "add", *stand.urls)
        moments = Moments(outcome, runner, "refresh", wanted, 1.0, 0.2)
        for moment in moments:
            # Now and then it begins at once with the reader's deeds, else it has to start its helper process first.
            ended = moments.strike("killed in a refresh with marking", "live", helper=moment % 4 == 3, **deed)
            done += ended.acknowledged
            _judge(outcome, f"refresh {moment}", judged(runner, library), done)
            # The server has nothing new now: what was lost behind the newest entity tag would never come.
            stand.hold(True)
            last = runner.command("--library", library, "refresh")
            held = judged(runner, library)
            _judge(outcome, f"refresh {moment}, the one after it", held, done)
            outcome.losses += [f"refresh {moment}: {one}" for one in held.missing(stand.served())]
            if last.code != 0:
                outcome.losses.append(f"refresh {moment}: the one after it failed: {last.err.strip()[-200:]}")
            stand.hold(False)
        if wanted >= 10 and len(done) == papers:
            outcome.losses.append("refresh: no deed was ever acknowledged before a kill, so nothing was shown")
        outcome.count("deeds acknowledged before the kills, all looked for", len(done))
        outcome.count("articles served, all looked for", len(stand.served()))
    finally:
        stand.close()


def migrating(outcome: Outcome, runner: Runner, folder: Path, version: int, wanted: int, articles: int) -> None:
    """An older library is opened; half of them are killed twice before they are opened in peace."""
    old = aged(folder / "old" / "library.db", version, articles)
    there = columns(old)
    before = rows(old, there)
    lasts = timed(runner, old, folder / "now", "feeds")
    moments = Moments(outcome, runner, f"version {version}", wanted, lasts, 0.02)
    for moment in moments:
        library = copied(old, folder / "now")
        for _ in range(1 + moment % 2):
            command = ["--library", str(library), "feeds"]
            moments.strike(f"killed while migrating from version {version}", "command", arguments=command)
        _judge(outcome, f"migration {moment} from version {version}", judged(runner, library), ())
        if left := [*library.parent.glob("*.before-*.new*"), *library.parent.glob("*-search.*.new*")]:
            outcome.losses.append(f"migration {moment} from version {version}: it left {left[0].name} behind")
        if rows(library, there) != before:
            outcome.losses.append(f"migration {moment} from version {version}: rows are not as they were")


def compacting(outcome: Outcome, runner: Runner, folder: Path, wanted: int, articles: int) -> None:
    """Old articles are deleted and the room is given back; what is unread or starred must stay."""
    old = aged(folder / "old" / "library.db", 2, articles)
    runner.command("--library", old, "feeds")
    full = judged(runner, old)
    protected = full.titles - (full.read - full.starred)
    left, size = _kept(runner, copied(old, folder / "now"))
    lasts = timed(runner, old, folder / "now", "keep", "--most", "30")
    moments = Moments(outcome, runner, "keeping", wanted, lasts, 0.02)
    for moment in moments:
        library = copied(old, folder / "now")
        command = ["--library", str(library), "keep", "--most", "30"]
        moments.strike("killed while deleting and giving room back", "command", arguments=command)
        held = judged(runner, library)
        _judge(outcome, f"keeping {moment}", held, ())
        for what, lost in (
            ("unread or starred articles", protected - held.titles),
            ("stars", (full.starred & held.titles) ^ held.starred),
            ("read marks", (full.read & held.titles) ^ held.read),
        ):
            if lost:
                outcome.losses.append(f"keeping {moment}: {len(lost)} {what} lost")
        if moment % 4 == 0:
            again, now = _kept(runner, library)
            if again != left or now > 1.1 * size:
                outcome.losses.append(f"keeping {moment}: carried out again it leaves {again}, {now} bytes")


def _kept(runner: Runner, library: Path) -> tuple[int, int]:
    """The rule carried out in peace: how many articles are left, and the file's size."""
    runner.command("--library", library, "keep", "--most", "30")
    return len(judged(runner, library).titles), library.stat().st_size


def _judge(outcome: Outcome, when: str, held: Held, done: Sequence[tuple[str, str]]) -> None:
    outcome.losses += [f"{when}: {one}" for one in (*held.losses, *held.lacking(done))]
