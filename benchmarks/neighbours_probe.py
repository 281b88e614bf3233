"""In a process of its own: what finding similar articles costs among very many, made of numbers alone.

The search file alone is filled: with directions that lie in clusters, and with terms as uneven as real ones.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

_CHUNK = 5_000
_QUESTIONS = 60
_SINCE = 200


def made(articles: int, cache: Path) -> Path:
    """A library of no articles with a search file of very many; made when it is not there yet."""
    from desktop_reader.library import connect, search
    from desktop_reader.library.understanding import VERSION, Understanding
    from desktop_reader.library.writer import Writer

    folder = cache / f"neighbours-{VERSION}-{articles}"
    path = folder / "library.db"
    if not (folder / "whole").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        connect.prepare(path)
        Writer(path).close()
        Understanding(path).close()
        _fill(search.place(path), articles)
        (folder / "whole").touch()
    return path


def measured(path: Path, articles: int) -> dict[str, Any]:
    """Milliseconds of the processor: the first question, the next ones, and those after some articles came."""
    from desktop_reader.library.neighbours import Neighbours

    door, chance = Neighbours(path), Random("questions")
    first = _spent(door, chance.randrange(1, articles))
    asked = [chance.randrange(1, articles) for _ in range(_QUESTIONS)]
    fresh = [_spent(door, number) for number in asked]
    _come(path)
    door.of(asked[0], 5)  # Reads the pages of those that came.
    again = [_spent(door, number) for number in asked[1:]]
    kept = [_spent(door, number) for number in asked[1:]]
    return {"first": first, "fresh": fresh, "again": again, "kept": kept, "bytes": _bytes(path, articles)}


def _spent(door: Any, number: int) -> float:
    began = process_time()
    door.of(number, 5)
    return 1000 * (process_time() - began)


def _fill(file: Path, articles: int) -> None:
    from benchmarks.meanings import Meanings
    from desktop_reader.library.driver import dbapi

    live = dbapi.connect(str(file), isolation_level=None)
    live.execute("PRAGMA synchronous = OFF")
    live.execute("DELETE FROM nearest")
    maker = Meanings()
    for start in range(1, articles + 1, _CHUNK):
        maker.add(live, range(start, min(start + _CHUNK, articles + 1)))
    live.execute("INSERT OR REPLACE INTO knowledge VALUES ('frequencies', ?)", (maker.frequencies(articles),))
    live.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    live.close()


def _come(path: Path) -> None:
    from benchmarks.meanings import Meanings
    from desktop_reader.library import search
    from desktop_reader.library.driver import dbapi

    live = dbapi.connect(str(search.place(path)), isolation_level=None)
    (most,) = live.execute("SELECT max(id) FROM understood").fetchone()
    Meanings().add(live, range(most + 1, most + 1 + _SINCE))
    live.close()


def _bytes(path: Path, articles: int) -> float:
    """What is kept of one article beside the full-text index, with its part of all tables."""
    from desktop_reader.library import search
    from desktop_reader.library.driver import dbapi

    live = dbapi.connect(str(search.place(path)), isolation_level=None)
    (whole,) = live.execute("PRAGMA page_count").fetchone()
    for table in ("understood", "sign", "segment", "waiting", "nearest", "knowledge"):
        live.execute("BEGIN")
        live.execute(f"DROP TABLE {table}")
        live.execute("COMMIT")
    (free,) = live.execute("PRAGMA freelist_count").fetchone()
    (size,) = live.execute("PRAGMA page_size").fetchone()
    live.close()
    return float(free * size / articles) if whole else 0.0


def main(articles: int, cache: Path) -> object:
    """All of it on a copy."""
    import shutil
    import tempfile

    original = made(articles, cache)
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        for one in original.parent.iterdir():
            shutil.copyfile(one, Path(folder) / one.name)
        return measured(Path(folder) / original.name, articles)


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    print(json.dumps(main(int(sys.argv[1]), Path(sys.argv[2]))))
