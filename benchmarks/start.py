"""Starts the window, in a fresh process each time, with an empty library and with a large one."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import corpus, fresh
from benchmarks.measure import Line
from benchmarks.options import Options

_CPU, _MEMORY = 0.6, 130.0
_IMPORT = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|\s+(\S+)")


def run(options: Options) -> tuple[list[Line], list[str]]:
    """The lines, and beneath them what was imported too early."""
    runs, settle = options.runs or 5, 3.0 if options.seconds is None else options.seconds
    many = 100_000 if options.articles is None else options.articles
    sizes = {
        "empty": corpus.library(0, 0, options.cache),
        f"{many:,} articles": corpus.library(many, min(200, many), options.cache),
    }
    lines: list[Line] = []
    words: list[str] = []
    with fresh.screens(options) as screens:
        if runs > 1:
            _start(options, sizes["empty"], next(iter(screens.values())), 0.0)  # So that all byte code is there.
        for screen, where in screens.items():
            for size, original in sizes.items():
                what = f"{screen}, {size}"
                found = [_start(options, original, where, settle)[0] for _ in range(runs)]
                lines += _lines(what, found, settle)
                early = sorted({name for one in found for name in one["forbidden"]})
                words.append(f"{what}: imported before the first paint: {', '.join(early) or 'none of the heavy ones'}")
                if sum(one["worker_first"] for one in found):
                    words.append(f"{what}: the worker was started before the first paint")
        if options.importtime:
            words += _imports(options, sizes["empty"], next(iter(screens.values())))
    return lines, words


def _start(
    options: Options, original: Path, screen: dict[str, str], settle: float, flags: tuple[str, ...] = ()
) -> tuple[dict[str, Any], str]:
    with fresh.home(options.cache, screen) as (folder, env):
        library = corpus.copy(original, folder)
        return fresh.probe("start_probe", env, library, settle, time.monotonic(), flags=flags)


def _lines(what: str, found: Sequence[dict[str, Any]], settle: float) -> list[Line]:
    def values(name: str) -> list[float]:
        return [one[name] for one in found if one[name] is not None]

    modules = f"{found[0]['modules']} modules"
    return [
        Line(f"{what}: CPU to first paint", values("cpu"), "s", _CPU, modules),
        Line(f"{what}: time to first paint", values("wall"), "s"),
        Line(f"{what}: memory (PSS) then", values("pss"), "MB", _MEMORY),
        Line(f"{what}: memory {settle:g} s later", values("pss_later"), "MB", _MEMORY, "the worker has started"),
        Line(f"{what}: CPU {settle:g} s later", values("cpu_later"), "s"),
    ]


def _imports(options: Options, original: Path, screen: dict[str, str]) -> list[str]:
    _, said = _start(options, original, screen, 0.0, ("-X", "importtime"))
    before = said.partition("FIRST PAINT")[0]
    found = sorted(((int(own), int(all_), name) for own, all_, name in _IMPORT.findall(before)), reverse=True)
    shown = [f"  {own / 1000:7.1f} {all_ / 1000:7.1f}  {name}" for own, all_, name in found[:10]]
    return ["the ten dearest imports before it (own ms, ms with theirs; importtime itself adds to them):", *shown]
