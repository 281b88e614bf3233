"""Which SQLite is used: the bundled one where there is a wheel of it, else Python's own.

Needed: 3.35 with FTS5; ``ensure`` says so at start. Wanted: 3.43 for search rows that can be deleted without their
text, and 3.51.3, before which two connections that write and checkpoint at the same instant can lose pages.
"""

from __future__ import annotations

import contextlib
from types import ModuleType
from typing import TYPE_CHECKING

from desktop_reader.errors import LibraryError

_OLDEST = (3, 35)  # The first whose UPDATE gives back what it changed.


def _chosen() -> ModuleType:
    found: list[ModuleType] = []
    with contextlib.suppress(ImportError):
        import sqlite3

        found.append(sqlite3)
    with contextlib.suppress(ImportError):
        import pysqlite3.dbapi2 as bundled

        found.append(bundled)
    if not found:
        raise LibraryError(
            "This Python has no SQLite, in which Desktop Reader keeps its library."
            " Install one beside it (“pip install pysqlite3”), or start Desktop Reader with a newer Python."
        )
    return max(found, key=lambda module: tuple(module.sqlite_version_info))


if TYPE_CHECKING:
    import sqlite3 as dbapi  # The two modules have the same face.
else:
    dbapi = _chosen()

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
