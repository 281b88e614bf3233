"""kill -9 at random moments: of a refresh with marking, of migrating, of deleting and giving room back.

The process is killed wherever it is; then the program starts on what lies there, is checked, and is asked for all that
it had acknowledged. A refreshing library is killed again and again; after each time there is a refresh in peace, in
which the server has nothing new, and everything that it ever gave away must be there.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.chaos.outcome import Outcome
from tests.chaos.papers import Stand
from tests.chaos.runner import Runner
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
    with tempfile.TemporaryDirectory(prefix="chaos-kill-") as place, Runner() as runner:
        folder = Path(place)
        refreshing(outcome, runner, folder / "refresh", 100 // tenth)
        migrating(outcome, runner, folder / "1", 1, 30 // tenth, 600)
        migrating(outcome, runner, folder / "2", 2, 30 // tenth, 600)
        compacting(outcome, runner, folder / "keep", 40 // tenth, 600)
    return outcome


def refreshing(outcome: Outcome, runner: Runner, folder: Path, moments: int, papers: int = 24) -> None:
    """The writing thread asks feeds and keeps a reader's deeds meanwhile."""
    chance = Random(_SEED)
    folder.mkdir(parents=True)
    library = folder / "library.db"
    stand = Stand(papers, 4, _SEED)
    done: list[tuple[str, str]] = [("feed", url) for url in stand.urls]
    try:
        runner.command("--library", library, "add", *stand.urls)
        lasts = 1.0
        for moment in range(moments):
            begin = time.monotonic()
            # Now and then it begins at once with the reader's deeds, else it has to start its helper process first.
            under_way = runner.begin("live", helper=moment % 4 == 3, library=str(library), refresh=True, deeds=60)
            time.sleep(chance.uniform(0.01, lasts))
            under_way.kill()
            ended = under_way.end()
            outcome.count("killed in a refresh with marking")
            if ended.code == 0:  # It was done before the moment came.
                outcome.count("of all these, ended before their moment came")
                lasts = max(0.2, 0.8 * (time.monotonic() - begin))
            done += ended.acknowledged
            _judge(outcome, f"refresh {moment}", judged(runner, library), done)
            # The server has nothing new now: what was lost behind the newest entity tag would never come.
            stand.hold(True)
            last = runner.command("--library", library, "refresh")
            held = judged(runner, library)
            _judge(outcome, f"refresh {moment}, the one after it", held, done)
            outcome.losses += [f"refresh {moment}: {one}" for one in held.missing(stand.served())]
            if last.code != 0 or len(done) == papers:
                outcome.losses.append(f"refresh {moment}: the one after it failed: {last.err.strip()[-200:]}")
            stand.hold(False)
        outcome.count("deeds acknowledged before the kills, all there", len(done))
        outcome.count("articles served, all there", len(stand.served()))
    finally:
        stand.close()


def migrating(outcome: Outcome, runner: Runner, folder: Path, version: int, moments: int, articles: int) -> None:
    """An older library is opened; half of them are killed twice before they are opened in peace."""
    chance = Random(_SEED + version)
    old = aged(folder / "old" / "library.db", version, articles)
    wanted = columns(old)
    before = rows(old, wanted)
    begin = time.monotonic()
    runner.command("--library", copied(old, folder / "now"), "feeds")
    lasts = time.monotonic() - begin
    for moment in range(moments):
        library = copied(old, folder / "now")
        for _ in range(1 + moment % 2):
            under_way = runner.begin("command", arguments=["--library", str(library), "feeds"])
            time.sleep(chance.uniform(0.005, lasts))
            under_way.kill()
            outcome.count(f"killed while migrating from version {version}")
            if under_way.end().code == 0:
                outcome.count("of all these, ended before their moment came")
                lasts *= 0.8  # The machine has become quicker.
        _judge(outcome, f"migration {moment} from version {version}", judged(runner, library), ())
        if left := [*library.parent.glob("*.before-*.new*"), *library.parent.glob("*-search.*.new*")]:
            outcome.losses.append(f"migration {moment} from version {version}: it left {left[0].name} behind")
        if rows(library, wanted) != before:
            outcome.losses.append(f"migration {moment} from version {version}: rows are not as they were")


def compacting(outcome: Outcome, runner: Runner, folder: Path, moments: int, articles: int) -> None:
    """Old articles are deleted and the room is given back; what is unread or starred must stay."""
    chance = Random(_SEED)
    old = aged(folder / "old" / "library.db", 2, articles)
    runner.command("--library", old, "feeds")
    full = judged(runner, old)
    protected = full.titles - (full.read - full.starred)
    left, size, lasts = _kept(runner, copied(old, folder / "now"))
    for moment in range(moments):
        library = copied(old, folder / "now")
        shutil.copyfile(f"{old}-search", f"{library}-search")
        under_way = runner.begin("command", arguments=["--library", str(library), "keep", "--most", "30"])
        time.sleep(chance.uniform(0.02, lasts))
        under_way.kill()
        outcome.count("killed while deleting and giving room back")
        if under_way.end().code == 0:
            outcome.count("of all these, ended before their moment came")
            lasts *= 0.8
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
            again, now, _ = _kept(runner, library)
            if again != left or now > 1.1 * size:
                outcome.losses.append(f"keeping {moment}: carried out again it leaves {again}, {now} bytes")


def _kept(runner: Runner, library: Path) -> tuple[int, int, float]:
    """The rule carried out in peace: how many articles are left, the file's size, and how long it took."""
    begin = time.monotonic()
    runner.command("--library", library, "keep", "--most", "30")
    lasts = time.monotonic() - begin
    return len(judged(runner, library).titles), library.stat().st_size, lasts


def _judge(outcome: Outcome, when: str, held: Held, done: Sequence[tuple[str, str]]) -> None:
    outcome.losses += [f"{when}: {one}" for one in (*held.losses, *held.lacking(done))]
