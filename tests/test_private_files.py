"""Whatever the system's habit: what somebody reads can be read by nobody else; their own folders stay as they are."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights are told otherwise there")

_PROGRAM = """
import contextlib, os, sys, time
from pathlib import Path
os.umask(0)
sys.path.insert(0, sys.argv[1])
from desktop_reader import paths, settings
from desktop_reader.cli import run
from desktop_reader.library import connect, search
from desktop_reader.library.writer import Writer
from desktop_reader.jobs.understand import CatchUp
from desktop_reader.records.refresh import Validators
from desktop_reader.ui import reading_places, window_state
from desktop_reader.ui.faults import log
from desktop_reader.worker.cache import Cache
from desktop_reader.worker.exporting.index import Index
from tests.library_fixtures import NOW, came, entry, follow

library = paths.library()
connect.prepare(library)
with contextlib.closing(Writer(library)) as writer:
    came(writer, follow(writer), entry("1", "https://example.org/1", "News", "Boats", NOW))
    CatchUp().run(writer)
    settings.save(settings.Settings(), paths.config() / "settings.json")
    window_state.save(window_state.WindowState(), paths.config() / "window.json")
    Cache(paths.cache() / "pictures", 10_000_000).keep("https://example.org/a.png", b"x", Validators())
    log.begin(paths.data() / "log")
    __import__("logging").getLogger("desktop_reader").warning("something")
    Index.make(paths.data() / "vault")
    for one in (p for p in paths.data().rglob("*") if p.is_file()):
        print(oct(one.stat().st_mode & 0o777), one.relative_to(paths.data()))
run(["backup"])
for one in paths.data().rglob("*"):
    print(oct(one.stat().st_mode & 0o777), one.relative_to(paths.data()))
"""


@pytest.mark.parametrize("there_before", [False, True])
def test_files_are_their_owners_alone(tmp_path: Path, there_before: bool) -> None:
    home = tmp_path / "home"
    if there_before:
        home.mkdir()
        home.chmod(0o755)
    root = Path(__file__).parents[1]
    told = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(root)],
        env=os.environ | {"DESKTOP_READER_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    lines = [line.split(" ", 1) for line in told.stdout.splitlines() if line.startswith("0o")]
    names = {name for _, name in lines}
    for expected in ("library.db", "library.db-wal", "library.db-shm", "library.db-search", "library.db-lock"):
        assert expected in names
    for expected in ("settings.json", "window.json", "log/desktop-reader.log"):
        assert expected in names
    assert any(name.startswith("cache/pictures/") for name in names)
    assert any(name.startswith("library.db-backups/") for name in names)
    files = [
        (mode, name) for mode, name in lines if (home / name).is_file() or name.endswith(("-wal", "-shm", "-lock"))
    ]
    assert [(mode, name) for mode, name in files if int(mode, 8) & 0o077] == []
    assert stat.S_IMODE(home.stat().st_mode) == (0o755 if there_before else 0o700), "a folder that was there is theirs"
