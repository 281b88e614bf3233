"""What is asked for beside words, as conditions: names need not be whole, days are those of this place."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, update

from desktop_reader.library import filters, schema
from desktop_reader.library.writer import Writer
from desktop_reader.text.search_query import AllOf, AnyOf, Node, Not
from desktop_reader.text.search_values import VALUES, Asks, Filter
from tests.library_fixtures import came, entry, folder, follow, opened

FEEDS = ["Harbour News", "Café Straße", "東京 Daily", "News \U0001f680", "Ёжик", "100% _x_"]
LANGUAGES = [None, "en", "de", "zh-TW", "en-GB", "eng"]
ARTICLES = 24


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    with opened(tmp_path_factory.mktemp("filters") / "library.db") as library:
        top = folder(library, "Süden")
        under = folder(library, "Tiefer", top)
        folder(library, "Leer")
        places = [top, under, None, None, under, None]
        for number, (title, place) in enumerate(zip(FEEDS, places, strict=True)):
            feed = follow(library, f"https://host{number}.example/feed", place, title=title, slug=f"slug-{number}")
            came(
                library,
                feed,
                *(entry(f"g{n}", title=f"{number}.{n}", text="word " * (n + number)) for n in (3, 2, 1, 0)),
            )
        with library.transaction() as live:
            live.execute(insert(schema.label), [{"id": 1, "title": "Später"}, {"id": 2, "title": "Später lesen"}])
            for number in range(1, ARTICLES + 1):
                language = LANGUAGES[number % len(LANGUAGES)]
                live.execute(update(schema.article).where(schema.article.c.id == number).values(language=language))
                live.execute(
                    update(schema.state)
                    .where(schema.state.c.id == number)
                    .values(is_read=number % 2, starred=number % 3 == 0, published_at=1_700_000_000 + number * 86_400)
                )
            for label, number in ((1, 2), (1, 3), (2, 3), (2, 5)):
                row = {"label_id": label, "article_id": number, "published_at": 1_700_000_000 + number * 86_400}
                live.execute(insert(schema.labelled), row)
        yield library


def found(library: Writer, node: Node) -> set[int]:
    said = filters.condition(node, library.reader.select)
    return {n for (n,) in library.reader.select(f"SELECT s.id FROM state AS s WHERE {said.sql}", said.parameters)}


def of(name: str, said: str) -> Filter:
    asked = VALUES[name](said)
    assert isinstance(asked, Filter)
    return asked


def feeds_of(library: Writer, node: Node) -> set[str]:
    return {row.feed_title for row in library.reader.rows(sorted(found(library, node))).values()}


@pytest.mark.parametrize(
    ("said", "titles"),
    [
        ("Harbour News", {"Harbour News"}),
        ("harbour", {"Harbour News"}),
        ("NEWS \U0001f680", {FEEDS[3]}),
        ("NEWS", {FEEDS[3]}),  # One is just so called, but for what is no letter.
        ("\U0001f680", {FEEDS[3]}),
        ("\U0001f681", set()),
        ("new", {"Harbour News", FEEDS[3]}),
        ("cafe strasse", {"Café Straße"}),
        ("CAFÉ", {"Café Straße"}),
        ("straß", {"Café Straße"}),
        ("東京", {"東京 Daily"}),
        ("ежик", {"Ёжик"}),
        ("host3.example", {FEEDS[3]}),
        ("slug-2", {"東京 Daily"}),
        ("https://", set(FEEDS)),
        ("100%", {"100% _x_"}),
        ("_", {"100% _x_"}),
        ("%", {"100% _x_"}),
        ("nobody", set()),
        ("'; DROP TABLE feed; --", set()),
        ("\ud800", set()),
    ],
)
def test_feeds_are_named_by_any_part_of_their_names(library: Writer, said: str, titles: set[str]) -> None:
    assert feeds_of(library, of("feed", said)) == titles
    assert feeds_of(library, Not(of("feed", said))) == set(FEEDS) - titles


@pytest.mark.parametrize(
    ("said", "titles"),
    [
        ("süden", {"Harbour News", "Café Straße", "Ёжик"}),  # With the folder inside it.
        ("sud", {"Harbour News", "Café Straße", "Ёжик"}),
        ("tiefer", {"Café Straße", "Ёжик"}),
        ("leer", set()),
        ("nobody", set()),
        ("e", {"Harbour News", "Café Straße", "Ёжик"}),
    ],
)
def test_folders_have_what_is_inside(library: Writer, said: str, titles: set[str]) -> None:
    assert feeds_of(library, of("folder", said)) == titles
    assert feeds_of(library, Not(of("folder", said))) == set(FEEDS) - titles


@pytest.mark.parametrize(
    ("name", "said", "numbers"),
    [
        ("label", "später", {2, 3}),
        ("label", "spater", {2, 3}),
        ("label", "spät", {2, 3, 5}),
        ("label", "lesen", {3, 5}),
        ("label", "nobody", set()),
        ("is", "labelled", {2, 3, 5}),
        ("is", "unread", set(range(2, ARTICLES + 1, 2))),
        ("is", "read", set(range(1, ARTICLES + 1, 2))),
        ("is", "starred", set(range(3, ARTICLES + 1, 3))),
        ("lang", "en", {1, 7, 13, 19, 4, 10, 16, 22}),
        ("lang", "EN-gb", {4, 10, 16, 22}),
        ("lang", "zh-tw", {3, 9, 15, 21}),
        ("lang", "zh", {3, 9, 15, 21}),
        ("lang", "eng", {5, 11, 17, 23}),
        ("lang", "fr", set()),
        ("words", "<1", {1}),
        ("words", "0", {1}),
        ("words", ">7", {24}),
        ("words", "7-8", {20, 23, 24}),
        ("words", "8-7", set()),
    ],
)
def test_states_labels_languages_and_lengths(library: Writer, name: str, said: str, numbers: set[int]) -> None:
    if name == "words" and said == "7-8":
        numbers = {n for n in range(1, ARTICLES + 1) if 7 <= (n - 1) % 4 + (n - 1) // 4 <= 8}
    assert found(library, of(name, said)) == numbers
    assert found(library, Not(of(name, said))) == set(range(1, ARTICLES + 1)) - numbers


@pytest.fixture
def zone() -> Iterator[None]:
    """What this machine's time zone was is put back."""
    before = os.environ.get("TZ")
    yield
    if before is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = before
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="This system does not let a program choose its time zone.")
@pytest.mark.parametrize(
    "name", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kolkata", "America/Sao_Paulo"]
)
def test_a_day_is_a_day_here(library: Writer, zone: None, name: str) -> None:
    os.environ["TZ"] = name
    time.tzset()
    day = date(2023, 11, 20)
    midnight = time.mktime((2023, 11, 20, 0, 0, 0, -1, -1, -1))
    later = {n for n in range(1, ARTICLES + 1) if 1_700_000_000 + n * 86_400 >= midnight}
    assert found(library, of("after", f"{day}")) == later
    assert found(library, of("before", f"{day}")) == set(range(1, ARTICLES + 1)) - later
    assert 0 < len(later) < ARTICLES


@pytest.mark.parametrize("said", ["0001", "1899-12-31", "1969-12-31", "1970", "2038-01-20", "9998-12-31", "99999y"])
def test_dates_far_away_are_before_or_after_all(library: Writer, said: str) -> None:
    everything, past = set(range(1, ARTICLES + 1)), said in ("0001", "1899-12-31", "1969-12-31", "1970", "99999y")
    assert found(library, of("after", said)) == (everything if past else set())
    assert found(library, of("before", said)) == (set() if past else everything)


LEAVES = st.one_of(
    st.sampled_from([of("is", state) for state in ("unread", "read", "starred", "labelled")]),
    st.sampled_from([of("lang", code) for code in ("en", "de", "fr")]),
    st.sampled_from([of("feed", said) for said in ("news", "o", "none")]),
    st.builds(lambda low, high: Filter(Asks.LENGTH, "", low, high), *[st.none() | st.integers(0, 9)] * 2),
    st.builds(
        lambda low, high: Filter(Asks.PUBLISHED, "", low, high),
        *[st.none() | st.integers(-9, 30).map(lambda days: (date(2023, 11, 14) + timedelta(days)).toordinal())] * 2,
    ),
)
TREES: st.SearchStrategy[Node] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AllOf(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(TREES)
def test_a_tree_of_filters_is_what_its_leaves_say(library: Writer, node: Node) -> None:
    def slowly(one: Node) -> set[int]:
        match one:
            case AllOf(parts):
                return set.intersection(*map(slowly, parts))
            case AnyOf(parts):
                return set.union(*map(slowly, parts))
            case Not(part):
                return set(range(1, ARTICLES + 1)) - slowly(part)
        return found(library, one)

    assert found(library, node) == slowly(node)
