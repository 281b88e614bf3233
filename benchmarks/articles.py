"""A long list in the real window: what a click, a turn of the wheel, a key in the search and a mass deed cost."""

from __future__ import annotations

from benchmarks import corpus, fresh
from benchmarks.measure import Line, quantile
from benchmarks.options import Options

_TARGETS = {
    "all, first page": 50.0,
    "all, complete": 50.0,
    "a folder, first page": 50.0,
    "a feed, first page": 50.0,
    "sorted by title, first page": 50.0,
    "starred, first page": 50.0,
}
_FRAME, _SEARCH, _MARK = 16.0, 50.0, 1_000.0


def run(options: Options) -> tuple[list[Line], list[str]]:
    """Milliseconds of the clock until it is painted; beside them those of the screen's thread."""
    articles, runs = options.articles or 100_000, options.runs or 7
    original = corpus.library(articles, min(200, articles), options.cache)
    lines: list[Line] = []
    with fresh.screens(options) as screens:
        for screen, where in screens.items():
            with fresh.home(options.cache, where) as (folder, env):
                library = corpus.copy(original, folder)
                found, _ = fresh.probe("articles_probe", env, library, runs)
            wall, cpu = found["wall"], found["cpu"]
            for what, target in _TARGETS.items():
                own = f"screen’s CPU {quantile(cpu[what], 0.5):.1f} ms"
                lines.append(Line(f"{screen}: {what}", wall[what], "ms", target, own))
            for what, target in (("jump and repaint", _FRAME), ("page down and repaint", _FRAME), ("key", _SEARCH)):
                shown = f"{screen}: {what if what != 'key' else 'search, a key typed'}"
                own = f"screen’s CPU {quantile(cpu[what], 0.95):.1f} ms"
                lines.append(Line(f"{shown}, p50", [quantile(wall[what], 0.5)], "ms", note=f"{len(wall[what])} times"))
                lines.append(Line(f"{shown}, p95", [quantile(wall[what], 0.95)], "ms", target, own))
            lines.append(Line(f"{screen}: search, slowest key", [max(wall["key"])], "ms", note=found["slowest"]))
            for what in ("mark all read", "and take it back"):
                own = f"screen busy for {max(cpu[what]):.0f} ms"
                lines.append(Line(f"{screen}: {what}", wall[what], "ms", _MARK, own))
    return lines, [f"a library of {articles:,} unread articles"]
