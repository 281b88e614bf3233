"""The command ``check``: what is wrong with the library, and what was done about it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator

from desktop_reader.cli import output
from desktop_reader.cli.health import english
from desktop_reader.errors import DamagedError
from desktop_reader.library.checking import Finding, Report
from desktop_reader.library.checking import check as look_through
from desktop_reader.records.mended import Mended, sentences

_WIDTH = 60


def check(options: Namespace) -> int:
    """``desktop-reader check``: 0 when all is sound or mended, 1 when something is wrong still, or lost."""
    progress = _Progress()
    try:
        report = look_through(options.library, mend=not options.dry_run, told=progress.tell)
        if report.complete and not options.dry_run:
            _catch_up(options, progress)
    except DamagedError as error:
        if options.dry_run:
            raise
        return _salvage(options, str(error), progress)
    finally:
        progress.clear()
    if not options.dry_run and (broken := next((one for one in report.findings if one.name == "damage"), None)):
        return _salvage(options, broken.sentence, progress)
    if options.json:
        output.print_json(_facts(report))
    else:
        output.print_lines(_lines(report, options.dry_run))
    return 0 if report.sound else 1


def _salvage(options: Namespace, wrong: str, progress: _Progress) -> int:
    """The file itself is broken: what can be read is carried over into a new one."""
    from desktop_reader.jobs import mending

    def told(what: str, done: int, of: int) -> bool:
        progress.tell(what, done, of)
        return True

    try:
        mended = mending.mend(options.library, told)
        _catch_up(options, progress)
    finally:
        progress.clear()
    told_of = [english(one) for one in sentences(mended)]
    if options.json:
        output.print_json(_mended(mended, wrong, told_of))
    else:
        output.print_lines([wrong, *told_of, *mended.others])
    return 0 if mended.is_whole else 1


def _mended(mended: Mended, wrong: str, told_of: list[str]) -> output.Facts:
    return {
        "sound": mended.is_whole,
        "feeds": mended.feeds,
        "articles": mended.articles,
        "copy": None if mended.aside is None else str(mended.aside),
        "findings": [_finding(Finding("damage", 1, wrong.removesuffix("."), "mended", True, tuple(told_of)))],
    }


class _Progress:
    """One line on a terminal, written over; nothing elsewhere."""

    def __init__(self) -> None:
        self._shown = ""

    def tell(self, what: str, done: int, of: int) -> None:
        if not sys.stderr.isatty():
            return
        line = f"{what} … {done / of:.0%}" if of else f"{what} …"
        if line != self._shown:
            self._shown = line
            print(f"\r{line:{_WIDTH}}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self._shown:
            print(f"\r{'':{_WIDTH}}\r", end="", file=sys.stderr, flush=True)


def _catch_up(options: Namespace, progress: _Progress) -> None:
    """Brings into the search file what was found to be missing there."""
    from desktop_reader.cli.changing import writer
    from desktop_reader.jobs.understand import CatchUp

    with writer(options.library) as library:
        (waiting,) = library.reader.select("SELECT count(*) FROM unindexed")[0]
        while library.reader.unindexed(1):
            CatchUp().run(library)
            (left,) = library.reader.select("SELECT count(*) FROM unindexed")[0]
            progress.tell("Making the search file again", waiting - left, waiting)


def _lines(report: Report, dry_run: bool) -> Iterator[str]:
    for one in report.findings:
        yield one.sentence
        yield from (f"  {example}" for example in one.examples)
    if not report.findings:
        articles, feeds = output.counted(report.articles, "article"), output.counted(report.feeds, "feed")
        yield f"The library is sound: {articles} in {feeds}."
    elif dry_run and report.mendable:
        yield "Nothing was changed. To mend what can be mended: desktop-reader check"
    elif not report.sound:
        yield "What could not be mended was left as it is."
    if report.copy is not None:
        yield f"The library as it was before lies beside it: {report.copy.name}"


def _facts(report: Report) -> output.Facts:
    return {
        "sound": report.sound,
        "feeds": report.feeds,
        "articles": report.articles,
        "copy": None if report.copy is None else str(report.copy),
        "findings": [_finding(one) for one in report.findings],
    }


def _finding(one: Finding) -> output.Facts:
    return {
        "name": one.name,
        "count": one.count,
        "sentence": one.sentence,
        "mended": one.mended,
        "examples": list(one.examples),
    }
