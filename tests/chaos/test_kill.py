"""A few of the kills of ``python3 dev.py chaos kill``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos import kill
from tests.chaos.outcome import Outcome
from tests.chaos.runner import Runner
from tests.chaos.shelf import aged, columns, rows
from tests.chaos.verdict import judged

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner() as one:
        yield one


def test_killed_in_a_refresh_nothing_acknowledged_and_nothing_served_is_lost(runner: Runner, tmp_path: Path) -> None:
    outcome = Outcome()
    kill.refreshing(outcome, runner, tmp_path / "here", 3, papers=6)
    assert outcome.losses == []
    assert outcome.counts["killed in a refresh with marking"] == 3
    assert int(outcome.counts["articles served, all looked for"]) >= 6 * 4


@pytest.mark.parametrize("version", [1, 2])
def test_killed_while_migrating_it_is_the_old_one_or_the_new_one(runner: Runner, tmp_path: Path, version: int) -> None:
    outcome = Outcome()
    kill.migrating(outcome, runner, tmp_path, version, 1, 100)
    assert outcome.losses == []


def test_killed_while_deleting_what_is_protected_stays(runner: Runner, tmp_path: Path) -> None:
    outcome = Outcome()
    kill.compacting(outcome, runner, tmp_path, 1, 100)
    assert outcome.losses == []


def test_what_is_lost_is_told(runner: Runner, tmp_path: Path) -> None:
    """The judge sees what it is there for."""
    library = aged(tmp_path / "library.db", 2, 12)
    wanted = columns(library)
    before = rows(library, wanted)
    held = judged(runner, library)
    assert held.losses == []
    assert list(held.lacking([("star", "Ferry 5"), ("star", "Ferry 4"), ("feed", "https://example.org/1")])) == [
        "acknowledged and lost: star Ferry 4"
    ]
    assert list(held.missing({("https://example.org/2", "g1"), ("https://example.org/2", "g99")})) == [
        "1 articles were served and never came, such as ('https://example.org/2', 'g99')"
    ]
    assert rows(library, wanted) == before

    data = library.read_bytes()
    library.write_bytes(data[: len(data) // 2])
    assert any("does not start" in loss for loss in judged(runner, library).losses)
