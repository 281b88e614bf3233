"""Where the words of a search stand: whatever their case, accents, points and width, and at the right places."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.records.search import Term
from desktop_reader.text import highlight, tokens
from desktop_reader.text.highlight import excerpt, in_utf16, spans

SCRIPTS = (
    "aBéÉßſœñ ıİ-’.\n\u00a0_e\u0301\u0308 ёЁйи\u0306Ж σςΣάϊ مَرْكـة שָׁלוֹם 東京ガｶﾞﾞは한국\u1112\u1161\u11ab"
    " ไทยนี้ हिन्दी Ａｂ①ﬁ½ª…😀𝗯 \u200b\u00ad"
)
TEXTS = st.text(st.sampled_from(SCRIPTS), max_size=60)
TERMS = st.lists(st.builds(Term, st.text(st.sampled_from(SCRIPTS), max_size=6), st.booleans()), max_size=4)


def marked(text: str, *typed: str, unfinished: bool = False) -> list[str]:
    """The pieces of ``text`` that are marked."""
    return [text[start:end] for start, end in spans(text, [Term(one, unfinished) for one in typed])]


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("Café CAFE cafe\u0301 cafés decaf", "cafe", ["Café", "CAFE", "cafe\u0301"]),
        ("Cafe", "café", ["Cafe"]),
        ("Die Straße, STRASSE und Strass", "strasse", ["Straße", "STRASSE"]),
        ("ＡＢＣ abc ﬁne", "abc", ["ＡＢＣ", "abc"]),
        ("a ﬁne day", "fine", ["ﬁne"]),
        ("北朝鮮兵士3000人", "朝鮮", ["朝鮮"]),
        ("北朝鮮兵士3000人がロシア東部", "3000人", ["3000人"]),
        ("ガンダムとｶﾞﾝﾀﾞﾑ、ハンダ", "ガンダ", ["ガンダ", "ｶﾞﾝﾀﾞ"]),
        ("か\u3099くせい", "がく", ["か\u3099く"]),
        ("ประเทศไทยวันนี้", "ไทย", ["ไทย"]),
        ("한국어를 배우다", "한국", ["한국"]),
        (unicodedata.normalize("NFD", "한국어"), "한국", [unicodedata.normalize("NFD", "한국")]),
        ("Москва, москвич, МОСКВА", "москва", ["Москва", "МОСКВА"]),
        ("ёлка и елка", "елка", ["ёлка", "елка"]),
        ("мой и мои\u0306, мои", "мой", ["мой", "мои\u0306"]),
        ("Η Αθήνα, ΑΘΗΝΑ", "αθηνα", ["Αθήνα", "ΑΘΗΝΑ"]),
        ("ΟΔΟΣ οδός", "οδος", ["ΟΔΟΣ", "οδός"]),
        ("مَرْكَبَة جديدة", "مركبة", ["مَرْكَبَة"]),
        ("שָׁלוֹם עולם", "שלום", ["שָׁלוֹם"]),
        ("हिन्दी हिन्दीभाषा", "हिन्दी", ["हिन्दी"]),
        ("हिन्द हिन्दी", "हिन्द", ["हिन्द"]),
        ("the  well-\n known man; well known", "well known", ["well-\n known", "well known"]),
        ("An author’s word", "author's", ["author’s"]),
        ("snake_case and case", "case", ["case", "case"]),
        ("NHKニュース", "nhk", ["NHK"]),
        ("soft\u00adhy\u00adphen", "hyphen", []),
        ("soft\u00adhyphen", "softhyphen", ["soft\u00adhyphen"]),
        ("Foo™ and foo…", "foo", ["Foo", "foo"]),
        ("😀 moon 𝗺𝗼𝗼𝗻", "moon", ["moon", "𝗺𝗼𝗼𝗻"]),
        ("anything", "  -- ", []),
    ],
)
def test_words_are_found_as_people_write_them(text: str, typed: str, found: list[str]) -> None:
    assert marked(text, typed) == found


def test_only_unfinished_words_are_found_in_longer_ones() -> None:
    assert marked("finance final fin", "fin") == ["fin"]
    assert marked("finance final fin", "fin", unfinished=True) == ["fin", "fin", "fin"]
    assert marked("Straßen", "stras", unfinished=True) == ["Straß"]  # half an ß is an ß
    assert marked("refinance", "fin", unfinished=True) == []
    assert marked("moon landings", "moon land", unfinished=True) == ["moon land"]


def test_marks_that_meet_are_one() -> None:
    assert marked("北朝鮮兵士", "北朝", "朝鮮", "兵士") == ["北朝鮮兵士"]
    assert marked("moon moonlight", "moon", "moonlight") == ["moon", "moonlight"]


@given(TEXTS, TERMS)
def test_places_are_in_the_text_in_order_and_apart(text: str, terms: list[Term]) -> None:
    last = -1
    for start, end in spans(text, terms):
        assert last < start < end <= len(text)
        last = end


WORDS = [
    *("moon", "Café", "cafe\u0301", "Straße", "Größenwahn", "3000", "snake_case", "don’t", "well-known", "Tiếng"),
    *("Ёлка", "московский", "й", "Αθήνα", "οδός", "مَرْكَبَة", "مركبة", "שָׁלוֹם", "हिन्दी", "नमस्ते", "한국어"),
    *("北朝鮮兵士", "月", "ｶﾞﾝﾀﾞﾑ", "がく", "ＡＢＣ", "NHKニュース", "ประเทศไทยในวันนี้"),
    *("ﬁne", "1½", "2ª", "😀", "𝗺oon", "so\u00adft"),
]


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=8),
    st.sampled_from((" ", "\n", ", ", "\u00a0")),
    st.sampled_from((str, str.upper, str.title)),
    st.data(),
)
def test_what_the_index_knows_is_marked(
    words: list[str], between: str, written: Callable[[str], str], data: st.DataObject
) -> None:
    text = written(between.join(words))
    known = [word for word in tokens.tokens(text) if any(map(str.isalnum, word))]
    if known:
        assert spans(text, [Term(data.draw(st.sampled_from(known)))])


@given(TEXTS, TERMS)
def test_an_excerpt_is_a_piece_of_the_text(text: str, terms: list[Term]) -> None:
    piece, found = excerpt(text, terms, 30)
    assert bool(piece) == bool(spans(text, terms))
    assert piece.strip("…").strip() in " ".join(text.split())
    assert len(piece) <= 31
    assert all(0 <= start < end <= len(piece) for start, end in found)


@given(st.text())
def test_nothing_that_can_be_written_is_too_much(text: str) -> None:
    assert isinstance(spans(text, [Term(text), Term(text[:3], True)]), list)


def test_only_letters_that_stay_one_are_passed_over() -> None:
    """The quick class of signs to look at closely must miss none."""
    missed = [
        hex(code)
        for code in range(128, sys.maxunicode + 1)
        if (sign := chr(code)).isalnum() and highlight._Plain(sign).text != highlight._plain(sign)
    ]
    assert missed == []


def test_the_quick_way_for_western_text_finds_the_same() -> None:
    western = "".join(map(chr, range(32, 256))) + "œŒšŠžŽŸ€“”’…"
    for sign in western:
        quick, whole = highlight._Plain(f"x{sign}y").text, "".join(map(highlight._plain, f"x{sign}y"))
        assert quick == whole or not sign.isalnum()


LONG = "The harbour was quiet and the ferries ran late because of the fog over there. " * 20


def test_the_excerpt_shows_most_words_close_together() -> None:
    text = f"{LONG}Nobody saw the moon. {LONG}A landing on the moon was tried, they said. {LONG}"
    piece, found = excerpt(text, [Term("moon"), Term("landing")])
    assert piece.startswith("…A landing on the moon was tried")
    assert [piece[start:end] for start, end in found] == ["landing", "moon"]
    assert piece.endswith("…")
    assert 150 < len(piece) <= 201


def test_the_excerpt_begins_with_a_word_shortly_before() -> None:
    piece, found = excerpt(f"{LONG}And then nobody at all had ever looked at the moon {LONG}", [Term("moon")])
    assert piece.startswith("…")
    assert piece[1 : found[0][0]].strip() in "And then nobody at all had ever looked at the"
    assert 8 < found[0][0] < 30
    piece, found = excerpt("月" * 300 + "探査機" + "面" * 300, [Term("探査機")])
    assert found == [(9, 12)]


def test_a_short_text_is_its_own_excerpt() -> None:
    assert excerpt("The\n moon  rose.", [Term("moon")]) == ("The moon rose.", [(4, 8)])
    assert excerpt("The sun rose.", [Term("moon")]) == ("", [])


def test_places_as_qt_counts_them() -> None:
    text = "😀 moon 😀 moon"
    assert in_utf16(text, spans(text, [Term("moon")])) == [(3, 7), (11, 15)]
    assert in_utf16("a moon", [(2, 6)]) == [(2, 6)]


def test_what_is_typed_into_a_page_is_found_sign_by_sign() -> None:
    text = "Crème brûlée, cmp_to_key=1, ﬁnd ﬁﬁ, a\u00a0b\u2028c"
    assert [text[a:b] for a, b in highlight.places(text, "CREME  bru")] == ["Crème brû"]
    assert [text[a:b] for a, b in highlight.places(text, "key=")] == ["key="]
    assert [text[a:b] for a, b in highlight.places(text, "f")] == ["ﬁ", "ﬁ", "ﬁ"]
    assert [text[a:b] for a, b in highlight.places(text, "a b c")] == ["a\u00a0b\u2028c"]
    assert highlight.places("aaaa", "a") == [(0, 1), (1, 2), (2, 3), (3, 4)]
    assert highlight.places(text, " ") == highlight.places(text, "") == highlight.places("", "a") == []
    assert highlight.places("x", "\u0301") == []


@given(st.text(max_size=60), st.text(max_size=4))
def test_places_of_what_is_typed_are_in_order_and_within(text: str, typed: str) -> None:
    end = 0
    for start, stop in highlight.places(text, typed):
        assert end <= start < stop <= len(text)
        end = stop


@given(st.text(alphabet="abcß éÉ\u0301ﬁ", min_size=1, max_size=30), st.data())
def test_every_piece_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : start + 5]
    if piece.split() and not piece.startswith("\u0301"):
        assert highlight.places(text, piece) or not highlight.places(piece, piece)
