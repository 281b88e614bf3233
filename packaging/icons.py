"""The program's icon in the forms that desktops want, all made of one drawing.

    python packaging/icons.py      draws resources/icons/desktop-reader.svg into packaging/shared/icons

The pictures are kept, so that a package can be made without a toolkit; ``ico`` and ``icns`` wrap them for Windows and
macOS.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

DRAWING = Path(__file__).resolve().parents[1] / "resources/icons/desktop-reader.svg"
PICTURES = Path(__file__).resolve().parent / "shared/icons"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)

_WINDOWS = (16, 24, 32, 48, 64, 256)
_MACOS = {b"ic11": 32, b"ic12": 64, b"ic07": 128, b"ic13": 256, b"ic08": 256, b"ic14": 512, b"ic09": 512}


def picture(size: int) -> Path:
    """The picture that many pixels wide."""
    return PICTURES / f"{size}.png"


def ico() -> bytes:
    """For Windows: a table of sizes, and the pictures."""
    pictures = [(size, picture(size).read_bytes()) for size in _WINDOWS]
    table, place = b"", 6 + 16 * len(pictures)
    for size, data in pictures:
        table += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(data), place)
        place += len(data)
    return struct.pack("<HHH", 0, 1, len(pictures)) + table + b"".join(data for _, data in pictures)


def icns() -> bytes:
    """For macOS: the pictures, each with its name and length."""
    parts = [(name, picture(size).read_bytes()) for name, size in _MACOS.items()]
    body = b"".join(name + struct.pack(">I", 8 + len(data)) + data for name, data in parts)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def draw() -> None:
    """Makes the pictures anew."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    app = QGuiApplication([])
    PICTURES.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        QSvgRenderer(str(DRAWING)).render(painter)
        painter.end()
        if not image.convertToFormat(QImage.Format.Format_ARGB32).save(str(picture(size))):
            raise OSError(f"{picture(size)} could not be written.")
    del app


if __name__ == "__main__":
    draw()
