"""An error, and a kill, at every single call with which a deed changes the disk, from an import to an export.

Each deed is run once in peace, to count its calls. Then it is run again for each of them, from the same beginning: once
that call fails (the disk is full, or broken), once the process is killed there; where pages are written one after the
other into a file, these take turns. After that the program starts, finds nothing wrong and has all that was
acknowledged; and after every eighth the same deed comes to its end in peace.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.chaos import strace
from tests.chaos.outcome import Outcome
from tests.chaos.papers import Stand
from tests.chaos.runner import PATIENCE, Ended, Runner, quick_place
from tests.chaos.shelf import aged, columns, rows
from tests.chaos.verdict import Held, judged, opml_held, settings_held

_FILES = ("library.db", "library.db-wal", "library.db-search", "library.db-search-wal", "settings.json")

_AGAIN = 8
"""After each so-manieth the deed is done once more, in peace."""

Look = Callable[[Held, Ended], Iterator[str]]


@dataclass(frozen=True)
class Scene:
    """A deed that begins in a copy of the folder ``before``. ``look`` says what is amiss after it and a start."""

    name: str
    before: Path
    deed: str
    arguments: dict[str, Any]
    look: Look
    again: bool = True


class Stage:
    """Where the scenes are played: always in the same folder."""

    def __init__(self, outcome: Outcome, runner: Runner, place: Path) -> None:
        self.outcome = outcome
        self.runner = runner
        self.folder = place / "now"
        self.library = self.folder / "library.db"
        self._turn = 0
        self._log = place / "strace.log"

    def play(self, scene: Scene, *options: str) -> tuple[Ended, str, int]:
        """The deed under strace: how it ended, what strace told, and its process."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(scene.before, self.folder)
        begun = self.runner.begin(scene.deed, held=True, **scene.arguments)
        watched = strace.Watched(begun, self._log, *options)
        ended = begun.end(PATIENCE)
        return ended, watched.words(), begun.pid

    def points(self, scene: Scene) -> list[strace.Point]:
        """Where the deed changes the disk. In peace it does what it should."""
        ended, words, pid = self.play(scene, strace.trace())
        if ended.code != 0:
            self.outcome.losses.append(f"{scene.name} in peace: {ended.code} {ended.err[-300:]}")
        self._judge(scene, "in peace", ended)
        found, left_out = strace.points(words, pid, self.folder)
        self.outcome.count("calls that change the disk", len(found) + left_out)
        self.outcome.count("of these, in the midst of a row of pages and passed over", left_out)
        return found

    def error(self, scene: Scene, point: strace.Point, error: str) -> None:
        """The call fails; the program says so in a sentence and ends, or goes on."""
        ended, words, _ = self.play(scene, strace.trace(), strace.failing(point, error))
        self._after(scene, f"{error} at {point[0]} {point[1]}", ended, strace.hit(words, self.folder))

    def death(self, scene: Scene, point: strace.Point) -> None:
        """The process is killed there."""
        ended, words, _ = self.play(scene, strace.trace(), strace.last(point))
        self._after(scene, f"killed at {point[0]} {point[1]}", ended, strace.hit(words, self.folder), killed=True)

    def misread(self, scene: Scene, number: int) -> None:
        """The N-th reading from one of our files fails."""
        only = [f"--trace-path={self.folder / name}" for name in _FILES]
        point = ("pread64", number)
        ended, words, _ = self.play(scene, strace.trace("pread64"), *only, strace.failing(point, "EIO"))
        self._after(scene, f"EIO at reading {number}", ended, "INJECTED" in words, what="reads that failed")

    def _after(self, scene: Scene, when: str, ended: Ended, hit: bool, *, killed: bool = False, what: str = "") -> None:
        if not hit:
            self.outcome.count("calls that did not come again")
            return
        self.outcome.count(what or f"{'kills' if killed else 'errors'}: {scene.name}")
        if not killed and ended.crashed:
            self.outcome.losses.append(f"{scene.name}, {when}: {ended.crashed}")
        self._judge(scene, when, ended)
        self._turn += 1
        if scene.again and self._turn % _AGAIN == 0:
            ended = self.runner.run(scene.deed, **scene.arguments)
            if ended.code != 0:
                self.outcome.losses.append(f"{scene.name}, {when}, then again: {ended.err.strip()[-200:]}")
            self._judge(scene, f"{when}, then again", ended)

    def _judge(self, scene: Scene, when: str, ended: Ended) -> None:
        held = judged(self.runner, self.library)
        losses = [*held.losses, *held.lacking(ended.acknowledged), *scene.look(held, ended)]
        self.outcome.losses += [f"{scene.name}, {when}: {one}" for one in losses]


def run(thorough: bool) -> Outcome:
    """All of them; a tenth in the short form."""
    outcome = Outcome()
    if why := strace.lacking():
        outcome.not_run.append(f"{why}.")
        return outcome
    with quick_place("inject") as place, Runner() as runner:
        stand = Stand(3, 4, 1, growing=False)
        try:
            stage = Stage(outcome, runner, Path(place))
            for scene in scenes(runner, Path(place), stand):
                inject(stage, scene, 1 if thorough else 10, 12 if thorough else 2)
        finally:
            stand.close()
    return outcome


def inject(stage: Stage, scene: Scene, every: int, reads: int) -> None:
    """At every so-many-th call an error, and a kill; at pages of a file by turns; and so many reads that fail."""
    points = stage.points(scene)
    for turn, point in enumerate(points[every // 2 :: every]):
        is_page = point[0] == "pwrite64"
        if not is_page or turn % 2:
            stage.error(scene, point, "EIO" if "sync" in point[0] or turn % 4 == 1 else "ENOSPC")
        if not is_page or turn % 2 == 0:
            stage.death(scene, point)
    for turn in range(reads):
        stage.misread(scene, 1 + turn * turn // 2 + turn)


def scenes(runner: Runner, place: Path, stand: Stand) -> Iterator[Scene]:
    """One after the other; the folder they are played in is ``place / "now"``."""
    now = place / "now"
    library = str(now / "library.db")

    def command(*words: object) -> dict[str, Any]:
        return {"arguments": ["--library", library, *map(str, words)]}

    def before(name: str) -> Path:
        (place / name).mkdir()
        return place / name

    new = before("new")
    stand.opml(new / "list.opml")
    yield Scene("import", new, "command", command("import", now / "list.opml"), _followed(stand))
    for version in (1, 2):
        old = before(f"version-{version}")
        file = aged(old / "library.db", version, 20)
        wanted = columns(file)
        look = _migrated(now / "library.db", wanted, rows(file, wanted))
        yield Scene(f"migration from version {version}", old, "command", command("feeds"), look)

    full = before("full")
    runner.command("--library", full / "library.db", "add", *stand.urls)
    for paper in stand.papers:
        paper.grow(4)
    yield Scene("refresh", full, "command", command("refresh"), _refreshed(stand))

    yield Scene("subscribing", full, "command", command("add", stand.urls[0] + "?more"), _nothing)

    marks: dict[str, Any] = {"library": library, "refresh": False, "deeds": 2}
    yield Scene("marking", full, "live", marks, _nothing, again=False)

    chosen = before("chosen")
    shutil.copytree(full, chosen, dirs_exist_ok=True)
    file = now / "settings.json"
    runner.run("choose", file=str(chosen / file.name), times=2)
    yield Scene("settings", chosen, "choose", {"file": str(file), "times": 3}, _settings(file))

    exported = before("exported")
    shutil.copytree(full, exported, dirs_exist_ok=True)
    for form, name, whole in (("opml", "list.opml", opml_held), ("json", "all.jsonl", _lines_held)):
        runner.command("--library", full / "library.db", "export", form, exported / name)
        yield Scene(
            f"export as {form}", exported, "command", command("export", form, now / name), _file(now / name, whole)
        )

    kept = before("kept")
    judged(runner, aged(kept / "library.db", 2, 60))
    protected = {f"Ferry {number}" for number in range(1, 61) if number % 3 or not number % 5} - {"Ferry 2"}
    yield Scene("keeping", kept, "command", command("keep", "--most", "5"), _protected(protected))


def _nothing(held: Held, ended: Ended) -> Iterator[str]:
    yield from ()


def _followed(stand: Stand) -> Look:
    def look(held: Held, ended: Ended) -> Iterator[str]:
        if ended.code == 0 and held.feeds != set(stand.urls):
            yield f"imported, but {len(held.feeds)} feeds are there"
        elif held.feeds and held.feeds != set(stand.urls):
            yield f"half imported: {len(held.feeds)} feeds"

    return look


def _migrated(library: Path, wanted: dict[str, list[str]], before: dict[str, str]) -> Look:
    def look(held: Held, ended: Ended) -> Iterator[str]:
        if rows(library, wanted) != before:
            yield "rows are not as they were"

    return look


def _refreshed(stand: Stand) -> Look:
    def look(held: Held, ended: Ended) -> Iterator[str]:
        if ended.code == 0 and "0 failed" in ended.out:
            yield from held.missing(stand.served())

    return look


def _settings(file: Path) -> Look:
    def look(held: Held, ended: Ended) -> Iterator[str]:
        if not file.exists():
            yield "the settings are gone"
        yield from settings_held(file, ended.acknowledged)

    return look


def _file(file: Path, whole: Callable[[Path], Iterator[str]]) -> Look:
    def look(held: Held, ended: Ended) -> Iterator[str]:
        if not file.exists():
            yield f"{file.name} is gone"
        yield from whole(file)

    return look


def _lines_held(file: Path) -> Iterator[str]:
    lines = file.read_bytes().splitlines()
    try:
        found = [json.loads(line) for line in lines]
    except ValueError:
        found = []
    if len(found) < 12:
        yield f"{file.name} has {len(lines)} lines"


def _protected(titles: set[str]) -> Look:
    def look(held: Held, ended: Ended) -> Iterator[str]:
        if lost := titles - held.titles:
            yield f"{len(lost)} unread or starred articles lost"

    return look
