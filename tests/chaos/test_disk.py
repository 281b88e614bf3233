"""The short form of ``disk``: what needs the right to mount is left out where there is none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop_reader.jobs.mark import Star
from desktop_reader.library import complaints
from desktop_reader.records.changes import Changes
from tests.chaos import disk
from tests.chaos.outcome import Outcome

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and mounts are those of Unix")


@pytest.mark.parametrize("room", [0, 90])
def test_a_limit_is_told_and_reading_goes_on(room: int, tmp_path: Path) -> None:
    outcome = Outcome()
    disk.limited(tmp_path / "limit", room, outcome)
    assert outcome.losses == []
    assert outcome.counts["deeds refused in words"] == 1


def test_a_full_disk_is_told_and_reading_goes_on(tmp_path: Path) -> None:
    outcome = Outcome()
    disk.full(tmp_path / "full", 40, outcome)
    assert outcome.losses == []
    assert outcome.not_run or outcome.counts["deeds refused in words"] == 1


@pytest.mark.parametrize("kilobytes", [300, 1100])
def test_a_library_that_fills_its_disk_goes_on_when_there_is_room(kilobytes: int, tmp_path: Path) -> None:
    outcome = Outcome()
    disk.grown(tmp_path / "grown", kilobytes, outcome)
    assert outcome.losses == []


def test_a_disk_that_vanishes_or_is_read_only(tmp_path: Path) -> None:
    outcome = Outcome()
    disk.vanishing(tmp_path / "gone", outcome)
    disk.started_read_only(tmp_path / "start", outcome)
    assert outcome.losses == []


def test_what_is_lost_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof that the part can fail."""
    monkeypatch.setattr(Star, "run", lambda self, library: Changes())
    monkeypatch.setattr(complaints, "sentence", lambda reason: "It did not work.")
    outcome = Outcome()
    disk.limited(tmp_path / "limit", 60, outcome)
    assert any("is lost" in loss for loss in outcome.losses)
    assert any("says nothing" in loss for loss in outcome.losses)
