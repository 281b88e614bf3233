"""What a report of a bug says: where in the program it was and on what system, and nothing of what the reader reads.

An error's own words are told where they are known word by word (``wording``). Left out are the reader's own name and
that of the computer, and the titles of feeds.
"""

from __future__ import annotations

import contextlib
import getpass
import platform
import re
import socket
import traceback
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import PySide6
from PySide6.QtCore import QSysInfo
from PySide6.QtGui import QGuiApplication

from desktop_reader import __version__
from desktop_reader.library import driver
from desktop_reader.ui.faults import wording

_FIRST = "Desktop Reader "
_LONGEST = 12_000
_FRAMES = 40
_CAUSES = 4
_SHORTEST = 3  # Shorter names would take letters out of every word.

_SOURCE = re.compile(r"^.*[\\/](?=(?:desktop_reader|site-packages|dist-packages|python3\.\d+|Lib)[\\/])")
_FRAME = re.compile(r'File "([^"\n]*)"')


def of(error: BaseException, names: Iterable[str] = ()) -> str:
    """A report of a bug; ``names`` are words of the reader's that must not be in it."""
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen and len(seen) < _CAUSES:
        seen.add(id(current))
        if lines:
            lines.append("\nwhile handling, or because of:")
        lines += _told(current)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return _whole("\n".join(lines), names)


def of_crash(dump: str, names: Iterable[str] = ()) -> str:
    """A report of what was written down while the program crashed, or could not start."""
    if dump.startswith(_FIRST):
        return dump  # It was a report then.
    shown = _FRAME.sub(lambda found: f'File "{_place(found[1])}"', dump)
    keep = ("File ", "Thread ", "Current thread", "Fatal ", "Windows fatal", "<")
    lines = [line for line in shown.splitlines() if line.strip().startswith(keep)]
    return _whole("\n".join(lines), names)


def system() -> str:
    """What the program runs on."""
    made_of = (
        f"Python {platform.python_version()}, PySide {PySide6.__version__}, SQLite {'.'.join(map(str, driver.VERSION))}"
    )
    where = f"{QSysInfo.prettyProductName()}, {platform.machine()}, {QGuiApplication.platformName()}"
    return f"{_FIRST}{__version__}\n{made_of}\n{where}"


def _told(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    lines = ["Traceback (most recent call last):"] if frames else []
    if len(frames) > _FRAMES:
        lines.append(f"  … {len(frames) - _FRAMES} more")
    for frame in frames[-_FRAMES:]:
        lines.append(f'  File "{_place(frame.filename)}", line {frame.lineno}, in {frame.name}')
        if frame.line:
            lines.append(f"    {frame.line}")
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    words = wording.said(error)
    return [*lines, f"{name}: {words}" if words else name]


def _place(file: str) -> str:
    """A file of the program or of what it is made of, from there; of any other only its own name."""
    within, changed = _SOURCE.subn("", file)
    return within.replace("\\", "/") if changed else Path(file.replace("\\", "/")).name


def _whole(text: str, names: Iterable[str]) -> str:
    own = {name for name in (*_own(), *names) if len(name) >= _SHORTEST}
    if own:
        ordered = sorted(own, key=len, reverse=True)
        # A whole word only: somebody who is called "main" would take the way out of the report.
        text = re.sub(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)", "…", text, flags=re.IGNORECASE)
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST // 2]}\n…\n{text[-_LONGEST // 2 :]}"
    return f"{system()}\n\n{text}"


@cache
def _own() -> tuple[str, ...]:
    """The reader's and the computer's names."""
    found = [socket.gethostname()]
    with contextlib.suppress(Exception):  # There may be no such user.
        found += [getpass.getuser(), Path.home().name]
    return tuple(name for name in found if name.lower() not in {"root", "home", "user", "localhost", "python"})
