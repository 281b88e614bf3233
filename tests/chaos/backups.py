"""kill -9 at random moments of backing up and restoring, an error and a kill at every call with which they change the
disk, and a disk that is full in their midst.

What counts as a backup is whole in any case, and nothing else lies about for long; the library is the one of before or
the restored one; and that which was replaced is kept, unless nothing was replaced.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

from desktop_reader.library import backups, connect, duplicate
from desktop_reader.library.driver import dbapi
from desktop_reader.records.backup import Kind
from tests.chaos import inject, strace
from tests.chaos.outcome import Outcome
from tests.chaos.runner import Ended, Runner, quick_place
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


def killed(outcome: Outcome, runner: Runner, folder: Path, command: str, moments: int, articles: int = 300) -> None:
    """The command is killed wherever it is; then the program starts."""
    chance = Random(f"{_SEED} {command}")
    whole = stocked(folder / "whole", articles)
    begin = time.monotonic()
    runner.command("--library", copied(whole, folder / "now"), command)
    lasts = time.monotonic() - begin
    for moment in range(moments):
        there = copied(whole, folder / "now")
        under_way = runner.begin("command", arguments=["--library", str(there), command])
        time.sleep(chance.uniform(0, lasts))
        under_way.kill()
        outcome.count(f"{command}: killed")
        if under_way.end().code == 0:
            outcome.count(f"{command}: of these, had ended already")
            lasts *= 0.8
        outcome.losses += [f"{command} {moment}: {loss}" for loss in faults(runner, there, articles)]


def injected(outcome: Outcome, runner: Runner, folder: Path, command: str, every: int, articles: int = 60) -> None:
    """At every so-many-th call an error, and a kill."""
    if why := strace.lacking():
        outcome.not_run.append(f"{why}.")
        return
    whole = stocked(folder / "whole", articles)
    stage = inject.Stage(outcome, runner, folder)
    given = {"arguments": ["--library", str(stage.library), command]}

    def look(held: Held, ended: Ended) -> Iterator[str]:
        if ended.code == 0 and command == "restore" and _count(stage.library) == articles:
            yield "it was said that all is restored"
        yield from faults(runner, stage.library, articles)

    inject.inject(stage, inject.Scene(command, whole.parent, "command", given, look, again=False), every, 0)


def full(outcome: Outcome, runner: Runner, folder: Path, times: int, articles: int = 300) -> None:
    """On a small disk, which something else fills while the command is at work."""
    disk = folder / "disk"
    disk.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={16 * _MB}", "none", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        outcome.not_run.append("No small disk can be mounted here.")
        return
    try:
        whole = stocked(folder / "whole", articles)
        for turn in range(times):
            command = ("backup", "restore")[turn % 2]
            for file in disk.iterdir():
                shutil.rmtree(file) if file.is_dir() else file.unlink()
            there = disk / whole.name
            shutil.copytree(whole.parent, disk, dirs_exist_ok=True)
            under_way = runner.begin("command", held=True, arguments=["--library", str(there), command])
            room = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
            (disk / "other").write_bytes(b"x" * max(0, room - (turn // 2) * _MB // 4))
            under_way.go_on()
            ended = under_way.end()
            outcome.count(f"{command}: full disk, {'told' if ended.code else 'done all the same'}")
            if ended.crashed:
                outcome.losses.append(f"full {turn}: {ended.crashed}")
            (disk / "other").unlink()
            outcome.losses += [f"full {turn}: {loss}" for loss in faults(runner, there, articles)]
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)


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


def copied(library: Path, folder: Path) -> Path:
    """The library and all that lies beside it, in a folder of their own."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(library.parent, folder)
    return folder / library.name


def faults(runner: Runner, library: Path, articles: int) -> list[str]:
    """What does not hold now; the program is started for it."""
    found = judged(runner, library).losses
    try:
        connect.prepare(library)
    except Exception as error:
        return [*found, f"does not open: {error}"]
    there = backups.found(library)
    found += [f"{one.path.name} is no whole library: {wrong}" for one in there if (wrong := _wrong(one.path))]
    counts = {one.path: backups.articles(one.path) for one in there}
    now = _count(library)
    replaced = [counts[one.path] for one in there if one.kind is Kind.REPLACED]
    if now not in (articles, articles - 1) or (now == articles - 1) != (replaced == [articles]):
        found.append(f"{now} articles, and put aside: {replaced}")
    if articles - 1 not in counts.values():
        found.append("the backup of before is gone")
    left = [file for file in library.parent.iterdir() if file.name.endswith("-restored")]
    return found + [f"{file.name} was left" for file in left]


def _wrong(copy: Path) -> str:
    return duplicate.damage(copy)


def _count(library: Path) -> int:
    with closing(dbapi.connect(f"file:{library}?mode=ro", uri=True)) as live:
        return int(live.execute("SELECT count(*) FROM article").fetchone()[0])
