"""Digests and keeps feeds in LIBRARY: ENTRIES each, one for warming up of each kind, then RUNS."""

from __future__ import annotations

import json
import sys
import time
from itertools import pairwise
from pathlib import Path

from benchmarks import corpus

_STORE, _INDEX = "store (settle, one transaction)", "search file"


def main(path: Path, entries: int, runs: int) -> None:
    """Prints milliseconds of CPU."""
    from desktop_reader.content.prepare import prepare
    from desktop_reader.feeds.parse import parse
    from desktop_reader.jobs.refresh import Arrival, settle
    from desktop_reader.jobs.understand import CatchUp
    from desktop_reader.library.fetching import states
    from desktop_reader.library.writer import Writer
    from desktop_reader.records.refresh import Response
    from desktop_reader.worker.tasks import DigestFeed, fingerprint

    library = Writer(path)
    with library.transaction() as live:
        requests = [state.request for state in states(live)]
    found: dict[str, list[float]] = {}
    sizes: list[int] = []
    for number in range(-2, runs):
        if number == 0:
            found.clear()
        body = corpus.document(number % 1_000, entries)
        request, url = requests[number], "https://example.org/feed.xml"
        response = Response(url, 200, body=body, content_type="application/xml")

        times: list[tuple[str, float]] = [("", time.process_time())]
        digest = DigestFeed(body, url).run()
        times.append(("digest", time.process_time()))
        kept = settle(library, [Arrival(request, response, digest, b"")], int(time.time()), 3600)
        times.append((_STORE, time.process_time()))
        while library.reader.unindexed(1):  # As the window does it; what articles mean is the helper's work, later.
            CatchUp().run(library)
        times.append((_INDEX, time.process_time()))
        # Once more, piece by piece: what the digest is made of.
        feed = parse(body, url)
        times.append(("digest: parse", time.process_time()))
        marks = set(map(fingerprint, feed.entries))
        times.append(("digest: fingerprints", time.process_time()))
        contents = [prepare(entry.html, entry.url, entry.title, feed.language) for entry in feed.entries]
        times.append(("digest: prepare", time.process_time()))
        if not len(marks) == len(contents) == len(kept.changes.new) == entries:
            raise SystemExit(f"{entries} articles should have come; {len(kept.changes.new)} came.")
        for (_, before), (name, after) in pairwise(times):
            found.setdefault(name, []).append((after - before) * 1000)
        sizes.append(len(body))
    library.close()
    whole = [sum(found[name][run] for name in ("digest", _STORE, _INDEX)) for run in range(runs)]
    order = ("digest", "digest: parse", "digest: fingerprints", "digest: prepare", _STORE, _INDEX)
    print(json.dumps({"all": whole, "steps": {name: found[name] for name in order}, "bytes": sum(sizes) / len(sizes)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
