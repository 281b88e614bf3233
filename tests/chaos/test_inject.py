"""A few of the errors and kills of ``python3 dev.py chaos inject``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos import inject, strace
from tests.chaos.inject import Stage
from tests.chaos.outcome import Outcome
from tests.chaos.papers import Stand
from tests.chaos.runner import Runner
from tests.chaos.scenes import Scene, scenes
from tests.chaos.strace import Point

pytestmark = pytest.mark.skipif(bool(strace.lacking()), reason=strace.lacking() or "-")

_PLAYED = {"migration from version 1", "refresh", "settings", "export as opml"}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stage, dict[str, Scene]]]:
    place = tmp_path_factory.mktemp("inject")
    stand = Stand(2, 3, 1, growing=False)
    with Runner() as runner:
        played = {scene.name: scene for scene in scenes(runner, place, stand) if scene.name in _PLAYED}
        yield Stage(Outcome(), runner, place), played
    stand.close()


@pytest.mark.parametrize("name", sorted(_PLAYED))
def test_an_error_and_a_kill_in_the_midst(stage: tuple[Stage, dict[str, Scene]], name: str) -> None:
    there, played = stage
    there.outcome = Outcome()
    points = there.points(played[name])
    assert there.outcome.counts[inject.CALLS] == len(points)
    middle = points[len(points) // 2]
    there.error(played[name], middle, "ENOSPC")
    there.death(played[name], middle)
    assert there.outcome.losses == []
    assert there.outcome.counts["errors"] == there.outcome.counts["kills"] == 1
    assert there.outcome.counts[inject.OUT] == 0


def test_each_call_has_its_turn_and_what_is_passed_over_is_told(stage: tuple[Stage, dict[str, Scene]]) -> None:
    there, played = stage
    outcome = Outcome()
    with inject.Stages(outcome, there.runner, there.folder.parent, 1) as stages:
        stages.inject(played["settings"], 8, 0)
    calls = outcome.counts[inject.CALLS]
    assert isinstance(calls, int)
    assert calls > 15
    assert outcome.counts["errors"] == outcome.counts["kills"] == len(range(4, calls, 8))
    assert outcome.counts[inject.OUT] == 2 * (calls - len(range(4, calls, 8)))
    assert outcome.losses == []


def test_a_call_that_never_comes_is_left_out_and_told(stage: tuple[Stage, dict[str, Scene]]) -> None:
    there, played = stage
    there.outcome = Outcome()
    there.death(played["settings"], Point("rename", 999, "settings.json"))
    assert there.outcome.counts[inject.OUT] == 1
    assert "kills" not in there.outcome.counts


WORDS = """7 write(1</tmp/out>, "x", 1) = 1
7 openat(AT_FDCWD</>, "/here/a.db", O_RDONLY) = 5</here/a.db>
7 openat(AT_FDCWD</>, "/here/a.db", O_RDWR|O_CREAT, 0600) = 5</here/a.db>
7 pwrite64(5</here/a.db>, "x"..., 24, 0) = 24
8 pwrite64(5</here/a.db>, "x"..., 24, 0) = 24
8 write(1</tmp/out>, "/here/b", 7) = 7
7 fsync(5</here/a.db>) = 0
7 rename("/here/a.77.new", "/here/a") = 0
7 write(3</here/a.77.new>, "x", 1 <unfinished ...>
8 close(3) = 0
7 <... write resumed>) = 1
7 fsync(4</here>) = """


def test_what_is_told_of_a_run_becomes_points() -> None:
    found, others = strace.points(f"{WORDS}0", 7, Path("/here"))
    assert found == [
        Point("openat", 2, "a.db"),
        Point("pwrite64", 1, "a.db"),
        Point("fsync", 1, "a.db"),
        Point("rename", 1, "a.#.new"),
        Point("write", 2, "a.#.new"),
        Point("fsync", 2, ""),
    ]
    assert others == 1


def test_what_was_hit_is_known() -> None:
    killed = f"{WORDS}?\n8 +++ killed by SIGKILL +++\n7 +++ killed by SIGKILL +++"
    assert strace.hit(killed, 7, Path("/here"), killed=True) == Point("fsync", 2, "")
    assert strace.hit(killed, 7, Path("/elsewhere"), killed=True) is None
    failed = f"{WORDS}-1 EIO (Input/output error) (INJECTED)"
    assert strace.hit(failed, 7, Path("/here"), killed=False) == Point("fsync", 2, "")
    assert strace.hit(f"{WORDS}0", 7, Path("/here"), killed=False) is None
    cut_off = '7 write(3</here/a>, "x", 1 <unfinished ...>\n8 +++ killed by SIGKILL +++'
    assert strace.hit(cut_off, 7, Path("/here"), killed=True) == Point("write", 1, "a")
