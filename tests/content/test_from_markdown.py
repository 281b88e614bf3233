"""Markdown as people write it in notes, made HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.content.from_markdown import from_markdown
from desktop_reader.content.plain import plain
from desktop_reader.content.sanitize import sanitize


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# One *two*", "<h1>One <em>two</em></h1>"),
        ("One\n===\n\nTwo\n---", "<h1>One</h1>\n<h2>Two</h2>"),
        ("a **b** ~~c~~ `d <e>`", "<p>a <strong>b</strong> <del>c</del> <code>d &lt;e&gt;</code></p>"),
        ("snake_case_word 2*3*4", "<p>snake_case_word 2<em>3</em>4</p>"),
        ("one  \ntwo", "<p>one<br>\ntwo</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("- a\n  - b", "<ul><li>a\n<ul><li>b</li></ul></li></ul>"),
        ("- [x] done", "<ul><li>☑ done</li></ul>"),
        ("> a\n> > b", "<blockquote><p>a</p>\n<blockquote><p>b</p></blockquote></blockquote>"),
        ("```py\nx < 1\n\ny\n```\nafter", '<pre><code class="language-py">x &lt; 1\n\ny</code></pre>\n<p>after</p>'),
        ("    code", "<pre><code>code</code></pre>"),
        ("a\n\n***\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
        (
            "| a | b |\n|---|---|\n| 1 | 2 |",
            "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
        ),
        ("[a](https://x.example/y_z_)", '<p><a href="https://x.example/y_z_">a</a></p>'),
        ("[a][n]\n\n[n]: https://x.example", '<p><a href="https://x.example">a</a></p>'),
        ("![p](x.png)", '<p><img src="x.png" alt="p"></p>'),
        ("see https://x.example/a.", '<p>see <a href="https://x.example/a">https://x.example/a</a>.</p>'),
        ("[[Note|shown]] and [[Other]]", "<p>shown and Other</p>"),
        (r"\*no\* & <", "<p>*no* &amp; &lt;</p>"),
    ],
)
def test_what_is_written_is_meant(text: str, html: str) -> None:
    assert from_markdown(text) == html


@pytest.mark.parametrize(
    "piece", ["*", "[", "`", "> ", "- ", "_a ", "**a ", "![[", "<", "- a\n\n", "#", "|", "1. ", "~~a"]
)
def test_what_is_repeated_thousands_of_times_ends(piece: str) -> None:
    assert len(from_markdown(piece * 5_000)) < 1_000_000


@given(st.text(alphabet=st.sampled_from(list("ab *_`#>-+|~\n.")), max_size=200))
def test_no_letter_is_lost(text: str) -> None:
    if "~~~" in text or "```" in text:
        return  # Behind a fence stands the name of a language, which is not shown.
    shown = plain(sanitize(from_markdown(text), None).html)
    assert (shown.count("a"), shown.count("b")) == (text.count("a"), text.count("b"))


@given(st.text(max_size=200))
def test_anything_gives_html(text: str) -> None:
    assert "\x00" not in from_markdown(text)
