"""The deeds at which ``inject`` lets calls fail: how each begins, and what must hold after it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.chaos.papers import Stand
from tests.chaos.runner import Ended, Runner
from tests.chaos.shelf import Columns, aged, columns, rows
from tests.chaos.verdict import Held, judged, opml_held, settings_held

Look = Callable[[Path, Held, Ended], Iterator[str]]


class Here(str):
    """A file of the folder in which the scene is played."""

    __slots__ = ()


@dataclass(frozen=True)
class Scene:
    """A deed that begins in a copy of the folder ``before``. ``look`` says what is amiss in it after it and a start."""

    name: str
    before: Path
    deed: str
    arguments: Mapping[str, Any]
    look: Look
    again: bool = True

    def played_in(self, folder: Path) -> dict[str, Any]:
        """The arguments of the deed there."""

        def there(value: Any) -> Any:
            if isinstance(value, list):
                return [there(one) for one in value]
            return str(folder / value) if isinstance(value, Here) else value

        return {name: there(value) for name, value in self.arguments.items()}


def command(*words: str) -> dict[str, Any]:
    """Arguments for the deed of that name."""
    return {"arguments": ["--library", Here("library.db"), *words]}


def scenes(runner: Runner, place: Path, stand: Stand) -> Iterator[Scene]:
    """One after the other, each when it is made."""

    def before(name: str) -> Path:
        (place / name).mkdir()
        return place / name

    new = before("new")
    stand.opml(new / "list.opml")
    yield Scene("import", new, "command", command("import", Here("list.opml")), _followed(stand))
    for version in (1, 2):
        old = before(f"version-{version}")
        file = aged(old / "library.db", version, 20)
        wanted = columns(file)
        look = _migrated(wanted, rows(file, wanted))
        yield Scene(f"migration from version {version}", old, "command", command("feeds"), look)

    full = before("full")
    runner.command("--library", full / "library.db", "add", *stand.urls)
    for paper in stand.papers:
        paper.grow(4)
    yield Scene("refresh", full, "command", command("refresh"), _refreshed(stand))

    yield Scene("subscribing", full, "command", command("add", stand.urls[0] + "?more"), _nothing)

    marks = {"library": Here("library.db"), "refresh": False, "deeds": 2}
    yield Scene("marking", full, "live", marks, _nothing, again=False)

    chosen = before("chosen")
    shutil.copytree(full, chosen, dirs_exist_ok=True)
    runner.run("choose", file=str(chosen / "settings.json"), times=2)
    yield Scene("settings", chosen, "choose", {"file": Here("settings.json"), "times": 3}, _settings)

    exported = before("exported")
    shutil.copytree(full, exported, dirs_exist_ok=True)
    for form, name, whole in (("opml", "list.opml", opml_held), ("json", "all.jsonl", _lines_held)):
        runner.command("--library", full / "library.db", "export", form, exported / name)
        yield Scene(f"export as {form}", exported, "command", command("export", form, Here(name)), _file(name, whole))

    kept = before("kept")
    judged(runner, aged(kept / "library.db", 2, 60))
    protected = {f"Ferry {number}" for number in range(1, 61) if number % 3 or not number % 5} - {"Ferry 2"}
    yield Scene("keeping", kept, "command", command("keep", "--most", "5"), _protected(protected))


def _nothing(now: Path, held: Held, ended: Ended) -> Iterator[str]:
    yield from ()


def _followed(stand: Stand) -> Look:
    def look(now: Path, held: Held, ended: Ended) -> Iterator[str]:
        if ended.code == 0 and held.feeds != set(stand.urls):
            yield f"imported, but {len(held.feeds)} feeds are there"
        elif held.feeds and held.feeds != set(stand.urls):
            yield f"half imported: {len(held.feeds)} feeds"

    return look


def _migrated(wanted: Columns, before: dict[str, str]) -> Look:
    def look(now: Path, held: Held, ended: Ended) -> Iterator[str]:
        if rows(now / "library.db", wanted) != before:
            yield "rows are not as they were"

    return look


def _refreshed(stand: Stand) -> Look:
    def look(now: Path, held: Held, ended: Ended) -> Iterator[str]:
        if ended.code == 0 and "0 failed" in ended.out:
            yield from held.missing(stand.served())

    return look


def _settings(now: Path, held: Held, ended: Ended) -> Iterator[str]:
    file = now / "settings.json"
    if not file.exists():
        yield "the settings are gone"
    yield from settings_held(file, ended.acknowledged)


def _file(name: str, whole: Callable[[Path], Iterator[str]]) -> Look:
    def look(now: Path, held: Held, ended: Ended) -> Iterator[str]:
        if not (now / name).exists():
            yield f"{name} is gone"
        yield from whole(now / name)

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
    def look(now: Path, held: Held, ended: Ended) -> Iterator[str]:
        if lost := titles - held.titles:
            yield f"{len(lost)} unread or starred articles lost"

    return look
