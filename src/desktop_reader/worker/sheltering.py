"""Takes names and passwords out of the addresses that the library has, into the keyring, whenever there are some.

They come with what somebody typed or imported. Where there is no keyring they stay, shown to nobody, and it is tried
again at the next start.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from desktop_reader.jobs.access import entrusted, exposed
from desktop_reader.library.access import Exposed
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes

_log = logging.getLogger(__name__)


class Sheltering:
    """Lives on the loop's thread; ``post`` brings a call there, ``kept`` hears what was altered."""

    def __init__(
        self, library: Writer, post: Callable[[Callable[[], None]], None], kept: Callable[[Changes, bool], None]
    ) -> None:
        self._library = library
        self._post = post
        self._kept = kept
        self._tried: set[Exposed] = set()

    def look(self) -> None:
        """To be called at the start, and when feeds were added."""
        found = [feed for feed in exposed(self._library.reader) if feed not in self._tried]
        if found:
            self._tried.update(found)
            threading.Thread(target=self._entrust, args=(found,), name="sheltering", daemon=True).start()

    def _entrust(self, found: list[Exposed]) -> None:
        try:
            job = entrusted(found)
        except Exception:  # A bug: the feeds are as they were.
            _log.exception("The keyring could not be asked.")
            return
        if job is not None:
            self._post(lambda: self._kept(job.run(self._library), True))


def shelter(library: Writer) -> None:
    """The same at once, for the command line."""
    job = entrusted(exposed(library.reader))
    if job is not None:
        job.run(library)
