"""``desktop-reader stats``."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path

import pytest

from desktop_reader.cli import run
from desktop_reader.jobs.mark import Open, Star
from desktop_reader.jobs.read_through import ReadThrough
from tests.library_fixtures import came, entry, folder, follow, opened, rows

Out = pytest.CaptureFixture[str]
DAY = 86_400


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two feeds, one in a folder; some of their articles were opened, one to its end."""
    file, now = tmp_path / "library.db", int(time.time())
    with opened(file) as library:
        first = follow(library, "https://a.example/feed", folder(library, "Harbour"), title="=Ferry\x1b[31m", slug="a")
        second = follow(library, "https://b.example/feed", title="Tide", slug="tide")
        came(library, first, *(entry(f"a{n}", title=f"A{n}", text="one two three") for n in range(5)), now=now)
        came(library, second, *(entry(f"b{n}", title=f"B{n}", text="one two") for n in range(3)), now=now - 50 * DAY)
        Open(1, now - 2).run(library)
        Open(2, now - 1).run(library)
        ReadThrough(1, now - 2).run(library)
        Star((3,)).run(library)
    return file


def told(path: Path, out: Out, *more: str) -> str:
    assert run(["stats", "--library", str(path), *more]) == 0
    return out.readouterr().out


def test_in_words(path: Path, capsys: Out) -> None:
    said = told(path, capsys)
    assert said.startswith("all, the last 30 days\n  arrived 5   opened 2 (2 times)   read through 1   starred 1\n")
    assert "words of what was opened 6, of what was read through 3" in said
    assert "most is opened on " in said
    assert "=Ferry" in said
    assert "\x1b" not in said
    assert "Tide" not in said
    assert "8 articles" in said
    assert "arrived 8 " in told(path, capsys, "--window", "all")
    assert "arrived 8 " in told(path, capsys, "--window", "8w")


def test_as_json(path: Path, capsys: Out) -> None:
    found = json.loads(told(path, capsys, "--json", "--window", "1y"))
    assert [found[name] for name in ("arrived", "opened", "read_through", "starred", "openings")] == [8, 2, 1, 1, 2]
    assert len(found["days"]) == 365
    assert found["first_day"] == found["days"][0]["day"]
    assert sum(map(sum, found["arrived_by_hour"].values())) == 8
    assert {feed["title"]: feed["arrived"] for feed in found["feeds"]} == {"=Ferry\x1b[31m": 5, "Tide": 3}
    assert found["weights"]["articles"] == 8
    assert found["weights"]["library"] >= path.stat().st_size


def test_of_a_feed_and_of_a_folder(path: Path, capsys: Out) -> None:
    for more in (("--folder", "harbour"), ("--feed", rows(path, "SELECT hex(uuid) FROM feed WHERE id = 1")[0][0])):
        found = json.loads(told(path, capsys, "--json", "--window", "all", *more))
        assert (found["arrived"], len(found["feeds"])) == (5, 1)
    assert json.loads(told(path, capsys, "--json", "--folder", "harbour"))["of"] == "Harbour"


def test_as_a_table_that_no_spreadsheet_takes_for_a_formula(path: Path, capsys: Out) -> None:
    table = list(csv.DictReader(io.StringIO(told(path, capsys, "--csv"))))
    assert [row["title"] for row in table if row["kind"] == "feed"] == ["'=Ferry\x1b[31m", "Tide"]
    assert table[0] | {"kind": "all", "arrived": "5", "words_read": "3"} == table[0]
    assert sum(row["kind"] == "day" for row in table) == 30
    assert {row["name"] for row in table if row["kind"] == "weight"} == {"library", "search", "pictures", "copies"}


def test_nothing_is_written(path: Path, capsys: Out) -> None:
    before = path.read_bytes()
    told(path, capsys, "--read-only")
    assert path.read_bytes() == before


@pytest.mark.parametrize("window", ["", "0d", "30", "x", "99999y", "-1d", "3m"])
def test_a_wrong_window_is_told(path: Path, capsys: Out, window: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["stats", "--library", str(path), f"--window={window}"])
    assert ended.value.code == 2
    assert "is no stretch of time like 7d, 4w, 1y or all" in capsys.readouterr().err


def test_a_feed_that_is_not_there_is_told(path: Path, capsys: Out) -> None:
    assert run(["stats", "--library", str(path), "--feed", "ffff"]) == 1
    assert "There is no feed" in capsys.readouterr().err
