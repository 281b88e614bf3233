"""Whatever is done to a document, both roads end, with a feed or with a ParseError and nothing else."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop_reader.errors import ParseError
from desktop_reader.feeds import parse, sniff
from desktop_reader.feeds.plain import TITLE_LIMIT
from desktop_reader.feeds.quick.document import read
from desktop_reader.feeds.record import ENTRIES_LIMIT, LIST_LIMIT, record
from desktop_reader.records.health import Problem
from desktop_reader.records.parsed import ParsedFeed
from desktop_reader.worker.tasks import DigestFeed
from tests import documents
from tests.feeds.documents import ATOM03, ATOM10, CDF, RSS09, RSS090, RSS10, RSS20, URL

ITEMS = [documents.Item(1), documents.Item(2, "Ein Titel", "<p>Grüße &amp; <b>mehr</b></p>"), documents.Item(3)]
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "J", "home_page_url": "https://j.example/",
"items": [{"id": "1", "url": "/1", "title": "A", "content_html": "<p>x</p>", "date_published": "2024-03-01T12:00:00Z",
"authors": [{"name": "Ada"}], "attachments": [{"url": "a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 5}]}]}"""
FIXTURES = [
    *(text.encode() for text in (RSS20, ATOM10, ATOM03, RSS10, RSS090, RSS09.format("0.91"), CDF, JSON)),
    documents.rss(ITEMS),
    documents.atom(ITEMS),
]
# fmt: off
NASTY = [
    b"<", b">", b"&", b"&#", b"&#x110000;", b"&#0;", b"&nbsp;", b"&nosuch;", b"<![CDATA[", b"]]>", b"<!--", b"-->",
    b"<?", b"<!DOCTYPE x [", b'<!ENTITY a "b">', b"\0", b"\xed\xa0\xbd", b"\xff", b"</item>", b"<item>", b"<entry>",
    b"</rss>", b"<title type='html'>", b"<title type='xhtml'>", b" xml:base='::'", b" xml:base='http://[/'", b"<a:b>",
    b"<source>", b"<link href='http://[::'/>", b"<image>", b"<content type='image/png'>", b"<![CDATA[<![CDATA[",
    b" xmlns='urn:x'", b" xmlns:dc='urn:y'", b"<pubDate>0000-99-99T99:99</pubDate>",
    b"<pubDate>Fri, 31 Dec 9999 23:59:59 GMT</pubDate>",
    b"<enclosure url='x' length='99999999999999999999'/>", b"<media:content/>", b"<georss:point>x y</georss:point>",
    b"{", b"[", b'"', b"1e999", b"\\ud800", b"null",
]
# fmt: on
TABLES = ("utf-8", "utf-16", "utf-16-le", "utf-32", "cp1252", "koi8-r", "cp932", "gb18030", "iso2022_jp", "cp037")
WRAPS = ((b"<a>", b"</a>"), (b"<x:y xmlns:x='urn:z'>", b"</x:y>"), (b"<entry>", b"</entry>"), (b"[", b"]"))


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """A document of ours with bytes flipped, cut out, doubled, nested, put in, or told in another table."""
    body = bytearray(draw(st.sampled_from(FIXTURES)))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, max(0, len(body) - 1)))
        length = draw(st.integers(1, 200))
        match draw(st.sampled_from(("flip", "cut", "double", "insert", "nest", "repeat", "end", "table", "label"))):
            case "flip" if body:
                body[at] ^= draw(st.integers(1, 255))
            case "cut":
                del body[at : at + length]
            case "double":
                body[at:at] = body[at : at + length]
            case "insert":
                body[at:at] = draw(st.sampled_from(NASTY))
            case "nest":
                start, end = draw(st.sampled_from(WRAPS))
                times = draw(st.integers(1, 400))
                body[at : at + length] = start * times + body[at : at + length] + end * times
            case "repeat":
                body[at:at] = body[at : at + 20] * draw(st.integers(1, 300))
            case "end":
                del body[max(at, 200) :]
            case "table":
                text = bytes(body).decode("utf-8", "replace")
                body = bytearray(text.encode(draw(st.sampled_from(TABLES)), "replace"))
            case "label":
                label = draw(st.sampled_from(TABLES)).encode()
                body = bytearray(bytes(body).replace(b'encoding="utf-8"', b'encoding="' + label + b'"'))
    return bytes(body)


def looked_at(feed: ParsedFeed) -> None:
    """What the library asks of a feed's words."""
    texts = [feed.title, feed.description, feed.author, feed.language or "", feed.site_url or "", feed.icon_url or ""]
    for entry in feed.entries:
        texts += [entry.title, entry.html, entry.summary_html, entry.author, entry.guid or "", entry.url or ""]
        texts += [
            *entry.categories,
            *(file.url for file in entry.enclosures),
            *(file.type for file in entry.enclosures),
        ]
        assert entry.published_at is None or 0 < entry.published_at < 2**32 * 2
    for text in texts:
        text.encode()  # A lone surrogate cannot.
        assert "\0" not in text


def on_both_roads(body: bytes) -> None:
    with contextlib.suppress(ParseError):
        looked_at(parse.parse(body, URL))
    text = sniff.decode(body)
    if said := read(text):
        looked_at(record(said, text[:2000], URL))
    with contextlib.suppress(ParseError):
        DigestFeed(body, URL).run()


@given(broken())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(b"<rss><channel><item><enclosure length='x'/><media:content/></item>")
@example(b'<rss version="2.0"><channel><item><title>' + b"\xed\xa0\xbd" + b"</title></item></channel></rss>")
def test_no_breakage_raises_anything_but_a_parse_error(body: bytes) -> None:
    on_both_roads(body)


@given(broken())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_feedparsers_road_alone_raises_nothing_else(body: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch, contextlib.suppress(ParseError):
        patch.setattr(parse, "read", lambda text: None)
        looked_at(parse.parse(body, URL))


@given(
    st.binary(max_size=300) | st.text(max_size=300).map(lambda text: ("<rss>" + text).encode("utf-8", "surrogatepass"))
)
@settings(max_examples=200, deadline=None)
def test_noise_is_a_feed_or_a_parse_error(body: bytes) -> None:
    on_both_roads(body)


def channel(inside: str) -> str:
    spaces = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:x="urn:x"'
    return f'<rss version="2.0" {spaces}><channel><title>t</title>{inside}</channel></rss>'


# A tail that makes the same document a doubt, so that feedparser reads it.
SLOWLY = "<item><pubDate>a date that nobody knows</pubDate></item>"
MANY = 50_000


@pytest.mark.parametrize("tail", ["", SLOWLY], ids=["quickly", "slowly"])
@pytest.mark.parametrize(
    "inside",
    [
        "<item>" + "".join(f"<category>{n}</category>" for n in range(MANY)) + "</item>",
        "<item><itunes:keywords>" + ",".join(map(str, range(MANY))) + "</itunes:keywords></item>",
        "<item><author>" + "a." * MANY * 4 + "</author></item>",
        "<item><author>" + "a@" * MANY * 4 + "</author></item>",
        "<item><author>a@" + "a." * MANY * 4 + "</author></item>",
        "<skipHours>" * 300 + "</skipHours>" * 300,
        "<skipHours></skipHours>" * MANY,
        "<item><description>" + "<![CDATA[x]]>" * MANY + "</description></item>",
        "<item><title><![CDATA[" + "xmlns:" * MANY * 4 + "]]></title></item>",
        "<item><title>" + "&lt;" * MANY * 4 + "</title></item>",
        "<item><title>" + "&amp;" * MANY * 4 + "</title></item>",
        "".join(f"<z{n}/>" for n in range(MANY // 5)),
        "".join(f'<x:z xmlns:p{n}="urn:{n}"/>' for n in range(MANY // 5)),
        "<x:z>" * 5_000 + "</x:z>" * 5_000,
    ],
    ids=range(14),
)
def test_floods_end_soon_and_small(inside: str, tail: str) -> None:
    """Each of these took a parser minutes; the suite's own time shows that they do no more."""
    feed = parse.parse(channel(inside + tail).encode(), URL)
    looked_at(feed)
    for entry in feed.entries:
        assert len(entry.categories) <= LIST_LIMIT
        assert len(entry.title) <= TITLE_LIMIT
        assert len(entry.author) <= TITLE_LIMIT


@pytest.mark.parametrize("tail", ["", SLOWLY], ids=["quickly", "slowly"])
def test_bad_characters_and_years_cost_nothing_else(tail: str) -> None:
    pieces = ("a\0b", "c\ud800d", "e\ufffff")
    for piece in pieces:
        body = channel(f"<item><title>{piece}</title></item>{tail}").encode("utf-8", "surrogatepass")
        assert parse.parse(body, URL).entries[0].title.replace("\ufffd", "") == piece[0] + piece[-1]
    dates = ("Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "99999999999999999999")
    for date in dates:
        feed = parse.parse(channel(f"<item><title>x</title><pubDate>{date}</pubDate></item>{tail}").encode(), URL)
        assert (feed.entries[0].title, feed.entries[0].published_at) == ("x", None)


@pytest.mark.parametrize("name", ["item", "x:item"])
def test_two_hundred_thousand_entries_are_the_newest_ones(name: str) -> None:
    feed = parse.parse(channel(f"<{name}><title>x</title></{name}>" * 200_000).encode(), URL)
    assert len(feed.entries) <= ENTRIES_LIMIT


def test_a_title_of_a_megabyte_is_cut() -> None:
    for tail in ("", SLOWLY):
        body = channel(f"<item><title>{'A' * 1_000_000}</title></item>{tail}").encode()
        assert parse.parse(body, URL).entries[0].title == "A" * TITLE_LIMIT


BOMB = "<!DOCTYPE rss [" + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "boom"}">' for n in range(9)) + "]>"


def test_no_entity_is_ever_the_quick_roads() -> None:
    for prologue in (
        BOMB,
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/d">',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "/etc">]>',
    ):
        text = prologue + channel("<item><title>&a8;&x;</title></item>")
        assert read(text) is None
        assert len(parse.parse(text.encode(), URL).entries[0].title) < 100
    assert read(channel("<item><title>&a8;</title></item>")) is None


def test_a_bomb_alone_is_no_feed() -> None:
    with pytest.raises(ParseError) as caught:
        parse.parse(BOMB.encode(), URL)
    assert caught.value.problem is Problem.MALFORMED
