"""Libraries of earlier versions with something in them, and all their rows, to be compared after a crash."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import closing
from pathlib import Path

from desktop_reader.library import migrations
from desktop_reader.library.driver import dbapi
from tests.library.version_1 import made_then

_PASSING = {"unindexed", "feed_count", "sqlite_sequence", "meta", "feed_fetch"}
"""Tables that the program itself changes when it starts; the check looks at these."""

Columns = dict[str, list[str]]


def aged(path: Path, version: int, articles: int) -> Path:
    """A library as the program of that version left it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made_then(path, articles)
    with closing(dbapi.connect(path)) as live, live:
        # The one opening that there is on record is counted, too: else the check rightly finds fault with it.
        live.execute("UPDATE state SET read_count = 1, last_read_at = 1700000500, is_read = 1 WHERE id = 2")
    if version > 1:
        migrations.migrate(path, 1, target=version).unlink()
    return path


def copied(library: Path, folder: Path) -> Path:
    """The library and all that lies beside it, in a folder of their own, which is as new."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(library.parent, folder)
    return folder / library.name


def columns(path: Path) -> Columns:
    """What a reader has, by table."""
    with closing(dbapi.connect(f"file:{path}?mode=ro", uri=True)) as live:
        names = [name for (name,) in live.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {
            table: [row[1] for row in live.execute(f"PRAGMA table_info({table})")]
            for table in names
            if table not in _PASSING and not table.startswith("sqlite_")
        }


def rows(path: Path, wanted: Columns) -> dict[str, str]:
    """A hash of all rows of each table, in those columns alone."""
    with closing(dbapi.connect(f"file:{path}?mode=ro", uri=True)) as live:
        return {
            table: hashlib.sha256(
                "".join(sorted(map(repr, live.execute(f"SELECT {', '.join(some)} FROM {table}")))).encode()
            ).hexdigest()
            for table, some in wanted.items()
        }
