"""What goes wrong: known faults are told in a sentence, bugs are logged and reported."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop_reader.errors import DamagedError, ReaderError
from desktop_reader.ui.faults import report
from desktop_reader.ui.faults.dialog import ReportDialog
from desktop_reader.ui.words import told

translate = QCoreApplication.translate
_log = logging.getLogger("desktop_reader")

_DIALOGS = 5
"""So many different bugs are told by a dialog; more of them are in the log, and in a sentence that passes."""


def sentence(error: Exception) -> str:
    """The error's own sentence in the reader's language."""
    if isinstance(error, ReaderError):
        return told(error)
    return translate("problems", "Something went wrong inside Desktop Reader ({kind}).").format(
        kind=type(error).__name__
    )


class Problems:
    """Where failures end: ``say`` shows a notice; a bug is told once, with its report, and the program goes on.

    ``names`` gives words of the reader's that no report may have in it.
    """

    def __init__(self, window: QWidget, say: Callable[[str], None]) -> None:
        self._window = window
        self._say = say
        self._told: set[str] = set()
        self._telling = False
        self._dialog: ReportDialog | None = None
        self.names: Callable[[], Iterable[str]] = tuple
        self.damaged: Callable[[DamagedError], bool] = lambda _: False
        """Offers what can be done about a damaged library; False when that was offered already."""

    def tell(self, error: Exception) -> None:
        """Tells an error of the worker or of a deed."""
        if isinstance(error, ReaderError):
            _log.warning("%s", error)
            if not isinstance(error, DamagedError) or not self.damaged(error):
                self._say(sentence(error))
            return
        _log.error("%s", "".join(traceback.format_exception(error)))
        # By its kind and its place: the words may name another article each time.
        place = traceback.extract_tb(error.__traceback__)[-1:]
        kind = f"{type(error).__name__} {place}"
        if kind in self._told or self._telling:  # A bug in telling bugs must not be told.
            return
        self._told.add(kind)
        self._telling = True
        try:
            self._show(sentence(error), report.of(error, self._names()))
        finally:
            self._telling = False

    def tell_crash(self, dump: str) -> None:
        """Tells that the program crashed the last time; ``dump`` is what was written down then."""
        words = translate("problems", "Desktop Reader ended unexpectedly the last time.")
        self._show(words, report.of_crash(dump, self._names()))

    def _show(self, words: str, said: str) -> None:
        if self._dialog is not None and isValid(self._dialog) and self._dialog.isVisible():
            self._dialog.add(said)
            return
        if len(self._told) > _DIALOGS:
            self._say(words)
            return
        promise = translate("problems", "Your library is safe and you can go on. The report helps to mend the fault.")
        self._dialog = ReportDialog(words, promise, said, self._window)
        self._dialog.open()

    def _names(self) -> list[str]:
        try:
            return list(self.names())
        except Exception:  # The library may be what is broken.
            return []
