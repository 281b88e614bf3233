"""Commands beside a window, on another computer's library, and for reading only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_reader import paths, settings
from desktop_reader.__main__ import _wants_window, main
from desktop_reader.library import lock
from tests.library.test_lock import FAR, holder
from tests.library_fixtures import came, entry, follow, made, opened


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """One article."""
    path = made(tmp_path)
    with opened(path) as writer:
        came(writer, follow(writer), entry("g1", title="One", text="lighthouse"))
    return path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(list(words))
    said = capsys.readouterr()
    return code, said.out, said.err


def article(capsys: pytest.CaptureFixture[str], library: Path) -> str:
    code, out, _ = run(capsys, "articles", "--json", "--library", str(library))
    assert code == 0
    return str(json.loads(out)[0]["id"])


def test_a_command_that_writes_beside_a_window_is_refused_and_one_that_reads_goes_on(
    library: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with holder(library) as other:
        number = article(capsys, library)
        code, out, error = run(capsys, "mark", "star", number, "--library", str(library))
        assert (code, out) == (1, "")
        assert f"is open in the window of Desktop Reader (process {other.pid})" in error
        assert error.count("\n") == 1
        assert run(capsys, "similar", number, "--library", str(library))[0] == 0
    assert run(capsys, "mark", "star", number, "--library", str(library))[0] == 0


def test_for_reading_only(library: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    before = library.read_bytes()
    try:
        number = article(capsys, library)
        only = ("--library", str(library), "--read-only")
        assert "One" in run(capsys, "articles", *only)[1]
        for words in (
            ("mark", "read", number),
            ("refresh",),
            ("show", number, "--count"),
            ("add", "https://a.example/"),
        ):
            code, _, error = run(capsys, *words, *only)
            assert (code, error) == (1, "desktop-reader: This library is open for reading only.\n")
        assert run(capsys, "similar", number, *only)[0] == 0
        code, _, error = run(capsys, "feeds", "--read-only", "--library", str(tmp_path / "none.db"))
        assert code == 1
        assert "is not there" in error
        assert not (tmp_path / "none.db").exists()
    finally:
        lock.may_write(library)
    assert library.read_bytes() == before


def test_another_computer_is_named(
    library: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = article(capsys, library)
    lock.place(library).write_bytes(FAR.packed())
    code, _, error = run(capsys, "mark", "read", number, "--library", str(library))
    assert code == 1
    assert "“kitchen”, which was last seen at 2024-10-2" in error
    assert "--read-only" in error
    monkeypatch.setattr(lock, "_STALE", 0.0)
    monkeypatch.setattr(lock, "_WATCH", 0.0)
    (library.parent / "library.sync-conflict-20240102-101112-ABCDEFG.db").write_bytes(library.read_bytes())
    code, _, error = run(capsys, "mark", "read", number, "--library", str(library))
    assert code == 0
    assert "was left open on “kitchen”; it was taken over" in error
    assert "library.sync-conflict-20240102-101112-ABCDEFG.db" in error


def test_the_library_of_the_settings_is_the_one(
    library: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    settings.save(settings.Settings(library=str(library)), paths.config() / "settings.json")
    assert "One" in run(capsys, "articles")[1]
    library.rename(tmp_path / "unplugged.db")
    code, _, error = run(capsys, "add", "https://a.example/")
    assert code == 1
    assert "is not there. Connect the disk" in error
    assert not library.exists()
    assert not paths.library().exists()


def test_what_opens_the_window() -> None:
    assert _wants_window([])
    assert _wants_window(["--read-only"])
    assert _wants_window(["--library", "x.db", "--read-only"])
    assert not _wants_window(["--read-only", "feeds"])
