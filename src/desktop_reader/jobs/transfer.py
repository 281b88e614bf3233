"""Subscriptions in and out: OPML."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop_reader.errors import FetchError
from desktop_reader.feeds import address, alike, opml
from desktop_reader.feeds.networks import is_local
from desktop_reader.feeds.opml import Outline, OutlineFeed, OutlineFolder, OutlineTree, write
from desktop_reader.library import access, aside, fetching, followed, subscribed
from desktop_reader.library.reader import Reader
from desktop_reader.library.subscribing import Subscribing
from desktop_reader.library.writer import Editing, Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.feed import Feed, Folder
from desktop_reader.records.saved import is_saved
from desktop_reader.records.subscription import Own
from desktop_reader.text.slug import category, slug

_TITLE = "Desktop Reader subscriptions"


@dataclass(frozen=True, slots=True)
class ImportOpml:
    """Follows all feeds of a list, in its folders. Folders of one title are one; known feeds stay where they are, and
    those that are set aside come back. A feed is known, too, by http in place of https and the like: ``feeds.alike``.

    What a list of ours says of a feed is so for one that is new here; one that is followed stays as it is.

    With ``own`` the list is surely the reader's. In another anything may stand: a few addresses of a private network
    among many of the internet wait until the reader asks them, and no rule that deletes articles is taken over: it may
    be that of a friend who has sent it.
    """

    tree: OutlineTree
    now: int
    own: bool = True

    def run(self, library: Writer) -> Changes:
        """All in one transaction. The new feeds are due at once; ``Changes.feeds`` names them."""
        added: set[int] = set()
        waiting: frozenset[int] = frozenset()
        with library.editing() as live:
            there: dict[str, int] = {}
            for number, url in followed.addresses(live):
                there.setdefault(alike.key(url), number)
            self._add(live, Subscribing(live.connection()), self.tree.children, None, added, there)
            if not self.own:
                waiting = _waiting(live, added)
        return Changes(feeds=frozenset(added), tree=True, back=bool(added), waiting=waiting)

    def _add(
        self,
        live: Editing,
        here: Subscribing,
        outlines: Sequence[Outline],
        folder_id: int | None,
        added: set[int],
        there: dict[str, int],
    ) -> None:
        slugs: dict[int, str] = {}  # Folders of ours may have one title; they are told apart by these.
        for outline in outlines:
            if isinstance(outline, OutlineFolder):
                name = outline.name or "Folder"
                others = {number for number, known in slugs.items() if outline.slug not in ("", known)}
                inside, _ = here.folder(name, outline.slug or slug(name), folder_id, others)
                slugs.setdefault(inside, outline.slug)
                self._add(live, here, outline.children, inside, added, there)
                continue
            url = _one_spelling(outline.url)
            known = access.followed(live.connection(), url)
            # With a name in its address, a feed is that person's, and no other's of that address.
            if known is None and address.without_credentials(url) == url:
                known = there.get(alike.key(url))
            if known is not None:
                if aside.bring_back(live.connection(), known):
                    added.add(known)
                continue
            ours = outline.own if self.own else _without_rule(outline.own)
            number, is_new = here.feed(
                url,
                (ours.title if ours else outline.name) or address.without_credentials(outline.url),
                (ours and ours.slug) or category(outline.name, outline.site_url, outline.url),
                self.now,
                site_url=outline.site_url or None,
                given_title=(ours.given_title if ours else outline.name) or None,
                folder=folder_id,
                own=ours,
            )
            there.setdefault(alike.key(url), number)
            if is_new:
                added.add(number)


def deleting(tree: OutlineTree) -> int:
    """For how many feeds a list says after how long read articles are deleted."""
    return sum(one.own is not None and _without_rule(one.own) != one.own for one in opml.feeds(tree))


def _without_rule(own: Own | None) -> Own | None:
    """All but a rule by which articles are deleted."""
    return own if own is None or own.keep is None or own.keep.for_ever else replace(own, keep=None)


def _waiting(live: Editing, added: Collection[int]) -> frozenset[int]:
    """Those of the new feeds that nobody but the list has asked for, and that lie where others must not lead."""
    hosts = {number: address.host_of(url) for number, url in followed.addresses(live) if number in added}
    local = {number: host for number, host in hosts.items() if is_local(host)}
    if 2 * len(local) >= len(hosts):
        return frozenset()  # Who has a list of such feeds has made it.
    wait = fetching.wait_for_leave
    return frozenset(number for number, host in local.items() if wait(live.connection(), number, host))


def _one_spelling(url: str) -> str:
    """Two spellings of an address are one feed, which is asked once."""
    try:
        return address.typed(url)
    except FetchError:
        return url  # Its health will say what is wrong with it.


def export_opml(reader: Reader, only: Collection[int] | None = None) -> bytes:
    """All subscriptions in their order: of each folder its folders, then its feeds, as the sidebar has them; or
    ``only`` these feeds, in the folders that they lie in.
    """
    folders, feeds = reader.folders(), [feed for feed in reader.feeds() if not is_saved(feed.url)]
    if only is not None:
        feeds = [feed for feed in feeds if feed.id in only]
        folders = _around(folders, feeds)
    return as_opml(folders, feeds, subscribed.own(reader))


def as_opml(folders: Sequence[Folder], feeds: Sequence[Feed], own: Mapping[int, Own]) -> bytes:
    """These feeds in these folders, with what is ``own`` to each."""
    return write(OutlineTree(_tree(folders, feeds, own)), _TITLE)


def _around(folders: Sequence[Folder], feeds: Sequence[Feed]) -> list[Folder]:
    """The folders of these feeds, and those around them."""
    parents = {folder.id: folder.parent_id for folder in folders}
    wanted: set[int] = set()
    for feed in feeds:
        number = feed.folder_id
        while number is not None and number not in wanted:
            wanted.add(number)
            number = parents.get(number)
    return [folder for folder in folders if folder.id in wanted]


def _tree(folders: Sequence[Folder], feeds: Sequence[Feed], own: Mapping[int, Own]) -> tuple[Outline, ...]:
    below: dict[int | None, list[Folder]] = {}
    inside: dict[int | None, list[Feed]] = {}
    for folder in folders:
        below.setdefault(folder.parent_id, []).append(folder)
    for feed in feeds:
        inside.setdefault(feed.folder_id, []).append(feed)

    def children(parent: int | None, way: str) -> tuple[Outline, ...]:
        found: list[Outline] = [
            OutlineFolder(f.title, f.title, children(f.id, f"{way}/{f.slug}"), f.slug) for f in below.get(parent, ())
        ]
        found += [
            OutlineFeed(f.url, f.title, f.title, f.site_url or "", own.get(f.id), way) for f in inside.get(parent, ())
        ]
        return tuple(found)

    return children(None, "")
