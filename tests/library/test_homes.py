"""Where a name lay when somebody gave it, is remembered; what it leads to later is not believed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_reader.feeds.opml import OutlineFeed, OutlineTree
from desktop_reader.jobs.subscribe import Found, Subscribe
from desktop_reader.jobs.transfer import ImportOpml
from desktop_reader.library import fetching
from desktop_reader.library.fetching import FetchState
from desktop_reader.library.homes import home_at, homes, homes_in, note
from desktop_reader.library.writer import Writer
from desktop_reader.records.health import Problem
from desktop_reader.records.network import Range
from desktop_reader.records.refresh import Response
from desktop_reader.worker.tasks import DigestFeed
from tests.documents import Item, rss
from tests.library_fixtures import NOW, made, opened

NAS = "http://nas.example:8080/feed"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(made(tmp_path)) as library:
        yield library


def states(library: Writer) -> dict[str, FetchState]:
    with library.transaction() as live:
        return {state.url: state for state in fetching.states(live)}


def found(url: str, *at: tuple[str, Range]) -> Found:
    body = rss([Item(1)])
    answer = Response(url, 200, body=body, homes=at)
    return Found(url, "A feed", answer=answer, digest=DigestFeed(body, url).run(), body_hash=b"1")


def test_a_name_that_was_given_by_hand_keeps_its_place(library: Writer) -> None:
    Subscribe(found(NAS, ("nas.example", Range.PRIVATE)), NOW, 3600).run(library)
    Subscribe(found("https://blog.example/feed"), NOW, 3600).run(library)
    assert homes(library.reader) == {"nas.example": Range.PRIVATE}
    there = states(library)
    assert there[NAS].request.home is Range.PRIVATE
    assert there["https://blog.example/feed"].request.home is None


def test_of_the_hosts_on_the_way_only_its_own_is_kept(library: Writer) -> None:
    Subscribe(found("https://blog.example/feed", ("nas.example", Range.PRIVATE)), NOW, 3600).run(library)
    assert homes(library.reader) == {}


def test_addresses_that_say_it_themselves_need_no_memory(library: Writer) -> None:
    for host in ("192.168.1.5", "localhost", "nas.local", "nas"):
        Subscribe(found(f"http://{host}/feed", (host, Range.PRIVATE)), NOW, 3600).run(library)
    assert homes(library.reader) == {}


def test_what_is_kept_is_read_as_it_was_meant(library: Writer) -> None:
    with library.transaction() as live:
        note(live, NAS, [("nas.example", Range.PRIVATE)])
        note(live, NAS, [("nas.example", Range.LOOPBACK), ("other.example", Range.PRIVATE)])
        note(live, "not an address [", [("", Range.LOOPBACK)])
        live.exec_driver_sql("INSERT INTO meta VALUES ('home odd.example', 'everywhere'), ('homer', 'private')")
        known = homes_in(live)
    assert known == homes(library.reader) == {"nas.example": Range.LOOPBACK}
    assert home_at(known, "https://NAS.example/other") is Range.LOOPBACK
    assert home_at(known, "https://nas.example.org/") is None


def test_a_few_addresses_at_home_in_a_long_list_wait(library: Writer) -> None:
    inside = ("http://192.168.1.1/reboot", "http://router.lan/x", "http://[::1]:631/")
    outside = tuple(f"https://{n}.example/feed" for n in range(4))
    tree = OutlineTree(tuple(OutlineFeed(url, "A feed") for url in (*inside, *outside)))
    changes = ImportOpml(tree, NOW, own=False).run(library)
    assert len(changes.feeds) == 7
    there = states(library)
    assert {url for url, state in there.items() if state.stopped} == set(inside)
    assert {there[url].feed_id for url in inside} == changes.waiting
    assert {there[url].health.problem for url in inside} == {Problem.UNSAFE_ADDRESS}
    with library.transaction() as live:
        assert {state.url for state in fetching.due(live, NOW, 99)} == set(outside)
    assert ImportOpml(tree, NOW, own=False).run(library).waiting == frozenset(), "known feeds stay as they are"


@pytest.mark.parametrize("own", [True, False])
def test_a_list_of_feeds_at_home_is_the_readers_own(library: Writer, own: bool) -> None:
    urls = ("http://127.0.0.1:1200/a", "http://127.0.0.1:1200/b", "https://blog.example/feed")
    some = urls[: 3 if own else 2]
    changes = ImportOpml(OutlineTree(tuple(OutlineFeed(url, "") for url in some)), NOW, own=own).run(library)
    assert changes.waiting == frozenset()
    assert not any(state.stopped for state in states(library).values())
