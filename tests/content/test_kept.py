"""What a library holds is shown as it is when it is our own, and sanitised again when it is anybody else's."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.content import limits
from desktop_reader.content.clean import shown
from desktop_reader.content.kept import LARGEST, kept
from desktop_reader.content.sanitize import sanitize
from tests.shared import SHARED, needs_shared
from tests.ui.test_viewer_page import article

PIECES = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<br>",
    "<hr>",
    "<pre>",
    "</pre>",
    "<ul><li>",
    "</ul>",
    "<table><tr><td>",
    "</table>",
    "&lt;",
    "&nbsp;",
    "<h1>",
    "</h1>",
    "<ol>\n</a>",
    "<script>x</script>",
    "<svg><p>",
    "<!--",
    "-->",
    "text",
    "\u200b",
    "\u202e",
]
PIECE = st.sampled_from(
    [
        *PIECES,
        " ",
        "\n",
        "\x0b",
        "<td colspan=3>",
        "<a href='https://e.org/?a=1&b=2'>",
        "<a href='mailto:a@e.org'>",
        "<a href='#x'>",
        "<img src='/i.png' alt='\"<x>\"'>",
        "<h1 dir=rtl>",
        "<code class='language-c++'>",
        "<ol start=5>",
    ]
)


@given(st.lists(PIECE, max_size=25))
def test_what_the_sanitiser_wrote_stays(pieces: list[str]) -> None:
    html = sanitize("".join(pieces), "https://e.org/").html
    assert kept(html) is html


@needs_shared
def test_so_it_is_with_what_others_tried() -> None:
    with (SHARED / "hostile" / "payloads.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            html = sanitize(json.loads(line)["payload"], "https://e.org/").html
            assert kept(html) is html


@pytest.mark.parametrize(
    "html",
    [
        "<p>a</p><script>b</script>",
        "<p onclick='x'>a</p>",
        '<p style="color:red">a</p>',
        '<img src="file:///etc/passwd">',
        '<img src="https://e.org/a.png" onerror="x">',
        '<img src="https://e.org/a.png" width="1">',
        '<img src="https://pixel.wp.com/g.gif">',
        '<img alt="none">',
        '<a href="javascript:x">a</a>',
        '<a href="mailto:a@e.org?attach=/etc/passwd">a</a>',
        "<a href=https://e.org/>a</a>",
        "<!-- a -->",
        "<svg>a</svg>",
        "a < b",
        "a\x00b",
        "a\ud800b",
        "<P>a</P>",
    ],
)
def test_what_it_would_not_have_written_goes_through_it(html: str) -> None:
    assert kept(html) == sanitize(html).html != html
    assert shown(replace(article(html), title="")).html == sanitize(html).html


def test_of_what_is_large_and_odd_the_words_stay() -> None:
    html = "<p>word</p>" * (LARGEST // 10) + "<script>alert(1)</script><p>last</p>"
    left = kept(html)
    assert left.count("<p>") == left.count("<") // 2 <= limits.BLOCKS
    assert "alert" not in left
    huge = kept("<b onclick=1>word</b> " * 1_000_000)
    assert len(huge) <= limits.RESULT
    assert huge.startswith("<p>word word")
    assert "<b" not in huge


@pytest.mark.parametrize(
    "html",
    ["<div>" * 5000, "</p>" * 1000 + "<div>" * 61 + "x", "<table><tr><td>" * 50, "<p>a</p>" * 10_000, "x" * 100_000],
    ids=range(5),
)
def test_no_limit_is_passed(html: str) -> None:
    left = kept(html)
    assert kept(left) == left
    assert limits.enforce(left)[0] == left
