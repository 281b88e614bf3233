"""From an older schema to the present one: ordered steps, one transaction, after a copy of the file was made.

A step is a module of this package named ``to_N`` with ``upgrade(operations)``, written with Alembic's operations, and
brings a library of version N - 1 to N. Alembic is imported only when one is due (it costs 0.3 s). A table that is made
anew (``batch_alter_table``) loses its triggers and its indexes on expressions: such a step makes them again.
"""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_reader.errors import LibraryError
from desktop_reader.files import on_disk
from desktop_reader.library import backups, connect, duplicate
from desktop_reader.library.driver import dbapi

if TYPE_CHECKING:
    from alembic.operations import Operations

Step = Callable[["Operations"], None]
_INCREMENTAL = 2


def step(version: int) -> Step:
    """The step that leads to ``version``."""
    upgrade: Step = import_module(f"{__name__}.to_{version}").upgrade
    return upgrade


def migrate(path: Path, found: int, *, target: int = connect.SCHEMA, steps: Callable[[int], Step] = step) -> Path:
    """Brings the library at ``path`` from version ``found`` to ``target``; returns where the copy of before lies.

    All steps are one transaction: after a failure or a power cut the file is what it was. Foreign keys rest meanwhile,
    for a step that makes a table anew drops the old one, and that would delete all that refers to it.
    """
    if found < 1:
        raise LibraryError(
            "“{file}” carries no library version, so it cannot be brought up to date."
            " It was left as it is; put a backup in its place.",
            file=path,
        )
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    copy = back_up(path, f"before-{target}")
    engine = connect.write_engine(path)
    try:
        connect.pragma(engine, "foreign_keys = OFF")
        with engine.begin() as live:
            # What referred to nothing before is mended by “desktop-reader check”, which needs the present schema.
            before = set(live.exec_driver_sql("PRAGMA foreign_key_check"))
            operations = Operations(MigrationContext.configure(live))
            for version in range(found + 1, target + 1):
                steps(version)(operations)
            if set(live.exec_driver_sql("PRAGMA foreign_key_check")) - before:
                raise RuntimeError(f"The steps to library version {target} leave rows that refer to nothing.")
            live.exec_driver_sql(f"PRAGMA user_version = {target}")
        connect.pragma(engine, "wal_checkpoint(TRUNCATE)")
    except BaseException:
        copy.unlink(missing_ok=True)  # The library is what it was, and each further try would leave one more.
        raise
    finally:
        engine.dispose()
    backups.forget(path, spared=copy)
    give_back(path)
    return copy


def give_back(path: Path) -> None:
    """Arranges the file so that what is freed in it can be given back to the disk: older libraries cannot yet.

    The file is written anew for it, all or nothing. Where that does not succeed now, for want of room say, nothing is
    lost, and it is tried again when the library is opened the next time.
    """
    needed, address = path.stat().st_size, f"file:{connect.quoted(path)}?mode=rw"
    if any(shutil.disk_usage(place).free < 2.2 * needed for place in (path.parent, tempfile.gettempdir())):
        return
    with (
        contextlib.suppress(dbapi.DatabaseError),
        contextlib.closing(dbapi.connect(address, timeout=1, uri=True, isolation_level=None)) as live,
    ):
        if live.execute("PRAGMA auto_vacuum").fetchone() != (_INCREMENTAL,):
            live.execute("PRAGMA auto_vacuum = INCREMENTAL")
            live.execute("VACUUM")
            live.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def back_up(path: Path, why: str) -> Path:
    """A consistent copy beside the library, named by reason and time; whole and on the disk, or not there at all."""
    copy = path.with_name(f"{path.name}.{why}.{time.strftime('%Y%m%d-%H%M%S')}")
    unfinished = copy.with_name(f"{copy.name}.new")
    try:
        for left in path.parent.glob(f"{glob.escape(path.name)}.{why}.*.new*"):
            left.unlink(missing_ok=True)  # By a program that was ended in the midst of it; it may be large.
        unfinished.touch(mode=0o600)
        with contextlib.closing(dbapi.connect(str(path), isolation_level=None)) as connection:
            connection.execute("VACUUM INTO ?", (str(unfinished),))
        if reason := duplicate.damage(unfinished):
            raise LibraryError(
                "“{file}” is damaged ({reason}), so it was not brought up to date."
                " Mend it with “desktop-reader check”.",
                file=path,
                reason=reason,
            )
        with open(unfinished, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(unfinished, copy)
        on_disk(copy.parent)
    finally:
        unfinished.unlink(missing_ok=True)
    return copy
