"""Opening an address in the browser while our own window stays in front, as far as the system lets.

macOS opens it behind everything when asked to. Linux is asked without the token by which a Wayland compositor would
bring the browser to the front, and on X11 our window asks for the keyboard again when the browser takes it. On Windows
it asks too, but may only be allowed to flash in the task bar.
"""

from __future__ import annotations

import shutil
import sys

from PySide6.QtCore import QEvent, QObject, QProcess, QProcessEnvironment, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.links import outward

_TOKENS = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")
_WATCHED_MS = 2000


def open_behind(address: str, window: QWidget) -> bool:
    """Hands an address of the web to the browser; nothing else is ever handed out. False when that was refused."""
    plain = outward(QUrl(address))
    url = QUrl(plain)
    if not plain:
        return False
    if window.isActiveWindow():
        _Returning(window)
    opener = {"darwin": "open", "linux": "xdg-open"}.get(sys.platform)
    program = shutil.which(opener) if opener else None
    if program is None:
        return QDesktopServices.openUrl(url)
    process = QProcess()
    process.setProgram(program)
    process.setArguments(["-g", plain] if opener == "open" else [plain])
    surroundings = QProcessEnvironment.systemEnvironment()
    for token in _TOKENS:
        surroundings.remove(token)
    process.setProcessEnvironment(surroundings)
    return bool(process.startDetached()[0]) or QDesktopServices.openUrl(url)


class _Returning(QObject):
    """Takes the keyboard back, once, from a browser that comes to the front by itself."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)
        QTimer.singleShot(_WATCHED_MS, self, self.deleteLater)

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window went to the back."""
        if event.type() == QEvent.Type.WindowDeactivate:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self._window, self._window.activateWindow)
        return False
