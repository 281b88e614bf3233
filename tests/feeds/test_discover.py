"""Finding the feeds of a page that somebody typed in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_reader.feeds import discover
from desktop_reader.feeds.discover import Candidate, Kind

URL = "https://site.example/blog/post.html"


def found(page: str, url: str = URL) -> list[str]:
    return [one.url for one in discover.candidates(page.encode(), url)]


def test_announced_feeds_come_in_the_pages_order_with_their_names_and_kinds() -> None:
    page = """<!doctype html><html><head>
    <link rel="stylesheet alternate" href="x.css" type="application/rss+xml">
    <link rel="alternate" type="application/rss+xml" title="Talk &amp; Comments" href="/comments/feed">
    <LINK REL="Alternate" TYPE="application/atom+xml; charset=utf-8" TITLE="Main &lt;feed&gt;" HREF="atom">
    <link rel="alternate" type="application/feed+json" href="//cdn.example/feed.json">
    <link rel="alternate" hreflang="de" href="/de/feed/">
    <link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">
    <link rel="alternate" type="text/xml+oembed" href="/oembed?url=x">
    <link rel="alternate" type="application/atom+xml" href="atom">
    <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
    <link rel="feed" href="/hfeed.xml">
    </head><body><a href="/rss.xml">RSS</a></body></html>"""
    assert discover.candidates(page.encode(), URL) == [
        Candidate("https://site.example/blog/atom", "Main <feed>", Kind.ATOM),
        Candidate("https://cdn.example/feed.json", "", Kind.JSON),
        Candidate("https://site.example/hfeed.xml", "", Kind.UNKNOWN),
        Candidate("https://site.example/comments/feed", "Talk & Comments", Kind.RSS),
    ]


def test_the_base_of_the_page_counts() -> None:
    page = '<base href="https://other.example/sub/"><link rel="alternate" type="application/rss+xml" href="rss">'
    assert found(page) == ["https://other.example/sub/rss"]


def test_links_in_the_text_are_the_next_best_own_site_first() -> None:
    page = """<a href="https://other.example/rss.xml">x</a><a href="/about">About</a><a href="/feed.png">feed</a>
    <a href="/index.xml">Subscribe</a><a href="/abo">Our RSS feed</a><a href="#feed">Feed</a><a href="/freedom">free</a>
    <a href="mailto:rss@site.example">rss</a>"""
    assert found(page) == [
        "https://site.example/index.xml",
        "https://site.example/abo",
        "https://other.example/rss.xml",
    ]


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        (
            "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv",
        ),
        ("https://youtube.com/user/somebody/videos", "https://www.youtube.com/feeds/videos.xml?user=somebody"),
        ("https://www.youtube.com/playlist?list=PL123", "https://www.youtube.com/feeds/videos.xml?playlist_id=PL123"),
        ("https://www.youtube.com/watch?v=1&list=PL%2F3", "https://www.youtube.com/feeds/videos.xml?playlist_id=PL/3"),
        ("https://old.reddit.com/r/linux/", "https://www.reddit.com/r/linux/.rss"),
        ("https://www.reddit.com/user/somebody", "https://www.reddit.com/user/somebody/.rss"),
        ("https://github.com/owner/project/issues", "https://github.com/owner/project/releases.atom"),
        ("https://github.com/owner", "https://github.com/owner.atom"),
        ("https://gitlab.com/group/sub/project/-/issues", "https://gitlab.com/group/sub/project/-/releases.atom"),
        ("https://codeberg.org/owner/project", "https://codeberg.org/owner/project.rss"),
        ("https://social.example/@somebody", "https://social.example/@somebody.rss"),
        ("https://social.example/@somebody/110", "https://social.example/@somebody.rss"),
        ("https://news.substack.com/p/a-post", "https://news.substack.com/feed"),
        ("https://medium.com/@somebody/a-post-1", "https://medium.com/feed/@somebody"),
        ("https://someone.medium.com/", "https://someone.medium.com/feed"),
        ("https://word.wordpress.com/2024/01/", "https://word.wordpress.com/feed/"),
        ("https://old.blogspot.com/p/x.html", "https://old.blogspot.com/feeds/posts/default"),
        ("https://pics.tumblr.com/", "https://pics.tumblr.com/rss"),
        ("https://bsky.app/profile/somebody.example", "https://bsky.app/profile/somebody.example/rss"),
        ("https://lemmy.example/c/linux", "https://lemmy.example/feeds/c/linux.xml"),
        ("https://stack.example/questions/tagged/c%2B%2B", "https://stack.example/feeds/tag/c"),
        ("https://arxiv.org/list/cs.LG/recent", "https://rss.arxiv.org/rss/cs.LG"),
    ],
)
def test_sites_that_are_known_by_their_address(url: str, feed: str) -> None:
    assert found("<p>nothing announced</p>", url)[0] == feed
    assert discover.guesses(url)[0] == feed


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/",
        "https://github.com/pricing",
        "https://www.youtube.com/",
        "https://medium.com/",
        "https://site.example/",
    ],
)
def test_front_pages_of_known_sites_promise_nothing(url: str) -> None:
    assert found("<p>hello</p>", url) == []


def test_a_youtube_page_with_a_nice_name_tells_its_channel() -> None:
    page = '<script>{"externalId":"UCabcdefghijklmnopqrstuv","x":1}</script>'
    assert (
        found(page, "https://www.youtube.com/@nice")[0]
        == "https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv"
    )
    assert found(page, URL) == []


def test_guesses_look_near_the_page_and_at_the_root() -> None:
    guesses = discover.guesses("https://site.example/blog/")
    assert guesses[0] == "https://site.example/blog/feed"
    assert "https://site.example/feed" in guesses
    assert "https://site.example/rss.xml" in guesses
    assert len(guesses) == len(set(guesses)) <= 20
    assert "https://site.example//feed" not in discover.guesses("https://site.example")


@pytest.mark.parametrize("url", ["", "nonsense", "ftp://site.example/", "http://[::", "javascript:alert(1)"])
def test_addresses_that_are_none_have_no_guesses(url: str) -> None:
    assert discover.guesses(url) == []
    assert discover.candidates(b"<p>x</p>", url) == []


def test_pages_in_other_encodings() -> None:
    page = '<meta charset="windows-1251"><link rel="alternate" type="application/rss+xml" title="Новости" href="/rss">'
    assert discover.candidates(page.encode("windows-1251"), URL)[0].title == "Новости"


def test_an_endless_page_ends() -> None:
    deep = "<div>" * 100_000 + '<link rel="alternate" type="application/rss+xml" href="/rss">'
    assert len(found(deep)) <= 1
    many = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{n}">' for n in range(5000))
    assert len(found(many)) == 50


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: ("<a href='" + text).encode("utf-8", "surrogatepass"))
)
@settings(max_examples=200, deadline=None)
def test_no_page_raises(body: bytes) -> None:
    for one in discover.candidates(body, URL):
        assert one.url.startswith(("http://", "https://"))
