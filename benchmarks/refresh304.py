"""Asks feeds none of which has anything new, as the command line does, in a fresh process each time."""

from __future__ import annotations

from benchmarks import corpus, fresh
from benchmarks.measure import Line
from benchmarks.options import Options
from benchmarks.server import serving

_FEEDS, _CPU = 1_000, 1.5


def run(options: Options) -> tuple[list[Line], list[str]]:
    """CPU of everything but the server; the target is for 1,000 feeds."""
    feeds, runs = options.feeds or _FEEDS, options.runs or 5
    original = corpus.library(0, feeds, options.cache)
    found = []
    with serving(feeds, 1) as urls:  # With an entry, so that a document taken for a 304 would be told as new.
        for _ in range(runs + (runs > 1)):  # One more, first, that only makes the byte code.
            with fresh.home(options.cache) as (folder, env):
                library = corpus.copy(original, folder)
                corpus.subscribe(library, urls, corpus.UNCHANGED)
                found.append(fresh.probe("refresh304_probe", env, library)[0])
    found = found[-runs:]
    if wrong := [one["outcomes"] for one in found if one["outcomes"] != {"unchanged": feeds}]:
        raise fresh.ProbeError(f"{feeds} feeds should have been unchanged; they were {wrong[0]}.")
    target = _CPU if feeds == _FEEDS else None
    lines = [
        Line("CPU of the process, all in all", [one["cpu"] for one in found], "s", target, f"{feeds:,} feeds"),
        Line("of that: starting and importing", [one["imports"] for one in found], "s"),
        Line("of that: opening the library", [one["opening"] for one in found], "s"),
        Line("of that: the refresh", [one["refresh"] for one in found], "s"),
        Line("time of the refresh", [one["wall"] for one in found], "s"),
        Line("memory (PSS) at its end", [one["pss"] for one in found if one["pss"] is not None], "MB"),
    ]
    return lines, []
