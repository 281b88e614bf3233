"""A folder of Markdown in which this program's own files lie: of which feeds their articles are, and where these lay.

All of it stands in the files themselves, so they may have been moved, renamed, sent, or kept in step by other programs.
Whoever wrote them, their feeds are followed as those of a list that may be from anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from desktop_reader.content.front_matter import Value
from desktop_reader.feeds import own_attributes, plain
from desktop_reader.feeds.foreign import folder
from desktop_reader.feeds.foreign.listed import Listed, Made
from desktop_reader.feeds.foreign.source import web
from desktop_reader.feeds.opml import DEPTH_LIMIT, FEEDS_LIMIT, Outline, OutlineFeed, OutlineFolder, OutlineTree
from desktop_reader.records.saved import SAVED
from desktop_reader.records.subscription import Own
from desktop_reader.worker.markdown_files import Facts, is_ours, told

_MOST_FOLDERS = DEPTH_LIMIT - 1


@dataclass(slots=True)
class _Place:
    """A folder of subscriptions, or the room around all."""

    slug: str = ""
    folders: dict[str, _Place] = field(default_factory=dict)
    feeds: list[OutlineFeed] = field(default_factory=list)

    def outlines(self) -> tuple[Outline, ...]:
        inside = [OutlineFolder(name, name, one.outlines(), one.slug) for name, one in self.folders.items()]
        return (*inside, *self.feeds)


def by_feed(path: Path) -> Listed | None:
    """The articles of the files by feed, all others as saved pages; None where no file tells of a feed."""
    found: dict[str, list[Made]] = {}
    top = _Place()
    for file, make in folder.files(path):
        facts, _ = told(folder.beginning(file))
        url = web(facts.get("feed_url")) if is_ours(facts) else None
        if url is not None and url not in found:
            if len(found) < FEEDS_LIMIT:
                _put(top, url, facts)
            else:
                url = None
        found.setdefault(url or SAVED, []).append(make)
    return Listed(dict(found), OutlineTree(top.outlines())) if found.keys() - {SAVED} else None


def _put(place: _Place, url: str, facts: Facts) -> None:
    slug = own_attributes.slug({"slug": _text(facts.get("category_id"))})
    names = _names(facts.get("folders"))
    for name in names:
        place = place.folders.setdefault(name, _Place())
    if names:
        place.slug = place.slug or slug
        slug = ""
    shown = _text(facts.get("feed"))
    title = _text(facts.get("feed_title"))
    own = Own(
        slug=slug,
        title=title or shown,
        given_title=shown if title else None,
        stopped=facts.get("feed_paused") is True,
    )
    place.feeds.append(OutlineFeed(url, shown, shown, own=own))


def _names(said: Value) -> list[str]:
    some: Iterable[str] = said if isinstance(said, list) else [_text(said)]
    return [name for one in some if (name := _text(one))][:_MOST_FOLDERS]


def _text(said: Value) -> str:
    return plain.fold(said)[: plain.TITLE_LIMIT] if isinstance(said, str) else ""
