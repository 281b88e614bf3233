"""Words for the search index, tried in a real one."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.text.tokens import indexable, tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("The quick, brown fox_trot!", ["the", "quick", "brown", "fox", "trot"]),
        ("Café Ünder STRASSE", ["café", "ünder", "strasse"]),
        ("東京都", ["東京", "京都", "都"]),
        ("字", ["字"]),
        ("東京Tokyo2024年", ["東京", "京", "tokyo2024", "年"]),
        ("한국어", ["한국", "국어", "어"]),
        ("ไทย", ["ไท", "ทย", "ย"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("مَرْحَبًا", ["مرحبا"]),
        ("שָׁלוֹם", ["שלום"]),
        ("ﬁne Ｆｕｌｌ ①", ["fine", "full", "1"]),
        ("re\u00adfresh zero\u200bwidth", ["refresh", "zerowidth"]),
        ("ｶﾀｶﾅ", ["カタ", "タカ", "カナ", "ナ"]),
    ],
)
def test_tokens(text: str, words: list[str]) -> None:
    assert tokens(text) == words


@pytest.mark.parametrize("text", ["plain English", "Grüße, “quoted” — naïve…", "Привет мир", "Tiếng Việt", "हिन्दी"])
def test_what_needs_no_help_is_handed_on_as_it_is(text: str) -> None:
    assert indexable(text) is text


@given(st.text(max_size=100))
def test_doing_it_twice_finds_the_same_words_for_western_text(text: str) -> None:
    latin = "".join(letter for letter in text if letter < "\u0250")
    assert tokens(indexable(latin)) == tokens(latin)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("東京都知事が会見した", "知事"),
        ("今天天气很好", "天气"),
        ("대통령이 한국어로 말했다", "한국어"),
        ("ภาษาไทยเป็นภาษา", "ไทย"),
        ("ພາສາລາວ", "ລາວ"),
        ("ភាសាខ្មែរ", "ខ្មែរ"),
        ("မြန်မာဘာသာ", "ဘာသာ"),
        ("مَرْحَبًا بالعالم", "مرحبا"),
        ("हिन्दी समाचार", "समाचार"),
        ("Café culture", "cafe"),
        ("a soft\u00adhyphen", "softhyphen"),
    ],
)
def test_a_part_is_found_in_a_real_index(text: str, query: str) -> None:
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE words USING fts5("
        "text, tokenize=\"unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'\")"
    )
    database.execute("INSERT INTO words VALUES (?)", (indexable(text),))
    # The last sign of a run stands alone in the index only at a run's end, so a query leaves it out.
    words = indexable(query).split()
    asked = " ".join(f'"{word}"' for word in (words[:-1] if len(words) > 1 and len(words[-1]) == 1 else words))
    assert database.execute("SELECT count(*) FROM words WHERE words MATCH ?", (asked,)).fetchone() == (1,)
    database.close()
