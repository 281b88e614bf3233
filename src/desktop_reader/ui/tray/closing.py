"""What closing the window does while its icon is in the tray: asked once, and then as it was answered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from desktop_reader.settings import Settings

ASK, TRAY, QUIT = "ask", "tray", "quit"


class Closing(QObject):
    """``keep`` hides the window, ``leave`` ends the program, ``chosen`` is told the answer (TRAY or QUIT)."""

    def __init__(
        self,
        window: QWidget,
        keep: Callable[[], object],
        leave: Callable[[], object],
        chosen: Callable[[str], object],
    ) -> None:
        super().__init__(window)
        self._window, self._keep, self._leave, self._chosen = window, keep, leave, chosen
        self.box: QMessageBox | None = None

    def heard(self, settings: Settings) -> bool:
        """The window's own button was pressed. False when it may close."""
        if settings.on_close == QUIT:
            return False
        if settings.on_close == TRAY:
            self._keep()
        elif self.box is None:
            self._ask()
        return True

    def _ask(self) -> None:
        box = self.box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle(self.tr("Desktop Reader"))
        box.setText(self.tr("Keep Desktop Reader running in the tray?"))
        box.setInformativeText(
            self.tr("There it goes on looking for news. This is asked once; the preferences can change it.")
        )
        stay = box.addButton(self.tr("Keep running in the tray"), QMessageBox.ButtonRole.AcceptRole)
        leave = box.addButton(self.tr("Quit"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(stay)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.finished.connect(lambda: self._answered(stay, leave))
        box.open()

    def _answered(self, stay: QPushButton, leave: QPushButton) -> None:
        assert self.box is not None
        answer = self.box.clickedButton()
        self.box.deleteLater()
        self.box = None
        if answer is stay:
            self._chosen(TRAY)
            self._keep()
        elif answer is leave:
            self._chosen(QUIT)
            self._leave()
