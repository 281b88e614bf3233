"""A few of the moments of ``python3 dev.py chaos backups``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_reader.library import backups as kept
from tests.chaos import backups
from tests.chaos.outcome import Outcome
from tests.chaos.runner import Runner

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner() as one:
        yield one


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_killed_it_is_all_or_nothing(runner: Runner, tmp_path: Path, command: str) -> None:
    outcome = Outcome()
    backups.killed(outcome, runner, tmp_path, command, 2, articles=60)
    assert outcome.losses == []
    assert outcome.counts[f"{command}: killed"] == 2


def test_what_is_half_is_seen(runner: Runner, tmp_path: Path) -> None:
    """The judge sees what it is there for."""
    library = backups.stocked(tmp_path / "here", 12)
    assert backups.faults(runner, library, 12) == []
    (copy,) = [one.path for one in kept.found(library)]
    copy.write_bytes(copy.read_bytes()[:100_000])
    assert any("no whole library" in loss for loss in backups.faults(runner, library, 12))
