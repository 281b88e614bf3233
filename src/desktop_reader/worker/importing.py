"""An import, from the file to the last article: what is read in the helper process is given away as jobs, piece by
piece, so that whoever has the library serves others in between. It can be stopped at any piece and begun anew.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from desktop_reader.errors import FileError, ParseError
from desktop_reader.jobs import Job
from desktop_reader.jobs.importing import KeepArticles
from desktop_reader.records.changes import Changes
from desktop_reader.records.incoming import Coming, Kept, Origin, Taken
from desktop_reader.worker.foreign import LookInto, Overview, TakeArticles
from desktop_reader.worker.helper import Helper

T = TypeVar("T")
Keep = Callable[[Job], Changes]

PIECE = 400
"""Articles of one job."""

_DEADLINE = 55.0  # Of one task: a whole file may have to be read first.


@dataclass(slots=True)
class Importing:
    """``keep`` does a job and waits for it; ``told`` hears how many of how many articles are done, and says whether to
    go on. ``follow`` follows the feeds of a library before their articles come.
    """

    path: Path
    keep: Keep
    told: Callable[[int, int], bool] = field(default=lambda done, of: True)
    wanted: Origin | None = None
    title: str = ""
    """What the saved pages are called."""
    now: int = field(default_factory=lambda: int(time.time()))

    def run(self, follow: Callable[[Overview], None]) -> tuple[Overview, Kept]:
        """What was imported. Raises ReaderError with a sentence for what cannot be."""
        from desktop_reader.feeds.foreign.database import copied
        from desktop_reader.feeds.foreign.recognise import is_database

        with (
            tempfile.TemporaryDirectory(prefix="desktop-reader-", ignore_cleanup_errors=True) as folder,
            closing(Helper(_DEADLINE)) as helper,
        ):
            path = copied(self.path, Path(folder)) if is_database(self.path) else self.path
            try:
                found = helper.run(LookInto(path, self.wanted))
                if found.tree.children:
                    follow(found)
                return found, self._all(helper, path, found)
            except ParseError as error:
                raise FileError(
                    "“{file}” takes too long, or too much memory, to read. What was taken from it until then is kept.",
                    file=self.path.name,
                ) from error

    def _all(self, helper: Helper, path: Path, found: Overview) -> Kept:
        done = new = 0
        left_out: set[str] = set()
        with closing(_ahead(self._pieces(helper, path, found))) as pieces:
            for url, taken in pieces:
                if taken.articles:
                    changes = self.keep(KeepArticles(url, taken.articles, self.now, self.title))
                    new += len(changes.new)
                    left_out |= changes.brought.left_out if changes.brought else frozenset()
                    done += len(taken.articles)
                if not self.told(done, found.total):
                    break
        return Kept(new, done - new, len(left_out))

    def _pieces(self, helper: Helper, path: Path, found: Overview) -> Iterator[tuple[str, Taken]]:
        for feed, url in enumerate(found.feeds):
            after: int | None = 0
            while after is not None:
                wanted = TakeArticles(path, feed, after, PIECE, self.wanted)
                try:
                    taken: Taken = helper.run(wanted)
                except ParseError:
                    taken = _one_by_one(helper, wanted)
                after = taken.last
                yield url, taken


def _one_by_one(helper: Helper, piece: TakeArticles) -> Taken:
    """A piece with an article in it that the helper cannot read in time: all but that one."""
    there: list[Coming] = []
    last: int | None = piece.after
    for _ in range(piece.most):
        if last is None:
            break
        one = replace(piece, after=last, most=1)
        try:
            taken: Taken = helper.run(one)
        except ParseError:
            taken = helper.run(replace(one, passed_over=True))
        there += taken.articles
        last = taken.last
    return Taken(tuple(there), last)


def _ahead(pieces: Iterator[T]) -> Generator[T, None, None]:
    """The same, each worked out while the one before is in use: reading and keeping take as long as each other."""
    with ThreadPoolExecutor(1, "importing") as pool:
        coming = pool.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = pool.submit(next, pieces, None)
            yield piece
