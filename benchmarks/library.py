"""A library for a lifetime: what everything costs at 10,000, 100,000 and 1,000,000 articles, and how that grows.

Milliseconds are those of the processor, so that they hardly depend on what else runs. The largest library is told with
its targets, the smaller ones beside it. What is understood of the articles is made of numbers, of the true sizes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks import fresh, large, library_plan
from benchmarks.measure import Line, figure, quantile
from benchmarks.options import Options

_SIZES = (10_000, 100_000, 1_000_000)
_RUNS = 5
_WORDS = 500  # Bytes are told for an article of so many.

_FIRST_PAINT = 5.0
_COMPLETE = {"all": 90.0, "folder": 25.0, "unread": 10.0}
_FRAMES = {"random jump": 9.0, "page down": 7.0, "wheel": 4.0, "End and Home": None}
_SLOWEST_QUERY = 50.0


@dataclass(slots=True)
class Figure:
    """One thing at several sizes: all that was measured, by the number of articles."""

    what: str
    unit: str = "ms"
    target: float | None = None
    values: dict[int, Sequence[float]] = field(default_factory=dict)
    note: str = ""

    def line(self) -> Line:
        """The largest size, and beside it the others."""
        sizes = sorted(self.values)
        at = {size: quantile(self.values[size], 0.5) for size in sizes}
        beside = [f"{figure(at[size])} at {size:,}" for size in sizes[:-1]]
        if len(sizes) > 1 and at[sizes[0]] > 0:
            beside.append(f"grows {at[sizes[-1]] / at[sizes[0]]:.2g} times")
        notes = "; ".join([*beside, *([self.note] if self.note else [])])
        return Line(self.what, self.values[sizes[-1]] if sizes else (), self.unit, self.target, notes)


class _Figures(dict[str, Figure]):
    """In the order in which they came."""

    def take(
        self,
        size: int,
        what: str,
        values: Sequence[float],
        target: float | None = None,
        note: str = "",
        unit: str = "ms",
    ) -> None:
        one = self.setdefault(what, Figure(what, unit))
        one.target, one.note = target, note
        one.values[size] = values


def run(options: Options) -> tuple[list[Line], list[str]]:
    """All sizes up to ``--articles``; the library of a million takes half an hour to be made, once."""
    most = options.articles or _SIZES[-1]
    figures = _Figures()
    words: list[str] = []
    for size in (*(size for size in _SIZES if size < most), most):
        _measure(size, options, figures, words)
    return [one.line() for one in figures.values() if most in one.values], words


def _measure(size: int, options: Options, figures: _Figures, words: list[str]) -> None:
    runs = options.runs or _RUNS
    with fresh.home(options.cache, {"QT_QPA_PLATFORM": "offscreen"}) as (folder, env):
        library = large.copied(size, options.cache, folder)
        made = library_plan.save(size, folder)
        _first(size, figures, fresh.probe("library_screen_probe", env, "first", library, made, runs)[0])
        _browse(size, figures, fresh.probe("library_screen_probe", env, "browse", library, made, runs)[0])
        _ask(size, figures, words, fresh.probe("library_probe", env, "ask", library, made)[0])
        _change(size, figures, words, fresh.probe("library_screen_probe", env, "change", library, made, runs)[0])
        _store(size, figures, fresh.probe("library_probe", env, "store", library, made)[0])
        _disk(size, figures, words, fresh.probe("library_probe", env, "disk", library, made)[0])


def _first(size: int, figures: _Figures, found: dict[str, list[float]]) -> None:
    note = f"the very first {found['the very first'][0]:.0f}"
    figures.take(size, "connect to the first painted screen", found["first paint"], 40.0, note)


def _browse(size: int, figures: _Figures, found: dict[str, Any]) -> None:
    numbers: dict[str, list[float]] = found["numbers"]
    for name, values in numbers.items():
        shown, _, what = name.partition(": ")
        if what == "first paint":
            figures.take(size, name, values, _FIRST_PAINT)
        elif what == "complete":
            first_time = f"the first time {values[0]:.0f}"
            figures.take(size, name, values, _COMPLETE.get(shown), first_time)
        elif name in _FRAMES:
            middle = f"p50 {quantile(values, 0.5):.1f}"
            figures.take(size, f"{name}, p95", [quantile(values, 0.95)], _FRAMES[name], middle)
        else:
            figures.take(size, f"{name}, p95", [quantile(values, 0.95)], note=f"most {max(values):.1f}")
    if memory := found["memory"]:
        each = " + ".join(f"{one:.0f}" for one in memory)
        figures.take(size, "memory after browsing and searching", [sum(memory)], 240.0, f"processes: {each}", "MB")


def _ask(size: int, figures: _Figures, words: list[str], found: dict[str, Any]) -> None:
    figures.take(size, "unread counts of all feeds and folders", found["unread"], 1.0)
    figures.take(size, "the whole sidebar read anew", found["counts"])
    figures.take(size, "the sidebar after 30 feeds changed", found["recount"])
    took = [one[2] for one in found["keys"]]
    slowest = max(found["keys"], key=lambda one: one[2])
    figures.take(size, "search as typed, p50", [quantile(took, 0.5)], note=f"{len(took)} keystrokes")
    figures.take(size, "search as typed, p95", [quantile(took, 0.95)], 13.0)
    figures.take(size, "search as typed, p99", [quantile(took, 0.99)])
    figures.take(size, "search as typed, most", [max(took)], _SLOWEST_QUERY, f"{slowest[0]}: {slowest[1]}")
    for name in library_plan.CLASSES:
        own = [one[2] for one in found["keys"] if one[0] == name]
        middle = f"p50 {quantile(own, 0.5):.1f}, most {max(own):.1f}"
        figures.take(size, f"… {name}, p95", [quantile(own, 0.95)], note=middle)
    whole = [one[2] for one in found["whole"]]
    slowest = max(found["whole"], key=lambda one: one[2])
    figures.take(size, "whole answer to a search, p50", [quantile(whole, 0.5)], note=f"{len(whole)} searches")
    worst = f"{slowest[0]}: {slowest[1]}, {slowest[3]:,} found"
    figures.take(size, "whole answer to a search, most", [max(whole)], note=worst)
    empty = sum(not one[3] for one in found["keys"])
    words.append(f"{size:,}: {empty} of {len(took)} keystrokes found nothing at once.")


def _change(size: int, figures: _Figures, words: list[str], found: dict[str, Any]) -> None:
    numbers: dict[str, list[float]] = found["numbers"]
    for name, values in numbers.items():
        if name.startswith("30 new rows"):
            figures.take(size, name, values, 5.0, f"most {max(values):.1f}")
    words.append(f"{size:,}: what was looked at stayed in its place {found['kept']} of {found['of']} times.")
    count = f"{found['unread']:,} articles"
    figures.take(size, "mark all unread as read, worker", numbers["mark all read: worker"], 250.0, count)
    figures.take(size, "… and on screen", numbers["mark all read: screen"])
    figures.take(size, "… taken back, worker", numbers["mark unread again: worker"])
    figures.take(size, "… and on screen again", numbers["mark unread again: screen"])


def _store(size: int, figures: _Figures, found: dict[str, list[float]]) -> None:
    figures.take(size, "store 30 new articles, searchable", found["both"], 20.0)
    figures.take(size, "… of that: stored with counters", found["store"])
    figures.take(size, "… of that: in the search file", found["index"])


def _disk(size: int, figures: _Figures, words: list[str], found: dict[str, Any]) -> None:
    usual = _WORDS / max(1.0, found["words"])
    note = f"articles have {found['words']:.0f} words"
    figures.take(size, "disk for 500 words, all included", [found["bytes"] * usual], 4_500.0, note, "B")
    for table, size_of_one in found["tables"].items():
        if size_of_one * usual >= 20:
            figures.take(size, f"… {table}", [size_of_one * usual], unit="B")
