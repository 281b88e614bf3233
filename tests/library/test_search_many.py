"""Searches in some thousands of articles: what is only begun, parts of the ids, and masks come into play."""

from __future__ import annotations

import contextlib
import random
import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest

from desktop_reader.library import bodies, quick, whole
from desktop_reader.library.driver import dbapi
from desktop_reader.library.reader import Reader
from desktop_reader.library.search import Searchable
from desktop_reader.records.query import Query, Scope, Sort
from desktop_reader.text import tokens
from tests.library_fixtures import NOW, folder, follow, opened

ARTICLES = 4_000
STEMS = ["ferr", "boat", "light", "nort", "prov", "prof", "str", "zepp", "über", "каф", "東", "ทะเ"]
ENDS = ["", "y", "ies", "ing", "ed", "ation", "house", "man", "е", "京", "ล", "ß"]


@pytest.fixture(scope="module")
def texts() -> dict[int, tuple[str, str, str]]:
    """Title, author and text by id; some words are everywhere, some in a few articles only."""
    chance = random.Random(11)
    frequent = ["ferry", "boat", "light", "proving"]
    others = [word for stem in STEMS for end in ENDS if (word := stem + end) not in frequent]
    words = [*frequent, *chance.sample(others, len(others))]
    weights = [1 / (rank + 2) ** 1.1 for rank in range(len(words))]
    told = {}
    for number in range(1, ARTICLES + 1):
        said = chance.choices(words, weights, k=chance.randint(3, 40))
        if number % 700 == 3:
            said.insert(1, "zeppelin")
        if number % 900 == 5:
            said[1:1] = ["crimson", "sunset"]
        if number % 450 == 9:
            said += ["sunset", "crimson"]
        title = " ".join(chance.choices(words, weights, k=chance.randint(1, 3)))
        told[number] = (title, chance.choice(["Ada Ferrier", "Tom Boat", ""]), " ".join(said))
    return told


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory, texts: dict[int, tuple[str, str, str]]) -> Iterator[Reader]:
    path = tmp_path_factory.mktemp("many") / "library.db"
    with opened(path) as library:
        place = folder(library, "Inside")
        feeds = [
            follow(library, f"https://{n}.example/", place if n else None, title=f"Feed {n}", slug=f"f{n}")
            for n in range(3)
        ]
        with contextlib.closing(dbapi.connect(str(path), isolation_level=None)) as live:
            live.execute("BEGIN")
            packing = bodies.Packing(live)
            for number, (title, author, text) in texts.items():
                feed, at = feeds[number % 3], NOW - (ARTICLES - number) * 600
                live.execute(
                    "INSERT INTO article (id, uuid, feed_id, text_hash, fingerprint, content_hash, published_at,"
                    " created_at, updated_at, words, title, title_key, author)"
                    " VALUES (?, ?, ?, ?, x'', x'', ?, ?, ?, ?, ?, ?, ?)",
                    (
                        number,
                        uuid.uuid4().bytes,
                        feed,
                        number,
                        at,
                        at,
                        at,
                        len(text.split()),
                        title,
                        title.lower(),
                        author,
                    ),
                )
                live.execute(
                    "INSERT INTO state (id, feed_id, published_at, is_read, starred) VALUES (?, ?, ?, ?, ?)",
                    (number, feed, at, number % 5 > 0, number % 50 == 0),
                )
                coding, source = packing.pack(f"<p>{text}</p>")
                live.execute("INSERT INTO body (id, coding, source) VALUES (?, ?, ?)", (number, coding, source))
            live.execute("DELETE FROM unindexed")
            live.execute("COMMIT")
        library.search.keep(Searchable(number, *told) for number, told in texts.items())
        yield library.reader


@pytest.fixture(autouse=True)
def as_if_there_were_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "_FEW", 900)
    monkeypatch.setattr(quick, "_COMPLETIONS", 3)
    monkeypatch.setattr(quick, "_SECONDS", 60.0)  # So slow no machine is.
    monkeypatch.setattr(whole, "_FEW", 50)


def slowly(texts: dict[int, tuple[str, str, str]], typed: str) -> set[int]:
    """Who has all words of a search that is nothing but words and what is not wanted."""
    wanted: list[list[tuple[str, bool]]] = []
    unwanted: list[list[tuple[str, bool]]] = []
    for part in typed.split():
        begins = typed.endswith(part) and not part.startswith("-")
        (unwanted if part.startswith("-") else wanted).append(
            [(tokens.folded(word), begun) for word, begun in tokens.asked(part.lstrip("-"), begins)]
        )
    kept = set()
    for number, told in texts.items():
        said = {word for part in told for word in tokens.indexed(part)}

        def has(words: list[tuple[str, bool]], said: set[str] = said) -> bool:
            return all(w in said or (begun and any(one.startswith(w) for one in said)) for w, begun in words)

        if all(map(has, wanted)) and not any(map(has, unwanted)):
            kept.add(number)
    return kept


TYPED = [
    *(
        "f",
        "fe",
        "fer",
        "ferr",
        "ferry",
        "ferry ",
        "pro",
        "prov",
        "provation",
        "zep",
        "zeppelin",
        "nothing",
        "ü",
        "übe",
        "UBER ",
    ),
    *(
        "ferry boat ",
        "ferry boating prov",
        "zeppelin pro",
        "zeppelin -ferry ",
        "ferry -pro",
        "pro -ferry ",
        "кафе",
        "東",
        "東京",
    ),
    *("ทะ", "ทะเ", "ทะเล", "ada ferry ", "tom f", "ferr -boat -light -ada "),
]


@pytest.mark.parametrize("typed", TYPED)
def test_the_whole_answer_has_all_and_the_quick_one_the_newest_of_them(
    reader: Reader, texts: dict[int, tuple[str, str, str]], typed: str
) -> None:
    expected = slowly(texts, typed)
    assert sorted(reader.all_ids(Query(search=typed))) == sorted(expected)
    first = reader.found(Query(search=typed))
    ids = list(first.ids)
    assert ids == sorted(ids, reverse=True)  # The newest first: the ids are in the order of the dates here.
    assert set(ids) <= expected
    if first.whole:
        assert set(ids) == expected
        assert first.about == len(expected)
    elif not quick.completions(reader, tokens.asked(typed, True)[-1][0]):
        assert ids == sorted(expected, reverse=True)[: len(ids)]
        assert len(ids) == min(200, len(expected))
    else:
        assert ids or not expected


@pytest.mark.parametrize("scope", [Scope.UNREAD, Scope.STARRED, Scope.FEED, Scope.FOLDER])
@pytest.mark.parametrize("typed", ["ferry ", "pro", "zeppelin ", "ferry -boat ", "intitle:ferry", '"crimson sunset"'])
def test_inside_a_view_it_is_the_same(reader: Reader, typed: str, scope: Scope) -> None:
    view = Query(scope, 1 if scope in (Scope.FEED, Scope.FOLDER) else None)
    inside = set(reader.all_ids(view))
    everywhere = set(reader.all_ids(Query(search=typed)))
    for sort in Sort:
        query = replace(view, search=typed, sort=sort)
        every, first = list(reader.all_ids(query)), reader.found(query)
        assert set(every) == inside & everywhere
        assert len(every) == len(set(every))
        assert set(first.ids) <= set(every)
        assert len(first.ids) == len(set(first.ids))
        if first.whole:
            assert len(first.ids) == len(every)
        in_view = list(reader.all_ids(replace(view, sort=Sort.DATE if sort is Sort.FAIR else sort)))
        if sort is not Sort.BEST:
            assert every == [number for number in in_view if number in everywhere]
            assert list(first.ids) == [number for number in every if number in set(first.ids)]


def test_a_rare_phrase_is_looked_for_in_all_parts(reader: Reader, texts: dict[int, tuple[str, str, str]]) -> None:
    expected = [number for number, (_, _, text) in texts.items() if "crimson sunset" in text]
    assert 3 < len(expected) < 10
    query = Query(search='"crimson sunset"')
    assert list(reader.all_ids(query)) == expected[::-1]
    first = reader.found(query)
    assert (list(first.ids), first.whole, first.about) == (expected[::-1], True, len(expected))


def test_what_many_words_begin_with_is_not_taken_for_all_there_is(reader: Reader) -> None:
    """The few most frequent words stand for the others: what a rare word has with them may be missing."""
    assert quick.completions(reader, "ferr")
    first = reader.found(Query(search="zeppelin ferr"))
    every = reader.all_ids(Query(search="zeppelin ferr"))
    assert not first.whole
    assert set(first.ids) <= set(every)
    assert not quick.completions(reader, "zeppelin")
    assert reader.found(Query(search="ferr zeppelin")).whole


def test_about_how_many_there_are(reader: Reader) -> None:
    for typed in ("ferry ", "boat ", "light ", "pro"):
        first, every = reader.found(Query(search=typed)), reader.all_ids(Query(search=typed))
        if not first.whole:
            assert len(every) / 3 < first.about < len(every) * 3


def test_the_best_are_among_the_newest_and_the_titles(reader: Reader, texts: dict[int, tuple[str, str, str]]) -> None:
    for typed in (
        "ferry ",
        "ferry boat ",
        "ferry -boat ",
        "ferry (boat OR light) ",
        "ferry OR boat ",
        "ferry author:ada ",
    ):
        every = list(reader.all_ids(Query(search=typed, sort=Sort.BEST)))
        first = reader.found(Query(search=typed, sort=Sort.BEST))
        assert sorted(every) == sorted(reader.all_ids(Query(search=typed)))
        assert set(first.ids) <= set(every)
        assert not first.whole
        assert set(sorted(every)[-quick._SCORED :]) <= set(first.ids)
        if typed == "ferry ":
            for best in (every, first.ids):
                assert all("ferry" in tokens.indexed(texts[number][0]) for number in best[: quick._SCORED_TITLES])


def test_out_of_time_what_was_found_is_right(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    for seconds in (-1.0, 0.0, 0.0001, 0.001):
        monkeypatch.setattr(quick, "_SECONDS", seconds)
        for typed in (
            "ferry ",
            "pro",
            "e",
            '"crimson sunset"',
            "is:unread",
            "ferry -is:unread boat",
            "-ferry ",
            "zeppelin ",
        ):
            for sort in (Sort.DATE, Sort.BEST, Sort.TITLE):
                query = Query(search=typed, sort=sort)
                first, every = reader.found(query), list(reader.all_ids(query))
                assert set(first.ids) <= set(every)
                assert not first.whole or sorted(first.ids) == sorted(every)
