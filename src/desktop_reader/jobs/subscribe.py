"""Subscribing: a feed that was found becomes part of the library, with what its first answer brought."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_reader.jobs.refresh import Arrival, settle
from desktop_reader.library import subscriptions
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.refresh import Answer, Digest, FeedRequest
from desktop_reader.text.slug import category, slug


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that was found at an address. With ``answer`` and ``digest`` it need not be asked again."""

    url: str
    title: str
    site_url: str | None = None
    answer: Answer | None = None
    digest: Digest | None = None
    body_hash: bytes | None = None


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Follows a feed: in a folder that is there (``folder_id``) or by its title (``folder``, made when missing)."""

    found: Found
    now: int
    wish_seconds: int
    folder_id: int | None = None
    folder: str = ""
    given_title: str | None = None

    def run(self, library: Writer) -> Changes:
        """Nothing happens to a feed that is followed already. What was not asked yet is due at once."""
        found = self.found
        with library.editing() as live:
            there = subscriptions.feed_at(live, found.url)
            if there is not None:
                return Changes(feeds=frozenset({there}))
            folder_id = self.folder_id
            if self.folder and folder_id is None:
                folder_id = subscriptions.folder_titled(live, self.folder)
                if folder_id is None:
                    folder_id = subscriptions.add_folder(live, self.folder, slug(self.folder))
            number, _ = subscriptions.add_feed(
                live,
                found.url,
                found.title or found.url,
                category(found.title, found.site_url or "", found.url),
                self.now,
                site_url=found.site_url,
                given_title=self.given_title,
                folder_id=folder_id,
            )
        changes = Changes(feeds=frozenset({number}), tree=True)
        if found.answer is not None and found.digest is not None:
            arrival = Arrival(FeedRequest(number, found.url), found.answer, found.digest, found.body_hash)
            changes |= settle(library, [arrival], self.now, self.wish_seconds).changes
        return changes
