"""What the library needs of SQLite, and what the chosen one (``desktop_reader.sqlite``) can.

Needed: 3.35 with FTS5; ``ensure`` says so at start. Wanted: 3.43 for search rows that can be deleted without their
text, and 3.51.3, before which two connections that write and checkpoint at the same instant can lose pages.
"""

from __future__ import annotations

import contextlib

from desktop_reader.errors import LibraryError
from desktop_reader.sqlite import dbapi

_OLDEST = (3, 35)  # The first whose UPDATE gives back what it changed.

__all__ = ["CAN_DELETE_CONTENTLESS", "VERSION", "dbapi", "ensure"]

VERSION: tuple[int, ...] = dbapi.sqlite_version_info
CAN_DELETE_CONTENTLESS = VERSION >= (3, 43)


def ensure() -> None:
    """Raises LibraryError when this SQLite cannot hold a library; nothing is touched before that is known."""
    if tuple(dbapi.sqlite_version_info) < _OLDEST:
        raise LibraryError(
            "This Python's SQLite ({version}) is too old: Desktop Reader needs {needed} or newer."
            " Install a newer one beside it (“pip install pysqlite3”), or start Desktop Reader with a newer Python.",
            version=dbapi.sqlite_version,
            needed=".".join(map(str, _OLDEST)),
        )
    with contextlib.closing(dbapi.connect(":memory:")) as live:
        try:
            live.execute("CREATE VIRTUAL TABLE probe USING fts5 (text)")
        except dbapi.OperationalError as error:
            raise LibraryError(
                "This Python's SQLite ({version}) lacks FTS5, which searching needs."
                " Install a newer one beside it (“pip install pysqlite3”),"
                " or start Desktop Reader with a newer Python.",
                version=dbapi.sqlite_version,
            ) from error
