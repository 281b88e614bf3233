"""Rules: what they do, what they really changed, and that taking it back gives the state of before."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_reader.errors import NotFoundError, ReaderError
from desktop_reader.jobs.label import AddLabel, TakeLabel
from desktop_reader.jobs.mark import MarkRead, MarkUnread, Open, Star, Unstar
from desktop_reader.jobs.rules import (
    CarryOut,
    EnableRule,
    ForgetRuns,
    Hide,
    KeepRule,
    OrderRules,
    RedoRun,
    RemoveRule,
    UndoRun,
    Unhide,
)
from desktop_reader.library import rules, runs
from desktop_reader.library.writer import Writer
from desktop_reader.records.rule import HIDE, NOTIFY, QUIET, READ, STAR, Rule
from tests.library_fixtures import HOUR, NOW, came, counters_are_right, entry, follow, indexed, opened, rows

ARTICLES = 8
DEEDS = (READ, STAR, HIDE, NOTIFY, "label:1", "label:2")


def fill(library: Writer) -> None:
    feed = follow(library)
    for number in range(1, ARTICLES + 1):
        title = "The ferry sails" if number % 2 else "The lamp is lit"
        came(
            library,
            feed,
            entry(f"g{number}", f"https://a.example/{number}", title, f"word{number}", NOW - number * HOUR),
        )
    for label in ("One", "Two"):
        AddLabel(label).run(library)
    indexed(library)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as library:
        fill(library)
        yield library


def state(library: Writer) -> list[Any]:
    """All that a rule can change."""
    path = library.path
    return [
        rows(path, "SELECT id, is_read, starred, read_count FROM state ORDER BY id"),
        rows(path, "SELECT label_id, article_id FROM labelled ORDER BY 1, 2"),
        rows(path, "SELECT article_id FROM hidden ORDER BY 1"),
        rows(path, "SELECT * FROM feed_count"),
    ]


def made(library: Writer, *deeds: str, search: str = "ferry", **more: Any) -> Rule:
    KeepRule(replace(Rule(0, "", search, deeds=deeds), **more)).run(library)
    return rules.rules(library.reader)[-1]


def carried_out(library: Writer, rule: Rule, articles: Sequence[int] = (1, 2, 3)) -> int:
    CarryOut([(rule, articles)]).run(library)
    return runs.runs(library.reader)[0].id


def test_a_rule_is_kept_changed_ordered_and_removed(library: Writer) -> None:
    one, other = made(library, READ), made(library, HIDE, search="lamp", title="Lamps")
    assert (one.title, one.enabled, other.title) == ("ferry", True, "Lamps")
    KeepRule(replace(one, search="is:unread", deeds=(STAR, "label:2"))).run(library)
    EnableRule(other.id, False).run(library)
    OrderRules((other.id,)).run(library)
    first, second = rules.rules(library.reader)
    assert (first.id, first.enabled) == (other.id, False)
    assert (second.search, second.labels) == ("is:unread", (2,))
    RemoveRule(other.id).run(library)
    assert [rule.id for rule in rules.rules(library.reader)] == [one.id]
    KeepRule(first).run(library)
    assert {rule.title for rule in rules.rules(library.reader)} == {"ferry", "Lamps"}
    with pytest.raises(NotFoundError):
        EnableRule(99, True).run(library)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Rule(0, "x", "", "", (READ,)), "which articles"),
        (Rule(0, "x", "-", "", (READ,)), "which articles"),
        (Rule(0, "x", "ferry", "", ()), "what the rule does"),
        (Rule(0, "x", "ferry", "", ("burn",)), "what the rule does"),
        (Rule(0, "x", "is:lost", "", (READ,)), "is:lost"),
        (Rule(0, "x", "", "sea\n(", (READ,)), "Line 2"),
        (Rule(0, "x", "", "# nothing", (READ,)), "which articles"),
        (Rule(0, "x", "ferry", "", (NOTIFY, QUIET)), "not both"),
        (Rule(0, "x", "f " * 300, "", (READ,)), "too long"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(library: Writer, rule: Rule, said: str) -> None:
    with pytest.raises(ReaderError, match=said):
        KeepRule(rule).run(library)
    assert rules.rules(library.reader) == []


def test_a_word_of_a_rule_is_a_whole_one(library: Writer) -> None:
    rule = made(library, READ, search="intitle:ferr")
    assert rules.wanted(library.reader, rule, range(1, ARTICLES + 1)) == []
    whole = made(library, READ, search="intitle:ferry -word3")
    assert rules.wanted(library.reader, whole, range(1, ARTICLES + 1)) == [1, 5, 7]


def test_only_what_changed_is_noted(library: Writer) -> None:
    MarkRead((1,)).run(library)
    rule = made(library, READ, "label:1")
    carried_out(library, rule)
    (run,) = runs.runs(library.reader)
    assert (run.title, run.articles, dict(run.counts)) == ("ferry", 3, {READ: 2, "label:1": 3})
    CarryOut([(rule, (1, 2, 3))]).run(library)
    assert len(runs.runs(library.reader)) == 1, "nothing was to be done"


def test_undoing_takes_back_just_that_and_once(library: Writer) -> None:
    MarkRead((1,)).run(library)
    before = state(library)
    number = carried_out(library, made(library, READ, STAR, HIDE, "label:1"))
    after = state(library)
    UndoRun(number).run(library)
    assert state(library) == before
    MarkRead((2,)).run(library)
    UndoRun(number).run(library)
    assert library.reader.rows([2])[2].unread is False, "it was taken back already"
    MarkUnread((2,)).run(library)
    RedoRun(number).run(library)
    assert state(library) == after
    UndoRun(number).run(library)
    assert state(library) == before


def test_what_the_reader_did_since_stays(library: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [NOW]
    monkeypatch.setattr("time.time", lambda: clock[0])
    number = carried_out(library, made(library, READ, STAR, HIDE, "label:1"), (1, 2, 3, 4))
    clock[0] += 60
    Unhide((1, 2)).run(library)
    Hide((2,)).run(library)  # By hand this time.
    Open(1, clock[0]).run(library)
    Unstar((3,)).run(library)
    Star((3,)).run(library)
    TakeLabel(1, (4,)).run(library)
    UndoRun(number).run(library)
    read, labelled, hidden, _ = state(library)
    assert [row[1:3] for row in read[:4]] == [(1, 0), (1, 0), (0, 1), (0, 0)]
    assert hidden == [(2,)]
    assert labelled == []
    assert counters_are_right(library)


def test_a_hidden_article_stays_read_until_the_run_that_hid_it_is_taken_back(library: Writer) -> None:
    before = state(library)
    first = carried_out(library, made(library, READ))
    second = carried_out(library, made(library, HIDE))
    UndoRun(first).run(library)
    assert [row[1] for row in state(library)[0][:3]] == [1, 1, 1]
    UndoRun(second).run(library)
    assert state(library) == before


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sets(st.sampled_from(DEEDS), min_size=1), st.sets(st.integers(1, ARTICLES))), max_size=6),
    st.sets(st.integers(1, ARTICLES)),
    st.booleans(),
)
def test_undoing_all_runs_in_reverse_gives_the_state_of_before(
    some: list[tuple[set[str], set[int]]], read: set[int], twice: bool
) -> None:
    with tempfile.TemporaryDirectory() as place, opened(Path(place) / "library.db") as library:
        fill(library)
        MarkRead(tuple(read)).run(library)
        before = state(library)
        CarryOut([(made(library, *sorted(deeds)), sorted(articles)) for deeds, articles in some]).run(library)
        after = state(library)
        numbers = [run.id for run in runs.runs(library.reader)]
        for number in numbers:
            UndoRun(number).run(library)
        assert state(library) == before
        if twice:
            for number in reversed(numbers):
                RedoRun(number).run(library)
            assert state(library) == after
            for number in numbers:
                UndoRun(number).run(library)
            assert state(library) == before
        assert counters_are_right(library)


def test_making_a_rule_and_all_that_it_did_is_taken_back_as_one(library: Writer) -> None:
    before = state(library)
    number = rules.next_id(library.reader)
    changes = KeepRule(Rule(number, "", "ferry", deeds=(HIDE,)), (1, 3)).run(library)
    assert sorted(changes.removed) == [1, 3]
    carried_out(library, rules.rule(library.reader, number), (5,))
    RemoveRule(number, with_deeds=True).run(library)
    assert state(library) == before
    assert rules.rules(library.reader) == []


def test_what_is_told_of_an_article(library: Writer) -> None:
    carried_out(library, made(library, NOTIFY), (1, 2))
    number = carried_out(library, made(library, QUIET), (2, 3))
    assert runs.told(library.reader, (1, 2, 3, 4)) == {1: True, 2: False, 3: False}
    UndoRun(number).run(library)
    assert runs.told(library.reader, (1, 2, 3, 4)) == {1: True, 2: True}


def test_runs_of_long_ago_are_forgotten_and_then_rules_that_were_removed(
    library: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [NOW]
    monkeypatch.setattr("time.time", lambda: clock[0])
    rule = made(library, READ)
    number = carried_out(library, rule)
    RemoveRule(rule.id).run(library)
    clock[0] += runs.KEPT - 10
    assert not runs.any_old(library.reader, clock[0])
    ForgetRuns().run(library)
    assert [run.title for run in runs.runs(library.reader)] == ["ferry"], "its name is still known"
    clock[0] += 20
    assert runs.any_old(library.reader, clock[0])
    ForgetRuns().run(library)
    assert runs.runs(library.reader) == []
    assert rows(library.path, "SELECT count(*) FROM rule") == [(0,)]
    with pytest.raises(NotFoundError, match="too long ago"):
        UndoRun(number).run(library)


def test_the_first_rule_begins_with_what_comes_from_then_on(library: Writer) -> None:
    made(library, READ)
    assert rules.waiting(library.reader) == []
    came(library, 1, entry("new", None, "A ferry", "new", NOW))
    assert rules.waiting(library.reader) == [], "it cannot be found yet"
    indexed(library)
    assert rules.waiting(library.reader) == [ARTICLES + 1]
    CarryOut([], ARTICLES + 1).run(library)
    assert rules.waiting(library.reader) == []
