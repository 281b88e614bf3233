"""``desktop-reader stats``: what came and what was read, counted here and told nobody else."""

from __future__ import annotations

import argparse
import re
import sys
import time
from argparse import Namespace

from desktop_reader import paths
from desktop_reader.cli import output
from desktop_reader.cli.reading import reader
from desktop_reader.library.reader import Reader
from desktop_reader.library.statistics import statistics
from desktop_reader.records.condition import NAMES
from desktop_reader.records.query import Query, Scope
from desktop_reader.records.statistics import Statistics, Tally, Window
from desktop_reader.records.statistics_out import WEEKDAYS, document, table, weighed

_WINDOW = re.compile(r"(\d{1,5})(d|w|y)")
_DAYS = {"d": 1, "w": 7, "y": 365}
_MOST_DAYS = 36_500
_BEST = 10
_WIDE = 40


def stats(options: Namespace) -> int:
    """Of one feed, one folder, or all."""
    with reader(options.library) as door:
        within = Query()
        if options.feed:
            within = Query(Scope.FEED, target=door.feed_named(options.feed))
        elif options.folder:
            within = door.category(options.folder)
        found = statistics(door, options.window, int(time.time()), within, paths.cache() / "pictures")
        name = _name(door, within)
    if options.json:
        output.print_json(document(found, name))
    elif options.csv:
        sys.stdout.write(table(found, name).replace("\r\n", "\n"))
    else:
        output.print_lines(_lines(found, name))
    return 0


def window(text: str) -> Window:
    """``7d``, ``4w``, ``1y`` or ``all``."""
    if text == "all":
        return Window(None)
    told = _WINDOW.fullmatch(text)
    days = int(told[1]) * _DAYS[told[2]] if told else 0
    if not 1 <= days <= _MOST_DAYS:
        raise argparse.ArgumentTypeError(f"“{text}” is no stretch of time like 7d, 4w, 1y or all")
    return Window(days)


def _name(door: Reader, within: Query) -> str:
    if within.scope is Scope.FEED:
        feed = door.feed(within.target or 0)
        return feed.title if feed is not None else ""
    return next((folder.title for folder in door.folders() if folder.id == within.target), "all")


def _lines(found: Statistics, name: str) -> list[str]:
    days = "all time" if found.window.days is None else f"the last {output.counted(found.window.days, 'day')}"
    total = found.total
    lines = [
        f"{' '.join(name.split())}, {days}",
        f"  arrived {total.arrived:,}   opened {total.opened:,} ({output.counted(found.openings, 'time')})"
        f"   read through {total.through:,}   starred {total.starred:,}",
        f"  words of what was opened {found.words_opened:,}, of what was read through {found.words_read:,}",
    ]
    busiest = max(((count, d, h) for d, row in enumerate(found.opened_at) for h, count in enumerate(row)), default=None)
    if busiest is not None and busiest[0]:
        lines.append(f"  most is opened on {WEEKDAYS[busiest[1]]} from {busiest[2]:02}:00")
    by_use = sorted(found.feeds, key=lambda one: (-one.tally.opened, -one.tally.arrived))
    if any(one.tally != Tally() for one in by_use):
        lines += ["", f"{'arrived':>9} {'opened':>8} {'through':>8} {'starred':>8}  feed"]
    for one in by_use[:_BEST]:
        if (tally := one.tally) != Tally():
            counts = f"{tally.arrived:>9,} {tally.opened:>8,} {tally.through:>8,} {tally.starred:>8,}"
            lines.append(f"{counts}  {' '.join(one.title.split())[:_WIDE]}")
    ill = [one for one in found.feeds if not one.condition.fine]
    if ill:
        lines += ["", "Silent or failing:"]
        lines += [f"  {' '.join(one.title.split())[:_WIDE]}: {NAMES[one.condition.kind]}" for one in ill]
    sizes = ", ".join(f"{what} {_megabytes(size)}" for what, size in weighed(found.weights).items())
    articles = output.counted(found.weights.articles, "article")
    lines += ["", f"On the disk: {sizes}; {articles}, {found.weights.average:,} bytes each"]
    return lines


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
