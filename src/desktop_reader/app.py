"""Builds everything and connects everything; the only file that knows everyone.

Before the first paint only Qt's widgets, the SQLite driver and our own modules are imported; the worker, which brings
SQLAlchemy and the HTTP client, starts once the window is up.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_reader import __version__, paths, settings
from desktop_reader.errors import LibraryError, ReaderError
from desktop_reader.library import connect
from desktop_reader.library.reader import Reader
from desktop_reader.ui import window_state
from desktop_reader.ui.articles.pane import ArticlePane
from desktop_reader.ui.auto_read import AutoRead
from desktop_reader.ui.browsing import Browsing
from desktop_reader.ui.main_window import MainWindow
from desktop_reader.ui.problems import sentence
from desktop_reader.ui.reading_pane import ReadingPane
from desktop_reader.ui.sidebar.pane import SidebarPane
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.viewer.pictures import Pictures
from desktop_reader.ui.viewer.style import PageStyle
from desktop_reader.worker.thread import Worker

APP_ID = "desktop-reader"


class Application:
    """The window with all that works behind it. ``close`` keeps what is to be kept and ends the threads."""

    def __init__(self, library: Path, app: QApplication) -> None:
        self._settings_file = paths.config() / "settings.json"
        self._state_file = paths.config() / "window.json"
        self.settings = settings.load(self._settings_file)
        self.theme = Theme(self.settings.scheme, self.settings.paper)
        self.theme.apply(app)
        self.reader = Reader(library)
        self.worker = Worker(library, self.settings.refresh_minutes * 60)
        self.browsing = Browsing()
        self._images: Any = None
        self.window = self._window()
        self.auto_read = AutoRead(self.browsing, self.worker, self.settings.read_after_seconds, self.window)
        self._closed = False
        self.worker.changed.connect(self.window.apply)
        self.worker.failed.connect(self.window.problems.tell)
        self.worker.progress.connect(self._progress)
        self.window.closed.connect(self.close)
        self.window.preferences_wanted.connect(self._show_preferences)
        self.window.keys_wanted.connect(self._show_keys)

    def start(self) -> None:
        """Shows the window as it was left; the worker begins when it has been painted."""
        self.window.resize(1280, 800)
        self.window.restore(window_state.load(self._state_file))
        self.window.sidebar.show_updated(self._last_checked())
        self.window.show()
        self.window.articles.view.setFocus()
        QTimer.singleShot(0, lambda: QTimer.singleShot(50, self.worker.start))

    def close(self) -> None:
        """Once, however often it is asked for."""
        if self._closed:
            return
        self._closed = True
        window_state.save(self.window.state(), self._state_file)
        self.worker.close()
        if self._images is not None:
            self._images.close()
        self.reader.close()

    def _window(self) -> MainWindow:
        style = PageStyle(self.theme.reader, serif=self.settings.face == "serif")
        if self.settings.body_px:
            style = replace(style, px=self.settings.body_px)
        sidebar = SidebarPane(self.reader, self.theme)
        articles = ArticlePane(self.reader, self._ask, self.theme)
        reading = ReadingPane(self.theme, style, Pictures(self._fetch_picture))
        reading.view.zoomed.connect(lambda px: self._keep(replace(self.settings, body_px=px)))
        return MainWindow(self.reader, self.worker, self.browsing, self.theme, (sidebar, articles, reading))

    def _ask(self, question: Callable[[Any], Any], answered: Callable[[Any], None]) -> None:
        self.worker.ask("articles", question, answered)

    def _fetch_picture(self, url: str, done: Callable[[bytes | None], None]) -> None:
        if not self.settings.remote_pictures or self._closed:
            done(None)
            return
        if self._images is None:
            from desktop_reader.worker.images import Images

            self._images = Images()
        self._images.fetch(url, done)

    def _progress(self, done: int, of: int) -> None:
        if of:
            self.window.sidebar.show_progress(done, of)
        else:
            self.window.sidebar.show_updated(self._last_checked())

    def _last_checked(self) -> int | None:
        return max((feed.checked_at for feed in self.reader.feeds() if feed.checked_at), default=None)

    def _show_preferences(self) -> None:
        from desktop_reader.ui.dialogs.preferences import PreferencesDialog

        dialog = PreferencesDialog(self.settings, self.window)
        dialog.chosen.connect(self._keep)
        dialog.open()

    def _show_keys(self) -> None:
        from desktop_reader.ui.dialogs.keys import KeysDialog

        KeysDialog(self.window.deck.commands.values(), self.window).open()

    def _keep(self, chosen: settings.Settings) -> None:
        """Other settings: kept in the file, and at work at once."""
        self.settings = chosen
        self.theme.scheme, self.theme.paper = chosen.scheme, chosen.paper
        self.worker.set_wish(chosen.refresh_minutes * 60)
        self.auto_read.set_delay(chosen.read_after_seconds)
        view = self.window.reading.view
        view.set_style(replace(view.page_style, serif=chosen.face == "serif"))
        try:
            settings.save(chosen, self._settings_file)
        except ReaderError as error:
            self.window.problems.tell(error)


def run(arguments: list[str]) -> int:
    """Opens the window; returns when it is closed."""
    parser = argparse.ArgumentParser(prog="desktop-reader")
    parser.add_argument("--library", type=Path, default=paths.library())
    library = parser.parse_args(arguments).library.expanduser()
    if sys.platform == "linux" and not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))):
        print("desktop-reader: there is no screen here. Use the commands: desktop-reader --help", file=sys.stderr)
        return 1
    app = QApplication(["desktop-reader"])
    app.setApplicationName("Desktop Reader")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(APP_ID)
    app.setWindowIcon(QIcon(str(paths.resource("icons", "desktop-reader.svg"))))
    try:
        connect.prepare(library)
        application = Application(library, app)
    except LibraryError as error:
        print(f"desktop-reader: {error}", file=sys.stderr)
        QMessageBox.critical(None, "Desktop Reader", sentence(error))
        return 1
    # A worker thread that computes keeps the interpreter so long at a time; the default of 5 ms shows while scrolling.
    sys.setswitchinterval(0.0005)
    application.start()
    with _ended_by_signals(app):
        code = app.exec()
    application.close()
    return code


@contextlib.contextmanager
def _ended_by_signals(app: QApplication) -> Any:
    """SIGTERM, SIGINT and SIGHUP (the session ends) close the window as its button does."""
    inside, outside = socket.socketpair()
    for end in (inside, outside):
        end.setblocking(False)
    notifier = QSocketNotifier(outside.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: app.closeAllWindows())
    before = signal.set_wakeup_fd(inside.fileno())
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: None)
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        inside.close()
        outside.close()
