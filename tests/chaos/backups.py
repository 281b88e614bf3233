"""kill -9 at random moments of backing up and restoring, an error and a kill at every call with which they change the
disk, and a disk that is full in their midst.

What counts as a backup is whole in any case, and nothing else lies about for long; the library is the one of before or
the restored one; and that which was replaced is kept, unless nothing was replaced.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

from desktop_reader.library import backups, duplicate
from desktop_reader.library.driver import dbapi
from desktop_reader.records.backup import Kind
from tests.chaos import disks, inject, kill, scenes, strace
from tests.chaos.outcome import Outcome
from tests.chaos.runner import Ended, Runner, quick_place
from tests.chaos.shelf import copied
from tests.chaos.verdict import Held, judged
from tests.library_fixtures import came, entry, follow, opened

_SEED = 20261123
_MB = 1_000_000


def run(thorough: bool) -> Outcome:
    """200 kills, each call of both commands, and 40 disks that are full; a tenth of it in the short form."""
    outcome = Outcome()
    if not hasattr(os, "fork"):
        outcome.not_run.append("This system cannot fork processes.")
        return outcome
    tenth = 1 if thorough else 10
    with quick_place("backups") as place, Runner() as runner:
        folder = Path(place)
        killed(outcome, runner, folder / "backup", "backup", 100 // tenth)
        killed(outcome, runner, folder / "restore", "restore", 100 // tenth)
        for command in ("backup", "restore"):
            injected(outcome, runner, folder / "injected" / command, command, tenth)
        full(outcome, runner, folder / "full", 40 // tenth)
    return outcome


def killed(outcome: Outcome, runner: Runner, folder: Path, command: str, wanted: int, articles: int = 300) -> None:
    """The command is killed wherever it is; then the program starts."""
    whole = stocked(folder / "whole", articles)
    lasts = kill.timed(runner, whole, folder / "now", command)
    moments = kill.Moments(outcome, runner, command, wanted, lasts, 0.005)
    for moment in moments:
        there = copied(whole, folder / "now")
        moments.strike(f"{command}: killed", "command", arguments=["--library", str(there), command])
        outcome.losses += [f"{command} {moment}: {loss}" for loss in faults(runner, there, articles)]


def injected(outcome: Outcome, runner: Runner, folder: Path, command: str, every: int, articles: int = 60) -> None:
    """At every so-many-th call an error, and a kill."""
    if why := strace.lacking():
        outcome.lacks(f"{why}.")
        return
    whole = stocked(folder / "whole", articles)

    def look(now: Path, held: Held, ended: Ended) -> Iterator[str]:
        library = now / whole.name
        if ended.code == 0 and command == "restore" and not held.losses and _count(library) == articles:
            yield "it was said that all is restored"
        yield from lost(library, articles)

    with inject.Stages(outcome, runner, folder) as stages:
        scene = scenes.Scene(command, whole.parent, "command", scenes.command(command), look, again=False)
        stages.inject(scene, every, 0)


def full(outcome: Outcome, runner: Runner, folder: Path, times: int, articles: int = 300) -> None:
    """On a small disk, which something else fills while the command is at work."""
    folder.mkdir(parents=True)
    whole = stocked(folder / "whole", articles)
    with disks.mounted(folder / "disk", f"{16 * _MB}", outcome) as disk:
        for turn in range(times if disk is not None else 0):
            assert disk is not None
            command = ("backup", "restore")[turn % 2]
            there = copied(whole, disk / str(turn))
            under_way = runner.begin("command", held=True, arguments=["--library", str(there), command])
            disks.fill(disk, turn // 2 * 250)
            under_way.go_on()
            ended = under_way.end()
            outcome.count(f"{command}: full disk, {'told' if ended.code else 'done all the same'}")
            if ended.crashed:
                outcome.losses.append(f"full {turn}: {ended.crashed}")
            disks.free(disk)
            outcome.losses += [f"full {turn}: {loss}" for loss in faults(runner, there, articles)]
            shutil.rmtree(there.parent)


def stocked(folder: Path, articles: int) -> Path:
    """A library with a backup that lacks its last article; some of what it has stands in its journal only."""
    folder.mkdir(parents=True)
    path = folder / "library.db"
    chance = Random(_SEED)
    with opened(path) as library:
        texts = (chance.randbytes(2000).hex() for _ in range(articles - 1))
        came(library, follow(library), *(entry(f"g{n}", title=f"T{n}", text=text) for n, text in enumerate(texts)))
    backups.make(path, Kind.BY_HAND)
    aside = folder / "aside"
    with opened(path) as library:
        came(library, 1, entry("last", title="Last"))
        shutil.copytree(folder, aside, ignore=shutil.ignore_patterns("aside", "*-lock", "*-shm"))
    for file in folder.iterdir():
        if file.is_file():
            file.unlink()
    for file in aside.iterdir():
        if file.is_file():
            file.rename(folder / file.name)
    shutil.rmtree(aside)
    assert (folder / "library.db-wal").stat().st_size
    return path


def faults(runner: Runner, library: Path, articles: int) -> list[str]:
    """What does not hold now; the program is started for it."""
    return [*judged(runner, library).losses, *lost(library, articles)]


def lost(library: Path, articles: int) -> list[str]:
    """What is amiss with the library and its backups after a start."""
    there = backups.found(library)
    damaged = {one.path: duplicate.damage(one.path) for one in there}
    found = [f"{path.name} is no whole library: {wrong}" for path, wrong in damaged.items() if wrong]
    counts = {one.path: backups.articles(one.path) for one in there}
    try:
        now = _count(library)
    except dbapi.Error as error:
        return [*found, f"does not open: {error}"]
    replaced = [counts[one.path] for one in there if one.kind is Kind.REPLACED]
    if now not in (articles, articles - 1) or (now == articles - 1) != (replaced == [articles]):
        found.append(f"{now} articles, and put aside: {replaced}")
    if articles - 1 not in counts.values():
        found.append("the backup of before is gone")
    left = [file for file in library.parent.iterdir() if file.name.endswith("-restored")]
    return found + [f"{file.name} was left" for file in left]


def _count(library: Path) -> int:
    with closing(dbapi.connect(f"file:{library}?mode=ro", uri=True)) as live:
        return int(live.execute("SELECT count(*) FROM article").fetchone()[0])
