"""The helper process: runs tasks away from the window's interpreter, and can be killed when one never ends.

A task and its result travel as pickles through the child's standard input and output; the child is our own program,
started with ``--helper``, and lives until it is closed, or killed at the deadline (then the next task starts another).
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
from typing import Any, BinaryIO, TypeVar

from desktop_reader.errors import ParseError, ReaderError
from desktop_reader.records.health import Problem
from desktop_reader.records.translatable import translatable
from desktop_reader.worker.tasks import Task

T = TypeVar("T")

DEADLINE = 20.0
"""Seconds that one task may take."""

_ORPHAN = 3 * DEADLINE  # Nobody is left to kill a task that takes longer: the window's process has died.
_LOOSE = 50_000
_MEMORY = 1024 * 1024 * 1024


class Helper:
    """One helper process, started when first needed. ``run`` blocks its thread, not the interpreter."""

    def __init__(self, deadline: float = DEADLINE) -> None:
        self._deadline = deadline
        self._child: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._lock = threading.Lock()

    def run(self, task: Task[T]) -> T:
        """The task's result, or the ReaderError that it raised; ParseError when it took too long or died of it."""
        with self._lock:
            child = self._running()
            late = threading.Timer(self._deadline, child.kill)
            late.daemon = True
            late.start()
            try:
                assert child.stdin is not None
                assert child.stdout is not None
                pickle.dump(task, child.stdin, pickle.HIGHEST_PROTOCOL)
                child.stdin.flush()
                result: Any = pickle.load(child.stdout)
            except (EOFError, OSError, pickle.UnpicklingError) as error:
                self._end()
                raise ParseError(Problem.TOO_SLOW_TO_READ, f"> {self._deadline:g} s, > 1 GB") from error
            finally:
                late.cancel()
        if isinstance(result, BaseException):
            raise result
        answer: T = result
        return answer

    def close(self) -> None:
        """Ends the process for good, at once if it works; may be called from another thread."""
        self._closed = True
        child = self._child
        if child is not None:
            child.kill()
        with self._lock:
            self._end()

    @property
    def is_there(self) -> bool:
        """Whether there is a process."""
        return self._child is not None

    def rest(self) -> None:
        """Ends the process when it has done its task, if it has one; the next task starts another."""
        with self._lock:
            self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise ParseError(Problem.TOO_SLOW_TO_READ, translatable("Desktop Reader ends"))
        if self._child is None or self._child.poll() is not None:
            self._end()
            self._child = subprocess.Popen(
                _command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, close_fds=True, **_without_console()
            )
            if self._closed:
                self._child.kill()  # ``close`` has looked for it a moment too early.
        return self._child

    def _end(self) -> None:
        if self._child is None:
            return
        self._child.kill()
        for pipe in (self._child.stdin, self._child.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        self._child.wait()
        self._child = None


def serve(tasks: BinaryIO, results: BinaryIO) -> None:
    """The child's side: one task after the other until the pipe ends."""
    sys.stdout = sys.stderr  # What something prints would be read as a result.
    _be_modest()
    nowhere = open(os.devnull, "w")  # noqa: SIM115  As long as the process lives.
    # A document becomes thousands of small things that all go at once; to look for rings among them after each few
    # hundred doubles the time that parsing takes.
    gc.set_threshold(_LOOSE, 20, 20)
    while True:
        try:
            task: Task[object] = pickle.load(tasks)
        except EOFError:
            return
        try:
            faulthandler.dump_traceback_later(_ORPHAN, file=nowhere, exit=True)
            result: object = task.run()
        except ReaderError as error:
            result = error
        except MemoryError:
            result = ParseError(Problem.TOO_SLOW_TO_READ, "> 1 GB")
        except Exception as error:
            # A bug of ours or of a parser: the feed is told as malformed, the others go on.
            result = ParseError(Problem.MALFORMED, f"{type(error).__name__}: {error}"[:200])
        faulthandler.cancel_dump_traceback_later()
        pickle.dump(result, results, pickle.HIGHEST_PROTOCOL)
        results.flush()


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "--helper"]
    # -P: a file of the folder that the reader was started in is no module of ours, whatever its name.
    return [sys.executable, "-P", "-m", "desktop_reader", "--helper"]


def _without_console() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW}
    return {}


def _be_modest() -> None:
    """Lower priority than the window, and a bound on memory, where the system knows these."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for who started us, and ends us with it.
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError):
        os.nice(5)
    if sys.platform == "linux":
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
