"""Documents that are no feeds, are broken, lie about themselves or mean harm: a feed or a ParseError, nothing else."""

from __future__ import annotations

import subprocess
import sys

import pytest

from desktop_reader.errors import ParseError
from desktop_reader.records.health import Problem
from tests.feeds.documents import ATOM10, RSS20, read


@pytest.mark.parametrize(
    "trap",
    [
        "<image></width></image>",
        "<image><width><b></width></image>",
        '<a:b xmlns:a="http://some two words/"/>',
        '<gml:pos xmlns:gml="http://www.opengis.net/gml">1 2</gml:pos>',
    ],
)
def test_what_feedparser_raises_on_costs_no_entry(trap: str) -> None:
    feed = read(f"<rss version='2.0'><channel><title>t</title>{trap}<item><title>kept</title></item></channel></rss>")
    assert (feed.title, [entry.title for entry in feed.entries]) == ("t", ["kept"])


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", Problem.EMPTY),
        (b"\xef\xbb\xbf \r\n", Problem.EMPTY),
        (b"<!DOCTYPE html><html><head><title>x</title></head></html>", Problem.NOT_A_FEED),
        (b"\n<!-- hi --><HTML><body>login</body></HTML>", Problem.NOT_A_FEED),
        (
            b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x"><html xmlns="x"/>',
            Problem.NOT_A_FEED,
        ),
        (b"<div>Sorry</div>", Problem.NOT_A_FEED),
        (b"\x89PNG\r\n\x1a\n\0\0\0", Problem.MALFORMED),
        (b"just words", Problem.MALFORMED),
        (b'<opml version="2.0"><body/></opml>', Problem.MALFORMED),
        (b"<urlset><url><loc>http://a.example/</loc></url></urlset>", Problem.MALFORMED),
        (b'{"no": "feed"}', Problem.MALFORMED),
        (b"<", Problem.MALFORMED),
        (b"<rss " + b" ".join(b'a%d="1"' % n for n in range(2000)) + b"/>", Problem.MALFORMED),
    ],
)
def test_what_is_no_feed_is_refused_with_its_reason(body: bytes, problem: Problem) -> None:
    with pytest.raises(ParseError) as caught:
        read(body)
    assert caught.value.problem is problem


def test_elements_named_like_feedparsers_own_keys_cost_no_entry() -> None:
    names = (
        "links",
        "authors",
        "content",
        "tags",
        "source",
        "image",
        "media_content",
        "summary_detail",
        "author_detail",
    )
    inside = "".join(f"<{name}>text</{name}>" for name in names)
    feed = read(
        f"<rss version='2.0'><channel><title>t</title>{inside}<item><title>kept</title>{inside}</item></channel></rss>"
    )
    assert [entry.title for entry in feed.entries] == ["kept"]


def test_words_of_a_broken_server_before_the_feed_are_skipped() -> None:
    assert read("<br />\n<b>Warning</b>: mysql in line 3<br />\n" + RSS20).title == "Salt & Pepper"
    assert read("\n\n  \ufeff" + ATOM10).title == "Kaffee & Kuchen"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("entities", "reference"),
    [
        (f'<!ENTITY l0 "lol">{LAUGHS}', "&l9;"),
        (f'<!ENTITY big "{"A" * 100_000}">', "&big;" * 1000),
        ('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"),
        ('<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;', "x"),
    ],
)
def test_no_entity_grows_or_reaches_outside(entities: str, reference: str) -> None:
    channel = f"<channel><item><title>[{reference}]</title></item></channel>"
    title = read(f"<!DOCTYPE rss [{entities}]><rss version='2.0'>{channel}</rss>").entries[0].title
    assert title == f"[{reference}]"[:10_000]


def test_short_names_for_plain_words_are_known() -> None:
    document = (
        "<!DOCTYPE rss [<!ENTITY hi 'Hello'>]><rss version='2.0'><channel><title>&hi; you</title></channel></rss>"
    )
    assert read(document).title == "Hello you"


@pytest.mark.parametrize(
    ("declared", "bytes_in", "content_type"),
    [
        ("utf-8", "utf-8", ""),
        ("iso-8859-1", "cp1252", ""),
        ("utf-8", "cp1252", ""),
        ("windows-1252", "utf-8", "text/xml; charset=iso-8859-1"),
        ("utf-8", "koi8-r", "application/xml; charset=koi8-r"),
        ("utf-16", "utf-16", ""),
        ("utf-16", "utf-8", ""),
        ("utf-32", "utf-32", ""),
        ("shift_jis", "cp932", ""),
        ("gb2312", "gb18030", ""),
        ("iso-2022-jp", "iso-2022-jp", ""),
        ("x-no-such", "utf-8", ""),
        ("zlib_codec", "utf-8", ""),
        ("../../etc/passwd", "utf-8", ""),
    ],
)
def test_encodings_told_rightly_wrongly_and_not_at_all(declared: str, bytes_in: str, content_type: str) -> None:
    words = {"koi8-r": "Привет", "cp932": "日本語", "iso-2022-jp": "日本語", "gb18030": "中文"}.get(bytes_in, "Café")
    document = (
        f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel><title>{words}</title></channel></rss>'
    )
    assert read(document.encode(bytes_in), content_type=content_type).title == words


@pytest.mark.parametrize("name", ["utf-7", "unicode_escape", "idna", "punycode", "undefined"])
def test_encodings_that_compute_are_not_believed(name: str) -> None:
    document = (
        f'<?xml version="1.0" encoding="{name}"?><rss version="2.0"><channel><title>+ADw- \\x3c</title></channel></rss>'
    )
    assert read(document).title == "+ADw- \\x3c"


def test_nothing_heavy_is_imported_before_it_is_used() -> None:
    code = (
        "import sys; from desktop_reader.feeds import discover, jsonfeed, opml, parse\n"
        "print([name for name in ('feedparser', 'lxml', 'lxml.etree', 'bs4') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
