"""Where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.text.sentences import sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["Mr. Smith went to the U.S. on Jan. 5.", "He said no.", "Then he left."],
        ["It cost $3.5 million.", "J. K. Rowling paid.", "“Really?” she asked.", "Yes!"],
        ["Apple Inc. grew.", "See fig. 3 for more.", "That is art.", "Wait... what?", "Nothing."],
        ["He was there (I saw him.)", "So was she."],
        ["Am 3. Oktober kam er z.B. mit dem Zug.", "Das war 1990.", "Ende."],
        ["M. Dupont est arrivé.", "Il est parti à 10 h.", "Pourquoi ?", "Personne ne sait."],
        ["El Sr. García llegó.", "¿Cuándo?", "Ayer.", "¡Qué bien!"],
        ["Il sig. Rossi è qui.", "Va bene."],
        ["O Dr. Silva chegou.", "Tudo bem?"],
        ["Dhr. Jansen kwam bijv. gisteren.", "Mooi."],
        ["To jest m.in. dom.", "Dobrze."],
        ["Он родился в 1990 г. в Москве.", "Потом уехал."],
        ["Dün geldi.", "Prof. Yılmaz konuştu."],
        ["यह एक वाक्य है।", "यह दूसरा है।"],
        ["هل هذا صحيح؟", "نعم."],
        ["Đây là câu một.", "Còn đây là câu hai."],
    ],
)
def test_languages_with_blanks(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ["今天天气很好。", "我们去公园吧！", "“好的。”", "他说。"],
        ["「行く。」と言った。", "次の文です！", "本当？", "はい。"],
    ],
)
def test_languages_without(parts: list[str]) -> None:
    assert sentences("".join(parts)) == parts


def test_thai_breaks_at_blanks_after_a_fair_length() -> None:
    part = "ประเทศไทยมีประชากรประมาณเจ็ดสิบล้านคนและมีเมืองหลวงชื่อกรุงเทพมหานคร"
    assert sentences(f"{part} {part}") == [part, part]
    assert sentences("ภาษา ไทย") == ["ภาษา ไทย"]


def test_a_line_is_never_joined_to_the_next() -> None:
    assert sentences("A heading\nA sentence. Another") == ["A heading", "A sentence.", "Another"]


@given(st.text(max_size=200))
def test_nothing_is_lost(text: str) -> None:
    found = sentences(text)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(sentence == sentence.strip() and sentence for sentence in found)
