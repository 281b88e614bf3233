"""Whether the connection is paid for by what it carries, as NetworkManager says. Where nobody says, it is not.

Asked now and then, on a thread of its own: a bus that does not answer would hold the window for half a minute.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QObject, Signal

_EVERY_SECONDS = 15.0
_PATIENCE_MS = 5000
_NAME = "org.freedesktop.NetworkManager"


class Metered(Enum):
    """What is known."""

    UNKNOWN = 0
    YES = 1
    NO = 2


class Network(QObject):
    """Signal ``told(Metered)``: the first answer after ``watch``, and each that is another one."""

    told = Signal(object)

    def __init__(self, ask: Callable[[], Callable[[], Metered]] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connect = ask or _network_manager
        self._end: threading.Event | None = None

    def watch(self, on: bool) -> None:
        """Begins to ask, or ends; both can be said twice."""
        if on == (self._end is not None):
            return
        if self._end is not None:
            self._end.set()
            self._end = None
            return
        self._end = threading.Event()
        threading.Thread(target=self._watch, args=(self._end,), name="network", daemon=True).start()

    def _watch(self, end: threading.Event) -> None:
        ask, last = self._connect(), None
        while not end.is_set():
            now = ask()
            if now is not last and not end.is_set():
                last = now
                try:
                    self.told.emit(now)
                except RuntimeError:  # The window has gone.
                    return
            end.wait(_EVERY_SECONDS)


def _network_manager() -> Callable[[], Metered]:
    """Connects to the system's bus; returns what asks there."""
    try:
        from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage, QDBusVariant
    except ImportError:  # There is none on this system.
        return lambda: Metered.UNKNOWN
    bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SystemBus, "desktop-reader-network")

    def ask() -> Metered:
        question = QDBusMessage.createMethodCall(
            _NAME, "/org/freedesktop/NetworkManager", "org.freedesktop.DBus.Properties", "Get"
        )
        question.setArguments([_NAME, "Metered"])
        for one in bus.call(question, QDBus.CallMode.Block, _PATIENCE_MS).arguments():
            if isinstance(one, QDBusVariant):
                # 1 and 2 are yes and no, 3 and 4 the same as a guess.
                return {1: Metered.YES, 3: Metered.YES, 2: Metered.NO, 4: Metered.NO}.get(
                    one.variant(), Metered.UNKNOWN
                )
        return Metered.UNKNOWN

    return ask
