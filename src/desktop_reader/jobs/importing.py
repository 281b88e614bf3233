"""Articles from other programs and from files: each is kept once, with its marks; nothing that is here is changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop_reader.errors import FetchError
from desktop_reader.feeds import address, alike
from desktop_reader.jobs.save_page import digest
from desktop_reader.library import arrivals, followed, incoming, returning, rules, saved, store
from desktop_reader.records.changes import Changes
from desktop_reader.records.incoming import Coming
from desktop_reader.records.saved import is_saved

if TYPE_CHECKING:
    from desktop_reader.library.writer import Editing, Writer


@dataclass(frozen=True, slots=True)
class KeepArticles:
    """Some articles of the feed at ``url``, or of the saved pages. Done again it changes nothing, so an import that was
    broken off is taken up by beginning anew.
    """

    url: str
    articles: tuple[Coming, ...] = field(repr=False)
    now: int
    title: str = ""

    def run(self, library: Writer) -> Changes:
        """In one transaction; nothing where the feed is not followed (any more)."""
        came = False
        with library.editing() as session:
            if is_saved(self.url):
                feed, came = saved.ensure(session, self.now, self.title)
            else:
                number = _feed(session, self.url)
                if number is None:
                    return Changes()
                feed = number
            live = session.connection()
            all_seen = rules.have_seen_all(live)
            known = incoming.known(live, self.articles)
            others = [one for one in self.articles if one.uuid not in known]
            entries = tuple(one.entry for one in others if one.past is None)
            stored, numbers = store.bring(live, feed, digest(entries), self.now)
            pairs = [(numbers[one.entry.fingerprint], one) for one in others if one.entry.fingerprint in numbers]
            pairs += [(known[one.uuid], one) for one in self.articles if one.uuid in known]
            ours = [one for one in others if one.past is not None]
            again, returned, texts = returning.bring_back(live, feed, ours, self.now)
            new = (*stored.new, *returned)
            marked = incoming.mark(live, [*pairs, *again], self.now)
            arrivals.carried_in(live, new)
            if all_seen and new:
                rules.move_on(live, max(new))  # They have been with their reader before.
        library.remember_texts((*stored.texts, *texts))
        fresh = frozenset(new)
        return Changes(
            new=new,
            state=tuple(number for number in marked.changed if number not in fresh),
            feeds=frozenset({feed}),
            tree=came,
            back=came,
            labels=bool(marked.made),
            brought=marked.brought(new),
        )


def _feed(session: Editing, url: str) -> int | None:
    """The feed that is followed at this address, however it is written."""
    there = followed.addresses(session)
    exact = _one_spelling(url)
    wanted = alike.key(url)
    for same in (lambda other: other == exact, lambda other: alike.key(other) == wanted):
        for number, other in there:
            if same(other):
                return number
    return None


def _one_spelling(url: str) -> str:
    try:
        return address.typed(url)
    except FetchError:
        return url
