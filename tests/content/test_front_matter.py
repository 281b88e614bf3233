"""Front matter: every text comes back as it was, and what is not understood is refused with its line."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.content import front_matter
from desktop_reader.content.front_matter import FrontMatterError, Value

TEXT = st.text(st.characters(codec="utf-8"), max_size=60)
KEYS = st.from_regex(r"[a-z][a-z_]{0,12}", fullmatch=True)
VALUES = st.one_of(
    TEXT, st.integers(-(10**15), 10**15), st.booleans(), st.none(), st.lists(TEXT, max_size=4).filter(bool)
)


def back(facts: dict[str, Value], body: str = "") -> dict[str, Value]:
    front, rest = front_matter.split(front_matter.write(facts) + body)
    assert front is not None
    assert rest == body
    return front_matter.read(front)


@given(st.dictionaries(KEYS, VALUES, max_size=6), TEXT)
def test_everything_comes_back(facts: dict[str, Value], body: str) -> None:
    assert back(facts, body) == facts


@given(st.text(max_size=200))
def test_nothing_but_its_own_error_is_raised(text: str) -> None:
    with contextlib.suppress(FrontMatterError):
        front, _ = front_matter.split(text)
        assert set(map(type, front_matter.read(front or text).values())) <= {str, int, bool, list, type(None)}


@given(st.text(alphabet="-: []{}'\"\\\n#,ab|>&*!~0tn.", max_size=60))
def test_what_looks_like_yaml_is_read_or_refused(text: str) -> None:
    try:
        found = front_matter.read(text)
    except FrontMatterError:
        return
    assert back(found) == found


@pytest.mark.parametrize(
    "odd",
    [
        "yes",
        "null",
        "~",
        "1e3",
        "- a",
        "a: b",
        "# none",
        "'quoted'",
        '"quoted"',
        "two\nlines",
        "שלום: עולם",
        "👩‍👩‍👧 #1",
        " blanks ",
        "\u202egnp.exe",
        "{a}",
        "2024-10-24",
        "",
        "---",
    ],
)
def test_texts_that_mean_something_stay_texts(odd: str) -> None:
    assert back({"title": odd, "labels": [odd, odd]}, "---\nbody") == {"title": odd, "labels": [odd, odd]}


def test_it_looks_as_people_expect() -> None:
    facts: dict[str, Value] = {"title": 'A "b": c', "date": "2024-10-24T19:00:00Z", "words": 211, "labels": ["x"]}

    written = front_matter.write(facts | {"similar": []})

    assert written == (
        '---\ntitle: "A \\"b\\": c"\ndate: 2024-10-24T19:00:00Z\nwords: 211\nlabels:\n  - "x"\nsimilar: []\n---\n'
    )


def test_half_of_a_letter_is_replaced() -> None:
    assert back({"title": "a\ud800b"}) == {"title": "a\ufffdb"}


def test_what_other_programs_write_is_read() -> None:
    front = (
        "# by hand\ntitle: It's plain  # so\r\n\nlabels: [one, 'it''s', \"t\\u0077o\", ]\naliases:\n- a\n-   b\nnone:\n"
        "done: true\nTag-Name: x\n"
    )

    assert front_matter.read(front) == {
        "title": "It's plain",
        "labels": ["one", "it's", "two"],
        "aliases": ["a", "b"],
        "none": None,
        "done": True,
        "Tag-Name": "x",
    }


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("a: 1\na: 2", 3),
        ("a:\n  b: c", 3),
        ("a: &x b", 2),
        ("a: !!python/object x", 2),
        ("a: |\n  b", 2),
        ('a: "open', 2),
        ("a: [b", 2),
        ("a: [b] c", 2),
        ("- a", 2),
        ("a: b: c", 2),
        ('a: "\\q"', 2),
        ('a: "\\ud800"', 2),
        ("a: x\n- b", 3),
        ("words", 2),
    ],
)
def test_what_is_not_understood_is_refused(front: str, line: int) -> None:
    with pytest.raises(FrontMatterError) as found:
        front_matter.read(front)
    assert found.value.facts["line"] == line


def test_a_text_without_front_matter_has_none() -> None:
    assert front_matter.split("No lines.\n---\n") == (None, "No lines.\n---\n")
    with pytest.raises(FrontMatterError):
        front_matter.split("---\nnever: ends\n")
