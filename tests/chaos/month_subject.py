"""The real program in a process of its own, whose clock is turned by hand; a person reads in it meanwhile.

``python -m tests.chaos.month_subject LIBRARY PORT BEGIN`` answers each JSON line with one. ``time.time`` and
``time.monotonic`` are replaced before the program is imported; what the standard library waits with stays real. All
hosts lie on the loopback; there is no network at all when it is so wished.
"""

from __future__ import annotations

import concurrent.futures  # noqa: F401  Imported now, so that what waits in them keeps the real clock.
import datetime
import json
import logging
import os
import queue  # noqa: F401
import selectors  # noqa: F401
import subprocess  # noqa: F401
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

_PATIENCE = 120.0
_real, _real_monotonic = time.time, time.monotonic


class Clock:
    """Goes as the real one does, from another moment; and jumps."""

    def __init__(self, begin: float) -> None:
        self._ahead = begin - _real()
        self._ran_ahead = 0.0

    def time(self) -> float:
        return _real() + self._ahead

    def monotonic(self) -> float:
        return _real_monotonic() + self._ran_ahead

    def jump(self, seconds: float, *, suspended: bool) -> None:
        """A suspended machine's monotonic clock stands still on Linux, and goes on elsewhere."""
        self._ahead += seconds
        if not suspended:
            self._ran_ahead += seconds


clock = Clock(float(sys.argv[3]))
time.time, time.monotonic = clock.time, clock.monotonic

import pycurl  # noqa: E402
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot  # noqa: E402
from PySide6.QtWidgets import QDialog  # noqa: E402

from desktop_reader import app as program  # noqa: E402
from desktop_reader.feeds import fetch  # noqa: E402
from desktop_reader.jobs.mark import MarkRead, Star  # noqa: E402
from desktop_reader.library import backups  # noqa: E402
from desktop_reader.records.query import Query, Scope  # noqa: E402
from desktop_reader.ui import midnight  # noqa: E402
from desktop_reader.ui.faults.watch import Watch  # noqa: E402
from desktop_reader.ui.opening import Opening  # noqa: E402
from desktop_reader.ui.session import begun  # noqa: E402
from desktop_reader.ui.sidebar import model as sidebar  # noqa: E402
from desktop_reader.worker import reach, waiting  # noqa: E402
from desktop_reader.worker.loop import Loop  # noqa: E402


class Today(datetime.date):
    """Of the turned clock."""

    @classmethod
    def today(cls) -> Today:
        return cls.fromtimestamp(clock.time())


class Network:
    """``fine``, ``refused`` by everybody, or ``gone``: no name is found and no way known."""

    state = "fine"
    port = int(sys.argv[2])

    def lead(self, line: Any) -> None:
        """Where a transfer really goes."""
        to = {"fine": f"127.0.0.1:{self.port}", "refused": "127.0.0.1:1", "gone": "nobody.invalid:80"}[self.state]
        line.curl.setopt(pycurl.CONNECT_TO, [f"::{to}"])

    def has_route(self) -> bool:
        return self.state != "gone"


network = Network()
_depart = fetch._Line.depart


def _led(line: Any, journey: Any) -> None:
    _depart(line, journey)
    network.lead(line)


for _where, _name, _instead in (
    (backups, "_ABANDONED", float("inf")),  # Files bear the time of the real clock.
    (fetch._Line, "depart", _led),
    (fetch, "range_of", lambda ip: None),  # The loopback is this month's internet.
    (reach, "has_route", network.has_route),
    (midnight, "date", Today),
    (sidebar, "date", Today),
):
    setattr(_where, _name, _instead)
waiting._A_SECOND = 5_000  # The clock lets twenty a second go; a second of this month is long.


class Subject(QObject):
    """``line`` is handled on a thread of its own; what concerns the window is done on the window's."""

    _wished = Signal(object)

    def __init__(self, application: program.Application) -> None:
        super().__init__()
        self.program = application
        self._chance = Random(3)
        self.starred: list[int] = []
        self.read: list[int] = []
        self.failed: list[str] = []
        self._closed = False
        self._wished.connect(lambda call: call(), Qt.ConnectionType.BlockingQueuedConnection)
        application.worker.failed.connect(self._note)

    @Slot(object)
    def _note(self, error: Exception) -> None:
        self.failed.append(f"{type(error).__name__}: {error}"[:300])

    def on_screen(self, call: Callable[[], Any]) -> Any:
        """On the window's thread, and waits for it."""
        answers: list[Any] = []
        self._wished.emit(lambda: answers.append(call()))
        return answers[0] if answers else None

    def handle(self, wish: dict[str, Any]) -> dict[str, Any]:
        """One wish."""
        deed = wish.pop("do")
        return getattr(self, f"do_{deed}")(**wish) or {}

    def do_network(self, state: str) -> None:
        """In or out."""
        network.state = state

    def do_jump(self, seconds: float, suspended: bool = False, wait: bool = True) -> dict[str, Any]:
        """The clock goes on, and all that is due happens."""
        clock.jump(seconds, suspended=suspended)
        if suspended:
            self.on_screen(self.program.surroundings.woken.emit)
        self._barrier()
        return {"quiet": self._quiet()} if wait else {}

    def do_refresh(self) -> dict[str, Any]:
        """All, by hand."""
        self.program.worker.refresh()
        self._barrier()
        return {"quiet": self._quiet()}

    def do_person(self, deeds: int) -> None:
        """Reads, marks, searches, looks around."""
        for _ in range(deeds):
            self.on_screen(self._one_deed)
        self._barrier()

    def do_rest(self) -> None:
        """What the loop does when nothing comes for a while: its patience is of the real clock, which stands still."""
        loop = self._loop()
        loop._post_last(loop._idle)
        self._barrier()
        self._quiet()
        for one in threading.enumerate():
            if one.name == "backup":
                one.join(_PATIENCE)

    def do_state(self) -> dict[str, Any]:
        """What there is."""
        import gc

        gc.collect()
        return {
            "threads": sorted(one.name for one in threading.enumerate()),
            "starred": self.starred,
            "read": self.read,
            "failed": self.failed,
            "widgets": self.on_screen(lambda: len(self.program.window.findChildren(QObject))),
        }

    def do_close(self) -> None:
        """The window is closed."""
        if not self._closed:
            self._closed = True
            self.on_screen(lambda: QTimer.singleShot(0, self.program.window, self.program.window.close))

    def _loop(self) -> Loop:
        while self.program.worker._loop is None:
            time.sleep(0.01)
        return self.program.worker._loop

    def _barrier(self) -> None:
        """Everything that was in the loop's line before is done, and what the clock has made due is begun."""
        passed = threading.Event()
        self._loop()._post_last(passed.set)
        if not passed.wait(_PATIENCE):
            raise TimeoutError("the loop does not come to this")

    def _quiet(self) -> bool:
        until = _real_monotonic() + _PATIENCE
        loop = self._loop()
        while _real_monotonic() < until:
            if loop._refreshing.busy or loop._improving.busy:
                time.sleep(0.01)
                continue
            self._barrier()
            if not (loop._refreshing.busy or loop._improving.busy):
                return True
        return False

    def _one_deed(self) -> None:
        window, worker, chance = self.program.window, self.program.worker, self._chance
        rows = window.articles.model.rowCount()
        deed = chance.randrange(12)
        if deed < 4 and rows:
            window.articles.view.pick(chance.randrange(min(rows, 300)))
        elif deed == 4:
            window.articles.search.setText(chance.choice(["lighthouse", "harbour storm", "revision", ""]))
        elif deed == 5:
            scope = chance.choice([Scope.ALL, Scope.UNREAD, Scope.STARRED, Scope.TODAY])
            self.program.browsing.look(Query(scope, since_at=sidebar.midnight() if scope is Scope.TODAY else None))
        elif deed == 6:
            self.program.browsing.look(Query(Scope.FEED, target=chance.randrange(1, 30)))
        elif deed == 7 and window.desk.browsing.article:
            self._mark(Star, self.starred)
        elif deed == 8 and window.desk.browsing.article:
            self._mark(MarkRead, self.read)
        elif deed == 9:
            worker.refresh([chance.randrange(1, 30)])
        elif deed == 10:
            window.deck.action("app.preferences").trigger()
            for dialog in window.findChildren(QDialog):
                dialog.close()
        else:
            self.program.choices.choose({"scheme": chance.choice(["light", "dark"])})

    def _mark(self, job: Any, done: list[int]) -> None:
        number = self.program.window.desk.browsing.article

        def told(answer: object) -> None:
            if not isinstance(answer, Exception):
                done.append(number)

        self.program.worker.submit(job((number,)), told)


def main() -> None:
    """Until the window is closed."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # Nobody else may speak between the lines.
    application_of_qt = begun()
    watch = Watch(Path(sys.argv[1]).parent / "state")
    watch.begin()
    opening = Opening(Path(sys.argv[1]), False)
    application = opening.next(lambda library: program.Application(library, application_of_qt, opening))
    assert application is not None
    watch.problems = application.window.desk.problems
    application.start()
    subject = Subject(application)

    def work() -> None:
        for line in sys.stdin:
            try:
                answer = subject.handle(json.loads(line))
            except Exception as error:
                logging.getLogger("desktop_reader").exception("The subject failed.")
                answer = {"error": f"{type(error).__name__}: {error}"}
            answers.write(json.dumps(answer) + "\n")
        subject.do_close()  # Nobody wishes for anything any more.

    threading.Thread(target=work, name="subject", daemon=True).start()
    application_of_qt.exec()
    application.close()
    application.reader.close()
    opening.close()
    watch.end()


if __name__ == "__main__":
    main()
