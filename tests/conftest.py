"""What all tests share: a home of their own, an empty library, a scripted server."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # Nobody's own is asked or filled.

os.environ.pop("XDG_CURRENT_DESKTOP", None)  # Nor their desktop's proxy.

pytest_plugins = ["tests.servers", "tests.lending"]

# The same examples each time, so that a change is to blame for what fails; others: HYPOTHESIS_PROFILE=searching.
# No example has a time limit: a machine with much to do is no fault of the program.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("steady", _PATIENT, derandomize=True)
settings.register_profile("searching", _PATIENT, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_collection_finish() -> None:
    """Thousands of tests stand in memory from now on: nobody needs to look through them for garbage again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees or changes the developer's own library, settings or locale."""
    own = tmp_path / "home"
    monkeypatch.setenv("DESKTOP_READER_HOME", str(own))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return own


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """Qt's application, which speaks English as the real one does; in its source alone are no plurals."""
    from desktop_reader.ui.language import speak

    speak(qapp, "en")
    return qapp


@pytest.fixture
def library_path(tmp_path: Path) -> Path:
    """An empty library."""
    from desktop_reader.library import connect

    path = tmp_path / "library.db"
    connect.prepare(path)
    return path
