"""Pictures of articles: asked for when they come near, measured, shaped to the column beside the window's thread.

The window does no HTTP: ``fetch(url, done)`` is given from outside and calls ``done`` with the bytes, or with None,
from whichever thread it likes.
"""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QRectF, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QBrush, QImage, QPainter

from desktop_reader.ui.decoding import decoded, measured
from desktop_reader.worker.images import Missing

Done = Callable[[bytes | None], None]
Fetch = Callable[[str, Done], None]
Why = Callable[[str], Missing | None]

KEPT_IMAGES = 64_000_000
KEPT_FILES = 24_000_000
RADIUS = 8.0


class Pictures(QObject):
    """What is known of the pictures of the articles shown lately.

    Signals: ``arrived(url)``, when a picture's size is known, when it can be drawn, and when it cannot be had.
    """

    arrived = Signal(str)
    _came = Signal(str, object, object)
    _drawn = Signal(str, object)

    def __init__(self, fetch: Fetch | None = None, parent: QObject | None = None, missing: Why | None = None) -> None:
        super().__init__(parent)
        self._why = missing
        self._fetch = fetch
        self._files: _Kept[bytes] = _Kept(KEPT_FILES)
        self._images: _Kept[QImage] = _Kept(KEPT_IMAGES)
        self._sizes: dict[str, QSize] = {}
        self._failed: set[str] = set()
        self._fetching: set[str] = set()
        self._wanted: dict[str, tuple[QSize, float]] = {}
        self._shaping: dict[str, tuple[QSize, float]] = {}
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        # Queued in any case: an answer that is there at once must not come into the middle of the question.
        self._came.connect(self._on_came, Qt.ConnectionType.QueuedConnection)
        self._drawn.connect(self._on_drawn, Qt.ConnectionType.QueuedConnection)

    def picture(self, url: str) -> QImage | None:
        """The picture, ready to be drawn, or None as long as it is not here."""
        return self._images.get(url)

    def natural(self, url: str) -> QSize | None:
        """How large the picture itself is, in its own pixels."""
        return self._sizes.get(url)

    def failed(self, url: str) -> bool:
        """True when the picture cannot be had."""
        return self._fetch is None or url in self._failed

    def missing(self, url: str) -> Missing:
        """Why a picture cannot be had."""
        if url in self._sizes or self._why is None:
            return Missing.FAILED  # It came, and is none that can be drawn.
        return self._why(url) or Missing.FAILED

    def forgive(self) -> None:
        """Lets pictures that failed be asked for again."""
        self._failed.clear()

    def want(self, url: str, size: QSize, ratio: float) -> None:
        """Asks for a picture of ``size`` on a screen of so many pixels a point; ``arrived`` tells when it is here."""
        self._wanted[url] = (size, ratio)
        if self._fetch is None or url in self._failed or url in self._fetching:
            return
        if (data := self._files.get(url)) is not None:
            self._shape(url, data)
        elif not self._fits(url):
            self._fetching.add(url)
            self._fetch(url, lambda data: self._tell(url, data))

    def file(self, url: str, done: Done) -> None:
        """Tells the picture as it came, or None; maybe on another thread."""
        data = self._files.get(url)
        if data is not None or self._fetch is None:
            done(data)
        else:
            self._fetch(url, done)

    def _tell(self, url: str, data: bytes | None) -> None:
        def work() -> None:
            # A picture of 3 kB can hold 200 MB beside its points, all of it unpacked before its size is known.
            size = measured(data) if data else None
            with contextlib.suppress(RuntimeError):  # The window may have gone meanwhile.
                self._came.emit(url, data, size)

        with contextlib.suppress(RuntimeError):
            self._pool.start(work)

    def _fits(self, url: str) -> bool:
        image = self._images.get(url)
        size, ratio = self._wanted[url]
        return image is not None and image.size() == size * ratio

    def _on_came(self, url: str, data: bytes | None, size: QSize | None) -> None:
        self._fetching.discard(url)
        if data is None or size is None:
            self._failed.add(url)
        else:
            self._sizes[url] = size
            self._files.keep(url, data, len(data))
        # Whoever shows the picture answers with the size that it wants now.
        self.arrived.emit(url)

    def _shape(self, url: str, data: bytes) -> None:
        wanted = self._wanted[url]
        if self._fits(url) or self._shaping.get(url) == wanted:
            return
        self._shaping[url] = wanted
        size, ratio = wanted

        def work() -> None:
            image = shaped(data, size, ratio)
            with contextlib.suppress(RuntimeError):
                self._drawn.emit(url, image)

        self._pool.start(work)

    def _on_drawn(self, url: str, image: QImage | None) -> None:
        self._shaping.pop(url, None)
        if image is None:
            self._failed.add(url)
        else:
            self._images.keep(url, image, image.sizeInBytes())
        self.arrived.emit(url)


def shaped(data: bytes, size: QSize, ratio: float) -> QImage | None:
    """The picture in exactly the pixels it will cover, its corners rounded; None when it cannot be decoded."""
    pixels = size * ratio
    image = decoded(data, pixels)
    if image is None:
        return None
    rounded = QImage(pixels, QImage.Format.Format_ARGB32_Premultiplied)
    rounded.fill(Qt.GlobalColor.transparent)
    painter = QPainter(rounded)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(image))
    radius = min(RADIUS, min(size.width(), size.height()) / 8) * ratio
    painter.drawRoundedRect(QRectF(0, 0, pixels.width(), pixels.height()), radius, radius)
    painter.end()
    rounded.setDevicePixelRatio(ratio)
    return rounded


T = TypeVar("T")


class _Kept(Generic[T]):
    """The things used last, up to a number of bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._things: OrderedDict[str, tuple[T, int]] = OrderedDict()
        self._size = 0

    def get(self, url: str) -> T | None:
        found = self._things.get(url)
        if found is None:
            return None
        self._things.move_to_end(url)
        return found[0]

    def keep(self, url: str, thing: T, size: int) -> None:
        self._size += size - self._things.pop(url, (thing, 0))[1]
        self._things[url] = (thing, size)
        while self._size > self._limit and len(self._things) > 1:
            self._size -= self._things.popitem(last=False)[1][1]
