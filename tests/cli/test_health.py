"""``desktop-reader health``: how feeds fare, their log, their last answer."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from desktop_reader.cli import run
from desktop_reader.errors import FetchError
from desktop_reader.records.asked import Received
from desktop_reader.records.health import Problem
from tests.library_fixtures import answered, document, entry, follow, ok, opened

DAY = 86400


@pytest.fixture
def library(library_path: Path) -> str:
    """A quiet feed, one that is refused, and one that is well."""
    now = int(time.time())
    with opened(library_path) as library:
        well = follow(library, "https://well.example/feed", slug="well")
        answered(library, well, ok(), document(entry("a", at=now), title="Well"), now=now)
        quiet = follow(library, "https://quiet.example/feed", slug="quiet")
        weekly = [entry(str(n), at=now - 40 * DAY - 7 * DAY * n) for n in range(6)]
        answered(library, quiet, ok(), document(*weekly, title="Quiet"), now=now)
        refused = follow(library, "https://refused.example/feed", slug="refused", title="Refused")
        error = FetchError(Problem.FORBIDDEN, "403", status=403)
        error.received = Received("https://refused.example/feed", 403, 70, 9, "HTTP/1.1 403 No", b"\x1b[31mred")
        answered(library, refused, error=error, now=now)
    return str(library_path)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["health", *arguments]) == 0
    return capsys.readouterr().out


def ids(capsys: pytest.CaptureFixture[str], library: str) -> dict[str, str]:
    return {one["title"]: one["id"] for one in json.loads(said(capsys, "--json", "--library", library))}


def test_all_feeds_those_in_trouble_first(library: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, "--library", library).splitlines()
    assert [line[10:] for line in lines] == [
        "Quiet: Quiet",
        "Nothing for 40 days; it used to post weekly.",
        "Blocked: Refused",
        "The server refuses to give this feed out (403). It may open in a browser, or elsewhere.",
        "Fine: Well",
    ]


def test_one_feed_with_what_was_done(library: str, capsys: pytest.CaptureFixture[str]) -> None:
    number = ids(capsys, library)["Refused"]
    text = said(capsys, number, "--library", library)
    assert "It failed once." in text
    assert "Since 20" in text
    facts = json.loads(said(capsys, number, "--json", "--library", library))
    assert (facts["condition"], facts["fine"], facts["failures"]) == ("blocked", False, 1)


def test_its_log_and_its_last_answer(library: str, capsys: pytest.CaptureFixture[str]) -> None:
    number = ids(capsys, library)["Refused"]
    (row,) = json.loads(said(capsys, number, "--log", "--json", "--library", library))
    assert (row["outcome"], row["status"], row["took_ms"], row["bytes"]) == ("forbidden", 403, 70, 9)
    assert "forbidden         403" in said(capsys, number, "--log", "--library", library)
    text = said(capsys, number, "--answer", "--library", library)
    assert "HTTP/1.1 403 No\n\n[31mred" in text, "and nothing steers the terminal"
    answer = json.loads(said(capsys, number, "--answer", "--json", "--library", library))
    assert (answer["head"], answer["status"]) == (["HTTP/1.1 403 No"], 403)


def test_a_feed_without_an_answer(library: str, capsys: pytest.CaptureFixture[str]) -> None:
    number = ids(capsys, library)["Well"]
    assert run(["health", number, "--answer", "--library", library]) == 1
    assert "No answer of this feed was kept yet" in capsys.readouterr().err


def test_a_log_is_of_one_feed(library: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["health", "--log", "--library", library])
    assert ended.value.code == 2
