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

_WORDS = 300_000
_TERMS = 64
_TEXT = 120  # Words of an article in the full-text index.
_CHUNK = 5_000
_QUESTIONS = 60
_SINCE = 200


def made(articles: int, cache: Path) -> Path:
    """A library of no articles with a search file of very many; made when it is not there yet."""
    from desktop_reader.library import connect, search
    from desktop_reader.library.understanding import Understanding
    from desktop_reader.library.writer import Writer

    folder = cache / f"neighbours-{articles}"
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
    _come(path, articles)
    door.of(asked[0], 5)  # Reads the signs of those that came.
    again = [_spent(door, number) for number in asked[1:]]
    kept = [_spent(door, number) for number in asked[1:]]
    return {"first": first, "fresh": fresh, "again": again, "kept": kept, "bytes": _bytes(path, articles)}


def _spent(door: Any, number: int) -> float:
    began = process_time()
    door.of(number, 5)
    return 1000 * (process_time() - began)


def _fill(file: Path, articles: int) -> None:
    from desktop_reader.library.driver import dbapi

    live = dbapi.connect(str(file), isolation_level=None)
    live.execute("PRAGMA synchronous = OFF")
    live.execute("DELETE FROM nearest")
    maker = _Maker()
    for start in range(1, articles + 1, _CHUNK):
        maker.add(live, range(start, min(start + _CHUNK, articles + 1)))
    live.execute("INSERT OR REPLACE INTO knowledge VALUES ('frequencies', ?)", (maker.frequencies(articles),))
    live.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    live.close()


def _come(path: Path, articles: int) -> None:
    from desktop_reader.library import search
    from desktop_reader.library.driver import dbapi

    live = dbapi.connect(str(search.place(path)), isolation_level=None)
    (most,) = live.execute("SELECT max(id) FROM understood").fetchone()
    _Maker().add(live, range(most + 1, most + 1 + _SINCE))
    live.close()


class _Maker:
    def __init__(self) -> None:
        import numpy as np

        from desktop_reader.text import terms

        self._chance = np.random.default_rng(7)
        self._words = [f"w{n:x}q{n % 7}" for n in range(_WORDS)]
        self._numbers = np.array([terms.number(terms.stem(word)) for word in self._words], np.uint32)
        share = 1 / (np.arange(_WORDS) + 2.7)
        self._steps = np.cumsum(share / share.sum())
        self._centres = self._chance.normal(size=(2_000, 512))
        self._counts = np.zeros(_WORDS, np.int64)

    def add(self, live: Any, ids: range) -> None:
        """These articles."""
        import numpy as np

        from desktop_reader.text.encoder import packed

        count = len(ids)
        drawn = np.searchsorted(self._steps, self._chance.random((count, _TEXT))).clip(0, _WORDS - 1)
        rarest = -np.sort(-drawn, axis=1)
        rare = (self._numbers[rarest[:, :_TERMS]] << np.uint32(8)) | np.uint32(1)
        common = self._numbers[rarest[:, -3:]]
        rows = self._centres[self._chance.integers(0, 2_000, count)] + 0.9 * self._chance.normal(size=(count, 512))
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        sketches = self._chance.bytes(256 * count)
        live.execute("BEGIN")
        for place, ((direction, signs), number) in enumerate(zip(packed(rows.astype(np.float32)), ids, strict=True)):
            words = [self._words[word] for word in rarest[place].tolist()]
            self._counts[np.unique(rarest[place])] += 1
            seq = live.execute("INSERT INTO sign (id, bits) VALUES (?, ?)", (number, signs)).lastrowid
            row = (
                number,
                seq,
                number * 600,
                "en",
                rare[place].tobytes(),
                common[place].tobytes(),
                " ".join(words[:24]),
            )
            sketch = sketches[256 * place : 256 * (place + 1)]
            live.execute("INSERT INTO understood VALUES (?,?,?,?,?,?,?,?,?)", (*row, sketch, direction))
            live.execute("INSERT INTO fts (rowid, text) VALUES (?, ?)", (number, " ".join(words)))
        live.execute("COMMIT")

    def frequencies(self, articles: int) -> bytes:
        """How frequent the words are that were drawn."""
        import numpy as np

        buckets = np.zeros((1 << 18) + 1, np.uint32)
        np.add.at(buckets, self._numbers & np.uint32((1 << 18) - 1), self._counts.astype(np.uint32))
        buckets[-1] = articles
        return buckets.tobytes()


def _bytes(path: Path, articles: int) -> float:
    """What is kept of one article beside the full-text index, with its part of all tables."""
    from desktop_reader.library import search
    from desktop_reader.library.driver import dbapi

    live = dbapi.connect(str(search.place(path)), isolation_level=None)
    (whole,) = live.execute("PRAGMA page_count").fetchone()
    for table in ("understood", "sign", "waiting", "nearest", "knowledge"):
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
