"""Similar readings: the articles nearest in meaning to one, in the whole library.

The door to ``library.neighbours``, which brings numpy: a window that only opens need not wait for that.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop_reader.library import aside, hiding
from desktop_reader.library.reader import Reader
from desktop_reader.records.insight import SimilarReading

MOST = 5


def similar(reader: Reader, number: int, most: int = MOST) -> tuple[SimilarReading, ...]:
    """The nearest articles, nearest first, among equals the newest: never ``number`` itself nor a copy of it, of
    copies of one text only one, and fewer than ``most`` when nothing is near enough.

    Belongs on a reading thread: 10 ms in a library of 100,000 articles, 2 ms when it was asked before.
    """
    from desktop_reader.library.neighbours import neighbours

    found = neighbours(reader._path).of(number, most)
    rows = reader.rows(list(dict.fromkeys(n for one in found for n in (one.row.id, *one.copies))))
    feeds: dict[int, str] = {}
    away = frozenset(aside.numbers(reader.select))
    hidden = hiding.among(reader.select, rows)
    result = []
    for one in found:
        if one.row.id not in rows:
            continue  # It went a moment ago.
        row = rows[one.row.id]
        if row.feed_id in away or row.id in hidden:
            continue
        if row.feed_id not in feeds:
            feed = reader.feed(row.feed_id)
            feeds[row.feed_id] = feed.uuid if feed else ""
        also_in = dict.fromkeys(
            rows[copy].feed_title
            for copy in one.copies
            if copy in rows and rows[copy].feed_id not in (row.feed_id, *away)
        )
        result.append(
            SimilarReading(
                id=row.id,
                uuid=row.uuid,
                title=row.title,
                feed_id=row.feed_id,
                feed_uuid=feeds[row.feed_id],
                feed_title=row.feed_title,
                published_at=row.published_at,
                score=one.score,
                shared=one.shared.by(one.row),
                also_in=tuple(also_in),
            )
        )
    return tuple(result)


def named(reader: Reader, numbers: Sequence[int], most: int = MOST) -> dict[int, tuple[tuple[str, str], ...]]:
    """Titles and addresses of what is similar to each of these articles: the same without all else, for many."""
    from desktop_reader.library.neighbours import neighbours

    found = neighbours(reader._path).of_each(numbers, most)
    near = {number: [one.row.id for one in some] for number, some in found.items()}
    every = {one for some in near.values() for one in some}
    if not every:
        return {}
    away = frozenset(aside.numbers(reader.select))
    gone = hiding.among(reader.select, every)
    sql = """SELECT a.id, a.feed_id, a.title, coalesce(b.url, '') FROM article AS a
        LEFT JOIN body AS b ON b.id = a.id WHERE a.id IN (%s)"""
    rows = reader.select(sql % ",".join(map(str, every)))
    known = {number: (title, url) for number, feed, title, url in rows if feed not in away and number not in gone}
    return {number: tuple(known[one] for one in some if one in known) for number, some in near.items()}
