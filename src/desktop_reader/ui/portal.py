"""What the desktop tells all programs of its settings: asked once, and heard again when it is changed.

Nothing waits for the answer; where there is no desktop portal none comes.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusError, QDBusMessage, QDBusVariant

_SERVICE = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
_INTERFACE = "org.freedesktop.portal.Settings"

Learn = Callable[[str, str, object], None]
"""Gets the group, the key and the value."""


def listen(learn: Learn, places: list[tuple[str, str]], parent: QObject) -> None:
    """``learn``s these settings now, and each that is changed."""
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return
    news = _News(learn, parent)
    bus.connect(_SERVICE, _PATH, _INTERFACE, "SettingChanged", news, SLOT("changed(QString,QString,QDBusVariant)"))  # type: ignore[call-overload]
    for group, key in places:
        call = QDBusMessage.createMethodCall(_SERVICE, _PATH, _INTERFACE, "Read")
        call.setArguments([group, key])
        answer = _Answer(learn, group, key, parent)
        bus.callWithCallback(call, answer, SLOT("answered(QDBusVariant)"), SLOT("failed(QDBusError)"))  # type: ignore[call-overload]


class _News(QObject):
    def __init__(self, learn: Learn, parent: QObject) -> None:
        super().__init__(parent)
        self._learn = learn

    @Slot(str, str, QDBusVariant)
    def changed(self, group: str, key: str, value: QDBusVariant) -> None:
        self._learn(group, key, plain(value))


class _Answer(QObject):
    def __init__(self, learn: Learn, group: str, key: str, parent: QObject) -> None:
        super().__init__(parent)
        self._learn, self._group, self._key = learn, group, key

    @Slot(QDBusVariant)
    def answered(self, value: QDBusVariant) -> None:
        self._learn(self._group, self._key, plain(value))
        self.deleteLater()

    @Slot(QDBusError)
    def failed(self, error: QDBusError) -> None:
        self.deleteLater()  # This desktop has no such setting, or no portal.


def plain(value: object) -> object:
    """What is in a variant, which may be in another one."""
    while isinstance(value, QDBusVariant):
        value = value.variant()
    return value
