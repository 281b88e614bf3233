"""A file that is heard, once it is known where it really lies."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop_reader.errors import ReaderError
from desktop_reader.ui.problems import sentence
from desktop_reader.ui.viewer.sound import MakeSound, MediaSound, Sound

Find = Callable[[str], str]
"""Where a file really lies, or a ReaderError; takes its time."""


class FoundSound(QObject):
    """A ``Sound`` whose place is looked for when it is to be heard for the first time; ``make`` makes what plays then.
    Nothing that plays may be given an address that a feed names: it would follow it anywhere.
    """

    moved = Signal(int, int)
    turned = Signal(bool)
    failed = Signal(str)
    _found = Signal(object)

    def __init__(self, url: str, parent: QObject, find: Find, make: MakeSound = MediaSound) -> None:
        super().__init__(parent)
        self._url, self._find, self._make = url, find, make
        self._sound: Sound | None = None
        self._looking = self._wanted = False
        self._speed = 1.0
        self._found.connect(self._begin)

    def play(self) -> None:
        """Goes on from where it is, or looks where it lies."""
        if self._sound is not None:
            self._sound.play()
            return
        self._wanted = True
        self.turned.emit(True)
        if not self._looking:
            self._looking = True
            threading.Thread(target=self._look, name="sound", daemon=True).start()

    def pause(self) -> None:
        """Stays where it is."""
        if self._sound is not None:
            self._sound.pause()
        else:
            self._wanted = False
            self.turned.emit(False)

    def seek(self, position: int) -> None:
        """Goes there, once it is known how long it is."""
        if self._sound is not None:
            self._sound.seek(position)

    def set_speed(self, speed: float) -> None:
        """From now on."""
        self._speed = speed
        if self._sound is not None:
            self._sound.set_speed(speed)

    def close(self) -> None:
        """Ends it for good."""
        self._wanted = False
        if self._sound is not None:
            self._sound.close()
            self._sound = None
        self.deleteLater()

    def _look(self) -> None:
        """On a thread of its own: a server may take its time."""
        found: str | Exception
        try:
            found = self._find(self._url)
        except ReaderError as error:
            found = error
        except Exception as error:  # A bug, which ends where all of them do.
            self._tell(error)
            raise
        self._tell(found)

    def _tell(self, found: str | Exception) -> None:
        with contextlib.suppress(RuntimeError):  # The article was left, and this is gone.
            self._found.emit(found)

    def _begin(self, found: str | Exception) -> None:
        self._looking = False
        if isinstance(found, Exception):
            self._fail(sentence(found))
        elif self._wanted:
            try:
                sound = self._make(found, self)
            except ImportError as error:  # It is installed, but something of the system that it needs is not.
                self._fail(str(error))
                return
            self._sound = sound
            sound.moved.connect(self.moved)
            sound.turned.connect(self.turned)
            sound.failed.connect(self.failed)
            if self._speed != 1:
                sound.set_speed(self._speed)
            sound.play()

    def _fail(self, words: str) -> None:
        self._wanted = False
        self.turned.emit(False)
        self.failed.emit(words)
