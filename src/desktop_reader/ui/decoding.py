"""Pictures out of foreign bytes, safely: nothing is decoded that is no picture, or too large to be meant as one.

No format that could ask for more (SVG) is known here. May be called on any thread.
"""

from __future__ import annotations

import threading
from contextlib import nullcontext

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

LARGEST_FILE = 5_000_000
LARGEST_PIXELS = 16_000_000
ALLOCATION_MB = 64

# Told by us, from the first bytes: Qt would try all that it knows, and to read how large an SVG is can take for ever.
_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", b"png"),
    (b"\xff\xd8\xff", b"jpeg"),
    (b"GIF8", b"gif"),
    (b"RIFF", b"webp"),
    (b"BM", b"bmp"),
    (b"\0\0\1\0", b"ico"),
)
_SEVERAL = 2_000_000  # Pixels: of larger pictures one is decoded at a time.
_alone = threading.Lock()
_TURNED = QImageIOHandler.Transformation.TransformationRotate90


def measured(data: bytes) -> QSize | None:
    """The size of a picture from its first bytes; None for what is no picture or too large to be one."""
    if len(data) > LARGEST_FILE:
        return None
    form = _format(data)
    if not form:
        return None
    if form == b"png":
        # Qt would unpack all that stands before the points first: 200 MB of text out of a few kB.
        wide, high = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
        return QSize(wide, high) if data[12:16] == b"IHDR" and 0 < wide * high <= LARGEST_PIXELS else None
    reader, _kept = _reader(data)
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        return None
    if size.width() * size.height() > LARGEST_PIXELS:
        return None
    return size.transposed() if reader.transformation() & _TURNED else size


def decoded(data: bytes, pixels: QSize) -> QImage | None:
    """A picture that was ``measured``, in so many pixels; None when it cannot be decoded."""
    QImageReader.setAllocationLimit(ALLOCATION_MB)
    reader, _kept = _reader(data)
    own = reader.size()
    reader.setScaledSize(pixels.transposed() if reader.transformation() & _TURNED else pixels)
    with _alone if own.width() * own.height() > _SEVERAL else nullcontext():
        image = reader.read()
        if image.isNull():
            return None
        image = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(1)
    return image


def _reader(data: bytes) -> tuple[QImageReader, QBuffer]:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(_format(data)))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    return reader, buffer


def _format(data: bytes) -> bytes:
    """The name of the format; empty for all that is not to be looked at."""
    found = next((name for begin, name in _BEGINNINGS if data.startswith(begin)), b"")
    return b"" if found == b"webp" and data[8:12] != b"WEBP" else found
