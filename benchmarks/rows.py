"""The rows that a library keeps of made-up articles; made in processes of their own, many at a time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from uuid import UUID

import numpy as np

from benchmarks.pages import Text
from benchmarks.population import LABELLED, LABELS, Population
from benchmarks.prose import prose
from desktop_reader.library import bodies, naming
from desktop_reader.library.driver import dbapi
from desktop_reader.library.store import title_key
from desktop_reader.records.content import Content
from desktop_reader.records.refresh import DigestedEntry

COLUMNS = {
    "article": "id, uuid, feed_id, guid_hash, link_hash, text_hash, fingerprint, content_hash, published_at,"
    " created_at, updated_at, words, language, title, title_key, author, snippet, image, revision",
    "state": "id, feed_id, published_at, is_read, starred, read_count, last_read_at",
    "body": "id, guid, url, comments, description, coding, source",
    "enclosure": "article_id, position, url, type, length",
    "revision": "article_id, revision, replaced_at, title, delta",
    "visit": "article_id, opened_at",
    "labelled": "label_id, published_at, article_id",
}
"""The tables in the order in which they are filled."""

CHUNK = 2_000
"""Articles are made so many at a time: the same ones again only in the same parts."""

DICTIONARY = 2
"""The number of the one that bodies are packed with."""

_SNIPPET = 200
_SAMPLES, _SAMPLE = 80, 25  # Parts of the library, and articles of each, that the dictionary is made of.

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Of some articles, by table."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: {table: [] for table in COLUMNS})


def texts(population: Population, numbers: range) -> list[Text]:
    """What the articles with these numbers say."""
    feeds = population.arrivals(numbers).feeds.tolist()
    written: list[Text | None] = [None] * len(feeds)
    for code in sorted(set(population.languages)):
        places = [place for place, feed in enumerate(feeds) if population.languages[feed - 1] == code]
        if places:
            chance = np.random.default_rng([numbers.start, sum(map(ord, code))])
            made = prose(code).articles([feeds[place] for place in places], chance)
            for place, text in zip(places, made, strict=True):
                written[place] = text
    return [text for text in written if text is not None]


def samples(articles: int) -> list[bytes]:
    """HTML from all over such a library."""
    population = _population(articles)
    starts = range(1, articles + 1, max(_SAMPLE, articles // _SAMPLES))
    found = [texts(population, range(start, min(start + _SAMPLE, articles + 1))) for start in starts]
    return [text.html.encode() for some in found for text in some]


def rows(articles: int, dictionary: bytes | None, numbers: range) -> Rows:
    """All rows of these articles in a library of so many, their bodies packed with ``dictionary``."""
    population, packing = _population(articles), _packing(dictionary)
    arrived = population.arrivals(numbers)
    marks, dice = _dice(numbers)
    made = Rows()
    columns = (arrived.feeds, arrived.came_at, arrived.published_at, arrived.unread, arrived.starred, arrived.reads)
    facts = zip(*(column.tolist() for column in columns), strict=True)
    for place, (number, text, fact) in enumerate(zip(numbers, texts(population, numbers), facts, strict=True)):
        uuid = UUID(bytes=marks[16 * place : 16 * place + 16], version=4).bytes
        _add(made.tables, population, packing, number, uuid, text, fact, dice[place])
    return made


def _add(
    tables: dict[str, list[Row]],
    population: Population,
    packing: bodies.Packing,
    number: int,
    uuid: bytes,
    text: Text,
    fact: tuple[int, int, int, bool, bool, int],
    die: int,
) -> None:
    feed, came_at, published_at, unread, starred, reads = fact
    language = population.languages[feed - 1]
    entry = _entry(number, feed, language, published_at, text, die)
    hashes = naming.hashes(entry)
    changed, content = int(die % 100 == 0), entry.content
    tables["article"].append(
        (
            *(number, uuid, feed, hashes.guid, hashes.link, hashes.text, entry.fingerprint, hashes.content),
            *(published_at, came_at, came_at, content.words, language, entry.title, title_key(entry.title)),
            *(entry.author, content.snippet, content.image, changed),
        )
    )
    last = came_at + 3_600 * reads if reads else None
    tables["state"].append((number, feed, published_at, int(not unread), int(starred), reads, last))
    coding, source = packing.pack(content.html)
    tables["body"].append((number, entry.guid, entry.url, entry.comments, entry.description, coding, source))
    if die % 50 == 1:
        tables["enclosure"].append((number, 0, f"{entry.url}.mp3", "audio/mpeg", 9_000_000 + die % 50_000_000))
    if changed:
        older = content.html[: content.html.rfind("<p>")] + "<p>To be continued.</p>"
        tables["revision"].append((number, 0, came_at, entry.title, bodies.delta(older, content.html)))
    tables["visit"] += [(number, came_at + 3_600 * (time + 1)) for time in range(reads)]
    every = max(10, population.articles // LABELLED)
    if number % every == 0:
        tables["labelled"].append((1 + number // every % LABELS, published_at, number))


def _entry(number: int, feed: int, language: str, published_at: int, text: Text, die: int) -> DigestedEntry:
    page = f"{2017 + number % 8}/{number % 12 + 1:02}/{_slug(text.title) or number}-{number}"
    url = f"https://www.feed-{feed}.example/{page}"
    first = text.html.partition('<img src="')[2].partition('"')[0]
    begin = text.text[:_SNIPPET].replace("\n", " ")
    begin = begin.rpartition(" ")[0] or begin
    content = Content(text.html, text.text, text.words, begin, first or None, language)
    return DigestedEntry(
        fingerprint=hashlib.blake2b(f"{number}\n{text.html}".encode(), digest_size=12).digest(),
        guid=url if feed % 2 else f"tag:feed-{feed}.example,2016:{number}",
        url=url,
        title=text.title,
        author=_author(feed, language, die),
        published_at=published_at,
        updated_at=None,
        content=content,
        description=begin[:150] if feed % 6 == 1 else "",
        comments=f"{url}#comments" if feed % 4 == 0 else None,
    )


def _slug(title: str) -> str:
    return "-".join(title.lower().split()[:6]) if title.isascii() else ""


def searchable(articles: int, numbers: range) -> list[tuple[int, str, str, str]]:
    """Of these articles what a search file is given: number, title, author, text."""
    population = _population(articles)
    feeds = population.arrivals(numbers).feeds.tolist()
    facts = zip(numbers, feeds, texts(population, numbers), _dice(numbers)[1], strict=True)
    return [
        (number, text.title, _author(feed, population.languages[feed - 1], die), text.text)
        for number, feed, text, die in facts
    ]


@cache
def sample(articles: int) -> dict[str, list[str]]:
    """The text of some articles of such a library, by language."""
    people, numbers = _population(articles), range(1, min(CHUNK, articles) + 1)
    found: dict[str, list[str]] = {}
    for feed, text in zip(people.arrivals(numbers).feeds.tolist(), texts(people, numbers), strict=True):
        found.setdefault(people.languages[feed - 1], []).append(text.text)
    return found


def fresh(articles: int, feed: int, start: int, count: int) -> list[Text]:
    """What a feed writes next."""
    language = _population(articles).languages[feed - 1]
    return prose(language).articles([feed] * count, np.random.default_rng([start, 6]))


def _dice(numbers: range) -> tuple[bytes, list[int]]:
    """16 bytes and a number of each article, by chance."""
    chance = np.random.default_rng([numbers.start, 3])
    return chance.bytes(16 * len(numbers)), chance.integers(0, 1 << 30, len(numbers)).tolist()


def _author(feed: int, language: str, die: int) -> str:
    return prose(language).name(feed * 10 + die % 4) if feed % 5 else ""


@cache
def _packing(dictionary: bytes | None) -> bodies.Packing:
    live = dbapi.connect(":memory:")
    live.execute("CREATE TABLE dictionary (id INTEGER PRIMARY KEY, data BLOB)")
    if dictionary is not None:
        live.execute("INSERT INTO dictionary VALUES (?, ?)", (DICTIONARY, dictionary))
    return bodies.Packing(live)


@cache
def _population(articles: int) -> Population:
    return Population(articles)
