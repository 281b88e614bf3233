"""Writing a file: whatever happens in between, the old one is there or the new one, whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_reader.errors import FileError
from desktop_reader.files import write_safely
from desktop_reader.worker.exporting import whole


def test_the_new_one_takes_the_old_ones_place_and_nothing_is_left_over(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "er" / "file.json"
    write_safely(file, b"old")
    write_safely(file, b"new")
    assert file.read_bytes() == b"new"
    assert os.listdir(file.parent) == ["file.json"]


# Dies at the named call, as in a power cut: nothing is tidied up.
_DYING = """
import os, sys, pathlib
from desktop_reader import files
seen = 0
def die(*_, **__): os._exit(9)
setattr(os, sys.argv[2], die)
files.write_safely(pathlib.Path(sys.argv[1]), b"new" * 100_000)
"""


@pytest.mark.parametrize("where", ["fsync", "replace"])
def test_a_crash_before_the_end_leaves_the_old_one(tmp_path: Path, where: str) -> None:
    file = tmp_path / "file.json"
    file.write_bytes(b"old")
    died = subprocess.run([sys.executable, "-c", _DYING, str(file), where], check=False)
    assert died.returncode == 9
    assert file.read_bytes() == b"old"
    write_safely(file, b"newer")
    assert file.read_bytes() == b"newer"


def test_a_full_disk_leaves_the_old_one_and_no_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "file.json"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match="No space left"):
        write_safely(file, b"new")
    assert os.listdir(tmp_path) == ["file.json"]
    assert file.read_bytes() == b"old"


@pytest.mark.parametrize("name", ["file/inside.json", "x" * 250, "folder"])
def test_a_place_that_takes_no_file_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"in the way")
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileError):
        write_safely(tmp_path / name, b"new")
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """Settings that somebody keeps in a repository of their own."""
    kept = tmp_path / "repository" / "settings.json"
    kept.parent.mkdir()
    kept.write_bytes(b"old")
    link = tmp_path / "settings.json"
    link.symlink_to(kept)
    write_safely(link, b"new")
    assert link.is_symlink()
    assert kept.read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_what_is_no_file_is_not_replaced_by_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(FileError, match="is no file"):
        write_safely(pipe, b"new")
    with pytest.raises(FileError, match="is no file"), whole.new_file(pipe):
        pass
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]
