"""Refreshes all feeds of LIBRARY again and again, which a server at URL has with ENTRIES; then GROWN of them grow."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import urlopen

from benchmarks.measure import cpu_seconds, pss_by_process


def main(path: Path, url: str, entries: int, grown: int) -> None:
    """Prints what each phase cost."""
    from desktop_reader.library import connect
    from desktop_reader.library.writer import Writer

    connect.prepare(path)
    library = Writer(path)
    feeds = len(library.reader.feeds())
    watch = _Watch()
    found = {"first": _refresh(library, {"new": feeds}, feeds * entries)}
    found["all 304"] = _refresh(library, {"unchanged": feeds}, 0)
    with library.transaction() as live:
        live.exec_driver_sql("UPDATE feed_fetch SET etag = NULL, last_modified = NULL")
    found["same bytes"] = _refresh(library, {"unchanged": feeds}, 0)
    urlopen(urljoin(url, f"/grow/{grown}")).close()
    found["grown"] = _refresh(library, {"unchanged": feeds - grown, "new": grown}, grown)
    library.close()
    print(json.dumps(found | {"pss": watch.most()}))


def _refresh(library: object, outcomes: dict[str, int], new: int) -> dict[str, float]:
    from desktop_reader.library import fetching
    from desktop_reader.worker import once

    once.catch_up = lambda library, failed=None: None  # That follows in the background.
    with library.transaction() as live:  # type: ignore[attr-defined]
        states = fetching.states(live)
    before, began = cpu_seconds(), time.monotonic()
    came = list(once.refresh(library, states, 3600))  # type: ignore[arg-type]
    cpu, wall = cpu_seconds() - before, time.monotonic() - began
    counted = Counter(str(outcome.status) for outcome in came)
    if counted != {name: many for name, many in outcomes.items() if many} or sum(one.new for one in came) != new:
        raise SystemExit(f"{outcomes} and {new} articles should have come; {dict(counted)} came.")
    return {"cpu": cpu, "wall": wall, "busy": cpu / wall}


class _Watch:
    """Looks at the memory of this process and its children now and then."""

    def __init__(self) -> None:
        self._most = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def most(self) -> float:
        self._over.set()
        self._thread.join()
        return self._most

    def _look(self) -> None:
        while not self._over.wait(0.5):
            self._most = max(self._most, sum(pss_by_process()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
