"""Terms: what is kept of a text, and how texts are compared by it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.text import terms
from desktop_reader.text.tongue import little_words, tongue

FERRY = "The ferry Aurora ran aground off Skagen. The coast guard took the passengers of the Aurora ashore."
FERRY_TOO = "Tugs freed the Aurora, the ferry that had run aground off Skagen, and the coast guard found no leak."
BREAD = "Stir the flour of rye into the water, add the honey, and leave the dough in the bowl to rise."
OTHERS = (
    "The club meets in the room of the library on the first day of the week.",
    "The council voted for the bridge over the canal of the city.",
    "The museum shows the clocks of the tower in the new hall.",
)


def frequencies(*texts: str) -> terms.Frequencies:
    found = terms.Frequencies()
    for text in texts:
        found.add(terms.stems("", text))
    return found


def cosines(known: terms.Frequencies, *texts: str) -> list[float]:
    kept = [terms.described("", text, terms.stems("", text), known, little_words(tongue(text))) for text in texts]
    rare = terms.matrix([one.rare for one in kept], terms.KEPT)
    common = terms.matrix([one.common for one in kept], terms.COMMON)
    return [float(value) for value in terms.alike(*terms.vectors(rare, common, known))]


def test_texts_of_one_matter_are_alike_and_others_are_not() -> None:
    known = frequencies(FERRY, FERRY_TOO, BREAD, *OTHERS)

    itself, same, other = cosines(known, FERRY, FERRY_TOO, BREAD)

    assert itself == pytest.approx(1, abs=0.001)
    assert same > 0.3
    assert other < 0.1


def test_forms_of_a_word_are_one_term() -> None:
    found = terms.stems("", "Earthquakes: an earthquake, the earthquake's centre. Землетрясение, землетрясения.")

    assert found["earthq"] >= 3
    assert found["землет"] >= 2


def test_titles_and_beginnings_count_more() -> None:
    found = terms.stems("Lighthouse", "Keeper of the tower. " + "Something else altogether. " * 20 + "Harbour.")

    assert found["lighth"] == 2
    assert found["keeper"] == 2
    assert found["harbou"] == 1


def test_half_a_word_at_the_end_of_the_beginning_is_no_term() -> None:
    text = "a" * 155 + " Vladivostok lies far in the east."
    assert "vlad" not in terms.stems("", text)


def test_the_words_of_a_rare_language_are_not_rare_for_that() -> None:
    english = [f"The report of day {n} was the work of the clerk and the mayor of town{n}." for n in range(40)]
    polish = [f"To nie jest sprawa, która się skończy w m{n}asto, ani nie jest nowa." for n in range(12)]
    known = frequencies(*english, *polish)

    told = terms.described("", polish[0], terms.stems("", polish[0]), known)

    assert terms.words_of(told.words)[0] == "m0asto"


def test_words_are_kept_as_they_look() -> None:
    told = terms.described("", FERRY, terms.stems("", FERRY), frequencies(FERRY, BREAD))
    assert {"Aurora", "Skagen"} <= set(terms.words_of(told.words))


def test_dense_scripts_are_compared_by_pairs() -> None:
    first = "能登半島で震度5強の地震がありました。津波の心配はありません。"
    second = "能登半島の地震で、気象庁は津波の心配はないと発表しました。"
    third = "新しい図書館が来月、駅前に開館します。蔵書は十万冊です。"
    known = frequencies(first, second, third)

    _, same, other = cosines(known, first, second, third)

    assert same > 0.15
    assert other < same / 2


def test_frequencies_survive_being_kept() -> None:
    known = frequencies(FERRY, BREAD)
    again = terms.Frequencies(known.packed())

    numbers = np.array([terms.number("ferry"), terms.number("the"), terms.number("nowhere")], np.uint32)

    assert again.of(numbers).tolist() == [1, 2, 0]
    assert again.texts == 2


@given(st.text(max_size=400), st.text(max_size=2000))
def test_any_text_is_described(title: str, text: str) -> None:
    known = frequencies(text, FERRY)
    found = terms.stems(title, text)

    told = terms.described(title, text, found, known)

    assert len(terms.numbers_of(told.rare)) <= terms.KEPT
    assert set(terms.numbers_of(told.rare)) <= set(map(terms.number, found))
    rare, common = terms.matrix([told.rare, b""], terms.KEPT), terms.matrix([told.common, b""], terms.COMMON)
    own, nothing = terms.alike(*terms.vectors(rare, common, known)).tolist()
    assert nothing == 0
    if len(terms.numbers_of(told.rare)) >= 8:
        assert own == pytest.approx(1, abs=0.001)
    else:
        assert 0 <= own < 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The coast guard said that all of the passengers were safe and had been taken ashore.", "en"),
        ("Die Küstenwache brachte alle Reisenden an Land, und das Schiff ist nicht beschädigt.", "de"),
        ("Le navire est resté dans le port et les passagers ont été pris en charge par la ville.", "fr"),
        ("Statek nie został uszkodzony, a pasażerowie są już na lądzie i w hotelu.", "pl"),
        ("Con tàu đã không bị hư hại và các hành khách được đưa vào bờ với sự giúp đỡ của người dân.", "vi"),
        ("Паром сел на мель у берегов Дании.", "ru"),
        ("能登半島で地震がありました。", "ja"),
        ("زلزال قوي يهز شبه جزيرة نوتو", "ar"),
        ("Aurora Skagen 2024", ""),
        ("", ""),
    ],
)
def test_little_words_tell_the_language(text: str, language: str) -> None:
    assert tongue(text) == language
