"""The library on its way to another folder: how far it has come, and a button that leaves it where it is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QProgressDialog

from desktop_reader.library import moving

translate = QCoreApplication.translate
_OF = 1000
_LOOK_MS = 50


def move(library: Path, folder: Path, moved: Callable[[Path], None]) -> Path:
    """``moving.move`` on a thread of its own, with a dialog; returns where the library lies then."""
    where: list[Path] = []
    failed: list[Exception] = []
    far = [0]
    given_up = threading.Event()

    def told(done: int, of: int) -> bool:
        far[0] = _OF * done // max(1, of)
        return not given_up.is_set()

    def work() -> None:
        try:
            where.append(moving.move(library, folder, moved, told))
        except Exception as error:  # Told on the screen's thread.
            failed.append(error)

    thread = threading.Thread(target=work, name="moving")
    words = translate("Moving", "Moving the library to {folder}…").format(folder=folder)
    dialog = QProgressDialog(words, translate("Moving", "Leave it where it is"), 0, _OF)
    dialog.setWindowTitle("Desktop Reader")
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    dialog.setMinimumWidth(420)
    dialog.setMinimumDuration(0)
    dialog.setAutoClose(False)
    dialog.setAutoReset(False)
    dialog.canceled.disconnect()
    dialog.canceled.connect(given_up.set)

    def look() -> None:
        if not thread.is_alive():
            dialog.accept()
        elif given_up.is_set():
            dialog.setLabelText(translate("Moving", "It stays where it is."))
        elif far[0] >= _OF:
            dialog.setLabelText(translate("Moving", "Comparing the copy with the library…"))
            dialog.setRange(0, 0)
        else:
            dialog.setValue(far[0])

    timer = QTimer(dialog)
    timer.timeout.connect(look)
    thread.start()
    timer.start(_LOOK_MS)
    while thread.is_alive():
        dialog.exec()  # Closing it by the window's own button gives up as well, and waits for the thread to see it.
    thread.join()
    dialog.deleteLater()
    if failed:
        raise failed[0]
    return where[0]
