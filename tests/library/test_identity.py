"""Which entry is which article: the rules by hand, then whatever documents hypothesis thinks of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop_reader.library.canonical import canonical
from desktop_reader.library.identity import Decision, Known, decide, usable
from desktop_reader.library.naming import guid_hash, hashes, link_hash
from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query, Scope
from desktop_reader.records.refresh import DigestedEntry
from tests.library_fixtures import NOW, came, entry, follow, opened

SITE = "https://example.org/"
LINK = "https://example.org/a"


def known(*entries: DigestedEntry) -> list[Known]:
    """As the library knows these after one document of them, numbered from 1."""
    return [
        Known(
            n,
            h.guid,
            h.link,
            h.text,
            e.title,
            h.content,
            e.fingerprint,
            e.published_at,
            guid_hash(e.guid),
            link_hash(e.url),
            e.guid,
        )
        for n, (e, h) in enumerate(usable(entries, SITE), 1)
    ]


def told(before: Sequence[DigestedEntry], after: Sequence[DigestedEntry]) -> list[int | None]:
    """For each entry of the second document, which one of the first it is; None for a new one."""
    return [d.known.id if d.known else None for d in decided(before, after)]


def decided(before: Sequence[DigestedEntry], after: Sequence[DigestedEntry]) -> list[Decision]:
    there = known(*before)
    present = frozenset(k.fingerprint for k in there) & {e.fingerprint for e in after}
    return decide(usable([e for e in after if e.fingerprint not in present], SITE), there, present)


@pytest.mark.parametrize(
    "other",
    [
        "http://example.org/a",
        "HTTPS://Example.ORG/a",
        "https://example.org:443/a",
        "http://example.org:80/a",
        "https://example.org/a#comments",
        "https://example.org/a?utm_source=rss&UTM_medium=feed",
        "https://example.org/a?fbclid=1&gclid=2&mc_cid=3",
        " https://example.org/a\n",
        "https://reader@example.org/a",
    ],
)
def test_addresses_that_are_one(other: str) -> None:
    assert canonical(other) == canonical(LINK)


@pytest.mark.parametrize(
    "other",
    [
        "https://example.org/b",
        "https://example.org/A",
        "https://example.org/a/",
        "https://example.org/a?id=1",
        "https://example.org:8080/a",
        "https://www.example.org/a",
        "https://example.org/a#!/page",
        "https://example.org/a#/page",
    ],
)
def test_addresses_that_are_two(other: str) -> None:
    assert canonical(other) != canonical(LINK)


queries = st.lists(
    st.tuples(st.sampled_from(["a", "q", "id%20", "x+y", ""]), st.text("ab%+é;=", max_size=5)), max_size=3
)


@given(queries, st.sampled_from(["utm_source=x", "fbclid=", "utm%5Fcampaign=a%20b", "gclid"]), st.integers(0, 3))
def test_tracking_makes_no_difference_whatever_stands_beside_it(
    pairs: list[tuple[str, str]], tracking: str, place: int
) -> None:
    plain = [f"{name}={value}" for name, value in pairs]
    tracked = [*plain[:place], tracking, *plain[place:]]
    assert canonical(f"{LINK}?{'&'.join(tracked)}") == canonical(f"{LINK}?{'&'.join(plain)}")


@given(st.text())
def test_anything_can_be_a_link(text: str) -> None:
    assert canonical(canonical(text)) is not None


def test_a_guid_is_all_that_counts_where_there_is_one() -> None:
    assert told([entry("g", LINK, "Old", "old", 1)], [entry(" g\n", "https://other.example/z", "New", "new", 2)]) == [1]


def test_without_a_guid_the_link_tells() -> None:
    assert told([entry(None, LINK, "Old", "old")], [entry(None, LINK + "?utm_medium=x", "New", "new")]) == [1]


def test_without_both_title_date_and_text_tell() -> None:
    before = [entry(title="T", text="x", at=5)]
    assert told(before, [entry(title="T", text="x", at=5, author="now with an author")]) == [1]
    assert told(before, [entry(title="T", text="y", at=5)]) == [None]
    assert told(before, [entry(title="T", text="x", at=6)]) == [None]


def test_a_guid_of_several_entries_is_none() -> None:
    before = [entry("same", f"{LINK}{n}", f"T{n}", f"x{n}") for n in range(3)]
    after = [entry("same", f"{LINK}{n}", f"T{n}", f"x{n}", author="A") for n in (2, 0, 1)]
    assert told(before, after) == [3, 1, 2]


def test_a_guid_and_a_link_of_several_entries_leave_the_text() -> None:
    before = [entry("same", LINK, f"T{n}", f"x{n}") for n in range(3)]
    assert told(before, [entry("same", LINK, f"T{n}", f"x{n}", author="A") for n in (2, 0, 1)]) == [3, 1, 2]


def test_a_guid_shared_with_an_entry_that_did_not_change_is_none() -> None:
    first = entry("same", f"{LINK}1", "One", "one")
    assert told([first], [first, entry("same", f"{LINK}2", "Two", "two")]) == [None]


@pytest.mark.parametrize("home", ["https://example.org", "http://example.org/", "https://EXAMPLE.org/?utm_source=feed"])
def test_a_link_to_the_front_page_names_no_article(home: str) -> None:
    assert told([entry(None, home, "One", "one", 1)], [entry(None, home, "Two", "two", 2)]) == [None]


def test_changed_guids_with_the_same_links() -> None:
    before = [entry(f"old-{n}", f"{LINK}{n}", f"T{n}", f"x{n}", n) for n in range(4)]
    after = [
        entry(f"new-{n}", f"http://example.org/a{n}?utm_source=x", f"T{n}", f"edited {n}", n) for n in (3, 1, 2, 0)
    ]
    assert told(before, after) == [4, 2, 3, 1]


def test_changed_guids_and_links_with_the_same_texts() -> None:
    before = [entry(f"old-{n}", f"{LINK}{n}", f"T{n}", f"x{n}", n) for n in range(4)]
    after = [entry(f"new-{n}", f"https://new.example/{n}", f"T{n}", f"x{n}", n) for n in range(4)]
    assert told(before, after) == [1, 2, 3, 4]


def test_another_guid_and_another_text_at_one_address_is_another_article() -> None:
    assert told([entry("monday", LINK, "Monday", "sun")], [entry("tuesday", LINK, "Tuesday", "rain")]) == [None]


def test_while_the_old_guid_is_still_there_a_new_one_is_new() -> None:
    first = entry("one", LINK, "Daily", "x")
    assert told([first], [entry("two", LINK, "Daily", "x", author="A"), first]) == [None]
    assert told([first], [entry("two", LINK, "Daily", "y"), replace(first, fingerprint=b"edited")]) == [None, 1]


def test_a_bare_title_is_not_enough_to_be_the_same() -> None:
    """A feed of untitled pictures: each has a guid, a link, and nothing else to tell it by."""
    assert told([entry("1", f"{LINK}1", "Photo")], [entry("2", f"{LINK}2", "Photo")]) == [None]
    assert told([entry(None, None, "Photo")], [entry(None, None, "Photo", author="A")]) == [1]


def test_a_copy_of_a_text_does_not_take_the_place_of_the_original() -> None:
    before = [entry(None, f"{LINK}1", "News", "same words", 5)]
    copy = entry(None, f"{LINK}2", "News", "same words", 5)
    edited = entry(None, f"{LINK}1", "News", "same words", 5, author="A")
    assert told(before, [copy, edited]) == [None, 1]
    assert told(before, [edited, copy]) == [1, None]


def test_order_means_nothing() -> None:
    before = [entry(f"g{n}", f"{LINK}{n}", f"T{n}", f"x{n}") for n in range(5)]
    assert told(before, [replace(e, fingerprint=b"%d" % n) for n, e in enumerate(reversed(before))]) == [5, 4, 3, 2, 1]


def test_an_entry_twice_in_a_document_is_one() -> None:
    one = entry("g", LINK, "T", "x")
    assert len(usable([one, one], SITE)) == 1
    bare = entry(None, None, "T", "x")
    assert len(usable([bare, replace(bare, fingerprint=b"by another author")], SITE)) == 1


def test_only_what_a_reader_sees_is_a_change() -> None:
    before = entry("g", LINK, "T", "x", 1)
    for after, changed in [
        (entry("g", LINK, "T", "x", 2, author="A"), False),
        (entry("g", LINK, "T", "x", 1, html="<p class='new'>x</p>"), False),
        (entry("g", LINK, "T!", "x", 1), True),
        (entry("g", LINK, "T", "x!", 1), True),
    ]:
        (decision,) = decided([before], [after])
        assert decision.known is not None
        assert decision.changed is changed


def test_hashes_fit_into_sqlite_and_take_lone_surrogates() -> None:
    h = hashes(entry("g\ud800", "https://example.org/\ud800", "T\ud800", "x"))
    assert all(-(2**63) <= n < 2**63 for n in (h.guid, h.link, h.text) if n is not None)


# Documents: few guids, links, titles, texts and dates, so that they collide in every way.

some = st.builds(
    entry,
    st.sampled_from([None, "", "a", "b", " a", "c", SITE]),
    st.sampled_from([None, SITE, LINK, f"{LINK}?utm_source=1", "http://example.org/b", "https://example.org/c#x"]),
    st.sampled_from(["", "One", "Two"]),
    st.sampled_from(["", "x", "y"]),
    st.sampled_from([None, 5, NOW + 10_000]),
    author=st.sampled_from(["", "A"]),
)
numbers = count()
BARE = entry(None, None, "One", "x")


@pytest.fixture(scope="module")
def shared_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """One library for all examples, a feed for each."""
    with opened(tmp_path_factory.mktemp("identity") / "library.db") as library:
        yield library


documents = st.lists(st.lists(some, max_size=5), min_size=1, max_size=5)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents)
@example([[BARE, entry(None, None, "One", "x", author="A")]])
@example([[BARE, entry("a", None, "One", "x"), entry("a", None, "Two", "y")]])
@example([[entry("a", LINK, "One", "x"), entry("a", LINK, "One", "x", author="A")]])
@example([[BARE, entry("a", LINK, "One", "", 5), entry("a", LINK, "One", "x", 5)]])
def test_whatever_documents_come(shared_library: Writer, several: list[list[DigestedEntry]]) -> None:
    """The same document again stores nothing; nothing read becomes unread; no two rows fight for one guid."""
    feed = follow(shared_library, f"https://example.org/{next(numbers)}")
    unread = Query(Scope.FEED, target=feed, unread_only=True)
    for turn, entries in enumerate(several):
        before = set(shared_library.reader.all_ids(unread))
        first = came(shared_library, feed, *entries, now=NOW + turn)
        assert len(first.new) <= len(entries)
        assert set(shared_library.reader.all_ids(unread)) - before == set(first.new)
        again = came(shared_library, feed, *reversed(entries), now=NOW + turn)
        assert again.new == again.updated == ()
        shared_library.mark_read(first.new[::2], True)


def test_one_guid_in_two_feeds_is_two_articles(tmp_path: Path) -> None:
    with opened(tmp_path / "library.db") as library:
        one, two = follow(library), follow(library, "https://other.example/feed")
        assert came(library, one, entry("g")).new != came(library, two, entry("g")).new


def test_an_entry_that_leaves_and_returns_is_still_read(tmp_path: Path) -> None:
    with opened(tmp_path / "library.db") as library:
        feed = follow(library)
        (number,) = came(library, feed, entry("g", title="T")).new
        library.mark_read([number], True)
        came(library, feed, entry("other"))
        assert came(library, feed, entry("g", title="T, again")).updated == (number,)
        assert library.reader.count(Query(unread_only=True)) == 1
        row = library.reader.rows([number])[number]
        assert (row.title, row.unread) == ("T, again", False)


def test_a_feed_with_one_guid_for_all_loses_no_article(tmp_path: Path) -> None:
    """The window of such a feed rolls on: each new entry has the guid of all others that ever were."""
    with opened(tmp_path / "library.db") as library:
        feed = follow(library)
        posts = [entry("post", f"{LINK}{n}", f"Title {n}", f"text {n}", n) for n in range(8)]
        for n in range(6):
            came(library, feed, *posts[n : n + 3])
        titles = [row.title for row in library.reader.rows(library.reader.all_ids(Query())).values()]
        assert sorted(titles) == [f"Title {n}" for n in range(8)]


def test_an_article_of_which_all_was_changed_is_still_itself(tmp_path: Path) -> None:
    with opened(tmp_path / "library.db") as library:
        feed = follow(library)
        (number,) = came(library, feed, entry("g", LINK, "Old", "old")).new
        stored = came(library, feed, entry("g", f"{LINK}/moved", "New", "new"))
        assert (stored.new, stored.updated) == ((), (number,))
