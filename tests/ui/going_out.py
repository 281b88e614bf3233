"""What tests of articles on their way out begin with. Import the fixtures."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.ui.sharing.handing import Folder
from tests.ui.program import Start, settle


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files are offered to go."""
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(Folder, "last", out)
    return out


@pytest.fixture
def program(start: Start, qtbot: QtBot) -> Application:
    """With an article picked."""
    program = start()
    program.window.articles.view.pick(4)
    settle()
    return program
