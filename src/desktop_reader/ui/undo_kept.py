"""Taking back what was done before a restart: deeds are kept in the library for a day, and had from there again."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from desktop_reader.jobs.deeds import ForgetDeed, KeepDeed, Kept
from desktop_reader.library import deeds
from desktop_reader.library.deeds import KeptDeed
from desktop_reader.records.changes import Changes
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.undo import Deed


class KeptDeeds(QObject):
    """Follows what is done and taken back. Where the library is only read there is neither."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self._last = 0
        if desk.worker.read_only:
            return
        desk.undo.pushed.connect(self._keep)
        desk.undo.dropped.connect(self._forget)
        desk.undo.told.connect(self._told)
        question = partial(deeds.kept, now=int(time.time()))
        desk.worker.ask("deeds", question, self._had, quick=True)

    def _had(self, found: Sequence[KeptDeed]) -> None:
        self._last = max((self._last, *(one.id for one in found)))
        self._desk.undo.restore(
            [Deed(one.words, Kept(one.back), Kept(one.again) if one.again else None, one.id) for one in found]
        )

    def _keep(self, deed: Deed) -> None:
        now = time.time()
        if not deed.id:  # In the order of time; and one after the other where a clock is set back.
            self._last = max(self._last + 1, int(now * 1_000_000))
            self._desk.undo.name(deed, self._last)
        number = deed.id or self._last
        self._desk.worker.submit(KeepDeed(number, int(now), deed.words, deed.back, deed.again))

    def _forget(self, deed: Deed) -> None:
        if deed.id:
            self._desk.worker.submit(ForgetDeed(deed.id))

    def _told(self, deed: Deed, done: Changes | Exception) -> None:
        """What was done before the restart was taken back, or could not be."""
        if isinstance(done, Exception):
            self._desk.problems.tell(done)
        elif not done and isinstance(deed.back, Kept) and deed.back.of_articles:
            words = self.tr("“{deed}” cannot be taken back any more: what it was about is gone, or so already.")
            self._desk.say(words.format(deed=deed.words))
