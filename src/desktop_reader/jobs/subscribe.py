"""Subscribing: a feed that was found becomes part of the library, with what its first answer brought."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop_reader.feeds import address, alike
from desktop_reader.feeds.networks import is_local
from desktop_reader.jobs.refresh import Arrival, settle
from desktop_reader.library import aside, followed, homes, subscriptions
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.network import Range
from desktop_reader.records.refresh import Answer, Digest, DigestedEntry, FeedRequest
from desktop_reader.text.slug import category, slug


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that was found at an address. With ``answer`` and ``digest`` it need not be asked again.

    ``also`` are the other addresses on the way to it; ``home`` is the private network in which it may lie, for the page
    that names it lies there.
    """

    url: str
    title: str
    site_url: str | None = None
    answer: Answer | None = None
    digest: Digest | None = None
    body_hash: bytes | None = None
    also: tuple[str, ...] = ()
    home: Range | None = None

    @property
    def latest(self) -> DigestedEntry | None:
        """The newest article of the first answer, by its date; the first one where none has a date."""
        entries = self.digest.entries if self.digest else ()
        return max(entries, key=lambda one: one.published_at or one.updated_at or 0, default=None)

    def same_articles(self, other: Found) -> bool:
        """Whether both bring the same articles, so that one of them is enough."""
        own = _articles(self.digest)
        return bool(own) and own == _articles(other.digest)


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
        """Nothing happens to a feed that is followed already; one that is set aside comes back as it was. What was not
        asked yet is due at once.
        """
        found = self.found
        with library.editing() as live:
            there = among(followed.addresses(live), (found.url, *found.also))
            if there is not None:
                back = aside.bring_back(live.connection(), there)
                return Changes(feeds=frozenset({there}), tree=back, back=back)
            folder_id = self.folder_id
            if self.folder and folder_id is None:
                folder_id = subscriptions.folder_titled(live, self.folder)
                if folder_id is None:
                    folder_id = subscriptions.add_folder(live, self.folder, slug(self.folder))
            number, _ = subscriptions.add_feed(
                live,
                found.url,
                found.title or address.without_credentials(found.url),
                category(found.title, found.site_url or "", found.url),
                self.now,
                site_url=found.site_url,
                given_title=self.given_title,
                folder_id=folder_id,
            )
            if found.answer is not None and not is_local(address.host_of(found.url)):
                homes.note(live.connection(), found.url, found.answer.homes)
        changes = Changes(feeds=frozenset({number}), tree=True)
        if found.answer is not None and found.digest is not None:
            arrival = Arrival(FeedRequest(number, found.url), found.answer, found.digest, found.body_hash)
            changes |= settle(library, [arrival], self.now, self.wish_seconds).changes
        return changes


def among(feeds: Iterable[tuple[int, str]], urls: Iterable[str]) -> int | None:
    """Which of the feeds, given with their addresses, one of these addresses is: however it is written."""
    wanted = {alike.key(url) for url in urls}
    return next((number for number, url in feeds if alike.key(url) in wanted), None)


def _articles(digest: Digest | None) -> frozenset[str]:
    return frozenset(entry.url or entry.title for entry in digest.entries) if digest else frozenset()
