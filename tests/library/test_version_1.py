"""A library of version 1 becomes one of the present version, with all that was in it."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest

from desktop_reader.library import connect, history, migrations
from desktop_reader.library.driver import dbapi
from desktop_reader.library.reader import Reader
from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query
from tests.library.version_1 import ARTICLES, OLDER, html_of, made_then
from tests.library_fixtures import counters_are_right, indexed, made, opened, rows

TABLES = ("folder", "feed", "feed_fetch", "feed_count", "article", "state", "body", "enclosure", "revision", "visit")


@pytest.fixture
def then(tmp_path: Path) -> Path:
    return made_then(tmp_path / "library.db")


_COLUMNS = {"feed": 15, "state": 7, "visit": 2}


def kept(path: Path) -> dict[str, list[Any]]:
    """All rows of what a reader has, with the columns that version 1 had."""
    found = {table: sorted(rows(path, f"SELECT * FROM {table}"), key=repr) for table in (*TABLES, "unindexed")}
    return {table: [row[: _COLUMNS.get(table)] for row in there] for table, there in found.items()}


def structure(path: Path) -> dict[str, object]:
    """Tables with columns, keys, references and conditions; indexes; triggers: however their SQL is written."""
    found: dict[str, object] = {}
    for kind, name, table, sql in rows(path, "SELECT type, name, tbl_name, sql FROM sqlite_schema"):
        if kind == "trigger":
            found[name] = " ".join(sql.split())
        elif kind == "index":
            columns = rows(path, f"PRAGMA index_xinfo('{name}')")
            condition = sql.partition(" WHERE ")[2] if sql else ""
            (traits,) = [row[2:] for row in rows(path, f"PRAGMA index_list('{table}')") if row[1] == name]
            found[name] = (table, columns, condition, traits)
        elif name != "sqlite_sequence" and not name.startswith("sqlite_stat"):
            found[name] = (
                rows(path, f"PRAGMA table_xinfo('{name}')"),
                sorted(row[2:] for row in rows(path, f"PRAGMA foreign_key_list('{name}')")),
                sorted(re.findall(r"CHECK \((.+?)\)(?:[,\s)]|$)", sql)),
                rows(path, f"SELECT wr FROM pragma_table_list('{name}')"),
                "AUTOINCREMENT" in sql,
                re.findall(r'COLLATE "?(\w+)"?', sql),
            )
    return found


def auto_vacuum(path: Path) -> int:
    mode: int = rows(path, "PRAGMA auto_vacuum")[0][0]
    return mode


def test_it_is_made_as_a_new_one_is(then: Path, tmp_path: Path) -> None:
    connect.prepare(then)
    new = made(tmp_path, "new.db")
    assert structure(then) == structure(new)
    for words in ("user_version", "application_id", "page_size", "auto_vacuum", "journal_mode"):
        assert rows(then, f"PRAGMA {words}") == rows(new, f"PRAGMA {words}"), words
    assert auto_vacuum(then) == 2


def test_nothing_of_it_is_lost(then: Path) -> None:
    before = kept(then)
    assert len(before["article"]) == ARTICLES
    connect.prepare(then)
    assert kept(then) == before
    assert rows(then, "PRAGMA foreign_key_check") == []
    assert rows(then, "PRAGMA integrity_check") == [("ok",)]


def test_nothing_of_version_2_is_lost(then: Path) -> None:
    migrations.migrate(then, 1, target=2)
    with contextlib.closing(dbapi.connect(str(then), isolation_level=None)) as live:
        live.execute("INSERT INTO label (id, title, colour) VALUES (4, 'Later', 'blue')")
        live.execute("INSERT INTO labelled SELECT 4, published_at, id FROM article WHERE id < 4")
        live.execute("INSERT INTO retention VALUES (1, 30, NULL)")
        live.execute("INSERT INTO tombstone VALUES (1, 77)")
        live.execute("UPDATE feed SET full_text = 1 WHERE id = 1")
    tables = ("label", "labelled", "retention", "tombstone")
    before = kept(then), [rows(then, f"SELECT * FROM {table}") for table in tables]
    connect.prepare(then)
    assert (kept(then), [rows(then, f"SELECT * FROM {table}") for table in tables]) == before
    assert rows(then, "SELECT id FROM feed WHERE full_text = 1") == [(1,)]
    assert rows(then, "PRAGMA user_version") == [(connect.SCHEMA,)]


def test_it_is_read_and_written_afterwards(then: Path) -> None:
    with opened(then) as library:
        assert counters_are_right(library)
        article = library.reader.article(7)
        assert article is not None
        assert article.html == html_of(7)
        assert [version.html for version in history.versions(library.reader, 3)] == [OLDER]
        library.star([7], True)
        assert library.reader.smart_counts().starred == 1 + ARTICLES // 5
        indexed(library)
        assert library.reader.count(Query(search="ferry")) == ARTICLES
        assert counters_are_right(library)


def test_opening_it_again_does_nothing_more(then: Path) -> None:
    connect.prepare(then)
    before, (copy,) = then.read_bytes(), then.parent.glob("library.db.before-3.*")
    connect.prepare(then)
    Writer(then).close()
    connect.prepare(then)
    assert list(then.parent.glob("library.db.before-3.*")) == [copy]
    assert structure(then)
    assert before[:100][56:68] == then.read_bytes()[:100][56:68]
    with contextlib.closing(Reader(then)) as reader:
        assert reader.count(Query()) == ARTICLES


def test_the_copy_is_the_library_of_before(then: Path, tmp_path: Path) -> None:
    before, made_of = kept(then), structure(then)
    connect.prepare(then)
    (copy,) = tmp_path.glob("library.db.before-3.*")
    assert kept(copy) == before
    assert structure(copy) == made_of
    assert rows(copy, "PRAGMA user_version") == [(1,)]


_Usage = namedtuple("_Usage", "total used free")


def test_without_room_the_file_is_arranged_another_time(then: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept(then)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda place: _Usage(10, 9, 1))
        connect.prepare(then)
    assert auto_vacuum(then) == 0
    assert kept(then) == before
    with contextlib.closing(Reader(then)) as reader:
        assert reader.count(Query()) == ARTICLES

    connect.prepare(then)
    assert auto_vacuum(then) == 2
    assert kept(then) == before


def test_killed_while_the_file_is_arranged_it_is_right_and_arranged_the_next_time(then: Path) -> None:
    before = kept(then)
    code = """
import os, sys
from pathlib import Path
from desktop_reader.library import connect
from desktop_reader.library.driver import dbapi
def connected(*arguments, **named):
    live = dbapi.Connection(*arguments, **named)
    live.set_trace_callback(dying)
    return live
def dying(statement):
    if statement == "VACUUM":
        os._exit(9)
dbapi.connect = connected
connect.prepare(Path(sys.argv[1]))
"""
    assert subprocess.run([sys.executable, "-c", code, str(then)], check=False).returncode == 9
    assert rows(then, "PRAGMA user_version") == [(connect.SCHEMA,)]
    assert auto_vacuum(then) == 0
    connect.prepare(then)
    assert auto_vacuum(then) == 2
    assert kept(then) == before
    assert len(list(then.parent.glob("library.db.before-3.*"))) == 1


def test_another_program_that_reads_does_not_hinder(then: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "_PRAGMAS", ("PRAGMA busy_timeout = 20",))
    with contextlib.closing(dbapi.connect(str(then), isolation_level=None)) as other:
        other.execute("BEGIN")
        assert other.execute("SELECT count(*) FROM article").fetchone() == (ARTICLES,)
        migrations.migrate(then, 1)
        assert other.execute("SELECT count(*) FROM article").fetchone() == (ARTICLES,)
    assert rows(then, "PRAGMA user_version") == [(connect.SCHEMA,)]
    assert rows(then, "SELECT count(*) FROM article") == [(ARTICLES,)]
