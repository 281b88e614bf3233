"""An error, and a kill, at every single call with which a deed changes the disk, from an import to an export.

Each deed is run once in peace, to learn its calls. Then it is run again for each of them, from the same beginning: once
that call fails (the disk is full, or broken), once the process is killed before it. After that the program starts,
finds nothing wrong and has all that was acknowledged; and after every eighth the same deed comes to its end in peace.
As many are at work beside each other as there are processors, each in a folder of its own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from tests.chaos import strace
from tests.chaos.outcome import Outcome
from tests.chaos.papers import Stand
from tests.chaos.runner import PATIENCE, Ended, Runner, quick_place
from tests.chaos.scenes import Scene, scenes
from tests.chaos.strace import Point
from tests.chaos.verdict import judged

_FILES = ("library.db", "library.db-wal", "library.db-search", "library.db-search-wal", "settings.json")

_AGAIN = 8
"""After each so-manieth the deed is done once more, in peace."""

_TRIES = 4
"""Where two threads are at work a call may come later, or another one in its place; so often it is waited for."""

CALLS = "calls that change the disk"
OUT = "tries left out, of two at each call"


class Stage:
    """Where scenes are played: always in the same folder."""

    def __init__(self, outcome: Outcome, runner: Runner, place: Path) -> None:
        self.outcome = outcome
        self.runner = runner
        self.folder = place / "now"
        self.library = self.folder / "library.db"
        self._turn = 0
        self._log = place / "strace.log"
        place.mkdir(exist_ok=True)

    def play(self, scene: Scene, *options: str) -> tuple[Ended, str, int]:
        """The deed under strace: how it ended, what strace told, and its process."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(scene.before, self.folder)
        begun = self.runner.begin(scene.deed, held=True, **scene.played_in(self.folder))
        watched = strace.Watched(begun, self._log, *options)
        ended = begun.end(PATIENCE)
        return ended, watched.words(), begun.pid

    def points(self, scene: Scene) -> list[Point]:
        """Where the deed changes the disk. In peace it does what it should."""
        ended, words, pid = self.play(scene, strace.trace())
        if ended.code != 0:
            self.outcome.losses.append(f"{scene.name} in peace: {ended.code} {ended.err[-300:]}")
        self._judge(scene, "in peace", ended)
        found, others = strace.points(words, pid, self.folder)
        self.outcome.count(CALLS, len(found) + others)
        self.outcome.count(OUT, 2 * others)
        return found

    def error(self, scene: Scene, point: Point, error: str) -> None:
        """The call fails; the program says so in a sentence and ends, or goes on."""
        self._at(scene, point, strace.failing(point, error), f"{error} at", killed=False)

    def death(self, scene: Scene, point: Point) -> None:
        """The process is killed there."""
        self._at(scene, point, strace.last(point), "killed at", killed=True)

    def misread(self, scene: Scene, number: int) -> None:
        """The N-th reading from one of our files fails."""
        only = [f"--trace-path={self.folder / name}" for name in _FILES]
        point = Point("pread64", number)
        ended, words, _ = self.play(scene, strace.trace("pread64"), *only, strace.failing(point, "EIO"))
        if "INJECTED" in words:
            self.outcome.count("reads that failed")
            self._after(scene, f"EIO at reading {number}", ended, killed=False)

    def _at(self, scene: Scene, point: Point, option: str, how: str, *, killed: bool) -> None:
        for _ in range(_TRIES):
            ended, words, pid = self.play(scene, strace.trace(), option)
            came = strace.hit(words, pid, self.folder, killed)
            if came is not None:  # Be it another one: what it leaves must hold, too.
                self._after(scene, f"{how} {came}", ended, killed=killed)
            if came == point:
                self.outcome.count("kills" if killed else "errors")
                return
        self.outcome.count(OUT)
        self.outcome.count(f"of those, never came again: {scene.name}, {point}")

    def _after(self, scene: Scene, when: str, ended: Ended, *, killed: bool) -> None:
        if not killed and ended.crashed:
            self.outcome.losses.append(f"{scene.name}, {when}: {ended.crashed}")
        self._judge(scene, when, ended)
        self._turn += 1
        if scene.again and self._turn % _AGAIN == 0:
            ended = self.runner.run(scene.deed, **scene.played_in(self.folder))
            self.outcome.count("of these, carried to the end afterwards")
            if ended.code != 0:
                self.outcome.losses.append(f"{scene.name}, {when}, then again: {ended.err.strip()[-200:]}")
            self._judge(scene, f"{when}, then again", ended)

    def _judge(self, scene: Scene, when: str, ended: Ended) -> None:
        held = judged(self.runner, self.library)
        losses = [*held.losses, *held.lacking(ended.acknowledged), *scene.look(self.folder, held, ended)]
        self.outcome.losses += [f"{scene.name}, {when}: {one}" for one in losses]


class Stages:
    """Some beside each other; 0 for as many as there are processors."""

    def __init__(self, outcome: Outcome, runner: Runner, place: Path, count: int = 0) -> None:
        self._closing = ExitStack()
        self._outcome = outcome
        self._stages = [Stage(outcome, runner, place / "stage-0")]
        for number in range(1, count or min(8, os.cpu_count() or 1)):
            self._stages.append(Stage(outcome, self._closing.enter_context(Runner()), place / f"stage-{number}"))

    def inject(self, scene: Scene, every: int, reads: int) -> None:
        """At every so-many-th call an error, and a kill; and so many reads that fail."""
        points = self._stages[0].points(scene)
        chosen = points[every // 2 :: every]
        self._outcome.count(OUT, 2 * (len(points) - len(chosen)))
        tries: list[Callable[[Stage], None]] = []
        for turn, point in enumerate(chosen):
            tries += [_error(scene, point, turn), _death(scene, point)]
        tries += [_misread(scene, 1 + turn * turn // 2 + turn) for turn in range(reads)]
        left = iter(tries)

        def play(stage: Stage) -> None:
            for one in left:
                one(stage)

        with ThreadPoolExecutor(len(self._stages)) as pool:
            for _ in pool.map(play, self._stages):
                pass

    def __enter__(self) -> Stages:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.close()


def run(thorough: bool) -> Outcome:
    """All of them; a tenth in the short form."""
    outcome = Outcome()
    if why := strace.lacking():
        outcome.lacks(f"{why}.")
        return outcome
    with quick_place("inject") as place, Runner() as runner, Stages(outcome, runner, Path(place)) as stages:
        stand = Stand(3, 4, 1, growing=False)
        try:
            for scene in scenes(runner, Path(place), stand):
                stages.inject(scene, 1 if thorough else 10, 12 if thorough else 2)
        finally:
            stand.close()
    return outcome


def _error(scene: Scene, point: Point, turn: int) -> Callable[[Stage], None]:
    error = "EIO" if "sync" in point.name or turn % 2 else "ENOSPC"
    return lambda stage: stage.error(scene, point, error)


def _death(scene: Scene, point: Point) -> Callable[[Stage], None]:
    return lambda stage: stage.death(scene, point)


def _misread(scene: Scene, number: int) -> Callable[[Stage], None]:
    return lambda stage: stage.misread(scene, number)
