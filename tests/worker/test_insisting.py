"""A feed whose name leads into the reader's own network is asked when the reader insists, then by itself."""

from __future__ import annotations

from desktop_reader.library import fetching
from desktop_reader.library.homes import homes
from desktop_reader.library.writer import Writer
from desktop_reader.records.health import Problem
from desktop_reader.records.network import Range
from desktop_reader.records.refresh import Status
from desktop_reader.worker.once import refresh
from tests.chaos.roads import opened_library
from tests.chaos.stage import HURRIED, Stage, stage
from tests.documents import Item, rss
from tests.library_fixtures import follow


def asked(library: Writer, *feeds: int, by_hand: bool = True) -> list[tuple[Status, Problem | None]]:
    with library.transaction() as live:
        states = fetching.states(live, feeds or None)
    outcomes = list(refresh(library, states, 3600, by_hand=by_hand, limits=HURRIED))
    return [(one.status, one.health.problem) for one in sorted(outcomes, key=lambda one: one.feed_id)]


def name_of_a_server_at_home(there: Stage) -> str:
    there.names["intranet.example"] = "127.0.0.1"
    there.victim.serve("/feed.xml", rss([Item(1)]))
    return f"http://intranet.example:{there.victim.port}/feed.xml"


def test_one_alone_by_hand_after_it_was_refused() -> None:
    refused, came = (Status.FAILED, Problem.UNSAFE_ADDRESS), (Status.NEW, None)
    with stage() as there, opened_library(there, "insisting.db") as library:
        other = follow(library, url=there.url("/other.xml"))
        there.public.serve("/other.xml", rss([Item(2)]))
        feed = follow(library, url=name_of_a_server_at_home(there))
        assert asked(library) == [came, refused]
        assert asked(library, feed, by_hand=False) == [refused], "the clock insists on nothing"
        assert asked(library, other, feed)[1] == refused, "nor does somebody who refreshes all"
        assert there.reached == 0
        assert homes(library.reader) == {}
        assert asked(library, feed) == [came]
        assert homes(library.reader) == {"intranet.example": Range.LOOPBACK}
        assert asked(library, other, feed, by_hand=False)[1] == (Status.UNCHANGED, None)


def test_a_first_try_by_hand_is_no_insisting() -> None:
    with stage() as there, opened_library(there, "first.db") as library:
        feed = follow(library, url=name_of_a_server_at_home(there))
        assert asked(library, feed) == [(Status.FAILED, Problem.UNSAFE_ADDRESS)]
        assert there.reached == 0


def test_where_all_names_lead_inside_no_feed_is_to_blame() -> None:
    """As in a hotel that wants a login first."""
    with stage() as there, opened_library(there, "hotel.db") as library:
        for place in range(4):
            there.names[f"site{place}.example"] = "127.0.0.1"
            follow(library, url=f"http://site{place}.example:{there.victim.port}/feed.xml")
        assert set(asked(library, by_hand=False)) == {(Status.FAILED, Problem.OFFLINE)}
        assert there.reached == 0
        assert all(feed.health.ok for feed in library.reader.feeds())
