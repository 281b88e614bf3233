"""A deed for benchmarks: a server's answer with new entries is kept, in the way that a refresh does it."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.library_plan import Batch
from desktop_reader.jobs.refresh import Arrival, settle
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.parsed import Rhythm
from desktop_reader.records.refresh import Digest, FeedRequest, Response


@dataclass(frozen=True, slots=True)
class Arrive:
    """The entries of ``batch``; the feed is called as before."""

    batch: Batch
    title: str
    site_url: str | None

    def run(self, library: Writer) -> Changes:
        """Keeps them; whoever runs this brings the search file up to date, as after a refresh."""
        digest = Digest(self.title, self.site_url, "", None, None, Rhythm(), self.batch.entries)
        url = f"http://127.0.0.1:1/{self.batch.feed}.xml"
        arrival = Arrival(FeedRequest(self.batch.feed, url), Response(url, 200), digest, b"")
        return settle(library, [arrival], self.batch.now, 0).changes
