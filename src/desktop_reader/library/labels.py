"""Labels, and the articles that have them: read through the reading door, changed within a transaction.

The numbers of articles stand in the statements themselves, as in ``library.marking``.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from desktop_reader.errors import NotFoundError, ReaderError
from desktop_reader.library import aside, hiding
from desktop_reader.library.marking import AT_ONCE, listed
from desktop_reader.records.label import Label, LabelCount, next_colour, tidy

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader
    from desktop_reader.library.writer import Transaction

_LABELS = "SELECT id, title, colour, position FROM label"
_ORDER = "ORDER BY position, title, id"
_LAST = "last_label"  # In ``meta``: the highest id ever used, for rules and deeds to be undone know labels by theirs.

# Reading


def labels(reader: Reader) -> list[Label]:
    """All of them, in their order."""
    return [Label(*row) for row in reader.select(f"{_LABELS} {_ORDER}")]


def counts(reader: Reader, among: Iterable[int] | None = None) -> list[LabelCount]:
    """How many articles each label has that is on any, or on one of these; grows with them, so the window asks on a
    reading thread.
    """
    asked = [f"s.feed_id NOT IN ({aside.IDS})"] if aside.numbers(reader.select) else []
    if hiding.some(reader.select):
        asked.append("s.id NOT IN (SELECT article_id FROM hidden)")
    if among is not None:
        asked.append(f"l.label_id IN (SELECT label_id FROM labelled WHERE article_id IN ({listed(among)}))")
    where = f" WHERE {' AND '.join(asked)}" if asked else ""
    return [
        LabelCount(*row)
        for row in reader.select(
            f"""SELECT l.label_id, count(*), sum(s.is_read = 0) FROM labelled AS l CROSS JOIN state AS s
            ON s.id = l.article_id{where} GROUP BY l.label_id"""
        )
    ]


def of_articles(reader: Reader, numbers: Iterable[int]) -> dict[int, tuple[Label, ...]]:
    """The labels of these articles, in their order; those that have none are missing."""
    return found_by(reader.select, numbers)


def found_by(select: Callable[[str], Iterable[Any]], numbers: Iterable[int]) -> dict[int, tuple[Label, ...]]:
    """The same; ``select`` gives the rows of a statement."""
    found: dict[int, tuple[Label, ...]] = {}
    sql = f"""SELECT l.article_id, o.id, o.title, o.colour, o.position FROM labelled AS l JOIN label AS o
        ON o.id = l.label_id WHERE l.article_id IN ({listed(numbers)}) ORDER BY o.position, o.title, o.id"""
    for article, *fields in select(sql):
        found[article] = (*found.get(article, ()), Label(*fields))
    return found


def shares(reader: Reader, numbers: Sequence[int]) -> dict[int, int]:
    """How many of these articles have each label; labels that none of them has are missing."""
    found: dict[int, int] = {}
    for start in range(0, len(numbers), AT_ONCE):
        some = listed(numbers[start : start + AT_ONCE])
        sql = f"SELECT label_id, count(*) FROM labelled WHERE article_id IN ({some}) GROUP BY label_id"
        for label, count in reader.select(sql):
            found[label] = found.get(label, 0) + count
    return found


def articles(reader: Reader, label: int) -> array[int]:
    """All that have it, the newest first."""
    sql = "SELECT article_id AS id FROM labelled WHERE label_id = ? ORDER BY published_at DESC, article_id DESC"
    return reader.listed(sql, (label,))


def others(reader: Reader, label: int, numbers: Sequence[int], on: bool) -> array[int]:
    """Those of the articles that do not have it (``on``), or that do: what putting it on or taking it off changes."""
    sql = f"""SELECT group_concat(id) FROM (SELECT id FROM state WHERE id IN (SELECT value FROM json_each(?))
        AND {"NOT " * on}EXISTS (SELECT 1 FROM labelled AS l WHERE l.article_id = state.id AND l.label_id = ?)
        ORDER BY id DESC)"""
    found = reader.select(sql, (f"[{listed(numbers)}]", label))[0][0]
    return array("q", map(int, found.split(","))) if found else array("q")


# Changing


def add(live: Transaction, title: str, colour: str = "") -> int:
    """A new label behind all others; without a colour it gets the one that is seen least. Returns its id, or that of
    the label that is called so already.
    """
    title = tidy(title)
    there = live.exec_driver_sql("SELECT id FROM label WHERE title = ?", (title,)).scalar()
    if there is not None:
        return int(there)
    _named(title)
    known = [Label(*row) for row in live.exec_driver_sql(_LABELS)]
    return _insert(
        live, _free(live), title, colour or next_colour(known), 1 + max((o.position for o in known), default=-1)
    )


def rename(live: Transaction, label: int, title: str) -> None:
    """Raises ReaderError for a title that another label has, or that is none."""
    title = tidy(title)
    _named(title)
    taken = live.exec_driver_sql("SELECT 1 FROM label WHERE title = ? AND id <> ?", (title, label)).first()
    if taken is not None:
        raise ReaderError("There is a label of this name already.")
    _changed(live.exec_driver_sql("UPDATE label SET title = ? WHERE id = ?", (title, label)).rowcount)


def recolour(live: Transaction, label: int, colour: str) -> None:
    """Another colour."""
    _changed(live.exec_driver_sql("UPDATE label SET colour = ? WHERE id = ?", (colour, label)).rowcount)


def order(live: Transaction, wanted: Sequence[int]) -> None:
    """Labels stand as in ``wanted``; those that are not in it come behind, as they were."""
    there = [row[0] for row in live.exec_driver_sql(f"SELECT id FROM label {_ORDER}")]
    first = [label for label in dict.fromkeys(wanted) if label in there]
    for position, label in enumerate([*first, *(label for label in there if label not in first)]):
        live.exec_driver_sql("UPDATE label SET position = ? WHERE id = ?", (position, label))


def remove(live: Transaction, label: int) -> None:
    """The label goes, from all articles as well."""
    live.exec_driver_sql("DELETE FROM label WHERE id = ?", (label,))


def restore(live: Transaction, label: Label) -> int:
    """A label that was removed is there again, with its id, or with the one of the label that has its title now."""
    there = live.exec_driver_sql("SELECT id FROM label WHERE id = ? OR title = ?", (label.id, label.title)).scalar()
    return int(there) if there is not None else _insert(live, label.id, label.title, label.colour, label.position)


def put(live: Transaction, label: int, numbers: Iterable[int]) -> tuple[int, ...]:
    """Puts it on articles: those that did not have it. None where there is no such label."""
    sql = f"""INSERT OR IGNORE INTO labelled SELECT label.id, state.published_at, state.id FROM label, state
        WHERE label.id = ? AND state.id IN ({listed(numbers)}) RETURNING article_id"""
    return _ids(live.exec_driver_sql(sql, (label,)).all())


def take(live: Transaction, label: int, numbers: Iterable[int]) -> tuple[int, ...]:
    """Takes it off articles: those that had it."""
    sql = f"""DELETE FROM labelled WHERE label_id = ? AND (published_at, article_id) IN
        (SELECT published_at, id FROM state WHERE id IN ({listed(numbers)})) RETURNING article_id"""
    return _ids(live.exec_driver_sql(sql, (label,)).all())


def is_there(live: Transaction, label: int) -> bool:
    """Whether there is such a label."""
    return live.exec_driver_sql("SELECT 1 FROM label WHERE id = ?", (label,)).first() is not None


def named(reader: Reader, title: str) -> Label | None:
    """The label of this title, whatever its case."""
    rows = reader.select(f"{_LABELS} WHERE title = ?", (tidy(title),))
    return Label(*rows[0]) if rows else None


def _insert(live: Transaction, number: int, title: str, colour: str, position: int) -> int:
    live.exec_driver_sql("INSERT INTO label VALUES (?, ?, ?, ?)", (number, title, colour, position))
    return number


def _free(live: Transaction) -> int:
    highest = (
        "SELECT max(coalesce((SELECT max(id) FROM label), 0), coalesce((SELECT value FROM meta WHERE key = ?), 0) + 0)"
    )
    number = int(live.exec_driver_sql(highest, (_LAST,)).scalar_one()) + 1
    live.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_LAST, str(number)))
    return number


def _ids(rows: Sequence[Any]) -> tuple[int, ...]:
    return tuple(row[0] for row in rows)


def _named(title: str) -> None:
    if not title:
        raise ReaderError("A label needs a name.")


def _changed(rows: int) -> None:
    if not rows:
        raise NotFoundError("This label is not in the library any more.")
