"""A system whose SQLite cannot hold a library is told so at start, before anything is touched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_reader.errors import LibraryError
from desktop_reader.library import driver

# Stand-ins for the two modules that may be there; Python finds them before its own.
OLD = "sqlite_version = '3.34.1'; sqlite_version_info = (3, 34, 1)"
NONE = "raise ImportError('No module named _sqlite3')"
BARE = """
import sqlite3
from sqlite3 import *
sqlite_version, sqlite_version_info = "99.1.0", (99, 1, 0)

def connect(*arguments, **more):
    live = sqlite3.connect(*arguments, **more)
    deny = lambda action, *_: sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_CREATE_VTABLE else sqlite3.SQLITE_OK
    live.set_authorizer(deny)
    return live

OperationalError = sqlite3.DatabaseError  # What a forbidden statement raises.
"""


def started(folder: Path, own: str | None, bundled: str, library: Path) -> subprocess.CompletedProcess[str]:
    """A command in a Python with these modules."""
    (folder / "pysqlite3").mkdir(parents=True)
    (folder / "pysqlite3" / "__init__.py").write_text("")
    (folder / "pysqlite3" / "dbapi2.py").write_text(bundled)
    if own is not None:
        (folder / "sqlite3.py").write_text(own)
    command = [sys.executable, "-m", "desktop_reader", "feeds", "--library", str(library)]
    environment = os.environ | {"PYTHONPATH": str(folder)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("own", "bundled", "sentence"),
    [
        (OLD, NONE, "This Python's SQLite (3.34.1) is too old: Desktop Reader needs 3.35 or newer."),
        (None, BARE, "This Python's SQLite (99.1.0) lacks FTS5, which searching needs."),
        (NONE, NONE, "This Python has no SQLite, in which Desktop Reader keeps its library."),
    ],
)
def test_a_command_says_what_is_needed_and_touches_nothing(
    tmp_path: Path, own: str | None, bundled: str, sentence: str
) -> None:
    library = tmp_path / "home" / "library.db"
    done = started(tmp_path / "modules", own, bundled, library)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"desktop-reader: {sentence} Install ")
    assert "beside it (“pip install pysqlite3”)" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not library.parent.exists()


def test_the_window_says_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object) -> None:
    from desktop_reader.ui.opening import Opening

    shown: list[str] = []

    def ask(words: str, _: object) -> bool:
        shown.append(words)
        return False

    monkeypatch.setattr(driver.dbapi, "sqlite_version_info", (3, 34, 1))
    monkeypatch.setattr(driver.dbapi, "sqlite_version", "3.34.1")
    library = tmp_path / "library.db"
    assert Opening(library, read_only=False, ask=ask).next(lambda path: path) is None
    assert shown[0].startswith("This Python's SQLite (3.34.1) is too old")
    assert list(tmp_path.iterdir()) == []


def test_this_sqlite_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    driver.ensure()
    monkeypatch.setattr(driver.dbapi, "sqlite_version_info", (3, 34, 9))
    with pytest.raises(LibraryError, match="too old"):
        driver.ensure()
