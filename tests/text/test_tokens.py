"""Words for the search index, tried in a real one."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop_reader.text.tokens import TYPED_AS, asked, folded, indexable, indexed, tokens


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


@pytest.mark.parametrize("text", ["plain English", "Grüne, “quoted” — naïve…", ""])
def test_what_needs_no_help_is_handed_on_as_it_is(text: str) -> None:
    assert indexable(text) is text


@given(st.text(max_size=100))
def test_doing_it_twice_finds_the_same_words_for_western_text(text: str) -> None:
    latin = "".join(letter for letter in text if letter < "\u0250")
    assert indexed(indexable(latin)) == indexed(latin)


class Index:
    """A table of the search file, with one text at a time."""

    def __init__(self) -> None:
        self.live = sqlite3.connect(":memory:")
        self.live.execute(
            "CREATE VIRTUAL TABLE words USING fts5("
            "text, tokenize=\"unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'\")"
        )
        self.live.execute("CREATE VIRTUAL TABLE known USING fts5vocab(words, instance)")

    def has(self, text: str) -> None:
        self.live.execute("DELETE FROM words")
        self.live.execute("INSERT INTO words VALUES (?)", (indexable(text),))

    def finds(self, query: str, unfinished: bool = False) -> bool:
        """Whether every word of the query is there."""
        words = asked(query, unfinished)
        expression = " AND ".join(f'"{word}"{"*" * begins}' for word, begins in words) or '""'
        return bool(self.live.execute("SELECT 1 FROM words WHERE words MATCH ?", (expression,)).fetchone())

    def words(self) -> list[str]:
        return [word for (word,) in self.live.execute("SELECT term FROM known ORDER BY offset")]


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    one = Index()
    yield one
    one.live.close()


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("東京都知事が会見した", "知事"),
        ("東京都知事が会見した", "東"),
        ("東京都知事が会見した", "した"),
        ("東京都知事が会見した", "た"),
        ("東京都知事が会見した", "東京都知事が会見した"),
        ("今天天气很好", "天气"),
        ("대통령이 한국어로 말했다", "한국어"),
        ("\u1112\u1161\u11ab\u1100\u116e\u11a8", "한국"),
        ("ภาษาไทยเป็นภาษา", "ไทย"),
        ("ภาษาไทยเป็นภาษา", "ไ"),
        ("ภาษาไทยเป็นภาษา", "ทย"),
        ("ภาษาไทยเป็นภาษา", "ษา"),
        ("ภาษาไทยเป็นภาษา", "า"),
        ("น้ำ", "น้ำ"),
        ("ພາສາລາວ", "ລາວ"),
        ("ភាសាខ្មែរ", "ខ្មែរ"),
        ("ភាសា\u200bខ្មែរ", "ភាសាខ្មែរ"),
        ("မြန်မာဘာသာ", "ဘာသာ"),
        ("مَرْحَبًا بالعالم", "مرحبا"),
        ("مرحبا", "مَرْحَبًا"),
        ("كتـــاب", "كتاب"),
        ("أخبار إلى مكتبة", "اخبار الي مكتبه"),
        ("می\u200cخواهم", "ميخواهم"),
        ("שָׁלוֹם", "שלום"),
        ("\ufb2a", "ש"),
        ("हिन्दी समाचार", "समाचार"),
        ("\u095b\u0930\u0942\u0930", "\u091c\u093c\u0930\u0942\u0930"),
        ("Café culture", "cafe"),
        ("cafe", "CAFÉ"),
        ("cafe\u0301", "café"),
        ("a soft\u00adhyphen", "softhyphen"),
        ("Straße", "STRASSE"),
        ("STRASSE", "straße"),
        ("Smørrebrød på Ærø", "smorrebrod pa aero"),
        ("Đà Nẵng", "da nang"),
        ("Łódź", "LODZ"),
        ("ışık İstanbul", "isik istanbul"),
        ("œuvre", "OEUVRE"),
        ("Ёжик", "ежик"),
        ("ежик", "Ёжик"),
        ("и\u0306од", "йод"),
        ("за\u0301мок", "замок"),
        ("Ελλάδα ὁδός", "ελλαδα οδος"),
        ("ΟΔΟΣ", "οδός"),
        ("Ｆｕｌｌ１２３", "full123"),
        ("① ㈱ ⅷ ㎏", "1 株 VIII kg"),
        ("120 m² on 1º", "m2 1o"),
        ("120 m² on 1º", "m² 1º"),
        ("x½ µg", "x½ μg"),
        ("Windows™11", "windows 11"),
        ("1000₽ and 5€", "1000 5"),
        ("\U0001f916AI\U0001fae0now", "ai now"),
        ("iPhone手机 USB充电", "手机 iphone usb 充电"),
        ("ไทยDeutsch東京", "deutsch ไทย 東京"),
    ],
)
def test_what_is_typed_is_found_in_a_real_index(index: Index, text: str, query: str) -> None:
    index.has(text)
    assert index.finds(query)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("東京と大都", "京都"),
        ("мой", "мои"),
        ("ภาษาไทย", "ไทยภ"),
        ("กขคงจ", "กขง"),
        ("schön", "schoen"),
        ("lighthouse", "house"),
        ("café", "caf"),
    ],
)
def test_what_is_another_word_is_not_found(index: Index, text: str, query: str) -> None:
    index.has(text)
    assert not index.finds(query)


@pytest.mark.parametrize(
    ("text", "unfinished", "words"),
    [
        ("", True, []),
        ("!? \u0640 \u0301 \U0001f600 ™", True, []),
        ("Two words", True, [("two", False), ("words", True)]),
        ("two words", False, [("two", False), ("words", False)]),
        ("東京都", True, [("東京", False), ("京都", False)]),
        ("東京", True, [("東京", False)]),
        ("東", False, [("東", True)]),
        ("ไท", False, [("ไท", True)]),
        ("ภาษา", True, [("ภาษ", False), ("าษา", False)]),
        ("東a", True, [("東", True), ("a", True)]),
        ("a東", True, [("a", False), ("東", True)]),
    ],
)
def test_how_words_are_looked_for(text: str, unfinished: bool, words: list[tuple[str, bool]]) -> None:
    assert asked(text, unfinished) == words


# Marks of scripts that are hardly written any more (Ahom, Grantha) are not among those that belong to words.
LETTERS = st.characters(exclude_categories=["Cn", "Cs", "Co"]).filter(
    lambda letter: letter < "\U00010000" or unicodedata.category(letter)[0] != "M"
)
SOME = st.sampled_from(
    [*"aAéÉßøŁёЙй東京かガ한국ไทยาเ가ΆςΣأةیहिऩ1½²㈱ﬁ™₽.,-'_ \n", "e\u0301", "и\u0306", "\u200b", "\u00ad", "\U0001fae0"]
)
TEXTS = st.lists(st.one_of(SOME, SOME, LETTERS), max_size=25).map("".join)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS, TEXTS, st.data())
@example("é", "東", None)
def test_every_text_is_found_by_its_own_words(index: Index, text: str, around: str, data: st.DataObject | None) -> None:
    """Whatever stands around it, written apart or together."""
    index.has(f"{around} {text}\n{around}")
    for query in (text, text.upper(), unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text)):
        # Of a letter that is two as a capital or in parts, not every alphabet gives the same back.
        if asked(query, False) and folded(query) == folded(text):
            assert index.finds(query)
    words = indexed(text)
    if data is not None and words:
        word = data.draw(st.sampled_from(words))
        begun = word[: data.draw(st.integers(1, len(word)))]
        assert index.finds(begun, unfinished=True) or not asked(begun, True)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.sampled_from("abzAZéÜñçÅšÿŁŻőğİıđếÆßøЖёЙ東京ไทยา한국어ΆςΩ अहिक ا é.,-1²"), max_size=40))
def test_the_words_of_the_index_are_known_without_it(index: Index, text: str) -> None:
    index.has(text)
    assert index.words() == indexed(text)


@given(TEXTS)
def test_folding_it_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_letters_are_compared_without_case_and_accents() -> None:
    assert folded("Élan\n VITAL") == "elan vital"
    assert folded("Straße ŁÓDŹ Ёж Đà Ǻ") == "strasse lodz еж da a"
    assert folded("Ｅｌａｎ　Ｖ") == "elan v"
    for letter, plain in TYPED_AS.items():
        assert folded(letter) == folded(plain)
