"""Which SQLite is used: the bundled one where there is a wheel of it, else Python's own, whichever is newer.

The packaged program has only the bundled one, so no other module imports ``sqlite3`` for more than its types.
"""

from __future__ import annotations

import contextlib
from types import ModuleType
from typing import TYPE_CHECKING

from desktop_reader.errors import LibraryError


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

__all__ = ["dbapi"]
