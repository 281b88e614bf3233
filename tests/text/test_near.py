"""Copies: the estimate against the truth, on texts that were changed on purpose."""

from __future__ import annotations

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.text import near
from desktop_reader.text.tokens import tokens
from tests.shared import SHARED, needs_shared

REPORT = (
    "The passenger ferry Aurora ran aground on a sandbank off Skagen early on Tuesday. All passengers were taken ashore"
    " by lifeboats, the coast guard said. Pilots had warned of the shifting sandbank since the autumn storms. Two tugs"
    " will try to free the ship at high tide. The line has cancelled its sailings until the end of the week."
)


def truth(first: str, second: str) -> float:
    one, other = (frozenset(zip(w, w[1:], w[2:], strict=False)) for w in (tokens(first), tokens(second)))
    return len(one & other) / len(one | other)


def estimate(first: str, second: str) -> float:
    return near.shared(near.sketch("", first), [near.sketch("", second)])[0]


def text_of(chance: Random, words: int) -> list[str]:
    return [f"word{chance.randrange(5000)}" for _ in range(words)]


def test_the_estimate_is_right_within_a_few_hundredths() -> None:
    chance = Random(7)
    errors = []
    for _ in range(150):
        first = text_of(chance, 300)
        second = list(first)
        for place in chance.sample(range(300), chance.randrange(0, 120)):
            second[place] = f"other{chance.randrange(5000)}"
        one, other = " ".join(first), " ".join(second)
        errors.append(estimate(one, other) - truth(one, other))
    assert abs(sum(errors) / len(errors)) < 0.01
    assert sorted(map(abs, errors))[int(0.95 * len(errors))] < 0.06


def test_a_report_that_was_shortened_or_begun_anew_is_a_copy() -> None:
    sentences = REPORT.split(". ")
    assert estimate(REPORT, ". ".join(sentences[:-1])) > near.COPY
    assert estimate(REPORT, f"SKAGEN (AP) - {REPORT}") > 0.9
    assert estimate(REPORT, REPORT.upper()) == 1


def test_another_report_of_the_same_matter_is_none() -> None:
    other = (
        "Lifeboats brought all passengers of the ferry Aurora ashore after it had run aground off Skagen. The ship sits"
        " on a sandbank that has moved since the storms of autumn. Tugs are to pull it free when the tide is high."
    )
    assert estimate(REPORT, other) < 0.2


def test_what_has_no_words_is_like_nothing() -> None:
    nothing = near.sketch("", "… — !")
    assert nothing == b""
    assert near.shared(nothing, [nothing, near.sketch("", REPORT)]) == [0, 0]
    assert near.shared(near.sketch("", REPORT), []) == []


def test_the_title_tells_apart_what_has_no_text_of_its_own() -> None:
    first, second = near.sketch("Show: a clock made of wood", "Comments"), near.sketch("Ask: which rye?", "Comments")
    assert near.shared(first, [second])[0] < 0.2


@given(st.text(max_size=3000))
def test_any_text_is_a_copy_of_itself(text: str) -> None:
    sketch = near.sketch("", text)
    assert len(sketch) in (0, near.SIZE)
    assert near.shared(sketch, [sketch])[0] == (1 if sketch else 0)


def test_two_megabytes_take_no_longer_than_a_page() -> None:
    assert near.sketch("", f"{REPORT} " * 6000)[:8] == near.sketch("", f"{REPORT} " * 40)[:8]


@needs_shared
def test_copies_among_real_articles_are_found() -> None:
    path = SHARED / "understanding" / "dev" / "ev_fnc.jsonl"
    if not path.exists():
        pytest.skip("needs ../shared/understanding/dev")
    texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    sets = [frozenset(zip(w, w[1:], w[2:], strict=False)) for w in map(tokens, texts)]
    sketches = [near.sketch("", text) for text in texts]
    wanted, found = set(), set()
    for place, own in enumerate(sets):
        for other, share in enumerate(near.shared(sketches[place], sketches[:place])):
            if own & sets[other] and len(own & sets[other]) / len(own | sets[other]) >= 0.5:
                wanted.add((other, place))
            if share >= near.COPY:
                found.add((other, place))
    assert len(wanted) > 20
    assert len(wanted & found) / len(wanted) >= 0.95
    assert len(wanted & found) / len(found) >= 0.95
