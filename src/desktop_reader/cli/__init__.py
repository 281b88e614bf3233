"""The same library without a window: every deed scriptable. Imports no Qt.

One command, one function. The options ``--library``, ``--read-only`` and ``--json`` are the same everywhere. An error
is one sentence on stderr; the exit code is 0 when done, 1 when it failed, 2 for wrong usage.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from desktop_reader.cli.parser import parsed
from desktop_reader.errors import ReaderError
from desktop_reader.library import lock, place
from desktop_reader.library.driver import ensure

_FOR_THE_LOST = ("backup", "restore")
"""Commands that work where the library is not there any more."""


def run(arguments: Sequence[str]) -> int:
    """Runs one command; returns its exit code."""
    options = parsed(arguments)
    try:
        ensure()
        options.library = place.named(options.library, there=options.name not in _FOR_THE_LOST)
        lock.introduce(options.name)
        if options.read_only:
            lock.only_read(options.library)
        code: int = options.command(options)
        sys.stdout.flush()
    except ReaderError as error:
        print(f"desktop-reader: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read our output went away, as in "| head"; Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("desktop-reader: stopped; what was done so far is kept.", file=sys.stderr)
        return 1
    return code
