"""What eleven other projects expect of their feed documents, asked of ours.

A claim about something that our record does not hold (copyright, generator, the feed's own dates and categories …) is
left out. ``DESKTOP_READER_FULL=1`` asks for all documents and prints what is unmet; else every third one is read.
"""

from __future__ import annotations

import functools
import html
import json
import os
import re
from collections import Counter
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from desktop_reader.errors import OpmlError, ParseError
from desktop_reader.feeds import dates, discover, opml, parse
from desktop_reader.records.parsed import ParsedEntry, ParsedFeed
from tests.shared import SHARED, needs_shared

FEEDS = SHARED / "feeds"
FULL = os.environ.get("DESKTOP_READER_FULL") == "1"
SAMPLE = 3

pytestmark = needs_shared

Claim = dict[str, Any]
LEFT_OUT = object()

# Why a claim is not met: a pattern of file and field, and what we do instead. Anything else unmet is a fault of ours.
EXPLAINED = {
    r"simplepie/.*/Title/.*title": "entities in a title are decoded once more: many feeds escape them twice",
    r"miniflux/.*Without(?:Entry)?Title.*title|miniflux/.*EmptyX?H?T?M?L?Title.*title|miniflux/.*(?:MissingTitle|Version1\.json"
    r"|RelativeURL).*title": "a record says what the feed said; what to show in place of a title is decided later",
    r"feed_author_map_author|rss/channel_author.xml": "an author is a name; the address is left out where there is one",
    r"base/http_entry_id_base_": "an id is a name: resolved, it would change whenever the feed moves",
    r"headers_content_location-relative": "the address that answered is the base, not what a header says of it",
    r"bozo_linenoise": "bytes that no table explains stay as they are told to be",
    r"gofeed/.*feed_title_xhtml_inline_markup": "its title is never closed, so nothing tells what belongs to it",
    r"gofeed/.*naked_markup": "an element inside a category or a guid is no text of it",
    r"gofeed/.*feed_categories_-": "a term that a person can read is the category; else its label is",
    r"image_-_rss_channel_description|ImageHeight": "a picture in the description, or without a feed, is not its",
    r"fastfeedparser/.*\.id$": "an entry without an id has none; what tells it from others is decided when it is kept",
    r"miniflux/.* feed\.language": "languages are kept as they are written",
    r"miniflux/.*(?:Rss2Sample|RelativeLink).* feed\.self_url": "a feed that names no address of its own has none",
    r"miniflux/.*(?:WithoutLink|IDAsURL).*\.link": "an entry without a link is not the site's first page",
    r"miniflux/.*(?:ManagingEditor|OwnerEmail|OnlyFeedAuthor).*author": "an editor or owner did not write each entry",
    r"miniflux/.*FeedBurnerLink": "the link is the one that the publisher gave out, counted or not",
    r"miniflux/.*WithoutHomePage.* feed\.link": "a feed is not its own site",
    r"miniflux/.*DuplicateAuthors": "authors stand in the feed's order, not in the alphabet's",
    r"newsboat/atom10_feed_authors": "an entry has one source; of two that the format forbids, the last counts",
    r"netnewswire/DaringFireball\.json|netnewswire/pappacoda": "the small icon is taken, not the large one",
    r"Test_Bug_629": "an entry is an entry, in whichever wrapping",
}


def claims() -> list[Claim]:
    with (FEEDS / "expectations.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@functools.cache
def document(file: str, base: str, content_type: str) -> ParsedFeed | None:
    try:
        return parse.parse((FEEDS / file).read_bytes(), base, content_type)
    except ParseError:
        return None


def fold(text: str) -> str:
    return " ".join(text.split())


def words(text: str) -> str:
    """HTML as the words that one reads."""
    return fold(html.unescape(re.sub(r"<!--.*?-->|<[^<>]*>", " ", text, flags=re.DOTALL))).replace(" ", "")


def resolved(source: str, base: str | None) -> str:
    """HTML with whole addresses, attributes in one order and quotes of one kind."""

    def tag(found: re.Match[str]) -> str:
        attributes = re.findall(r"([\w:-]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", found[2])
        pairs = [(name.lower(), html.unescape(value.strip("\"'"))) for name, value in attributes]
        pairs = [(n, urljoin(base or "", v).rstrip("/") if n in ("href", "src", "cite") else v) for n, v in pairs]
        return f"<{found[1].lower()}{''.join(f' {n}={v!r}' for n, v in sorted(pairs) if not n.startswith('xmlns'))}>"

    tagged = re.sub(r"<(/?[A-Za-z][\w:-]*)([^<>]*?)/?>", tag, fold(source))
    return html.unescape(
        fold(re.sub(r"\s*(</?(?:div|p|br)>)\s*", r"\1", tagged)).removeprefix("<div>").removesuffix("</div>")
    )


def entry_of(feed: ParsedFeed, selector: str) -> ParsedEntry | None:
    if selector.startswith("title="):
        return next((entry for entry in feed.entries if fold(entry.title) == fold(selector[6:])), None)
    return feed.entries[int(selector)] if int(selector) < len(feed.entries) else None


def feed_value(feed: ParsedFeed, field: str) -> object:
    match field:
        case "title" | "description" | "language" | "version":
            return getattr(feed, field)
        case "link":
            return feed.site_url
        case "author" | "author.name":
            return feed.author
        case "image_url" | "favicon_url":
            return feed.icon_url
        case "self_url":
            return feed.self_url
        case "ttl":
            return feed.rhythm.ttl_minutes
    return LEFT_OUT


def entry_value(entry: ParsedEntry, field: str) -> object:
    texts = [entry.html, entry.summary_html]
    part = re.fullmatch(r"(\w+)\[(\d+)\](?:\.(\w+))?", field)
    if part and part[1] in ("categories", "enclosures"):
        items: tuple[Any, ...] = getattr(entry, part[1])
        item = items[int(part[2])] if int(part[2]) < len(items) else None
        return getattr(item, part[3]) if part[3] and item else item
    match field:
        case "title" | "comments" | "language":
            return getattr(entry, field)
        case "link":
            return entry.url
        case "id":
            return entry.guid
        case "author" | "author.name":
            return entry.author
        case "image_url":
            return entry.image
        case "published" | "published_raw":
            return entry.published_at
        case "updated" | "updated_raw":
            return entry.updated_at
        case "date" | "date_unix":
            return entry.published_at or entry.updated_at
        case "summary" | "content_or_summary" | "summary_or_content" | "description":
            return [resolved(text, entry.base_url) for text in texts]
    return [resolved(text, entry.base_url) for text in texts] if field.startswith("content[") else LEFT_OUT


def value_of(claim: Claim) -> object:
    """What we say to a claim's field, or LEFT_OUT."""
    field, base, headers = claim["field"], claim.get("base_url") or "", claim.get("headers") or {}
    # Sanitising is the content's, and its own tests ask it.
    sanitised = "/sanitize/" in claim["file"] and re.search(r"summary|content|title|description|copyright", field)
    if claim["kind"] != "neutral" or field in ("wellformed", "encoding") or "content-language" in headers or sanitised:
        return LEFT_OUT
    body = (FEEDS / claim["file"]).read_bytes() if field.startswith(("opml", "html")) else b""
    if field == "opml.feeds.count":
        try:
            return len(list(opml.feeds(opml.read(body))))
        except OpmlError:
            return None
    if field == "html.favicon":
        return next(iter(discover.icons(body, base)), None)
    if field.startswith("html.feedlinks"):
        found = discover.candidates(body, base)
        return len(found) if field.endswith("count") else found[0].url if found else None
    base = base or headers.get("content-location", "")
    feed = document(claim["file"], base if base.startswith("http") else "", headers.get("content-type", ""))
    if field == "parses":
        return feed is not None
    if field == "entries.count":
        return None if feed is None else len(feed.entries)
    path = re.fullmatch(r"entries\[(.+?)\]\.([\w.]+(?:\[\d+\](?:\.\w+)?)?)", field, re.DOTALL)
    if feed is None:
        return None
    if path:
        entry = entry_of(feed, path[1])
        return entry_value(entry, path[2]) if entry else None
    return feed_value(feed, field.removeprefix("feed.")) if field.startswith(("feed.", "version")) else LEFT_OUT


def met(claim: Claim, value: object) -> bool:
    expected, field = claim["expected"], claim["field"]
    base = claim.get("base_url") or ""
    if isinstance(value, list):
        if claim["op"] == "contains":
            return any(resolved_piece(expected) in resolved_piece(text) for text in value)
        if claim["op"] == "not_contains":
            return all(expected not in text for text in value)
        if claim["op"] == "eq_html":
            return any(words(expected) == words(text) for text in value)
        return any(resolved(expected or "", base) == text or fold(expected or "") == text for text in value)
    if claim["op"] == "date" or (isinstance(value, int) and isinstance(expected, str) and ":" in expected):
        return value is not None and value == moment(expected)
    if value is None or value == "":
        return expected in (None, "", "0", 0) or (value == "" and "<" in str(expected) and not words(expected))
    if isinstance(expected, str) and isinstance(value, str):
        return (
            fold(expected) == fold(value)
            or (
                (field.endswith(("title", "description", "name", "author")) or ".categories" in field)
                and words(expected) in (words(value), fold(value).replace(" ", ""))
            )
            or (field.endswith("author.name") and expected in value.split(", "))
        )
    return str(expected) == str(value)


def resolved_piece(text: str) -> str:
    return fold(text).replace('"', "'").replace("&amp;", "&")


def moment(text: str) -> int | None:
    try:
        return int(datetime.fromisoformat(text).timestamp())
    except ValueError:
        return dates.seconds(text)


def explained(claim: Claim) -> bool:
    return any(re.search(pattern, f"{claim['file']} {claim['field']}") for pattern in EXPLAINED)


def measured(every: list[Claim]) -> tuple[Counter[int], Counter[int], Counter[str], list[tuple[Claim, object]]]:
    asked, kept, left_out = Counter[int](), Counter[int](), Counter[str]()
    unmet: list[tuple[Claim, object]] = []
    for claim in every:
        value = value_of(claim)
        if value is LEFT_OUT:
            left_out[re.sub(r"\[.*?\]", "[]", claim["field"]) if claim["kind"] == "neutral" else claim["kind"]] += 1
            continue
        asked[claim["tier"]] += 1
        if met(claim, value):
            kept[claim["tier"]] += 1
        else:
            unmet.append((claim, value))
    return asked, kept, left_out, unmet


def test_claims_are_met_or_their_misses_explained() -> None:
    every = claims()
    if not FULL:
        files = sorted({claim["file"] for claim in every})[::SAMPLE]
        every = [claim for claim in every if claim["file"] in set(files)]
    asked, kept, left_out, unmet = measured(every)
    unexplained = [
        (claim["file"], claim["field"], claim["expected"], value)
        for claim, value in unmet
        if claim["tier"] < 3 and not explained(claim)
    ]
    assert unexplained == []
    for tier in sorted(asked):
        print(f"tier {tier}: {kept[tier]} of {asked[tier]} met, {kept[tier] / asked[tier]:.2%}")
    if FULL:
        print("left out:", dict(left_out.most_common()))
        for claim, value in unmet:
            print(
                claim["tier"],
                claim["file"],
                claim["field"],
                claim["op"],
                repr(claim["expected"])[:150],
                "|",
                repr(value)[:200],
            )
    assert asked[1] > (5_000 if FULL else 500)
    assert kept[1] / asked[1] >= 0.995


def test_every_document_parses_or_is_refused() -> None:
    files = sorted(file for file in FEEDS.rglob("*") if file.is_file() and file.parent != FEEDS)
    outcomes = Counter[str]()
    for file in files if FULL else files[1::SAMPLE]:
        try:
            parse.parse(file.read_bytes(), "https://example.org/feed")
            outcomes["parsed"] += 1
        except ParseError:
            outcomes["refused"] += 1
    assert outcomes["parsed"] > 10 * outcomes["refused"]
