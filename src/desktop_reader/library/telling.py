"""Finding out which articles tell the same story: each that was understood is compared with those of its days.

What is compared are sketches (``text.near``). Two are the same story when seven tenths of their sequences of words are;
when different feeds brought them, within three days; when there is enough text to be sure; and when their titles do not
give other numbers, as those of a series do. Of one feed there is but one article in a story: its others were meant to
be others. A sketch's first twenty-four bytes rule most pairs out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

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

_MOST = 10_000  # Articles that one is compared with: three days of three thousand.
_FEW = 3  # Numbers of eight bytes, of 24.
_ROUGHLY = SAME - 0.2
_CHANCE = 1 / 4
_DAY = 86400
_NUMBER = re.compile(r"\d+")
_LOW_BITS = np.uint64(0x5555555555555555)


class _Fact(NamedTuple):
    feed: int
    at: int
    title: str


def tell(library: Writer, file: Understanding, meanings: Sequence[Meaning]) -> Changes:
    """Finds the stories of these articles, which are just understood; those that have another text now leave theirs."""
    own = {one.id: one.sketch for one in meanings}
    if not own:
        return Changes()
    with library.transaction() as live:
        left = _left(live, own)
        facts = _facts(live, own, [one.published_at for one in meanings])
    wanted = [number for number in facts if number not in own]
    sketches = {number: sketch for number, sketch in own.items() if number in facts} | file.sketches(wanted)
    numbers = sorted(number for number, sketch in sketches.items() if len(sketch) == near.SIZE)
    pairs = _alike(numbers, sketches, {number for number in own if number in facts}, facts)
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


def _facts(live: Transaction, own: Iterable[int], dates: Sequence[int]) -> dict[int, _Fact]:
    """Those long enough of those days."""
    sql = f"""SELECT s.id, s.feed_id, s.published_at, a.title FROM (SELECT * FROM state INDEXED BY st_date
        WHERE published_at BETWEEN ? AND ? ORDER BY published_at DESC, id DESC LIMIT {_MOST}) AS s
        JOIN article AS a ON a.id = s.id WHERE a.words >= {LEAST}"""
    bounds = min(dates) - DAYS * _DAY, max(dates) + DAYS * _DAY
    rows: list[Any] = list(live.exec_driver_sql(sql, bounds))
    rows += live.exec_driver_sql(
        f"""SELECT s.id, s.feed_id, s.published_at, a.title FROM state AS s JOIN article AS a ON a.id = s.id
        WHERE s.id IN ({listed(own)}) AND a.words >= {LEAST}"""
    )
    return {row[0]: _Fact(*row[1:]) for row in rows}


def _alike(
    numbers: Sequence[int], sketches: dict[int, bytes], own: set[int], facts: dict[int, _Fact]
) -> list[tuple[int, int]]:
    """Pairs of the same story: each of ``own`` with the one that it is most like."""
    if not own or len(numbers) < 2:
        return []
    table = np.frombuffer(b"".join(sketches[number] for number in numbers), np.uint64).reshape(len(numbers), -1)
    feeds = np.array([facts[number].feed for number in numbers])
    dates = np.array([facts[number].at for number in numbers])
    pairs = []
    for row, number in enumerate(numbers):
        if number not in own:
            continue
        close = np.flatnonzero((feeds != feeds[row]) & (np.abs(dates - dates[row]) <= DAYS * _DAY))
        close = close[_shared(table[row, :_FEW], table[close, :_FEW]) >= _ROUGHLY]
        shares = _shared(table[row], table[close])
        for place in np.argsort(-shares):
            other = numbers[int(close[place])]
            if shares[place] < SAME:
                break
            if not _count_differently(facts[number].title, facts[other].title):
                pairs.append((other, number))
                break
    return pairs


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
