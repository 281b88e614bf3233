"""The vault: which articles it keeps, and one round of bringing it in step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop_reader.library import exporting
from desktop_reader.library.reader import Reader
from desktop_reader.records.exported import Report
from desktop_reader.records.query import Query, Scope
from desktop_reader.worker.exporting.crew import Crew
from desktop_reader.worker.exporting.folder import MarkdownFolder, Told
from desktop_reader.worker.exporting.index import Index
from desktop_reader.worker.exporting.pictures import Cached

KEEPS = ("starred", "labelled", "all", "search")
"""Which articles a vault may keep."""

_LABELLED = "SELECT DISTINCT article_id AS id FROM labelled ORDER BY article_id"


def make(folder: Path) -> None:
    """From now on the folder is a vault; what is in it stays as it is. Raises FileError."""
    Index.make(folder)


def wanted(reader: Reader, keeps: str, search: str = "") -> list[int]:
    """The articles that belong into the vault now; those that are in it already stay in it."""
    if keeps == "labelled":
        return list(reader.listed(_LABELLED))
    if keeps == "search":
        return exporting.numbers(reader, Query(search=f"{search} ")) if search.strip() else []
    return exporting.numbers(reader, Query(Scope.ALL if keeps == "all" else Scope.STARRED))


def in_step(
    reader: Reader,
    folder: Path,
    keeps: str,
    search: str = "",
    *,
    told: Told = lambda done, of: True,
    cached: Cached | None = None,
    crew: Callable[[], Crew] = lambda: Crew(1),
    strip_tracking: bool = True,
) -> Report:
    """Writes what is new or different, and tells which labels the reader edited there. Raises VaultGoneError, and
    FileError when the disk takes no more.
    """
    with crew() as hands:
        hands.strip_tracking = strip_tracking
        vault = MarkdownFolder(reader, folder, hands, vault=True, cached=cached)
        try:
            return vault.write(wanted(reader, keeps, search), told)
        finally:
            vault.close()
