"""R: where a feed is passed on to, and when the subscription follows: late, and never to where no feed is."""

from __future__ import annotations

import pytest

from desktop_reader.records.health import SENTENCES, Problem
from tests.documents import Item, page, rss
from tests.rules.reader import DAY, HOUR, Reader
from tests.servers import Reply, Request, Site

FEED = rss([Item(1), Item(2)])
TITLES = {"Article 1", "Article 2"}


def refreshed(reader: Reader, times: int) -> None:
    for _ in range(times):
        reader.refresh()
        reader.clock.forward(2 * HOUR)


def moves(reader: Reader, site: Site, status: int, location: str = "") -> None:
    """The subscription follows when it led to a feed in two refreshes; then the new address is asked alone."""
    old, new = site.url("/old"), site.url("/here/new")
    site.serve("/here/new", FEED)
    site.serve("/old", status=status, headers={"Location": location or new})
    reader.follow(old)
    refreshed(reader, 1)
    assert list(reader.feeds()) == [old]
    refreshed(reader, 2)
    assert list(reader.feeds()) == [new]
    assert [request.path for request in site.requests] == ["/old", "/here/new"] * 2 + ["/here/new"]
    assert set(reader.articles()) == TITLES


def stays(reader: Reader, site: Site) -> None:
    """The feed was well, then passed on as the site says now: its address stays, and its articles do."""
    location = site.url("/old")
    reader.follow(location)
    refreshed(reader, 4)
    assert list(reader.feeds()) == [location]


def test_R01_301_moves_the_subscription_after_a_confirmation(reader: Reader, site: Site) -> None:
    moves(reader, site, 301)


def test_R02_308_moves_it_likewise(reader: Reader, site: Site) -> None:
    moves(reader, site, 308)


def test_R01_a_304_of_the_new_address_confirms_too(reader: Reader, site: Site) -> None:
    def answer(request: Request) -> Reply:
        known = request.header("if-none-match") == b'"1"'
        return Reply(status=304) if known else Reply(FEED, headers={"ETag": '"1"'})

    site.serve("/new", answer)
    site.serve("/old", status=301, headers={"Location": "/new"})
    reader.follow(site.url("/old"))
    refreshed(reader, 2)
    assert list(reader.feeds()) == [site.url("/new")]
    refreshed(reader, 1)
    assert site.requests[-1].header("if-none-match") == b'"1"', "and what the new address gave goes with it"


def test_R03_302_is_followed_and_changes_nothing(reader: Reader, site: Site) -> None:
    site.serve("/new", FEED)
    site.serve("/old", status=302, headers={"Location": "/new"})
    stays(reader, site)
    assert set(reader.articles()) == TITLES


def test_R04_307_is_followed_and_changes_nothing(reader: Reader, site: Site) -> None:
    site.serve("/new", FEED)
    site.serve("/old", status=307, headers={"Location": "/new"})
    stays(reader, site)
    assert set(reader.articles()) == TITLES


def test_R05_301_with_a_relative_location(reader: Reader, site: Site) -> None:
    moves(reader, site, 301, "./there/../here/./new")


@pytest.mark.parametrize("status", [301, 308])
def test_R06_301_to_a_login_page_changes_nothing(reader: Reader, site: Site, status: int) -> None:
    site.serve("/old", FEED, headers={"ETag": '"1"'})
    reader.follow(site.url("/old"))
    refreshed(reader, 1)
    site.serve("/login", page(title="Welcome to our hotel"), headers={"Content-Type": "text/html", "ETag": '"hotel"'})
    site.serve("/old", status=status, headers={"Location": "/login"})
    for _ in range(3):
        reader.refresh()
        reader.clock.forward(DAY + 2 * HOUR)
    assert len(site.asked("/login")) == 3
    assert list(reader.feeds()) == [site.url("/old")]
    assert reader.health(site.url("/old")) == SENTENCES[Problem.NOT_A_FEED]
    assert set(reader.articles()) == TITLES
    site.serve("/old", FEED)
    reader.refresh()
    assert site.requests[-1].header("if-none-match") == b'"1"'
    assert reader.health(site.url("/old")) == "fine"


def test_R07_301_to_a_404_changes_nothing(reader: Reader, site: Site) -> None:
    site.serve("/old", status=301, headers={"Location": "/nowhere"})
    reader.follow(site.url("/old"))
    for _ in range(3):
        reader.refresh()
        reader.clock.forward(DAY + 2 * HOUR)
    assert len(site.asked("/nowhere")) == 3
    assert list(reader.feeds()) == [site.url("/old")]
    assert reader.health(site.url("/old")) == SENTENCES[Problem.NOT_FOUND]


def test_R08_a_circle_is_cut(reader: Reader, site: Site) -> None:
    site.serve("/old", status=301, headers={"Location": "/b"})
    site.serve("/b", status=301, headers={"Location": "/old"})
    reader.follow(site.url("/old"))
    reader.refresh()
    assert len(site.requests) == 2
    assert list(reader.feeds()) == [site.url("/old")]
    assert reader.health(site.url("/old")) == SENTENCES[Problem.REDIRECTS].format(detail="127.0.0.1")


def test_R09_a_chain_without_end_is_cut(reader: Reader, site: Site) -> None:
    def on(request: Request) -> Reply:
        return Reply(status=302, headers={"Location": f"/old?{len(site.requests)}"})

    site.serve("/old", on)
    reader.follow(site.url("/old"))
    reader.refresh()
    assert len(site.requests) == 11, "ten redirects, and no more"
    assert reader.health(site.url("/old")) == SENTENCES[Problem.REDIRECTS].format(detail="127.0.0.1")


def test_R10_only_the_permanent_beginning_is_kept(reader: Reader, site: Site) -> None:
    site.serve("/today", FEED)
    site.serve("/new", status=302, headers={"Location": "/today"})
    site.serve("/old", status=301, headers={"Location": "/new"})
    reader.follow(site.url("/old"))
    refreshed(reader, 3)
    assert list(reader.feeds()) == [site.url("/new")]
    assert [request.path for request in site.requests][-2:] == ["/new", "/today"]


def test_R10_what_is_permanent_behind_something_temporary_is_not(reader: Reader, site: Site) -> None:
    site.serve("/today", FEED)
    site.serve("/new", status=301, headers={"Location": "/today"})
    site.serve("/old", status=302, headers={"Location": "/new"})
    stays(reader, site)


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/xml,<rss/>",
        "ftp://127.0.0.1/feed",
        "gopher://127.0.0.1/",
    ],
)
def test_R14_other_schemes_are_refused(reader: Reader, site: Site, location: str) -> None:
    site.serve("/old", FEED)
    reader.follow(site.url("/old"))
    refreshed(reader, 1)
    site.serve("/old", status=301, headers={"Location": location})
    reader.refresh()
    assert len(site.requests) == 2
    assert reader.health(site.url("/old")) == SENTENCES[Problem.BAD_ADDRESS].format(detail=location)
    assert list(reader.feeds()) == [site.url("/old")]
    assert set(reader.articles()) == TITLES


@pytest.mark.parametrize("status", [301, 302])
def test_R17_a_password_goes_to_its_own_host_only(reader: Reader, site: Site, status: int) -> None:
    secret = "Basic am9lOnMzY3JldA=="
    with Site("127.0.0.2") as elsewhere:
        elsewhere.serve("/feed", FEED)
        site.serve("/old", status=status, headers={"Location": "/own"})
        site.serve("/own", status=status, headers={"Location": elsewhere.url("/feed")})
        reader.follow(site.url("/old", userinfo="joe:s3cret"))
        refreshed(reader, 3)
        assert [request.header("authorization") for request in site.requests] == [secret.encode()] * len(site.requests)
        assert len(elsewhere.requests) == 3
        assert all(request.header("authorization") is None for request in elsewhere.requests)
        assert all(b"s3cret" not in request.raw and b"am9l" not in request.raw for request in elsewhere.requests)
        moved = site.url("/old") if status == 302 else elsewhere.url("/feed")
        assert list(reader.feeds()) == [moved], "a password is not shown"


def test_R18_two_feeds_that_are_one_become_one(reader: Reader, site: Site) -> None:
    """Each had its own articles, some of them the same; nothing that was read comes back unread, no star is lost."""
    one, two, new = site.url("/one"), site.url("/two"), site.url("/new")
    site.serve("/one", rss([Item(1), Item(2), Item(3)]))
    site.serve("/two", rss([Item(2, title="Two, too"), Item(3, title="Three, too"), Item(4), Item(5)]))
    reader.follow(one, two)
    refreshed(reader, 1)
    before = reader.articles()
    reader.run("mark", "read", *(before[title]["id"] for title in ("Two, too", "Article 1", "Article 5")))
    reader.run("mark", "star", before["Article 3"]["id"])

    site.serve("/new", rss([Item(number) for number in range(1, 7)]))
    for old in ("/one", "/two"):
        site.serve(old, status=301, headers={"Location": "/new"})
    refreshed(reader, 2)
    site.requests.clear()
    refreshed(reader, 2)

    assert list(reader.feeds()) == [new]
    assert [request.path for request in site.requests] == ["/new", "/new"], "asked once at the end"
    after = reader.articles()
    assert set(after) == {f"Article {number}" for number in range(1, 7)}
    assert {title for title, one in after.items() if not one["unread"]} == {"Article 1", "Article 2", "Article 5"}
    assert {title for title, one in after.items() if one["starred"]} == {"Article 3"}
    feed = reader.feeds()[new]
    assert (feed["total"], feed["unread"]) == (6, 3)
    assert reader.run("check", "--dry-run")["sound"]


def test_R18_a_feed_that_moves_onto_one_that_is_there_joins_it(reader: Reader, site: Site) -> None:
    site.serve("/new", FEED)
    site.serve("/old", status=301, headers={"Location": "/new"})
    reader.follow(site.url("/new"), site.url("/old"))
    refreshed(reader, 1)
    for found in reader.run("articles"):
        reader.run("mark", "read", found["id"])
    refreshed(reader, 2)
    assert list(reader.feeds()) == [site.url("/new")]
    assert {title: one["unread"] for title, one in reader.articles().items()} == dict.fromkeys(TITLES, False)
