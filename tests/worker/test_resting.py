"""Memory is given back in quiet moments, but not in each of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_reader import pools
from desktop_reader.worker.resting import Resting
from tests.library_fixtures import opened


def test_every_ten_minutes_and_not_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    told: list[str] = []
    monkeypatch.setattr(pools, "give_back", lambda: told.append("pools"))
    with opened(tmp_path / "library.db") as library:
        monkeypatch.setattr(library, "rest", lambda: told.append("library"))
        resting = Resting(library, lambda: now[0])
        for _ in range(5):
            resting.look()
        assert told == []
        for _ in range(60):
            now[0] += 60
            resting.look()
    assert told == ["library", "pools"] * 6, "first the pages, so that their room can go"
