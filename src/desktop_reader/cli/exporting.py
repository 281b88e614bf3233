"""``desktop-reader export``: subscriptions, articles, or the whole library; and the whole library back in."""

from __future__ import annotations

import argparse
import re
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from desktop_reader import paths, settings
from desktop_reader.cli import output, reading
from desktop_reader.errors import FileError
from desktop_reader.library.exporting import label_named, numbers
from desktop_reader.library.reader import Reader
from desktop_reader.records.exported import Form, Report
from desktop_reader.records.query import Query, Scope

_SPAN = re.compile(r"(\d{1,5})([hdwmy])")
_SECONDS = {"h": 3600, "d": 86400, "w": 7 * 86400, "m": 30 * 86400, "y": 365 * 86400}
_BAR = 30


def options_of(one: ArgumentParser) -> None:
    """What can be typed behind ``export``."""
    one.add_argument("format", type=Form, choices=list(Form), metavar="|".join(Form))
    one.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE|FOLDER",
        help="a folder for markdown, a folder or FILE.html for html; standard output (opml, json) when left out",
    )
    where = one.add_mutually_exclusive_group()
    where.add_argument("--feed", metavar="ID")
    where.add_argument("--folder", metavar="SLUG", help="a category ID, as “feeds” lists them")
    where.add_argument("--label", metavar="NAME")
    one.add_argument("--search", default="", metavar="TEXT")
    one.add_argument("--starred", action="store_true")
    one.add_argument("--since", type=moment, metavar="DATE", help="since 2024-10-24, or within 12h, 7d, 4w, 1y")
    one.add_argument("--until", type=moment, metavar="DATE", help="published before this day, or longer ago")
    one.add_argument("--pictures", action="store_true", help="with the pictures that were fetched already")
    one.add_argument("--called", default="", metavar="TITLE", help="what the book or the contents page is called")


def moment(typed: str) -> int:
    """A day (its beginning here), or a time before now."""
    span = _SPAN.fullmatch(typed.strip().lower())
    if span:
        return int(time.time()) - int(span[1]) * _SECONDS[span[2]]
    try:
        return int(datetime.fromisoformat(typed.strip()).timestamp())
    except (ValueError, OverflowError, OSError) as error:
        raise argparse.ArgumentTypeError(f"{typed} is no day like 2024-10-24, and no time like 7d") from error


def export(options: Namespace) -> int:
    """``desktop-reader export``."""
    with reading.reader(options.library) as door:
        ids = _chosen(door, options)
        if options.file is None:
            return _printed(door, options, ids)
        report = _written(door, options, ids)
    if options.json:
        facts = {"file": report.where, ("feeds" if options.format is Form.OPML else "articles"): report.written}
        if options.format is Form.MARKDOWN:
            facts |= {"unchanged": report.same, "left_alone": report.left}
        output.print_json(facts | ({"failed": list(report.failed)} if report.failed else {}))
    elif options.format is not Form.OPML:
        print(_said(report))
    for title in report.failed:
        output_line = "".join(c for c in title if c.isprintable())
        print(f"desktop-reader: left out, for it could not be converted: {output_line}", file=sys.stderr)
    return 1 if report.failed else 0


def vault(options: Namespace) -> int:
    """``desktop-reader vault``: the folder is brought in step once, and the labels that were edited there come in."""
    from desktop_reader.cli.changing import writer
    from desktop_reader.jobs.relabel import Relabel
    from desktop_reader.worker.exporting.crew import Crew
    from desktop_reader.worker.exporting.vault import in_step, make

    if options.make:
        make(options.folder_of)
    search = reading.understood(options.search)
    keeps = "search" if search else options.keeps
    with writer(options.library) as library:

        def round_() -> Report:
            place, told = options.folder_of, _bar()
            return in_step(library.reader, place, keeps, search, told=told, crew=Crew, strip_tracking=_strips())

        try:
            report = round_()
            taken_over = len(report.relabelled)
            if taken_over:
                Relabel(report.relabelled).run(library)
                report = round_()
        finally:
            _clear()
    for name, why in report.unread:
        print(f"desktop-reader: {''.join(c for c in name if c.isprintable())}: {why}", file=sys.stderr)
    if options.json:
        facts = {"folder": report.where, "articles": report.written, "unchanged": report.same}
        output.print_json(facts | {"left_alone": report.left, "labels_taken_over": taken_over})
    else:
        print(_said(report))
    return 1 if report.failed or report.unread else 0


def vault_options(one: ArgumentParser) -> None:
    """What can be typed behind ``vault``."""
    one.add_argument("folder_of", type=Path, metavar="FOLDER")
    one.add_argument("--make", action="store_true", help="make it a vault, if it is none yet")
    which = one.add_mutually_exclusive_group()
    which.add_argument(
        "--keeps", choices=["starred", "labelled", "all"], default="starred", help="starred when left out"
    )
    which.add_argument("--search", default="", metavar="TEXT", help="the articles of this search")


def is_whole(file: Path) -> bool:
    """Whether this is a library as JSON lines."""
    from desktop_reader.worker.exporting.whole import is_ours

    try:
        if not file.is_file():
            return False
        with open(file, "rb") as source:
            return is_ours(source.readline(4096))
    except OSError:
        return False


def bring_back(options: Namespace) -> int:
    """``desktop-reader import`` of such a file: what is here stays, marks are joined."""
    from desktop_reader.cli.changing import writer
    from desktop_reader.worker.exporting.whole import restore
    from desktop_reader.worker.helper import Helper
    from desktop_reader.worker.once import catch_up
    from desktop_reader.worker.sheltering import shelter

    with writer(options.library) as library, closing(Helper()) as helper:
        before = library.reader.count(Query())
        try:
            done = restore(options.file, helper.run, lambda job: job.run(library), _bar())
        finally:
            _clear()
            shelter(library)
        catch_up(library)
        came = library.reader.count(Query()) - before
    for number in done.odd[:20]:
        print(f"desktop-reader: line {number} is not understood and was left out.", file=sys.stderr)
    if done.cut:
        print("desktop-reader: the file was cut off; what is in it was kept.", file=sys.stderr)
    if options.json:
        output.print_json({"lines": done.kept, "new": came, "left_out": list(done.odd), "cut": done.cut})
    else:
        new = output.counted(came, "article is", "articles are")
        print(f"{new} new; all others were here already." if came else "All articles were here already.")
    return 1 if done.odd or done.cut else 0


def _chosen(door: Reader, options: Namespace) -> list[int] | None:
    """The articles; None for everything."""
    query = Query()
    if options.feed:
        query = Query(Scope.FEED, target=door.feed_named(options.feed))
    elif options.folder:
        query = door.category(options.folder)
    elif options.label:
        query = Query(Scope.LABEL, target=label_named(door, options.label.encode("utf-8", "replace").decode()))
    query = replace(query, search=reading.understood(options.search), starred_only=options.starred)
    if query == Query() and options.since is None and options.until is None:
        return None
    return numbers(door, query, options.since, options.until)


def _printed(door: Reader, options: Namespace, ids: list[int] | None) -> int:
    if options.format is Form.OPML:
        from desktop_reader.jobs.transfer import export_opml
        from desktop_reader.library.exporting import feeds_of

        only = None if ids is None else feeds_of(door, ids)
        opml = export_opml(door, only)
        if options.json:
            count = len(door.feeds()) if only is None else len(only)
            output.print_json({"feeds": count, "opml": opml.decode("utf-8")})
        else:
            sys.stdout.buffer.write(opml)
            sys.stdout.buffer.flush()
        return 0
    if options.format is Form.JSON:
        from desktop_reader.library import archive_out

        for line in archive_out.lines(door, ids):
            sys.stdout.buffer.write(archive_out.text(line).encode())
        sys.stdout.buffer.flush()
        return 0
    raise FileError("Say where to: desktop-reader export {form} FILE", form=options.format.value)


def _written(door: Reader, options: Namespace, ids: list[int] | None) -> Report:
    from desktop_reader.worker.cache import Cache
    from desktop_reader.worker.exporting.carrying import carry_out
    from desktop_reader.worker.exporting.crew import Crew

    cache = Cache(paths.cache() / "pictures", 0)
    cached: Callable[[str], bytes | None] | None = None
    if options.pictures:

        def cached(url: str) -> bytes | None:
            found = cache.get(url)
            return found.body if found else None

    called = options.called.encode("utf-8", "replace").decode()
    title = called or f"Desktop Reader, {datetime.now().date().isoformat()}"
    with Crew() as crew:
        crew.strip_tracking = _strips()
        try:
            return carry_out(
                door, options.format, ids, options.file, crew,
                title=title, now=int(time.time()), cached=cached, told=_bar(),
            )  # fmt: skip
        finally:
            _clear()


def _strips() -> bool:
    """The reader's wish for links."""
    return settings.load(paths.config() / "settings.json").strip_tracking


def _said(report: Report) -> str:
    parts = [f"{output.counted(report.written, 'article')} written to {report.where}"]
    if report.same:
        parts.append(f"{output.counted(report.same, 'was', 'were')} there already")
    if report.left:
        parts.append(f"{output.counted(report.left, 'was', 'were')} changed by you and left alone")
    return "; ".join(parts) + "."


def _bar() -> Callable[[int, int], bool]:
    shown = sys.stderr.isatty()

    def told(done: int, of: int) -> bool:
        if shown and of:
            full = _BAR * min(done, of) // of
            bar = f"\r[{'#' * full}{'.' * (_BAR - full)}] {100 * min(done, of) // of} %"
            print(bar, end="", file=sys.stderr, flush=True)
        return True

    return told


def _clear() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
