"""Two subscriptions that are one feed become one, and nothing of either is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_reader.jobs.retain import SetRule
from desktop_reader.library import history, removal, retention
from desktop_reader.library.checking import check
from desktop_reader.library.merging import merge
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.keeping import ALL_OTHERS, FOR_EVER, Rule
from desktop_reader.records.query import Query, Scope
from tests.library_fixtures import NOW, came, counters_are_right, entry, follow, opened, rows

DAY = 86400


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as library:
        yield library


@pytest.fixture
def feeds(library: Writer) -> tuple[int, int]:
    """One that goes, and one that stays."""
    return follow(library, "https://old.example/feed"), follow(library, "https://new.example/feed")


def merged(library: Writer, goes: int, stays: int) -> Changes:
    with library.transaction() as live:
        changes = merge(live, goes, stays, NOW + 99)
    assert counters_are_right(library)
    return changes


def titles(library: Writer, feed: int) -> list[str]:
    found = (library.reader.article(number) for number in library.reader.all_ids(Query(Scope.FEED, target=feed)))
    return sorted(article.title for article in found if article is not None)


def named(library: Writer, feed: int, title: str) -> int:
    ((number,),) = rows(library.path, "SELECT id FROM article WHERE feed_id = ? AND title = ?", feed, title)
    return int(number)


def test_all_articles_are_there_once(library: Writer, feeds: tuple[int, int]) -> None:
    goes, stays = feeds
    came(library, goes, entry("a", title="A"), entry("b", title="B"), entry(None, "https://x.example/c", title="C"))
    came(
        library,
        stays,
        entry("b", title="B"),
        entry(None, "http://X.example/c?utm_source=x", title="C"),
        entry("d", title="D"),
    )
    changes = merged(library, goes, stays)
    assert titles(library, stays) == ["A", "B", "C", "D"]
    assert [feed.id for feed in library.reader.feeds()] == [stays]
    assert len(changes.removed) == 2
    assert set(changes.state) == {named(library, stays, title) for title in "ABC"}
    assert (changes.feeds, changes.tree) == (frozenset(feeds), True)
    assert rows(library.path, "SELECT old_url FROM feed") == [("https://old.example/feed",)]


def test_what_was_done_with_either_copy_stays_done(library: Writer, feeds: tuple[int, int]) -> None:
    goes, stays = feeds
    for feed in feeds:
        came(library, feed, *(entry(name, title=name.upper()) for name in "abcd"))
    library.opened(named(library, goes, "A"), NOW + 5)
    library.opened(named(library, stays, "A"), NOW + 9)
    library.opened(named(library, stays, "A"), NOW + 10)
    library.mark_read([named(library, goes, "B")], True)
    library.star([named(library, goes, "C")], True)
    with library.transaction() as live:
        live.exec_driver_sql("INSERT INTO label (id, title) VALUES (1, 'Later')")
        live.exec_driver_sql(
            "INSERT INTO labelled SELECT 1, published_at, id FROM article WHERE id = ?", (named(library, goes, "D"),)
        )
    merged(library, goes, stays)
    states = {
        title: (read, starred, times, last)
        for title, read, starred, times, last in rows(
            library.path, "SELECT title, is_read, starred, read_count, last_read_at FROM state JOIN article USING (id)"
        )
    }
    assert states == {
        "A": (1, 0, 3, NOW + 10),
        "B": (1, 0, 0, None),
        "C": (0, 1, 0, None),
        "D": (0, 0, 0, None),
    }
    assert history.visits(library.reader, named(library, stays, "A")) == (NOW + 10, NOW + 9, NOW + 5)
    assert rows(library.path, "SELECT article_id FROM labelled") == [(named(library, stays, "D"),)]


@pytest.mark.parametrize("older_in", [0, 1])
def test_the_copy_with_older_versions_survives(library: Writer, feeds: tuple[int, int], older_in: int) -> None:
    goes, stays = feeds
    for feed in feeds:
        came(library, feed, entry("a", title="A", text="The first text."))
    came(library, feeds[older_in], entry("a", title="A", text="The second text."), now=NOW + 60)
    library.mark_read([named(library, feeds[1 - older_in], "A")], True)
    merged(library, goes, stays)
    versions = history.versions(library.reader, named(library, stays, "A"))
    assert [version.html for version in versions] == ["<p>The first text.</p>"] * 2
    assert rows(library.path, "SELECT is_read FROM state") == [(1,)]


def test_a_text_that_only_one_copy_has_becomes_an_older_version(library: Writer, feeds: tuple[int, int]) -> None:
    goes, stays = feeds
    came(library, goes, entry("a", title="A", text="What the one said."))
    for text in ("At first.", "What the other said."):
        came(library, stays, entry("a", title="A", text=text))
    merged(library, goes, stays)
    came(library, stays, entry("a", title="A", text="Later."), now=NOW + 200)
    versions = history.versions(library.reader, named(library, stays, "A"))
    assert [version.html for version in versions] == [
        "<p>What the other said.</p>",
        "<p>What the one said.</p>",
        "<p>At first.</p>",
    ]


def test_what_was_deleted_does_not_come_back(library: Writer, feeds: tuple[int, int]) -> None:
    goes, stays = feeds
    came(library, goes, entry("a", title="A"), entry("b", title="B"))
    library.delete([named(library, goes, "A")])
    merged(library, goes, stays)
    came(library, stays, entry("a", title="A"), entry("b", title="B"), entry("c", title="C"), now=NOW + 60)
    assert titles(library, stays) == ["B", "C"]


@pytest.mark.parametrize(
    ("others", "goes_by", "stays_by", "then"),
    [
        (None, None, None, None),
        (None, None, Rule(30), FOR_EVER),
        (Rule(30), None, None, None),
        (Rule(30), FOR_EVER, None, FOR_EVER),
        (None, Rule(90, 10), Rule(30, 20), Rule(90, 20)),
        (None, Rule(90), Rule(30, 20), Rule(90)),
        (Rule(30), Rule(10), None, None),
    ],
)
def test_the_rule_that_keeps_more_is_that_of_both(
    library: Writer,
    feeds: tuple[int, int],
    others: Rule | None,
    goes_by: Rule | None,
    stays_by: Rule | None,
    then: Rule | None,
) -> None:
    goes, stays = feeds
    for feed, rule in ((ALL_OTHERS, others), (goes, goes_by), (stays, stays_by)):
        SetRule(feed, rule).run(library)
    merged(library, goes, stays)
    assert retention.rules(library.reader).get(stays) == then


def test_the_readers_own_title_goes_along(library: Writer) -> None:
    goes = follow(library, "https://old.example/", given_title="My title")
    stays = follow(library, "https://new.example/")
    merged(library, goes, stays)
    assert [feed.title for feed in library.reader.feeds()] == ["My title"]


@pytest.mark.parametrize("being_removed", [0, 1])
def test_nothing_is_moved_out_of_or_into_a_feed_that_is_being_removed(
    library: Writer, feeds: tuple[int, int], being_removed: int
) -> None:
    goes, stays = feeds
    came(library, goes, entry("a", title="A"))
    with library.transaction() as live:
        removal.begin(live, feeds[being_removed])
    assert not merged(library, goes, stays)
    assert titles(library, goes) == ["A"]
    assert len(library.reader.feeds()) == 2


entries = st.lists(
    st.builds(
        lambda guid, link, title: entry(guid, link and f"https://x.example/{link}", title=title, text=title),
        st.one_of(st.none(), st.sampled_from("abc")),
        st.one_of(st.none(), st.sampled_from("123")),
        st.sampled_from(["X", "Y", "Z"]),
    ),
    max_size=6,
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(entries, entries, st.sets(st.integers(0, 11)))
def test_whatever_both_hold_nothing_read_is_unread_afterwards(
    library: Writer, ours: list[object], theirs: list[object], read: set[int]
) -> None:
    """And each text is there still, each article in one piece."""
    with library.transaction() as live:
        live.exec_driver_sql("DELETE FROM feed")
    goes, stays = follow(library, "https://old.example/feed"), follow(library, "https://new.example/feed")
    came(library, goes, *ours)  # type: ignore[arg-type]
    came(library, stays, *theirs)  # type: ignore[arg-type]
    ids = library.reader.all_ids(Query())
    library.mark_read([number for place, number in enumerate(ids) if place in read], True)
    heads = "SELECT guid_hash, link_hash, title, is_read FROM state JOIN article USING (id)"
    before = rows(library.path, heads)
    changes = merged(library, goes, stays)
    after = rows(library.path, heads)
    assert len(after) == len(before) - len(changes.removed)
    kept = {title for *_, title, _ in after} | {title for (title,) in rows(library.path, "SELECT title FROM revision")}
    assert kept >= {title for *_, title, _ in before}
    assert sum(is_read for *_, is_read in after) <= sum(is_read for *_, is_read in before)
    for guid, link, title, is_read in before:
        same = [now for g, u, t, now in after if (guid and g == guid) or (link and u == link) or t == title]
        assert not is_read or any(same)


def test_the_library_is_sound_afterwards(library: Writer, feeds: tuple[int, int]) -> None:
    goes, stays = feeds
    for feed in feeds:
        came(library, feed, *(entry(str(n), title=f"T{n}", text=f"Words of {n}.") for n in range(20)))
    merged(library, goes, stays)
    library.close()
    assert check(library.path, mend=False).sound
