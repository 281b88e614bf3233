"""Digests and keeps feeds in LIBRARY: ENTRIES each, one for warming up of each kind, then RUNS."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import corpus


def main(path: Path, entries: int, runs: int) -> None:
    """Prints milliseconds of CPU."""
    from desktop_reader.content.prepare import prepare
    from desktop_reader.feeds.parse import parse
    from desktop_reader.jobs.refresh import Arrival, settle
    from desktop_reader.library.fetching import states
    from desktop_reader.library.writer import Writer
    from desktop_reader.records.refresh import Response
    from desktop_reader.worker.once import catch_up
    from desktop_reader.worker.tasks import DigestFeed, fingerprint

    library = Writer(path)
    with library.transaction() as live:
        requests = [state.request for state in states(live)]
    found: dict[str, list[float]] = {}
    sizes, new = [], 0
    for number in range(-2, runs):
        if number == 0:
            found.clear()
        body = corpus.document(number % 1_000, entries)
        request, url = requests[number], "https://example.org/feed.xml"
        response = Response(url, 200, body=body, content_type="application/xml")

        def step(name: str, work: Callable[[], Any]) -> Any:
            before = time.process_time()
            result = work()
            found.setdefault(name, []).append((time.process_time() - before) * 1000)
            return result

        digest = step("digest", DigestFeed(body, url).run)
        arrival = Arrival(request, response, digest, b"")
        kept = step("store (settle, one transaction)", lambda: settle(library, [arrival], int(time.time()), 3600))
        step("search file", lambda: catch_up(library))
        # Once more, piece by piece: what the digest is made of.
        feed = step("digest: parse", lambda: parse(body, url))
        step("digest: fingerprints", lambda: list(map(fingerprint, feed.entries)))
        step("digest: prepare", lambda: [prepare(e.html, e.url, e.title, feed.language) for e in feed.entries])
        new += len(kept.changes.new)
        sizes.append(len(body))
    library.close()
    if new != entries * (runs + 2):
        raise SystemExit(f"{entries * (runs + 2)} articles should have come; {new} came.")
    names = ("digest", "store (settle, one transaction)", "search file")
    whole = [sum(found[name][run] for name in names) for run in range(runs)]
    order = ("digest", "digest: parse", "digest: fingerprints", "digest: prepare", *names[1:])
    print(json.dumps({"all": whole, "steps": {name: found[name] for name in order}, "bytes": sum(sizes) / len(sizes)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
