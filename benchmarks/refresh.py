"""A library of 1,000 feeds: read in for the first time, then asked again when nothing, or little, is new."""

from __future__ import annotations

from benchmarks import corpus, fresh
from benchmarks.measure import Line
from benchmarks.options import Options
from benchmarks.server import serving

_FEEDS, _ENTRIES, _GROWN = 1_000, 35, 50
_CPU = {"first": 15.0, "all 304": 0.5, "same bytes": 2.5, "grown": 0.8}
_WORDS = {
    "first": "first refresh: fetched, sanitised, stored, counted",
    "all 304": "second, all 304",
    "same bytes": "second, no validators, the same bytes",
    "grown": "some feeds changed by one entry",
}


def run(options: Options) -> tuple[list[Line], list[str]]:
    """CPU of all processes but the server; the targets are for 1,000 feeds of 35 entries of 5 kB."""
    feeds, entries, runs = options.feeds or _FEEDS, options.entries or _ENTRIES, options.runs or 3
    grown = min(_GROWN, feeds)
    judged = (feeds, entries) == (_FEEDS, _ENTRIES)
    original = corpus.library(0, feeds, options.cache)
    found = []
    for _ in range(runs):
        with serving(feeds, entries) as urls, fresh.home(options.cache) as (folder, env):
            library = corpus.copy(original, folder)
            corpus.subscribe(library, urls, corpus.CHANGED)
            found.append(fresh.probe("refresh_probe", env, library, urls[0], entries, grown)[0])
    lines: list[Line] = []
    for phase, words in _WORDS.items():
        many = f"{grown} feeds; " if phase == "grown" else ""
        note = f"{many}{found[0][phase]['wall']:.1f} s of the clock, {found[0][phase]['busy']:.2f} cores busy"
        lines.append(Line(words, [one[phase]["cpu"] for one in found], "s", _CPU[phase] if judged else None, note))
    lines.append(Line("memory (PSS) at most, all processes", [one["pss"] for one in found], "MB", 200.0))
    return lines, [f"{feeds:,} feeds of {entries} entries; search and similar readings follow and are not counted"]
