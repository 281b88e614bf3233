"""How the list's ids come: the first at once, the rest and all later changes from a reading thread.

What is asked belongs to one version of the list; an answer to an older one is not used, and asked for again.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer

from desktop_reader.records.listing import Head, Part
from desktop_reader.records.query import Query
from desktop_reader.records.search import Found
from desktop_reader.ui.articles import behind
from desktop_reader.ui.articles.asking import ArticleReader, Ask, Kind
from desktop_reader.ui.articles.behind import Filled
from desktop_reader.ui.articles.gaps import Gaps
from desktop_reader.ui.articles.moves import Change, Shift

if TYPE_CHECKING:
    from desktop_reader.ui.articles.model import ArticleModel

Answer = TypeVar("Answer")
Row = Callable[[int | None], None]
"""Is told a row, or that there is none."""

_HEAD = 64
_TYPING_MS = 200  # After the last key, before all that a search finds is asked for.
_NEARBY = 200


class Filling:
    """Fills one model. ``whole``: all its rows are known; ``settled``: they must not be put in another order."""

    def __init__(self, model: ArticleModel, reader: ArticleReader, ask: Ask) -> None:
        self.query = Query()
        self.begun = self.whole = self.settled = False
        self._model = model
        self._reader = reader
        self._ask = ask
        self._listed: array[int] | Gaps = array("q")
        self._version = self._opened = 0
        self._wanted: set[int] = set()
        self._gone: set[int] = set()
        self._later: dict[Kind, Callable[[], None]] = {}  # What has to wait for the whole list.
        self._unread: tuple[int, int] | None = None  # The version and row of a question that is out.
        self._presses = 0
        self._rest = QTimer(model, singleShot=True, interval=_TYPING_MS)
        self._rest.timeout.connect(self._ask_for_rest_of_search)

    def open(self, query: Query) -> None:
        """Another list."""
        self.query = query
        self.begun, self.whole, self.settled = True, False, False
        self._version += 1
        self._opened += 1
        self._rest.stop()
        self._wanted.clear()
        self._gone.clear()
        self._later.clear()
        if query.search.strip():
            self._ask_for(lambda reader: reader.found(query), self._begin_search, Kind.SEARCH)
            return
        head = self._reader.head(query, _HEAD)
        if head is not None:
            self._begin(head)
        else:
            self._ask_for(lambda reader: reader.all_ids(query), self._begin_whole, Kind.LIST)

    def change(self, new: Collection[int], removed: Collection[int]) -> None:
        """These came, those went. A list that is not whole yet is not kept from that: they wait for it."""
        self._wanted = (self._wanted | set(new)).difference(removed)
        self._gone = (self._gone | set(removed)).difference(new)
        if self.whole:
            self._ask_for_change()

    def find(self, article: int, found: Row) -> None:
        """The row of an article."""
        listed = self._listed
        if not self.whole or isinstance(listed, Gaps):
            self._later[Kind.PLACE] = lambda: self.find(article, found)
            return
        version, opened = self._version, self._opened

        def answered(row: int | None) -> None:
            if version == self._version:
                found(row)
            elif opened == self._opened:
                self.find(article, found)

        self._ask(lambda reader: behind.row_of(listed, article), answered, kind=Kind.PLACE)

    def find_unread(self, after: int, found: Row) -> None:
        """The next unread row, for each time this is asked while the answer is under way."""
        listed, query, version = self._listed, self.query, self._version
        if not self.whole or isinstance(listed, Gaps):
            self._later[Kind.UNREAD] = lambda: self.find_unread(after, found)
            return
        self._presses = self._presses + 1 if self._unread == (version, after) else 0
        self._unread, opened = (version, after), self._opened

        def answered(rows: list[int]) -> None:
            self._unread = None
            if version == self._version:
                found(rows[min(self._presses, len(rows) - 1)] if rows else None)
            elif opened == self._opened:
                self.find_unread(after, found)

        self._ask(lambda reader: behind.unread_rows(reader, query, listed, after), answered, kind=Kind.UNREAD)

    def clean_up(self, spared: int, cleaned: Callable[[int], None]) -> None:
        """Takes out what does not belong to the list any more, but for ``spared``; tells how many rows that were."""
        listed, query, version, opened = self._listed, self.query, self._version, self._opened
        if not self.whole or isinstance(listed, Gaps):
            self._later[Kind.CLEAN] = lambda: self.clean_up(spared, cleaned)
            return

        def answered(change: Change) -> None:
            if version == self._version:
                self._change(change)
                cleaned(len(change.gone))
            elif opened == self._opened:
                self.clean_up(spared, cleaned)

        self._ask(lambda reader: behind.cleaned(reader, query, listed, spared), answered, kind=Kind.CLEAN)

    def part(self, spans: Sequence[tuple[int, int]]) -> Callable[[ArticleReader], Part]:
        """A question for the articles of these rows."""
        listed, query = self._listed, self.query
        if not isinstance(listed, Gaps):
            return lambda reader: Part(listed, spans)
        known, size = dict(listed.known), len(listed)
        return lambda reader: behind.part(reader, query, known, size, spans)

    def beyond(self, article: int, below: bool) -> Callable[[ArticleReader], Part]:
        """A question for all articles above this one, or below it."""
        listed, query = self._listed, self.query
        known = None if isinstance(listed, Gaps) else listed
        return lambda reader: behind.beyond(reader, query, known, article, below)

    def _ask_for(self, question: Callable[[ArticleReader], Answer], use: Callable[[Answer], None], kind: Kind) -> None:
        version = self._version

        def answered(answer: Answer) -> None:
            if version == self._version:
                use(answer)

        self._ask(question, answered, kind=kind)

    def _show(self, listed: array[int] | Gaps, whole: bool, about: int | None = None) -> None:
        self._listed, self.whole, self.settled = listed, whole, False
        self._model.show(listed, about)
        if whole:
            self._be_whole()

    # A list without a search

    def _begin(self, head: Head) -> None:
        if head.total == len(head.ids):
            self._show(array("q", head.ids), whole=True)
            return
        self._show(Gaps(self._reader, self.query, head.ids, head.total or len(head.ids)), whole=False)
        self._ask_for_rest()

    def _begin_whole(self, listed: array[int]) -> None:
        self._show(listed, whole=True)

    def _ask_for_rest(self) -> None:
        if isinstance(self._listed, Gaps):
            query, known, gone = self.query, dict(self._listed.known), frozenset(self._gone)
            self._ask_for(lambda reader: behind.filled(reader, query, known, gone), self._fill, Kind.LIST)

    def _fill(self, answer: Filled) -> None:
        """Put the whole list in place of the one with gaps."""
        gaps, listed = self._listed, answer.listed
        assert isinstance(gaps, Gaps)
        rows = answer.rows | self._seen_since(gaps, answer)
        lost = gaps.known.keys() - rows.keys()
        come, moved = len(listed) - len(gaps), lost or any(old != new for old, new in rows.items())
        self._listed, self.whole = listed, True
        if not come and not moved:
            self._model.fill(listed)
        elif come > 0 and not moved:
            self._model.replace(listed, Change(listed, runs=[(len(gaps), come)]))
            self._model.fill(listed)
        else:
            self._version += 1
            self._model.replace(listed, Shift(rows.items(), len(listed), lost))
            self._model.filled.emit()
        self._be_whole()

    def _seen_since(self, gaps: Gaps, answer: Filled) -> dict[int, int]:
        """Where those rows went that were looked at after the question was asked: they are near those known before."""
        shift = Shift(answer.rows.items(), len(answer.listed))
        found: dict[int, int] = {}
        for row, article in gaps.known.items():
            if row not in answer.rows:
                start = max(0, shift.row(row) - _NEARBY)
                near = answer.listed[start : start + 2 * _NEARBY]
                if article in near:
                    found[row] = start + near.index(article)
        return found

    # A search

    def _begin_search(self, found: Found) -> None:
        self._show(found.ids, found.whole, None if found.whole else found.about or None)
        if not found.whole:
            self._rest.start()

    def _ask_for_rest_of_search(self) -> None:
        query, quick = self.query, self._listed
        if not self.whole and not isinstance(quick, Gaps):
            self._ask_for(lambda reader: behind.search_filled(reader, query, quick), self._fill_search, Kind.LIST)

    def _fill_search(self, answers: tuple[array[int], array[int]]) -> None:
        """All results; the quick ones may change places if nobody has begun to read them."""
        listed = answers[1 if self.settled else 0]
        shown = len(self._listed)
        kept, come = listed is answers[1], len(listed) - shown
        self._listed, self.whole = listed, True
        if not kept:
            self._model.replace(listed, Shift([(0, 0)], len(listed)))
        elif come > 0:
            self._model.replace(listed, Change(listed, runs=[(shown, come)]))
        self._model.tell_about(None)
        self._be_whole()

    # Changes of a whole list

    def _ask_for_change(self) -> None:
        listed, query, version = self._listed, self.query, self._version
        wanted, gone = frozenset(self._wanted), frozenset(self._gone)
        if not (wanted or gone) or isinstance(listed, Gaps):
            return

        def answered(change: Change) -> None:
            if version != self._version:
                if self.whole:
                    self._ask_for_change()  # Rows moved while the question was out.
                return
            self._wanted -= wanted
            self._gone -= gone
            self._change(change)
            if change.come:
                self._model.arrived.emit(change.come)

        kind = Kind.CHANGE if behind.is_quick(query, wanted) else Kind.LIST
        self._ask(lambda reader: behind.changed(reader, query, listed, wanted, gone), answered, kind=kind)

    def _change(self, change: Change) -> None:
        if change:
            self._version += 1
            self._listed = change.listed
            self._model.replace(change.listed, change)

    def _be_whole(self) -> None:
        """What had to wait for that."""
        self._ask_for_change()
        later, self._later = self._later, {}
        for call in later.values():
            call()
