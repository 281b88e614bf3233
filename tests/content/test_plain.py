"""HTML as text, one block a line."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_reader.content.plain import plain
from desktop_reader.content.sanitize import sanitize


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("just text", "just text"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<p>one\n  line</p>\n\n<p>two</p>", "one line\ntwo"),
        ("a<br>b<br/>c<BR>d", "a\nb\nc\nd"),
        ("<P>big</P><DIV>letters</DIV>", "big\nletters"),
        ("in<b>si</b>de <i>words</i>", "inside words"),
        ("<ul><li>one</li><li>two<ul><li>three</li></ul></li></ul>", "one\ntwo\nthree"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a b\n1 2"),
        ("<pre>def f():\n    pass\n\nend</pre>after", "def f():\npass\nend\nafter"),
        ("<h1>Title</h1>text<hr>more", "Title\ntext\nmore"),
        ("a &amp; b &lt;c&gt; &eacute;&#233;", "a & b <c> éé"),
        ("a&nbsp;b &shy;c\u200bd", "a b cd"),
        ('before<img src="x" alt="not this">after', "beforeafter"),
        ("<p></p><p> </p><p>&nbsp;</p>x", "x"),
        ("a<script>b</script>c<style>d</style>e", "ace"),
        ("a<SCRIPT type=x>b</ScRiPt >c", "ac"),
        ("a<!-- <p>b</p> -->c", "ac"),
        ("a<!-->b", "ab"),
        ("a<script>b", "a"),
        ("a<script><!-- </script> -->b", "a -->b"),
        ('<a title="x > y">link</a>', "link"),
        ("<a title='<script>'>link</a>", "link"),
        ("<a title=\"a'b\" href='c\"d'>link</a>", "link"),
        ('<p class=foo">text</p>', "text"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<?xml x?><!DOCTYPE html>a", "a"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "漢 (kan )"),
        ("a <unclosed", "a"),
    ],
)
def test_plain(html: str, text: str) -> None:
    assert plain(html) == text


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="<>ab/ !-=\"'&;#x1\n\tpscriptyle", max_size=60))
def test_lines_are_never_empty_nor_padded(html: str) -> None:
    text = plain(html)
    assert all(line and line == " ".join(line.split()) for line in text.split("\n")) or text == ""


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_escaped_text_comes_back(text: str) -> None:
    from html import escape

    expected = " ".join(text.replace("\u200b", "").replace("\u00ad", "").replace("\ufeff", "").split())
    assert plain(f"<p>{escape(text)}</p>").replace("\n", " ") == expected


def test_raw_and_cleaned_say_the_same() -> None:
    html = "<div><p>One <b>two</b>.</p><script>no</script><ul><li>three</li></ul><pre>a\nb</pre><!-- x --></div>"
    assert plain(html) == plain(sanitize(html).html) == "One two.\nthree\na\nb"


@pytest.mark.parametrize(
    "html",
    [
        "<" * 300_000,
        "<a " * 100_000,
        '<a ="' * 60_000,
        "<script" * 40_000,
        "<script>" * 40_000,
        "<!--" * 70_000,
        "</script" * 40_000,
    ],
)
def test_hostile_markup_costs_no_time(html: str) -> None:
    began = time.perf_counter()
    plain(html)
    assert time.perf_counter() - began < 1
