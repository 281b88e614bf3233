"""``desktop-reader similar``: across feeds and languages, with the reasons, and without a second look at servers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from desktop_reader.__main__ import main
from desktop_reader.text import encoder
from tests.documents import Item, rss
from tests.library.readings import FERRY, FERRY_AGAIN, FERRY_GERMAN, NOISE, Told
from tests.servers import Site


def run(capture: pytest.CaptureFixture[str], library: Path, *words: str) -> str:
    capture.readouterr()
    code = main([*words, "--library", str(library)])
    out, error = capture.readouterr()
    assert code == 0, error
    return out


def feed(told: Sequence[Told], title: str) -> bytes:
    items = [
        Item(n, one.title, f"<p>{one.text}</p>", at=1_730_000_000 - n, guid=one.name) for n, one in enumerate(told)
    ]
    return rss(items, title)


@pytest.fixture
def library(tmp_path: Path, site: Site, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "library.db"
    site.serve("/coast.xml", feed([FERRY, *NOISE[:4]], "Coast"))
    site.serve("/capital.xml", feed([FERRY_AGAIN, *NOISE[4:]], "Capital"))
    site.serve("/agency.xml", feed([Told("copy", "Aurora freed", FERRY_AGAIN.text), FERRY_GERMAN], "Agency"))
    for name in ("coast", "capital", "agency"):
        run(capsys, path, "add", site.url(f"/{name}.xml"))
    return path


def named(capture: pytest.CaptureFixture[str], library: Path, title: str) -> str:
    listed = json.loads(run(capture, library, "articles", "--json"))
    return next(str(one["id"]) for one in listed if one["title"] == title)


def test_similar_tells_what_and_why(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    number = named(capsys, library, FERRY.title)

    found: list[dict[str, Any]] = json.loads(run(capsys, library, "similar", number, "--json"))

    first = found[0]
    assert list(first) == ["id", "title", "url", "feed_id", "feed", "date", "score", "shared", "also_in"]
    assert {first["feed"], *first["also_in"]} == {"Capital", "Agency"}
    assert "Aurora" in first["shared"]
    assert 0 < first["score"] <= 1
    assert number not in {one["id"] for one in found}
    if encoder.model_id():
        assert [one["title"] for one in found[1:]] == [FERRY_GERMAN.title]
    assert json.loads(run(capsys, library, "show", number, "--json"))["similar"] == found
    assert len(json.loads(run(capsys, library, "similar", number, "--limit", "1", "--json"))) == 1

    lines = run(capsys, library, "similar", number).splitlines()
    assert first["title"] in lines[0]
    assert "also in" in lines[1]


def test_an_article_like_no_other_has_none(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    number = named(capsys, library, NOISE[0].title)
    assert json.loads(run(capsys, library, "similar", number, "--json")) == []
    assert run(capsys, library, "similar", number) == ""
