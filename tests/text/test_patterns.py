"""Lists of regular expressions: what a line means, and what is wrong with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.text.patterns import LONGEST, Subject, looks_at_text, read

FERRY = Subject(1, "The ferry sails", "A. Keeper", "https://harbour.example/sport/1", "a long story")


def wants(line: str, one: Subject = FERRY) -> bool:
    (found,), _ = read(line)
    return found.wants(one)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("ferry", True),
        ("Ferry", False),
        ("(?i)Ferry", True),
        ("^The", True),
        ("Keeper$", True),
        ("/sport/", True),
        ("story", False),
        ("text=story", True),
        ("EntryContent=story", True),
        ("title=Keeper", False),
        ("EntryTitle=(?i)FERRY", True),
        ("author=Keeper", True),
        ("url=harbour", True),
        ("foo=bar", False),
        ("  ferry  ", True),
    ],
)
def test_where_an_expression_is_looked_for(line: str, wanted: bool) -> None:
    assert wants(line) is wanted


def test_a_word_before_a_sign_of_equality_that_is_no_field_is_a_part_of_the_expression() -> None:
    assert wants("a=b", Subject(1, "when a=b", "", ""))
    assert wants("fooo=b", Subject(1, "fooo=b", "", ""))


def test_what_says_nothing_and_what_is_an_exception() -> None:
    lines, wrong = read("# mine\n\n!ferry\nsea\r")
    assert [(line.number, line.keep, line.expression.pattern) for line in lines] == [
        (3, True, "ferry"),
        (4, False, "sea"),
    ]
    assert wrong == []
    assert not looks_at_text(lines)


def test_a_mistake_says_where_it_stands() -> None:
    text = "sea\n  (open\n!\n" + "x" * (LONGEST + 1)
    lines, wrong = read(text)
    assert [line.number for line in lines] == [1]
    assert [number for number, _ in wrong] == [2, 3, 4]
    assert text[wrong[0][1].start : wrong[0][1].end] == "(open"
    assert "(open" in wrong[0][1].sentence.format(**dict(wrong[0][1].fields))


@given(st.text(max_size=200))
def test_whatever_is_written_is_a_line_or_a_mistake(text: str) -> None:
    lines, wrong = read(text)
    said = [one for one in text.split("\n") if one.strip() and not one.lstrip().startswith("#")]
    assert len(lines) + len(wrong) == len(said)
    assert all(0 <= one.start <= one.end <= len(text) for _, one in wrong)
