"""The desktop's own service of notices: one notice of ours stands at a time, a later one takes its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QIcon

from desktop_reader import paths
from desktop_reader.records.notice import escaped
from desktop_reader.ui.notifying.bus import Bus, Heard, Place

OPEN, READ, LATER = "default", "read", "later"

SERVICE = Place("org.freedesktop.Notifications", "/org/freedesktop/Notifications", "org.freedesktop.Notifications")
HEARD = Heard(SERVICE.name, SERVICE.interface, ("ActionInvoked", "NotificationClosed", "ActivationToken"))

translate = QCoreApplication.translate


class Service(QObject):
    """Signals: ``chosen(action, token)`` one of OPEN, READ, LATER, with what lets the window come to the front;
    ``gone`` the notice stands no more; ``failed(title, body)`` nobody shows it.
    """

    chosen = Signal(str, str)
    gone = Signal()
    failed = Signal(str, str)

    def __init__(self, bus: Bus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = bus
        self._able: frozenset[str] | None = None
        self._number = 0  # Of the notice that stands, 0 for none.
        self._last = 0
        self._token = ""
        bus.heard.connect(self._heard)

    def show(self, title: str, body: str) -> None:
        """Both are plain text."""
        if self._able is not None:
            self._show(title, body)
            return

        def learnt(answer: tuple[Any, ...] | None) -> None:
            if answer is None:
                self.failed.emit(title, body)
                return
            said = answer[0] if answer else ()
            self._able = frozenset(str(word) for word in said) if isinstance(said, (list, tuple)) else frozenset()
            self._show(title, body)

        self._bus.ask(SERVICE, "GetCapabilities", "", (), learnt)

    def withdraw(self) -> None:
        """What the notice says is known by now."""
        if self._number:
            self._bus.ask(SERVICE, "CloseNotification", "u", (self._number,))
            self._number = 0

    def forget(self) -> None:
        """Another program serves from now on: it knows nothing of our notice and may be able to do other things."""
        self._able, self._number, self._last = None, 0, 0

    def _show(self, title: str, body: str) -> None:
        able = self._able or frozenset()
        actions: list[str] = []
        if "actions" in able:
            actions += [OPEN, translate("Notices", "Open")]
            actions += [READ, translate("Notices", "Mark as read"), LATER, translate("Notices", "Later")]
        text = escaped(body) if "body-markup" in able else body
        values = ("Desktop Reader", self._number, _sign(), title, text, actions, _hints(), -1)

        def shown(answer: tuple[Any, ...] | None) -> None:
            number = answer[0] if answer else None
            if not isinstance(number, int):
                self._able = None  # It may be another one next time.
                self.failed.emit(title, body)
                return
            self._number = self._last = number

        self._bus.ask(SERVICE, "Notify", "susssasa{sv}i", values, shown)

    def _heard(self, interface: str, member: str, values: tuple[Any, ...]) -> None:
        if interface != SERVICE.interface or len(values) != 2 or not values[0] or values[0] != self._last:
            return
        word = values[1]
        if member == "ActivationToken" and isinstance(word, str):
            self._token = word
        elif member == "ActionInvoked" and word in (OPEN, READ, LATER):
            token, self._token = self._token, ""
            self.chosen.emit(word, token)
        elif member == "NotificationClosed" and self._number:
            self._number = 0
            self.gone.emit()


def _sign() -> str:
    """The icon's name where it is installed, else its file."""
    return paths.ID if QIcon.hasThemeIcon(paths.ID) else paths.resource("icons", "desktop-reader.svg").as_uri()


def _hints() -> Mapping[str, tuple[str, object]]:
    # Of no more than usual urgency; one of less is not shown by some desktops at all.
    return {"desktop-entry": ("s", paths.ID), "urgency": ("y", 1)}
