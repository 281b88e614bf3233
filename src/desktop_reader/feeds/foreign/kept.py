"""Lists of articles in JSON, as services for keeping and reading them export them: wallabag, Omnivore, Readability,
Pinboard, Delicious, and Google Reader with all that took its form.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from desktop_reader.feeds import plain
from desktop_reader.feeds.foreign import passages
from desktop_reader.feeds.foreign.listed import Listed, Made, saved
from desktop_reader.feeds.foreign.source import article, moment, web
from desktop_reader.feeds.foreign.table import tags
from desktop_reader.records.incoming import Foreign, Origin

_ADDRESSES = ("url", "href", "article__url", "originalArticleUrl", "link")
_TITLES = ("title", "article__title")
_DATES = ("savedAt", "created_at", "created", "date_added", "time", "publishedAt", "published_at")
_SUMMARIES = ("description", "article__excerpt", "extended", "excerpt")
_READ = ("is_archived", "is_read", "archive", "archived")
_STARRED = ("is_starred", "is_fav", "favorite")
_ALL_READ = 98  # Per cent.

Item = dict[str, Any]


def read(data: object) -> tuple[Origin, Listed] | None:
    """What is in a JSON document; None where it is no such list."""
    if isinstance(data, dict):
        items = _objects(data.get("items"))
        if items and all("title" in one and ("alternate" in one or "canonical" in one) for one in items):
            found: list[Made] = [partial(_of_reader, one) for one in items]
            return Origin.GOOGLE_READER, saved(found)
        items = _objects(data.get("bookmarks"))
    else:
        items = _objects(data)
    there = [one for one in items if web(_first(one, _ADDRESSES))]
    return (_origin(there[0]), saved([partial(of_list, one) for one in there])) if there else None


def of_list(item: Item, html: str = "", more: tuple[passages.Passage, ...] = ()) -> Foreign:
    """An article of any of these lists; ``html`` and ``more`` are what was beside it."""
    url = _first(item, _ADDRESSES)
    named = _first(item, _TITLES)
    summary = _first(item, _SUMMARIES)
    if not named and "href" in item:  # Pinboard calls its titles descriptions.
        named, summary = _text(item.get("description")), _text(item.get("extended"))
    marked = [*passages.in_objects(item.get("annotations")), *passages.in_objects(item.get("highlights")), *more]
    full = html or _text(item.get("content"))
    return article(
        guid=url or item.get("id"),
        url=url,
        title="" if named.strip() == url.strip() else named,
        text=passages.below(plain.whole_html(full or summary), marked),
        author=item.get("author") or ", ".join(_words(item.get("published_by"))),
        at=next((at for name in _DATES if (at := moment(item.get(name)))), None),
        labels=_labels(item),
        read=_any(item, _READ)
        or str(item.get("state") or "").lower() == "archived"
        or item.get("toread") == "no"
        or _part(item.get("readingProgress")) >= _ALL_READ,
        starred=_any(item, _STARRED),
        language=plain.fold(_text(item.get("language")))[:20] or None,
    )


def _origin(item: Item) -> Origin:
    if "savedAt" in item and "slug" in item:
        return Origin.OMNIVORE
    return Origin.WALLABAG if {"is_starred", "is_fav"} & item.keys() and "content" in item else Origin.BOOKMARKS


def _labels(item: Item) -> list[str]:
    said = item.get("labels") or item.get("tags")
    if isinstance(said, list):
        return _words(said)
    words = _text(said)
    return words.split() if "toread" in item else tags(words)


def _of_reader(item: Item) -> Foreign:
    there = [one for name in ("canonical", "alternate") for one in _objects(item.get(name))]
    url = next((found for one in there if (found := web(one.get("href")))), None)
    texts = (item.get(name) for name in ("content", "summary"))
    html = next((_text(one.get("content")) for one in texts if isinstance(one, dict)), "")
    states = _words(item.get("categories"))
    own = [one.partition("/label/")[2] for one in states if one.startswith("user/")]
    files = [(one.get("href"), one.get("type")) for one in _objects(item.get("enclosure"))]
    return article(
        guid=url or item.get("id"),
        url=url,
        title=plain.title(_text(item.get("title")), markup=True),
        text=passages.below(plain.whole_html(html), passages.in_objects(item.get("annotations"))),
        author=item.get("author"),
        at=moment(item.get("published")) or moment(item.get("updated")),
        files=files,
        labels=own,
        read=any(one.endswith(("/com.google/read", "/com.google/fresh-read")) for one in states),
        starred=any(one.endswith("/com.google/starred") for one in states),
    )


def _first(item: Mapping[str, object], names: tuple[str, ...]) -> str:
    return next((said for name in names if (said := _text(item.get(name)).strip())), "")


def _any(item: Item, names: tuple[str, ...]) -> bool:
    return any(str(item.get(name)).lower() in ("true", "1", "yes") for name in names)


def _part(progress: object) -> float:
    return progress if isinstance(progress, int | float) else 0


def _words(said: object) -> list[str]:
    """Names in a list, or in its objects."""
    some = said if isinstance(said, list) else []
    return [_first(one, ("name", "label", "title")) if isinstance(one, dict) else _text(one) for one in some]


def _objects(value: object) -> list[Item]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
