"""Where the fetcher lets itself be sent, and what it takes along."""

from __future__ import annotations

import pytest

from desktop_reader.records.health import Problem
from desktop_reader.records.refresh import Response, Unchanged
from tests.feeds.asking import RSS, WARM, body, get, get_url, problem
from tests.servers import Reply, Site, site

__all__ = ["site"]  # the fixture


# Redirects


@pytest.mark.parametrize(
    ("status", "moves"),
    [
        pytest.param(301, True, id="r01"),
        pytest.param(308, True, id="r02"),
        pytest.param(302, False, id="r03"),
        pytest.param(303, False, id="r03_see_other"),
        pytest.param(307, False, id="r04"),
    ],
)
@pytest.mark.parametrize("location", ["absolute", "/new?b=&a=%20", "new?b=&a=%20"])
def test_redirects_are_followed_and_told(site: Site, status: int, moves: bool, location: str) -> None:
    target = site.url("/new?b=&a=%20")
    site.serve("/feed", status=status, headers={"Location": target if location == "absolute" else location})
    site.serve("/new?b=&a=%20", RSS)
    answer = get(site, validators=WARM)
    assert isinstance(answer, Response)
    assert answer.url == target
    assert answer.moved_to == (target if moves else None)
    assert site.requests[1].header("If-None-Match") == WARM.etag


def test_r05_a_location_with_blanks_and_other_letters_is_mended(site: Site) -> None:
    site.serve("/feed", status=301, headers={"Location": "/über uns".encode()})
    site.serve("/%C3%BCber%20uns", RSS)
    assert body(get(site)) == RSS


def test_r07_a_304_after_a_move_tells_both(site: Site) -> None:
    site.serve("/feed", status=301, headers={"Location": "/new"})
    site.serve("/new", status=304)
    answer = get(site, validators=WARM)
    assert isinstance(answer, Unchanged)
    assert answer.moved_to == site.url("/new")
    site.serve("/new", status=404)
    assert problem(get(site)) is Problem.NOT_FOUND


def test_r08_a_loop_is_cut(site: Site) -> None:
    site.serve("/feed", status=301, headers={"Location": "/b"})
    site.serve("/b", status=301, headers={"Location": "/feed#again"})
    assert problem(get(site)) is Problem.REDIRECTS
    assert len(site.requests) == 2


def test_r09_an_endless_chain_is_cut(site: Site) -> None:
    site.serve("/feed", lambda request: Reply(status=302, headers={"Location": f"/feed?{len(site.requests)}"}))
    assert problem(get(site)) is Problem.REDIRECTS
    assert len(site.requests) == 11


def test_r10_only_the_permanent_beginning_is_a_move(site: Site) -> None:
    for path, status, location in (("/feed", 301, "/b"), ("/b", 308, "/c"), ("/c", 302, "/d"), ("/d", 301, "/e")):
        site.serve(path, status=status, headers={"Location": location})
    site.serve("/e", RSS)
    answer = get(site)
    assert isinstance(answer, Response)
    assert answer.moved_to == site.url("/c")
    assert answer.url == site.url("/e")


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "javascript:alert(1)", "ftp://example.org/", "http://", "//", "gopher://x", "http://a\\@b/"],
)
def test_r14_only_the_web_is_followed(site: Site, location: str) -> None:
    site.serve("/feed", status=301, headers={"Location": location})
    assert problem(get(site)) is Problem.BAD_ADDRESS


def test_r14_a_redirect_to_nowhere_is_refused(site: Site) -> None:
    site.serve("/feed", status=301)
    assert problem(get(site)) is Problem.REFUSED


def test_r17_credentials_go_to_their_own_server_only(site: Site) -> None:
    with Site() as other:
        site.serve("/feed", status=302, headers={"Location": "/here"})
        site.serve("/here", status=301, headers={"Location": other.url("/there")})
        other.serve("/there", RSS)
        answer = get_url(site.url("/feed", userinfo="me:pass%20word"))
        assert isinstance(answer, Response)
        assert answer.url == other.url("/there")
        basic = b"Basic bWU6cGFzcyB3b3Jk"
        assert [request.header("Authorization") for request in site.requests] == [basic, basic]
        assert other.requests[0].header("Authorization") is None
        assert b"pass" not in other.requests[0].raw


def test_r17_a_moved_feed_keeps_its_password_where_it_may_be_sent(site: Site) -> None:
    site.serve("/feed", status=301, headers={"Location": "/new"})
    site.serve("/new", RSS)
    answer = get_url(site.url("/feed", userinfo="me:secret"))
    assert isinstance(answer, Response)
    assert answer.moved_to == site.url("/new", userinfo="me:secret")
    site.serve("/new", status=401)
    error = get_url(site.url("/feed", userinfo="me:secret"))
    assert problem(error) is Problem.PASSWORD
    assert "secret" not in str(error) + repr(error)
