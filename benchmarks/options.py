"""What may be said on the command line: sizes, repetitions, where."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import dataclass, fields
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class Options:
    """None takes what the benchmark itself holds for right."""

    articles: int | None = None
    feeds: int | None = None
    entries: int | None = None
    runs: int | None = None
    seconds: float | None = None
    screens: str | None = None
    keep: Path | None = None
    only: str | None = None
    importtime: bool = False

    @property
    def cache(self) -> Path:
        """The folder of what need not be made twice."""
        return (self.keep or platformdirs.user_cache_path("desktop-reader-benchmarks")).absolute()


def parser() -> ArgumentParser:
    """The names of benchmarks, and the options."""
    made = ArgumentParser(prog="python -m benchmarks", description="Without a name: lists what can be measured.")
    made.add_argument("names", nargs="*", metavar="NAME", help="what to measure, or “all”")
    made.add_argument("--articles", type=int, metavar="N", help="articles in the library")
    made.add_argument("--feeds", type=int, metavar="N", help="feeds that are refreshed")
    made.add_argument("--entries", type=int, metavar="N", help="entries of each of these")
    made.add_argument("--runs", type=int, metavar="N", help="repetitions, of which the median is told")
    made.add_argument("--seconds", type=float, metavar="S", help="how long to look at an idle window")
    made.add_argument("--screens", metavar="LIST", help="offscreen, xcb or both, with a comma between")
    made.add_argument("--keep", type=Path, metavar="DIR", help="where libraries are kept, instead of the user’s cache")
    made.add_argument("--only", metavar="LIST", help="screens: names, or parts of names, of looks and states")
    made.add_argument("--importtime", action="store_true", help="start: also the ten dearest imports")
    return made


def options(given: object) -> Options:
    """Of what the parser gave, that which benchmarks need."""
    return Options(**{field.name: getattr(given, field.name) for field in fields(Options)})
