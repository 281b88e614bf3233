"""The whole check, from the file's pages up to its search rows."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_reader.errors import MissingError
from desktop_reader.library import connect, lock, making, search
from desktop_reader.library.checking import copying, pages, searchable, shape, texts
from desktop_reader.library.checking.ailment import Ailment
from desktop_reader.library.checking.identities import IDENTITIES
from desktop_reader.library.checking.report import Finding, Report
from desktop_reader.library.checking.rows import ailments
from desktop_reader.library.driver import dbapi

if TYPE_CHECKING:
    import sqlite3

Told = Callable[[str, int, int], None]
"""What is being looked at, and how much of how much of it is done."""

_KINDS = {
    "TABLE": ("table", "tables"),
    "TRIGGER": (
        "rule that keeps counters and the search file right",
        "rules that keep counters and the search file right",
    ),
    "INDEX": ("index", "indexes"),
}
_NAMED = 20  # Articles that are named one by one.


def check(path: Path, *, mend: bool, told: Told = lambda *_: None) -> Report:
    """Looks the library through, and mends it if so wished. Search rows that were missing stand in ``unindexed`` then.

    Raises LibraryError when it is not there, cannot be opened at all, or is to be mended while somebody has it open.
    """
    if not path.exists() and not any(making.traces(path)):
        raise MissingError("There is no library “{file}”.", file=path)
    with contextlib.ExitStack() as stack, connect.translated(path):
        if mend:
            stack.enter_context(lock.taken(path))
        with contextlib.nullcontext() if mend else _untouched(path):
            connect.prepare(path)
        return _Checkup(path, stack.enter_context(_opened(path, mend)), mend, told).report()


def put_in_order(path: Path, live: sqlite3.Connection, told: Told = lambda *_: None) -> Report:
    """Mends the rows of a library that is just being made of another one: that is the copy, and the search file comes
    later.
    """
    return _Checkup(path, live, True, told, is_new=True).report()


class _Checkup:
    def __init__(self, path: Path, live: sqlite3.Connection, mend: bool, told: Told, is_new: bool = False) -> None:
        self._path, self._live, self._mend, self._told, self._is_new = path, live, mend, told, is_new
        self._copy: Path | None = None
        self._findings: list[Finding] = []

    def report(self) -> Report:
        self._told("Reading the file", 0, 0)
        found = pages.examined(self._live)
        if found.damage:
            return self._damaged(found.damage)
        if columns := shape.lacking(self._live):
            lack = f"The library lacks {', '.join(columns)}; nothing else was looked at"
            return Report((Finding("columns", len(columns), lack, examples=self._advice()),))
        self._see_to_shape("TABLE")
        if shape.faults(self._live, "TABLE"):
            return Report(tuple(self._findings))  # The rest cannot be looked at without them.
        (articles,) = self._live.execute("SELECT count(*) FROM article").fetchone()
        read = texts.examined(self._live, lambda seen: self._told("Reading the texts", seen, articles))
        self._see_to_indexes(found.indexes)
        self._see_to_shape("TRIGGER")
        self._see_to(IDENTITIES)
        self._see_to_shape("INDEX")
        self._see_to(ailments(read))
        self._see_to_values(found.values)
        if not self._is_new:
            self._see_to_search()
        self._tell_of_texts(read)
        (feeds,) = self._live.execute("SELECT count(*) FROM feed").fetchone()
        return Report(tuple(self._findings), feeds, articles, self._copy, complete=True)

    def _damaged(self, lines: tuple[str, ...]) -> Report:
        wrong = f"The file is damaged ({lines[0]}); nothing in it was changed"
        return Report((Finding("damage", len(lines), wrong, examples=self._advice()),))

    def _advice(self) -> tuple[str, ...]:
        copies = copying.copies(self._path)
        if copies:
            return (f"Put a copy in its place. These lie beside it: {', '.join(copies)}.",)
        return ("Put a copy from your own backups in its place. None lies beside it.",)

    def _see_to(self, some: tuple[Ailment, ...]) -> None:
        for turn, ailment in enumerate(some):
            self._told("Comparing", turn, len(some))
            if not (found := ailment.find(self._live)):
                continue
            left = len(found)
            if self._mend:
                self._keep_copy()
                with contextlib.suppress(dbapi.IntegrityError):  # What that leaves is told.
                    ailment.cure(self._live, found)
                left = len(ailment.find(self._live))
            if done := len(found) - left:
                self._findings.append(ailment.finding(done, mended=True))
            if left:
                self._findings.append(ailment.finding(left, mended=False))

    def _see_to_shape(self, kind: str) -> None:
        if not (parts := shape.faults(self._live, kind)):
            return
        if self._mend:
            self._keep_copy()
            for part in parts:
                with contextlib.suppress(dbapi.IntegrityError), search.whole(self._live):
                    part.make(self._live)
        mended = self._mend and not shape.faults(self._live, kind)
        one, many = _KINDS[kind]
        wrong = f"1 {one} was missing" if len(parts) == 1 else f"{len(parts)} {many} were missing"
        names = tuple(part.name for part in parts)
        self._findings.append(Finding(kind.lower(), len(parts), wrong, "made again", mended, names))

    def _see_to_indexes(self, wrong: frozenset[str]) -> None:
        """Those that do not fit their tables. Where a doubled row forbids to make one again, that is seen to first."""
        if not wrong:
            return
        mended = self._mend
        if self._mend:
            self._keep_copy()
            for name in sorted(wrong):
                try:
                    self._live.execute(f"{'DROP INDEX' if name in shape.indexes() else 'REINDEX'} {name}")
                except dbapi.IntegrityError:
                    mended = False
            for part in shape.faults(self._live, "INDEX"):
                if part.name in wrong:
                    with contextlib.suppress(dbapi.IntegrityError), search.whole(self._live):
                        part.make(self._live)
        said = "1 index did not fit its table" if len(wrong) == 1 else f"{len(wrong)} indexes did not fit their tables"
        self._findings.append(Finding("index contents", len(wrong), said, "made again", mended, tuple(sorted(wrong))))

    def _see_to_values(self, lines: tuple[str, ...]) -> None:
        """Values of a wrong kind: some were mended with the rows."""
        if lines and self._mend:
            self._told("Reading the file once more", 0, 0)
            lines = pages.examined(self._live).values
        if lines:
            wrong = f"{len(lines):,} {'value is' if len(lines) == 1 else 'values are'} of a wrong kind"
            self._findings.append(Finding("values", len(lines), wrong, examples=lines[:_NAMED]))

    def _see_to_search(self) -> None:
        self._told("Comparing with the search file", 0, 0)
        wrong = searchable.examined(self._live, self._path)
        if self._mend:
            searchable.mend(self._live, self._path, wrong)
        self._findings += wrong.findings(self._mend)

    def _tell_of_texts(self, read: texts.Texts) -> None:
        for number in read.dictionaries:
            wrong = f"Dictionary {number}, with which texts were packed, is missing"
            self._findings.append(Finding("dictionary", 1, wrong))
        for name, numbers, what in (
            ("unreadable texts", read.unreadable, "The text of"),
            ("unreadable versions", read.broken, "An earlier version of"),
        ):
            if numbers:
                articles = "1 article" if len(numbers) == 1 else f"{len(numbers):,} articles"
                wrong = f"{what} {articles} cannot be read and was kept as it is"
                self._findings.append(Finding(name, len(numbers), wrong, examples=self._named(numbers)))

    def _named(self, numbers: tuple[int, ...]) -> tuple[str, ...]:
        listed = ",".join(map(str, numbers[:_NAMED]))
        rows = self._live.execute(
            f"""SELECT a.title, coalesce(f.given_title, f.title) FROM article AS a JOIN feed AS f ON f.id = a.feed_id
            WHERE a.id IN ({listed}) ORDER BY a.id"""
        )
        named = tuple(f"“{title}” in “{feed}”" for title, feed in rows)
        return (*named, f"and {len(numbers) - _NAMED:,} more") if len(numbers) > _NAMED else named

    def _keep_copy(self) -> None:
        if self._copy is None and not self._is_new:
            self._told("Copying the library", 0, 0)
            self._copy = copying.copied(self._path, self._live)


@contextlib.contextmanager
def _opened(path: Path, mend: bool) -> Iterator[sqlite3.Connection]:
    if not mend:
        with contextlib.closing(connect.read_connection(path)) as live:
            yield live
        return
    engine = connect.write_engine(path)
    try:
        live = engine.raw_connection().driver_connection  # type: ignore[assignment]
        yield live
    finally:
        engine.dispose()


@contextlib.contextmanager
def _untouched(path: Path) -> Iterator[None]:
    """Whoever only wants to look brings no older library up to date."""
    if lock.is_only_read(path):
        yield
        return
    lock.only_read(path)
    try:
        yield
    finally:
        lock.may_write(path)
