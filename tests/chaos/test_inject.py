"""A few of the errors and kills of ``python3 dev.py chaos inject``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos import inject, strace
from tests.chaos.inject import Scene, Stage
from tests.chaos.outcome import Outcome
from tests.chaos.papers import Stand
from tests.chaos.runner import Runner

pytestmark = pytest.mark.skipif(bool(strace.lacking()), reason=strace.lacking() or "-")

_PLAYED = {"migration from version 1", "refresh", "settings", "export as opml"}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stage, dict[str, Scene]]]:
    place = tmp_path_factory.mktemp("inject")
    stand = Stand(2, 3, 1, growing=False)
    with Runner() as runner:
        played = {scene.name: scene for scene in inject.scenes(runner, place, stand) if scene.name in _PLAYED}
        yield Stage(Outcome(), runner, place), played
    stand.close()


@pytest.mark.parametrize("name", sorted(_PLAYED))
def test_an_error_and_a_kill_in_the_midst(stage: tuple[Stage, dict[str, Scene]], name: str) -> None:
    there, played = stage
    points = there.points(played[name])
    assert points
    middle = points[len(points) // 2]
    there.error(played[name], middle, "ENOSPC")
    there.death(played[name], middle)
    assert there.outcome.losses == []
    assert there.outcome.counts[f"errors: {name}"] == there.outcome.counts[f"kills: {name}"] == 1


def test_what_is_told_of_a_run_becomes_points() -> None:
    words = """7 write(1</tmp/out>, "x", 1) = 1
7 pwrite64(5</here/a.db>, "x"..., 24, 0) = 24
8 pwrite64(5</here/a.db>, "x"..., 24, 0) = 24
7 fsync(5</here/a.db>) = 0
7 rename("/here/a.new", "/here/a") = 0
7 write(3</here/a.new>, "x", 1 <unfinished ...>
7 <... write resumed>) = 1"""
    found, left_out = strace.points(words, 7, Path("/here"))
    assert found == [("pwrite64", 1), ("fsync", 1), ("rename", 1), ("write", 2)]
    assert left_out == 0
