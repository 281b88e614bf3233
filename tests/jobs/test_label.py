"""Labels: put on and taken off exactly, brought back with their articles, never two of one name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_reader.errors import NotFoundError, ReaderError
from desktop_reader.jobs import whole
from desktop_reader.jobs.label import (
    AddAndPut,
    AddLabel,
    OrderLabels,
    PutLabel,
    RecolourLabel,
    RemoveLabel,
    RenameLabel,
    RestoreLabel,
    TakeLabel,
)
from desktop_reader.jobs.mark import MarkRead
from desktop_reader.library import aside, labels, marking
from desktop_reader.library.writer import Writer
from desktop_reader.records.label import COLOURS, Label, LabelCount
from desktop_reader.records.query import Query, Scope
from tests.library_fixtures import NOW, came, entry, follow, opened


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as library:
        for number in range(2):
            feed = follow(library, f"https://{number}.example/")
            came(library, feed, *(entry(f"g{n}", title=f"T{n}", text="word", at=NOW - n) for n in range(10)))
        AddLabel("Later").run(library)
        yield library


def on(library: Writer) -> dict[int, set[int]]:
    """Which articles have each label."""
    return {label.id: set(labels.articles(library.reader, label.id)) for label in labels.labels(library.reader)}


def later(library: Writer) -> Label:
    found = labels.named(library.reader, "later")
    assert found is not None
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.integers(-1, 22), max_size=12), st.lists(st.integers(1, 20), max_size=12), st.booleans())
def test_undoing_is_the_opposite_of_what_changed(library: Writer, before: list[int], ids: list[int], put: bool) -> None:
    number = later(library).id
    TakeLabel(number, range(1, 21)).run(library)
    PutLabel(number, tuple(before)).run(library)
    had = on(library)[number]
    assert had == {one for one in before if 1 <= one <= 20}
    deed, opposite = (PutLabel, TakeLabel) if put else (TakeLabel, PutLabel)
    changes = deed(number, tuple(ids)).run(library)
    assert len(set(changes.state)) == len(changes.state)
    assert set(changes.state) == had ^ on(library)[number]
    assert changes.labels == bool(changes.state)
    assert not deed(number, tuple(ids)).run(library)
    opposite(number, changes.state).run(library)
    assert on(library)[number] == had


def test_many_go_step_by_step_and_exactly(library: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "AT_ONCE", 7)
    monkeypatch.setattr(labels, "AT_ONCE", 7)
    number = later(library).id
    PutLabel(number, (3, 4)).run(library)
    job = PutLabel(number, tuple(range(1, 21)))
    assert job.long
    steps = job.steps(library)
    assert (next(steps).done, len(on(library)[number])) == (7, 9), "what a step has done is kept"
    TakeLabel(number, (3,)).run(library)
    rest = whole(steps)
    assert len(rest.state) == 11
    assert on(library)[number] == set(range(1, 21)) - {3}, "what had it at the beginning is let be"
    assert labels.shares(library.reader, range(1, 21)) == {number: 19}
    assert TakeLabel(number, tuple(range(1, 21))).run(library).labels
    assert on(library)[number] == set()


def test_a_removed_label_comes_back_with_its_articles(library: Writer) -> None:
    AddLabel("Other").run(library)
    label = later(library)
    PutLabel(label.id, (2, 5, 9)).run(library)
    gone = RemoveLabel(label.id).run(library)
    assert set(gone.state) == {2, 5, 9}
    assert on(library) == {label.id + 1: set()}
    library.delete((5,))
    back = RestoreLabel(label, gone.state).run(library)
    assert set(back.state) == {2, 9}, "what is gone meanwhile stays gone"
    assert labels.labels(library.reader)[0] == label
    assert on(library)[label.id] == {2, 9}


def test_an_id_is_never_used_twice(library: Writer) -> None:
    first = later(library)
    RemoveLabel(first.id).run(library)
    AddLabel("Later").run(library)
    assert later(library).id > first.id
    RestoreLabel(first, (4,)).run(library)
    assert [label.title for label in labels.labels(library.reader)] == ["Later"], "no two of one name"
    assert on(library) == {later(library).id: {4}}


def test_titles_are_tidy_and_no_two_are_the_same(library: Writer) -> None:
    assert not PutLabel(later(library).id, ()).run(library)
    AddLabel("  LATER\n").run(library)
    assert len(labels.labels(library.reader)) == 1, "it is there already"
    AddLabel(" To \t read\x00 ").run(library)
    other = labels.labels(library.reader)[1]
    assert other.title == "To read"
    with pytest.raises(ReaderError, match="already"):
        RenameLabel(other.id, "later").run(library)
    with pytest.raises(ReaderError, match="needs a name"):
        RenameLabel(other.id, " \n").run(library)
    with pytest.raises(ReaderError, match="needs a name"):
        AddLabel("").run(library)
    RenameLabel(other.id, "TO READ").run(library)
    RecolourLabel(other.id, "teal").run(library)
    assert [(one.title, one.colour) for one in labels.labels(library.reader)] == [
        ("Later", COLOURS[0]), ("TO READ", "teal"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "job", [RenameLabel(99, "x"), RecolourLabel(99, "red"), PutLabel(99, (1,)), TakeLabel(99, (1,))]
)
def test_what_is_gone_is_told(library: Writer, job: RenameLabel) -> None:
    with pytest.raises(NotFoundError, match="not in the library any more"):
        job.run(library)


def test_new_labels_have_colours_of_their_own_and_stand_last(library: Writer) -> None:
    for number in range(2, 10):
        AddLabel(f"L{number}").run(library)
    there = labels.labels(library.reader)
    assert [label.title for label in there] == ["Later", *(f"L{number}" for number in range(2, 10))]
    assert {label.colour for label in there[:8]} == set(COLOURS)
    OrderLabels((there[3].id, 99, there[1].id, there[3].id)).run(library)
    assert [label.title for label in labels.labels(library.reader)][:4] == ["L4", "L2", "Later", "L3"]


def test_made_and_put_at_once(library: Writer) -> None:
    changes = AddAndPut("Ideas", (1, 2, 99)).run(library)
    assert set(changes.state) == {1, 2}
    assert set(AddAndPut("ideas", (2, 3)).run(library).state) == {3}
    assert [label.title for label in labels.labels(library.reader)] == ["Later", "Ideas"]


def test_counts_are_those_of_the_lists(library: Writer) -> None:
    number = later(library).id
    PutLabel(number, (1, 2, 3, 11)).run(library)
    MarkRead((1,)).run(library)
    assert labels.counts(library.reader) == [LabelCount(number, 4, 3)]
    assert labels.counts(library.reader, (2,)) == [LabelCount(number, 4, 3)]
    assert labels.counts(library.reader, (20,)) == []
    query = Query(Scope.LABEL, number, unread_only=True)
    assert len(library.reader.all_ids(query)) == 3
    with library.transaction() as live:
        aside.put(live, 2, NOW)
    assert labels.counts(library.reader) == [LabelCount(number, 3, 2)]
    assert len(library.reader.all_ids(query)) == 2


def test_rows_and_articles_know_their_labels(library: Writer) -> None:
    AddLabel("Ideas").run(library)
    first, second = labels.labels(library.reader)
    PutLabel(second.id, (4,)).run(library)
    PutLabel(first.id, (4,)).run(library)
    rows = library.reader.rows((4, 5))
    assert rows[4].labels == (first, second)
    assert rows[5].labels == ()
    article = library.reader.article(4)
    assert article is not None
    assert article.labels == (first, second)
