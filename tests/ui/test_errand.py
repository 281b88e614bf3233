"""The language in which a command asks something of the window that has its library open."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.records.label import COLOURS, tidy
from desktop_reader.ui.instance.errand import (
    AT_ONCE,
    DEEDS,
    MARKS,
    RULES,
    SAVE,
    Answer,
    Errand,
    answered,
    errand,
    in_parts,
    written,
)
from desktop_reader.ui.instance.wish import MESSAGE_LIMIT, Wish, read
from desktop_reader.ui.instance.wish import written as wish_written

_HIGHEST = (1 << 63) - 1
numbers = st.lists(st.integers(1, _HIGHEST), max_size=20).map(tuple)
names = st.text(max_size=120).map(tidy)
errands = st.one_of(
    st.builds(Errand, st.sampled_from(MARKS), numbers),
    st.builds(Errand, st.sampled_from(["put", "take"]), numbers, st.tuples(names)),
    st.builds(Errand, st.sampled_from(["add", "colour"]), words=st.tuples(names, st.sampled_from(["", *COLOURS]))),
    st.builds(Errand, st.just("rename"), words=st.tuples(names, names)),
    st.builds(Errand, st.sampled_from(RULES), st.tuples(st.integers(1, _HIGHEST))),
    st.builds(Errand, st.just("remove"), words=st.tuples(names)),
    st.builds(Errand, st.just(SAVE), words=st.sampled_from([("https://a.example/x?y=ü",), ("a.example/x",)])),
)


@given(errands)
def test_every_errand_survives_the_way(one: Errand) -> None:
    line = wish_written(Wish(errand=one))
    assert line.count(b"\n") == 1
    assert read(line) == Wish(errand=one)


def test_the_largest_errand_is_a_message_that_is_taken() -> None:
    largest = Errand("put", (_HIGHEST,) * AT_ONCE, ("語" * 80,))
    assert len(wish_written(Wish(errand=largest))) < MESSAGE_LIMIT
    assert read(wish_written(Wish(errand=largest))).errand == largest


@given(st.integers(0, 3 * AT_ONCE + 1))
def test_parts_are_the_whole(count: int) -> None:
    parts = list(in_parts("put", range(1, count + 1), "Later"))
    assert [number for part in parts for number in part.numbers] == list(range(1, count + 1))
    assert all(part.deed == "put" and part.words == ("Later",) and len(part.numbers) <= AT_ONCE for part in parts)
    assert len(parts) == max(1, -(-count // AT_ONCE))


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        {},
        {"deed": "rm"},
        {"deed": ["read"]},
        {"deed": "read", "numbers": "1"},
        {"deed": "read", "numbers": [True]},
        {"deed": "read", "numbers": [1.0]},
        {"deed": "read", "numbers": ["1"]},
        {"deed": "read", "numbers": [0]},
        {"deed": "read", "numbers": [1 << 63]},
        {"deed": "read", "numbers": [1] * (AT_ONCE + 1)},
        {"deed": "read", "numbers": [1], "words": ["Later"]},
        {"deed": "read", "numbers": [1], "query": "x"},
        {"deed": "put", "numbers": [1]},
        {"deed": "put", "numbers": [1], "words": [1]},
        {"deed": "put", "numbers": [1], "words": ["x" * 81]},
        {"deed": "put", "numbers": [1], "words": ["two\nlines"]},
        {"deed": "put", "numbers": [1], "words": ["\ud800"]},
        {"deed": "take", "numbers": [1], "words": ["A", "B"]},
        {"deed": "add", "words": ["A", "#ff0000"]},
        {"deed": "add", "numbers": [1], "words": ["A", ""]},
        {"deed": "colour", "words": ["A"]},
        {"deed": "remove", "numbers": [1], "words": ["A"]},
        {"deed": "rule on"},
        {"deed": "rule remove", "numbers": [1, 2]},
        {"deed": "rule undo", "numbers": [1], "words": ["is:unread"]},
        {"deed": "save", "words": ["file:///etc/passwd"]},
        {"deed": "save", "words": ["javascript:alert(1)"]},
        {"deed": "save", "words": ["desktop-reader:save?url=https://a.example/"]},
        {"deed": "save", "words": ["https://a.example/ x"]},
        {"deed": "save", "words": ["https://a.example/" + "x" * 4_000]},
        {"deed": "save", "words": ["https://a.example/", "Later"]},
    ],
)
def test_nothing_else_can_be_asked_for(said: object) -> None:
    with pytest.raises(ValueError, match="not an errand"):
        errand(said)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(DEEDS),
    lambda some: st.lists(some, max_size=4) | st.dictionaries(st.text(max_size=8), some, max_size=3),
    max_leaves=8,
)


@given(st.fixed_dictionaries({"deed": st.sampled_from(DEEDS) | _JSON}, optional={"numbers": _JSON, "words": _JSON}))
def test_whatever_is_asked_for_it_is_an_errand_or_refused(said: object) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(errand(said), Errand)


@given(st.builds(Answer, st.integers(0, AT_ONCE), st.integers(0, _HIGHEST), st.text(max_size=200)))
def test_every_answer_survives_the_way(answer: Answer) -> None:
    line = written(answer)
    assert line.count(b"\n") == 1
    assert answered(line) == answer


@pytest.mark.parametrize("line", [b"", b"ok\n", b"[]", b"{}", b'{"count": "1", "article": 0, "error": ""}'])
def test_what_is_no_answer_is_none(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        answered(line)
