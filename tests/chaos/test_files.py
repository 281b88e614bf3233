"""The short form of ``tests.chaos.files``: some of the files, and that harm would be seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos import crates, files
from tests.library_fixtures import opened


def test_some_harm_nobody() -> None:
    told = files.run(thorough=False)
    assert told.losses == []
    assert told.counts["files"] == told.counts["taken in"] + told.counts["refused with a sentence"]  # type: ignore[operator]


def test_harm_would_be_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def command(*words: str | Path) -> list[str]:
        *_, library = map(str, words)
        if words[0] == "check":
            return ["true"]
        return ["sh", "-c", f"rm -f '{library}'* && cp '{empty}' '{library}'; echo Traceback >&2; exit 3"]

    empty = tmp_path / "empty.db"
    with opened(empty):
        pass
    monkeypatch.setitem(crates.FILES, "any", lambda folder: folder / "none")
    monkeypatch.setattr(files, "_command", command)
    losses = files.brought(["any"]).losses
    assert len(losses) == 3
    for said in ("a fault of the program", "is not sound", "20 of 20 articles"):
        assert any(said in loss for loss in losses)
