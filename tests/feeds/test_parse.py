"""Feeds of every format that ever was: what is in them arrives, each thing in its place."""

from __future__ import annotations

import base64

import pytest

from desktop_reader.feeds.record import ENTRIES_LIMIT
from desktop_reader.records.parsed import Enclosure, ParsedEntry
from tests.feeds.documents import ATOM03, ATOM10, CDF, NOON, RSS09, RSS090, RSS10, RSS20, URL, item, read


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


def test_the_picture_behind_an_rdf_channel_is_the_feeds() -> None:
    image = "<image><title>i</title><url>http://rdf.example/i.png</url><link>http://rdf.example/</link></image>"
    feed = read(RSS10.replace("</channel>", "</channel>" + image))
    assert (feed.title, feed.site_url, feed.icon_url) == ("RDF", "http://rdf.example/", "http://rdf.example/i.png")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("ada@mail.agency (Ada B)", "Ada B"),
        ("Ada &lt;ada@mail.example&gt;", "Ada"),
        ("ada@mail.photography", "ada@mail.photography"),
        ("mailto:ada@mail.example", "ada@mail.example"),
        ("Ada, not at home", "Ada, not at home"),
        ("a." * 100_000 + "@b (", ("a." * 100_000)[:10_000]),
    ],
)
def test_names_are_told_from_addresses(written: str, name: str) -> None:
    assert item(f"<author>{written}</author>").author == name
    assert item(f"<author>{written}</author><pubDate>when it rains</pubDate>").author == name  # by feedparser


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read('<rss version="2.0"><channel><title>New</title></channel></rss>').entries == ()


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
    assert len(numbers) == ENTRIES_LIMIT
    assert numbers == list(range(1000, 3000))
