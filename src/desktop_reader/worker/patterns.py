"""Looking for regular expressions in articles, in the helper process: one that never ends is interrupted there.

The clock that is looked at counts the time that the process really works, so that a busy machine blames no expression.
Where a system has no clock that interrupts, the process is lost and asked once more: see ``worker.noting``.
"""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from types import FrameType

from desktop_reader.content.plain import plain
from desktop_reader.errors import ParseError
from desktop_reader.text.patterns import Line, Subject, looks_at_text, read
from desktop_reader.worker import noting
from desktop_reader.worker.noting import Note

INTERRUPTS = hasattr(signal, "setitimer")
"""Whether this system has a clock that interrupts a search."""

DEADLINE = 8.0
"""Seconds after which a helper that looks for expressions is killed: the process's start is in them."""

SECONDS = 1.0
"""Seconds of work that the expressions of one rule may take for some articles."""

_TOO_LONG = 0.25  # Of that time; who takes so much for one article alone does not end.
_GRACE = 1.25  # Between two articles the clock is looked at anyway.


@dataclass(frozen=True, slots=True)
class Matched:
    """The articles that a list wants, of the first ``looked_at``: there may have been no time for more. ``slow`` is the
    number of a line that did not come to an end, 0 where that is not known.
    """

    ids: tuple[int, ...]
    looked_at: int
    slow: int | None = None


@dataclass(frozen=True, slots=True)
class MatchPatterns:
    """Which of these articles the list wants. An article's text comes as HTML. ``note`` is a file for the line that is
    looked for, where nothing interrupts.
    """

    pattern: str
    subjects: Sequence[Subject] = field(repr=False)
    seconds: float = SECONDS
    note: str = ""

    def run(self) -> Matched:
        """Lines that are no expressions want nothing."""
        lines, _ = read(self.pattern)
        lines.sort(key=lambda line: not line.keep)  # What is to be kept need not be looked at further.
        note = Note(self.note) if self.note else None
        look = _Look(lines, looks_at_text(lines), time.process_time() + self.seconds, note)
        with contextlib.suppress(_TimeIsOver), _interrupted(self.seconds) if note is None else contextlib.closing(note):
            for one in self.subjects:
                look.at(one)
        slow = look.now if look.interrupted and look.lasted > self.seconds * _TOO_LONG else None
        return Matched(tuple(look.found), look.done, slow)


def matched(run: Callable[[MatchPatterns], Matched], task: MatchPatterns, tries: int = 2) -> Matched:
    """The same where its process may be lost: each time that happens a line has no end, and it is named where it is
    the same each time.
    """
    lines: list[int] = []
    for _ in range(tries):
        with contextlib.nullcontext() if INTERRUPTS else noting.place() as file:
            try:
                return run(replace(task, note=str(file or "")))
            except ParseError:
                lines.append(noting.noted(file) if file is not None else 0)
    return Matched((), 0, lines[0] if len(set(lines)) == 1 else 0)


class _TimeIsOver(Exception):
    pass


class _Look:
    """How far it came, so that it can be told when it is broken off."""

    def __init__(self, lines: Sequence[Line], with_text: bool, until: float, note: Note | None) -> None:
        self._note = note
        self._lines = lines
        self._with_text = with_text
        self._until = until
        self._began = 0.0
        self.found: list[int] = []
        self.done = self.now = 0
        self.interrupted = False

    @property
    def lasted(self) -> float:
        return time.process_time() - self._began

    def at(self, one: Subject) -> None:
        subject = one._replace(text=plain(one.text)) if self._with_text else one
        self.interrupted = True  # Until it is not.
        if self._note is not None:
            self._note.begin()
        for line in self._lines:
            if self._note is not None:
                self._note.line(line.number)
            self.now, self._began = line.number, time.process_time()
            if line.wants(subject):
                if not line.keep:
                    self.found.append(one.id)
                break
        self.interrupted = False
        self.done += 1
        if time.process_time() > self._until:
            raise _TimeIsOver


@contextlib.contextmanager
def _interrupted(seconds: float) -> Iterator[None]:
    """Raises _TimeIsOver in the midst of a search: Python's looks for signals while it runs."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise _TimeIsOver

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds * _GRACE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
