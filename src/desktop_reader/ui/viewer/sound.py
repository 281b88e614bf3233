"""A file that is heard. Qt's multimedia is no part of the reader but an extra, and is imported when something plays."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any, Protocol

from PySide6.QtCore import QObject, QUrl, Signal, SignalInstance

_WAYS = "http,https,httpproxy,tcp,tls,crypto"  # Whatever a file names that it is made of: no file of this computer.
SPEEDS = (0.75, 1.0, 1.25, 1.5, 1.75, 2.0)


class Sound(Protocol):
    """What a player is told and tells. Signals: ``moved(position, length)`` in milliseconds, the length 0 as long as it
    is not known; ``turned(playing)``; ``failed(words)``.
    """

    moved: SignalInstance
    turned: SignalInstance
    failed: SignalInstance

    def play(self) -> None:
        """Goes on from where it is."""

    def pause(self) -> None:
        """Stays where it is."""

    def seek(self, position: int) -> None:
        """Goes there."""

    def set_speed(self, speed: float) -> None:
        """1 is as it was recorded."""

    def close(self) -> None:
        """Ends it for good."""


MakeSound = Callable[[str, QObject], Sound]


class _Now:
    """Whether it is wished for at all; not in safe mode."""

    allowed = True


def allow(wanted: bool) -> None:
    """Whether anything is played from now on."""
    _Now.allowed = wanted


def available() -> bool:
    """Whether this computer's reader can play anything."""
    return _Now.allowed and _installed()


@cache
def _installed() -> bool:
    return find_spec("PySide6.QtMultimedia") is not None


class MediaSound(QObject):
    """A ``Sound`` by Qt's own player, which fetches the file itself, as it is heard: only from where a ``FoundSound``
    has found it.
    """

    moved = Signal(int, int)
    turned = Signal(bool)
    failed = Signal(str)

    def __init__(self, url: str, parent: QObject) -> None:
        super().__init__(parent)
        os.environ.setdefault("QT_FFMPEG_PROTOCOL_WHITELIST", _WAYS)
        from PySide6.QtMultimedia import (  # type: ignore[import-not-found, unused-ignore]
            QAudioOutput,
            QMediaPlayer,
        )

        self._player: Any = QMediaPlayer(self)
        self._player.setAudioOutput(QAudioOutput(self._player))
        self._playing = QMediaPlayer.PlaybackState.PlayingState
        self._player.positionChanged.connect(self._tell)
        self._player.durationChanged.connect(self._tell)
        self._player.playbackStateChanged.connect(lambda state: self.turned.emit(state == self._playing))
        self._player.errorOccurred.connect(lambda _, words: self.failed.emit(words))
        self._player.setSource(QUrl(url))

    def play(self) -> None:
        """Goes on from where it is."""
        self._player.play()

    def pause(self) -> None:
        """Stays where it is."""
        self._player.pause()

    def seek(self, position: int) -> None:
        """Goes there."""
        self._player.setPosition(position)

    def set_speed(self, speed: float) -> None:
        """The voice keeps its pitch where the system can do that."""
        self._player.setPlaybackRate(speed)

    def close(self) -> None:
        """Ends it for good."""
        self._player.stop()
        self._player.setSource(QUrl())
        self.deleteLater()

    def _tell(self, *_: object) -> None:
        self.moved.emit(self._player.position(), max(0, self._player.duration()))


def said(milliseconds: int) -> str:
    """``4:05``, ``1:02:03``."""
    seconds = max(0, milliseconds) // 1000
    minutes, hours = seconds // 60 % 60, seconds // 3600
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"
