"""Rules at work: on what arrives, before it is told; after a crash; and with expressions that never end."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_reader.errors import ParseError, ReaderError
from desktop_reader.jobs.importing import KeepArticles
from desktop_reader.jobs.rules import EnableRule, KeepRule, UndoRun
from desktop_reader.library import rules, runs
from desktop_reader.library.reader import Reader
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.health import Problem
from desktop_reader.records.incoming import Coming
from desktop_reader.records.query import Query
from desktop_reader.records.rule import HIDE, READ, STAR, Rule
from desktop_reader.text.patterns import Subject
from desktop_reader.worker import patterns
from desktop_reader.worker.helper import Helper
from desktop_reader.worker.noting import Note
from desktop_reader.worker.patterns import Matched, MatchPatterns, matched
from desktop_reader.worker.ruling import Ruling, matching
from desktop_reader.worker.trial import recent, trial
from tests.documents import Item, rss
from tests.library_fixtures import HOUR, came, entry, follow, indexed, opened
from tests.servers import Site
from tests.worker.keeping import Kept
from tests.worker.test_loop import Run, kept, run, wait_until

__all__ = ["kept", "run"]  # Fixtures.

NEVER_ENDS = "(a+)+$"
LONG = "a" * 40 + "!"


def titles(reader: Reader, query: Query) -> list[str]:
    return sorted(row.title for row in reader.rows(reader.all_ids(query)).values())


def all_ids_of(changes: list[Changes], name: str) -> set[int]:
    return {number for one in changes for number in getattr(one, name)}


# What arrives


def test_what_a_rule_hides_is_never_told_as_new(run: Run, kept: Kept, site: Site) -> None:
    site.serve(
        "/feed", rss([Item(1, title="The ferry sails"), Item(2, title="The lamp is lit"), Item(3, title="Moon")])
    )
    kept.follow(site.url("/feed"))
    KeepRule(Rule(0, "", "intitle:ferry", deeds=(HIDE,))).run(kept.library)
    KeepRule(Rule(0, "", "", "(?i)LAMP", (STAR, READ))).run(kept.library)
    running = run()
    running.loop.refresh()
    wait_until(lambda: all_ids_of(running.heard.changes, "new"))
    assert running.ask(lambda reader: titles(reader, Query())) == ["Moon", "The lamp is lit"]
    assert running.ask(lambda reader: titles(reader, Query(search="is:hidden"))) == ["The ferry sails"]
    assert running.ask(lambda reader: titles(reader, Query(search="is:starred is:read"))) == ["The lamp is lit"]
    (hidden,) = running.ask(lambda reader: reader.all_ids(Query(search="is:hidden")))
    assert hidden not in all_ids_of(running.heard.changes, "new")
    assert running.unread == 1
    found = running.ask(runs.runs)
    assert sorted(dict(one.counts) == {HIDE: 1, READ: 1} for one in found) == [False, True]

    (hiding,) = [one.id for one in found if HIDE in dict(one.counts)]
    before = len(running.heard.changes)
    running.loop.submit(UndoRun(hiding))
    wait_until(lambda: len(running.heard.changes) > before)
    assert any(one.back for one in running.heard.changes), "lists ask anew"
    assert running.unread == 2
    assert running.heard.errors == []


def test_what_came_before_is_let_be_and_so_is_what_comes_while_all_are_off(run: Run, kept: Kept, site: Site) -> None:
    site.serve("/feed", rss([Item(1, title="The first ferry")]))
    feed = kept.follow(site.url("/feed"))
    kept.refresh(feed)
    KeepRule(Rule(7, "", "ferry", deeds=(READ,))).run(kept.library)
    EnableRule(7, False).run(kept.library)
    site.serve("/feed", rss([Item(1, title="The first ferry"), Item(2, title="The second ferry")]))
    kept.refresh(feed)
    EnableRule(7, True).run(kept.library)
    site.serve("/feed", rss([Item(number, title=f"Ferry {number}") for number in (1, 2, 3)]))
    running = run()
    running.loop.refresh()
    wait_until(lambda: running.ask(lambda reader: reader.count(Query(search="is:read"))) == 1)
    assert running.ask(lambda reader: titles(reader, Query(search="is:read"))) == ["Ferry 3"]


def test_rules_that_a_crash_left_out_are_carried_out_at_the_next_start(
    run: Run, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "AT_ONCE", 1)
    KeepRule(Rule(0, "", "ferry", deeds=(READ,))).run(kept.library)
    feed = kept.follow("https://harbour.example/feed")
    came(kept.library, feed, entry("g1", None, "A ferry", "one"), entry("g2", None, "A ferry", "two"))
    assert kept.library.reader.smart_counts().unread == 2, "the program died between the store and the rules"
    running = run()
    wait_until(lambda: running.unread == 0)
    assert [one.articles for one in running.ask(runs.runs)] == [1, 1], "others get their turn between two of them"


def test_a_rule_that_is_interrupted_does_all_or_nothing(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    library = kept.library
    KeepRule(Rule(0, "", "ferry", deeds=(READ, STAR))).run(library)
    came(library, kept.follow("https://harbour.example/feed"), entry("g1", None, "A ferry", "one"))
    indexed(library)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, closing(Ruling(library, lambda _: None)) as ruling:
        patch.setattr(rules, "move_on", dies)
        with pytest.raises(KeyboardInterrupt):
            ruling.look()
    assert runs.runs(library.reader) == []
    assert library.reader.smart_counts() == (1, 1, 0)
    with closing(Ruling(library, lambda _: None)) as ruling:
        assert ruling.look().state == (1,)
        assert not ruling.look()
    assert [one.articles for one in runs.runs(library.reader)] == [1]


def test_many_arrivals_wait_for_the_search_file_and_are_not_forgotten(kept: Kept) -> None:
    library = kept.library
    KeepRule(Rule(0, "", "ferry", deeds=(READ,))).run(library)
    feed = kept.follow("https://harbour.example/feed")
    stored = came(library, feed, *(entry(f"g{n}", None, f"Ferry {n}", f"t{n}") for n in range(620)))
    with closing(Ruling(library, lambda _: None)) as ruling:
        told = ruling.arrived(Changes(new=stored.new))
        assert told.new == stored.new
        assert library.reader.smart_counts().unread == 620
        indexed(library)
        assert len(ruling.look(rest=True).state) == 620
    assert sorted(one.articles for one in runs.runs(library.reader)) == [120, 500]


# Expressions


def test_an_expression_that_never_ends_is_switched_off_and_told(run: Run, kept: Kept, site: Site) -> None:
    site.serve("/feed", rss([Item(1, title=LONG), Item(2, title="The ferry")]))
    kept.follow(site.url("/feed"))
    KeepRule(Rule(1, "Slow one", "", f"sea\n{NEVER_ENDS}", (HIDE,))).run(kept.library)
    KeepRule(Rule(2, "Good one", "", "ferry", (STAR,))).run(kept.library)
    running = run()
    running.loop.refresh()
    wait_until(lambda: all_ids_of(running.heard.changes, "new"))
    wait_until(lambda: running.heard.errors)
    (error,) = running.heard.errors
    assert isinstance(error, ReaderError)
    assert str(error) == "The rule “Slow one” was switched off: the regular expression in line 2 takes too long."
    slow, good = running.ask(rules.rules)
    assert (slow.enabled, slow.slow, good.enabled) == (False, True, True)
    assert running.ask(lambda reader: titles(reader, Query(search="is:starred"))) == ["The ferry"]
    assert running.ask(lambda reader: reader.count(Query())) == 2, "nothing was lost"

    changed: list[object] = []
    running.loop.submit(EnableRule(1, True), changed.append)
    wait_until(lambda: changed)
    assert [rule.slow for rule in running.ask(rules.rules)] == [False, False]


@pytest.fixture
def helper() -> Iterator[Helper]:
    with closing(Helper(20)) as helper:
        yield helper


def test_the_line_that_never_ends_is_named_and_what_was_found_before_it_too(helper: Helper) -> None:
    subjects = [Subject(1, "sea", "", ""), Subject(2, LONG, "", ""), Subject(3, "sea", "", "")]
    found = helper.run(MatchPatterns(f"sea\n{NEVER_ENDS}", subjects, 0.2))
    assert found == Matched((1,), 1, 2)
    assert helper.run(MatchPatterns("sea", subjects)) == Matched((1, 3), 3), "the helper lives on"


def test_an_exception_is_left_alone_whatever_else_wants_it(helper: Helper) -> None:
    subjects = [
        Subject(1, "sea ferry", "", ""),
        Subject(2, "sea", "", ""),
        Subject(3, "x", "", "", "<p>a <b>s</b>ea</p>"),
    ]
    assert helper.run(MatchPatterns("sea\n!ferry", subjects)).ids == (2,)
    assert helper.run(MatchPatterns("!ferry\nsea\ntext=a sea", subjects)).ids == (2, 3)
    assert helper.run(MatchPatterns("(", subjects)).ids == ()


def test_a_helper_that_is_killed_twice_has_a_line_without_an_end() -> None:
    times: list[int] = []

    def killed(_: MatchPatterns) -> Matched:
        times.append(1)
        raise ParseError(Problem.TOO_SLOW_TO_READ)

    assert matched(killed, MatchPatterns("x", ())) == Matched((), 0, 0)
    assert len(times) == 2


@pytest.fixture
def without_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows."""
    monkeypatch.setattr(patterns, "INTERRUPTS", False)


def test_without_a_clock_the_line_that_never_ends_is_named_too(without_clock: None, helper: Helper) -> None:
    subjects = [Subject(1, "sea", "", ""), Subject(2, LONG, "", ""), Subject(3, "sea", "", "")]
    task = MatchPatterns(f"sea\nferry\n{NEVER_ENDS}\nlamp", subjects)
    assert matched(helper.run, task, tries=1) == Matched((), 0, 3)
    assert matched(helper.run, MatchPatterns("sea", subjects)) == Matched((1, 3), 3), "there is another helper"


def test_without_a_clock_nothing_is_lost_between_two_articles(without_clock: None, helper: Helper) -> None:
    subjects = [Subject(number, "sea", "", "") for number in range(1, 6)]
    found = matched(helper.run, MatchPatterns("sea", subjects, seconds=0.0))
    assert (found.looked_at, found.slow) == (1, None), "the time that it worked is counted here as well"


@pytest.mark.parametrize(("lines", "named"), [([3, 3], 3), ([3, 4], 0), ([0, 0], 0)])
def test_only_a_line_that_is_the_same_twice_is_blamed(without_clock: None, lines: list[int], named: int) -> None:
    left = list(lines)

    def killed(task: MatchPatterns) -> Matched:
        note = Note(task.note)
        note.line(left.pop(0))
        note.close()
        raise ParseError(Problem.TOO_SLOW_TO_READ)

    assert matched(killed, MatchPatterns("x", ())) == Matched((), 0, named)
    assert left == []


def test_a_helper_that_is_lost_once_is_asked_again(without_clock: None) -> None:
    places: list[Path] = []

    def once(task: MatchPatterns) -> Matched:
        places.append(Path(task.note))
        if len(places) == 1:
            raise ParseError(Problem.TOO_SLOW_TO_READ)
        return Matched((1,), 1)

    assert matched(once, MatchPatterns("x", ())) == Matched((1,), 1)
    assert not any(place.exists() for place in places), "nothing is left behind"


def test_many_articles_are_looked_at_in_as_many_steps_as_it_takes(tmp_path: Path) -> None:
    with opened(tmp_path / "library.db") as library:
        came(library, follow(library), *(entry(f"g{n}", None, f"Ferry {n}", f"t{n}") for n in range(250)))
        asked: list[int] = []

        def partly(task: MatchPatterns) -> Matched:
            asked.append(len(task.subjects))
            done = task.subjects[:40]
            return Matched(tuple(one.id for one in done if one.title.endswith("7")), len(done))

        found, slow = matching(library.reader, Rule(1, "", "", "7$"), range(1, 251), partly)
    assert slow is None
    assert len(found) == 25
    assert asked == [100, 60, 20] * 2 + [50, 10]


def test_the_clock_does_not_interrupt_other_threads() -> None:
    with patterns._interrupted(0.0):
        assert MatchPatterns("sea", [Subject(1, "sea", "", "")]).run().ids == (1,)


# What it would have done


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    """A year of articles, one a day."""
    now = int(time.time())
    with opened(tmp_path / "library.db") as library:
        feed = follow(library)
        for day in range(60):
            title = "The ferry" if day % 3 == 0 else "The lamp"
            at = now - day * 24 * HOUR - HOUR
            came(library, feed, entry(f"g{day}", None, title, f"t{day}", at), now=at)
        indexed(library)
        yield library


def test_a_trial_counts_what_would_have_changed_and_changes_nothing(library: Writer) -> None:
    reader = library.reader
    newest = reader.all_ids(Query(search="ferry"))
    library.mark_read(newest[:2], True)
    found = trial(reader, Rule(0, "", "ferry", deeds=(READ, HIDE)), time.time())
    assert (found.days, found.of, found.looked_at, found.wanted) == (30, 30, 30, 10)
    assert dict(found.counts) == {READ: 8, HIDE: 10}
    assert dict(found.rows)[READ] == tuple(newest[2:10])
    assert list(found.found) == newest.tolist()[:10]
    assert runs.runs(reader) == []
    assert reader.count(Query(search="is:hidden")) == 0


def test_a_trial_is_of_what_arrived_whenever_that_was_published(library: Writer) -> None:
    now = int(time.time())
    old, new = (entry(name, None, "The ferry", name, now - 900 * 24 * HOUR) for name in ("old", "new"))
    came(library, 1, old, now=now - 40 * 24 * HOUR)
    came(library, 1, new, now=now - HOUR)
    indexed(library)
    found = trial(library.reader, Rule(0, "", "ferry", deeds=(READ,)), now)
    assert (found.of, found.wanted) == (31, 11)
    assert dict(found.counts) == {READ: 11}
    assert list(found.found)[-1] == library.reader.top_id(), "the newest first"


def test_what_was_carried_in_from_elsewhere_arrived_when_it_was_published(library: Writer) -> None:
    now = int(time.time())
    reader = library.reader
    url = reader.feeds()[0].url
    rule = Rule(0, "", "ferry", deeds=(READ,))
    before = {days: trial(reader, rule, now, days=days).wanted for days in (2, 30, 32, 1000)}
    for part, days in enumerate((1, 29, 31, 900)):
        at = now - days * 24 * HOUR
        some = [Coming(entry(f"x{part}{n}", None, "The ferry", f"x{part}{n}", at)) for n in range(4)]
        KeepArticles(url, tuple(some), now).run(library)
        if part == 1:  # In the middle of the import the feed is asked.
            old = entry("old", None, "The ferry", "old", now - 900 * 24 * HOUR)
            came(library, 1, old, now=now)
    assert len(reader.select("SELECT 1 FROM article")) == 77
    indexed(library)
    found = trial(reader, rule, now)
    assert (found.of, found.wanted) == (30 + 8 + 1, 10 + 8 + 1)
    assert list(found.found)[-1] == 69, "the newest first, and what the feed brought by the day it came"
    assert json.loads(reader.select("SELECT value FROM meta WHERE key = 'carried in'")[0][0]) == [[61, 68], [70, 77]]
    assert len(recent(reader, now, 10_000)) == 77
    assert [trial(reader, rule, now, days=days).wanted - one for days, one in before.items()] == [5, 9, 13, 17]


def test_a_trial_with_expressions_says_which_line_takes_too_long(library: Writer, helper: Helper) -> None:
    reader = library.reader
    found = trial(reader, Rule(0, "", "", "^The f", (STAR,)), time.time(), helper.run)
    assert (found.of, found.looked_at, found.wanted, found.slow) == (30, 30, 10, None)
    now = int(time.time())
    came(library, 1, entry("slow", None, LONG, "t", now), now=now)
    found = trial(reader, Rule(0, "", "", NEVER_ENDS, (STAR,)), time.time(), helper.run)
    assert found.slow == 1
