"""What makes the library the reader's own: counts of kept searches, the preview of a rule, Markdown for ever, imports.

Milliseconds are those of the processor, and so are the seconds of an export and an import, of all their processes
together: two cores have sixty seconds of the clock where an export takes 120 of these.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks import large
from benchmarks.measure import Line
from benchmarks.options import Options
from desktop_reader.jobs import Job
from desktop_reader.jobs.mark import MarkRead, MarkUnread
from desktop_reader.library import connect, exporting, tallies
from desktop_reader.library.reader import Reader
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.exported import Form
from desktop_reader.records.query import Query
from desktop_reader.records.rule import READ, Rule
from desktop_reader.worker.exporting.carrying import carry_out
from desktop_reader.worker.exporting.crew import Crew
from desktop_reader.worker.importing import Importing
from desktop_reader.worker.trial import trial

_ARTICLES, _RUNS, _EXPORTED = 100_000, 5, 10_000
_COUNTS_MS, _PREVIEW_MS, _EXPORT_S, _IMPORT_S = 100.0, 500.0, 120.0, 300.0
_CHANGED = 40
_SEARCHES = (
    "is:starred",
    "words:>500 is:unread",
    "lang:de",
    "after:7d",
    "intitle:the",
    "the OR of",
    "-the words:<300",
    "label:a OR is:starred",
    '"the same"',
    "author:a -is:starred",
)
_RULES = ("the", "intitle:the words:>300", "lang:en -is:starred", '"of the"')


def run(options: Options) -> tuple[list[Line], list[str]]:
    """With a library of ``--articles``, and a list of so many that is imported into another."""
    articles, runs = options.articles or _ARTICLES, options.runs or _RUNS
    with tempfile.TemporaryDirectory(prefix="organise-") as name:
        folder = Path(name)
        path = large.copied(articles, options.cache, folder)
        connect.prepare(path)
        with closing(Writer(path)) as library:
            lines = [_counts(library, runs), *_previews(library.reader, runs)]
        with closing(Reader(path)) as reader:
            lines.append(_export(reader, folder / "markdown", min(articles, _EXPORTED)))
        lines.append(_import(folder, articles))
    return lines, []


def _counts(library: Writer, runs: int) -> Line:
    reader = library.reader
    known = {key: tallies.counted(reader, search) for key, search in enumerate(_SEARCHES)}
    changed = list(reader.all_ids(Query()))[:_CHANGED]
    values = []
    for number in range(runs):
        (MarkUnread if number % 2 else MarkRead)(tuple(changed)).run(library)
        before = time.process_time()
        known |= tallies.renewed(reader, known, changed) or {}
        values.append(1000 * (time.process_time() - before))
    what = f"counts of {len(_SEARCHES)} kept searches after {_CHANGED} marks"
    return Line(what, values, "ms", _COUNTS_MS)


def _previews(reader: Reader, runs: int) -> Iterator[Line]:
    newest = list(reader.all_ids(Query()))[:1]
    now = max(reader.dates(newest).values(), default=0) + 3600
    for search in _RULES:
        values = []
        for _ in range(runs):
            before = time.process_time()
            trial(reader, Rule(0, "Rule", search, deeds=(READ,)), now)
            values.append(1000 * (time.process_time() - before))
        yield Line(f"preview of the rule {search}", values, "ms", _PREVIEW_MS)


def _export(reader: Reader, folder: Path, articles: int) -> Line:
    folder.mkdir()
    ids = exporting.everything(reader)[:articles]
    with _clocks() as taken, Crew() as crew:
        carry_out(reader, Form.MARKDOWN, ids, folder, crew, title="All", now=0)
    return taken(f"{articles:,} articles to Markdown", _EXPORT_S * articles / _EXPORTED)


def _import(folder: Path, articles: int) -> Line:
    lines = (f"Title {n},https://pages.example/{n},{1_700_000_000 + n},,unread" for n in range(articles))
    path = folder / "list.csv"
    path.write_text("\n".join(["title,url,time_added,tags,status", *lines]), encoding="utf-8")
    with closing(Writer(_empty(folder))) as library, _clocks() as taken:

        def keep(job: Job) -> Changes:
            return job.run(library)

        Importing(path, keep).run(lambda found: None)
    return taken(f"{articles:,} saved pages imported from a list", _IMPORT_S * articles / _ARTICLES)


def _empty(folder: Path) -> Path:
    (folder / "other").mkdir()
    path = folder / "other" / "library.db"
    connect.prepare(path)
    return path


@contextmanager
def _clocks() -> Iterator[Callable[[str, float], Line]]:
    """Gives what makes a line of the time that the block took."""
    clock, processors = time.perf_counter(), _processors()
    yield lambda what, target: Line(
        what, [_processors() - processors], "s", target, f"{time.perf_counter() - clock:.0f} s by the clock"
    )


def _processors() -> float:
    """Seconds of this process and of those that it has waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
