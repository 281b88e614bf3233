"""What must hold after every crash: the program starts, finds nothing wrong, and all that was acknowledged is there."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from desktop_reader import settings
from tests.chaos.runner import Runner


@dataclass
class Held:
    """What a library has after a start: ``losses`` is what does not hold; empty where all does."""

    losses: list[str] = field(default_factory=list)
    feeds: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)
    articles: set[tuple[str, str]] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    starred: set[str] = field(default_factory=set)
    labelled: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)

    def lacking(self, acknowledged: Iterable[tuple[str, str]]) -> Iterator[str]:
        """Deeds that the program said were done, and of which nothing is there."""
        sets = {"read": self.read, "star": self.starred, "label": self.labelled, "feed": self.feeds}
        folders = {"folder": {title.removeprefix("Folder of ") for title in self.folders}}
        for kind, what in acknowledged:
            if kind in sets | folders and what not in (sets | folders)[kind]:
                yield f"acknowledged and lost: {kind} {what}"

    def missing(self, served: Collection[tuple[str, str]]) -> Iterator[str]:
        """Articles that the server gave away and will not give again."""
        if lost := set(served) - self.articles:
            yield f"{len(lost)} articles were served and never came, such as {min(lost)}"


def judged(runner: Runner, library: Path) -> Held:
    """Starts the program on ``library`` and has it checked."""
    mirror = Path(f"{library}-subscriptions.opml")
    broken = [one for file in (mirror, *library.parent.glob("*-backups/*.opml")) for one in opml_held(file)]
    ended = runner.run("look", library=str(library))
    if ended.code != 0:
        last = ended.err.strip().splitlines()[-1] if ended.err.strip() else "no word"
        return Held([*broken, f"does not start ({ended.code}): {last}"])
    facts: dict[str, Any] = json.loads(ended.out)
    held = Held([*broken, *(f"check: {one}" for one in facts["findings"])])
    if not facts["complete"]:
        held.losses.append("check: it did not come to its end")
    for name, there in (
        ("article", [(url, guid) for url, guid, *_ in facts["articles"]]),
        ("feed", [url for url, _ in facts["feeds"]]),
    ):
        held.losses += [f"{name} doubled: {one}" for one, times in Counter(there).items() if times > 1]
    held.feeds = {url for url, _ in facts["feeds"]}
    if held.feeds - set(_addresses(mirror)):
        held.losses.append("the mirror lacks feeds after a start")
    held.folders = set(facts["folders"])
    for url, guid, title, is_read, starred, labels in facts["articles"]:
        held.articles.add((url, guid))
        held.titles.add(title)
        for true, some in ((is_read, held.read), (starred, held.starred), (labels, held.labelled)):
            if true:
                some.add(title)
    return held


def _addresses(opml: Path) -> Iterator[str]:
    if opml.exists():
        for one in ElementTree.parse(opml).iter("outline"):
            yield one.get("xmlUrl", "")


def settings_held(file: Path, acknowledged: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The last choice that was acknowledged is there, or a later one; never an empty file."""
    chosen = [int(what) for kind, what in acknowledged if kind == "settings"]
    least = max(chosen, default=0)
    if not file.exists():
        if least:
            yield "the settings are gone"
        return
    try:
        json.loads(file.read_bytes())
    except ValueError:
        yield f"the settings are broken: {file.stat().st_size} bytes"
        return
    if least and settings.load(file).refresh_minutes < least:
        yield f"acknowledged and lost: settings {least}"


def opml_held(file: Path) -> Iterator[str]:
    """A list of feeds that is there is a whole one."""
    if file.exists() and not file.read_bytes().rstrip().endswith(b"</opml>"):
        yield f"{file.name} is cut short: {file.stat().st_size} bytes"
