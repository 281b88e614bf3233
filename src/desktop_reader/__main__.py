"""``python -m desktop_reader`` and the installed command: starts the window or a command, importing only that."""

from __future__ import annotations

import sys

from desktop_reader.errors import ReaderError


def main(arguments: list[str] | None = None) -> int:
    """Runs the program; returns its exit code: 0 done, 1 failed, 2 wrong usage."""
    given = sys.argv[1:] if arguments is None else arguments
    if given == ["--helper"]:
        from desktop_reader.worker.helper import serve

        serve(sys.stdin.buffer, sys.stdout.buffer)
        return 0
    try:
        if _wants_window(given):
            from desktop_reader.app import run
        else:
            from desktop_reader.cli import run
    except ReaderError as error:  # There is no SQLite at all.
        print(f"desktop-reader: {error}", file=sys.stderr)
        return 1
    return run(given)


def _wants_window(given: list[str]) -> bool:
    """True when there is no command among the arguments, but only things to open and options of the window's."""
    from desktop_reader.ui.instance.wish import OPTIONS, is_thing

    rest = list(given)
    while rest:
        first = rest.pop(0)
        if first == "--library" and rest:
            rest.pop(0)
        elif is_thing(first):
            return True
        elif first not in OPTIONS and not first.startswith("--library="):
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
