"""Icons: one SVG a name, drawn in a colour of the theme, sharp at every size and pixel density.

An icon holds names, not pixels: after a change of theme it only has to be painted again. QtSvg is imported when the
first icon is painted. What points onwards or back is drawn mirrored where one reads from right to left; its name stays
that of the other drawing.
"""

from __future__ import annotations

from functools import cache, lru_cache
from math import ceil

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QImage, QPainter, QPixmap

from desktop_reader.paths import resource
from desktop_reader.ui.theme.tokens import LIGHT, Tokens

_SMALL = 18  # From here down the drawing made for 16 px is taken, where there is one.
_DISABLED = 0.4
_POINTING = {"arrow-left", "arrow-right", "chevron-left", "chevron-right", "panel-left", "panel-right"}
_POINTING |= {"open", "undo", "redo", "exit", "share", "send"}


class _Now:
    """The tokens that icons are painted with."""

    window: Tokens = LIGHT
    reader: Tokens = LIGHT


def follow(window: Tokens, reader: Tokens) -> None:
    """From now on icons are painted with these; the theme calls it before it tells of a change."""
    _Now.window, _Now.reader = window, reader


def icon(name: str, color: str | None = None, on: str | None = None, *, reader: bool = False) -> QIcon:
    """The icon drawn in ``resources/icons/<name>.svg``.

    ``color`` is a token's name or ``#RRGGBB`` (else ``text2``). Checked, it takes the colour ``on`` (else the accent)
    and the filled twin where there is one. ``reader`` takes the colours of the article's paper, not the window's.
    """
    if not _exists(name):
        raise ValueError(f"There is no icon named {name!r}.")
    return QIcon(_Engine(name, color or "text2", on or "accent", reader))


def paint(painter: QPainter, rect: QRect, name: str, color: str = "text2", *, reader: bool = False) -> None:
    """Draws an icon into the middle of ``rect``; for delegates and painted widgets."""
    tokens = _Now.reader if reader else _Now.window
    _draw(painter, rect, name, _rgba(getattr(tokens, color, color)))


class _Engine(QIconEngine):
    """Draws one icon in every state."""

    def __init__(self, name: str, color: str, on: str, reader: bool) -> None:
        super().__init__()
        self._made_of = (name, color, on, reader)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draws it at the painter's own density."""
        _draw(painter, rect, *self._look(mode, state))

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """``size`` in logical pixels, ``scale`` times as many in the result."""
        name, rgba = self._look(mode, state)
        side = min(size.width(), size.height())
        return QPixmap.fromImage(_image(_file(name, side), rgba, round(side * scale), scale, _turned(name)))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """As above, for those who know of no density."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        """Every size can be had; all are square."""
        side = min(size.width(), size.height())
        return QSize(side, side)

    def iconName(self) -> str:
        """The name, for tests and for whoever inspects the window."""
        return self._made_of[0]

    def isNull(self) -> bool:
        """Never: ``icon`` has looked."""
        return False

    def clone(self) -> QIconEngine:
        """Another one like it. Qt owns it, but PySide would free it with the last name for it: one is kept."""
        engine = _Engine(*self._made_of)
        _clones.append(engine)
        return engine

    def _look(self, mode: QIcon.Mode, state: QIcon.State) -> tuple[str, int]:
        name, color, on, reader = self._made_of
        if state == QIcon.State.On:
            color = on
            name = f"{name}-filled" if _exists(f"{name}-filled") else name
        rgba = _rgba(getattr(_Now.reader if reader else _Now.window, color, color))
        return name, _faded(rgba) if mode == QIcon.Mode.Disabled else rgba


_clones: list[_Engine] = []


def _draw(painter: QPainter, rect: QRect, name: str, rgba: int) -> None:
    side = min(rect.width(), rect.height())
    square = QRect(rect.topLeft() + QPoint((rect.width() - side) // 2, (rect.height() - side) // 2), QSize(side, side))
    # Not the device's ratio: a widget that is drawn into a picture of another density knows only its own.
    ratio = abs(painter.deviceTransform().m11()) or 1.0
    painter.drawImage(square, _image(_file(name, side), rgba, ceil(side * ratio), ratio, _turned(name)))


@lru_cache(maxsize=512)
def _image(file: str, rgba: int, side: int, ratio: float, turned: bool) -> QImage:
    """The drawing's shape filled with the colour, ``side`` device pixels wide. (An image may outlive the program.)"""
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(resource("icons", f"{file}.svg"))).render(painter, QRectF(0, 0, side, side))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(image.rect(), QColor.fromRgba(rgba))
    painter.end()
    if turned:
        image.flip(Qt.Orientation.Horizontal)
    image.setDevicePixelRatio(ratio)
    return image


def _turned(name: str) -> bool:
    return QGuiApplication.isRightToLeft() and name.removesuffix("-filled") in _POINTING


@cache
def _exists(name: str) -> bool:
    return resource("icons", f"{name}.svg").is_file()


@cache
def _file(name: str, side: int) -> str:
    return f"{name}-16" if side <= _SMALL and _exists(f"{name}-16") else name


@cache
def _rgba(color: str) -> int:
    return QColor(color).rgba()


def _faded(rgba: int) -> int:
    return rgba & 0xFFFFFF | round(255 * _DISABLED) << 24
