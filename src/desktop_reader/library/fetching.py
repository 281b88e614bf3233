"""What the library knows about asking servers: which feeds are due, with which validators, and how it went.

Functions over a live transaction; ``jobs.refresh`` decides what to write, this says how it is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, or_, select, text, update

from desktop_reader.library import access as private
from desktop_reader.library import aside
from desktop_reader.library.homes import Homes, home_at, homes_in
from desktop_reader.library.schema import FeedEntity, access, feed_fetch
from desktop_reader.records.access import Access
from desktop_reader.records.health import Health, Problem
from desktop_reader.records.network import Range
from desktop_reader.records.parsed import Rhythm
from desktop_reader.records.refresh import FeedRequest, Validators
from desktop_reader.records.saved import SAVED


@dataclass(frozen=True, slots=True)
class FetchState:
    """How matters stand with asking one feed. ``not_before_at`` is what the server asked for: by hand heeds it too."""

    feed_id: int
    url: str
    validators: Validators = Validators()
    body_hash: bytes | None = None
    checked_at: int | None = None
    next_check_at: int = 0
    not_before_at: int = 0
    stopped: bool = False
    health: Health = Health()
    moved_to: str | None = None
    moved_times: int = 0
    rhythm: Rhythm = Rhythm()
    access: Access | None = None
    home: Range | None = None

    @property
    def request(self) -> FeedRequest:
        """The question to the server."""
        return FeedRequest(self.feed_id, self.url, self.validators, self.body_hash, self.access, self.home)


_COLUMNS = (
    FeedEntity.id,
    FeedEntity.url,
    feed_fetch.c.etag,
    feed_fetch.c.last_modified,
    feed_fetch.c.body_hash,
    feed_fetch.c.checked_at,
    feed_fetch.c.next_check_at,
    feed_fetch.c.not_before_at,
    feed_fetch.c.stopped,
    feed_fetch.c.problem,
    feed_fetch.c.detail,
    feed_fetch.c.failures,
    feed_fetch.c.since_at,
    feed_fetch.c.moved_to,
    feed_fetch.c.moved_times,
    feed_fetch.c.ttl_minutes,
    feed_fetch.c.skip_hours,
    feed_fetch.c.skip_days,
    FeedEntity.uuid,
    access.c.method,
    access.c.user,
    access.c.headers,
)
# What is set aside is asked for nothing, nor kept in; nor are saved pages, behind whose address there is no server.
_FOLLOWED = text(f"feed.id NOT IN ({aside.IDS}) AND feed.url <> :saved").bindparams(saved=SAVED)
_LONGEST_WAIT = 40 * 86400  # A next_check further away than any rule allows was made by a wrong clock: it is due.
_LAST = 5  # So many articles tell a feed's rhythm.
_LEARNING = 7 * 86400


def due(live: Connection, now: int, limit: int) -> list[FetchState]:
    """Feeds that the schedule wants asked now, the longest overdue first."""
    wanted = (
        _select()
        .where(feed_fetch.c.stopped == 0)
        .where(or_(feed_fetch.c.next_check_at <= now, feed_fetch.c.next_check_at > now + _LONGEST_WAIT))
        .order_by(feed_fetch.c.next_check_at)
        .limit(limit)
    )
    known = homes_in(live)
    return [_state(row, known) for row in live.execute(wanted)]


def next_due_at(live: Connection) -> int | None:
    """When the next feed is due; None when there is none."""
    soonest = select(feed_fetch.c.next_check_at).join(FeedEntity).where(feed_fetch.c.stopped == 0, _FOLLOWED)
    return live.execute(soonest.order_by(feed_fetch.c.next_check_at).limit(1)).scalar()


def states(live: Connection, feed_ids: Sequence[int] | None = None) -> list[FetchState]:
    """The given feeds, or all, in the order of their ids."""
    found = live.execute(_all()) if feed_ids is None else live.execute(_some(), {"ids": list(feed_ids)})
    known = homes_in(live)
    return [_state(row, known) for row in found]


def keep(live: Connection, changed: Sequence[FetchState]) -> None:
    """Keeps how matters stand now. The feed's address is not kept here: see ``move``."""
    if not changed:
        return
    live.execute(
        update(feed_fetch).where(feed_fetch.c.feed_id == bindparam("feed")),
        [
            {
                "feed": s.feed_id,
                "etag": s.validators.etag,
                "last_modified": s.validators.last_modified,
                "body_hash": s.body_hash,
                "checked_at": s.checked_at,
                "next_check_at": s.next_check_at,
                "not_before_at": s.not_before_at,
                "stopped": int(s.stopped),
                "problem": s.health.problem,
                "detail": s.health.detail[:500],
                "failures": s.health.failures,
                "since_at": s.health.since_at,
                "moved_to": s.moved_to,
                "moved_times": s.moved_times,
                "ttl_minutes": s.rhythm.ttl_minutes,
                "skip_hours": sum(1 << hour for hour in s.rhythm.skip_hours),
                "skip_days": sum(1 << day for day in s.rhythm.skip_days),
            }
            for s in changed
        ],
    )


def move(live: Connection, feed_id: int, url: str) -> int | None:
    """The subscription has another address now; the old one is kept. Nothing happens where another feed has that
    address: then its id is returned.
    """
    there = live.execute(select(FeedEntity.id).where(FeedEntity.url == url, FeedEntity.id != feed_id)).scalar()
    if there is None:
        live.execute(update(FeedEntity).where(FeedEntity.id == feed_id).values(old_url=FeedEntity.url, url=url))
    return there


def wait_for_leave(live: Connection, feed_id: int, host: str) -> bool:
    """The feed's host lies in a private network, and nobody has given its address by hand: it is asked by hand only.
    False for one that was asked before.
    """
    told = {"stopped": 1, "problem": Problem.UNSAFE_ADDRESS, "detail": host}
    never = feed_fetch.c.checked_at.is_(None)
    return live.execute(update(feed_fetch).where(feed_fetch.c.feed_id == feed_id, never).values(**told)).rowcount > 0


def gaps(live: Connection, feed_ids: Sequence[int], now: int) -> dict[int, int]:
    """How many seconds lie between the last articles of these feeds, the silence since then counted in. Nothing of
    feeds that have few articles, or are followed for less than a week: a list of old ones says little of what comes.
    """
    some = ",".join(map(str, map(int, feed_ids)))
    rows = live.exec_driver_sql(
        f"""SELECT id, (SELECT published_at FROM state WHERE state.feed_id = feed.id
        ORDER BY published_at DESC, id DESC LIMIT 1 OFFSET {_LAST - 1})
        FROM feed WHERE id IN ({some}) AND created_at <= ?""",
        (now - _LEARNING,),
    )
    return {feed_id: max(0, now - at) // _LAST for feed_id, at in rows if at is not None}


def describe(live: Connection, feed_id: int, now: int, **told: str | None) -> bool:
    """What the document says of itself (title, site_url, description, language, icon_url). True when that is news."""
    row = live.execute(_told(tuple(told)), {"feed": feed_id}).one()
    news = {name: value for (name, value), old in zip(told.items(), row, strict=True) if value and value != old}
    if news:
        live.execute(update(FeedEntity).where(FeedEntity.id == feed_id).values(**news, updated_at=now))
    return bool(news)


@cache
def _all() -> Select[*tuple[Any, ...]]:
    """Made once: it is asked for each feed that is refreshed, and to make it takes longer than to answer it."""
    return _select().order_by(FeedEntity.id)


@cache
def _some() -> Select[*tuple[Any, ...]]:
    return _all().where(FeedEntity.id.in_(bindparam("ids", expanding=True)))


@cache
def _told(names: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    return select(*(getattr(FeedEntity, name) for name in names)).where(FeedEntity.id == bindparam("feed"))


def _select() -> Select[*tuple[Any, ...]]:
    found = select(*_COLUMNS).join(feed_fetch, feed_fetch.c.feed_id == FeedEntity.id).where(_FOLLOWED)
    return found.outerjoin(access, access.c.feed_id == FeedEntity.id)


def _state(row: Sequence[Any], homes: Homes) -> FetchState:
    (number, url, etag, modified, body_hash, checked, next_check, not_before, stopped, problem, detail, *rest) = row
    failures, since, moved_to, moved_times, ttl, hours, days, *how = rest
    known = Problem(problem) if problem in set(Problem) else None
    return FetchState(
        feed_id=number,
        url=url,
        validators=Validators(etag, modified),
        body_hash=body_hash,
        checked_at=checked,
        next_check_at=next_check,
        not_before_at=not_before,
        stopped=bool(stopped),
        health=Health(known, detail, failures, since),
        moved_to=moved_to,
        moved_times=moved_times,
        rhythm=Rhythm(ttl, _bits(hours, 24), _bits(days, 7)),
        access=private.read(how),
        home=home_at(homes, url),
    )


def _bits(number: int, width: int) -> frozenset[int]:
    return frozenset(bit for bit in range(width) if number >> bit & 1)
