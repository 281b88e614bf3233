"""Where things lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_reader import paths


def test_one_variable_puts_everything_below_one_folder(home: Path) -> None:
    assert (paths.data(), paths.config(), paths.library()) == (home, home, home / "library.db")
    assert (paths.cache(), paths.state()) == (home / "cache", home / "state")
    assert not home.exists(), "asking makes nothing"


def test_that_folder_may_be_told_as_people_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DESKTOP_READER_HOME", "portable")
    assert paths.data() == tmp_path / "portable"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("DESKTOP_READER_HOME", "~/reading")
    assert paths.data() == tmp_path / "reading"


@pytest.mark.parametrize("value", [None, ""])
def test_without_it_the_platform_says_where(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str | None) -> None:
    monkeypatch.delenv("DESKTOP_READER_HOME")
    if value is not None:
        monkeypatch.setenv("DESKTOP_READER_HOME", value)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert paths.data().name == paths.config().name == paths.state().name == "desktop-reader"
    assert paths.library().parent == paths.data()


def test_the_resources_are_there() -> None:
    assert paths.resource("icons", "desktop-reader.svg").is_file()
    assert paths.resources().is_dir()
