"""The short form of ``life``."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_reader.jobs import refresh
from tests.chaos import life
from tests.chaos.outcome import Outcome


@pytest.mark.parametrize("name", life.MOVES)
def test_a_clock_that_is_moved_takes_nothing_away(name: str, tmp_path: Path) -> None:
    outcome = Outcome()
    life.clock_moved(tmp_path / "clock", name, life.MOVES[name], 1, outcome)
    assert outcome.losses == []
    assert outcome.counts["articles that came meanwhile"] == 12


def test_a_clock_that_is_believed_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof that the part can fail."""
    monkeypatch.setattr(refresh, "arrived_at", lambda live, received, now, away=0: now)
    outcome = Outcome()
    life.clock_moved(tmp_path / "clock", "+10 years", life.MOVES["+10 years"], 0, outcome)
    assert any("dated so many days from now" in loss for loss in outcome.losses)


def test_a_newer_library_is_left_as_it_is(tmp_path: Path) -> None:
    outcome = Outcome()
    life.newer_schema(tmp_path / "newer", outcome)
    assert outcome.losses == []
    assert outcome.counts["attempts on a newer library"] == 8


def test_what_was_left_behind_keeps_nobody_out(tmp_path: Path) -> None:
    outcome = Outcome()
    life.stale_locks(tmp_path / "locks", outcome)
    assert outcome.losses == []


def test_of_two_programs_one_writes(tmp_path: Path) -> None:
    outcome = Outcome()
    life.two_commands(tmp_path / "commands", outcome, 1)
    assert outcome.losses == []
