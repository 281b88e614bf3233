"""One feed whose entries are all new, from its bytes to articles that a search finds, in one process, step by step."""

from __future__ import annotations

from benchmarks import corpus, fresh
from benchmarks.measure import Line
from benchmarks.options import Options

_ENTRIES, _CPU = 30, 0.080


def run(options: Options) -> tuple[list[Line], list[str]]:
    """Milliseconds of CPU a feed, and of each step of it; RSS and Atom in turn."""
    entries, runs = options.entries or _ENTRIES, options.runs or 20
    original = corpus.library(options.articles or 0, runs + 2, options.cache)
    with fresh.home(options.cache) as (folder, env):
        library = corpus.copy(original, folder)
        found, _ = fresh.probe("digest_probe", env, library, entries, runs)
    target = _CPU * 1000 if entries == _ENTRIES else None
    note = f"{entries} entries, {found['bytes'] / 1024:.0f} kB"
    lines = [Line("a feed digested, stored and searchable", found["all"], "ms", target, note)]
    return lines + [Line(f"of that: {step}", values, "ms") for step, values in found["steps"].items()], []
