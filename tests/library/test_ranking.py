"""The best matches come first: titles before texts, often before once, new before old."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.library.ranking import Wanted, best_first, weight
from desktop_reader.records.query import Query, Sort
from desktop_reader.text import tokens
from tests.library_fixtures import came, entry, follow, indexed, opened

NOW = 1_760_000_000
DAY = 86_400
FILLER = "all sorts of other things that nobody asks for " * 20

Row = tuple[int, str, int, str]


def wanted(typed: str) -> list[Wanted]:
    return [Wanted(tokens.folded(word), 1.0, word) for word, _ in tokens.asked(typed, True)]


def order(typed: str, *rows: Row) -> list[int]:
    """However they come."""
    there, back = best_first(rows, wanted(typed), NOW), best_first(rows[::-1], wanted(typed), NOW)
    assert there == back
    assert sorted(there) == sorted(row[0] for row in rows)
    return there


def test_a_word_in_the_title_stands_before_one_in_the_text() -> None:
    often = f"<p>{'ferry ' * 50}{FILLER}</p>"
    assert order("ferry", (1, "Ferry to the island", NOW - 900 * DAY, f"<p>{FILLER}</p>"), (2, "News", NOW, often)) == [
        1,
        2,
    ]


def test_a_whole_word_in_the_title_stands_before_a_part_of_one() -> None:
    assert order("ferry ", (1, "The ferry boat", NOW, FILLER), (2, "The ferryman boat", NOW, FILLER)) == [1, 2]


def test_used_often_stands_before_used_once() -> None:
    once, often = f"<p>ferry {FILLER}</p>", f"<p>ferry ferry ferry ferry {FILLER}</p>"
    assert order("ferry", (1, "News", NOW, once), (2, "News", NOW, often)) == [2, 1]


def test_used_once_in_a_note_stands_before_once_in_a_book() -> None:
    assert order("ferry", (1, "News", NOW, f"ferry {FILLER * 30}"), (2, "News", NOW, "a ferry")) == [2, 1]


def test_among_equals_the_newer_is_first() -> None:
    rows: list[Row] = [
        (number, "Ferry", NOW - age * DAY, "a ferry") for number, age in enumerate((3, 0, 90, 5000, 9000, 1))
    ]
    assert order("ferry", *rows) == [1, 5, 0, 2, 3, 4]
    assert order("ferry", (1, "Ferry", NOW, "a ferry"), (2, "Ferry", NOW, "a ferry")) == [2, 1]
    assert order("ferry", (1, "Ferry", NOW + 9 * DAY, "a ferry"), (2, "Ferry", NOW, "a ferry")) == [1, 2]


@pytest.mark.parametrize("typed", ["light house", "house light", "LIGHT HOUSE ", "Light, house!"])
def test_who_types_a_title_gets_that_article_first(typed: str) -> None:
    old: Row = (1, "Light House", NOW - 3000 * DAY, f"<p>{FILLER}</p>")
    new: Row = (2, "Light in the house", NOW, "<p>light house " * 50)
    assert order(typed, old, new) == [1, 2]


def test_a_title_in_a_script_without_blanks_is_known_too() -> None:
    assert order(
        "東京都知事", (1, "東京都知事", NOW - 900 * DAY, ""), (2, "東京都知事の選挙", NOW, "東京都知事" * 9)
    ) == [1, 2]
    assert order("ตลาดน้ำ", (1, "ตลาดน้ำ", NOW - 900 * DAY, ""), (2, "ตลาดน้ำและ", NOW, "ตลาดน้ำ" * 9)) == [1, 2]


def test_all_words_in_the_title_stand_before_some() -> None:
    all_there: Row = (1, "A house full of light and air", NOW - DAY, "light house")
    some: Row = (2, "A house for sale", NOW, "light light light house house")
    assert order("light house", all_there, some) == [1, 2]


def test_a_rare_word_counts_more_than_a_frequent_one() -> None:
    words = [Wanted("the", weight(900_000, 1_000_000)), Wanted("zeppelin", weight(50, 1_000_000))]
    rows: list[Row] = [
        (1, "News", NOW, f"the the the the zeppelin {FILLER}"),
        (2, "News", NOW, f"the zeppelin zeppelin {FILLER}"),
    ]
    assert best_first(rows, words, NOW) == [2, 1]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("cafe", "Café"),
        ("CAFÉ", "cafe"),
        ("strasse", "Straße"),
        ("straße", "STRASSE"),
        ("ежик", "Ёжик"),
        ("йогурт", "Йогурт"),
        ("zolw", "żółw"),
        ("żółw", "Żółw"),
        ("ha noi", "Hà Nội"),
        ("αθηνα", "Αθήνα"),
        ("한국", "한국어"),
        ("がんばれ", "がんばれ"),
        ("ไทย", "ไทย"),
        ("smorrebrod", "smørrebrød"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_uses_are_counted_however_they_are_written(typed: str, written: str) -> None:
    """In the text, in texts of one alphabet and of several."""
    for around in ("", " Ж", " “é”", " 東"):
        once, often = f"<p>{written} . {FILLER}{around}</p>", f"<p>{f'{written} . ' * 5}{FILLER}{around}</p>"
        assert order(typed, (1, "", NOW, often), (2, "", NOW, once)) == [1, 2]


def test_tags_are_no_text() -> None:
    assert order("class", (1, "", NOW, '<p class="class">class</p>'), (2, "", NOW, "<p>class class</p>")) == [2, 1]


def test_nothing_asked_for_leaves_the_newest_first() -> None:
    assert order("", (1, "A", NOW - DAY, "x"), (2, "B", NOW, ""), (3, "", NOW - DAY, "")) == [2, 3, 1]


@given(st.integers(0, 2_000_000), st.integers(1, 2_000_000))
def test_a_weight_is_more_than_nothing_and_less_the_more_have_the_word(with_it: int, articles: int) -> None:
    with_it = min(with_it, articles)
    assert weight(with_it, articles) > 0
    if with_it + 1 < articles:
        assert weight(with_it, articles) > weight(with_it + 1, articles)


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "Ferry", "A ferry boat", "東京 ferry", "ferry ferry", "Boat", "-"]),
        st.integers(-(10**9), 3 * 10**9),
        st.sampled_from(["", "<p>ferry</p>", "ferry boat " * 30, "フェリー ferry", "<"]),
    ),
    max_size=8,
)


@given(ROWS, st.sampled_from(["ferry", "ferry boat", "東京", "", "boat -x"]))
def test_every_row_is_in_the_order_once(rows: list[tuple[str, int, str]], typed: str) -> None:
    order(typed, *((number, *row) for number, row in enumerate(rows)))


def test_the_whole_and_the_quick_answer_begin_with_the_best(tmp_path: Path) -> None:
    with opened(tmp_path / "library.db") as library:
        told = [
            ("Once in a long text", f"ferry {FILLER}", 1),
            ("Often in a text", f"ferry ferry ferry ferry {FILLER}", 1),
            ("A ferry in the title", FILLER, 300),
            ("Ferry", FILLER, 900),
            ("Nothing of it", FILLER, 0),
            ("Often, but long ago", f"ferry ferry ferry ferry {FILLER}", 700),
        ]
        entries = [entry(f"g{n}", title=t, text=text, at=NOW - age * DAY) for n, (t, text, age) in enumerate(told)]
        came(library, follow(library), *entries, now=NOW)
        indexed(library)
        query = Query(search="ferry", sort=Sort.BEST)
        rows = library.reader.rows(library.reader.all_ids(query))
        expected = ["Ferry", "A ferry in the title", "Often in a text", "Once in a long text", "Often, but long ago"]
        every = [rows[number].title for number in library.reader.all_ids(query)]
        quickly = [rows[number].title for number in library.reader.found(query).ids]
        # The library's clock goes on, so what is new today may be old: only what age does not decide.
        assert every == quickly
        assert every[:3] == expected[:3]
        assert sorted(every) == sorted(expected)
        assert every.index("Often in a text") < every.index("Often, but long ago")
        assert list(library.reader.all_ids(Query(search="ferry", sort=Sort.BEST, reverse=True))) == list(
            library.reader.all_ids(query)
        )


def test_of_alternatives_each_counts(tmp_path: Path) -> None:
    with opened(tmp_path / "library.db") as library:
        told = [("News", f"a boat {FILLER}"), ("Boat", FILLER), ("Ship", FILLER), ("Other", f"ship ship ship {FILLER}")]
        entries = [entry(f"g{n}", title=title, text=text, at=NOW) for n, (title, text) in enumerate(told)]
        came(library, follow(library), *entries, now=NOW)
        indexed(library)
        query = Query(search="boat OR ship", sort=Sort.BEST)
        rows = library.reader.rows(library.reader.all_ids(query))
        titles = [rows[number].title for number in library.reader.all_ids(query)]
        assert set(titles[:2]) == {"Boat", "Ship"}
        assert titles[2:] == ["Other", "News"]
        assert [rows[number].title for number in library.reader.found(query).ids] == titles
