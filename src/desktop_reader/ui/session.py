"""The program as a desktop sees it: its name, icon and language; and when the session ends, SIGTERM, SIGINT and SIGHUP
close the windows as their buttons do.
"""

from __future__ import annotations

import contextlib
import signal
import socket
from collections.abc import Iterator

from PySide6.QtCore import QSocketNotifier
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMainWindow

from desktop_reader import __version__, paths, pools, settings
from desktop_reader.ui import language


def begun() -> QApplication:
    """Qt's own part of the program."""
    pools.share()
    app = QApplication(["desktop-reader", "-name", paths.ID])  # The name by which X11's desktops find the menu entry.
    app.setApplicationName("Desktop Reader")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(paths.ID)
    language.speak(app, settings.load(paths.config() / "settings.json").language)
    app.setWindowIcon(QIcon(str(paths.resource("icons", "desktop-reader.svg"))))
    return app


def close_all(app: QApplication) -> None:
    """Ends the program, asking nobody: all is kept, as when its windows are closed by hand."""
    app.closeAllWindows()
    for window in app.topLevelWidgets():
        if isinstance(window, QMainWindow) and not window.isVisible():
            window.close()  # Qt passes over one that is in the tray.


@contextlib.contextmanager
def ended_by_signals(app: QApplication) -> Iterator[None]:
    """Qt's loop never comes back to Python by itself, so a signal wakes it through a socket."""
    inside, outside = socket.socketpair()
    inside.setblocking(False)
    outside.setblocking(False)
    notifier = QSocketNotifier(outside.fileno(), QSocketNotifier.Type.Read)

    def end() -> None:
        with contextlib.suppress(OSError):
            outside.recv(64)  # Else it would be told without end, should a window refuse to close.
        close_all(app)

    notifier.activated.connect(end)
    before = signal.set_wakeup_fd(inside.fileno())
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: None)
    try:
        yield
    finally:
        notifier.setEnabled(False)
        signal.set_wakeup_fd(before)
        inside.close()
        outside.close()
