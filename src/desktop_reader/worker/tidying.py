"""What the clock does beside reading: the search file is caught up, rules of keeping are carried out, removals that a
crash broke off are finished, and free room is given back to the disk. All of it in turns that others overtake.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from desktop_reader.jobs import retain
from desktop_reader.jobs.deeds import ForgetOldDeeds
from desktop_reader.jobs.organise import RemoveFeed
from desktop_reader.jobs.read_through import ForgetErased
from desktop_reader.jobs.understand import CatchUp
from desktop_reader.library import aside, deeds, erasing, removal
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.worker.long_deeds import LongDeeds


class Tidying:
    """Lives on the loop's thread. ``post`` brings a call there, in a turn of its own; ``kept`` hears what was altered;
    ``finished`` is called when everything is tidy.
    """

    def __init__(
        self,
        library: Writer,
        post: Callable[[Callable[[], None]], None],
        kept: Callable[[Changes, bool], None],
        finished: Callable[[], None],
    ) -> None:
        self._library = library
        self._post = post
        self._finished = finished
        self._deeds = LongDeeds(library, post, kept)
        self._posted = False
        self._room = True  # There may be free room in the files.

    def begin(self) -> None:
        """At the start: what was half done when the program ended, what has become due since, and all the rest."""
        self._post(self._resume)
        self.soon()

    def soon(self, *, room: bool = False) -> None:
        """Articles came, changed or went; the latter leave ``room``."""
        self._room = self._room or room
        if not self._posted:
            self._posted = True
            self._post(self._tidy)

    def carry_out_rules(self) -> None:
        """If a day has passed since the last time."""
        now = int(time.time())
        if not self._deeds.busy and retain.due(self._library, now):
            self._deeds.begin(retain.CarryOut(now))

    def remove_lapsed(self) -> None:
        """What was unsubscribed from or erased a day ago goes for good."""
        if not self._deeds.busy:
            for feed in aside.due(self._library.reader, int(time.time())):
                self._deeds.begin(RemoveFeed(feed, lapsed=True))
        now = int(time.time())
        if erasing.lapsed(self._library.reader, now):
            ForgetErased(now).run(self._library)
        if deeds.has_old(self._library.reader, now):
            ForgetOldDeeds(now).run(self._library)

    def _resume(self) -> None:
        for feed in removal.half_removed(self._library.reader):
            self._deeds.begin(RemoveFeed(feed))
        self.remove_lapsed()
        self.carry_out_rules()

    def _tidy(self) -> None:
        self._posted = False
        if self._library.reader.unindexed(1):
            CatchUp().run(self._library)
            self.soon()
        elif self._room:
            self._room = self._library.give_back()
            self.soon()
        else:
            self._finished()
