"""An export at work on a thread and with a reading door of its own; the window hears how far it is, and may stop it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from desktop_reader import paths
from desktop_reader.library.reader import Reader
from desktop_reader.records.exported import Form, Report
from desktop_reader.worker.cache import Cache

if TYPE_CHECKING:
    from desktop_reader.worker.exporting.crew import Crew

Ids = Callable[[Reader], Sequence[int] | None]
"""Which articles; None for everything there is."""

_TOLD_EVERY = 0.1


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be exported, as what, where to, and what it is called."""

    ids: Ids
    form: Form
    target: Path
    title: str
    language: str = "en"
    pictures: bool = False
    strip_tracking: bool = True


class Running(QObject):
    """Signals: ``progressed(done, of)``; ``ended`` with the Report, or the error."""

    progressed = Signal(int, int)
    ended = Signal(object)
    _done = Signal(object)

    def __init__(
        self, library: Path, work: Callable[[Reader, Callable[[int, int], bool]], Any], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._work = work
        self._stopped = threading.Event()
        self._told_at = 0.0
        self._done.connect(self.ended.emit, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="exporting", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends it after the articles that are under way; what is written stays."""
        self._stopped.set()

    def wait(self, seconds: float | None = None) -> None:
        """Until it has ended, or for so long. What it writes is whole at any moment."""
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            reader = Reader(self._library)
            try:
                result = self._work(reader, self._told)
            finally:
                reader.close()
        except Exception as error:  # A ReaderError, or a bug: whoever waits must hear of it.
            result = error
        with contextlib.suppress(RuntimeError):  # The window has gone meanwhile.
            self._done.emit(result)

    def _told(self, done: int, of: int) -> bool:
        now = time.monotonic()
        if now - self._told_at >= _TOLD_EVERY or done >= of:
            self._told_at = now
            with contextlib.suppress(RuntimeError):
                self.progressed.emit(done, of)
        return not self._stopped.is_set()


def exporting(
    wish: Wish, crew: Callable[[], Crew] | None = None
) -> Callable[[Reader, Callable[[int, int], bool]], Report]:
    """The work of an export."""

    def work(reader: Reader, told: Callable[[int, int], bool]) -> Report:
        from desktop_reader.worker.exporting.carrying import carry_out
        from desktop_reader.worker.exporting.crew import Crew

        with (crew or Crew)() as hands:
            hands.strip_tracking = wish.strip_tracking
            return carry_out(
                reader,
                wish.form,
                wish.ids(reader),
                wish.target,
                hands,
                title=wish.title,
                now=int(time.time()),
                language=wish.language,
                cached=cached_pictures() if wish.pictures else None,
                told=told,
            )

    return work


def cached_pictures() -> Callable[[str], bytes | None]:
    """The pictures that were fetched already."""
    cache = Cache(paths.cache() / "pictures", 0)

    def cached(url: str) -> bytes | None:
        found = cache.get(url)
        return found.body if found else None

    return cached
