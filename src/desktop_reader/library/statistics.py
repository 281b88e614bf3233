"""Questions on what came and what was read. They read whole tables, so they are asked on a reading thread.

Days and hours are those of local time as it was then: a moment is turned into them by the system's own calendar, a
quarter of an hour at a time, for no zone of these days changes within one.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_reader.library import arrivals, aside, asked, backups
from desktop_reader.records.condition import condition
from desktop_reader.records.query import Query, Scope
from desktop_reader.records.statistics import OfFeed, Rhythm, Statistics, Tally, Weights, Window

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader

_QUARTER = 900
_FIRST, _LAST = -62_135_510_400, 253_370_764_800  # In the years 1 and 9999, inside what calendars know.
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INSIDE = """WITH RECURSIVE inside(id) AS (VALUES (?) UNION SELECT folder.id FROM folder JOIN inside
    ON folder.parent_id = inside.id) SELECT feed.id FROM feed JOIN inside ON feed.folder_id = inside.id"""

Place = tuple[date, int, int]
"""A day, its weekday from Monday = 0, an hour."""


@dataclass(slots=True)
class _Visits:
    """Articles by day, by feed and in all; sets, for an article opened twice was opened."""

    by_day: dict[date, set[int]]
    by_feed: dict[int, set[int]]

    @classmethod
    def none(cls) -> _Visits:
        return cls(defaultdict(set), defaultdict(set))

    def add(self, article: int, feed: int, day: date) -> None:
        self.by_day[day].add(article)
        self.by_feed[feed].add(article)


def statistics(
    reader: Reader,
    window: Window,
    now: int,
    within: Query = Query(),  # noqa: B008
    pictures: Path | None = None,
) -> Statistics:
    """Of the articles of ``within``, which is all, a folder with those inside it, or a feed; ``pictures`` is where
    pictures are kept.
    """
    feeds = _feeds(reader, within)
    since, until = bounds(window, now)
    place = _places()
    arrived = reader.select(
        f"""SELECT {arrivals.AT} AS at, a.feed_id FROM {arrivals.dated(reader)}
        WHERE at >= ? AND at < ? {_of("a.feed_id", feeds)}""",
        (since, until),
    )
    quarters = Counter([at // _QUARTER for at, _ in arrived])
    came_of = Counter([feed for _, feed in arrived])
    visits = reader.select(
        f"""SELECT v.article_id, v.opened_at, v.through, a.feed_id, a.words FROM visit AS v
        JOIN article AS a ON a.id = v.article_id WHERE v.opened_at >= ? AND v.opened_at < ?
        {_of("a.feed_id", feeds)}""",
        (since, until),
    )
    opened, through, words, read = _Visits.none(), _Visits.none(), {}, set()
    opened_at = [[0] * 24 for _ in range(7)]
    for article, at, to_end, feed, count in visits:
        day, weekday, hour = place(at // _QUARTER)
        opened.add(article, feed, day)
        opened_at[weekday][hour] += 1
        words[article] = count
        if to_end:
            through.add(article, feed, day)
            read.add(article)
    stars = reader.select(
        f"SELECT starred_at, feed_id FROM state WHERE starred = 1 {_of('feed_id', feeds)}"
        + (" AND starred_at >= ? AND starred_at < ?" if window.days is not None else ""),
        (since, until) if window.days is not None else (),
    )
    came: Counter[date] = Counter()
    arrived_at = [[0] * 24 for _ in range(7)]
    for quarter, count in quarters.items():
        day, weekday, hour = place(quarter)
        came[day] += count
        arrived_at[weekday][hour] += count
    starred = Counter([place(at // _QUARTER)[0] for at, _ in stars if at is not None and since <= at < until])
    stars_of = Counter([feed for _, feed in stars])
    days = tuple(
        (day, Tally(came[day], len(opened.by_day.get(day, ())), len(through.by_day.get(day, ())), starred[day]))
        for day in _days(window, until, (*came, *opened.by_day, *starred))
    )
    return Statistics(
        window,
        days,
        Tally(len(arrived), len(words), len(read), len(stars)),
        len(visits),
        sum(words.values()),
        sum(words[article] for article in read),
        _frozen(opened_at),
        _frozen(arrived_at),
        tuple(_of_feeds(reader, now, feeds, came_of, opened, through, stars_of)),
        weights(reader, pictures),
    )


def bounds(window: Window, now: int) -> tuple[int, int]:
    """From when to when: midnights here, the last one that of tomorrow."""
    today = _local(now).date()
    until = _midnight(today + timedelta(days=1))
    if window.days is None:
        return _FIRST, until
    return _midnight(_first_day(today, window.days)), until


def weights(reader: Reader, pictures: Path | None = None) -> Weights:
    """What all of it weighs; what cannot be looked at weighs nothing."""
    library = Path(reader.select("PRAGMA database_list")[0][2])
    own, search = (
        sum(_size(library.with_name(library.name + end + more)) for more in ("", "-wal")) for end in ("", "-search")
    )
    copies = sum(one.size for one in backups.found(library))
    articles = int(reader.select("SELECT coalesce(sum(total), 0) FROM feed_count")[0][0])
    return Weights(own, search, _within(pictures) if pictures is not None else 0, copies, articles)


def _feeds(reader: Reader, within: Query) -> list[int] | None:
    """Those that are asked for and not set aside; None for all."""
    gone = set(aside.numbers(reader.select))
    if within.scope is Scope.FEED:
        found = [within.target]
    elif within.scope is Scope.FOLDER:
        found = [number for (number,) in reader.select(_INSIDE, (within.target,))]
    elif gone:
        found = [number for (number,) in reader.select("SELECT id FROM feed")]
    else:
        return None
    return sorted({number for number in found if number is not None} - gone)


def _of(column: str, feeds: Sequence[int] | None) -> str:
    # The plus keeps SQLite from going through an index feed by feed: the tables are read in one go.
    return "" if feeds is None else f"AND +{column} IN ({','.join(map(str, feeds))})"


def _of_feeds(
    reader: Reader,
    now: int,
    feeds: Sequence[int] | None,
    came: Counter[int],
    opened: _Visits,
    through: _Visits,
    starred: Counter[int],
) -> Iterator[OfFeed]:
    known = {feed.id: feed for feed in (reader.feeds() if feeds is None else reader.some_feeds(feeds))}
    for number, facts in asked.facts(reader, now, feeds).items():
        feed = known.get(number)
        if feed is not None:
            read = len(opened.by_feed.get(number, ())), len(through.by_feed.get(number, ()))
            last = facts.published[0] if facts.published else None
            tally = Tally(came[number], *read, starred[number])
            yield OfFeed(number, feed.uuid, feed.title, tally, last, condition(facts))


def _days(window: Window, until: int, seen: Iterable[date]) -> Iterator[date]:
    last = _local(until).date() - timedelta(days=1)
    first = min((*seen, last)) if window.days is None else _first_day(last, window.days)
    first = max(first, _EPOCH.date())  # What is older was written by a wrong clock.
    for number in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(number)


def _first_day(last: date, days: int) -> date:
    return date.fromordinal(max(2, last.toordinal() - days + 1))


def _places() -> Callable[[int], Place]:
    @cache
    def place(quarter: int) -> Place:
        when = _local(quarter * _QUARTER)
        day = when.date()
        return day, day.weekday(), when.hour

    return place


def _local(at: int) -> datetime:
    at = min(max(at, _FIRST), _LAST)
    try:
        return datetime.fromtimestamp(at)
    except (OSError, OverflowError, ValueError):
        return _EPOCH + timedelta(seconds=at)


def _midnight(day: date) -> int:
    try:
        return int(datetime.combine(day, time()).timestamp())
    except (OSError, OverflowError, ValueError):
        return int((datetime.combine(day, time(), UTC) - _EPOCH).total_seconds())


def _frozen(rows: Sequence[Sequence[int]]) -> Rhythm:
    return tuple(map(tuple, rows))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _within(folder: Path) -> int:
    total = 0
    for place, _, names in os.walk(folder):
        total += sum(_size(Path(place, name)) for name in names)
    return total
