"""What goes wrong: known faults are told in a sentence, bugs are logged and reported."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_reader import __version__
from desktop_reader.errors import ReaderError
from desktop_reader.ui.words import told

translate = QCoreApplication.translate
_log = logging.getLogger("desktop_reader")


def sentence(error: Exception) -> str:
    """The error's own sentence in the reader's language."""
    if isinstance(error, ReaderError):
        return told(error)
    return translate("problems", "Something went wrong inside Desktop Reader ({kind}).").format(
        kind=type(error).__name__
    )


class Problems:
    """Where failures end: ``say`` shows a notice; a bug is told once, with its report, and the program goes on."""

    def __init__(self, window: QWidget, say: Callable[[str], None]) -> None:
        self._window = window
        self._say = say
        self._told: set[str] = set()

    def hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """For ``sys.excepthook``: what a slot of the window raised is told like any other bug."""
        if isinstance(error, Exception):
            self.tell(error.with_traceback(trace))
        else:
            sys.__excepthook__(kind, error, trace)

    def tell(self, error: Exception) -> None:
        """Tells an error of the worker or of a deed."""
        if isinstance(error, ReaderError):
            _log.warning("%s", error)
            self._say(sentence(error))
            return
        report = "".join(traceback.format_exception(error))
        _log.error("%s", report)
        # By its kind and its place: the words may name another article each time.
        place = traceback.extract_tb(error.__traceback__)[-1:]
        kind = f"{type(error).__name__} {place}"
        if kind in self._told:
            return
        self._told.add(kind)
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(sentence(error))
        box.setInformativeText(
            translate("problems", "Your library is safe and you can go on. The report helps to mend the fault.")
        )
        box.setDetailedText(f"Desktop Reader {__version__}\n{report}")
        copy = box.addButton(translate("problems", "Copy report"), QMessageBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(box.detailedText()))
        box.addButton(QMessageBox.StandardButton.Close)
        box.open()
