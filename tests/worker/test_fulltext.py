"""The page of an article: fetched politely, read in the helper process, its failures told from those of the network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from desktop_reader.errors import FeedError
from desktop_reader.feeds.limits import Limits
from desktop_reader.jobs.pages import KeepPage
from desktop_reader.library.pages import Wanted
from desktop_reader.records.health import Problem
from desktop_reader.records.page import SENTENCES, sentence
from desktop_reader.worker.fulltext import PageErrand, fetch_page
from desktop_reader.worker.helper import Helper
from desktop_reader.worker.tasks import Task
from tests.servers import Site
from tests.web_pages import LINES, web_page

HTML = {"Content-Type": "text/html; charset=utf-8", "Set-Cookie": "who=you"}


@pytest.fixture
def helper() -> Iterator[Helper]:
    one = Helper()
    yield one
    one.close()


def here(task: Task[Any]) -> Any:
    return task.run()


def wanted(site: Site, path: str = "/note") -> Wanted:
    """A page on the loopback whose feed lies there, too."""
    return Wanted(7, site.url(path), site.url("/feed.xml"))


def test_a_page_becomes_clean_text_by_way_of_the_helper_process(site: Site, helper: Helper) -> None:
    site.serve("/note", web_page("<p onclick='x()'>And <a href='javascript:x()'>so</a> on.</p>"), headers=HTML)
    page = fetch_page(wanted(site), helper.run)
    assert all(line in page.html for line in LINES)
    assert (page.article, page.url, page.problem) == (7, site.url("/note"), None)
    assert "onclick" not in page.html
    assert "javascript" not in page.html
    assert f'src="{site.url("/boats.jpg")}"' in page.html
    fetch_page(wanted(site), helper.run)
    for request in site.requests:
        assert request.header("cookie") is None
        assert request.header("referer") is None
        assert b"DesktopReader" in (request.header("user-agent") or b"")


def test_the_letters_are_those_that_the_server_names(site: Site) -> None:
    lines = tuple(f"Всё, что было написано о гавани в этот {word} день, осталось." for word in ("первый", "второй") * 3)
    site.serve("/note", web_page(lines=lines).replace("<meta charset='utf-8'>", "").encode("cp1251"))
    page = fetch_page(wanted(site), here)
    assert lines[0] in page.html


def test_a_public_feed_does_not_lead_into_a_private_network(site: Site) -> None:
    site.serve("/note", web_page(), headers=HTML)
    with pytest.raises(FeedError) as refused:
        fetch_page(Wanted(7, site.url("/note"), "http://192.0.2.1/feed.xml"), here)
    assert refused.value.problem is Problem.UNSAFE_ADDRESS
    assert site.requests == []


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"status": 404}, Problem.NOT_FOUND),
        ({"status": 403}, Problem.FORBIDDEN),
        ({"body": b"", "headers": HTML}, Problem.EMPTY),
        ({"body": b"<p>Please sign in.</p>", "headers": HTML}, Problem.MALFORMED),
        ({"body": b"%PDF-1.7", "headers": {"Content-Type": "application/pdf"}}, Problem.MALFORMED),
    ],
)
def test_a_page_that_is_none_is_remembered(site: Site, answer: dict[str, Any], problem: Problem) -> None:
    site.serve("/note", **answer)
    job = PageErrand(wanted(site), here).run()
    assert isinstance(job, KeepPage)
    assert (job.page.article, job.page.html, job.page.problem) == (7, "", problem)


@pytest.mark.parametrize("answer", [{"status": 429}, {"status": 503, "headers": {"Retry-After": "60"}}])
def test_a_server_that_wants_rest_says_nothing_of_the_page(site: Site, answer: dict[str, Any]) -> None:
    site.serve("/note", **answer)
    assert PageErrand(wanted(site), here).run() is None


def test_a_server_that_is_not_there_says_nothing_of_the_page() -> None:
    with Site() as gone:
        address = gone.url("/note")
    assert PageErrand(Wanted(7, address, address), here).run() is None


def test_a_page_is_bounded(site: Site) -> None:
    site.serve("/note", b"<p>" + b"x" * Limits().page_bytes, headers=HTML)
    with pytest.raises(FeedError) as refused:
        fetch_page(wanted(site), here)
    assert refused.value.problem is Problem.TOO_LARGE


def test_an_address_that_is_none_of_the_web_is_not_asked() -> None:
    with pytest.raises(FeedError) as refused:
        fetch_page(Wanted(7, "file:///etc/hostname", ""), here)
    assert refused.value.problem is Problem.BAD_ADDRESS


def test_every_problem_has_words() -> None:
    for problem in Problem:
        assert sentence(problem).format(detail="x")
        assert "feed" not in SENTENCES.get(problem, "").lower()
