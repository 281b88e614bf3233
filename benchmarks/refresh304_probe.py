"""Refreshes all feeds of LIBRARY."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path

from benchmarks.measure import cpu_seconds, pss_megabytes


def main(path: Path) -> None:
    """Prints what it cost."""
    from desktop_reader.library import connect, fetching
    from desktop_reader.library.writer import Writer
    from desktop_reader.worker.once import refresh

    imported = cpu_seconds()
    connect.prepare(path)
    library = Writer(path)
    with library.transaction() as live:
        states = fetching.states(live)
    opened, began = cpu_seconds(), time.monotonic()
    outcomes = Counter(str(outcome.status) for outcome in refresh(library, states, 3600))
    refreshed, wall = cpu_seconds(), time.monotonic() - began
    library.close()
    found = {
        "outcomes": outcomes,
        "imports": imported,
        "opening": opened - imported,
        "refresh": refreshed - opened,
        "cpu": cpu_seconds(),
        "wall": wall,
        "pss": pss_megabytes(),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
