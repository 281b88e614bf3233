"""Counting words, in scripts with blanks and without."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.text.words import count, reading_minutes
from tests.shared import SHARED, needs_shared


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n\t ", 0),
        ("one", 1),
        ("one – two", 3),
        ("mid-October isn’t “one” word…", 4),
        ("line\nbreaks\tand  blanks", 4),
        ("Привет, как дела?", 3),
        ("هذا نص قصير", 3),
        ("नमस्ते दुनिया", 2),
        ("한국어 기사입니다", 2),
        ("日" * 500, 265),
        ("日" * 500 + "。" * 50, 265),
        ("カタカナ" * 125, 265),
        ("Tokyoは東京です", 1 + 3),
        ("今天 is a fine day", 1 + 4),
        ("ก" * 50, 10),
        ("字", 1),
    ],
)
def test_count(text: str, words: int) -> None:
    assert count(text) == words


def test_korean_with_chinese_characters_is_counted_by_blanks() -> None:
    assert count("大韓民國 大統領 이 말했다", "ko-KR") == 4


@needs_shared
def test_the_target_article() -> None:
    article = json.loads((SHARED / "seed" / "expected.json").read_text(encoding="utf-8"))
    assert count("\n".join(article["paragraphs"])) == article["words"] == 211


@given(st.text(alphabet=st.characters(max_codepoint=0x2FF), max_size=200))
def test_latin_words_stand_between_white_space(text: str) -> None:
    assert count(text) == len(text.split())


@given(st.text(max_size=200))
def test_something_is_something(text: str) -> None:
    assert (count(text) > 0) == bool(text.split())


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (10, 1), (265, 1), (530, 2), (2_650, 10)])
def test_reading_minutes(words: int, minutes: int) -> None:
    assert reading_minutes(words) == minutes
