"""Keeps the numbers of kept searches and labels fresh, off the window's thread.

After a change only the articles that changed are looked at, quickly, and those that change meanwhile wait for the
answer. A search that is new, or may mean something else now, is asked anew on a thread of its own; what changed while
it was asked is looked at when its answer is there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

from desktop_reader.errors import ReaderError
from desktop_reader.library import labels, saved_searches, tallies
from desktop_reader.library.reader import Reader
from desktop_reader.library.tallies import Tally
from desktop_reader.records.changes import Changes
from desktop_reader.records.label import LabelCount
from desktop_reader.ui.sidebar.pane import SidebarPane
from desktop_reader.ui.sidebar.tree import Key, Kind, Shelf
from desktop_reader.worker.thread import Worker

_AGAIN_MS = 700  # Until what the search file did not know yet is looked at again.
_LATER_MS = 4_000  # The same where that was most of them, or there is no such file yet.
_MANY = 20_000  # Articles that are held here at most.

Answer = TypeVar("Answer")
Renewal = tuple[dict[int, Tally] | None, frozenset[int]]


class Tallying(QObject):
    """Fills the shelf of the sidebar."""

    def __init__(self, reader: Reader, worker: Worker, sidebar: SidebarPane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader, self._worker, self._sidebar = reader, worker, sidebar
        self._tallies: dict[int, Tally] = {}
        self._changed: set[int] = set()  # Articles to be looked at.
        self._behind: set[int] = set()  # Those that the search file did not know yet.
        self._since: set[int] = set()  # Those that changed while a search was asked anew.
        self._stale: dict[int, None] = {}  # Searches to be asked anew, in this order.
        self._unknown: dict[int, None] = {}  # Those for which the search file was not ready.
        self._counting = 0  # The one that is asked now.
        self._marked: set[int] | None = None  # Articles whose labels are to be counted; None: all are.
        self._label_counts: dict[int, LabelCount] = {}
        self._busy = False  # A quick question is out.
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._look_again)
        self._read()
        self._ask()

    @property
    def settled(self) -> bool:
        """Whether all numbers are those of now."""
        waits = self._busy or self._counting or self._changed or self._behind or self._stale or self._unknown
        return not waits and self._marked is not None and not self._marked

    def apply(self, changes: Changes) -> None:
        """Something is different in the library."""
        if changes.searches or changes.labels:
            self._read()
        if changes.tree or changes.back or changes.labels:
            self._be_stale(lambda tally: changes.back or _is_of(tally, changes))
        parts = (changes.new, changes.updated, changes.state, changes.removed)
        if sum(map(len, parts)) > _MANY:
            self._be_stale(lambda tally: True)
        else:
            for part in parts:
                self._changed.update(part)
                self._since.update(part)
        if changes.labels or changes.removed or changes.back or len(changes.state) > _MANY:
            self._marked = None
        elif self._marked is not None:
            self._marked.update(changes.state)
        self._ask()

    def begin_day(self) -> None:
        """Midnight has passed: some searches mean other days now."""
        self._be_stale(lambda tally: tally.is_of_another_day)
        self._ask()

    def _read(self) -> None:
        """What there is; small, so it is read at once."""
        try:
            searches, all_labels = saved_searches.saved_searches(self._reader), labels.labels(self._reader)
        except ReaderError:
            return  # The sidebar itself tells of it.
        wanted = {one.id: one.search for one in searches}
        self._tallies = {key: tally for key, tally in self._tallies.items() if wanted.get(key) == tally.search}
        self._stale |= dict.fromkeys(key for key in wanted if key not in self._tallies)
        self._stale = {key: None for key in self._stale if key in wanted}
        self._show(Shelf(tuple(searches), tuple(all_labels)))

    def _show(self, shelf: Shelf) -> None:
        before = self._sidebar.model.shelf.counts
        counts = {Key(Kind.SEARCH, one.id): before.get(Key(Kind.SEARCH, one.id), 0) for one in shelf.searches}
        counts |= {Key(Kind.SEARCH, key): tally.count for key, tally in self._tallies.items()}
        for label in shelf.labels:
            found = self._label_counts.get(label.id)
            counts[Key(Kind.LABEL, label.id)] = found.unread if found is not None else 0
        self._sidebar.set_shelf(Shelf(shelf.searches, shelf.labels, counts))

    def _be_stale(self, concerned: Callable[[Tally], bool]) -> None:
        self._stale |= dict.fromkeys(key for key, tally in self._tallies.items() if concerned(tally))
        if self._counting:
            self._stale[self._counting] = None  # Its answer may be older than this.

    def _ask(self) -> None:
        shelf = self._sidebar.model.shelf
        if not shelf.labels:
            self._marked = set()
        known = {key: tally for key, tally in self._tallies.items() if key not in self._stale}
        if not known:
            self._changed.clear()  # Whoever is asked anew knows of them.
        if not self._busy and (self._marked is None or self._marked):
            self._count_labels(self._marked)
        elif not self._busy and self._changed:
            self._renew(known)
        while self._stale and not self._counting:
            key = next(iter(self._stale))
            del self._stale[key]
            search = next((one.search for one in shelf.searches if one.id == key), None)
            if search is not None:
                self._count(key, search)

    def _count_labels(self, marked: set[int] | None) -> None:
        self._marked = set()

        def use(counts: list[LabelCount]) -> None:
            found = {one.id: one for one in counts}
            self._label_counts = found if marked is None else self._label_counts | found

        def give_back() -> None:
            self._marked = None

        self._quick("label counts", lambda reader: labels.counts(reader, marked), use, give_back)

    def _renew(self, known: dict[int, Tally]) -> None:
        numbers, self._changed = frozenset(self._changed), set()

        def use(answer: Renewal) -> None:
            fresh, behind = answer
            if fresh is None:
                self._stale |= dict.fromkeys(known)
            for key, tally in (fresh or {}).items():
                if key in self._tallies and self._tallies[key].search == tally.search:
                    self._tallies[key] = tally
            self._wait_for(behind)

        def give_back() -> None:
            self._changed |= numbers

        self._quick("tallies", lambda reader: _renewed(reader, known, numbers), use, give_back)

    def _quick(
        self,
        kind: str,
        question: Callable[[Reader], Answer],
        use: Callable[[Answer], None],
        give_back: Callable[[], None],
    ) -> None:
        def answered(answer: Answer | None) -> None:
            self._busy = False
            self._answered(answer, use, give_back)

        self._busy = True
        self._worker.ask(kind, lambda reader: _asked(reader, question), answered, quick=True)

    def _count(self, key: int, search: str) -> None:
        """As a question that nobody waits for: it may look at the words of thousands of articles."""

        def use(answer: tuple[Tally, frozenset[int] | None]) -> None:
            tally, behind = answer
            shelf = self._sidebar.model.shelf
            if any(one.id == key and one.search == tally.search for one in shelf.searches):
                self._tallies[key] = tally
                self._changed |= self._since
            if behind is None:
                self._unknown[key] = None
                self._again.start(_LATER_MS)
            else:
                self._wait_for(behind)

        def give_back() -> None:
            self._stale[key] = None

        def answered(answer: tuple[Tally, frozenset[int] | None] | None) -> None:
            self._counting = 0
            self._answered(answer, use, give_back)

        self._counting = key
        self._since.clear()
        self._worker.ask(
            "search count", lambda reader: _asked(reader, lambda it: _counted(it, search)), answered, behind=True
        )

    def _answered(self, answer: Answer | None, use: Callable[[Answer], None], give_back: Callable[[], None]) -> None:
        """A question that failed is asked again in a moment: the disk may be away."""
        if answer is None:
            give_back()
            self._again.start(_AGAIN_MS)
        else:
            use(answer)
            self._show(self._sidebar.model.shelf)
            self._ask()

    def _wait_for(self, behind: frozenset[int]) -> None:
        """What the search file does not know yet is looked at again in a moment."""
        if behind:
            self._behind |= behind
            self._again.start(_AGAIN_MS)

    def _look_again(self) -> None:
        self._changed |= self._behind
        self._behind.clear()
        self._stale |= self._unknown
        self._unknown.clear()
        self._ask()


def _asked(reader: Reader, question: Callable[[Reader], Answer]) -> Answer | None:
    """One that fails is answered as well: else nothing would ever be asked again."""
    try:
        return question(reader)
    except ReaderError:
        return None


def _is_of(tally: Tally, changes: Changes) -> bool:
    return (changes.tree and tally.asks_of_feeds) or (changes.labels and tally.asks_of_labels)


def _renewed(reader: Reader, known: dict[int, Tally], numbers: frozenset[int]) -> Renewal:
    behind: frozenset[int] | None = frozenset()
    if any(tally.asks_of_words for tally in known.values()):
        behind = tallies.waiting(reader)
    fresh = tallies.renewed(reader, known, numbers)
    return fresh, numbers if behind is None else numbers & behind


def _counted(reader: Reader, search: str) -> tuple[Tally, frozenset[int] | None]:
    tally = tallies.counted(reader, search)
    return tally, tallies.waiting(reader) if tally.asks_of_words else frozenset()
