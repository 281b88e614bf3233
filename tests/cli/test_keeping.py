"""``desktop-reader keep``: rules are told, tried out, set and carried out."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from desktop_reader.jobs.mark import MarkRead
from desktop_reader.records.query import Query
from tests.cli.test_commands import Terminal
from tests.library_fixtures import came, entry, follow, opened

DAY = 86400


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """A library of two feeds, whose twenty articles came one a day; all but the newest of each were read."""
    path = tmp_path / "my library.db"
    now = int(time.time())
    with opened(path) as library:
        for name in ("harbour", "light"):
            feed = follow(library, f"https://{name}.example/", title=name.title(), slug=name)
            for day in range(20, 0, -1):
                at = now - day * DAY + 3600
                text = f"lighthouse {random.Random(day).randbytes(1500).hex()}"
                came(library, feed, entry(f"{name}{day}", title=f"{name} {day}", text=text, at=at), now=at)
        ids = sorted(library.reader.all_ids(Query()))
        MarkRead(tuple(ids[:19] + ids[20:39])).run(library)
    return Terminal(path, capsys)


def feeds(run: Terminal) -> dict[str, str]:
    return {feed["title"]: feed["id"] for feed in run.json("feeds")}


def totals(run: Terminal) -> dict[str, int]:
    return {feed["title"]: feed["total"] for feed in run.json("feeds")}


def test_everything_is_kept_until_something_else_is_said(run: Terminal) -> None:
    assert run.json("keep") == [{"feed_id": None, "title": None, "own": False, "days": None, "most": None}]
    assert "for ever" in run("keep")
    assert "all other feeds" in run("keep")
    assert "always stay" in run.error


def test_a_rule_is_tried_out_and_then_carried_out(run: Terminal) -> None:
    found = run.json("keep", "--days", "10", "--dry-run")
    assert (found["articles"], found["dry_run"]) == (20, True)
    assert found["bytes"] > 0
    assert "20 read articles would be deleted" in run("keep", "--days", "10", "--dry-run")
    assert totals(run) == {"Harbour": 20, "Light": 20}

    assert run.json("keep", "--days", "10")["articles"] == 20
    assert totals(run) == {"Harbour": 10, "Light": 10}
    assert len(run.json("search", "lighthouse")) == 20
    assert run.json("keep")[0]["days"] == 10
    assert "10 days" in run("keep")
    assert "0 read articles deleted" in run("keep", "--days", "10")


def test_a_feed_has_a_rule_of_its_own_and_gives_it_up(run: Terminal) -> None:
    harbour = feeds(run)["Harbour"]
    run("keep", harbour, "--for-ever")
    assert run.json("keep", "--most", "5")["articles"] == 15
    assert totals(run) == {"Harbour": 20, "Light": 5}
    rules = run.json("keep")
    assert [(one["title"], one["own"], one["most"]) for one in rules] == [(None, True, 5), ("Harbour", True, None)]
    assert run.json("keep", harbour, "--as-others")["articles"] == 15
    assert totals(run) == {"Harbour": 5, "Light": 5}
    (rule,) = run.json("keep", harbour)
    assert (rule["own"], rule["most"]) == (False, 5)


def test_the_library_becomes_smaller(run: Terminal) -> None:
    before = run.library.stat().st_size
    run("keep", "--most", "1")
    assert run.library.stat().st_size < before


@pytest.mark.parametrize(
    "words",
    [
        ("--days", "0"),
        ("--days", "-1"),
        ("--days", "3", "--for-ever"),
        ("--as-others",),
        ("--for-ever", "--as-others"),
    ],
)
def test_what_makes_no_sense_changes_nothing(run: Terminal, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as end:
        run("keep", *words)
    assert end.value.code == 2
    assert totals(run) == {"Harbour": 20, "Light": 20}
    assert run.json("keep")[0]["own"] is False


def test_a_feed_that_is_not_there_has_no_rule(run: Terminal) -> None:
    run("keep", "nobody", "--days", "3", code=1)
    assert "There is no feed “nobody”" in run.error
    assert totals(run) == {"Harbour": 20, "Light": 20}


def test_a_number_that_no_clock_knows_is_as_good_as_for_ever(run: Terminal) -> None:
    assert run.json("keep", "--days", "9" * 40, "--most", "9" * 40)["articles"] == 0
