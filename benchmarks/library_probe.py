"""In a process of its own, without a window: what LIBRARY is asked, what is stored in it, what it takes on the disk."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import library_plan
from benchmarks.library_plan import Plan
from desktop_reader.library import search
from desktop_reader.library.driver import dbapi
from desktop_reader.library.reader import Reader
from desktop_reader.records.query import Query, Sort

_TIMES = 30
_UNREAD = "SELECT f.id, c.unread, f.folder_id FROM feed AS f JOIN feed_count AS c ON c.feed_id = f.id"
_CHANGED = 30  # Feeds that have other counters after a refresh.


def ask(path: Path, plan: Plan) -> dict[str, Any]:
    """Counters, and the quick and the whole answer to every search."""
    reader = Reader(path)
    found: dict[str, Any] = {"unread": [], "counts": [], "recount": [], "keys": [], "whole": []}
    for _ in range(_TIMES):
        own = time.thread_time()
        counted = reader.select(_UNREAD)
        found["unread"].append(_since(own))
        if sum(row[1] for row in counted) != reader.smart_counts().unread:
            raise SystemExit("The counters of feeds and the one of all do not agree.")
        own = time.thread_time()
        reader.folders(), reader.feeds(), reader.smart_counts(plan.since_at)
        found["counts"].append(_since(own))
        own = time.thread_time()
        reader.some_feeds(range(1, 1 + _CHANGED)), reader.smart_counts(plan.since_at)
        found["recount"].append(_since(own))
    warm = Query(search="warm")
    reader.found(warm), reader.all_ids(warm)  # The first search imports what all others use.
    for place, (name, typed) in enumerate(plan.keys):
        query = Query(search=typed, sort=Sort.BEST)
        own = time.thread_time()
        answer = reader.found(query)
        found["keys"].append((name, typed, _since(own), len(answer.ids)))
        if place + 1 == len(plan.keys) or not plan.keys[place + 1][1].startswith(typed):
            own = time.thread_time()
            count = len(reader.all_ids(Query(search=typed)))
            found["whole"].append((name, typed, _since(own), count))
    reader.close()
    return found


def store(path: Path, made: Path) -> dict[str, list[float]]:
    """Articles that arrive, with their counters and all that makes them found."""
    from benchmarks.arriving import Arrive
    from desktop_reader.jobs.understand import CatchUp
    from desktop_reader.library.writer import Writer

    writer = Writer(path)
    took: dict[str, list[float]] = {"store": [], "index": [], "both": []}
    for batch in library_plan.load_batches(made)[library_plan.ARRIVALS :]:
        feed = writer.reader.feed(batch.feed)
        assert feed is not None
        own = time.thread_time()
        changes = Arrive(batch, feed.title, feed.site_url).run(writer)
        stored = _since(own)
        own = time.thread_time()
        while writer.reader.unindexed(1):
            CatchUp().run(writer)
        indexed = _since(own)
        if len(changes.new) != len(batch.entries):
            raise SystemExit(f"{len(batch.entries)} articles came and {len(changes.new)} were stored.")
        for name, value in (("store", stored), ("index", indexed), ("both", stored + indexed)):
            took[name].append(value)
    writer.close()
    return took


def disk(path: Path) -> dict[str, Any]:
    """Bytes of each table with its indexes, told by what becomes free without it; the files are of no use then."""
    with contextlib.closing(dbapi.connect(str(path))) as live:
        (articles, words) = live.execute("SELECT count(*), avg(words) FROM article").fetchone()
    tables: dict[str, float] = {}
    whole = 0
    for file in (path, search.place(path)):
        size, parts = _parts(file)
        whole += size
        tables |= {f"{file.name.removeprefix(path.stem)}: {name}": part / articles for name, part in parts.items()}
    return {"articles": articles, "words": words, "bytes": whole / articles, "tables": tables}


def _parts(file: Path) -> tuple[int, dict[str, int]]:
    with contextlib.closing(dbapi.connect(str(file), isolation_level=None)) as live:
        live.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        whole = file.stat().st_size
        for pragma in ("foreign_keys = OFF", "journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000"):
            live.execute(f"PRAGMA {pragma}").fetchall()
        (page,) = live.execute("PRAGMA page_size").fetchone()
        virtual = [name for (name,) in live.execute("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL%'")]
        sql = "SELECT type, name FROM sqlite_schema WHERE type IN ('index', 'table') AND sql IS NOT NULL ORDER BY type"
        named = [(kind, name) for kind, name in live.execute(sql) if not _shadows(name, virtual)]
        parts: dict[str, int] = {}
        for kind, name in named:
            if name.startswith("sqlite_"):
                continue
            before = live.execute("PRAGMA freelist_count").fetchone()[0]
            live.execute(f'DROP {kind} "{name}"')
            parts[name] = (live.execute("PRAGMA freelist_count").fetchone()[0] - before) * page
    return whole, dict(sorted(parts.items(), key=lambda part: -part[1]))


def _shadows(name: str, virtual: list[str]) -> bool:
    return any(name.startswith(f"{one}_") for one in virtual)


def _since(began: float) -> float:
    return (time.thread_time() - began) * 1000


def main(what: str, path: Path, made: Path) -> object:
    """The figures of one of the functions above."""
    match what:
        case "ask":
            return ask(path, library_plan.load(made))
        case "store":
            return store(path, made)
        case _:
            return disk(path)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
