"""Whatever ends nowhere else ends here: what a slot or a thread raised, what Qt complains of, and, in the file of the
run, what C code does before it crashes. All of it is logged; a bug is told by the window, if there is one.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
from collections import Counter
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from desktop_reader.ui.faults import log, report
from desktop_reader.ui.faults.runs import Past, Run
from desktop_reader.ui.problems import Problems

_log = logging.getLogger("desktop_reader")
_OFTEN = 3  # The same complaint of Qt is written down so many times.
_MANY = 1000
_LEVELS = {
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Watch(QObject):
    """From ``begin`` to ``end``; ``problems`` is the window's, as long as there is one."""

    _caught = Signal(object)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._run = Run(folder)
        self._file: logging.Handler | None = None
        self._logged = _Logged(self)
        self._complaints: Counter[str] = Counter()
        self.problems: Problems | None = None
        self._caught.connect(self._tell)  # Comes to the screen's thread by itself, wherever it was raised.

    def begin(self) -> Past:
        """Listens from now on; returns what is known of the runs before."""
        self._file = log.begin(self._folder)
        logging.getLogger("desktop_reader").addHandler(self._logged)
        sys.excepthook = self._raised
        sys.unraisablehook = self._unraisable
        threading.excepthook = self._raised_in_thread
        qInstallMessageHandler(self._complained)
        return self._run.begin()

    def stands(self) -> None:
        """The window is up and works."""
        self._run.stands()

    def failed(self, error: Exception) -> None:
        """The program could not start. The next start tells it."""
        _log.error("The program could not start.", exc_info=error)
        self._run.failed(report.of(error))

    def end(self) -> None:
        """All is closed."""
        self.problems = None
        qInstallMessageHandler(None)
        sys.excepthook, sys.unraisablehook = sys.__excepthook__, sys.__unraisablehook__
        threading.excepthook = threading.__excepthook__
        logging.getLogger("desktop_reader").removeHandler(self._logged)
        log.end(self._file)
        self._file = None
        self._run.end()

    def catch(self, error: BaseException) -> None:
        """From any thread."""
        with contextlib.suppress(RuntimeError):  # Qt has gone already.
            self._caught.emit(error)

    def _tell(self, error: BaseException) -> None:
        if self.problems is not None and isinstance(error, Exception):
            self.problems.tell(error)

    def _raised(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not isinstance(error, Exception) or self.problems is None:
            _log.critical("%s", kind.__name__, exc_info=(kind, error, trace))
            sys.__excepthook__(kind, error, trace)
        else:
            self.catch(error.with_traceback(trace))

    def _raised_in_thread(self, said: threading.ExceptHookArgs) -> None:
        if isinstance(said.exc_value, Exception):
            name = said.thread.name if said.thread is not None else "?"
            _log.warning("A bug ended the thread “%s”.", name)
            if self.problems is None:
                _log.critical("%s", name, exc_info=said.exc_value)
            self.catch(said.exc_value)

    def _unraisable(self, said: sys.UnraisableHookArgs) -> None:
        """Nobody did anything that could fail: it is written down, and that is all."""
        if said.exc_value is not None:
            words = said.err_msg or "Passed over"
            _log.warning("%s", words, exc_info=(said.exc_type, said.exc_value, said.exc_traceback))

    def _complained(self, kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
        if sys.stderr is not None:
            with contextlib.suppress(OSError, ValueError):
                print(words, file=sys.stderr)
        level = _LEVELS.get(kind)
        if level is None or (len(self._complaints) >= _MANY and words not in self._complaints):
            return
        self._complaints[words] += 1
        if self._complaints[words] <= _OFTEN:
            _log.log(level, "Qt (%s): %s", context.category or "", words)


class _Logged(logging.Handler):
    """Hands on the bugs that somebody else wrote down as such, and went on."""

    def __init__(self, watch: Watch) -> None:
        super().__init__(logging.CRITICAL)
        self._watch = watch

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, Exception):
            self._watch.catch(error)
