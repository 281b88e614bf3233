"""The small pictures of rows: asked for while their rows are looked at, cropped and rounded off the window's thread.

What was asked for once is not given up, for it is kept on disk; but nothing waits in a line: whoever scrolls through
thousands of rows asks for those where the scrolling ends.
"""

from __future__ import annotations

import contextlib
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRectF, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QBrush, QImage, QPainter, QPixmap

from desktop_reader.ui import decoding

Done = Callable[[bytes | None], None]
Fetch = Callable[[str, Done], None]
"""Gives the bytes of a picture, or None, from whichever thread it likes."""

SIDE = 56
RADIUS = 7.0
_AT_ONCE, _MOST = 6, 24  # Under way at a time: of those that are looked at; with those that were.
_KEPT_BYTES = 16_000_000
_FORGIVEN_AFTER = 900.0  # Seconds after which a picture that could not be had is worth another try.


class Thumbnails(QObject):
    """Signal ``arrived(url)``: it can be drawn now, or it is known that it cannot be had."""

    arrived = Signal(str)
    _came = Signal(str, object)

    def __init__(
        self,
        fetch: Fetch | None = None,
        allowed: bool = True,
        kept_bytes: int = _KEPT_BYTES,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._allowed = allowed
        self._kept_bytes = kept_bytes
        self._clock = clock
        self._pixmaps: OrderedDict[tuple[str, int], QPixmap] = OrderedDict()
        self._size = 0
        self._failed: dict[str, float] = {}
        self._without: set[str] = set()  # Those whose rows are laid out as if they had none.
        self._waiting: list[str] = []
        self._looked_at: set[str] = set()
        self._under_way: dict[str, int] = {}
        self._ratio = 1.0
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        # Queued in any case: an answer that is there at once must not come into the middle of the question.
        self._came.connect(self._on_came, Qt.ConnectionType.QueuedConnection)

    def allow(self, allowed: bool) -> None:
        """Whether rows have pictures at all."""
        if allowed != self._allowed:
            self._allowed = allowed
            self._waiting.clear()
            self.begin()
            self.arrived.emit("")

    def begin(self) -> None:
        """Rows are laid out anew: those whose pictures could not be had take the room for their words."""
        late = self._clock() - _FORGIVEN_AFTER
        self._failed = {url: at for url, at in self._failed.items() if at > late}
        self._without = set(self._failed)

    def has_room(self, url: str) -> bool:
        """Whether a row keeps room for this picture, be it here or not."""
        return self._allowed and self._fetch is not None and url not in self._without

    def failed(self, url: str) -> bool:
        """True when it could not be had."""
        return url in self._failed

    def picture(self, url: str, ratio: float) -> QPixmap | None:
        """Ready to be drawn on a screen of so many pixels a point; None as long as it is not here."""
        found = self._pixmaps.get((url, round(SIDE * ratio)))
        if found is not None:
            self._pixmaps.move_to_end((url, round(SIDE * ratio)))
        return found

    def look(self, urls: Sequence[str], ratio: float) -> None:
        """These are looked at, and no others any more: what is not asked for yet of those is not wanted."""
        self._ratio = ratio
        self._looked_at = set(urls)
        self._waiting = [url for url in dict.fromkeys(urls) if self._is_missing(url)]
        self._ask()

    def _is_missing(self, url: str) -> bool:
        here = (url, round(SIDE * self._ratio)) in self._pixmaps
        return self.has_room(url) and not here and url not in self._failed and url not in self._under_way

    def _ask(self) -> None:
        while self._waiting and self._fetch is not None and len(self._under_way) < _MOST:
            if len(self._under_way.keys() & self._looked_at) >= _AT_ONCE:
                break
            url = self._waiting.pop(0)
            self._under_way[url] = side = round(SIDE * self._ratio)
            self._fetch(url, lambda data, url=url, side=side: self._shape(url, data, side))  # type: ignore[misc]

    def _shape(self, url: str, data: bytes | None, side: int) -> None:
        """On any thread."""

        def work() -> None:
            image = None if data is None else cropped(data, side)
            with contextlib.suppress(RuntimeError):  # The window may have gone meanwhile.
                self._came.emit(url, image)

        with contextlib.suppress(RuntimeError):
            self._pool.start(work)

    def _on_came(self, url: str, image: QImage | None) -> None:
        side = self._under_way.pop(url, 0)
        if image is None:
            self._failed[url] = self._clock()
        elif side:
            self._keep(url, side, image)
        self.arrived.emit(url)
        self._ask()

    def _keep(self, url: str, side: int, image: QImage) -> None:
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(side / SIDE)
        self._pixmaps[url, side] = pixmap
        self._size += 4 * side * side
        while self._size > self._kept_bytes and len(self._pixmaps) > 1:
            (_, gone), _ = self._pixmaps.popitem(last=False)
            self._size -= 4 * gone * gone


def cropped(data: bytes, side: int) -> QImage | None:
    """The middle of a picture, filling a square of so many pixels, its corners rounded; None for what is none."""
    size = decoding.measured(data)
    if size is None:
        return None
    fitting = size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    # Of a picture a hundred times as wide as high, only a piece is wanted; all of it may not be made large.
    scaled = fitting if fitting.width() * fitting.height() <= size.width() * size.height() else size
    image = decoding.decoded(data, scaled)
    if image is None:
        return None
    part = min(image.width(), image.height())
    square = image.copy((image.width() - part) // 2, (image.height() - part) // 2, part, part)
    if part != side:
        square = square.scaled(
            side, side, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    shaped = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    shaped.fill(Qt.GlobalColor.transparent)
    painter = QPainter(shaped)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(square))
    radius = RADIUS * side / SIDE
    painter.drawRoundedRect(QRectF(0, 0, side, side), radius, radius)
    painter.end()
    return shaped
