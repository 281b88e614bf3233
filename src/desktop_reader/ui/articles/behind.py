"""What a reading thread does for the list. It makes new lists; the screen only puts them in the old ones' place."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from desktop_reader.library import lists, queries
from desktop_reader.library.lists import Run
from desktop_reader.records.listing import Part
from desktop_reader.records.query import Query, Sort
from desktop_reader.ui.articles.asking import ArticleReader
from desktop_reader.ui.articles.moves import Change, Shift

_SINGLY = 500  # More new articles than these are not looked up one by one.
_AHEAD = 64
_KEYS = 16


@dataclass(frozen=True, slots=True)
class Filled:
    """The whole list, and where those of its rows are that were known before it."""

    listed: array[int]
    rows: dict[int, int]


def filled(reader: ArticleReader, query: Query, known: dict[int, int], gone: Collection[int]) -> Filled:
    """All of ``query``, with those of the known (row → id) put back that it lost since: they are being looked at."""
    listed = reader.all_ids(query)
    if all(row < len(listed) and listed[row] == article for row, article in known.items()):
        return Filled(listed, {row: row for row in known})
    places = lists.places(listed, frozenset(known.values()))
    lost = [(row, article) for row, article in sorted(known.items()) if article not in places | dict.fromkeys(gone)]
    if lost:
        listed = listed[:]
        for row, article in lost:
            listed.insert(row, article)
        places = lists.places(listed, frozenset(known.values()))
    return Filled(listed, {row: places[article] for row, article in known.items() if article in places})


def search_filled(reader: ArticleReader, query: Query, quick: Sequence[int]) -> tuple[array[int], array[int]]:
    """All that a search finds: as it is, and with the quick answer's rows where they were."""
    listed = reader.all_ids(query)
    if listed[: len(quick)].tolist() == list(quick):
        return listed, listed
    return listed, lists.first_then(quick, listed)


def changed(
    reader: ArticleReader, query: Query, listed: array[int], wanted: Collection[int], gone: Collection[int]
) -> Change:
    """The list without ``gone`` and with those of the wanted that belong to it, at their places; the rest stays."""
    rows = lists.rows_of(listed, gone)
    left = lists.without(listed, rows) if rows else listed
    runs: list[Run] = []
    if wanted and is_quick(query, wanted):
        runs = _runs_by_date(reader, left, reader.belonging(query, wanted), _is_oldest_first(query))
    elif wanted:
        runs = lists.runs_of_new(left, reader.all_ids(query), wanted)
    counted = [(row, len(articles)) for row, articles in runs]
    return Change(lists.with_runs(left, runs) if runs else left, rows, counted)


def cleaned(reader: ArticleReader, query: Query, listed: array[int], spared: int) -> Change:
    """The list without what does not belong to it any more, as what was read; ``spared`` is being looked at."""
    rows = lists.rows_beside(listed, reader.all_ids(query) + array("q", (spared,)))
    return Change(lists.without(listed, rows), rows)


def part(
    reader: ArticleReader, query: Query, known: dict[int, int], size: int, spans: Sequence[tuple[int, int]]
) -> Part:
    """Rows of a list of which only the ``known`` (row → id) were known, and that it had ``size`` rows."""
    answer = filled(reader, query, known, ())
    shift = Shift(answer.rows.items(), len(answer.listed))
    found = [
        (low, len(answer.listed) - 1 if last == size - 1 else high)
        for first, last in spans
        for low, high in shift.spans(first, last)
    ]
    return Part(answer.listed, found)


def beyond(reader: ArticleReader, query: Query, listed: array[int] | None, article: int, below: bool) -> Part:
    """All rows above an article, or below it; none where it is not in the list. Without ``listed`` it is asked for."""
    listed = reader.all_ids(query) if listed is None else listed
    row = row_of(listed, article)
    if row is None:
        return Part(listed, ())
    return Part(listed, [(row + 1, len(listed) - 1) if below else (0, row - 1)])


def is_quick(query: Query, wanted: Collection[int]) -> bool:
    """Whether ``changed`` can do without the whole list."""
    return not wanted or (not query.search.strip() and queries.by_date(query) and len(wanted) <= _SINGLY)


def unread_rows(reader: ArticleReader, query: Query, listed: array[int], after: int) -> list[int]:
    """The next rows below ``after`` whose articles are unread; from the top when there are none."""
    whole = replace(query, search="", unread_only=True, sort=Sort.DATE, reverse=False)
    rows = lists.rows_of(listed, reader.all_ids(whole))
    below = bisect_right(rows, after)
    return list(rows[below : below + _AHEAD] or rows[:_AHEAD])


def row_of(listed: array[int], article: int) -> int | None:
    """Where an article is."""
    return next(iter(lists.rows_of(listed, (article,))), None)


def _is_oldest_first(query: Query) -> bool:
    return query.reverse and query.sort is not Sort.FEED


def _runs_by_date(reader: ArticleReader, listed: array[int], come: Sequence[int], oldest_first: bool) -> list[Run]:
    """Where each goes by its date, which never changes: the list is in this order, whatever was read meanwhile."""
    keys = _Keys(reader, listed)
    dates = reader.dates(come)
    runs: list[Run] = []
    row = 0
    for article in come:
        if article not in dates:
            continue
        row = keys.place((dates[article], article), row, oldest_first)
        if row < len(listed) and listed[row] == article:
            continue
        if runs and runs[-1][0] == row:
            runs[-1][1].append(article)
        else:
            runs.append((row, [article]))
    return runs


class _Keys:
    """Dates and ids of rows, looked up as a search by halves comes upon them."""

    def __init__(self, reader: ArticleReader, listed: array[int]) -> None:
        self._reader = reader
        self._listed = listed
        self._dates: dict[int, int | None] = {}

    def place(self, key: tuple[int, int], low: int, oldest_first: bool) -> int:
        """The first row from ``low`` on that is not before ``key``."""
        high, middle = len(self._listed), low  # Most new articles belong to the top.
        while low < high:
            row, found = self._at(middle, high)
            if found is None or (found >= key if oldest_first else found <= key):
                high = middle
            else:
                low = row + 1
            middle = (low + high) // 2
        return low

    def _at(self, row: int, end: int) -> tuple[int, tuple[int, int] | None]:
        """The key of the row, or of the next one that is not gone meanwhile."""
        for place in range(row, end):
            article = self._listed[place]
            if article not in self._dates:
                some = self._listed[place : place + (1 if place == row else _KEYS)]
                self._dates |= dict.fromkeys(some, None) | self._reader.dates(some)
            date = self._dates[article]
            if date is not None:
                return place, (date, article)
        return end, None
