"""HTML as Markdown: readable, and never HTML again."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_reader.content import markdown as module
from desktop_reader.content.markdown import markdown
from tests.shared import SHARED, needs_shared


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("<h1>One</h1><h3>Three</h3><p>text</p>", "# One\n\n### Three\n\ntext"),
        ("<p>a <b>b</b> <em>c</em> <code>d_e</code></p>", "a **b** *c* `d_e`"),
        ('<a href="https://a.example/x_y">a_b</a>', "[a\\_b](https://a.example/x_y)"),
        ('<a href="https://a.example/(x)">a</a>', "[a](https://a.example/%28x%29)"),
        ("<a>only text</a>", "only text"),
        ('<img src="https://a.example/p.png" alt="a [b]" title="t">', "![a \\[b\\]](https://a.example/p.png)"),
        ("<h2><img src='https://a.example/p.png' alt='x'> t</h2>", "## ![x](https://a.example/p.png) t"),
        ("<ul><li>one<ul><li>two</li></ul></li></ul>", "- one\n  - two"),
        ("<ol start='3'><li>three</li><li>four</li></ol>", "3. three\n4. four"),
        ("<blockquote><p>q</p></blockquote>", "> q"),
        ('<pre class="language-sh">a  b\n\n\n\nc </pre>', "```sh\na  b\n\n\n\nc \n```"),
        ('<pre><code class="language-c++">x &lt; y</code></pre>', "```c++\nx < y\n```"),
        ("<pre>```\n&lt;b&gt;\n```</pre>", "````\n```\n<b>\n```\n````"),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td>1|2</td><td>3</td></tr></table>",
            "| a | b |\n| --- | --- |\n| 1\\|2 | 3 |",
        ),
        ("<p>one<br>two</p>", "one  \ntwo"),
        ("<p>a &lt;b&gt; &lt; c &amp;lt; R&amp;D</p>", "a \\<b> < c \\&lt; R&D"),
        ("<p>[x](javascript:alert(1))</p>", "\\[x\\](javascript:alert(1))"),
        ("<p># no heading</p>", "\\# no heading"),
        ("<p>1. no list</p>", "1\\. no list"),
        ("<p>- no list</p>", "\\- no list"),
        ("<p>2024 was -3 degrees #1</p>", "2024 was -3 degrees #1"),
        ("https://a.example/page", "https://a.example/page"),
        ("<script>x</script><p>y</p>", "y"),
    ],
)
def test_markdown(html: str, expected: str) -> None:
    assert markdown(html) == expected


def without_code(text: str) -> str:
    text = re.sub(r"^[> \d.\-]*(`{3,})[^`\n]*\n.*?^[> ]*\1$", "", text, flags=re.M | re.S)
    return re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", text)


def html_in(text: str) -> list[str]:
    return re.findall(r"(?<!\\)<[a-zA-Z/!?][^\n]{0,40}", without_code(text))


@needs_shared
def test_no_payload_leaves_html() -> None:
    with (SHARED / "hostile" / "payloads.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            payload = json.loads(line)["payload"]
            assert html_in(markdown(payload)) == [], payload


MARKS = """
    <p> </p> <b> </b> <ul><li> </ul> <pre> </pre> <code> </code> <table><tr><td> </table> <h2> &lt;script&gt; &amp;lt;
    ``` ` * _ [x](y) # 1. | <br>
"""
PIECES = MARKS.split()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from([*PIECES, " ", "\n"]), st.text(max_size=5)), max_size=25).map("".join))
def test_any_html_becomes_markdown_without_html(html: str) -> None:
    found = markdown(html)
    assert "<script" not in without_code(found).replace("\\<script", "")
    assert found == found.strip("\n")


@pytest.mark.parametrize(
    "html", ["<div>" * 290, "<ul><li>" * 140, "<table><tr><td>" * 90, "<blockquote>" * 59, "<div>" * 5_000]
)
def test_deep_nesting_is_no_error(html: str) -> None:
    assert "end" in markdown(html + "end") or len(html) > 10_000


def test_where_the_converter_gives_up_the_text_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    class GivesUp:
        def convert(self, html: str) -> str:
            raise RecursionError

    monkeypatch.setattr(module, "_converter", GivesUp)
    assert markdown("<p>one *x*</p><p>&lt;b&gt;</p>") == "one \\*x\\*\n\n\\<b>"


def test_importing_is_cheap() -> None:
    code = (
        "import sys, desktop_reader.content.prepare, desktop_reader.content.markdown;"
        "print('bs4' in sys.modules, 'lxml' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.split() == ["False", "False"]


@pytest.mark.parametrize(
    "html",
    [
        "<p>&lt;<b></b>img src=x onerror=alert(1)&gt;</p>",
        "<p>&lt;<a>img src=x onerror=alert(1)</a>&gt;</p>",
        "<p>&lt;<i></i>/p&gt;</p>",
        "<ul><li>&lt;<b></b>!-- </li></ul>",
    ],
)
def test_words_in_pieces_are_no_html(html: str) -> None:
    assert not re.search(r"(?<!\\)<[a-z/!]", markdown(html))
