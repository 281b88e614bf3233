"""Which SQLite is used: the bundled one where there is a wheel of it, else Python's own.

Needed: FTS5 (any version). Wanted: 3.43 for search rows that can be deleted without their text, and 3.51.3, before
which two connections that write and checkpoint at the same instant can lose pages.
"""

from __future__ import annotations

import sqlite3 as _standard
from types import ModuleType
from typing import TYPE_CHECKING


def _chosen() -> ModuleType:
    try:
        import pysqlite3.dbapi2 as bundled
    except ImportError:
        return _standard
    return bundled if bundled.sqlite_version_info > _standard.sqlite_version_info else _standard


if TYPE_CHECKING:
    import sqlite3 as dbapi  # The two modules have the same face.
else:
    dbapi = _chosen()

__all__ = ["CAN_DELETE_CONTENTLESS", "VERSION", "dbapi"]

VERSION: tuple[int, ...] = dbapi.sqlite_version_info
CAN_DELETE_CONTENTLESS = VERSION >= (3, 43)
