"""What counts as a rewritten text, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.text.rewriting import is_rewritten

BODY = "<p>The ferry to the island leaves at noon from the old pier.</p><p>It carries bicycles, too.</p>"


@pytest.mark.parametrize(
    "after",
    [
        BODY.replace("<p>", "\n<p class='new'>  ").replace(" the ", "  the\u00a0"),
        BODY.replace("<p>", "<div>").replace("</p>", "</div>"),
        BODY.replace("ferry", "<b>ferry</b>"),
        "<p>It carries bicycles, too.</p><p>The ferry to the island leaves at noon from the old pier.</p>",
        BODY + "<p>12 345</p>",
        BODY + "<p>1 comment</p>",
        BODY.replace("noon", "NOON"),
        BODY.replace("bicycles", "bycicles"),
        BODY + "<p><a href='https://ads.example/'>Buy the new lamp of the year, now with more light</a></p>",
        BODY + "<ul><li><a href='/1'>Another story of the harbour</a></li><li><a href='/2'>And one more</a></li></ul>",
        "",
    ],
)  # fmt: skip
def test_this_is_the_same(after: str) -> None:
    assert not is_rewritten("Noon ferry", BODY, "Noon ferry", after or BODY)
    assert not is_rewritten("Noon ferry", after or BODY, "Noon  ferry (3)", BODY)


@pytest.mark.parametrize(
    "after",
    [
        BODY + "<p>Update: the ferry is running again.</p>",
        BODY.replace("<p>It carries bicycles, too.</p>", ""),
        BODY.replace("The ferry to the island leaves", "Each <a href='/f'>ferry to</a> the mainland starts"),
        "",
    ],
)
def test_this_is_another_text(after: str) -> None:
    assert is_rewritten("Noon ferry", BODY, "Noon ferry", after)
    assert is_rewritten("Noon ferry", after, "Noon ferry", BODY)


def test_another_title_is_another_text() -> None:
    assert is_rewritten("Noon ferry", BODY, "No noon ferry", BODY)
    assert is_rewritten("港の船", "", "港の橋", "")
    assert not is_rewritten("Results 1:0", "", "Results 2:0 ", "")


def test_scripts_without_blanks_are_counted_by_signs() -> None:
    before = "<p>港から島へ行く船は正午に出る。</p>"
    assert not is_rewritten("船", before, "船", before.replace("正午", "三時"[:1] + "午"))
    assert is_rewritten("船", before, "船", before + "<p>今日は風が強いので船は出ない。</p>")


@given(st.text(max_size=200), st.text(max_size=200))
def test_whatever_the_texts_are(one: str, other: str) -> None:
    assert not is_rewritten(one, other, one, other)
    assert is_rewritten(one, "", other, "") == is_rewritten(other, "", one, "")
