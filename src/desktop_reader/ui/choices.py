"""What the reader chose, at work: kept in the file, handed to whom it concerns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop_reader import settings
from desktop_reader.errors import FileError
from desktop_reader.settings import Settings
from desktop_reader.ui.auto_read import AutoRead
from desktop_reader.ui.commands.feed import keeping_page
from desktop_reader.ui.main_window import MainWindow
from desktop_reader.ui.theme.theme import Theme

_SAVED_AFTER_MS = 300  # The disk may take its time for each; turning a wheel chooses many sizes.


class Choices(QObject):
    """Signal ``changed(Settings)``: something else was chosen, and is at work already."""

    changed = Signal(object)

    def __init__(self, chosen: Settings, file: Path, window: MainWindow, theme: Theme, auto_read: AutoRead) -> None:
        super().__init__(window)
        self.chosen = chosen
        self._file = file
        self._window = window
        self._theme = theme
        self._auto_read = auto_read
        self._pages: list[Callable[[], tuple[str, QWidget]]] = []
        self._later = QTimer(self, singleShot=True, interval=_SAVED_AFTER_MS)
        self._later.timeout.connect(self._save)
        if not window.desk.worker.read_only:
            self.add_page(lambda: keeping_page(window.desk))
        window.closed.connect(self._save_now)
        window.preferences_wanted.connect(self._show)
        window.reading.view.zoomed.connect(lambda px: self.keep(replace(self.chosen, body_px=px)))

    def add_page(self, make: Callable[[], tuple[str, QWidget]]) -> None:
        """Another page of the preferences: its title and contents, made each time the dialog is opened."""
        self._pages.append(make)

    def keep(self, chosen: Settings) -> None:
        """Other settings: at work at once, and in the file a moment later."""
        self.chosen = chosen
        self._theme.scheme, self._theme.paper = chosen.scheme, chosen.paper
        self._window.desk.worker.set_wish(chosen.refresh_minutes * 60)
        self._auto_read.set_delay(chosen.read_after_seconds)
        view = self._window.reading.view
        view.set_style(replace(view.page_style, serif=chosen.face == "serif"))
        self._later.start()
        self.changed.emit(chosen)

    def _save_now(self) -> None:
        if self._later.isActive():
            self._later.stop()
            self._save()

    def _save(self) -> None:
        try:
            settings.save(self.chosen, self._file)
        except FileError as error:
            self._window.desk.problems.tell(error)

    def _show(self) -> None:
        from desktop_reader.ui.dialogs.preferences import PreferencesDialog

        dialog = PreferencesDialog(self.chosen, self._window, [make() for make in self._pages])
        dialog.chosen.connect(self.keep)
        dialog.open()
