"""From what is typed to the feeds behind it, with few questions."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from desktop_reader.errors import FetchError, ReaderError
from desktop_reader.feeds import entered, patterns
from desktop_reader.feeds.networks import Range
from desktop_reader.jobs.subscribe import Found, Subscribe, among
from desktop_reader.library.writer import Writer
from desktop_reader.worker.finding import Finder, Search, StoppedError, find, read
from desktop_reader.worker.tasks import Task
from tests.documents import Item, atom, page, rss
from tests.servers import Reply, Request, Site

HTML = (("Content-Type", "text/html"),)


def run(task: Task[Any]) -> Any:
    return task.run()


def asked(site: Site) -> list[str]:
    return [request.path for request in site.requests]


def test_p13_a_feed_costs_one_question_whatever_it_calls_itself(site: Site) -> None:
    site.serve("/feed", rss([Item(1), Item(2, "The newest")]), headers=HTML)
    (found,) = find(f" “{site.url('/feed')}” ", run)
    assert (found.url, found.title, found.home) == (site.url("/feed"), "Harbour Notes", None)
    assert found.latest is not None
    assert asked(site) == ["/feed"]


def test_the_first_feed_of_a_page_is_read_and_the_others_are_named(site: Site) -> None:
    site.serve("/", page("/gone", "/a.xml", "/b.xml"), HTML)
    site.serve("/a.xml", rss([Item(1)]))
    first, second = find(site.url("/"), run)
    assert (first.url, first.digest is None) == (site.url("/a.xml"), False)
    assert (second.url, second.digest, second.home) == (site.url("/b.xml"), None, Range.LOOPBACK)
    assert asked(site) == ["/", "/gone", "/a.xml"]
    site.serve("/b.xml", atom([Item(2)]))
    assert read(second, run).digest is not None
    assert read(first, run) is first


def test_guesses_are_few_and_end_with_the_first_that_is_one(site: Site) -> None:
    site.serve("/blog", page(), HTML)
    with pytest.raises(ReaderError, match=r"No feed was found at .*/blog”, nor at /blog/feed, /feed, .*RSS, Atom"):
        find(site.url("/blog"), run)
    assert len(site.requests) == 7
    site.requests.clear()
    site.serve("/rss", rss([Item(1)]))
    assert [one.url for one in find(site.url("/blog"), run)] == [site.url("/rss")]
    assert asked(site)[-1] == "/rss"


def test_whoever_says_not_now_is_asked_for_nothing_else(site: Site) -> None:
    site.serve("/", page(), HTML)
    site.serve("/feed", b"", status=429)
    with pytest.raises(ReaderError, match="No feed was found"):
        find(site.url("/"), run)
    assert asked(site) == ["/", "/feed"]


def test_a_page_that_sends_on_is_followed_and_two_that_send_to_each_other_end(site: Site) -> None:
    site.serve("/", b'<meta http-equiv=refresh content="0;url=/en/">', HTML)
    site.serve("/en/", page("/f.xml"), HTML)
    site.serve("/f.xml", rss([Item(1)]))
    assert [one.url for one in find(site.url("/"), run)] == [site.url("/f.xml")]
    site.serve("/en/", b'<meta http-equiv=refresh content="0;url=/">', HTML)
    site.requests.clear()
    with pytest.raises(ReaderError, match="No feed was found"):
        find(site.url("/"), run)
    assert len(site.requests) <= 9


def test_a_site_that_is_known_is_asked_for_its_feed_not_for_its_page(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns, "sure", lambda url: [site.url("/r.atom"), site.url("/c.atom")])
    monkeypatch.setattr("desktop_reader.feeds.journey.Journey.may_reach", lambda *_: True)
    monkeypatch.setattr("desktop_reader.feeds.journey.Journey.unsafe", lambda *_: None)
    site.serve("/r.atom", atom([Item(1)]))
    first, second = find(site.url("/project"), run)
    assert (first.url, second.url, second.digest) == (site.url("/r.atom"), site.url("/c.atom"), None)
    assert asked(site) == ["/r.atom"]


def test_a_site_without_feeds_is_told_without_asking(site: Site) -> None:
    with pytest.raises(ReaderError, match=r"Telegram gives out no feeds"):
        find("t.me/somebody", run)


def test_a_person_whose_server_stands_elsewhere(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entered, "person_feed", lambda name, host: site.url(f"/@{name}.rss"))
    monkeypatch.setattr(entered, "card", lambda name, host: site.url("/card"))
    card = f'{{"links":[{{"rel":"http://webfinger.net/rel/profile-page","href":"{site.url("/p")}"}}]}}'
    site.serve("/card", card)
    site.serve("/p", page("/p.rss"), HTML)
    site.serve("/p.rss", rss([Item(1)]))
    assert [one.url for one in find("@someone@social.example", run)] == [site.url("/p.rss")]
    assert asked(site) == ["/@someone.rss", "/card", "/p", "/p.rss"]


def test_an_address_in_a_private_network_is_not_taken_from_a_public_page(site: Site) -> None:
    site.serve("/f.xml", rss([Item(1)]))
    with pytest.raises(FetchError, match="private network"):
        read(Found(site.url("/f.xml"), ""), run)
    assert site.requests == []


def test_a_search_that_is_stopped_asks_nobody_else(site: Site) -> None:
    search, there = Search(), threading.Event()

    def slow(request: Request) -> Reply:
        there.set()
        site.pause(5)
        return Reply(page(), HTML)

    site.serve("/", slow)
    heard: list[Exception] = []

    def look() -> None:
        try:
            find(site.url("/"), run, search)
        except ReaderError as error:
            heard.append(error)

    thread = threading.Thread(target=look)
    thread.start()
    assert there.wait(10)
    assert search.asked == [site.url("/")]
    search.stop()
    thread.join(10)
    assert [type(error) for error in heard] == [StoppedError]


def test_many_addresses_of_one_host_are_asked_one_after_the_other(site: Site) -> None:
    for number in range(12):
        site.serve(f"/{number}", rss([Item(number)]))
    with Finder(run) as finder:
        for number in range(12):
            assert len(finder.find(site.url(f"/{number}"))) == 1
    assert len(site.requests) == 12
    assert site.busiest == 1


def test_p12_a_feed_is_known_again_however_its_address_is_written(site: Site, library_path: Any) -> None:
    site.serve("/feed", rss([Item(1)]))
    site.serve("/old", status=301, headers=(("Location", "/feed"),))
    site.serve("/short", status=302, headers=(("Location", "/feed"),))
    library = Writer(library_path)
    try:
        (found,) = find(site.url("/feed"), run)
        (number,) = Subscribe(found, 1_000, 3600).run(library).feeds
        for path in ("/old", "/short"):
            (again,) = find(site.url(path), run)
            changes = Subscribe(again, 1_000, 3600).run(library)
            assert (changes.feeds, changes.tree) == (frozenset({number}), False)
        assert len(library.reader.feeds()) == 1
    finally:
        library.close()
    here = [(7, "https://www.example.org/feed/")]
    assert among(here, ["http://example.org/feed"]) == 7
    assert among(here, ["http://example.org/other"]) is None
