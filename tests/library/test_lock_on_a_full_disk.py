"""A lock whose file cannot even be made: that is said in words, and whoever wants to read may."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from desktop_reader import cli
from desktop_reader.errors import LibraryError, ReadOnlyError
from desktop_reader.library import lock
from tests.library_fixtures import made


def refuse(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Nobody can make the file of a lock."""
    really = os.open

    def refused(path: Any, *words: Any, **names: Any) -> int:
        if str(path).endswith("-lock"):
            raise OSError(number, os.strerror(number), str(path))
        return really(path, *words, **names)

    monkeypatch.setattr(os, "open", refused)


def test_on_a_full_disk_it_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = made(tmp_path)
    refuse(monkeypatch, errno.ENOSPC)
    with pytest.raises(ReadOnlyError, match="The disk is full, so nothing was changed"):
        lock.take(library)
    assert cli.run(["--library", str(library), "feeds"]) == 0


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EMFILE])
def test_a_command_says_it_in_words(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    library = made(tmp_path)
    refuse(monkeypatch, number)
    assert cli.run(["--library", str(library), "refresh"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("desktop-reader: The ")
    assert "Free some space" in said or "Check that the folder exists" in said


def test_what_is_not_there_cannot_be_read_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, errno.ENOSPC)
    with pytest.raises(LibraryError, match="cannot be opened") as told:
        lock.take(tmp_path / "library.db")
    assert not isinstance(told.value, ReadOnlyError)
