"""The signs of feeds as the sidebar and the lists paint them, read and decoded on the worker's reading thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPixmap

from desktop_reader.library import icons
from desktop_reader.library.reader import Reader
from desktop_reader.records.changes import Changes

if TYPE_CHECKING:
    from desktop_reader.worker.thread import Worker

SIZE = 16
_KEPT = 32  # Pixels a side that are kept of each, for screens of every density.
_LARGEST = 1024  # Pixels a side of what is decoded.
_BEHIND_DARK, _BEHIND_LIGHT = "#FFFFFF", "#5A6475"
_FORMATS = frozenset((b"png", b"jpeg", b"jpg", b"gif", b"webp", b"bmp", b"ico"))


class Favicons(QObject):
    """Signal ``arrived()``: there are other signs now than before, so paint again."""

    arrived = Signal()

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._images: dict[int, QImage] = {}
        self._pixmaps: dict[tuple[int, int], QPixmap] = {}
        self._wanted: set[int] = set()
        worker.changed.connect(self.apply)

    def load(self) -> None:
        """Reads all signs that the library has."""
        self._worker.ask("signs", lambda reader: _decoded(reader, icons.signed(reader)), self._came)

    def apply(self, changes: Changes) -> None:
        """Reads those that have come."""
        if changes.signs:
            # Of the same kind only the latest question is answered, so it asks for those of the one before, too.
            self._wanted |= changes.signs
            some = sorted(self._wanted)
            self._worker.ask("new signs", lambda reader: _decoded(reader, some), self._came)

    def tile(self, feed: int, ratio: float) -> QPixmap | None:
        """A feed's sign for a screen of so many pixels a point; None where it has none, or none yet."""
        image = self._images.get(feed)
        if image is None:
            return None
        side = round(SIZE * ratio)
        if (feed, side) not in self._pixmaps:
            pixmap = QPixmap.fromImage(_scaled(image, side))
            pixmap.setDevicePixelRatio(ratio)
            self._pixmaps[feed, side] = pixmap
        return self._pixmaps[feed, side]

    def _came(self, found: dict[int, QImage]) -> None:
        self._wanted -= found.keys()
        self._images |= {feed: image for feed, image in found.items() if not image.isNull()}
        self._pixmaps = {key: pixmap for key, pixmap in self._pixmaps.items() if key[0] not in found}
        if found:
            self.arrived.emit()


def decoded(data: bytes) -> QImage:
    """The sign in a square of ``_KEPT`` pixels; null for what is no picture. Of several, that which fits best."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    if reader.format().data() not in _FORMATS:
        return QImage()
    best = QImage()
    for number in range(min(max(reader.imageCount(), 1), 12)):
        if number and not (reader.format().data() == b"ico" and reader.jumpToImage(number)):
            break
        size = reader.size()
        if not size.isValid() or size.isEmpty() or max(size.width(), size.height()) > _LARGEST:
            continue
        image = reader.read()
        if not image.isNull() and (best.isNull() or _distance(image.size()) < _distance(best.size())):
            best = image
    return best if best.isNull() else _scaled(best, _KEPT, _ground(best))


def _decoded(reader: Reader, feeds: Sequence[int]) -> dict[int, QImage]:
    """On the reading thread."""
    return {feed: decoded(data) if data else QImage() for feed, data in icons.some(reader, feeds)}


def _distance(size: QSize) -> int:
    """How badly a picture suits: too small is worse than too large."""
    side = max(size.width(), size.height())
    return side - _KEPT if side >= _KEPT else 10_000 - side


def _ground(image: QImage) -> QColor | None:
    """What to put behind a sign that is all black or all white, or it is not seen in one of the schemes."""
    if not image.hasAlphaChannel():
        return None
    small = image.scaled(8, 8, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    pixels = [small.pixelColor(x, y) for x in range(8) for y in range(8)]
    seen = sum(pixel.alphaF() for pixel in pixels)
    if not 0 < seen < 60:
        return None  # It fills its square.
    light = sum(pixel.lightnessF() * pixel.alphaF() for pixel in pixels) / seen
    return QColor(_BEHIND_DARK) if light < 0.2 else QColor(_BEHIND_LIGHT) if light > 0.9 else None


def _scaled(image: QImage, side: int, ground: QColor | None = None) -> QImage:
    """In the middle of a square, its proportions kept; on a ``ground`` it stands off from the edge."""
    room = side if ground is None else side - side // 5
    fitting = image.scaled(
        room, room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    ).convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    square = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    square.fill(0)
    painter = QPainter(square)
    if ground is not None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(0, 0, side, side, side / 4, side / 4)
    painter.drawImage((side - fitting.width()) // 2, (side - fitting.height()) // 2, fitting)
    painter.end()
    return square
