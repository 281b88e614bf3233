"""A ``Query`` as SQL. Where it can be, a statement reads one index from its end, so that the first rows cost the same
in any library; ``streams`` says for which this is so.

The texts are made of our own words only; whatever came from outside travels as a parameter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop_reader.records.query import Query, Scope, Sort

Value = int | str


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL and its parameters; ``SELECT id … ORDER BY …``, without a LIMIT."""

    sql: str
    parameters: tuple[Value, ...] = ()


NOTHING = Statement("")
_NEWEST = "s.published_at DESC, s.id DESC"
_OLDEST = "s.published_at, s.id"
_SHOWN = "coalesce(f.given_title, f.title) COLLATE NOCASE"  # As the index feed_shown has it.
_ORDERS: dict[Sort, tuple[str, str]] = {
    Sort.BEST: (_NEWEST, _OLDEST),
    Sort.DATE: (_NEWEST, _OLDEST),
    Sort.TITLE: ("a.title_key, a.id", "a.title_key DESC, a.id DESC"),
    Sort.FEED: (f"{_SHOWN}, f.id, {_NEWEST}", f"{_SHOWN} DESC, f.id DESC, {_NEWEST}"),
    Sort.WORDS: ("a.words DESC, a.id DESC", "a.words, a.id"),
    Sort.READS: (f"s.read_count DESC, {_NEWEST}", f"s.read_count, {_OLDEST}"),
    Sort.FAIR: (_NEWEST, _OLDEST),  # Of the articles that library.orders then arranges.
}
_JOINS: dict[Sort, str] = {
    Sort.TITLE: " JOIN article AS a ON a.id = s.id",
    Sort.WORDS: " JOIN article AS a ON a.id = s.id",
    Sort.FEED: " JOIN feed AS f ON f.id = s.feed_id",
}
_DATES = (Sort.DATE, Sort.BEST)
_INSIDE = (
    "SELECT id FROM feed WHERE folder_id IN (WITH RECURSIVE inside(id) AS"
    " (SELECT ? UNION SELECT folder.id FROM folder JOIN inside ON folder.parent_id = inside.id) SELECT id FROM inside)"
)


def of_unread(query: Query) -> bool:
    """Whether it lists unread articles only."""
    return query.scope is Scope.UNREAD or query.unread_only


def of_starred(query: Query) -> bool:
    """Whether it lists starred articles only."""
    return query.scope is Scope.STARRED or query.starred_only


def by_date(query: Query) -> bool:
    """Whether its order is that of publication; the articles of one feed are all of one feed's name."""
    return query.sort in _DATES or (query.sort is Sort.FEED and query.scope is Scope.FEED)


def streams(query: Query) -> bool:
    """Whether the first rows can be read at once, however many there are: an index, or one of each feed, has them in
    order, and none, or only the articles of other feeds, have to be passed over.
    """
    if query.sort is Sort.FAIR:
        return False
    if of_starred(query):
        return by_date(query) and query.scope in (Scope.ALL, Scope.STARRED, Scope.TODAY) and not of_unread(query)
    if query.scope is Scope.LABEL:
        return by_date(query) and not of_unread(query)
    if by_date(query) or query.sort is Sort.FEED:
        return True
    return query.scope is Scope.ALL and not of_unread(query)


def ids(query: Query, also: Statement = NOTHING) -> Statement:
    """The ids of ``query`` in its order, whatever it searches for; ``also`` has more conditions on ``state AS s``."""
    order = _ORDERS[query.sort][query.reverse]
    feed, source = "s.feed_id", f"state AS s{_JOINS.get(query.sort, '')}"
    if by_date(query):
        order = _OLDEST if query.reverse and query.sort is not Sort.FEED else _NEWEST
        source = "state AS s"
        if query.scope is Scope.LABEL:
            return _labelled(query, also)
    elif query.sort is Sort.FEED and streams(query):
        # CROSS: one feed after the other, each by its own index. The plus keeps the order of feed_shown.
        feed, source = "+f.id", "feed AS f CROSS JOIN state AS s ON s.feed_id = f.id"
    if of_starred(query):
        # The few among the many, whatever SQLite thinks of it.
        source = source.replace("state AS s", "state AS s INDEXED BY st_star")
    where, parameters = _conditions(query, also, feed)
    if not where and query.sort in (Sort.TITLE, Sort.WORDS):
        return Statement(f"SELECT a.id FROM article AS a ORDER BY {order}")
    return Statement(f"SELECT s.id FROM {source}{where} ORDER BY {order}", parameters)


def count(query: Query) -> Statement:
    """How many articles ``query`` has: from the counters where they know it, else by an index."""
    counted = counter(query)
    if counted is not None:
        return counted
    all_shown = not (of_unread(query) or of_starred(query) or query.without or query.hidden is False)
    if query.scope is Scope.LABEL and all_shown:
        return Statement("SELECT count(*) FROM labelled WHERE label_id = ?", (query.target or 0,))
    where, parameters = _conditions(query)
    few = " INDEXED BY st_star" if of_starred(query) else ""
    return Statement(f"SELECT count(*) FROM state AS s{few}{where}", parameters)


def counter(query: Query) -> Statement | None:
    """The same from the counters alone, in no time; None where they do not know it."""
    if query.scope in (Scope.TODAY, Scope.LABEL) or (of_unread(query) and of_starred(query)):
        return None
    column = "unread" if of_unread(query) else "starred" if of_starred(query) else "total"
    whose, parameters = {
        Scope.FEED: ("feed_id = ?", (query.target or 0,)),
        Scope.FOLDER: (f"feed_id IN ({_INSIDE})", (query.target or 0,)),
    }.get(query.scope, ("", ()))
    where = " AND ".join(filter(None, (whose, _there(query, "feed_id")))) or "1"
    sql = f"SELECT coalesce(sum({column}), 0) FROM feed_count WHERE {where}"
    if column == "unread" or query.hidden is not False:
        return Statement(sql, parameters)
    # The counters have them in, and they are few.
    also = " AND starred = 1" if column == "starred" else ""
    less = f"SELECT count(*) FROM hidden CROSS JOIN state ON state.id = hidden.article_id WHERE ({where}){also}"
    return Statement(f"SELECT ({sql}) - ({less})", (*parameters, *parameters))


def some(numbers: Iterable[int], query: Query) -> Statement:
    """Those of these articles that ``query`` has, whatever it searches for, in its order."""
    listed = ",".join(str(int(number)) for number in numbers)  # Integers of our own, in any number.
    where, parameters = _conditions(query, Statement(f"s.id IN ({listed})"))
    order = _ORDERS[query.sort][query.reverse]
    return Statement(f"SELECT s.id FROM state AS s{_JOINS.get(query.sort, '')}{where} ORDER BY {order}", parameters)


def conditions(query: Query) -> Statement:
    """What ``query`` asks of a row of ``state AS s``, as what may stand behind WHERE; whatever it searches for."""
    where, parameters = _conditions(query)
    return Statement(where.removeprefix(" WHERE ") or "1", parameters)


def folder_dates(query: Query) -> Statement:
    """Dates and ids of a folder's articles, feed by feed: to be sorted by whoever sorts a hundred thousand quicker."""
    index, unread = ("st_feed_unread", " AND s.is_read = 0") if of_unread(query) else ("st_feed", "")
    if left_out := _left_out(query):
        unread += f" AND {left_out}"
    return Statement(
        f"SELECT s.published_at, s.id FROM state AS s INDEXED BY {index} WHERE s.feed_id IN ({_inside(query)}){unread}",
        (query.target or 0,),
    )


def folder_firsts(query: Query, bound: int | None, limit: int) -> Statement:
    """Dates and ids of the first articles of each feed in a folder: at most ``limit`` each, none after ``bound``."""
    index, unread = ("st_feed_unread", " AND t.is_read = 0") if of_unread(query) else ("st_feed", "")
    if left_out := _left_out(query, "t"):
        unread += f" AND {left_out}"
    order = (_OLDEST if query.reverse else _NEWEST).replace("s.", "t.")
    bounded = "" if bound is None else f" AND t.published_at {'<=' if query.reverse else '>='} ?"
    return Statement(
        f"WITH own(id) AS MATERIALIZED ({_inside(query)}) SELECT s.published_at, s.id FROM own CROSS JOIN state AS s"
        f" WHERE s.id IN (SELECT t.id FROM state AS t INDEXED BY {index}"
        f" WHERE t.feed_id = own.id{unread}{bounded} ORDER BY {order} LIMIT ?)",
        (query.target or 0, *(() if bound is None else (bound,)), limit),
    )


def feeds_inside(query: Query) -> Statement:
    """How many feeds a folder has, with those of the folders inside it."""
    return Statement(f"SELECT count(*) FROM ({_inside(query)})", (query.target or 0,))


def _labelled(query: Query, also: Statement) -> Statement:
    conditions = [one for one in (_state(query), _there(query, "s.feed_id"), also.sql) if one]
    order = "l.published_at, l.article_id" if query.reverse else "l.published_at DESC, l.article_id DESC"
    join = " CROSS JOIN state AS s ON s.id = l.article_id" if conditions else ""
    where = " AND ".join(["l.label_id = ?", *conditions])
    return Statement(
        f"SELECT l.article_id AS id FROM labelled AS l{join} WHERE {where} ORDER BY {order}",
        (query.target or 0, *also.parameters),
    )


def _conditions(query: Query, also: Statement = NOTHING, feed: str = "s.feed_id") -> tuple[str, tuple[Value, ...]]:
    where, parameters = {
        Scope.TODAY: ("s.published_at >= ?", (query.since_at or 0,)),
        Scope.FEED: (f"{feed} = ?", (query.target or 0,)),
        Scope.FOLDER: (f"{feed} IN ({_INSIDE})", (query.target or 0,)),
        Scope.LABEL: ("s.id IN (SELECT article_id FROM labelled WHERE label_id = ?)", (query.target or 0,)),
    }.get(query.scope, ("", ()))
    every = [one for one in (where, _state(query), _there(query, feed), also.sql) if one]
    return (" WHERE " + " AND ".join(every) if every else ""), (*parameters, *also.parameters)


def _inside(query: Query) -> str:
    there = _there(query, "id")
    return f"{_INSIDE} AND {there}" if there else _INSIDE


def _there(query: Query, feed: str) -> str:
    """Not in a feed that is set aside. Said only where there is one: it costs a look at each row."""
    return f"{feed} NOT IN ({','.join(str(int(number)) for number in query.without)})" if query.without else ""


def _state(query: Query) -> str:
    unread, starred = "s.is_read = 0" * of_unread(query), "s.starred = 1" * of_starred(query)
    return " AND ".join(filter(None, (unread, starred, _left_out(query))))


def _left_out(query: Query, state: str = "s") -> str:
    """Without hidden articles. Said only where there are some; none of them is unread."""
    wanted = query.hidden is not False or of_unread(query)
    return "" if wanted else f"{state}.id NOT IN (SELECT article_id FROM hidden)"
