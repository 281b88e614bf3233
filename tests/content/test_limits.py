"""Pages that were made to stop a reader come out small, and quickly."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_reader.content import limits
from desktop_reader.content.prepare import prepare
from desktop_reader.content.sanitize import sanitize

BOMBS = {
    "nested tables": "<table><tr><td>" * 60 + "x",
    "many nested tables": "<table><tr><td>" * 5_000,
    "nested blocks": "<div>" * 60_000,
    "nested lists": "<ul><li>" * 20_000,
    "hidden nesting": "<div><marquee></div></marquee>" * 5_000,
    "nested just below the limit": "<blockquote>" * 299 + "x",
    "links in links": "<a><b>" * 20_000,
    "paragraphs": "<p>x" * 50_000,
    "empty paragraphs": "<p></p>" * 40_000,
    "line breaks": "<br>" * 60_000,
    "list items": "<ul>" + "<li>x" * 30_000,
    "cells": "<table>" + ("<tr>" + "<td>x</td>" * 10 + "</tr>") * 3_000 + "</table>after",
    "cells in one row": "<table><tr>" + "<td>x</td>" * 10_000 + "</table>after",
    "pictures": '<img src="https://a.example/x.jpg">' * 5_000,
    "links": '<a href="https://a.example/">x</a> ' * 5_000,
    "one word": "x" * 1_000_000,
    "one word in many pieces": "<b>abc</b>" * 20_000,
    "words": "word " * 200_000,
    "no-break spaces": "x&nbsp;" * 60_000,
    "marks": "a" + "\u0301" * 200_000,
    "Chinese": "漢字" * 200_000,
    "ampersands": "&" * 100_000,
    "smaller-than signs": "<" * 1_000_000,
    "open tags": "<a " * 400_000,
    "open quotes": '<a ="' * 200_000,
    "scripts without an end": "<script" * 100_000,
    "comments without an end": "<!--" * 200_000,
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">x",
    "spans": "<table>" + "<tr><td colspan=100000 rowspan=100000>x" * 50,
    "line ends": "\n" * 300_000,
}


def depth(html: str) -> int:
    deepest = now = 0
    for end, name in re.findall(r"<(/?)([a-z0-9]+)", html):
        if name not in limits.VOID:
            now += -1 if end else 1
            deepest = max(deepest, now)
    return deepest


def table_depth(html: str) -> int:
    deepest = now = 0
    for end in re.findall(r"<(/?)table\b", html):
        now += -1 if end else 1
        deepest = max(deepest, now)
    return deepest


def longest_run(html: str) -> int:
    """Characters without a place to break; the end of a block is one."""
    text = re.sub(r"</?(?:p|div|li|ul|td|tr|table|tbody|br|blockquote)\b[^>]*>", " ", html)
    text = re.sub(r"<[^>]*>", "", text)
    text = re.sub(r"&[a-z]+;", "&", text)
    text = re.sub(r"[\u2e80-\u9fff\uac00-\ud7ff]", " ", text)
    return max(map(len, re.split("[ \t\n\u200b]", text)))


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_comes_out_inside_every_limit(name: str) -> None:
    began = time.perf_counter()
    content = prepare(BOMBS[name], "https://a.example/")
    assert time.perf_counter() - began < 5
    html = content.html
    assert depth(html) <= limits.DEPTH
    assert table_depth(html) <= limits.NESTED_TABLES
    assert len(re.findall(r"<t[dh]\b", html)) <= limits.CELLS
    assert html.count("<img") <= limits.IMAGES
    assert html.count("<a ") <= limits.LINKS
    assert len(re.findall(r"<(?:p|li|div|br|blockquote)\b", html)) <= limits.BLOCKS
    assert html.count("<") <= 2 * limits.NODES
    assert len(content.text) <= limits.TEXT
    assert len(html.encode()) <= limits.SOURCE
    assert longest_run(html) <= 2 * limits.RUN
    assert sanitize(html, "https://a.example/").html == html


def test_cut_is_told() -> None:
    assert prepare("<p>word</p>" * 60_000, None).cut
    assert prepare("<p>word</p>" * 4_000, None).cut
    assert not prepare("<p>word</p>" * 100, None).cut


def test_too_deep_becomes_text() -> None:
    found = sanitize("<div>" * 400 + "one<p>two &lt;b&gt;</p><script>three</script>" + "</div>" * 400)
    assert found.plain
    assert found.html == "<p>one</p><p>two &lt;b&gt;</p>"


def test_paragraphs_and_items_without_end_tags_are_not_deep() -> None:
    found = sanitize("<p>one<ul>" + "<li>item" * 400 + "</ul>" + "<p>two" * 400)
    assert not found.plain
    assert found.html.count("<li>") == 400
    assert found.html.count("<p>") == 401


def test_deeper_tables_keep_their_text() -> None:
    html = "<table><tr><td>a</td><td>" * 8 + "innermost" + "</td></tr></table>" * 8
    found = sanitize(html).html
    assert found.count("<table>") == limits.NESTED_TABLES
    assert "innermost" in found


def test_a_table_too_long_goes_on_as_lines() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>b{n}</td></tr>" for n in range(1_400))
    found = sanitize(f"<table><tbody>{rows}</tbody></table><p>after</p>")
    assert len(re.findall("<td>", found.html)) <= limits.CELLS
    assert "b1399" in found.html
    assert found.html.endswith("<p>after</p>")


def test_too_many_links_stay_as_text() -> None:
    found = sanitize('<a href="https://a.example/">word</a> ' * 2_100)
    assert found.html.count("<a ") == limits.LINKS
    assert found.html.count("word") == 2_100
    assert not found.cut


def test_long_words_can_be_broken() -> None:
    assert sanitize("x" * 80).html == "x" * 80
    assert sanitize("x" * 81).html == "x" * 80 + limits.BREAK + "x"
    assert (
        sanitize("<b>" + "x" * 50 + "</b>" + "y" * 50).html
        == "<b>" + "x" * 50 + "</b>" + "y" * 30 + limits.BREAK + "y" * 20
    )
    assert limits.BREAK in sanitize("x&nbsp;" * 50).html
    assert limits.BREAK not in sanitize("<p>" + "x" * 50 + "</p><p>" + "y" * 50 + "</p>").html


def test_no_break_inside_a_sign() -> None:
    assert sanitize("x" * 79 + "e\u0301" + "y").html == "x" * 79 + "e\u0301" + limits.BREAK + "y"
    assert limits.BREAK + "\u0301" not in sanitize("e\u0301" * 100).html
    entities = sanitize("&amp;" * 200).html
    assert entities.replace(limits.BREAK, "") == "&amp;" * 200


def test_text_that_breaks_by_itself_is_left_alone() -> None:
    assert sanitize("日本語の文章" * 50).html == "日本語の文章" * 50


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<b>",
                "</b>",
                "<li>",
                "<ul>",
                "</ul>",
                "<table><tr><td>",
                "</table>",
                "a b",
                "x" * 30,
                "&amp;",
            ]
        ),
        max_size=60,
    ).map("".join)
)
def test_enforcing_changes_nothing_that_is_within(html: str) -> None:
    clean = sanitize(html).html
    assert limits.enforce(clean) == (clean, False)
