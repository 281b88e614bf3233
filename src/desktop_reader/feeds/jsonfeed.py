"""JSON Feed 1.0 and 1.1, believed in nothing: every value is looked at before it is used."""

from __future__ import annotations

import json
from typing import Any

from desktop_reader.errors import ParseError
from desktop_reader.feeds import dates, plain
from desktop_reader.feeds.links import absolute, web
from desktop_reader.records.health import Problem
from desktop_reader.records.parsed import Enclosure, ParsedEntry, ParsedFeed

# Longer numbers take quadratic time to read; as ids they may stay the digits they are.
_DIGITS_LIMIT = 30
_PEOPLE_LIMIT = 50
_LIST_LIMIT = 200

Json = dict[str, Any]


def parse(text: str, url: str) -> ParsedFeed:
    """The feed that a JSON text holds; ``url`` is where it came from. Raises ParseError."""
    document = _loaded(text)
    version = _text(document.get("version"))
    items = document.get("items")
    if "jsonfeed.org/version/" not in version and not _like_a_feed(document):
        raise ParseError(Problem.MALFORMED, "it is JSON, but no JSON Feed")
    self_url = web(_text(document.get("feed_url")), url)
    base = self_url or url
    author = _people(document)
    return ParsedFeed(
        title=plain.title(_text(document.get("title"))),
        entries=tuple(_entry(item, base, author) for item in _list(items) if isinstance(item, dict)),
        site_url=web(_text(document.get("home_page_url")), base),
        description=plain.title(_text(document.get("description"))),
        language=plain.fold(_text(document.get("language")))[:35] or None,
        author=author,
        icon_url=web(_text(document.get("favicon")), base) or web(_text(document.get("icon")), base),
        self_url=self_url,
        version="json10" if version.endswith("/1") or version.endswith("/1.0") else "json11",
    )


def _loaded(text: str) -> Json:
    try:
        document = json.loads(text, parse_int=_integer, parse_constant=lambda name: None)
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else "the JSON is broken"
        raise ParseError(Problem.MALFORMED, reason) from error
    if not isinstance(document, dict):
        raise ParseError(Problem.MALFORMED, "it is JSON, but no JSON Feed")
    return document


def _like_a_feed(document: Json) -> bool:
    """Whether it is a feed though it does not say so: a list of things with texts."""
    items = [item for item in _list(document.get("items")) if isinstance(item, dict)]
    return any("content_html" in item or "content_text" in item for item in items) or (
        not items and "home_page_url" in document
    )


def _entry(item: Json, base: str, feed_author: str) -> ParsedEntry:
    address = absolute(_text(item.get("url")), base) or absolute(_text(item.get("external_url")), base)
    html = plain.whole_html(_text(item.get("content_html"))) or plain.as_html(_text(item.get("content_text")))
    summary = plain.as_html(_text(item.get("summary")))
    image = web(_text(item.get("image")), base) or web(_text(item.get("banner_image")), base)
    return ParsedEntry(
        guid=plain.guid(_text(item.get("id"))),
        url=address,
        title=plain.title(_text(item.get("title"))),
        author=_people(item) or feed_author,
        html=html or summary,
        summary_html=summary if html and summary != html else "",
        published_at=dates.seconds(_text(item.get("date_published"))),
        updated_at=dates.seconds(_text(item.get("date_modified"))),
        enclosures=tuple(_enclosures(item, base)),
        categories=tuple(dict.fromkeys(filter(None, (plain.title(_text(tag)) for tag in _list(item.get("tags"))))))[
            :_LIST_LIMIT
        ],
        image=image,
        language=plain.fold(_text(item.get("language")))[:35] or None,
        base_url=base or None,
    )


def _enclosures(item: Json, base: str) -> list[Enclosure]:
    found: dict[str, Enclosure] = {}
    for file in _list(item.get("attachments"))[:_LIST_LIMIT]:
        if isinstance(file, dict) and (address := absolute(_text(file.get("url")), base)):
            size = file.get("size_in_bytes")
            known = isinstance(size, int | float) and not isinstance(size, bool) and 0 < size < 2**53
            found.setdefault(
                address,
                Enclosure(
                    address, plain.fold(_text(file.get("mime_type")))[:100], int(size) if known and size else None
                ),
            )
    return list(found.values())


def _people(holder: Json) -> str:
    """The names of version 1.1's authors, or of version 1.0's one author."""
    people = _list(holder.get("authors")) or [holder.get("author")]
    names = [_text(one.get("name")) if isinstance(one, dict) else _text(one) for one in people[:_PEOPLE_LIMIT]]
    return ", ".join(dict.fromkeys(filter(None, map(plain.title, names))))


def _text(value: object) -> str:
    """A string, or a number as one (ids and dates are often numbers); anything else is nothing."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value) if abs(value) < 1e300 else ""
    return value if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _DIGITS_LIMIT else digits
