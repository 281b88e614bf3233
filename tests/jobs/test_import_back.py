"""An import is taken back with the articles that it brought, but not with what its reader has done since."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.jobs import Job
from desktop_reader.jobs.arrange import Noted, SetAside
from desktop_reader.jobs.deeds import KeepDeed, Kept, read, written
from desktop_reader.jobs.import_back import TakeImportBack
from desktop_reader.jobs.importing import KeepArticles
from desktop_reader.jobs.label import AddAndPut
from desktop_reader.jobs.mark import MarkRead, Open, Star
from desktop_reader.jobs.transfer import ImportOpml
from desktop_reader.library import deeds, labels
from desktop_reader.library.writer import Writer
from desktop_reader.records.arrangement import Arrangement
from desktop_reader.records.changes import Changes
from desktop_reader.records.incoming import Brought, Coming, spans
from desktop_reader.records.query import Query
from desktop_reader.records.refresh import DigestedEntry
from desktop_reader.records.saved import SAVED
from desktop_reader.worker.foreign import Overview
from tests import foreign_made as made
from tests.library_fixtures import came, entry, follow, opened

HERE, NOW = "https://here.example/feed", 1_700_000_000


@pytest.fixture
def library(library_path: Path) -> Iterator[Writer]:
    """A feed with three articles."""
    with opened(library_path) as library:
        feed = follow(library, HERE, title="Here", slug="here")
        came(library, feed, *(_entry(n) for n in range(3)))
        yield library


def _entry(n: int) -> DigestedEntry:
    return entry(str(n), f"https://here.example/{n}", f"Article {n}", f"Words of number {n} and no other.", at=100 + n)


def coming(n: int, *, is_read: bool = False, starred: bool = False, labelled: tuple[str, ...] = ()) -> Coming:
    return Coming(_entry(n), is_read, starred, labelled)


def brought(library: Writer, *articles: Coming) -> Brought:
    changes = KeepArticles(HERE, articles, NOW).run(library)
    assert changes.brought is not None
    return changes.brought


def ids(library: Writer) -> dict[str, int]:
    rows = library.reader.rows(list(library.reader.all_ids(Query())))
    return {row.title: row.id for row in rows.values()}


def looks(library: Writer) -> list[tuple[str, bool, bool, tuple[str, ...]]]:
    rows = library.reader.rows(list(library.reader.all_ids(Query()))).values()
    some = [(row.title, not row.unread, row.starred, tuple(one.title for one in row.labels)) for row in rows]
    return sorted(some)


def test_what_came_goes_and_what_was_there_is_as_it_was(library: Writer) -> None:
    AddAndPut("Mine", (ids(library)["Article 1"],)).run(library)
    before = looks(library)
    did = brought(
        library,
        coming(0, is_read=True, starred=True, labelled=("Theirs", "Mine")),
        coming(1, is_read=True, labelled=("Mine",)),
        coming(7, is_read=True, labelled=("Theirs",)),
        coming(8, starred=True),
    )
    assert len(looks(library)) == 5
    assert looks(library) != before
    changes = TakeImportBack(did, NOW).run(library)
    assert looks(library) == before
    assert [one.title for one in labels.labels(library.reader)] == ["Mine"], "the other is on nothing any more"
    assert changes.labels
    assert len(changes.removed) == 2
    # Nothing remembers them: they may come again.
    assert len(brought(library, coming(7)).numbers) == 1


def test_what_was_written_out_of_this_library_does_not_come_twice(library: Writer) -> None:
    article = library.reader.article(ids(library)["Article 1"])
    assert article is not None
    before = looks(library)
    own = replace(coming(9, starred=True, labelled=("Theirs",)), uuid=article.uuid)
    other = replace(coming(8), uuid="00000000-0000-4000-8000-000000000000")
    changes = KeepArticles(SAVED, (own, other), NOW).run(library)
    assert changes.brought is not None
    assert [title for title, *_ in looks(library)] == ["Article 0", "Article 1", "Article 2", "Article 8"]
    assert ("Article 1", False, True, ("Theirs",)) in looks(library), "its marks are taken over"
    TakeImportBack(changes.brought, NOW).run(library)
    assert looks(library) == before
    # What nobody sees is not there.
    SetAside((1,)).run(library)
    KeepArticles(SAVED, (own,), NOW).run(library)
    assert [title for title, *_ in looks(library)] == ["Article 9"]


def test_what_its_reader_has_touched_since_stays(library: Writer) -> None:
    articles = [coming(n) for n in range(10, 16)]
    did = brought(library, *articles, coming(0, is_read=True, starred=True))
    now = ids(library)
    Open(now["Article 10"], NOW + 5).run(library)
    Star((now["Article 11"],)).run(library)
    AddAndPut("Own", (now["Article 12"],)).run(library)
    MarkRead((now["Article 13"],)).run(library)  # Alone that is no reason to keep it.
    Star((now["Article 0"],), again=False).run(library)
    TakeImportBack(did, NOW).run(library)
    left = [title for title, *_ in looks(library)]
    assert left == ["Article 0", "Article 1", "Article 10", "Article 11", "Article 12", "Article 2"]


def test_an_article_that_was_opened_since_stays_read(library: Writer) -> None:
    did = brought(library, coming(0, is_read=True), coming(1, is_read=True))
    Open(ids(library)["Article 0"], NOW + 5).run(library)
    TakeImportBack(did, NOW).run(library)
    assert [(title, is_read) for title, is_read, _, _ in looks(library)] == [
        ("Article 0", True),
        ("Article 1", False),
        ("Article 2", False),
    ]


def test_feeds_that_came_go_with_all_that_they_have(library: Writer, tmp_path: Path) -> None:
    from desktop_reader.worker.importing import Importing

    parts: list[Changes] = []

    def keep(job: Job) -> Changes:
        parts.append(job.run(library))
        return parts[-1]

    def follow_all(found: Overview) -> None:
        keep(Noted(ImportOpml(found.tree, NOW)))

    path = made.rss_guard(tmp_path / "database.db", count=30, feeds=2)
    Importing(path, keep, now=NOW).run(follow_all)
    did = Brought.joined(part.brought for part in parts if part.brought)
    assert len(did.numbers) == 29
    turn = next(part.turn for part in parts if part.turn)
    TakeImportBack(did, NOW, turn.back).run(library)
    assert [feed.title for feed in library.reader.feeds()] == ["Here"]
    assert [title for title, *_ in looks(library)] == ["Article 0", "Article 1", "Article 2"]
    assert labels.labels(library.reader) == []


def test_it_is_kept_over_a_restart(library: Writer) -> None:
    before = looks(library)
    did = brought(library, coming(0, starred=True, labelled=("Theirs",)), *(coming(n) for n in range(20, 60)))
    job = TakeImportBack(did, NOW, Arrangement())
    KeepDeed(5, NOW, "40 articles imported", job, None).run(library)
    (kept,) = deeds.kept(library.reader, NOW)
    assert kept.again == b"", "articles cannot be had again without their file"
    assert read(kept.back) == job
    assert len(kept.back) < 1_000
    Kept(kept.back).run(library)
    assert looks(library) == before


def test_taken_back_twice_it_does_nothing(library: Writer) -> None:
    job = TakeImportBack(brought(library, coming(0, is_read=True), coming(9)), NOW)
    assert job.run(library)
    assert not job.run(library)


def test_a_label_that_is_gone_is_no_hindrance(library: Writer) -> None:
    did = brought(library, coming(0, labelled=("Theirs",)), coming(9, labelled=("Theirs",)))
    (label,) = labels.labels(library.reader)
    with library.transaction() as live:
        labels.remove(live, label.id)
    TakeImportBack(did, NOW).run(library)
    assert [title for title, *_ in looks(library)] == ["Article 0", "Article 1", "Article 2"]


@given(st.lists(st.integers(1, 60)))
def test_numbers_are_kept_as_runs(numbers: list[int]) -> None:
    runs = spans(numbers)
    assert Brought(runs).numbers == sorted(set(numbers))
    assert all(one[1] + 1 < other[0] for one, other in pairwise(runs))
    data = written(TakeImportBack(Brought(runs), 1))
    assert data is not None
    assert json.loads(data)["job"] == "TakeImportBack"
    assert read(data) == replace(TakeImportBack(Brought(runs), 1))
