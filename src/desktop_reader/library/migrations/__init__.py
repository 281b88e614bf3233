"""From an older schema to the present one: ordered steps, one transaction, after a copy of the file was made.

A step is a module of this package named ``to_N`` with ``upgrade(operations)``, written with Alembic's operations, and
brings a library of version N - 1 to N. Alembic is imported only when one is due (it costs 0.3 s).
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_reader.errors import LibraryError
from desktop_reader.library import connect
from desktop_reader.library.driver import dbapi

if TYPE_CHECKING:
    from alembic.operations import Operations

Step = Callable[["Operations"], None]


def step(version: int) -> Step:
    """The step that leads to ``version``."""
    upgrade: Step = import_module(f"{__name__}.to_{version}").upgrade
    return upgrade


def migrate(path: Path, found: int, *, target: int = connect.SCHEMA, steps: Callable[[int], Step] = step) -> Path:
    """Brings the library at ``path`` from version ``found`` to ``target``; returns where the copy of before lies.

    All steps are one transaction: after a failure or a power cut the file is what it was.
    """
    if found < 1:
        raise LibraryError(
            "“{file}” carries no library version, so it cannot be brought up to date."
            " It was left as it is; put a backup in its place.",
            file=path,
        )
    copy = back_up(path, f"before-{target}")
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    engine = connect.write_engine(path)
    try:
        with engine.begin() as live:
            operations = Operations(MigrationContext.configure(live))
            for version in range(found + 1, target + 1):
                steps(version)(operations)
            live.exec_driver_sql(f"PRAGMA user_version = {target}")
        with engine.connect() as live, contextlib.suppress(dbapi.OperationalError):
            live.exec_driver_sql("COMMIT")
            live.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        engine.dispose()
    return copy


def back_up(path: Path, why: str) -> Path:
    """A consistent copy beside the library, named by reason and time."""
    copy = path.with_name(f"{path.name}.{why}.{time.strftime('%Y%m%d-%H%M%S')}")
    with contextlib.closing(dbapi.connect(str(path), isolation_level=None)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    return copy
