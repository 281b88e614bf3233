"""The page of an article as HTML: what is rewritten, what never gets through."""

from __future__ import annotations

import dataclasses
import re
import time
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.records.article import Article
from desktop_reader.ui.dates import day
from desktop_reader.ui.theme.tokens import DARK, LIGHT
from desktop_reader.ui.viewer.body import TooMuch, body
from desktop_reader.ui.viewer.code import coloured
from desktop_reader.ui.viewer.page import host, page
from desktop_reader.ui.viewer.style import PageStyle, Script, script_of

NOON = int(datetime(2024, 10, 24, 12).timestamp())
STYLE = PageStyle(LIGHT)


def article(html: str = "<p>Words.</p>", **other: Any) -> Article:
    """An article about which nothing is special but what is told."""
    blank: dict[str, Any] = {
        field.name: {"int": 1, "str": "", "bool": False}.get(
            str(field.type), () if str(field.type).startswith("tuple") else None
        )
        for field in dataclasses.fields(Article)
    }
    blank |= {"enclosures": (), "title": "A title", "feed_title": "A feed", "published_at": NOON, "html": html}
    return Article(**{**blank, **other})


def shown(html: str) -> str:
    return body(html, rtl=False)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("bare text", '<p class="p">bare text</p>'),
        ("<div><section><p>a</p></section></div>", '<p class="p">a</p>'),
        ("one<br><br/>two<br>three", '<p class="p">one</p><p class="p">two<br>three</p>'),
        ("<p>&nbsp;</p><p> </p><div></div>", ""),
        ("<h1>A</h1><h2>B</h2>", '<p class="h2">A</p><p class="h3">B</p>'),
        ("<h3>A</h3><h5>B</h5>", '<p class="h2">A</p><p class="h4">B</p>'),
        ("<b>one<p>two</p></b>", '<p class="p"><b>one</b></p><p class="p"><b>two</b></p>'),
        ("<i>a<b>b</i>c</b>", '<p class="p"><i>a<b>b</b></i><b>c</b></p>'),
        ("<q>said</q>", '<p class="p">“said”</p>'),
        (
            "<ul><li><p>a</p><p>b</p></li></ul>",
            '<ul class="l"><li class="li">a<p class="lp">b</p></li></ul>',
        ),
        ('<ol start="4"><li>a</ol>', '<ol class="l" start="4"><li class="li">a</li></ol>'),
        ("<li>lost</li>", '<p class="p">lost</p>'),
        (
            "<blockquote>said</blockquote>",
            '<blockquote class="q"><p class="p">said</p></blockquote>',
        ),
        (
            '<figure><img src="https://e.org/a.png" alt="x"><figcaption>it</figcaption></figure>',
            '<p class="pic"><img src="https://e.org/a.png" alt="x" width="0" height="0"></p><p class="cap">it</p>',
        ),
        (
            '<p>smile <img src="https://e.org/s.png" width="16" height="16"></p>',
            '<p class="p">smile <img src="https://e.org/s.png" alt="" width="16" height="16"></p>',
        ),
        ('<p>a <img src="https://s.org/emoji/1f600.png" alt="😀"></p>', '<p class="p">a 😀</p>'),
        ("<pre>\n  a &lt; b\n\tc\n</pre>", '<pre class="c">  a &lt; b\n    c</pre>'),
    ],
)
def test_body_is_written_anew(html: str, expected: str) -> None:
    assert shown(html) == expected


def test_a_table_of_data_keeps_its_cells_and_its_caption_comes_first() -> None:
    html = "<table><caption>Cap</caption><tr><th>A</th><th>B</th></tr><tr><td>1</td><td colspan=2>2</td></tr></table>"
    written = shown(html)
    assert written.startswith('<p class="cap">Cap</p><table ')
    assert written.count('<td class="h">') == 2
    assert '<td class="c" colspan="2">2</td></tr></table>' in written


def test_a_table_for_layout_and_one_within_another_become_paragraphs() -> None:
    assert shown("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>") == '<p class="p">a</p><p class="p">b</p>'
    nested = "<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td><td>c</td></tr></table>"
    assert shown(nested).count("<table") <= 1


def test_the_rows_of_a_table_in_arabic_begin_on_the_right() -> None:
    written = body("<table><tr><th>one</th><th>two</th></tr><tr><td>1</td><td>2</td></tr></table>", rtl=True)
    assert written.index("two") < written.index("one") < written.index("2<") < written.index("1<")


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="stylesheet" href="http://evil.example/x.css">a',
        "<style>@import url(http://evil.example)</style>a",
        "<script>alert(1)</script>a",
        '<img src="file:///etc/hostname">a',
        '<img src="/etc/hostname">a<img src=""><img>',
        '<img src="data:image/png;base64,AAAA">a',
        '<img src="qrc:/x.png">a',
        '<a href="javascript:alert(1)">a</a>',
        '<a href="file:///etc/passwd">a</a>',
        '<p style="background:url(http://evil.example)">a</p>',
        '<object data="http://evil.example">b</object>a',
        '<link rel=stylesheet href="http://evil.example',
    ],
)
def test_nothing_dangerous_gets_through(html: str) -> None:
    written = shown(html)
    tags = re.findall(r"<[^>]*>", written)
    assert not [tag for tag in tags if re.search(r"evil|file:|data:|qrc:|javascript|etc", tag)]
    assert "a" in re.sub(r"<[^>]*>", "", written)


_ELEMENTS = (
    "p",
    "div",
    "b",
    "i",
    "a",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "blockquote",
    "pre",
    "code",
    "h1",
    "h4",
)
_PIECES = st.one_of(
    st.sampled_from(_ELEMENTS).map("<{}>".format),
    st.sampled_from(_ELEMENTS).map("</{}>".format),
    st.sampled_from(
        ("<div dir=rtl>", "<a href='https://e.org'>", "<br>", "<hr>", "<img src='https://e.org/a.png'>", "<q>")
    ),
    st.sampled_from(("word", " ", "&amp;", "<", ">", '"', "<figcaption>", "</figcaption>")),
)


class _Balance(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@given(st.lists(_PIECES, max_size=40), st.booleans())
def test_whatever_comes_in_what_goes_out_is_well_formed(pieces: list[str], rtl: bool) -> None:
    written = body("".join(pieces), rtl=rtl)
    balance = _Balance()
    balance.feed(written)
    balance.close()
    assert balance.open == []
    # A row outside its cells can hold no words; everywhere else none is lost.
    if not any("<t" in piece or "</t" in piece for piece in pieces):
        assert balance.words.count("word") == pieces.count("word")


def test_depth_beyond_reason_is_refused_and_shown_as_words() -> None:
    deep = "<div>" * 400 + "the words" + "</div>" * 400
    with pytest.raises(TooMuch):
        shown(deep)
    assert "the words" in page(article(deep), STYLE)


def test_a_page_that_is_too_large_is_shown_as_words_at_once() -> None:
    html = "<p>some <b>words</b></p>" * 40_000
    start = time.process_time()
    written = page(article(html), STYLE)
    assert time.process_time() - start < 2
    assert "too large" in written
    assert '<p class="p">some words<br>some words' in written
    assert len(written) < 1_500_000


def test_the_head_tells_feed_title_and_who_when_how_long_where() -> None:
    whole = page(article(author="J. <O>", words=211, url="https://www3.nhk.or.jp/x?a=1&b=2", title="A & B"), STYLE)
    assert '<p class="k">A feed</p><p class="t">A &amp; B</p>' in whole
    meta = re.sub("<[^>]*>|[\u2068\u2069]", "", whole[whole.index('<p class="m">') :].partition("</p>")[0])
    assert meta == "J. &lt;O&gt; · Oct. 24, 2024 · 1 min read · nhk.or.jp"
    assert 'href="https://www3.nhk.or.jp/x?a=1&amp;b=2"' in whole


def test_dates_and_hosts() -> None:
    assert day(int(datetime(2025, 3, 1, 8).timestamp())) == "March 1, 2025"
    assert day(int(datetime(2025, 9, 30, 23).timestamp())) == "Sept. 30, 2025"
    assert host("https://www.example.org:8080/x") == "example.org"
    assert host("http://[broken") == ""
    assert host(None) == ""


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("White House says 3,000", Script.LATIN),
        ("مركبة جديدة تدخل مدار القمر (NASA)", Script.ARABIC),
        ("ירושלים של זהב", Script.HEBREW),
        ("米政府「北朝鮮兵士3000人」", Script.CJK),
        ("대한민국 서울", Script.CJK),
        ("A word about 東京 in English", Script.LATIN),
        ("", Script.LATIN),
    ],
)
def test_the_script_is_found_from_the_text(text: str, script: Script) -> None:
    assert script_of(text) is script


def test_sizes_follow_from_the_body_and_colours_from_the_tokens() -> None:
    large = page(article(), PageStyle(DARK, px=20))
    assert re.search(r"p\.t\{[^}]*font-size:40px;line-height:47px", large)
    assert re.search(r"p\.p\{[^}]*line-height:32px", large)
    assert DARK.title in large
    assert LIGHT.title not in large
    arabic = page(article("<p>مركبة جديدة تدخل مدار القمر</p>", title="مركبة"), STYLE)
    assert '<p class="p" dir="rtl">' in arabic


def test_code_is_coloured_by_its_family_and_loses_nothing() -> None:
    source = 'def f(a):\n    """Two\n    lines."""\n    return a < 1  # why & how\n'
    written = coloured(source, "language-python")
    assert '<span class="keyword">def</span> <span class="name">f</span>' in written
    assert '<span class="comment"># why &amp; how</span>' in written
    for line in written.split("\n"):
        assert line.count("<span") == line.count("</span>")
    assert coloured("just a poem, for you", "") == "just a poem, for you"
    assert coloured("for x in y", "language-text") == "for x in y"


@given(st.text(max_size=300), st.sampled_from(("", "language-python", "language-js", "language-sql")))
def test_colouring_keeps_every_letter(text: str, language: str) -> None:
    read = HTMLText()
    read.feed(coloured(text, language))
    read.close()
    assert read.words == text.replace("\r\n", "\n").replace("\r", "\n") or read.words == text


class HTMLText(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words = ""

    def handle_data(self, data: str) -> None:
        self.words += data
