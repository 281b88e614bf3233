"""An import that meets an article which takes for ever, and one that is not there any more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop_reader.errors import FileError, ParseError
from desktop_reader.jobs import Job
from desktop_reader.jobs.importing import KeepArticles
from desktop_reader.records.changes import Changes
from desktop_reader.records.health import Problem
from desktop_reader.worker import importing as module
from desktop_reader.worker.foreign import TakeArticles
from desktop_reader.worker.importing import Importing
from tests import foreign_made as made


class Here:
    """A helper in this process, which one article is too much for."""

    def __init__(self, _: float) -> None:
        self.asked = 0

    def run(self, task: Any) -> Any:
        self.asked += 1
        found = task.run()
        if isinstance(task, TakeArticles) and any("Article 7 " in one.entry.title for one in found.articles):
            raise ParseError(Problem.TOO_SLOW_TO_READ)
        return found

    def close(self) -> None:
        """Nothing to close."""


@pytest.mark.parametrize("kind", ["database", "table"])
def test_one_article_that_takes_for_ever_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(module, "Helper", Here)
    monkeypatch.setattr(module, "PIECE", 5)
    path = made.rss_guard(tmp_path / "a.db", count=23, feeds=1)
    if kind == "table":
        lines = [f"Article {n} x,https://pages.example/{n},1700000000,,unread" for n in range(1, 23)]
        path = made.written(tmp_path / "a.csv", ["title,url,time_added,tags,status", *lines])
    titles: list[str] = []

    def keep(job: Job) -> Changes:
        assert isinstance(job, KeepArticles)
        titles.extend(one.entry.title for one in job.articles)
        return Changes()

    Importing(path, keep).run(lambda found: None)
    assert [int(title.split()[1]) for title in titles] == [n for n in range(1, 23) if n != 7]


def test_an_import_tells_how_far_it_is_and_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "Helper", Here)
    monkeypatch.setattr(module, "PIECE", 2)
    path = made.quiterss(tmp_path / "feeds.db")
    told: list[tuple[int, int]] = []

    def so_far(done: int, of: int) -> bool:
        told.append((done, of))
        return False

    Importing(path, lambda job: Changes(), so_far).run(lambda found: None)
    assert told == [(2, 2)]
    assert list(tmp_path.iterdir()) == [path]


class Overwhelmed(Here):
    """One that the file itself is too much for."""

    def run(self, task: Any) -> Any:
        raise ParseError(Problem.TOO_SLOW_TO_READ, "> 1 GB")


def test_a_file_that_is_too_much_is_told_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "Helper", Overwhelmed)
    path = made.rss_guard(tmp_path / "a.db", count=3, feeds=1)
    with pytest.raises(FileError, match=r"“a\.db” takes too long, or too much memory, to read"):
        Importing(path, lambda job: Changes()).run(lambda found: None)
