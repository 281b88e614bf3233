"""At the very first refresh nothing shows whether this computer's clock is right, but what several servers say."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.jobs import arrival_time
from desktop_reader.jobs.arrival_time import DAY, Witnesses
from desktop_reader.library import fetching
from desktop_reader.library.writer import Writer
from desktop_reader.records.asked import Received
from desktop_reader.records.refresh import Status
from desktop_reader.worker.once import refresh
from tests.chaos.roads import opened_library
from tests.chaos.stage import HURRIED, Stage, stage
from tests.documents import Item, rss
from tests.library_fixtures import follow

YEAR = 365 * DAY
NEAR = 300


def came(there: Stage, library: Writer, away: list[int | None]) -> list[int]:
    """A feed of each of these hosts, whose clocks are so far from this computer's; gives when each was asked, as far as
    that was written down.
    """
    for place, difference in enumerate(away):
        host = f"host{place}.example"
        there.names[host] = there.names["public.example"]
        if not library.reader.select(f"SELECT 1 FROM feed WHERE url LIKE '%{host}%'"):
            follow(library, url=there.url(f"/{place}.xml", host))
        headers = {} if difference is None else {"Date": formatdate(time.time() + difference, usegmt=True)}
        there.public.serve(f"/{place}.xml", rss([Item(place)]), headers)
    with library.transaction() as live:
        states = fetching.states(live)
    outcomes = list(refresh(library, states, 3600, limits=HURRIED))
    assert {one.status for one in outcomes} <= {Status.NEW, Status.UNCHANGED}
    assert len(outcomes) == len(away)
    found = library.reader.select("SELECT checked_at FROM feed_fetch ORDER BY feed_id")
    return [int(at) - int(time.time()) for (at,) in found]


@pytest.mark.parametrize("wrong", [3 * DAY, -20 * YEAR])
def test_servers_that_agree_are_believed_from_the_first_article_on(wrong: int) -> None:
    with stage() as there, opened_library(there, "first.db") as library:
        found = came(there, library, [wrong, wrong + 60, wrong - 90, wrong, None, wrong + 5 * YEAR])
        assert all(abs(one - wrong) < NEAR for one in found), found
        arrived = library.reader.select("SELECT min(created_at), max(created_at) FROM article")[0]
        assert all(abs(int(at) - time.time() - wrong) < NEAR for at in arrived)
        # It goes on from there: who is off is not believed, whether that is this computer or a server.
        again = came(there, library, [wrong, wrong, wrong, wrong, wrong, -40 * YEAR])
        assert all(abs(one - wrong) < NEAR for one in again[:5])


@pytest.mark.parametrize(
    "away",
    [
        [0, 0, 0],
        [None, None],
        [5 * YEAR],  # One alone may be wrong itself.
        [5 * YEAR, 5 * YEAR],
        [5 * YEAR, -3 * YEAR, 9 * YEAR, 2 * YEAR],
        [0, 0, 5 * YEAR],
        [NEAR, -NEAR, 3600, 0],
    ],
)
def test_the_own_clock_is_believed_where_they_do_not(away: list[int | None]) -> None:
    with stage() as there, opened_library(there, "own.db") as library:
        assert all(abs(one) < NEAR for one in came(there, library, away))


def test_a_clock_that_stands_before_this_program_needs_one_server_only(monkeypatch: pytest.MonkeyPatch) -> None:
    with stage() as there, opened_library(there, "old.db") as library:
        monkeypatch.setattr(arrival_time, "OLDEST", int(time.time()) + YEAR)  # As if it were 1970 here.
        (found,) = came(there, library, [2 * YEAR])
        assert abs(found - 2 * YEAR) < NEAR
    with stage() as there, opened_library(there, "both.db") as library:
        assert all(abs(one) < NEAR for one in came(there, library, [YEAR // 2])), "that one is as wrong"


def test_later_no_servers_are_asked_what_time_it_is() -> None:
    with stage() as there, opened_library(there, "later.db") as library:
        came(there, library, [0, 0, 0])
        assert all(abs(one) < NEAR for one in came(there, library, [-9 * YEAR, -9 * YEAR, -9 * YEAR]))


def head(host: str, at: int) -> Received:
    return Received(f"https://{host}/feed", head=f"HTTP/1.1 200 OK\r\nDate: {formatdate(at, usegmt=True)}\r\n")


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 4_000_000_000)), max_size=12))
def test_nobody_is_believed_who_is_not_one_of_three_that_agree(told: list[tuple[str, int]]) -> None:
    now = 1_900_000_000
    witnesses = Witnesses()
    first: dict[str, int] = {}
    for host, at in told:
        witnesses.hear(head(f"{host}.example", at), now)
        first.setdefault(host, at)
    if witnesses.away:
        near = [at for at in first.values() if abs(at - now - witnesses.away) < 600]
        assert len(near) >= 3
        assert 2 * len(near) > len(first)
        assert abs(witnesses.away) >= DAY
    assert not (witnesses.doubtful and len(first) >= 3)
