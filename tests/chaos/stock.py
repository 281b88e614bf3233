"""A library with much in it, and what a reader would miss: for the parts that damage files."""

from __future__ import annotations

import contextlib
import random
import shutil
from dataclasses import dataclass
from pathlib import Path

from desktop_reader.jobs.label import AddAndPut
from desktop_reader.jobs.transfer import export_opml
from desktop_reader.library import mirror, search
from desktop_reader.library.driver import dbapi
from desktop_reader.records.refresh import DigestedEntry
from tests.library_fixtures import NOW, came, entry, folder, follow, indexed, opened

ENDS = ("", "-search", "-subscriptions.opml")


@dataclass(frozen=True)
class Stock:
    """What a library says of itself: articles by title, with what the reader did; texts; subscriptions."""

    marks: dict[str, tuple[int, int, str]]
    texts: frozenset[str]
    feeds: frozenset[str]

    @property
    def treasures(self) -> frozenset[str]:
        """Articles that are starred or labelled."""
        return frozenset(title for title, (_, starred, labels) in self.marks.items() if starred or labels)


def made(path: Path, feeds: int = 8, articles: int = 60, seed: int = 9) -> Path:
    """Feeds in folders, articles read, starred and labelled, some with texts of several pages; searchable."""
    chance = random.Random(seed)
    with opened(path) as library:
        for number in range(feeds):
            place = folder(library, f"Folder {number}") if number % 2 else None
            feed = follow(
                library, f"https://stock.example/{number}", place, title=f"Stock {number}", slug=f"stock-{number}"
            )
            some = [_said(number, n, chance) for n in range(articles)]
            came(library, feed, *reversed(some))
        every = [number for (number,) in library.reader.select("SELECT id FROM article ORDER BY id")]
        library.mark_read(chance.sample(every, len(every) // 2), True)
        library.star(chance.sample(every, len(every) // 12), True)
        for turn in range(3):
            AddAndPut(f"Label {turn}", tuple(chance.sample(every, len(every) // 20))).run(library)
        for number in every[:20]:
            library.opened(number, NOW + number)
        indexed(library)
        mirror.keep(path, export_opml(library.reader), feeds)
    return path


def copied(source: Path, place: Path) -> Path:
    """The library with all that lies beside it, in another folder."""
    place.mkdir(parents=True, exist_ok=True)
    for end in ENDS:
        with contextlib.suppress(FileNotFoundError):
            shutil.copy(f"{source}{end}", place / f"{source.name}{end}")
    return place / source.name


def told(path: Path) -> Stock:
    """What is in the library now."""
    with contextlib.closing(dbapi.connect(f"file:{path}?mode=ro", uri=True)) as live:
        marks = {
            title.casefold(): (read, starred, labels)
            for title, read, starred, labels in live.execute(
                """SELECT a.title, s.is_read, s.starred,
                (SELECT coalesce(group_concat(title, '; '), '') FROM (SELECT l.title FROM labelled AS d
                  JOIN label AS l ON l.id = d.label_id WHERE d.article_id = a.id ORDER BY l.title))
                FROM article AS a JOIN state AS s ON s.id = a.id"""
            )
        }
        texts = frozenset(
            guid for (guid,) in live.execute("SELECT guid FROM body WHERE guid IS NOT NULL AND length(source) > 0")
        )
        feeds = frozenset(url for (url,) in live.execute("SELECT url FROM feed"))
    return Stock(marks, texts, feeds)


def searchable(path: Path) -> Path:
    """Where its search file lies."""
    return search.place(path)


def _said(feed: int, number: int, chance: random.Random) -> DigestedEntry:
    words = " ".join(f"{chance.choice(_WORDS)}{chance.randrange(5000)}" for _ in range(chance.choice((40, 90, 400))))
    if number % 15 == 0:
        words = " ".join(f"{chance.randbytes(4).hex()}" for _ in range(4000))  # Longer than some pages.
    return entry(
        f"guid-{feed}-{number}",
        f"https://stock.example/{feed}/{number}",
        f"Stock {feed} {number}: {chance.choice(_WORDS)}",
        words,
        NOW - 977 * number - feed,
    )


_WORDS = ("harbour", "ferry", "quay", "tide", "anchor", "lantern", "rope", "gull", "market", "bridge", "storm", "sail")
