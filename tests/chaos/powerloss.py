"""Power cuts: what a disk may hold at any moment of two lives is laid down, and the program starts on it.

One life begins with nothing: feeds are followed and refreshed, articles marked, settings and a list written. The other
begins with a library of version 1, which is migrated, marked, and has its old articles deleted. strace writes down all
that is done to the disk; ``platter`` knows what may be left of it at a moment.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.chaos import strace
from tests.chaos.outcome import Outcome
from tests.chaos.papers import Stand
from tests.chaos.platter import Platter
from tests.chaos.recording import CALLS, OPTIONS, Event, events
from tests.chaos.runner import Runner, quick_place
from tests.chaos.shelf import aged
from tests.chaos.verdict import Held, judged, opml_held, settings_held

_SEED = 20261123

_DATABASES = (".db", "-wal", "-search", "-journal")

Told = list[tuple[str, str]]
Look = Callable[[Held, Told], Iterator[str]]


@dataclass(frozen=True)
class Life:
    """What was done in ``folder``, which began as ``before``."""

    name: str
    folder: Path
    before: Path
    done: Sequence[Event]
    look: Look


def run(thorough: bool) -> Outcome:
    """300 states; 30 in the short form."""
    outcome = Outcome()
    if why := strace.lacking():
        outcome.lacks(f"{why}.")
        return outcome
    states = 150 if thorough else 15
    with quick_place("powerloss") as place, Runner() as runner:
        stand = Stand(3, 4, 1, growing=False)
        try:
            cut(outcome, runner, first(runner, Path(place), stand), states)
            cut(outcome, runner, second(runner, Path(place)), states)
        finally:
            stand.close()
    return outcome


def first(runner: Runner, place: Path, stand: Stand) -> Life:
    """From nothing."""
    folder, before = place / "first", place / "first-before"
    folder.mkdir()
    library = folder / "library.db"
    stand.opml(folder / "list.opml")
    shutil.copytree(folder, before)
    recorder = _Recorder(runner, folder, place / "strace.log")
    recorder.command("import", folder / "list.opml")
    recorder.command("add", *(f"{url}?more" for url in stand.urls))
    recorder.told(*(("feed", f"{url}?more") for url in stand.urls))
    recorder.deed("live", library=str(library), refresh=False, deeds=4)
    recorder.deed("choose", file=str(folder / "settings.json"), times=3)
    for paper in stand.papers:
        paper.grow(3)
    recorder.command("refresh")
    recorder.deed("live", library=str(library), refresh=False, deeds=10)
    recorder.command("export", "opml", folder / "out.opml")
    recorder.told(("file", "out.opml"))
    recorder.deed("choose", file=str(folder / "settings.json"), times=3)

    def look(held: Held, told: Told) -> Iterator[str]:
        yield from settings_held(folder / "settings.json", told)
        if ("file", "out.opml") in told and not (folder / "out.opml").exists():
            yield "acknowledged and lost: the exported list"
        yield from opml_held(folder / "out.opml")
        if not held.feeds:
            return
        runner.command("--library", library, "refresh")
        after = judged(runner, library)
        yield from after.losses
        yield from after.missing({(url, guid) for url, guid in _served(stand) if url in after.feeds})

    return Life("first", folder, before, recorder.done, look)


def second(runner: Runner, place: Path, articles: int = 60) -> Life:
    """From a library of version 1."""
    folder, before = place / "second", place / "second-before"
    library = aged(folder / "library.db", 1, articles)
    shutil.copytree(folder, before)
    recorder = _Recorder(runner, folder, place / "strace.log")
    recorder.command("feeds")
    recorder.deed("live", library=str(library), refresh=False, deeds=5)
    titles = {f"Ferry {number}" for number in range(1, articles + 1)}
    starred = {f"Ferry {number}" for number in range(1, articles + 1) if not number % 5}
    unread = {f"Ferry {number}" for number in range(3, articles + 1) if number % 3}
    recorder.told(("begun", "keeping"))
    recorder.command("keep", "--most", "5")

    def look(held: Held, told: Told) -> Iterator[str]:
        read = {what for kind, what in told if kind == "read"}
        # A deed that was not acknowledged may have been done, and its article deleted by the rule then; not here: all
        # marks came before the rule, and each was acknowledged.
        must = (starred | (unread - read)) if ("begun", "keeping") in told else titles
        if lost := must - held.titles:
            yield f"{len(lost)} articles lost"
        if lost := starred - held.starred:
            yield f"{len(lost)} stars lost"

    return Life("second", folder, before, recorder.done, look)


def cut(outcome: Outcome, runner: Runner, life: Life, states: int) -> None:
    """So many moments of a life: behind what was acknowledged, ahead of a sync (also of a plain file), any."""
    chance = Random(_SEED)
    behind = [place + 1 for place, event in enumerate(life.done) if event.kind == "told"]
    ahead = [place for place, event in enumerate(life.done) if event.kind == "sync"]
    files = [place for place in ahead if not life.done[place].path.endswith(_DATABASES)]
    every = range(1, len(life.done) + 1)
    moments = sorted(chance.choice((behind, ahead, files, every)[turn % 4]) for turn in range(states))
    shutil.rmtree(life.folder)
    shutil.copytree(life.before, life.folder)
    platter = Platter(life.folder)
    told: Told = []
    place = 0
    for moment in moments:
        for event in life.done[place:moment]:
            if event.kind == "told":
                told.append((event.path, event.to))
            else:
                platter.do(event)
        place = moment
        platter.lay(life.folder, chance)
        outcome.count("states of the disk")
        held = judged(runner, life.folder / "library.db")
        losses = [*held.losses, *held.lacking(told), *life.look(held, told)]
        outcome.losses += [f"the {life.name} life, cut at {moment} of {len(life.done)}: {one}" for one in losses]
    outcome.count("things done to the disk", sum(event.kind != "told" for event in life.done))
    outcome.count("deeds acknowledged", len(behind))


class _Recorder:
    """Deeds one after the other, and what they did."""

    def __init__(self, runner: Runner, folder: Path, log: Path) -> None:
        self._runner = runner
        self._folder = folder
        self._log = log
        self.done: list[Event] = []

    def command(self, *words: object) -> None:
        self.deed("command", arguments=["--library", str(self._folder / "library.db"), *map(str, words)])

    def deed(self, name: str, **arguments: Any) -> None:
        begun = self._runner.begin(name, held=True, **arguments)
        watched = strace.Watched(begun, self._log, strace.trace(CALLS), *OPTIONS)
        ended = begun.end()
        if ended.code != 0:
            raise RuntimeError(f"{name} {arguments}: {ended.code} {ended.err[-500:]}")
        self.done += events(watched.words(), self._folder)

    def told(self, *acknowledged: tuple[str, str]) -> None:
        """What the end of the deed before says."""
        self.done += [Event("told", kind, what) for kind, what in acknowledged]


def _served(stand: Stand) -> set[tuple[str, str]]:
    return {(f"{url}?more", guid) for url, guid in stand.served()}
