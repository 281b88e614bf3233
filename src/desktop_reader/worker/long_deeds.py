"""Deeds on many articles, done step by step: between two steps whatever is more urgent gets its turn.

One at a time, in the order in which they were wished: what the reader does, takes back and does again ends as it must.
The first step is taken at once where nothing is under way, so a deed that turns out short is not a moment late.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from desktop_reader.errors import ReaderError
from desktop_reader.jobs import LongJob, Step
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes

Done = Callable[[Changes | Exception], None]

_SHORT = 0.5  # Seconds: the progress of what takes longer is told …
_AGAIN = 0.2  # … so often.


@dataclass(slots=True)
class _Deed:
    job: LongJob
    done: Done | None
    steps: Iterator[Step] | None = None
    parts: list[Changes] = field(default_factory=list)
    began_at: float = 0.0
    told_at: float = 0.0


class LongDeeds:
    """Lives on the loop's thread. ``post`` brings a call there, in a turn of its own; ``kept`` hears of every step, and
    whether it is the first or the last of its deed; ``working`` of the progress.
    """

    def __init__(
        self,
        library: Writer,
        post: Callable[[Callable[[], None]], None],
        kept: Callable[[Changes, bool], None],
        working: Callable[[LongJob, int, int], None] = lambda job, done, of: None,
    ) -> None:
        self._library = library
        self._post = post
        self._kept = kept
        self._working = working
        self._line: deque[_Deed] = deque()
        self._posted = False

    @property
    def busy(self) -> bool:
        """True while a deed is under way."""
        return bool(self._line)

    def begin(self, job: LongJob, done: Done | None = None) -> None:
        """Does it, when what came before is done. ``done`` gets what was altered, or the error if nothing was: what a
        deed did before it broke off is kept, so that its error is raised besides.
        """
        self._line.append(_Deed(job, done))
        if len(self._line) == 1:
            self._step()

    def leave(self) -> bool:
        """The program ends: what the library itself resumes is given up. False when something is still to be done."""
        for deed in [deed for deed in self._line if deed.job.resumed]:
            self._line.remove(deed)
        return not self._line

    def _step(self) -> None:
        if not self._line:
            return
        deed = self._line[0]
        try:
            if deed.steps is None:
                deed.began_at = time.monotonic()
                deed.steps = deed.job.steps(self._library)
            step = next(deed.steps, None)
            if step is None:
                self._line.popleft()
                self._end(deed)
            else:
                self._kept(step.changes, not deed.parts)
                deed.parts.append(step.changes)
                self._tell(deed, step)
        except Exception as error:
            if deed in self._line:
                self._line.remove(deed)
            self._break_off(deed, error)
        finally:
            self._go_on()

    def _end(self, deed: _Deed) -> None:
        if deed.told_at:
            self._working(deed.job, 0, 0)
        self._kept(Changes(), True)
        if deed.done is not None:
            deed.done(Changes.joined(deed.parts))

    def _break_off(self, deed: _Deed, error: Exception) -> None:
        if deed.told_at:
            self._working(deed.job, 0, 0)
        changes = Changes.joined(deed.parts)
        if deed.done is not None:
            deed.done(changes or error)
        if deed.done is None or changes or not isinstance(error, ReaderError):
            raise error

    def _tell(self, deed: _Deed, step: Step) -> None:
        now = time.monotonic()
        if step.of and now - deed.began_at >= _SHORT and now - deed.told_at >= _AGAIN:
            deed.told_at = now
            self._working(deed.job, step.done, step.of)

    def _go_on(self) -> None:
        if self._line and not self._posted:
            self._posted = True
            self._post(self._next)

    def _next(self) -> None:
        self._posted = False
        self._step()
