"""The quick road says what feedparser says, or nothing: about our documents, mutants of them, and real feeds."""

from __future__ import annotations

import copy
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from desktop_reader.errors import ParseError
from desktop_reader.feeds import parse, sniff
from desktop_reader.feeds.quick.document import read
from desktop_reader.feeds.quick.names import MEANT
from desktop_reader.feeds.record import record
from desktop_reader.records.parsed import ParsedFeed
from tests.feeds.documents import ATOM03, ATOM10, CDF, RSS090, RSS10, RSS20, URL
from tests.shared import SHARED, needs_shared

FEEDS = SHARED / "feeds"
SAMPLE = 1 if os.environ.get("DESKTOP_READER_FULL") == "1" else 5
SPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "atom": "http://www.w3.org/2005/Atom",
    "x": "urn:x",
}
XML = "{http://www.w3.org/XML/1998/namespace}"


def quickly(text: str) -> ParsedFeed | None:
    said = read(text)
    return record(said, text[:2000], URL) if said else None


def both(text: str) -> tuple[ParsedFeed | None, ParsedFeed]:
    return quickly(text), parse.slowly(text, URL)


def rss(inside: str, head: str = "") -> str:
    declared = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in SPACES.items())
    return f'<rss version="2.0" {declared}><channel><title>t</title>{head}<item>{inside}</item></channel></rss>'


def atom(inside: str, attributes: str = "") -> str:
    head = f'<feed xmlns="{SPACES["atom"]}"{attributes}><title>t</title><link href="http://site.example/"/>'
    return f"{head}<entry>{inside}</entry></feed>"


XHTML = '<div xmlns="http://www.w3.org/1999/xhtml">'
TAKEN = [
    RSS20,
    ATOM10.replace('<entry xml:base="https://kaffee.example/2024/">', "<entry>"),
    rss("<title>Q&amp;A &lt; 5</title><guid>http://a.example/1</guid><pubDate>Fri, 01 Mar 2024 12:00:00 GMT</pubDate>"),
    rss("<title>First</title><title>Second</title><dc:title>Third</dc:title><media:title>File</media:title>"),
    rss("<media:group><media:title>File</media:title></media:group><title>Entry</title>"),
    rss("<description>one</description><description>two</description><itunes:summary>three</itunes:summary>"),
    rss("<content:encoded>long</content:encoded><description>short</description><description>other</description>"),
    rss("<media:description>m</media:description><description>d</description>"),
    rss("<author>mail@a.example (Ada)</author><dc:creator>Bo</dc:creator><author/><itunes:author>C</itunes:author>"),
    rss("<author>one@a.example and two@b.example</author>"),
    rss("<author>Ada &lt;mail@a.example&gt;</author>", "<webMaster>w@a.example (W)</webMaster>"),
    rss("", "<itunes:author>Show</itunes:author><itunes:owner><itunes:name>Bo</itunes:name></itunes:owner>"),
    rss("", "<managingEditor>e@a.de</managingEditor><itunes:owner><itunes:email>b@c.de</itunes:email></itunes:owner>"),
    rss("<category/><category>a</category><category domain='d'>b</category><itunes:keywords>c, d,,c</itunes:keywords>"),
    rss("<category domain='d'/><category domain='d'/><category>x</category><category>x</category>"),
    rss("<guid isPermaLink='false'>1</guid><link/><link>http://a.example/2</link><atom:link href='http://a.example/3'/>"),
    rss("<image><url>http://a.example/i.png</url><title>Picture</title></image><description>d</description>"),
    rss("<source url='http://b.example/'>Other</source><title>After</title>"),
    rss("<comments a='b'>http://a.example/c</comments><x:title>not this</x:title><x:deep><x:er>z</x:er></x:deep>"),
    rss("<title>Ã©t Ã¼ber</title><description>caf\xe9 \x93quoted\x94 \x81</description>"),
    rss("<title>\u2003 wide \u00a0</title><description>\u00a0</description>"),
    rss("<enclosure url='rel.mp3' length='5' type='AUDIO/mpeg'/><enclosure/><media:content url='u' fileSize='7'/>"),
    rss("<dc:date>2024-03-01</dc:date><dcterms:created>2024-02-01</dcterms:created><dc:identifier>7</dc:identifier>"),
    rss("", "<image><url>/l.png</url><title>I</title></image><title>late</title><itunes:image href='http://a.example/i'/>"),
    rss("", "<ttl>5</ttl><skipHours><hour>3</hour></skipHours><skipDays><day>Sunday</day></skipDays>"),
    rss("", "<itunes:summary>first</itunes:summary><description>second</description>"),
    rss("", "<language>de</language><textInput><title>Find</title><name>q</name></textInput><title>again</title>"),
    rss("<site xmlns='com-wordpress:feed-additions:1'>9</site><y:z xmlns:y='urn:y' href='n'/>"),
    '<rss version="0.92"><channel><item><title>x</title></item></channel></rss>',
    atom("<id>urn:1</id><title type='html'>a &amp;lt; &lt;b&gt;b&lt;/b&gt;</title><summary>s</summary>"),
    atom(f"<content type='xhtml'>\n {XHTML}<p class='a\"b'>x &amp; y<br/></p> tail</div> </content>"),
    atom(f"<content type='xhtml'>{XHTML}one</div>{XHTML}two</div></content>"),
    atom(f"<title type='xhtml'>{XHTML}a <em xml:lang='de'>b</em></div></title>"),
    atom("<author><name>A</name><uri>/a</uri></author><author><email>b@c.de</email></author><contributor/>"),
    atom("<source><author><name>Away</name></author><title>Other</title></source><title>Own</title>"),
    atom("<link rel='self' href='s'/><link href='a' type='image/png'/><link rel='related' href='r'/><id>http://i/</id>"),
    atom("<link href='one'/><content type='html' xml:base='sub/'>x</content><summary>y</summary>", f' {"xml:base"}="http://b.example/d/"'),
    atom("<content type='html' xml:base='http://c.example/e/'>x</content><summary>y</summary><link href='f'/>"),
    atom("<link href='one'/>", ' xml:base="/"'),
    atom("<summary xml:lang='fr_FR'>y</summary>", ' xml:lang="de"'),
]  # fmt: skip


@pytest.mark.parametrize("text", TAKEN, ids=range(len(TAKEN)))
def test_a_well_formed_feed_is_read_quickly_and_the_same(text: str) -> None:
    quick, slow = both(text)
    assert quick == slow


DOUBTED = [
    "<!DOCTYPE rss><rss version='2.0'><channel/></rss>",
    '<!DOCTYPE rss [<!ENTITY a "b">]>' + rss("<title>&a;</title>"),
    rss("<title>&nbsp;</title>"),
    rss("<title>a & b</title>"),
    rss("<title>a</titel>"),
    rss("<title>a <b>b</b></title>"),
    rss("<pubDate>Somewhen</pubDate>"),
    rss("<title>1 &lt; 2 &amp;nosuch; 3</title>"),
    rss("<description type='application/octet-stream'>x</description>"),
    rss("<x:wrapped><item><title>inner</title></item></x:wrapped>"),
    rss("<z xmlns='http://www.w3.org/1999/xlink'/>"),
    rss("<a:b xmlns:a='urn:one'/><a:b xmlns:a='urn:two'/>"),
    rss("<a:creator xmlns:a='urn:dc'/><dc:c xmlns:dc='urn:other'/>"),
    rss("<x:café/>"),
    rss("<link x:href='http://a.example/'/>"),
    rss("<title base='b'>t</title>"),
    rss("", "<!-- <skipHours><hour>4</hour></skipHours> --><skipHours><hour>3</hour></skipHours>"),
    rss("<skipHours><hour>3</hour></skipHours>"),
    rss("<link uri='http://a.example/'/>"),
    rss("<i:subtitle xmlns:i='http://www.itunes.com/dtds/podcast-1.0.dtd'>s</i:subtitle>"),
    rss("".join(f"<x:e a{n}='1'/>" for n in range(3)) + "<x:e " + " ".join(f"a{n}='1'" for n in range(60)) + "/>"),
    atom(f"<content type='xhtml'>{XHTML}<svg xmlns='http://www.w3.org/2000/svg'/></div></content>"),
    f"<rss version='2.0'><channel>{'<item/>' * 2001}</channel></rss>",
    f"<rss version='2.0'><channel>{'<a>' * 300}{'</a>' * 300}</channel></rss>",
    ATOM03,
    RSS10,
    RSS090,
    CDF,
]


@pytest.mark.parametrize("text", DOUBTED, ids=range(len(DOUBTED)))
def test_every_doubt_goes_to_feedparser(text: str) -> None:
    assert read(text) is None


def test_a_text_about_itunes_subtitles_is_left_alone() -> None:
    quick, slow = both(
        rss("<description><![CDATA[<p>Use <itunes:subtitle> and <link uri='x'> here</p>]]></description>")
    )
    assert quick == slow
    assert "<itunes:subtitle>" in slow.entries[0].html


def test_all_that_feedparser_handles_is_known() -> None:
    from feedparser.mixin import _FeedParserMixin
    from feedparser.util import FeedParserDict

    handled = {found[1].lower() for name in dir(_FeedParserMixin) if (found := re.match("_(?:start|end)_(.+)", name))}
    assert handled - MEANT == set()
    assert set(FeedParserDict.keymap) - MEANT == {"copyright_detail"}  # which is not read


# fmt: off
NAMES = [
    "title", "link", "guid", "id", "description", "summary", "content", "author", "name", "email", "uri",
    "category", "pubDate", "published", "updated", "issued", "image", "url", "source", "comments", "enclosure",
    "language", "ttl", "rights", "subtitle", "tagline", "managingEditor", "item", "entry", "logo", "contributor",
    "width", "date", "links", "tags", "body", "keywords", "skipHours", "div", "p", "dc:creator", "dc:date",
    "dc:title", "dc:subject", "dc:publisher", "dc:identifier", "media:content", "media:thumbnail", "media:title",
    "media:description", "media:group", "media:category", "media:keywords", "itunes:author", "itunes:subtitle",
    "itunes:summary", "itunes:image", "itunes:owner", "itunes:name", "itunes:keywords", "itunes:category",
    "content:encoded", "atom:link", "atom:id", "atom:content", "atom:author", "x:title", "x:foo", "dcterms:created",
]
TEXTS = [
    "", "x", "A & B", "<b>bold</b> text", "http://a.example/1", "/rel", "2024-03-01T12:00:00Z", "yesterday", "Ã©t",
    "90", "a@b.example", "bo@c.com (Bo Jo)", "Bo <bo@c.com>", "caf\xe9", "\x91q\x92", "a, b,c", "<p>", "  \n ", "1 < 2",
    "one\n\ntwo", "日本", "?a=1&b;=2", "</i> &copy; x", "\xa0pad\xa0", "x</unknown>", "http:////x",
]
ATTRIBUTES = [
    ("type", "html"), ("type", "xhtml"), ("type", "image/png"), ("href", "http://h.example/x"), ("href", "rel"),
    ("href", ""), ("url", "http://u.example/p.jpg"), ("rel", "self"), ("rel", "alternate"), ("rel", "enclosure"),
    ("term", "T"), ("label", "L"), ("scheme", "S"), ("isPermaLink", "false"), (XML + "lang", "de"), (XML + "lang",
    ""), ("length", "12"), (XML + "base", "http://base.example/d/"), (XML + "base", "sub/"), ("{urn:x}href", "u"),
    ("{urn:x}count", "2"), ("lang", "fr_FR"), ("base", "b"), ("medium", "image"), ("text", "Arts"), ("mode",
    "escaped"), ("Type", "HTML"),
]
# fmt: on


@st.composite
def mutants(draw: st.DrawFn) -> str:
    """A well-formed document of ours with elements doubled, moved, renamed, filled otherwise, with new attributes."""
    source = etree.fromstring(draw(st.sampled_from([text for text in TAKEN if text.startswith(("<rss", "<feed"))])))
    spaces: Any = source.nsmap
    spaces |= {prefix: SPACES[prefix] for prefix in ("media", "dc", "x")}
    root = etree.Element(source.tag, nsmap=spaces)
    for name, value in source.items():
        root.set(name, value)
    root.text = source.text
    root[:] = list(source)

    def named() -> str:
        prefix, _, local = draw(st.sampled_from(NAMES)).rpartition(":")
        space = SPACES.get(prefix) or etree.QName(root).namespace
        return f"{{{space}}}{local}" if space else local

    for _ in range(draw(st.integers(1, 5))):
        every = list(root.iter(etree.Element))
        one = draw(st.sampled_from(every))
        parent = one.getparent()
        match draw(st.sampled_from(("double", "rename", "add", "fill", "attribute", "turn", "move"))):
            case "double" if parent is not None:
                one.addnext(copy.deepcopy(one))
            case "rename" if parent is not None:
                one.tag = named()
            case "add":
                new = etree.SubElement(one, named())
                new.text = draw(st.sampled_from(TEXTS))
            case "fill":
                one.text = draw(st.sampled_from(TEXTS))
            case "attribute":
                one.set(*draw(st.sampled_from(ATTRIBUTES)))
            case "turn":
                one[:] = list(one)[::-1]
            case "move" if parent is not None:
                draw(st.sampled_from(every)).append(copy.deepcopy(one))
    return str(etree.tostring(root, encoding="unicode"))


@given(mutants())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_mutants_are_read_the_same_or_left_to_feedparser(text: str) -> None:
    quick = quickly(text)
    if quick is not None:
        assert quick == parse.slowly(text, URL)


def shared_documents() -> list[tuple[Path, int]]:
    lines = (FEEDS / "MANIFEST.jsonl").read_text(encoding="utf-8").splitlines()
    known = sorted((FEEDS / one["file"], int(one["bytes"])) for one in map(json.loads, lines))
    return [(file, size) for file, size in known if file.is_file()]


@needs_shared
def test_documents_of_others_are_read_the_same() -> None:
    taken = 0
    for file, _ in shared_documents()[::SAMPLE]:
        text = sniff.decode(file.read_bytes())
        quick = quickly(text) if sniff.kind(text) is sniff.Kind.XML else None
        if quick is not None:
            taken += 1
            assert quick == parse.slowly(text, URL), file
    assert taken > 700 // SAMPLE


@needs_shared
def test_most_real_feeds_take_the_quick_road() -> None:
    taken, asked = 0, 0
    for file, size in shared_documents():
        text = sniff.decode(file.read_bytes()) if size > 12_000 else ""
        if sniff.kind(text) is not sniff.Kind.XML:
            continue
        try:
            version = parse.slowly(text, URL).version
        except ParseError:
            continue
        if version in ("rss20", "atom10"):
            asked += 1
            taken += read(text) is not None
    assert asked > 30
    assert taken > 0.85 * asked
