"""``desktop-reader check``: says in plain sentences what is wrong and what was done, and ends with 0 or 1."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop_reader.__main__ import main
from tests.library.ailing import hurt, hurt_search, lively
from tests.library_fixtures import rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return lively(tmp_path)


class Terminal:
    """Runs the command in this process."""

    def __init__(self, library: Path, capture: pytest.CaptureFixture[str]) -> None:
        self._library = library
        self._capture = capture
        self.code = 0
        self.error = ""

    def __call__(self, *words: str) -> list[str]:
        self._capture.readouterr()
        self.code = main(["check", *words, "--library", str(self._library)])
        out, self.error = self._capture.readouterr()
        return out.splitlines()

    def json(self, *words: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads("\n".join(self(*words, "--json")))
        return found


@pytest.fixture
def run(path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(path, capsys)


def test_a_sound_library(run: Terminal) -> None:
    assert run() == ["The library is sound: 12 articles in 3 feeds."]
    assert run.code == 0
    assert run.json() == {"sound": True, "feeds": 3, "articles": 12, "copy": None, "findings": []}


def test_looking_only(run: Terminal, path: Path) -> None:
    hurt(path, "UPDATE feed_count SET unread = 77", "DELETE FROM state WHERE id = 9")
    assert run("--dry-run") == [
        "1 article was neither read nor unread.",
        "The counters of 3 feeds were wrong.",
        "Nothing was changed. To mend what can be mended: desktop-reader check",
    ]
    assert run.code == 1
    assert rows(path, "SELECT DISTINCT unread FROM feed_count WHERE feed_id <> 3") == [(77,)]


def test_mending(run: Terminal, path: Path) -> None:
    hurt(path, "UPDATE feed_count SET unread = 77")
    hurt_search(path, "DELETE FROM fts WHERE rowid IN (3, 4)")
    *said, last = run()
    assert said == [
        "The counters of 3 feeds were wrong: counted anew.",
        "2 articles could not be searched: brought into the search file.",
    ]
    (copy,) = path.parent.glob("library.db.before-check.*")
    assert last == f"The library as it was before lies beside it: {copy.name}"
    assert run.code == 0
    assert rows(path, "SELECT * FROM unindexed") == []
    assert run() == ["The library is sound: 12 articles in 3 feeds."]


def test_what_cannot_be_mended(run: Terminal, path: Path) -> None:
    hurt(path, "UPDATE body SET coding = 1, source = x'28B52FFD00' WHERE id = 6")
    said = run()
    assert said[-4:-1] == [
        "The text of 1 article cannot be read and was kept as it is.",
        "  “Harbour 2 1” in “Feed 1”",
        "What could not be mended was left as it is.",
    ]
    assert run.code == 1
    (finding,) = run.json()["findings"]
    assert list(finding) == ["name", "count", "sentence", "mended", "examples"]
    assert (finding["name"], finding["count"], finding["mended"]) == ("unreadable texts", 1, False)


def test_a_damaged_library(run: Terminal, path: Path) -> None:
    (page,) = rows(path, "SELECT rootpage FROM sqlite_schema WHERE name = 'st_feed'")[0]
    (size,) = rows(path, "PRAGMA page_size")[0]
    raw = bytearray(path.read_bytes())
    raw[(page - 1) * size : page * size] = bytes(size)
    path.write_bytes(raw)
    said = run("--dry-run")
    assert said[0].startswith("The file is damaged (")
    assert said[1] == "  Put a copy from your own backups in its place. None lies beside it."
    assert run.code == 1
    assert path.read_bytes() == bytes(raw)
    said = run()
    assert said[0].startswith("The file is damaged (")
    assert said[1:4] == [
        "In the library now: 12 articles, 3 feeds.",
        "Saved from the damaged file: 12 articles.",
        "Nothing is lost.",
    ]
    assert run.code == 0
    (aside,) = path.with_name("library.db-backups").glob("*-replaced.db")
    assert aside.read_bytes() == bytes(raw)
    assert run() == ["The library is sound: 12 articles in 3 feeds."]


def test_what_is_lost_is_told(run: Terminal, path: Path) -> None:
    texts = [n for (n,) in rows(path, "SELECT rootpage FROM sqlite_schema WHERE name = 'body'")]
    (size,) = rows(path, "PRAGMA page_size")[0]
    raw = bytearray(path.read_bytes())
    for page in texts:
        raw[(page - 1) * size : page * size] = os.urandom(size)
    path.write_bytes(raw)
    assert "Articles without a text, until their feeds bring it again: 12." in run()
    assert run.code == 1


def test_what_was_never_a_library_is_left_as_it_is(run: Terminal, path: Path) -> None:
    path.with_name("library.db-search").unlink()
    raw = os.urandom(40_000)
    path.write_bytes(raw)
    assert run() == []
    assert "Nothing of a library can be read from" in run.error
    assert path.read_bytes() == raw
    assert list(path.parent.iterdir()) == [path]


def test_a_library_that_is_not_there(run: Terminal, path: Path) -> None:
    path.unlink()
    assert run() == []
    assert "Nothing of a library can be read from" in run.error
    assert run.code == 1
    path.with_name("library.db-search").unlink()
    assert run() == []
    assert run.error == f"desktop-reader: There is no library “{path}”.\n"
    assert run.code == 1
    assert not path.exists()


def test_a_library_that_another_process_has_open(run: Terminal, path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from desktop_reader.library import lock;"
        "held = lock.take(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    hurt(path, "UPDATE feed_count SET unread = 77")
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with other:
        assert other.stdout is not None
        other.stdout.readline()
        assert run() == []
        assert "Close that window first" in run.error
        assert run.code == 1
        assert run("--dry-run")[0] == "The counters of 3 feeds were wrong."
    assert rows(path, "SELECT DISTINCT unread FROM feed_count") == [(77,)]
    assert run.code == 1
    run()
    assert run.code == 0
