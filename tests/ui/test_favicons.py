"""The signs of feeds: decoded away from the window, painted when they are there, monograms as long as they are not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QObject, Signal
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desktop_reader.records.changes import Changes
from desktop_reader.ui.favicons import Favicons, decoded


def picture(width: int, height: int, color: str = "#d7263d") -> bytes:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(color))
    return saved(image)


def saved(image: QImage, kind: str = "PNG") -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)  # type: ignore[call-overload]  # It takes text, whatever the stubs say.
    return bytes(buffer.data().data())


def ico(*pictures: tuple[int, bytes]) -> bytes:
    """Several PNG pictures in one file of Windows' kind."""
    head, body, at = b"\x00\x00\x01\x00" + len(pictures).to_bytes(2, "little"), b"", 6 + 16 * len(pictures)
    for side, data in pictures:
        facts = bytes((side, side, 0, 0)) + (1).to_bytes(2, "little") + (32).to_bytes(2, "little")
        head += facts + len(data).to_bytes(4, "little") + (at + len(body)).to_bytes(4, "little")
        body += data
    return head + body


class Library:
    """What the reading door answers."""

    def __init__(self, **signs: bytes | None) -> None:
        self.signs: dict[int, bytes | None] = {int(name[1:]): data for name, data in signs.items()}

    def select(self, sql: str, parameters: tuple[int, ...] = ()) -> list[tuple[Any]]:
        if parameters:
            return [(self.signs[parameters[0]],)] if parameters[0] in self.signs else []
        return [(feed,) for feed, data in self.signs.items() if data is not None]


class Asking(QObject):
    """A worker that answers when it is told to, and of each kind the latest question only."""

    changed = Signal(object)

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library
        self._questions: dict[str, tuple[Callable[[Any], Any], Callable[[Any], None]]] = {}

    def ask(self, kind: str, question: Callable[[Any], Any], answered: Callable[[Any], None]) -> None:
        self._questions[kind] = (question, answered)

    def answer(self) -> None:
        questions, self._questions = self._questions, {}
        for question, answered in questions.values():
            answered(question(self._library))


def signs(library: Library) -> tuple[Favicons, Asking]:
    worker = Asking(library)
    return Favicons(worker), worker  # type: ignore[arg-type]


def test_signs_come_from_the_library_in_the_pixels_of_the_screen(qtbot: QtBot) -> None:
    favicons, worker = signs(Library(f1=picture(64, 64), f2=None, f3=b"\x89PNG\r\n\x1a\nbroken"))
    favicons.load()
    assert favicons.tile(1, 1.0) is None
    with qtbot.waitSignal(favicons.arrived, timeout=1000):
        worker.answer()
    for ratio, side in ((1.0, 16), (1.5, 24), (2.0, 32)):
        tile = favicons.tile(1, ratio)
        assert tile is not None
        assert (tile.width(), tile.height(), tile.devicePixelRatio()) == (side, side, ratio)
    assert favicons.tile(2, 1.0) is None
    assert favicons.tile(3, 1.0) is None


def test_a_new_sign_takes_the_place_of_the_old_one(qtbot: QtBot) -> None:
    library = Library(f1=picture(16, 16, "#ff0000"))
    favicons, worker = signs(library)
    favicons.load()
    worker.answer()
    library.signs |= {1: picture(16, 16, "#0000ff"), 2: picture(16, 16, "#00ff00")}
    worker.changed.emit(Changes(feeds=frozenset({1})))
    worker.answer()
    assert favicons.tile(2, 1.0) is None
    worker.changed.emit(Changes(signs=frozenset({1})))
    worker.changed.emit(Changes(signs=frozenset({2})))
    worker.answer()
    seen = []
    for feed in (1, 2):
        tile = favicons.tile(feed, 1.0)
        assert tile is not None
        seen.append(tile.toImage().pixelColor(8, 8).name())
    assert seen == ["#0000ff", "#00ff00"]


def test_of_several_pictures_in_one_file_the_best_is_taken() -> None:
    some = ico((16, picture(16, 16, "#ff0000")), (48, picture(48, 48, "#00ff00")), (32, picture(32, 32, "#0000ff")))
    assert decoded(some).pixelColor(16, 16).name() == "#0000ff"


def test_proportions_are_kept_in_a_square() -> None:
    image = decoded(picture(64, 32))
    assert (image.width(), image.height()) == (32, 32)
    assert image.pixelColor(16, 2).alpha() == 0
    assert image.pixelColor(16, 16).name() == "#d7263d"


@pytest.mark.parametrize(("color", "ground"), [("#000000", "#ffffff"), ("#ffffff", "#5a6475"), ("#d7263d", "")])
def test_a_sign_without_a_ground_is_seen_in_both_schemes(color: str, ground: str) -> None:
    image = QImage(32, 32, QImage.Format.Format_ARGB32)
    image.fill(0)
    for x in range(8, 24):
        for y in range(8, 24):
            image.setPixelColor(x, y, QColor(color))
    shown = decoded(saved(image))
    assert shown.pixelColor(16, 16).name() == color
    edge = shown.pixelColor(16, 2)
    assert (edge.name() if edge.alpha() else "") == ground


@pytest.mark.parametrize("data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", picture(2000, 8)])
def test_what_is_no_small_picture_is_none(data: bytes) -> None:
    assert decoded(data).isNull()
