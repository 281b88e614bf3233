"""Similar readings: how well they are found among articles that people have judged, and what finding them costs.

The quality needs the judged articles beside the checkout (or in the folder that UNDERSTANDING_DATA names); a file of
more articles that belong to nothing, in UNDERSTANDING_CROWD, is measured with as well. The targets are those for the
other half of the same sources, which nobody tunes on.
"""

from __future__ import annotations

import os
from statistics import fmean
from typing import Any

from benchmarks import fresh, judged, measure
from benchmarks.judged import EVENTS
from benchmarks.measure import Line
from benchmarks.options import Options

_SIZES = (100_000, 1_000_000)
_MEASURES = ("P@5", "MAP", "nDCG@5")


def run(options: Options) -> tuple[list[Line], list[str]]:
    """Quality first, then cost; ``--articles`` chooses one size of library in place of two."""
    lines: list[Line] = []
    words: list[str] = []
    options.cache.mkdir(parents=True, exist_ok=True)
    with fresh.home(options.cache) as (_, env):
        if judged.folder().is_dir():
            lines += _quality(env, options)
        else:
            words.append(f"The judged articles are not there: {judged.folder()}")
        for size in (options.articles,) if options.articles else _SIZES:
            found, _ = fresh.probe("neighbours_probe", env, size, options.cache)
            lines += _cost(size, found)
    return lines, words


def _quality(env: dict[str, str], options: Options) -> list[Line]:
    lines: list[Line] = []
    crowd = os.environ.get("UNDERSTANDING_CROWD")
    pools: list[tuple[str, str, tuple[float | None, ...]]]
    pools = [("+ 3,000", "distractors_allsides", (0.975, 0.950, 0.967))]
    if crowd:
        pools.append(("+ all", crowd, (0.940, 0.905, None)))
    for pool, beside, targets in pools:
        found, _ = fresh.probe(
            "understanding_probe", env, "crowd" if beside == crowd else "events", options.cache, beside
        )
        for place, (name, target) in enumerate(zip(_MEASURES, targets, strict=True)):
            each = [found[event][place] for event in EVENTS]
            note = ", ".join(f"{event} {value:.3f}" for event, value in zip(EVENTS, each, strict=True))
            lines.append(_share(f"{name} {pool}", fmean(each), target, note))
        listed = fmean(found[event][3] for event in EVENTS)
        lines.append(_share(f"P@5 {pool}, copies not counted", listed, None))
    pairs, _ = fresh.probe("understanding_probe", env, "pairs", options.cache)
    lines += [
        _share("SemEval success@5, one language", pairs["mono"], 0.920),
        _share("SemEval success@5, two languages", pairs["cross"], 0.780),
        _share("SemEval Pearson", pairs["pearson"], 0.680, f"two languages {pairs['pearson across']:.3f}"),
        _share("Lee Pearson", pairs["lee"], 0.660),
    ]
    copies, _ = fresh.probe("understanding_probe", env, "copies", options.cache)
    for name, (recall, precision, count) in zip(("half", "four fifths"), copies, strict=True):
        lines.append(_share(f"copies that share {name}: recall", recall, 0.95, f"{count} pairs"))
        lines.append(_share(f"copies that share {name}: precision", precision, 0.95))
    lines.append(Line("understanding an article", [pairs["milliseconds"]], "ms", 12))
    return lines


def _cost(size: int, found: dict[str, Any]) -> list[Line]:
    most = 12 if size <= _SIZES[0] else 100
    name = f"{size:,} articles"
    slow = measure.quantile(found["fresh"], 0.95)
    return [
        Line(f"{name}: the five of one", found["fresh"], "ms", most, f"95 % within {slow:.1f} ms"),
        Line(f"{name}: the first question", [found["first"]], "ms"),
        Line(f"{name}: kept, 200 came since", found["again"], "ms", 5),
        Line(f"{name}: kept, nothing came", found["kept"], "ms"),
        Line(f"{name}: kept of each", [found["bytes"]], "bytes", 1500),
    ]


def _share(what: str, value: float, target: float | None, note: str = "") -> Line:
    wished = f"at least {target:.3f}, {'reached' if value >= target else 'missed'}" if target else ""
    return Line(what, [100 * value], "%", note=" · ".join(filter(None, (wished, note))))
