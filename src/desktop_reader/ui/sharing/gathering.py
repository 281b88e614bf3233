"""All pictures of an article, for a document that is to have them: waits for those that come, a while."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop_reader.ui.viewer.pictures import Fetch

MOST = 200
LARGEST = 32_000_000
_PATIENCE_MS = 15_000


class Gathering(QObject):
    """Asks ``fetch`` for ``urls`` and tells ``done`` once, on the window's thread, with those that came; by then it is
    over. Lives as long as ``parent``, or until then.
    """

    _came = Signal(str, object)

    def __init__(
        self, fetch: Fetch, urls: Sequence[str], done: Callable[[dict[str, bytes]], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._done = done
        self._left = set(urls[:MOST])
        self._found: dict[str, bytes] = {}
        self._size = 0
        # Queued in any case: an answer that is there at once must not come into the middle of the question.
        self._came.connect(self._on_came, Qt.ConnectionType.QueuedConnection)
        self._late = QTimer(self, singleShot=True, interval=_PATIENCE_MS if self._left else 0)
        self._late.timeout.connect(self._end)
        self._late.start()
        for url in tuple(self._left):
            fetch(url, lambda data, url=url: self._tell(url, data))  # type: ignore[misc]

    def _tell(self, url: str, data: bytes | None) -> None:
        with contextlib.suppress(RuntimeError):  # It is over, or the window has gone.
            self._came.emit(url, data)

    def _on_came(self, url: str, data: bytes | None) -> None:
        self._left.discard(url)
        if data and self._size + len(data) <= LARGEST:
            self._found[url] = data
            self._size += len(data)
        if not self._left:
            self._end()

    def _end(self) -> None:
        self._late.stop()
        done, self._done = self._done, lambda _: None
        done(self._found)
        self.deleteLater()
