"""Something long that is done to a library while no window has it open: how far it is, and a button to give it up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QProgressDialog

_OF = 1000
_LOOK_MS = 50

T = TypeVar("T")


class Said(NamedTuple):
    """The words of such a dialog: what is done, the button, what is said when it was pressed, and at the end."""

    doing: str
    leave: str
    left: str
    ending: str


def under_way(said: Said, work: Callable[[Callable[[int, int], bool]], T]) -> T:
    """Does ``work(told)`` on a thread of its own; ``told(done, of)`` answers False when it is to be given up. Returns
    or raises what it does.
    """
    results: list[T] = []
    failed: list[Exception] = []
    far = [0]
    given_up = threading.Event()

    def told(done: int, of: int) -> bool:
        far[0] = _OF * done // max(1, of)
        return not given_up.is_set()

    def run() -> None:
        try:
            results.append(work(told))
        except Exception as error:  # Told on the screen's thread.
            failed.append(error)

    thread = threading.Thread(target=run, name="under way")
    dialog = QProgressDialog(said.doing, said.leave, 0, _OF)
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
            dialog.setLabelText(said.left)
        elif far[0] >= _OF:
            dialog.setLabelText(said.ending)
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
    return results[0]
