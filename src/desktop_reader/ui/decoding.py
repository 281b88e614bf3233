"""Pictures out of foreign bytes, safely: nothing is decoded that is no picture, or too large to be meant as one.

No format that could ask for more (SVG) is known here. May be called on any thread.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

LARGEST_FILE = 5_000_000
LARGEST_PIXELS = 16_000_000
ALLOCATION_MB = 64

_FORMATS = frozenset((b"png", b"jpeg", b"jpg", b"gif", b"webp", b"bmp", b"ico"))
_TURNED = QImageIOHandler.Transformation.TransformationRotate90


def measured(data: bytes) -> QSize | None:
    """The size of a picture from its first bytes; None for what is no picture or too large to be one."""
    if len(data) > LARGEST_FILE:
        return None
    reader, _kept = _reader(data)
    size = reader.size()
    if reader.format().data() not in _FORMATS or not size.isValid() or size.isEmpty():
        return None
    if size.width() * size.height() > LARGEST_PIXELS:
        return None
    return size.transposed() if reader.transformation() & _TURNED else size


def decoded(data: bytes, pixels: QSize) -> QImage | None:
    """A picture that was ``measured``, in so many pixels; None when it cannot be decoded."""
    QImageReader.setAllocationLimit(ALLOCATION_MB)
    reader, _kept = _reader(data)
    reader.setScaledSize(pixels.transposed() if reader.transformation() & _TURNED else pixels)
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
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    return reader, buffer
