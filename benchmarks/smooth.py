"""Looks at a timer and at the list of the real window: while nothing happens, while a refresh brings much."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from benchmarks import corpus, fresh
from benchmarks.measure import Line, quantile
from benchmarks.options import Options
from benchmarks.server import serving

_LATE, _REPAINT = 20.0, 12.0


def run(options: Options) -> tuple[list[Line], list[str]]:
    """Lateness of a timer of 16 ms and the time of a repaint of the list, in milliseconds."""
    articles = 100_000 if options.articles is None else options.articles
    feeds, entries, runs = options.feeds or 200, options.entries or 35, options.runs or 3
    seconds = 5.0 if options.seconds is None else options.seconds
    original = corpus.library(articles, feeds, options.cache)
    lines: list[Line] = []
    with serving(feeds, entries) as urls, fresh.screens(options) as screens:
        for screen, where in screens.items():
            found = []
            for _ in range(runs):
                with fresh.home(options.cache, where) as (folder, env):
                    library = corpus.copy(original, folder)
                    corpus.subscribe(library, urls, corpus.CHANGED)
                    found.append(fresh.probe("smooth_probe", env, library, seconds, feeds * entries)[0])
            for phase in ("idle", "refresh"):
                lines += _lines(f"{screen}, {phase}", [one[phase] for one in found], phase != "idle")
    told = f"a library of {articles:,} articles; {feeds} feeds bring {entries} new ones each, till all can be searched"
    return lines, [told]


def _lines(what: str, found: Sequence[dict[str, Any]], judged: bool) -> list[Line]:
    def each(name: str, number: Callable[[list[float]], float]) -> list[float]:
        return [number(one[name]) for one in found if one[name]]

    late, repaint = (_LATE, _REPAINT) if judged else (None, None)
    ticks = f"{len(found[0]['late'])} ticks in {found[0]['seconds']:.1f} s"
    lines = [
        Line(f"{what}: timer late, p50", each("late", lambda v: quantile(v, 0.5)), "ms", note=ticks),
        Line(f"{what}: timer late, p99", each("late", lambda v: quantile(v, 0.99)), "ms", late),
        Line(f"{what}: timer late, worst", each("late", max), "ms"),
        Line(f"{what}: repaint of the list, p50", each("repaint", lambda v: quantile(v, 0.5)), "ms"),
        Line(f"{what}: repaint of the list, p95", each("repaint", lambda v: quantile(v, 0.95)), "ms", repaint),
    ]
    if judged:
        many = f"{len(found[0]['applied'])} times"
        lines.append(Line(f"{what}: showing what changed, worst", each("applied", max), "ms", note=many))
    return lines
