"""C: "anything new since then?", asked with the very words that the server gave."""

from __future__ import annotations

import pytest

from desktop_reader.records.health import SENTENCES, Problem
from tests.documents import Item, page, rss
from tests.rules.reader import DAY, HOUR, Reader
from tests.servers import Headers, Reply, Request, Site

FEED = rss([Item(1), Item(2)])
DATE = b"Sat, 26 Oct 2024 10:00:00 GMT"


def second_request(reader: Reader, site: Site, **given: bytes) -> Request:
    """What the second refresh sends, after an answer with these validators."""
    headers = [(name.replace("_", "-"), value) for name, value in given.items()]
    site.serve("/feed", FEED, headers)
    reader.follow(site.url("/feed"))
    reader.refresh()
    reader.clock.forward(2 * HOUR)
    reader.refresh()
    first, second = site.requests
    assert (first.header("if-none-match"), first.header("if-modified-since")) == (None, None)
    return second


def both(request: Request) -> tuple[bytes | None, bytes | None]:
    return request.header("if-none-match"), request.header("if-modified-since")


def test_C01_a_strong_etag_comes_back_byte_for_byte(reader: Reader, site: Site) -> None:
    assert both(second_request(reader, site, ETag=b'"33a64df5"')) == (b'"33a64df5"', None)


def test_C02_a_weak_etag_keeps_its_w(reader: Reader, site: Site) -> None:
    assert both(second_request(reader, site, ETag=b'W/"0815-gzip"')) == (b'W/"0815-gzip"', None)


def test_C03_an_etag_without_quotes_comes_back_without_quotes(reader: Reader, site: Site) -> None:
    assert both(second_request(reader, site, ETag=b"unquoted-17")) == (b"unquoted-17", None)


def test_C04_an_etag_of_odd_bytes_comes_back_as_these_bytes(reader: Reader, site: Site) -> None:
    odd = b'"a,b\\c \xe9 \xff"'
    assert both(second_request(reader, site, ETag=odd)) == (odd, None)


def test_C05_last_modified_comes_back(reader: Reader, site: Site) -> None:
    assert both(second_request(reader, site, Last_Modified=DATE)) == (None, DATE)


def test_C06_a_date_in_another_form_is_not_written_anew(reader: Reader, site: Site) -> None:
    odd = b"Saturday, 26-Oct-24 12:00:00 +0200"
    assert both(second_request(reader, site, Last_Modified=odd)) == (None, odd)


def test_C07_an_iso_date_comes_back_as_it_is(reader: Reader, site: Site) -> None:
    assert both(second_request(reader, site, Last_Modified=b"2024-10-26T10:00:00Z")) == (None, b"2024-10-26T10:00:00Z")


def test_C08_none_given_none_invented(reader: Reader, site: Site) -> None:
    assert both(second_request(reader, site, Date=DATE)) == (None, None)


def test_C09_both_come_back_together(reader: Reader, site: Site) -> None:
    assert both(second_request(reader, site, ETag=b'"1"', Last_Modified=DATE)) == (b'"1"', DATE)


def test_C10_a_200_brings_a_whole_new_set(reader: Reader, site: Site) -> None:
    second_request(reader, site, ETag=b'"1"', Last_Modified=b"yesterday")
    site.serve("/feed", rss([Item(3)]), headers=(("Last-Modified", DATE),))
    for _ in range(2):
        reader.clock.forward(2 * HOUR)
        reader.refresh()
    assert both(site.requests[-1]) == (None, DATE)


def test_C11_the_same_body_may_bring_other_validators(reader: Reader, site: Site) -> None:
    second_request(reader, site, ETag=b'"1"')
    site.serve("/feed", FEED, headers=(("ETag", '"2"'), ("Last-Modified", DATE)))
    for _ in range(2):
        reader.clock.forward(2 * HOUR)
        reader.refresh()
    assert both(site.requests[-1]) == (b'"2"', DATE)


def test_C12_a_304_may_renew_the_etag(reader: Reader, site: Site) -> None:
    second_request(reader, site, ETag=b'"1"', Last_Modified=DATE)
    site.serve("/feed", Reply(status=304, headers={"ETag": '"2"'}))
    for _ in range(2):
        reader.clock.forward(2 * HOUR)
        reader.refresh()
    assert both(site.requests[-1]) == (b'"2"', DATE)


@pytest.mark.parametrize("more", [{}, {"ETag": '"of the error"', "Retry-After": "60"}])
def test_C13_validators_survive_a_429(reader: Reader, site: Site, more: Headers) -> None:
    second_request(reader, site, ETag=b'"1"', Last_Modified=DATE)
    site.serve("/feed", b"slow down", status=429, headers=more)
    for _ in range(2):
        reader.clock.forward(DAY)
        reader.refresh()
    assert len(site.requests) == 4
    assert both(site.requests[-1]) == (b'"1"', DATE)


def test_C14_validators_survive_a_500(reader: Reader, site: Site) -> None:
    second_request(reader, site, ETag=b'"1"', Last_Modified=DATE)
    site.serve("/feed", b"oops", status=500, headers={"ETag": '"of the error"'})
    for _ in range(2):
        reader.clock.forward(DAY)
        reader.refresh()
    assert len(site.requests) == 4
    assert both(site.requests[-1]) == (b'"1"', DATE)


def test_C16_a_200_that_is_no_feed_brings_no_validators(reader: Reader, site: Site) -> None:
    second_request(reader, site, ETag=b'"1"', Last_Modified=DATE)
    site.serve("/feed", page(title="Log in"), headers={"ETag": '"of the page"', "Content-Type": "text/html"})
    for _ in range(2):
        reader.clock.forward(DAY)
        reader.refresh()
    assert len(site.requests) == 4
    assert both(site.requests[-1]) == (b'"1"', DATE)
    assert reader.health(site.url("/feed")) == SENTENCES[Problem.NOT_A_FEED]


def test_C17_a_304_to_an_unconditional_question_leaves_the_next_one_unconditional(reader: Reader, site: Site) -> None:
    site.serve("/feed", Reply(status=304, headers=(("ETag", '"never seen"'), ("Last-Modified", DATE))))
    reader.follow(site.url("/feed"))
    reader.refresh()
    site.serve("/feed", FEED)
    reader.clock.forward(DAY)
    reader.refresh()
    assert [both(request) for request in site.requests] == [(None, None), (None, None)]
    assert set(reader.articles()) == {"Article 1", "Article 2"}


def test_C20_entries_stay_on_304_and_new_ones_come_after_it(reader: Reader, site: Site) -> None:
    def answer(request: Request) -> Reply:
        etag, body = current
        if request.header("if-none-match") == etag:
            return Reply(status=304)
        return Reply(body, headers=(("ETag", etag),))

    current = (b'"1"', FEED)
    site.serve("/feed", answer)
    reader.follow(site.url("/feed"))
    for _ in range(3):
        reader.refresh()
        reader.clock.forward(2 * HOUR)
        assert set(reader.articles()) == {"Article 1", "Article 2"}
    current = (b'"2"', rss([Item(3), Item(2)]))
    reader.refresh()
    assert set(reader.articles()) == {"Article 1", "Article 2", "Article 3"}
    assert len(site.requests) == 4


def test_C21_by_hand_is_conditional_too(reader: Reader, site: Site) -> None:
    second_request(reader, site, ETag=b'"1"', Last_Modified=DATE)
    reader.refresh(by_hand=True)
    reader.refresh(site.url("/feed"))
    assert len(site.requests) == 4
    assert [both(request) for request in site.requests[2:]] == [(b'"1"', DATE)] * 2
