"""Hidden articles: read, and in no list but that of a search with ``is:hidden``.

As long as nothing is hidden, which is known by one look, lists are read as if there were no such thing. An article that
becomes unread again is hidden no more: what counts as unread can be found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop_reader.library.marking import listed, put

if TYPE_CHECKING:
    from desktop_reader.library.writer import Transaction

_WORDS = "is:hidden"


@dataclass(frozen=True, slots=True)
class Hidden:
    """What changed: those that are hidden, of them those that became read, and their feeds."""

    ids: tuple[int, ...]
    read: tuple[int, ...]
    feeds: frozenset[int]


def some(select: Callable[[str], list[Any]]) -> bool:
    """Whether anything is hidden at all."""
    return bool(select("SELECT EXISTS (SELECT 1 FROM hidden)")[0][0])


def among(select: Callable[[str], list[Any]], ids: Iterable[int]) -> frozenset[int]:
    """Those of the articles that are hidden."""
    return frozenset(row[0] for row in select(f"SELECT article_id FROM hidden WHERE article_id IN ({listed(ids)})"))


def asked_for(search: str) -> bool:
    """Whether a search is about hidden articles too."""
    if _WORDS not in search.casefold():
        return False
    from desktop_reader.text.search_query import parse

    return _mentioned(parse(search).tree)


def hide(live: Transaction, ids: Sequence[int], at: int) -> Hidden:
    """Hides articles; only those that were not hidden are in the answer."""
    sql = f"""INSERT OR IGNORE INTO hidden SELECT id, ? FROM state WHERE id IN ({listed(ids)}) RETURNING article_id"""
    done = tuple(row[0] for row in live.exec_driver_sql(sql, (int(at),)).all())
    read = put(live, done, "is_read", True).state
    return Hidden(done, read, feeds_of(live, done))


def unhide(live: Transaction, ids: Sequence[int], at: int | None = None) -> tuple[int, ...]:
    """They are in the lists again, and read as they are; with ``at``, only those that were hidden then."""
    when = "" if at is None else f" AND at = {int(at)}"
    sql = f"DELETE FROM hidden WHERE article_id IN ({listed(ids)}){when} RETURNING article_id"
    return tuple(row[0] for row in live.exec_driver_sql(sql).all())


def feeds_of(live: Transaction, ids: Sequence[int]) -> frozenset[int]:
    """The feeds of these articles."""
    rows = live.exec_driver_sql(f"SELECT DISTINCT feed_id FROM state WHERE id IN ({listed(ids)})")
    return frozenset(row[0] for row in rows)


def _mentioned(node: object) -> bool:
    from desktop_reader.text.search_query import AllOf, AnyOf, Not
    from desktop_reader.text.search_values import Asks, Filter

    match node:
        case AllOf(parts) | AnyOf(parts):
            return any(map(_mentioned, parts))
        case Not(part):
            return _mentioned(part)
        case Filter(asks=asks, text=text):
            return asks is Asks.IS and text == "hidden"
    return False
