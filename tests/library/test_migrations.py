"""Older libraries: copied, then brought up to date in one transaction, or left as they were."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.operations import Operations

from desktop_reader.errors import LibraryError
from desktop_reader.library import connect, migrations
from desktop_reader.library.driver import dbapi
from desktop_reader.library.migrations import back_up, migrate
from tests.library.test_connect import all_files, filled
from tests.library_fixtures import made, opened, rows

# Making a table anew warns of what it leaves out; the steps here do not need it.
pytestmark = pytest.mark.filterwarnings("ignore:Unnamed CHECK:UserWarning", "ignore:Skipped unsupported reflection")


LAST = connect.SCHEMA


def add_mood(operations: Operations) -> None:
    """A new column, filled."""
    operations.add_column("feed", sa.Column("mood", sa.Text))
    operations.execute("UPDATE feed SET mood = 'calm'")


def make_anew(operations: Operations) -> None:
    """A table made anew, as SQLite needs it for nearly everything else."""
    with operations.batch_alter_table("feed", recreate="always") as batch:
        batch.alter_column("mood", nullable=False, server_default="calm")


STEPS = {LAST + 1: add_mood, LAST + 2: make_anew}


def test_an_older_library_is_copied_and_brought_up_to_date(tmp_path: Path) -> None:
    path = filled(tmp_path)
    copy = migrate(path, LAST, target=LAST + 2, steps=STEPS.__getitem__)
    assert rows(path, "PRAGMA user_version") == [(LAST + 2,)]
    assert rows(path, "SELECT mood FROM feed") == [("calm",)]
    assert rows(copy, "PRAGMA user_version") == [(LAST,)]
    assert copy.stat().st_mode & 0o077 == 0
    assert copy.name.startswith(f"library.db.before-{LAST + 2}.")


def test_a_table_made_anew_takes_no_article_with_it(tmp_path: Path) -> None:
    path = filled(tmp_path)
    migrate(path, LAST, target=LAST + 2, steps=STEPS.__getitem__)
    assert rows(path, "SELECT count(*) FROM article") == rows(path, "SELECT count(*) FROM body") == [(3,)]
    assert rows(path, "SELECT total, unread FROM feed_count") == [(3, 3)]
    assert rows(path, "PRAGMA foreign_key_check") == []


def test_opening_migrates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path)
    monkeypatch.setattr(connect, "SCHEMA", LAST + 1)
    migrated: list[int] = []
    monkeypatch.setattr(migrations, "migrate", lambda place, found: migrated.append(found))
    connect.prepare(path)
    assert migrated == [LAST]


def fails(operations: Operations) -> None:
    operations.execute("DELETE FROM article")
    raise KeyError("a mistake in a step")


def refers_to_nothing(operations: Operations) -> None:
    operations.execute("UPDATE article SET feed_id = 99")


def breaks_sql(operations: Operations) -> None:
    operations.execute("DELETE FROM state")
    operations.execute("SELECT nonsense")


@pytest.mark.parametrize("step", [fails, refers_to_nothing, breaks_sql])
def test_after_a_step_that_fails_everything_is_as_it_was(tmp_path: Path, step: Callable[[Operations], None]) -> None:
    path = filled(tmp_path)
    before = rows(path, "SELECT sql FROM sqlite_schema"), rows(path, "SELECT * FROM article, state USING (id)")
    names = set(all_files(tmp_path))
    for _ in range(2):
        with pytest.raises(Exception, match=r"mistake in a step|refer to nothing|nonsense"):
            migrate(path, LAST, target=LAST + 2, steps={LAST + 1: add_mood, LAST + 2: step}.__getitem__)
    assert (
        rows(path, "SELECT sql FROM sqlite_schema"),
        rows(path, "SELECT * FROM article, state USING (id)"),
    ) == before
    assert rows(path, "PRAGMA user_version") == [(LAST,)]
    assert set(all_files(tmp_path)) == names, "tries that fail must not fill the disk with copies"
    with opened(path) as library:
        assert len(library.reader.feeds()) == 1


def test_killed_in_the_middle_it_is_as_it_was(tmp_path: Path) -> None:
    path = filled(tmp_path)
    code = """
import os, sys
from pathlib import Path
from desktop_reader.library.migrations import migrate
def step(operations):
    operations.execute("DELETE FROM article")
    operations.execute("ALTER TABLE feed ADD COLUMN mood TEXT")
    os._exit(9)
found = int(sys.argv[2])
migrate(Path(sys.argv[1]), found, target=found + 1, steps=lambda version: step)
"""
    assert subprocess.run([sys.executable, "-c", code, str(path), str(LAST)], check=False).returncode == 9
    connect.prepare(path)
    assert rows(path, "SELECT count(*) FROM article") == [(3,)]
    assert "mood" not in str(rows(path, "SELECT sql FROM sqlite_schema"))
    (copy,) = tmp_path.glob(f"library.db.before-{LAST + 1}.*")
    assert rows(copy, "SELECT count(*) FROM article") == [(3,)]


def test_no_copy_no_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path)
    before = all_files(tmp_path)

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(LibraryError, match="No space left"), connect.translated(path):
        migrate(path, LAST, target=LAST + 1, steps=STEPS.__getitem__)
    assert all_files(tmp_path) == before


def test_the_copy_has_what_only_the_journal_holds(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with opened(path) as library:
        library.star([1], True)
        copy = back_up(path, "now")
    assert rows(copy, "SELECT starred FROM state WHERE id = 1") == [(1,)]
    assert rows(copy, "PRAGMA integrity_check") == [("ok",)]


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    with contextlib.closing(dbapi.connect(str(path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_a_library_in_use_is_not_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path)
    monkeypatch.setattr(connect, "_PRAGMAS", ("PRAGMA busy_timeout = 20",))
    with held(path), pytest.raises(LibraryError, match="in use by another program"), connect.translated(path):
        migrate(path, LAST, target=LAST + 1, steps=STEPS.__getitem__)
    assert rows(path, "PRAGMA user_version") == [(LAST,)]


def test_alembic_is_not_imported_while_none_is_due(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from desktop_reader.library import connect;"
        "from desktop_reader.library.writer import Writer; p = Path(sys.argv[1]); connect.prepare(p);"
        "connect.prepare(p); Writer(p).close(); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path / "library.db")], check=False).returncode == 0
