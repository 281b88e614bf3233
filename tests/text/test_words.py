"""Counting words, in scripts with blanks and without."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.text import words as words_module
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
        ("東京は大きい。", 3),
        ("東京は、大きい！", 3),
        ("コンピューターを使う", 3),
        ("Tokyoは東京です", 1 + 3),
        ("24日に来る", 1 + 3),
        ("今天 is a fine day", 1 + 4),
        ("我们去公园玩", 4),
        ("我們去公園玩。我們去公園玩。", 8),
        ("ประเทศไทยมีประชากรประมาณเจ็ดสิบล้านคน", 8),
        ("เขาไปโรงเรียน แล้วกลับบ้าน", 6),
        ("ພາສາລາວເປັນພາສາທາງການ", 5),
        ("ភាសាខ្មែរជាភាសាផ្លូវការ", 3),
        ("字", 1),
        ("ー", 1),
    ],
)
def test_count(text: str, words: int) -> None:
    assert count(text) == words


@pytest.fixture
def no_icu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if ICU were not installed."""
    monkeypatch.setitem(sys.modules, "icu4py.breakers", None)
    words_module._segmenter.cache_clear()
    yield
    words_module._segmenter.cache_clear()


@pytest.mark.usefixtures("no_icu")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("日" * 500, 265),
        ("日" * 500 + "。" * 50, 265),
        ("カタカナ" * 125, 265),
        ("Tokyoは東京です", 1 + 3),
        ("今天 is a fine day", 1 + 4),
        ("ก" * 50, 10),
        ("字", 1),
        ("one two", 2),
    ],
)
def test_count_without_icu(text: str, words: int) -> None:
    assert count(text) == words


def test_two_megabytes_take_no_time_to_speak_of() -> None:
    """A hundred times what was measured, for machines that have other things to do."""
    for text in ("我们去公园玩" * 120_000, "ประเทศไทยมีประชากร" * 37_000, "日 本 " * 80_000):
        started = time.process_time()
        assert count(text) > 100_000
        assert time.process_time() - started < 10


def test_the_window_does_not_load_icu() -> None:
    code = "import sys; from desktop_reader.text.words import count; count('one two'); print('icu4py' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


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
