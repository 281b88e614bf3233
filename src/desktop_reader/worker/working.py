"""A piece of work on a thread of its own, beside the loop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from desktop_reader.worker.finding import Work


def begin(work: Callable[[Work], Any], run: Work, done: Callable[[Any], None]) -> None:
    """Runs ``work(run)``; ``done`` gets its result, or the error, on that thread."""
    threading.Thread(target=_go, args=(work, run, done), name="working", daemon=True).start()


def _go(work: Callable[[Work], Any], run: Work, done: Callable[[Any], None]) -> None:
    try:
        result = work(run)
    except Exception as error:  # A ReaderError, or a bug: whoever asked must hear of it.
        result = error
    done(result)
