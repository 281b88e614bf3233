"""When the session ends: SIGTERM, SIGINT and SIGHUP close the windows as their buttons do."""

from __future__ import annotations

import contextlib
import signal
import socket
from collections.abc import Iterator

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication


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
        app.closeAllWindows()

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
