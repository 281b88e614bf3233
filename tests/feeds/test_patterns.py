"""What people type, sites that are known by their address, and whether two addresses are one feed's."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.feeds import address, alike, discover, entered, patterns
from desktop_reader.feeds.discover import Candidate, Kind

CHANNEL = "UCabcdefghijklmnopqrstuv"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  https://example.org/feed \n", "https://example.org/feed"),
        ("“https://example.org/feed”", "https://example.org/feed"),
        ("<https://example.org/feed>,", "https://example.org/feed"),
        ("'example.org'", "https://example.org/"),
        ("Feed: https://example.org/feed.", "https://example.org/feed"),
        ("see https://example.org/a (really)", "https://example.org/a"),
        ("feed:https://example.org/feed", "https://example.org/feed"),
        ("feed://example.org/feed", "https://example.org/feed"),
        ("feed:example.org/feed", "https://example.org/feed"),
        ("rss://example.org/feed", "https://example.org/feed"),
        ("rss:http://example.org/feed", "http://example.org/feed"),
        ("podcast://example.org/show", "https://example.org/show"),
        ("itpc://example.org/show", "https://example.org/show"),
        ("feed:feed://example.org/", "https://example.org/"),
        ("rss:8080/feed", "https://rss:8080/feed"),
        ("bücher.example/rss", "https://xn--bcher-kva.example/rss"),
        ("例え.テスト", "https://xn--r8jz45g.xn--zckzah/"),
        ("[::1]:8080/feed", "https://[::1]:8080/feed"),
    ],
)
def test_what_is_typed_is_understood(typed: str, meant: str) -> None:
    assert address.typed(entered.tidied(typed)) == meant


@pytest.mark.parametrize(
    ("typed", "person"),
    [
        ("@someone@social.example", ("someone", "social.example")),
        ("someone@Social.Example", ("someone", "social.example")),
        ("acct:some.one@social.example", ("some.one", "social.example")),
        ("@someone", None),
        ("https://name:secret@example.org/feed", None),
        ("name:secret@example.org", None),
        ("a@b@c.example", None),
    ],
)
def test_people_of_the_fediverse_by_their_names(typed: str, person: tuple[str, str] | None) -> None:
    assert entered.person(entered.tidied(typed)) == person


def test_the_card_of_a_person_names_the_page() -> None:
    rel = "http://webfinger.net/rel/profile-page"
    card = {"links": [{"rel": "self", "href": "https://a.example/u"}, {"rel": rel, "href": "https://b.example/@u"}]}
    assert entered.profile(json.dumps(card).encode()) == "https://b.example/@u"
    assert entered.card("u", "a.example") == "https://a.example/.well-known/webfinger?resource=acct:u@a.example"
    for bad in (b"", b"[]", b"{}", b'{"links": 3}', b'{"links": [4]}', b"[" * 100_000):
        assert entered.profile(bad) is None
    assert entered.profile(json.dumps({"links": [{"rel": rel, "href": "file:///etc/passwd"}]}).encode()) is None


@pytest.mark.parametrize(
    ("url", "feeds"),
    [
        ("https://www.youtube.com/watch?v=1&list=RDxyz", []),
        (f"https://m.youtube.com/channel/{CHANNEL}/videos", [patterns.youtube_channel(CHANNEL)]),
        ("https://www.reddit.com/user/a/m/many/", ["https://www.reddit.com/user/a/m/many/.rss"]),
        ("https://www.reddit.com/r/linux+python/top", ["https://www.reddit.com/r/linux+python/top/.rss"]),
        ("https://gist.github.com/someone/12ab", ["https://gist.github.com/someone.atom"]),
        ("https://open.substack.com/pub/letters/p/one", ["https://letters.substack.com/feed"]),
        ("https://substack.com/@letters", ["https://letters.substack.com/feed"]),
        ("https://medium.com/tag/sea", ["https://medium.com/feed/tag/sea"]),
        ("https://www.tumblr.com/pictures", ["https://pictures.tumblr.com/rss"]),
        ("https://news.ycombinator.com/newest", ["https://news.ycombinator.com/rss"]),
        ("https://dev.to/someone/a-post", ["https://dev.to/feed/someone"]),
        ("https://pypi.org/project/reader/", ["https://pypi.org/rss/project/reader/releases.xml"]),
        ("https://stackoverflow.com/questions/12/how", ["https://stackoverflow.com/feeds/question/12"]),
        ("https://sea.stackexchange.com/", ["https://sea.stackexchange.com/feeds"]),
        (
            "https://de.m.wikipedia.org/wiki/Leuchtturm",
            ["https://de.wikipedia.org/w/index.php?title=Leuchtturm&action=history&feed=atom"],
        ),
        # Addresses of feeds are asked themselves.
        ("https://www.reddit.com/r/linux/.rss", []),
        ("https://github.com/owner/project/tags.atom", []),
        (f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}", []),
        ("https://letters.substack.com/feed", []),
        ("https://medium.com/feed/@someone", []),
        ("https://gitlab.com/a/b/-/tags?format=atom", []),
    ],
)
def test_sites_whose_pages_need_not_be_asked(url: str, feeds: list[str]) -> None:
    assert patterns.sure(url) == feeds


def test_what_a_page_of_a_project_shows_comes_first() -> None:
    def kinds(path: str) -> list[str]:
        return [one.removeprefix("https://github.com/o/p/") for one in patterns.sure(f"https://github.com/o/p{path}")]

    assert kinds("") == ["releases.atom", "commits.atom", "tags.atom"]
    assert kinds("/tags")[0] == "tags.atom"
    assert kinds("/commits/main/docs") == ["commits/main/docs.atom", "releases.atom", "commits.atom", "tags.atom"]


def test_sites_without_any_feed_are_known_by_name() -> None:
    assert patterns.feedless("https://t.me/s/channel") == "Telegram"
    assert patterns.feedless("https://mobile.twitter.com/someone") == "X (Twitter)"
    assert patterns.feedless("https://notx.com/someone") is None


@given(st.text(max_size=80), st.sampled_from(["", "https://github.com/", "https://www.youtube.com/", "feed:"]))
def test_nothing_that_is_typed_raises(text: str, before: str) -> None:
    typed = entered.tidied(before + text)
    entered.person(typed)
    for url in [*patterns.known(typed), *discover.guesses(typed)]:
        assert url.startswith(("http://", "https://"))
    patterns.feedless(typed)
    alike.key(typed)


def test_one_feed_under_many_addresses() -> None:
    same = (
        "http://example.org/feed",
        "https://example.org/feed",
        "https://EXAMPLE.org/feed/",
        "http://www.example.org:80/feed",
        "https://name:secret@example.org/feed#top",
    )
    assert len({alike.key(url) for url in same}) == 1
    others = ("https://example.org/Feed", "https://example.org/feed?b", "https://example.org:81/feed")
    assert len({alike.key(url) for url in (*same, *others)}) == 1 + len(others)
    assert alike.key("no address") == "no address"


def found(*links: tuple[str, str, str]) -> list[Candidate]:
    types = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
    head = "".join(f'<link rel=alternate type={types[k]} title="{title}" href="{url}">' for k, title, url in links)
    return discover.folded(discover.candidates(head.encode(), "https://site.example/"))


def test_one_feed_in_several_formats_is_offered_once_as_atom() -> None:
    assert found(("rss", "Site RSS", "/rss"), ("rss", "Photos", "/p"), ("atom", "Site (Atom 1.0)", "/x")) == [
        Candidate("https://site.example/x", "Site (Atom 1.0)", Kind.ATOM),
        Candidate("https://site.example/p", "Photos", Kind.RSS),
    ]
    assert [one.url for one in found(("json", "", "/feed.json"), ("rss", "", "/rss.xml"))] == [
        "https://site.example/rss.xml"
    ]


def test_feeds_that_only_share_a_name_stay_two() -> None:
    assert len(found(("rss", "RSS", "/news/rss"), ("atom", "Atom", "/sports/atom"))) == 2
    assert len(found(("rss", "Site", "/news.xml"), ("rss", "Site", "/sports.xml"))) == 2
    assert [one.title for one in found(("rss", "Site » Comments Feed", "/c"), ("rss", "Site » Feed", "/f"))] == [
        "Site » Feed",
        "Site » Comments Feed",
    ]


@pytest.mark.parametrize(
    ("head", "target"),
    [
        ('<meta http-equiv="Refresh" content="0; url=/blog/">', "https://site.example/blog/"),
        ("<meta http-equiv=refresh content='3;URL=\"https://other.example/\"'>", "https://other.example/"),
        ('<meta http-equiv="refresh" content="0;/new">', "https://site.example/new"),
        ('<meta http-equiv="refresh" content="300;url=/later">', None),
        ('<meta http-equiv="refresh" content="5">', None),
        ('<meta http-equiv="refresh" content="0;url=javascript:x()">', None),
        ('<meta http-equiv="refresh" content="0;url=#top">', None),
        ('<meta name="refresh">', None),
    ],
)
def test_pages_that_send_on_by_themselves(head: str, target: str | None) -> None:
    assert discover.onward(head.encode(), "https://site.example/") == target


def test_the_program_that_made_a_page_tells_where_to_look_first() -> None:
    page = b'<meta name="generator" content="Hugo 0.120.4">'
    assert discover.guesses("https://site.example/blog/", page)[0] == "https://site.example/index.xml"
    assert discover.guesses("https://site.example/", b'<meta name=generator content="WordPress 6.4">')[:2] == [
        "https://site.example/feed/",
        "https://site.example/?feed=rss2",
    ]


@pytest.mark.parametrize(
    ("page", "url", "feed"),
    [
        (
            f'<meta itemprop="identifier" content="{CHANNEL}">',
            "https://www.youtube.com/c/x",
            patterns.youtube_channel(CHANNEL),
        ),
        ('<meta content="soundcloud://users:42">', "https://soundcloud.com/x", patterns.soundcloud_user("42")),
        (
            '<script>{"feedUrl":"https:\\/\\/pod.example\\/f"}</script>',
            "https://podcasts.apple.com/id1",
            "https://pod.example/f",
        ),
    ],
)
def test_feeds_of_which_only_the_page_tells_the_number(page: str, url: str, feed: str) -> None:
    assert [one.url for one in discover.candidates(page.encode(), url)][:1] == [feed]
