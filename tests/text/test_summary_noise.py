"""What begs to go on is found at the end of a line as surely as by trying every line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_reader.text import summary

WORDS = summary._MORE.split("|")
ENDS = ["[…]", "[ ... ]", "[&hellip;]", "→", "»", "&raquo;", "The post A title appeared first on A site", ")", "."]
CASED = st.sampled_from(WORDS).flatmap(
    lambda words: st.sampled_from([words, words.upper(), words.title(), f"({words}"])
)
PIECES = st.lists(st.one_of(st.sampled_from(ENDS), CASED, st.text("ab İıſK .\u0307", max_size=12)), max_size=6)


@pytest.mark.parametrize("words", WORDS)
def test_each_of_the_phrases_goes(words: str) -> None:
    for said in (words, words.upper(), words.capitalize(), f"({words} now", f"{words} »"):
        line = f"It was so. {said}"
        assert summary._without_noise(line) == summary._NOISE.sub("", line)
    assert summary._without_noise(f"It was so. {words}") == "It was so."


@settings(max_examples=300, deadline=None)
@given(PIECES, st.booleans())
def test_no_line_is_passed_over_that_has_some(pieces: list[str], long: bool) -> None:
    line = "word " * (200 * long) + " ".join(pieces)
    tried = line[: -summary._NOISE_LENGTH] + summary._NOISE.sub("", line[-summary._NOISE_LENGTH :])
    assert summary._without_noise(line) == tried
