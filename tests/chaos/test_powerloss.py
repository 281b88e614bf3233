"""A few of the states of ``python3 dev.py chaos powerloss``; and that the platter loses what it should."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.chaos import powerloss, strace
from tests.chaos.outcome import Outcome
from tests.chaos.platter import Platter
from tests.chaos.recording import Event, events
from tests.chaos.runner import Runner

needs_strace = pytest.mark.skipif(bool(strace.lacking()), reason=strace.lacking() or "-")
NEW = b"n" * 10_000


@needs_strace
def test_what_was_acknowledged_is_there_after_a_power_cut(tmp_path: Path) -> None:
    outcome = Outcome()
    with Runner() as runner:
        life = powerloss.second(runner, tmp_path, articles=20)
        assert sum(event.kind == "told" for event in life.done) > 15
        powerloss.cut(outcome, runner, life, 8)
    assert outcome.losses == []
    assert outcome.counts["states of the disk"] == 8


def outcomes(folder: Path, *done: Event) -> set[bytes | None]:
    """What ``a`` may be after these, from the old one on."""
    (folder / "a").write_bytes(b"old")
    platter = Platter(folder)
    for event in done:
        platter.do(event)
    found: set[bytes | None] = set()
    for seed in range(60):
        platter.lay(folder.parent / "laid", Random(seed))
        laid = folder.parent / "laid" / "a"
        found.add(laid.read_bytes() if laid.exists() else None)
    return found


def test_a_file_that_was_written_safely_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    new, a = str(here / "new"), str(here / "a")
    written = [Event("create", new), Event("write", new, data=NEW), Event("sync", new), Event("rename", new, a)]
    assert outcomes(here, *written) == {b"old", NEW}
    assert outcomes(here, *written, Event("sync", str(here))) == {NEW}


def test_without_a_sync_it_may_be_empty_or_torn(tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    new, a = str(here / "new"), str(here / "a")
    found = outcomes(here, Event("create", new), Event("write", new, data=NEW), Event("rename", new, a))
    assert {b"", b"old", NEW} < found
    assert any(one is not None and b"\0" in one for one in found), "a hole where a piece is missing"

    found = outcomes(here, Event("cut", a), Event("write", a, data=NEW), Event("sync", a))
    assert found == {NEW}
    assert b"" in outcomes(here, Event("cut", a), Event("write", a, data=NEW))


def test_what_strace_tells_is_understood() -> None:
    def coded(text: str) -> str:
        return "".join(f"\\x{byte:02x}" for byte in text.encode())

    here, file = coded("/here"), coded("/here/a.db")
    words = f"""7 openat(AT_FDCWD<{coded("/")}>, "{file}", O_RDWR|O_CREAT|O_CLOEXEC, 0600) = 5<{file}>
7 write(5<{file}>, "{coded("ab")}", 2) = 2
7 write(5<{file}>, "{coded("cd")}", 2 <unfinished ...>
8 write(1<{coded("/tmp/out")}>, "{coded('["star", "One"]' + chr(10))}", 16) = 16
7 <... write resumed>) = 2
7 pwrite64(5<{file}>, "{coded("ef")}", 2, 4096) = 2
7 fsync(5<{file}>) = -1 EIO (Input/output error)
7 ftruncate(5<{file}>, 3) = 0
7 pwrite64(6<{coded("/here/a.db-shm")}>, "{coded("x")}", 1, 0) = 1
7 rename("{file}", "{coded("/here/b.db")}") = 0
7 fsync(9<{here}>) = 0
7 write(4<{coded("/elsewhere")}>, "{coded("x")}", 1) = 1"""
    assert list(events(words, Path("/here"))) == [
        Event("create", "/here/a.db"),
        Event("write", "/here/a.db", data=b"ab"),
        Event("told", "star", "One"),
        Event("write", "/here/a.db", offset=2, data=b"cd"),
        Event("write", "/here/a.db", offset=4096, data=b"ef"),
        Event("cut", "/here/a.db", offset=3),
        Event("rename", "/here/a.db", "/here/b.db"),
        Event("sync", "/here"),
    ]
