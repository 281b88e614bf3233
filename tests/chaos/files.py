"""Hostile files given to ``desktop-reader import``: each to a library of its own, by the real command line.

The command ends by itself, within its time and memory, with a sentence and without a fault of the program; what the
library had is there as before, ``check`` finds it sound, and nothing was made outside it.
"""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from tests.chaos import crates
from tests.chaos.outcome import Outcome
from tests.library_fixtures import came, entry, follow, indexed, opened

SECONDS = 60
"""Of computing, at most, whatever the file is."""

LARGE = 1_500
"""Megabytes at most, in all; a file of 256 MB may be read whole."""

_ARTICLES = 20
_CHECKOUT = Path(__file__).resolve().parents[2]
_FEW = ("a billion laughs in front of a note", "a zip that leads out", "a database whose table never ends")
_OUTSIDE = (Path("/tmp/pwned"), Path("/tmp/pwned.csv"), Path("/etc/pwned.csv"))


def run(thorough: bool) -> Outcome:
    """All that there are; a few of them in short."""
    return brought(list(crates.FILES) if thorough else _FEW)


def brought(names: Sequence[str]) -> Outcome:
    """These, two at a time."""
    outcome = Outcome({"files": len(names)})
    with ThreadPoolExecutor(2) as pool:
        for name, found in zip(names, pool.map(one, names), strict=True):
            outcome.count("taken in", found.code == 0)
            outcome.count("refused with a sentence", found.code == 1 and found.sentence)
            outcome.losses += [f"{name}: {loss}" for loss in found.losses]
    outcome.losses += [f"{path} was made" for path in _OUTSIDE if path.exists()]
    return outcome


class Brought:
    """What became of one file."""

    def __init__(self) -> None:
        self.code, self.sentence, self.seconds, self.megabytes = -1, False, 0.0, 0.0
        self.said = ""
        self.losses: list[str] = []


def one(name: str) -> Brought:
    """Imports one file, and looks at the library afterwards."""
    found = Brought()
    with tempfile.TemporaryDirectory(prefix="chaos-files-") as place:
        folder = Path(place)
        library = folder / "own" / "library.db"
        library.parent.mkdir()
        with opened(library) as made:
            came(made, follow(made), *(entry(f"g{n}", None, f"Kept {n}") for n in range(_ARTICLES)))
            indexed(made)
        (folder / "given").mkdir()
        file = crates.FILES[name](folder / "given")
        _bring(found, library, file)
        _look(found, library)
    return found


def _bring(found: Brought, library: Path, file: Path) -> None:
    begin = time.monotonic()
    process = subprocess.Popen(
        _command("import", str(file), library), cwd=_CHECKOUT, env=_surroundings(library),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=_bounded,
    )  # fmt: skip
    try:
        out, err = process.communicate(timeout=4 * SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        found.losses.append(f"no end after {4 * SECONDS} s")
        return
    found.code, found.seconds = process.returncode, time.monotonic() - begin
    found.said = (out + err).strip()
    found.sentence = err.startswith("desktop-reader: ") and len(err) < 2_000
    if "Traceback" in err:
        found.losses.append(f"a fault of the program: {err.strip()[-300:]}")
    elif found.code not in (0, 1):
        found.losses.append(f"ended with {found.code}: {err.strip()[-300:]}")
    elif found.code == 1 and not found.sentence:
        found.losses.append(f"refused without a sentence: {found.said[:300]!r}")


def _look(found: Brought, library: Path) -> None:
    done = subprocess.run(
        _command("check", "--dry-run", library), cwd=_CHECKOUT, env=_surroundings(library),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode or "is sound" not in done.stdout:
        found.losses.append(f"the library is not sound: {(done.stdout + done.stderr)[-300:]}")
    with closing(sqlite3.connect(library)) as live:
        (kept,) = live.execute("SELECT count(*) FROM article WHERE title LIKE 'Kept %'").fetchone()
    if kept != _ARTICLES:
        found.losses.append(f"{_ARTICLES - kept} of {_ARTICLES} articles that were there are gone")


def _command(*words: str | Path) -> list[str]:
    *said, library = map(str, words)
    return [sys.executable, "-m", "desktop_reader", *said, "--library", library]


def _surroundings(library: Path) -> dict[str, str]:
    return {**os.environ, "DESKTOP_READER_HOME": str(library.parent / "home")}


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (LARGE << 20, LARGE << 20))
