"""Finding out which articles tell the same story: each that was understood is compared with those of its days.

What is compared are sketches (``text.near``). Two are the same story when seven tenths of their sequences of words are;
when different feeds brought them, within three days; when there is enough text to be sure; and when their titles do not
give other numbers, as those of a series do. Of one feed there is but one article in a story: its others were meant to
be others. A sketch's first twenty-four bytes rule most pairs out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from desktop_reader.library import lists
from desktop_reader.library.marking import listed
from desktop_reader.records.changes import Changes
from desktop_reader.text import near

if TYPE_CHECKING:
    import numpy.typing as npt

    from desktop_reader.library.understanding import Meaning, Understanding
    from desktop_reader.library.writer import Transaction, Writer

SAME = 0.7
DAYS = 3
LEAST = 30  # Words.

# Articles that one is compared with: six days of sixteen hundred, the newest first. Where more come, as they do when a
# library is first filled, the oldest of those days are left out: each comparison costs, and stories are told soon.
_MOST = 10_000
_FEW = 3  # Numbers of eight bytes, of 24.
_ROUGHLY = SAME - 0.2
_CHANCE = 1 / 4
_DAY = 86400
_NUMBER = re.compile(r"\d+")
_LOW_BITS = np.uint64(0x5555555555555555)


class _Days(NamedTuple):
    """The articles of some days, by date, as columns: ten thousand of them are too many for objects."""

    ids: npt.NDArray[np.int64]
    feeds: npt.NDArray[np.int64]
    dates: npt.NDArray[np.int64]

    def among(self, some: Collection[int]) -> _Days:
        """Those of them that are in ``some``."""
        here = np.isin(self.ids, np.fromiter(some, np.int64, len(some)))
        return _Days(self.ids[here], self.feeds[here], self.dates[here])


def tell(library: Writer, file: Understanding, meanings: Sequence[Meaning]) -> Changes:
    """Finds the stories of these articles, which are just understood; those that have another text now leave theirs."""
    own = {one.id: one.sketch for one in meanings}
    if not own:
        return Changes()
    with library.transaction() as live:
        left = _left(live, own)
        days = _days(live, own, [one.published_at for one in meanings])
    sketches = _sketches(file, own, days.ids.tolist())
    days = days.among(sketches)
    pairs = _alike(days, sketches, own.keys(), library)
    if not pairs and not left:
        return Changes()
    with library.transaction() as live:
        first, away = _join(live, pairs)
    return Changes(state=tuple(first | left), folded=tuple(away), back=bool(left - away))


def _left(live: Transaction, own: Iterable[int]) -> set[int]:
    """What stood in a story stands there no more; who is left alone in one by that neither."""
    sql = f"DELETE FROM story WHERE article_id IN ({listed(own)}) RETURNING story_id"
    stories = {story for (story,) in live.exec_driver_sql(sql)}
    if not stories:
        return set()
    alone = f"""DELETE FROM story WHERE story_id IN (SELECT story_id FROM story WHERE story_id IN ({listed(stories)})
        GROUP BY story_id HAVING count(*) = 1) RETURNING article_id"""
    return {number for (number,) in live.exec_driver_sql(alone)}


def _days(live: Transaction, own: Iterable[int], dates: Sequence[int]) -> _Days:
    """Those long enough of those days, and ``own``. One text of all numbers is made and read without objects."""
    sql = f"""SELECT group_concat(id || ',' || feed_id || ',' || published_at) FROM (
        SELECT s.id, s.feed_id, s.published_at FROM (SELECT * FROM state INDEXED BY st_date
            WHERE published_at BETWEEN ? AND ? ORDER BY published_at DESC, id DESC LIMIT {_MOST}) AS s
        JOIN article AS a ON a.id = s.id WHERE a.words >= {LEAST}
        UNION SELECT s.id, s.feed_id, s.published_at FROM state AS s JOIN article AS a ON a.id = s.id
        WHERE s.id IN ({listed(own)}) AND a.words >= {LEAST})"""
    bounds = min(dates) - DAYS * _DAY, max(dates) + DAYS * _DAY
    found = lists.parsed(live.exec_driver_sql(sql, bounds).scalar())
    columns = lists.viewed(found).reshape(-1, 3) if found else np.empty((0, 3), np.int64)
    columns = columns[np.lexsort((columns[:, 0], columns[:, 2]))]
    return _Days(columns[:, 0], columns[:, 1], columns[:, 2])


def _sketches(file: Understanding, own: Mapping[int, bytes], numbers: Sequence[int]) -> dict[int, bytes]:
    """Of those among ``numbers`` that have one. What was looked at once is kept: the next batch is of the same days."""
    kept = file.looked_at
    kept.update(own)
    if missing := [number for number in numbers if number not in kept]:
        kept.update(file.sketches(missing))
    found = {number: kept[number] for number in numbers if len(kept.get(number, b"")) == near.SIZE}
    if len(kept) > 2 * _MOST:
        kept.clear()
        kept.update(found)
    return found


def _alike(days: _Days, sketches: Mapping[int, bytes], own: Collection[int], library: Writer) -> list[tuple[int, int]]:
    """Pairs of the same story: each of ``own`` with the one that it is most like."""
    ids, feeds, dates = days
    if len(ids) < 2:
        return []
    table = np.frombuffer(b"".join([sketches[number] for number in ids.tolist()]), np.uint64).reshape(len(ids), -1)
    heads = np.ascontiguousarray(table[:, :_FEW])
    pairs = []
    for row in np.flatnonzero(np.isin(ids, np.fromiter(own, np.int64, len(own)))).tolist():
        first = int(np.searchsorted(dates, dates[row] - DAYS * _DAY))
        end = int(np.searchsorted(dates, dates[row] + DAYS * _DAY, "right"))
        rough = _shared(heads[row], heads[first:end]) >= _ROUGHLY
        close = first + np.flatnonzero(rough & (feeds[first:end] != feeds[row]))
        shares = _shared(table[row], table[close])
        for place in np.argsort(-shares):
            if shares[place] < SAME:
                break
            pair = int(ids[close[place]]), int(ids[row])
            if not _count_differently(*_titles(library, pair)):
                pairs.append(pair)
                break
    return pairs


def _titles(library: Writer, pair: tuple[int, int]) -> tuple[str, str]:
    titles = dict(library.reader.select(f"SELECT id, title FROM article WHERE id IN ({listed(pair)})"))
    return titles.get(pair[0], ""), titles.get(pair[1], "")


def _count_differently(title: str, other: str) -> bool:
    numbers, others = _NUMBER.findall(title), _NUMBER.findall(other)
    return bool(numbers and others) and numbers != others


def _shared(one: npt.NDArray[np.uint64], others: npt.NDArray[np.uint64]) -> npt.NDArray[np.float64]:
    """As ``near.shared`` estimates it, of as much of the sketches as there is."""
    differ = others ^ one
    unequal = np.bitwise_count((differ | differ >> np.uint64(1)) & _LOW_BITS).sum(axis=1)
    found: npt.NDArray[np.float64] = (1 - unequal / (32 * len(one)) - _CHANCE) / (1 - _CHANCE)
    return found


def _join(live: Transaction, pairs: Iterable[tuple[int, int]]) -> tuple[set[int], set[int]]:
    """Puts both of each pair into one story; gives back who is the first of these, and who stands in another's row."""
    firsts: set[int] = set()
    away: set[int] = set()
    for pair in pairs:
        whole = f"""SELECT article_id FROM story WHERE story_id IN
            (SELECT story_id FROM story WHERE article_id IN ({listed(pair)}))"""
        members = {*pair, *live.exec_driver_sql(whole).scalars()}
        feeds = f"SELECT count(DISTINCT feed_id) FROM state WHERE id IN ({listed(members)})"
        if live.exec_driver_sql(feeds).scalar() != len(members):
            continue
        first = min(members)
        rows = [(number, first) for number in members]
        live.exec_driver_sql("INSERT OR REPLACE INTO story VALUES (?, ?)", rows)
        firsts.add(first)
        away |= members - {first}
    return firsts - away, away
