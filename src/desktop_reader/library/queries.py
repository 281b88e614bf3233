"""A ``Query`` as SQL. Every statement reads one index from its end, so the first rows cost the same in any library.

The texts are made of our own words only; whatever came from outside travels as a parameter.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop_reader.records.query import Query, Scope, Sort

Value = int | str


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL and its parameters; ``SELECT id … ORDER BY …``, without a LIMIT."""

    sql: str
    parameters: tuple[Value, ...] = ()


_NEWEST = "s.published_at DESC, s.id DESC"
_OLDEST = "s.published_at, s.id"
_SHOWN = "coalesce(f.given_title, f.title) COLLATE NOCASE"  # As the index feed_shown has it.
_ORDERS: dict[Sort, tuple[str, str]] = {
    Sort.DATE: (_NEWEST, _OLDEST),
    Sort.TITLE: ("a.title_key, a.id", "a.title_key DESC, a.id DESC"),
    Sort.FEED: (f"{_SHOWN}, f.id, {_NEWEST}", f"{_SHOWN} DESC, f.id DESC, {_NEWEST}"),
    Sort.WORDS: ("a.words DESC, a.id DESC", "a.words, a.id"),
    Sort.READS: (f"s.read_count DESC, {_NEWEST}", f"s.read_count, {_OLDEST}"),
}
_JOINS: dict[Sort, str] = {
    Sort.TITLE: " JOIN article AS a ON a.id = s.id",
    Sort.WORDS: " JOIN article AS a ON a.id = s.id",
    Sort.FEED: " JOIN feed AS f ON f.id = s.feed_id",
}
_FOLDER = (
    "s.feed_id IN (SELECT id FROM feed WHERE folder_id IN (WITH RECURSIVE inside(id) AS"
    " (SELECT ? UNION SELECT folder.id FROM folder JOIN inside ON folder.parent_id = inside.id) SELECT id FROM inside))"
)


def ids(query: Query, matching: str = "") -> Statement:
    """The ids of ``query`` in its order; ``matching`` is the FTS5 expression of its search words, if it has any."""
    where, parameters = _conditions(query)
    if matching:
        where += (" AND " if where else " WHERE ") + "s.id IN (SELECT rowid FROM found.fts WHERE fts MATCH ?)"
        parameters.append(matching)
    order = _ORDERS[query.sort][query.reverse]
    return Statement(
        f"SELECT s.id FROM state AS s{_JOINS.get(query.sort, '')}{where} ORDER BY {order}", tuple(parameters)
    )


def count(query: Query) -> Statement:
    """How many articles ``query`` has: from the counters where they know it, else by one covering index."""
    column = {Scope.ALL: "total", Scope.UNREAD: "unread", Scope.STARRED: "starred", Scope.FEED: "total"}.get(
        query.scope
    )
    if column == "total" and query.unread_only and not query.starred_only:
        column = "unread"
    elif query.unread_only or query.starred_only:
        column = None
    if column is not None:
        one = query.scope is Scope.FEED
        return Statement(
            f"SELECT coalesce(sum({column}), 0) FROM feed_count{' WHERE feed_id = ?' if one else ''}",
            (query.target or 0,) if one else (),
        )
    where, parameters = _conditions(query)
    return Statement(f"SELECT count(*) FROM state AS s{where}", tuple(parameters))


def _conditions(query: Query) -> tuple[str, list[Value]]:
    conditions: list[str] = []
    parameters: list[Value] = []
    match query.scope:
        case Scope.TODAY:
            conditions.append("s.published_at >= ?")
            parameters.append(query.since_at or 0)
        case Scope.FEED:
            conditions.append("s.feed_id = ?")
            parameters.append(query.target or 0)
        case Scope.FOLDER:
            conditions.append(_FOLDER)
            parameters.append(query.target or 0)
    if query.scope is Scope.UNREAD or query.unread_only:
        conditions.append("s.is_read = 0")
    if query.scope is Scope.STARRED or query.starred_only:
        conditions.append("s.starred = 1")
    return (" WHERE " + " AND ".join(conditions) if conditions else ""), parameters
