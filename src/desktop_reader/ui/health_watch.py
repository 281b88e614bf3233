"""How all feeds fare, known on the screen: asked on a reading thread when something came, and once in a while."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from desktop_reader.errors import LibraryError
from desktop_reader.library import asked
from desktop_reader.records.changes import Changes
from desktop_reader.records.condition import Condition, Kind, Remedy, condition
from desktop_reader.ui import health
from desktop_reader.ui.inspector.formats import Formats
from desktop_reader.ui.sidebar.said import Note

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader
    from desktop_reader.worker.thread import Worker

translate = QCoreApplication.translate

_FIRST_MS = 2_500
_SOON_MS = 400
_AGAIN_MS = 3_600_000  # Silence grows without anything happening.
_SIGNS = {Kind.QUIET: "clock", Kind.SLOW: "clock"}


class HealthWatch(QObject):
    """Signal ``changed``: some feeds fare otherwise."""

    changed = Signal()

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._due: set[int] | None = set()  # None: all of them.
        self._asking = False
        self.conditions: dict[int, Condition] = {}
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._ask)
        again = QTimer(self, interval=_AGAIN_MS)
        again.timeout.connect(self.look)
        again.start()
        worker.changed.connect(self._follow)

    def begin(self) -> None:
        """When the window is up and the first questions are answered."""
        QTimer.singleShot(_FIRST_MS, self, self.look)

    def look(self) -> None:
        """Asks for all of them anew."""
        self._due = None
        self._ask()

    def notes(self, formats: Formats) -> dict[int, Note]:
        """What the sidebar says of those that do not fare well."""
        words = health.Words(formats)
        return {feed: _note(words, how) for feed, how in self.conditions.items()}

    def _follow(self, changes: Changes) -> None:
        if changes.feeds and self._due is not None:
            self._due |= changes.feeds
            if not self._soon.isActive():
                self._soon.start()

    def _ask(self) -> None:
        if self._asking or self._due == set():
            return
        feeds, self._due, self._asking = self._due, set(), True
        question = partial(conditions, now=int(time.time()), feeds=feeds)
        self._worker.ask("health", question, lambda found: self._answered(feeds, found))

    def _answered(self, feeds: set[int] | None, found: dict[int, Condition] | None) -> None:
        self._asking = False
        if found is None:
            return
        kept = {} if feeds is None else {feed: how for feed, how in self.conditions.items() if feed not in feeds}
        kept |= found
        if kept != self.conditions:
            self.conditions = kept
            self.changed.emit()
        if self._due != set():
            self._soon.start()


def conditions(reader: Reader, now: int, feeds: Iterable[int] | None) -> dict[int, Condition] | None:
    """The conditions of those of these feeds, or of all, that do not fare well; None when the library does not say."""
    try:
        facts = asked.facts(reader, now, None if feeds is None else sorted(feeds))
    except LibraryError:  # Others will tell it: nobody waits for this.
        return None
    found = {feed: condition(one) for feed, one in facts.items()}
    return {feed: how for feed, how in found.items() if not how.fine}


def _note(words: health.Words, how: Condition) -> Note:
    shown = [health.remedy(one) for one in how.remedies if one is not Remedy.REMOVE]
    helps = translate("Health", "What helps: {deeds}").format(deeds=" · ".join(shown)) if shown else ""
    sign = _SIGNS.get(how.kind, "")
    return Note(health.name(how.kind), words.sentence(how.sentence) if sign else "", helps, sign)
