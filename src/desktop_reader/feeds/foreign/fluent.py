"""The backup of Fluent Reader: "Export all application data", a ``.frdata`` file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from desktop_reader.errors import FileError
from desktop_reader.feeds import plain
from desktop_reader.feeds.foreign.listed import Listed, Made
from desktop_reader.feeds.foreign.source import article, moment, web
from desktop_reader.feeds.opml import Outline, OutlineFeed, OutlineFolder, OutlineTree
from desktop_reader.records.incoming import Foreign


def is_fluent(data: object) -> bool:
    """Whether a JSON document is such a backup."""
    return isinstance(data, dict) and ("lovefield" in data or "nedb" in data)


def read(data: dict[str, Any]) -> Listed:
    """Raises FileError for a backup of its first versions, which is packed otherwise, and for a broken one."""
    found = data.get("lovefield")
    if not isinstance(found, dict):
        raise FileError("This backup is of an old Fluent Reader. Open it in the newest one, and export it again there.")
    sources, items = _objects(found.get("sources")), _objects(found.get("items"))
    feeds: dict[object, OutlineFeed] = {}
    left_out: list[str] = []
    for source in sources:
        address = web(source.get("url"))
        if address is None:
            left_out.append(plain.fold(str(source.get("url") or source.get("name") or ""))[:200])
        elif isinstance(source.get("sid"), int):
            feeds[source["sid"]] = OutlineFeed(address, plain.title(str(source.get("name") or "")))
    articles: dict[str, list[Made]] = {}
    for item in items:
        feed = feeds.get(item.get("source")) if isinstance(item.get("source"), int) else None
        if feed is not None:
            articles.setdefault(feed.url, []).append(partial(_article, item))
    by_feed: dict[str, Sequence[Made]] = dict(articles)
    return Listed(by_feed, OutlineTree(_tree(feeds, _objects(data.get("sourceGroups"))), left_out=tuple(left_out)))


def _tree(feeds: dict[object, OutlineFeed], groups: list[dict[str, Any]]) -> tuple[Outline, ...]:
    left = dict(feeds)
    found: list[Outline] = []
    for group in groups:
        sids = group.get("sids")
        inside = (
            [left.pop(sid) for sid in sids if isinstance(sid, int) and sid in left] if isinstance(sids, list) else []
        )
        name = plain.title(str(group.get("name") or ""))
        if group.get("isMultiple") and inside and name:
            found.append(OutlineFolder(name, name, tuple(inside)))
        else:
            found += inside
    return (*found, *left.values())


def _article(item: dict[str, Any]) -> Foreign:
    return article(
        url=item.get("link"),
        title=item.get("title"),
        text=plain.whole_html(str(item.get("content") or item.get("snippet") or "")),
        author=item.get("creator"),
        at=moment(item.get("date")) or moment(item.get("fetchedDate")),
        read=item.get("hasRead"),
        starred=item.get("starred"),
    )


def _objects(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
