"""Large libraries, made in three stages: the library, then its search file, then what is understood of the articles.

Each is kept by itself, so that only what changed is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks import meanings, pages, population, prose, rows, tongues
from benchmarks.rows import CHUNK, COLUMNS, DICTIONARY
from benchmarks.stages import in_parts, stage
from desktop_reader.library import bodies, connect, identity, schema, search, segments, subscriptions, understanding
from desktop_reader.library.driver import dbapi
from desktop_reader.library.search import Searchable, SearchFile
from desktop_reader.library.writer import Writer
from desktop_reader.records import content
from desktop_reader.text import encoder, near, terms, tokens

if TYPE_CHECKING:
    import sqlite3

_WRITTEN = (pages, population, prose, rows, tongues)
_LEARNT_FROM = 1_000  # Articles from which on the program itself makes a dictionary.
_WHILE_FILLING = ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -1000000")


def copied(articles: int, cache: Path, folder: Path) -> Path:
    """All stages put together in ``folder``, to be measured and written to."""
    path = folder / "library.db"
    shutil.copyfile(library(articles, cache), path)
    shutil.copyfile(understood(articles, cache), search.place(path))
    with contextlib.closing(dbapi.connect(str(path), isolation_level=None)) as live:
        # As the program itself would leave it: nothing waits to be indexed, derived or packed.
        known = {"derived": content.DERIVED, "trained": articles, "packed": f"{DICTIONARY} 0"}
        live.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", [(key, str(known[key])) for key in known])
        live.execute("DELETE FROM unindexed")
        live.execute("PRAGMA incremental_vacuum").fetchall()
        live.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return path


def library(articles: int, cache: Path) -> Path:
    """The library without a search file: heads, states, bodies, labels, everything waiting to be indexed."""

    def make(folder: Path) -> None:
        _make_library(folder / "library.db", articles)

    return stage(f"heads-{articles}", cache, (*_WRITTEN, bodies, identity, schema), make) / "library.db"


def search_file(articles: int, cache: Path) -> Path:
    """The search file of such a library, filled by the program's own hand."""

    def make(folder: Path) -> None:
        _make_search_file(folder / "library.db", articles)

    return search.place(stage(f"search-{articles}", cache, (*_WRITTEN, search, tokens), make) / "library.db")


def understood(articles: int, cache: Path) -> Path:
    """The same search file with the tables of what is understood, filled with numbers of the true sizes."""
    before = search_file(articles, cache)

    def make(folder: Path) -> None:
        _make_understood(before, folder / "library.db", articles)

    code = (meanings, understanding, segments, encoder, near, terms)
    folder = stage(f"understood-{articles}", cache, code, make, before.parent.name)
    return folder / before.name


def _make_library(path: Path, articles: int) -> None:
    people = population.Population(articles)
    connect.prepare(path)
    _subscribe(path, people)
    for left in path.parent.glob(f"{search.place(path).name}*"):
        left.unlink()
    with _filling(path) as live:
        live.execute("UPDATE meta SET value = ? WHERE key = 'library_id'", (_mark(articles).hex(),))
        live.executemany("UPDATE feed SET uuid = ? WHERE id = ?", [(_mark(n), n) for n in range(1, people.feeds + 1)])
        labels = [(n, prose.prose("en").name(n), n) for n in range(1, population.LABELS + 1)]
        live.executemany("INSERT INTO label (id, title, position) VALUES (?, ?, ?)", labels)
        dictionary = bodies.trained(rows.samples(articles)) if articles >= _LEARNT_FROM else None
        if dictionary is not None:
            live.execute("INSERT INTO dictionary (id, data) VALUES (?, ?)", (DICTIONARY, dictionary))
        for made in in_parts(articles, CHUNK, partial(rows.rows, articles, dictionary)):
            for table, columns in COLUMNS.items():
                places = ", ".join("?" * len(columns.split(",")))
                live.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", made.tables[table])


def _subscribe(path: Path, people: population.Population) -> None:
    writer = Writer(path)
    with writer.editing() as live:
        for folder in range(1, people.folders + 1):
            title = prose.prose("en").line(folder, np.random.default_rng([folder, 8]), 2)
            subscriptions.add_folder(live, title, f"folder-{folder}", people.parent(folder))
        for feed in range(1, people.feeds + 1):
            spoken = prose.prose(people.languages[feed - 1])
            subscriptions.add_feed(
                live,
                f"http://127.0.0.1:1/{feed}.xml",  # Nobody listens there.
                spoken.line(feed, np.random.default_rng([feed, 9]), 3),
                f"feed-{feed}",
                population.NEWEST,
                site_url=f"https://www.feed-{feed}.example/",
                folder_id=people.folder_of[feed - 1],
            )
    writer.close()


@contextlib.contextmanager
def _filling(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction on a file that can be made again: no journal, nothing is waited for."""
    live = dbapi.connect(str(path), isolation_level=None)
    for pragma in _WHILE_FILLING:
        live.execute(f"PRAGMA {pragma}").fetchall()
    live.execute("BEGIN")
    yield live
    live.execute("COMMIT")
    live.execute("PRAGMA journal_mode = WAL").fetchall()
    live.close()


def _make_search_file(path: Path, articles: int) -> None:
    file = SearchFile(path, _mark(articles).hex())
    file.make_anew()
    for some in in_parts(articles, CHUNK, partial(rows.searchable, articles)):
        file.keep([Searchable(*one) for one in some])
    file.stamp()
    file.close()


def _make_understood(before: Path, path: Path, articles: int) -> None:
    file = search.place(path)
    shutil.copyfile(before, file)
    understanding.Understanding(path).close()
    live = dbapi.connect(str(file), isolation_level=None)
    live.execute("PRAGMA synchronous = OFF")
    made = meanings.Meanings()
    for start in reversed(range(1, articles + 1, CHUNK)):  # The newest are understood first.
        made.add(live, range(start, min(start + CHUNK, articles + 1)), indexed=False)
    known = (("frequencies", made.frequencies(articles)), ("model", encoder.model_id()))
    live.executemany("INSERT OR REPLACE INTO knowledge VALUES (?, ?)", known)
    live.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    live.close()


def _mark(number: int) -> bytes:
    """16 bytes that are always the same for a number."""
    return hashlib.sha256(str(number).encode()).digest()[:16]
