"""Deeds on private feeds: how they are asked, and names and passwords taken out of addresses.

The secrets themselves are no part of the library. Whoever gives one puts it into the keyring first.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from desktop_reader.errors import KeyringError, ReaderError
from desktop_reader.feeds import address, credentials, secrets
from desktop_reader.library import access as private
from desktop_reader.library.access import Exposed
from desktop_reader.library.reader import Reader
from desktop_reader.library.writer import Writer
from desktop_reader.records.access import Access, Method, Secret
from desktop_reader.records.changes import Changes


@dataclass(frozen=True, slots=True)
class SetAccess:
    """A feed is asked so from now on; with None, like one that anybody may read."""

    feed: int
    access: Access | None

    def run(self, library: Writer) -> Changes:
        """It is due at once."""
        with library.transaction() as live:
            if self.access is None:
                private.remove(live, self.feed)
            else:
                private.put(live, self.feed, self.access)
        return Changes(feeds=frozenset({self.feed}))


@dataclass(frozen=True, slots=True)
class TakeOut:
    """The keyring has these feeds' passwords, so that the library need not have them any more."""

    kept: tuple[tuple[Exposed, Access], ...]

    def run(self, library: Writer) -> Changes:
        """Feeds that were changed meanwhile are left alone."""
        done = set()
        with library.transaction() as live:
            for feed, access in self.kept:
                if private.take_out(live, feed, access):
                    done.add(feed.feed_id)
        return Changes(feeds=frozenset(done), tree=bool(done))


def entrusted(exposed: list[Exposed]) -> TakeOut | None:
    """Puts names and passwords that stand in addresses into the keyring: what to do in the library then; None where
    there is no keyring. Waits for the keyring.
    """
    kept: list[tuple[Exposed, Access]] = []
    for feed in exposed:
        try:
            found = address.parts(feed.url)
            user, _, password = (found.userinfo or "").partition(":")
            access = Access(feed.key, Method.BASIC, unquote(user))
            secret = Secret(credentials.origin(feed.url), (unquote(password),))
            credentials.made(access, secret)
            secrets.put(feed.key, secret)
            kept.append((feed, access))
        except KeyringError:
            break
        except ReaderError:
            continue  # Not to be sent as a header; so it stays as it was given.
    return TakeOut(tuple(kept)) if kept else None


def exposed(reader: Reader) -> list[Exposed]:
    """Feeds whose passwords stand in their addresses."""
    return private.exposed(reader)
