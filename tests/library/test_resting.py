"""A library that rests holds little memory, and has everything when it goes on."""

from __future__ import annotations

import ctypes
import importlib
from pathlib import Path

import pytest

from desktop_reader.library.driver import dbapi
from desktop_reader.records.query import Query
from tests.library_fixtures import came, entry, follow, opened

PAGE = 4096


def used() -> int:
    """Bytes that SQLite has taken."""
    bundled = dbapi.__name__.startswith("pysqlite3")
    module = importlib.import_module("pysqlite3._sqlite3" if bundled else "_sqlite3")
    told = getattr(ctypes.CDLL(module.__file__), "sqlite3_memory_used", None)
    if told is None:
        pytest.skip("this SQLite does not tell")
    told.restype = ctypes.c_longlong
    return int(told())


def test_pages_that_are_at_hand_are_given_back(tmp_path: Path) -> None:
    with opened(tmp_path / "library.db") as library:
        came(library, follow(library), *(entry(f"g{n}", title=f"T{n}", text=f"{n} " * 5000, at=n) for n in range(100)))
        library.reader.select("SELECT sum(length(source)) FROM body")
        before = used()
        library.rest()
        assert used() < before - 100 * PAGE
        library.rest()
        assert library.reader.count(Query()) == 100
        library.star([1], True)
        assert library.reader.select("SELECT id FROM state WHERE starred") == [(1,)]
