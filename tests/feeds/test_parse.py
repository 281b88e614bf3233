"""Feeds of every format that ever was, as they should be and as they are."""

from __future__ import annotations

import base64
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop_reader.errors import ParseError
from desktop_reader.feeds import parse
from desktop_reader.records.health import Problem
from desktop_reader.records.parsed import Enclosure, ParsedEntry, ParsedFeed

URL = "https://blog.example/feeds/main.xml"
NOON = 1_709_294_400  # 2024-03-01 12:00 UTC

RSS20 = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
<channel>
 <title>Salt &amp;amp; Pepper</title><link>https://blog.example/</link>
 <description>A kitchen &lt;b&gt;diary&lt;/b&gt;</description>
 <itunes:subtitle>not the description</itunes:subtitle>
 <language>en-gb</language><ttl>90</ttl>
 <skipHours><hour>0</hour><hour>1</hour><hour>23</hour></skipHours>
 <skipDays><day>Saturday</day><day>Sunday</day></skipDays>
 <image><url>/logo.png</url><title>not this</title><link>https://elsewhere.example/</link></image>
 <atom:link rel="self" href="https://blog.example/feeds/main.xml" type="application/rss+xml"/>
 <item>
  <title>Bread</title><link>/2024/bread</link><guid isPermaLink="false"> bread-1 </guid>
  <pubDate>Fri, 01 Mar 2024 13:00:00 +0100</pubDate><dc:creator>Ada</dc:creator><dc:creator>Bo</dc:creator>
  <description>In short.</description>
  <content:encoded><![CDATA[<p>Flour &amp; water, <img src="pics/loaf.jpg"> and time.</p>]]></content:encoded>
  <category>Baking</category><category domain="x">Baking</category><category>Slow</category>
  <comments>https://blog.example/2024/bread#talk</comments>
  <enclosure url="/audio/bread.mp3" type="audio/mpeg" length="12345"/>
  <media:content url="https://cdn.example/loaf.jpg" medium="image" type="image/jpeg"/>
  <media:thumbnail url="https://cdn.example/thumb.jpg"/>
 </item>
 <item><title>Only a guid</title><guid>https://blog.example/2024/guid</guid></item>
</channel></rss>"""

ATOM10 = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
 <title type="html">Kaffee &amp;amp; &lt;i&gt;Kuchen&lt;/i&gt;</title><subtitle>Täglich</subtitle>
 <link href="https://kaffee.example/"/><link rel="self" href="https://blog.example/feeds/main.xml"/>
 <author><name>Cleo</name></author><icon>/icon.png</icon><logo>/logo.png</logo><updated>2024-03-01T12:00:00Z</updated>
 <entry xml:base="https://kaffee.example/2024/">
  <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">x &lt; <em>y</em></div></title>
  <id>/named/1</id><link href="one.html"/><link rel="enclosure" href="one.ogg" type="audio/ogg" length="77"/>
  <published>2024-03-01T12:00:00Z</published><updated>2024-03-02T12:00:00Z</updated>
  <summary>Kurz</summary>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Lang, <a href="zwei.html">weiter</a></p></div>
  </content>
  <category term="urn:uuid:7" label="Torten"/><category term="kaffee" label="Kaffee!"/>
  <link rel="replies" type="text/html" href="one.html#comments"/>
 </entry>
 <entry><title>Plain</title><id>urn:2</id><author><name>Dan</name></author><updated>2024-03-01T12:00:00Z</updated>
  <content type="text">1 &lt; 2 &amp; so on

next</content></entry>
 <entry><title>Elsewhere</title><id>urn:3</id><updated>2024-03-01T12:00:00Z</updated>
  <source><author><name>Eve</name></author><title>Other</title></source><summary>s</summary></entry>
</feed>"""

ATOM03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Old</title><tagline>tag</tagline>
<link rel="alternate" type="text/html" href="http://old.example/"/>
<entry><title mode="escaped" type="text/html">A &lt;b&gt;B&lt;/b&gt;</title><id>urn:1</id>
<link rel="alternate" type="text/html" href="http://old.example/1"/><issued>2024-03-01T12:00:00Z</issued>
<modified>2024-03-01T13:00:00Z</modified>
<content type="text/html" mode="escaped">&lt;p&gt;Hi&lt;/p&gt;</content></entry></feed>"""

RSS10 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="http://rdf.example/"><title>RDF</title><link>http://rdf.example/</link><description>d</description>
<items><rdf:Seq><rdf:li rdf:resource="http://rdf.example/1"/></rdf:Seq></items></channel>
<item rdf:about="http://rdf.example/1"><title>One</title><link>http://rdf.example/1</link><dc:date>2024-03-01T12:00:00Z</dc:date>
<dc:subject>Topic</dc:subject><description>short</description>
<content:encoded>&lt;p&gt;longer text&lt;/p&gt;</content:encoded></item>
</rdf:RDF>"""

RSS09 = """<rss version="{}"><channel><title>T</title><link>http://a.example/</link>
<item><title>I</title><link>http://a.example/1</link></item></channel></rss>"""
RSS090 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">
<channel><title>T</title><link>http://a.example/</link></channel>
<item><title>I</title><link>http://a.example/1</link></item></rdf:RDF>"""
CDF = """<?xml version="1.0"?><channel href="http://a.example/"><title>T</title><abstract>d</abstract>
<item href="http://a.example/1"><title>I</title><abstract>a</abstract></item></channel>"""


def read(document: str | bytes, url: str = URL, content_type: str = "") -> ParsedFeed:
    return parse.parse(document.encode() if isinstance(document, str) else document, url, content_type)


def item(inside: str, head: str = "") -> ParsedEntry:
    feed = read(f'<rss version="2.0"><channel><title>t</title>{head}<item>{inside}</item></channel></rss>')
    return feed.entries[0]


def test_rss_2_with_all_its_modules() -> None:
    feed = read(RSS20)
    assert (feed.title, feed.description, feed.language) == ("Salt & Pepper", "A kitchen diary", "en-gb")
    assert feed.site_url == "https://blog.example/"
    assert feed.self_url == URL
    assert feed.icon_url == "https://blog.example/logo.png"
    assert feed.version == "rss20"
    assert (feed.rhythm.ttl_minutes, feed.rhythm.skip_hours, feed.rhythm.skip_days) == (
        90,
        frozenset({0, 1, 23}),
        frozenset({5, 6}),
    )
    bread, guid_only = feed.entries
    assert bread == ParsedEntry(
        guid="bread-1",
        url="https://blog.example/2024/bread",
        title="Bread",
        author="Ada, Bo",
        html='<p>Flour &amp; water, <img src="pics/loaf.jpg"> and time.</p>',
        summary_html="In short.",
        published_at=NOON,
        updated_at=None,
        enclosures=(
            Enclosure("https://blog.example/audio/bread.mp3", "audio/mpeg", 12345),
            Enclosure("https://cdn.example/loaf.jpg", "image/jpeg"),
        ),
        categories=("Baking", "Slow"),
        image="https://cdn.example/thumb.jpg",
        comments="https://blog.example/2024/bread#talk",
        base_url="https://blog.example/",
        language=bread.language,
    )
    assert guid_only.url == guid_only.guid == "https://blog.example/2024/guid"


def test_atom_with_bases_types_and_inheritance() -> None:
    feed = read(ATOM10)
    assert (feed.title, feed.description, feed.author) == ("Kaffee & Kuchen", "Täglich", "Cleo")
    assert (feed.language, feed.version, feed.icon_url) == ("de", "atom10", "https://blog.example/icon.png")
    first, plain_text, elsewhere = feed.entries
    assert first.title == "x < y"
    assert first.guid == "/named/1"  # a name, and no address
    assert first.url == "https://kaffee.example/2024/one.html"
    assert first.base_url == "https://kaffee.example/2024/"
    assert first.html == '<p>Lang, <a href="zwei.html">weiter</a></p>'
    assert first.summary_html == "Kurz"
    assert (first.published_at, first.updated_at) == (NOON, NOON + 86_400)
    assert first.categories == ("Torten", "kaffee")
    assert first.comments == "https://kaffee.example/2024/one.html#comments"
    assert first.enclosures == (Enclosure("https://kaffee.example/2024/one.ogg", "audio/ogg", 77),)
    assert first.language == "de"
    assert plain_text.html == "<p>1 &lt; 2 &amp; so on</p><p>next</p>"
    assert [entry.author for entry in feed.entries] == ["Cleo", "Dan", "Eve"]
    assert elsewhere.title == "Elsewhere"


def test_atom_0_3() -> None:
    feed = read(ATOM03)
    entry = feed.entries[0]
    assert (feed.title, feed.description, feed.site_url, feed.version) == (
        "Old",
        "tag",
        "http://old.example/",
        "atom03",
    )
    assert (entry.title, entry.html, entry.published_at, entry.updated_at) == ("A B", "<p>Hi</p>", NOON, NOON + 3600)


def test_rss_1_0() -> None:
    feed = read(RSS10)
    entry = feed.entries[0]
    assert (feed.title, feed.version) == ("RDF", "rss10")
    assert (entry.guid, entry.url) == ("http://rdf.example/1", "http://rdf.example/1")
    assert (entry.html, entry.summary_html) == ("<p>longer text</p>", "short")
    assert entry.published_at == entry.updated_at == NOON
    assert entry.categories == ("Topic",)


@pytest.mark.parametrize(
    ("document", "version"),
    [
        (RSS090, "rss090"),
        (CDF, ""),
        *((RSS09.format(v), name) for v, name in (("0.91", "rss091u"), ("0.92", "rss092"), ("0.94", "rss094"))),
    ],
)
def test_the_formats_of_the_nineties(document: str, version: str) -> None:
    feed = read(document)
    assert (feed.title, feed.site_url, feed.version) == ("T", "http://a.example/", version)
    assert [(entry.title, entry.url) for entry in feed.entries] == [("I", "http://a.example/1")]


def test_netscape_is_told_by_its_doctype() -> None:
    doctype = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    )
    assert read(doctype + RSS09.format("0.91")).version == "rss091n"


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read('<rss version="2.0"><channel><title>New</title></channel></rss>').entries == ()


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


def test_words_of_a_broken_server_before_the_feed_are_skipped() -> None:
    assert read("<br />\n<b>Warning</b>: mysql in line 3<br />\n" + RSS20).title == "Salt & Pepper"
    assert read("\n\n  \ufeff" + ATOM10).title == "Kaffee & Kuchen"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("AT&amp;amp;T", "AT&T"),
        ("AT&T", "AT&T"),
        ("a &lt; b", "a < b"),
        ("a < b", "a < b"),
        ("Caf&eacute; &nbsp; &#8212; &#151; x", "Café — — x"),
        ("&unknown; stays", "&unknown; stays"),
        ("a&#0;b&#x1F;c&#xD800;d&#x110000;e&#99999999999;", "abcde"),
        ("a\0b\x07c", "abc"),
        ("<![CDATA[<b>bold</b> &amp; more]]>", "bold & more"),
        ("<![CDATA[one<br>two]]>", "one two"),
        ("the &lt;blink&gt; tag, the &lt;b&gt; tag", "the <blink> tag, the <b> tag"),
        ("  many\n\t spaces  ", "many spaces"),
        ("evil \u202egpj.exe", "evil gpj.exe"),
        ("\U000e0041hidden", "hidden"),
        ("x" * 20_000, "x" * 10_000),
    ],
)
def test_titles_are_plain_text_on_one_line(written: str, read_as: str) -> None:
    assert item(f"<title>{written}</title>").title == read_as


def test_plain_text_becomes_html_and_html_stays() -> None:
    assert item("<description>5 &lt; 6 &amp; 7</description>").html == "5 &lt; 6 &amp; 7"
    assert item("<description>AT&amp;amp;T</description>").html == "AT&amp;T"
    assert item("<description>one\n\ntwo\nthree</description>").html == "<p>one</p><p>two<br>three</p>"
    assert item("<description>&lt;p&gt;a &amp;lt; b&lt;/p&gt;</description>").html == "<p>a &lt; b</p>"


def test_the_fullest_text_is_the_text_wherever_it_stands() -> None:
    entry = item("<description>The long one, with all words.</description><content:encoded>Short.</content:encoded>")
    assert (entry.html, entry.summary_html) == ("The long one, with all words.", "Short.")
    assert item("<description>Same</description><content:encoded>Same</content:encoded>").summary_html == ""
    assert item("<title>t</title><itunes:subtitle>All there is</itunes:subtitle>").html == "All there is"


def test_a_picture_in_place_of_a_text_is_no_text() -> None:
    entry = '<entry><title>t</title><content type="image/png">{}</content><summary>words</summary></entry>'
    feed = read(
        '<feed xmlns="http://www.w3.org/2005/Atom">' + entry.format(base64.b64encode(bytes(200)).decode()) + "</feed>"
    )
    assert (feed.entries[0].html, feed.entries[0].summary_html) == ("words", "")


def test_base64_text_is_decoded_and_cleaned() -> None:
    hidden = base64.b64encode(b"<p>a\0b</p>").decode()
    entry = f'<entry><content type="text/html" mode="base64">{hidden}</content></entry>'
    document = f'<feed version="0.3" xmlns="http://purl.org/atom/ns#">{entry}</feed>'
    assert read(document).entries[0].html == "<p>ab</p>"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "",
        "some words",
        "http://",
    ],
)
def test_links_that_nobody_should_follow_are_none(link: str) -> None:
    assert item(f"<link>{link}</link>").url is None


def test_relative_links_of_rss_mean_the_site() -> None:
    entry = item("<link>post/1</link>", head="<link>https://site.example/blog/</link>")
    assert entry.url == "https://site.example/blog/post/1"


def test_guids_are_trimmed_and_bounded() -> None:
    assert item("<guid isPermaLink='false'>\n x \n</guid>").guid == "x"
    assert item("<guid></guid>").guid is None
    long = item(f"<guid isPermaLink='false'>{'g' * 5000}</guid>").guid
    assert long is not None
    assert long.startswith("sha256:")
    assert len(long) < 100


def test_odd_sizes_of_enclosures() -> None:
    entry = item(
        '<enclosure url="http://a.example/a" length="-5"/>'
        '<enclosure url="http://a.example/b" length="12 MB"/><enclosure/>'
    )
    assert [(file.url[-1], file.length) for file in entry.enclosures] == [("a", None), ("b", None)]


def test_youtube_and_media_groups() -> None:
    document = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><entry><id>yt:video:x</id>
    <title>Clip</title><link rel="alternate" href="https://video.example/x"/><media:group><media:title>Clip</media:title>
    <media:content url="https://video.example/x.mp4" type="video/mp4"/><media:thumbnail url="https://video.example/x.jpg"/>
    <media:description>First line\n\nSecond\nthird</media:description></media:group></entry></feed>"""
    entry = read(document).entries[0]
    assert entry.image == "https://video.example/x.jpg"
    assert entry.html == "<p>First line</p><p>Second<br>third</p>"
    assert entry.enclosures == (Enclosure("https://video.example/x.mp4", "video/mp4"),)


def test_rhythm_of_the_syndication_module() -> None:
    namespace = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    period = "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>{}</sy:updateFrequency>"
    for frequency, minutes in (("4", 360), ("0", 1440), ("often", 1440)):
        document = f"<rss version='2.0' {namespace}><channel><title>t</title>{period.format(frequency)}</channel></rss>"
        assert read(document).rhythm.ttl_minutes == minutes


def test_to_skip_all_hours_is_to_skip_none() -> None:
    hours = "".join(f"<hour>{hour}</hour>" for hour in range(24))
    assert read(f"<rss><channel><skipHours>{hours}</skipHours></channel></rss>").rhythm.skip_hours == frozenset()


def test_undeclared_prefixes_mean_what_they_mostly_mean() -> None:
    entry = item("<dc:creator>Ada</dc:creator><content:encoded>&lt;p&gt;full text here&lt;/p&gt;</content:encoded>")
    assert (entry.author, entry.html) == ("Ada", "<p>full text here</p>")


def test_a_document_cut_in_the_middle_gives_what_is_there() -> None:
    feed = read(RSS20[: RSS20.index("<media:content")])
    assert feed.entries[0].guid == "bread-1"


def test_the_newest_entries_are_kept_however_many_there_are() -> None:
    def entry(n: int) -> str:
        day = f"{2000 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}"
        return f"<item><guid isPermaLink='false'>{n}</guid><pubDate>{day}</pubDate></item>"

    feed = read(f"<rss version='2.0'><channel>{''.join(map(entry, range(3000)))}</channel></rss>")
    numbers = [int(one.guid or "-1") for one in feed.entries]
    assert len(numbers) == parse.ENTRIES_LIMIT
    assert numbers == list(range(1000, 3000))


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


FIXTURES = [RSS20, ATOM10, ATOM03, RSS10, RSS090, CDF]


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """A document of ours with bytes flipped, cut out, doubled or put in."""
    body = bytearray(draw(st.sampled_from(FIXTURES)).encode())
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, max(0, len(body) - 1)))
        length = draw(st.integers(1, 200))
        match draw(st.sampled_from(("flip", "cut", "double", "insert", "end"))):
            case "flip" if body:
                body[at] ^= draw(st.integers(1, 255))
            case "cut":
                del body[at : at + length]
            case "double":
                body[at:at] = body[at : at + length]
            case "insert":
                body[at:at] = draw(st.sampled_from(NASTY))
            case _:
                del body[max(at, 200) :]
    return bytes(body)


NASTY = [
    b"<",
    b">",
    b"&",
    b"&#",
    b"&#x110000;",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"<!DOCTYPE x [",
    b"<?",
    b"\0",
    b"\xed\xa0\xbd",
    b"</item>",
]
NASTY += [
    b"<entry>",
    b"<title type='html'>",
    b" xml:base='::'",
    b"<link href='http://[::'/>",
    b"<a:b>",
    b"<source>",
    b"<image>",
    b"\xff",
]


@given(broken())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(b"<rss><channel><item><enclosure length='x'/><media:content/></item>")
def test_no_breakage_raises_anything_but_a_parse_error(body: bytes) -> None:
    try:
        feed = read(body)
    except ParseError:
        return
    assert isinstance(feed.title, str)
    for text in (
        feed.title,
        *(e.title for e in feed.entries),
        *(e.html for e in feed.entries),
        *(e.url or "" for e in feed.entries),
    ):
        text.encode("utf-8")  # a lone surrogate cannot
        assert "\0" not in text


@given(
    st.binary(max_size=300) | st.text(max_size=300).map(lambda text: ("<rss>" + text).encode("utf-8", "surrogatepass"))
)
@settings(max_examples=200, deadline=None)
def test_noise_is_a_feed_or_a_parse_error(body: bytes) -> None:
    try:
        feed = read(body)
    except ParseError:
        return
    assert isinstance(feed, ParsedFeed)
