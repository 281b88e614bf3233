"""``desktop-reader backup`` and ``restore``: copies of the library are made, listed, and put in its place."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from pathlib import Path

from desktop_reader import paths, settings
from desktop_reader.cli import output
from desktop_reader.errors import LibraryError, NotFoundError, ReaderError
from desktop_reader.library import backups, duplicate, mirror, restoring
from desktop_reader.records.backup import Backup, Kind
from desktop_reader.records.moments import iso

_SAID = {
    Kind.WEEKLY: "weekly",
    Kind.BY_HAND: "by hand",
    Kind.UPDATE: "before an update",
    Kind.REPAIR: "before a repair",
    Kind.REPLACED: "put aside by a restore",
}
_BAR = 30


def backup(options: Namespace) -> int:
    """Makes one, or lists those that there are."""
    if options.list:
        there = backups.listed(options.library)
        if options.json:
            output.print_json([_facts(one) for one in there])
        else:
            output.print_lines(_line(one) for one in there)
            if not there:
                print("desktop-reader: there are no backups yet.", file=sys.stderr)
        return 0
    with _Bar() as bar:
        made = backups.make(options.library, Kind.BY_HAND, bar.tell)
    if options.json:
        output.print_json(_facts(made))
    else:
        print(f"{_size(made.articles)} in {made.path}")
    return 0


def restore(options: Namespace) -> int:
    """Puts a backup in the place of the library, which may be damaged, empty or missing; that one is kept aside."""
    file = backups.named(options.library, options.backup) if options.backup else None
    if file is not None and file.suffix.lower() == ".opml":
        return _restored_list(options, file)
    with _Bar() as bar:
        if file is None:
            file, aside = _newest(options.library, bar)
        else:
            aside = restoring.restore(options.library, file, bar.tell)
    if file is None:
        return _restored_list(options, _list_of(options.library))
    _settle(options.library)
    if options.json:
        output.print_json(_told(file, aside) | {"articles": backups.articles(options.library)})
    else:
        print(f"The library is that of {file} again: {_size(backups.articles(options.library))}.")
        _say_aside(aside)
    return 0


def weekly(library: Path) -> None:
    """One of the clock's, if it is due: for whoever has their feeds asked by a timetable, without a window."""
    chosen = settings.load(paths.config() / "settings.json").backups
    if chosen and backups.due(library, int(time.time())) and backups.articles(library):
        try:
            backups.make(library, Kind.WEEKLY)
        except ReaderError as error:  # What was asked for is done.
            print(f"desktop-reader: {error}", file=sys.stderr)


def _newest(library: Path, bar: _Bar) -> tuple[Path | None, Path | None]:
    """Restores the newest that is whole: (what was restored, where the library of before lies); nothing of either when
    there is none.
    """
    # What was put aside was not wanted any more; what was copied before a repair has faults; and an empty one is better
    # than nothing only.
    some = [one for one in backups.listed(library) if one.kind is not Kind.REPLACED]
    for one in sorted(some, key=lambda one: (not one.articles, one.kind is Kind.REPAIR)):
        refused = restoring.refusal(library, one.path)
        if wrong := duplicate.damage(one.path):
            refused = LibraryError("The backup “{file}” is damaged ({reason}).", file=one.path, reason=wrong)
        if refused is None:
            return one.path, restoring.restore(library, one.path, bar.tell)
        print(f"desktop-reader: left out: {refused}", file=sys.stderr)
    return None, None


def _list_of(library: Path) -> Path:
    """The mirror, when nothing else is left: never in place of a library that is sound."""
    from desktop_reader.jobs import mirror as again

    if not (library.exists() and not duplicate.damage(library) and backups.follows(library)):
        for file in mirror.versions(library):
            try:
                again.listed(file)
            except ReaderError as error:
                print(f"desktop-reader: left out: {file}: {error}", file=sys.stderr)
            else:
                return file
    raise NotFoundError("There is no backup that can be restored. Make one: desktop-reader backup")


def _settle(library: Path) -> None:
    """One of an older version is brought up to date here and now, and can be searched again."""
    from desktop_reader.cli.changing import writer
    from desktop_reader.jobs.understand import CatchUp

    with writer(library) as opened, _Bar() as bar:
        (waiting,) = opened.reader.select("SELECT count(*) FROM unindexed")[0]
        while opened.reader.unindexed(1):
            CatchUp().run(opened)
            (left,) = opened.reader.select("SELECT count(*) FROM unindexed")[0]
            bar.tell(waiting - left, waiting)


def _restored_list(options: Namespace, file: Path) -> int:
    from desktop_reader.cli.reading import reader
    from desktop_reader.jobs import mirror as again

    aside = again.restore(options.library, file)
    with reader(options.library) as door:
        feeds = len(door.feeds())
    if options.json:
        output.print_json(_told(file, aside) | {"feeds": feeds})
    else:
        back = output.counted(feeds, "subscription is", "subscriptions are")
        print(f"{back} back, from {file}. Their articles come with: desktop-reader refresh")
        _say_aside(aside)
    return 0


def _say_aside(aside: Path | None) -> None:
    if aside is not None:
        print(f"The library of before was kept: {aside}")


def _told(file: Path, aside: Path | None) -> output.Facts:
    return {"restored": str(file), "kept": str(aside) if aside else None}


def _facts(one: Backup) -> output.Facts:
    return {
        "file": str(one.path),
        "kind": one.kind.value,
        "made": iso(one.made_at),
        "bytes": one.size,
        "articles": one.articles,
    }


def _line(one: Backup) -> str:
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(one.made_at))
    return f"{when}  {one.size / 1e6:9.1f} MB  {_size(one.articles):>20}  {_SAID[one.kind]:22}  {one.path.name}"


def _size(articles: int | None) -> str:
    return "cannot be read" if articles is None else output.counted(articles, "article")


class _Bar:
    """How far it is, on a terminal."""

    def __enter__(self) -> _Bar:
        self._shown = sys.stderr.isatty()
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def tell(self, done: int, of: int) -> bool:
        if self._shown and of:
            full = _BAR * min(done, of) // of
            print(f"\r[{'#' * full}{'.' * (_BAR - full)}]", end="", file=sys.stderr, flush=True)
        return True
