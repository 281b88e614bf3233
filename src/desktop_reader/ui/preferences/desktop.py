"""The page "Desktop": starting at the login, and the icon in the tray."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox

from desktop_reader.errors import FileError
from desktop_reader.settings import Settings
from desktop_reader.ui.autostart import Autostart
from desktop_reader.ui.preferences.page import Page
from desktop_reader.ui.words import told


class DesktopPage(Page):
    """``autostart`` is the system's; it is looked at whenever the page is shown."""

    def __init__(self, autostart: Autostart) -> None:
        super().__init__()
        self._autostart = autostart
        self.head(self.tr("Start"))
        self.login = QCheckBox(self.tr("Start when I log in, in the tray"))
        self.login.toggled.connect(self._start_at_login)
        self.column.addWidget(self.login)
        self.refused = self.note()
        self.refused.hide()
        self.head(self.tr("Tray"))
        self.tray = self.switch("tray", self.tr("Show an icon in the tray"))
        self.plain = self.switch("tray_plain", self.tr("In a single colour"))
        self.on_close = self.choice(
            "on_close",
            self.tr("Closing the window"),
            {
                "ask": self.tr("Asks"),
                "tray": self.tr("Keeps running in the tray"),
                "quit": self.tr("Quits"),
            },
        )
        self.note(self.tr("On desktops without a tray closing the window quits."))
        self.column.addStretch(1)

    def show_settings(self, settings: Settings) -> None:
        """These are in force now, and so it is with the login."""
        super().show_settings(settings)
        self.plain.setEnabled(settings.tray)
        self.on_close.setEnabled(settings.tray)
        self._look()

    def _look(self) -> None:
        blocked = QSignalBlocker(self.login)
        try:
            self.login.setChecked(self._autostart.is_on())
        except FileError as error:
            self._tell(error)
        del blocked

    def _start_at_login(self, on: bool) -> None:
        self.refused.hide()
        try:
            self._autostart.set(on)
        except FileError as error:
            self._tell(error)
        self._look()

    def _tell(self, error: FileError) -> None:
        self.refused.setText(told(error))
        self.refused.show()
