"""Sites as they are built in truth, each on a server of our own: what somebody types leads to its feed, and how often
its server is asked for that.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from desktop_reader.worker.finding import find
from tests.documents import Item, atom, rss
from tests.servers import Headers, Site
from tests.worker.test_finding import asked, run

HTML = (("Content-Type", "text/html; charset=utf-8"),)
RSS, ATOM = rss([Item(1)]), atom([Item(1)])


@dataclass(frozen=True)
class Built:
    """What is typed (below the site's address), what the server has, and where the feeds are, best first."""

    typed: str
    pages: dict[str, str | bytes]
    feeds: tuple[str, ...]
    asks: int
    moves: dict[str, str] = field(default_factory=dict)


def head(inside: str) -> str:
    start = "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>A site</title>"
    return f"{start}{inside}</head><body>…</body></html>"


def link(kind: str, address: str, title: str = "", rel: str = "alternate") -> str:
    return f'<link rel="{rel}" type="application/{kind}+xml" title="{title}" href="{address}">'


WORDPRESS = head(
    '<link rel="alternate" type="application/rss+xml" title="Harbour &raquo; Feed" href="{0}/feed/">'
    '<link rel="alternate" type="application/rss+xml" title="Harbour &raquo; Comments Feed" href="{0}/comments/feed/">'
    '<link rel="alternate" title="oEmbed (JSON)" type="application/json+oembed" href="{0}/wp-json/oembed/1.0/embed">'
    '<link rel="https://api.w.org/" href="{0}/wp-json/"><meta name="generator" content="WordPress 6.7">'
)
BUILT = {
    "WordPress": Built("/", {"/": WORDPRESS, "/feed/": RSS, "/comments/feed/": RSS}, ("/feed/", "/comments/feed/"), 2),
    "WordPress, one article": Built(
        "/2024/10/ferries/",
        {
            "/2024/10/ferries/": WORDPRESS.replace(
                "Comments Feed", "Ferries Comments Feed"
            ).replace("/comments/feed/", "/2024/10/ferries/feed/"),
            "/feed/": RSS,
        },
        ("/feed/", "/2024/10/ferries/feed/"),
        2,
    ),
    "WordPress whose theme names no feed": Built(
        "/", {"/": head('<meta name="generator" content="WordPress 6.7">'), "/feed/": RSS}, ("/feed/",), 2
    ),
    "Ghost": Built(
        "/", {"/": head('<link rel="alternate" type="application/rss+xml" title="G" href="/rss/">'), "/rss/": RSS},
        ("/rss/",), 2,
    ),
    "Substack on a domain of its own": Built(
        "/", {"/": head('<link rel="alternate" type="application/rss+xml" href="/feed" title="S">'), "/feed": RSS},
        ("/feed",), 2,
    ),
    "Mastodon": Built(
        "/@ada",
        {"/@ada": head('<link href="{0}/@ada.rss" rel="alternate" type="application/rss+xml">'), "/@ada.rss": RSS},
        ("/@ada.rss",), 2,
    ),
    "Mastodon that wants a browser": Built(
        "/@ada", {"/@ada": head("<noscript>…</noscript>"), "/@ada.rss": RSS}, ("/@ada.rss",), 2
    ),
    "Hugo with a feed for each section": Built(
        "/posts/",
        {
            "/posts/": head('<meta name="generator" content="Hugo 0.140.0"><link rel="alternate" '
                            'type="application/rss+xml" href="/posts/index.xml" title="Posts">'),
            "/posts/index.xml": RSS,
        },
        ("/posts/index.xml",), 2,
    ),
    "Hugo that says nothing": Built(
        "/", {"/": head('<meta name="generator" content="Hugo 0.140.0">'), "/index.xml": RSS}, ("/index.xml",), 2
    ),
    "Jekyll below a folder": Built(
        "/blog/", {"/blog/": head("<base href='{0}/blog/'>" + link("atom", "feed.xml")), "/blog/feed.xml": ATOM},
        ("/blog/feed.xml",), 2,
    ),
    "Blogger in two formats": Built(
        "/",
        {
            "/": head(
                link("atom", "{0}/feeds/posts/default", "B - Atom")
                + link("rss", "{0}/feeds/posts/default?alt=rss", "B - RSS")
                + link("atom", "{0}/feeds/1/posts/default", "B - Atom", "service.post")
            ),
            "/feeds/posts/default": ATOM,
        },
        ("/feeds/posts/default",), 2,
    ),
    "GitLab": Built(
        "/ada/harbour/-/tree/main",
        {"/ada/harbour/-/tree/main": head(""), "/ada/harbour/-/releases.atom": ATOM},
        ("/ada/harbour/-/releases.atom", "/ada/harbour/-/tags?format=atom", "/ada/harbour.atom"), 2,
    ),
    "a link in the page only": Built(
        "/", {"/": "<html><body><a href='/about'>About</a> <a href='news.rdf'>RSS</a></body></html>", "/news.rdf": RSS},
        ("/news.rdf",), 2,
    ),
    "nothing but custom": Built("/", {"/": head(""), "/feed": RSS}, ("/feed",), 2),
    "a front door that sends on": Built(
        "/", {"/": head('<meta http-equiv="refresh" content="0; url=/de/">'),
              "/de/": head('<link rel="alternate" type="application/rss+xml" href="/de/rss.xml">'), "/de/rss.xml": RSS},
        ("/de/rss.xml",), 3,
    ),
    "a feed that has moved for good": Built("/old.xml", {"/new.xml": RSS}, ("/new.xml",), 2, {"/old.xml": "/new.xml"}),
}  # fmt: skip


@pytest.mark.parametrize("built", BUILT.values(), ids=BUILT)
def test_the_feed_of_a_site_is_found(site: Site, built: Built) -> None:
    root = site.url("").rstrip("/")
    for path, body in built.pages.items():
        headers: Headers = HTML if isinstance(body, str) else ()
        site.serve(path, body.replace("{0}", root) if isinstance(body, str) else body, headers)
    for path, target in built.moves.items():
        site.serve(path, status=301, headers={"Location": target})
    found = find(root + built.typed, run)
    assert [one.url for one in found] == [root + path for path in built.feeds]
    assert found[0].digest is not None
    assert found[0].title
    assert found[0].latest is not None
    assert len(asked(site)) == built.asks, asked(site)


@pytest.mark.parametrize("before", ["feed:", "feed://", "FEED:", " <", "\n"])
def test_what_stands_before_an_address_is_understood(site: Site, before: str) -> None:
    site.serve("/rss", RSS)
    address = site.url("/rss")
    typed = before + (address.removeprefix("http://") if before.endswith("//") else address)
    if before == "feed://":
        typed = "feed:" + address  # "feed://" means https, which this server does not speak.
    (one,) = find(typed + (">" if "<" in before else ""), run)
    assert one.url == address
