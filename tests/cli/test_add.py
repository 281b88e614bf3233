"""``desktop-reader add`` where a page offers several feeds, or one that is followed."""

from __future__ import annotations

import pytest

from tests.cli.test_commands import Terminal, run, serve_harbour
from tests.documents import Item, atom, page
from tests.servers import Site

__all__ = ["run"]

HTML = (("Content-Type", "text/html"),)


@pytest.fixture
def offers(site: Site) -> str:
    serve_harbour(site, 1)
    site.serve("/light.xml", atom([Item(2)]))
    site.serve("/", page("/feed.xml", "/light.xml", "/gone.xml"), HTML)
    return site.url("/")


def test_the_best_feed_is_taken_and_the_others_are_named(run: Terminal, site: Site, offers: str) -> None:
    (feed,) = run.json("add", offers)
    assert feed["url"] == site.url("/feed.xml")
    assert "--all" in run.error
    assert site.url("/light.xml") in run.error
    assert len(site.requests) == 2


def test_all_of_them_when_all_are_wanted(run: Terminal, site: Site, offers: str) -> None:
    feeds = run.json("add", "--all", offers)
    assert [feed["url"] for feed in feeds] == [site.url("/feed.xml"), site.url("/light.xml")]
    assert f"left out: {site.url('/gone.xml')}" in run.error


def test_p12_a_feed_that_is_followed_is_said_and_not_asked(run: Terminal, site: Site) -> None:
    url = serve_harbour(site, 1)
    (first,) = run.json("add", url)
    assert run.json("add", f"feed:{url}/") == [first]
    assert "you follow this already: “Harbour Notes”" in run.error
    assert len(site.requests) == 1
    assert run.json("feeds") == [first]
