"""``python -m benchmarks``: lists what can be measured; with names, measures it and prints a table each."""

from __future__ import annotations

import sys
from importlib import import_module

from benchmarks import measure
from benchmarks.fresh import ProbeError
from benchmarks.options import options, parser

BENCHMARKS = {
    "start": "the window from nothing to its first painted list: CPU, memory, what was imported",
    "refresh": "1,000 feeds read in for the first time, then asked again when nothing, or little, is new",
    "refresh304": "a refresh in which no feed has anything new",
    "digest": "one feed of 30 new entries: parsed, prepared, stored, searchable; step by step",
    "smooth": "how late the window is, and how slow its list, while 200 feeds bring 7,000 articles",
    "understanding": "similar readings: how well they are found, and what that costs in large libraries",
    "summaries": "summaries of at most 300 characters against what people wrote, and their cost",
    "screens": "pictures of every state of the window in one folder: sizes, densities, colours, directions",
    "organise": "kept searches counted anew, a rule's preview, 10,000 articles to Markdown, an import of 100,000",
    "library": "10,000, 100,000 and 1,000,000 articles: lists, searches, deeds, memory and disk, and how they grow",
}


def main(arguments: list[str] | None = None) -> int:
    """0 when all was measured, 1 when something could not be, 2 for an unknown name."""
    given = parser().parse_args(arguments)
    if not given.names:
        for name, line in BENCHMARKS.items():
            print(f"{name:<13} {line}")
        return 0
    names = list(BENCHMARKS) if "all" in given.names else given.names
    if unknown := [name for name in names if name not in BENCHMARKS]:
        print(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(BENCHMARKS)}, all.", file=sys.stderr)
        return 2
    failed = 0
    for name in names:
        print(f"\n{name}: {BENCHMARKS[name]}\n{measure.machine()}\n", flush=True)
        try:
            lines, words = import_module(f"benchmarks.{name}").run(options(given))
        except ProbeError as error:
            print(error, file=sys.stderr)
            failed = 1
            continue
        print(measure.table(lines))
        print(*words, sep="\n", end="\n" if words else "", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
