"""Entries that are passed over: the result is feedparser's of the whole document, whatever is left out of it."""

from __future__ import annotations

import hashlib
import os
import random
import re
from collections import Counter, OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_reader.errors import ParseError
from desktop_reader.feeds import parse, passing, sniff
from desktop_reader.feeds.mend import mend
from desktop_reader.feeds.passing import Passing
from desktop_reader.records.parsed import ParsedEntry, ParsedFeed
from tests.feeds.documents import ATOM03, ATOM10, CDF, RSS090, RSS10, RSS20
from tests.shared import SHARED, needs_shared

SAMPLE = 1 if os.environ.get("DESKTOP_READER_FULL") == "1" else 8
numbers = count()
HEAD = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
ITEM = (
    "<item rdf:about='u{0}'><title>T{0}</title><link>https://a.example/{0}</link><description>D{0}</description></item>"
)


def mark(entry: ParsedEntry) -> bytes:
    return hashlib.sha256(repr(entry).encode("utf-8", "surrogatepass")).digest()[:12]


def whole(text: str, url: str) -> ParsedFeed | None:
    try:
        return parse.slowly(text, url)
    except ParseError:
        return None


def slow(text: str, url: str, known: frozenset[bytes]) -> tuple[ParsedFeed, tuple[bytes, ...]]:
    """As the second road reads it, whatever the quick one would say."""
    here = Passing(url, known, mark)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parse, "read", lambda _: None)
        return parse.parse(text.encode("utf-8", "surrogatepass"), url, "", here), here.passed


def agrees(before: str, after: str, chance: random.Random) -> int:
    """Reads ``before``, keeps some of it, reads ``after``, and compares with what it says when read whole."""
    url = f"https://a.example/{next(numbers)}/feed"
    first, wanted = whole(before, url), whole(after, url)
    if first is None or wanted is None:
        return 0
    said, passed = slow(before, url, frozenset())
    assert (said, passed) == (first, ())
    known = frozenset(mark(entry) for entry in first.entries if chance.random() < 0.8)
    said, passed = slow(after, url, known)
    assert set(passed) <= known
    in_order = iter(whole_marks := [mark(entry) for entry in wanted.entries])
    marks = [mark(entry) for entry in said.entries]
    assert Counter(whole_marks) == Counter([*marks, *passed])
    assert all(one in in_order for one in marks)
    assert replace(said, entries=()) == replace(wanted, entries=())
    return len(passed)


def rdf(*items: int, title: str = "T", head: str = "", tail: str = "") -> str:
    listed = "".join(f"<rdf:li rdf:resource='u{n}'/>" for n in items)
    channel = f"<channel><title>{title}</title><link>https://a.example/</link>{head}<items>{listed}</items></channel>"
    return f"{HEAD}{channel}{''.join(ITEM.format(n) for n in items)}{tail}</rdf:RDF>"


def read_by(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many entries feedparser is given each time."""
    given_: list[int] = []
    right = parse._read

    def read(source: str, strictly: bool = False) -> object:
        given_.append(len(re.findall(r"<item\b|<entry\b", source)))
        return right(source, strictly)

    monkeypatch.setattr(parse, "_read", read)
    return given_


def test_feedparser_sees_only_what_is_new_and_what_stands_or_stood_first(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = read_by(monkeypatch)
    first, _ = slow(rdf(*range(20)), "u", frozenset())
    known = frozenset(map(mark, first.entries))
    feed, passed = slow(rdf(20, *range(19), head="<pubDate>now</pubDate><!-- 5 ms -->"), "u", known)
    assert [entry.title for entry in feed.entries] == ["T20", "T0"]
    assert len(passed) == 18
    feed, passed = slow(rdf(21, 20, *range(18)), "u", known)
    assert [entry.title for entry in feed.entries] == ["T21", "T20"]
    feed, passed = slow(rdf(21, 20, *range(18)), "u", known | frozenset(map(mark, feed.entries)))
    assert [entry.title for entry in feed.entries] == ["T21"]
    assert seen == [20, 2, 2, 1]


@pytest.mark.parametrize(
    "after",
    [
        rdf(9, 1, 2, 3, title="Another title"),
        rdf(9, 1, 2, 3, head="<language>de</language>"),
        rdf(9, 1, 2, 3, tail="<image><title>Behind them</title></image>"),
        rdf(9, 1, 2, 3).replace("<rdf:RDF", "<rdf:RDF xml:base='https://b.example/'"),
        rdf(9, 1, 2, 3).replace("<item rdf:about='u9'", "<item xml:base='https://b.example/' rdf:about='u9'"),
        rdf(9, 1, 2, 3).replace("<title>T9", "<title xml:base='https://b.example/'>T9"),
        rdf(9, 1, 2, 3).replace("<title>T9", "<dc:title xmlns:dc='http://purl.org/dc/elements/1.1/'>x</dc:title><title>T9"),
        rdf(9, 1, 2, 3).replace("<item rdf:about='u9'", "<item xmlns:media='urn:other' rdf:about='u9'"),
        rdf(9, 1, 2, 3).replace("T9", "T9 & more"),
        rdf(9, 1, 2, 3).replace("T9", "T9 &nbsp; more"),
        rdf(9, 1, 2, 3).replace("<item rdf:about='u9'>", "<item rdf:about='u9'><item rdf:about='u8'/>"),
        rdf(9, 1, 2, 3).replace("</rdf:RDF>", "<item rdf:about='>'/></rdf:RDF>"),
        "<!DOCTYPE rdf [<!ENTITY a 'b'>]>" + rdf(9, 1, 2, 3),
        rdf(9, 1, 2, 3).replace("</rdf:RDF>", ""),
    ],
)  # fmt: skip
def test_where_anything_is_in_doubt_all_is_read(after: str) -> None:
    before = rdf(1, 2, 3)
    url = f"https://a.example/{next(numbers)}/feed"
    first, _ = slow(before, url, frozenset())
    feed, passed = slow(after, url, frozenset(map(mark, first.entries)))
    assert passed == ()
    assert feed == whole(after, url)


def test_what_the_library_has_no_more_is_read_again() -> None:
    first, _ = slow(rdf(1, 2, 3), "v", frozenset())
    feed, passed = slow(rdf(1, 2, 3), "v", frozenset([mark(first.entries[2])]))
    assert [entry.title for entry in feed.entries] == ["T1", "T2"]
    assert passed == (mark(first.entries[2]),)


def test_what_stood_first_is_read_again_elsewhere() -> None:
    """Behind a channel with two texts of its own, feedparser takes the first entry's second text for none."""
    texts = "<itunes:summary>Short</itunes:summary><description>&lt;b&gt;Long&lt;/b&gt;</description>"
    item = f"<item><title>{{0}}</title>{texts}</item>"
    head = "<title>T</title><itunes:summary>a</itunes:summary><description>b</description>"
    space = "http://www.itunes.com/dtds/podcast-1.0.dtd"
    before, after = (
        f'<rss version="2.0" xmlns:itunes="{space}"><channel>{head}{"".join(map(item.format, names))}</channel></rss>'
        for names in ("BCD", "ABCD")
    )
    first, wanted = whole(before, "w"), whole(after, "w")
    assert first is not None
    assert wanted is not None
    assert first.entries[0] != wanted.entries[1], "it is read as it should be now, and could be remembered"
    slow(before, "w", frozenset())
    feed, passed = slow(after, "w", frozenset(map(mark, first.entries)))
    assert feed.entries == wanted.entries[:2]
    assert passed == tuple(map(mark, first.entries[1:]))


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passing, "_FEEDS", 3)
    monkeypatch.setattr(passing, "_remembered", OrderedDict())
    for n in range(6):
        slow(rdf(1, 2), f"many-{n}", frozenset())
    assert list(passing._remembered) == ["many-3", "many-4", "many-5"]


def test_a_document_that_feedparser_reads_by_other_rules_is_read_whole_from_then_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(source: str, strictly: bool = False) -> object:
        seen.append(strictly)
        if strictly:
            raise ValueError
        return right(source)

    seen: list[bool] = []
    right = parse._read
    monkeypatch.setattr(parse, "_read", fail)
    for _ in range(3):
        feed, passed = slow(rdf(1, 2), "odd", frozenset())
        assert (len(feed.entries), passed) == (2, ())
    assert seen == [True, False, False, False]


OURS = [RSS20, ATOM10, ATOM03, RSS10, RSS090, CDF]
ENTRY = re.compile(r"<(item|entry)\b.*?</\1>", re.DOTALL)


def later(text: str, chance: random.Random) -> str:
    """The document some hours later: an entry went, one came, some were changed or changed places, dates moved on."""
    slices = [found[0] for found in ENTRY.finditer(text)]
    if not slices:
        return text
    begin, end = text.index(slices[0]), text.rindex(slices[-1]) + len(slices[-1])
    other = [slices[0].replace("</title>", " anew</title>"), *slices[: len(slices) - chance.randrange(2)]]
    if chance.random() < 0.3:
        chance.shuffle(other)
    if chance.random() < 0.3:
        other[-1] = other[-1].replace("e", "é", 3) if chance.random() < 0.5 else other[-1].replace(">", ">x", 1)
    head = re.sub(r"(<(?:lastBuildDate|pubDate)>)[^<]*", r"\1Sat, 02 Mar 2024 10:00:00 GMT", text[:begin])
    return head + "\n".join(other) + text[end:]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(OURS), st.integers(0, 2**32))
def test_our_documents_some_hours_later(text: str, seed: int) -> None:
    chance = random.Random(seed)
    agrees(text, later(text, chance), chance)


def shared_documents() -> Iterator[tuple[str, str]]:
    for file in sorted(one for one in (SHARED / "feeds").rglob("*") if one.is_file())[::SAMPLE]:
        if file.parent == SHARED / "feeds":
            continue
        text = sniff.decode(file.read_bytes())
        if sniff.kind(text) is sniff.Kind.XML:
            yield file.name, text


@needs_shared
def test_real_documents_some_hours_later() -> None:
    """Those that are read in truth are joined in one document, too: most of the smaller ones have one entry only."""
    passed = tried = 0
    for name, text in shared_documents():
        chance = random.Random(name)
        tried += 1
        for other in (text, later(text, chance)):
            passed += agrees(text, other, chance)
        many = ENTRY.sub(lambda found: "".join(_numbered(found[0], n) for n in range(3)), text, count=5)
        passed += agrees(many, later(many, chance), chance)
    assert tried > 200
    assert passed > tried


def _numbered(entry: str, number: int) -> str:
    return entry.replace("</title>", f" {number}</title>").replace("</guid>", f"-{number}</guid>")


def test_mending_what_is_well_formed_keeps_the_order() -> None:
    assert mend(rdf(1, 2)).index("T1") < mend(rdf(1, 2)).index("T2")
