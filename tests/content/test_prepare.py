"""An entry's HTML, as it is kept."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_reader.content.plain import plain
from desktop_reader.content.prepare import first_picture, prepare, snippet
from desktop_reader.content.repeats import repeats
from desktop_reader.content.sanitize import sanitize
from desktop_reader.text.words import count
from tests.shared import SHARED, needs_shared

LEAD = "The council of the small harbour town has decided to plant four hundred trees."
SECOND = "Work begins in the first week of March, the mayor told the people who had come."
THIRD = "Everybody who wants to help may bring a spade and a pair of gloves along."


def test_everything_together() -> None:
    content = prepare(
        f'<h1>Trees for the harbour</h1><p>{LEAD}</p><img src="/p.jpg" width="640" height="480"><script>x</script>',
        "https://news.example/today/",
        "Trees for the harbour",
        "EN_gb",
    )
    assert content.html == (
        f'<h1>Trees for the harbour</h1><p>{LEAD}</p><img src="https://news.example/p.jpg" width="640" height="480">'
    )
    assert content.text == f"Trees for the harbour\n{LEAD}"
    assert content.words == 4 + 14
    assert content.snippet == LEAD
    assert content.image == "https://news.example/p.jpg"
    assert content.language == "en-GB"
    assert not content.cut


@pytest.mark.parametrize("html", ["", " ", "<p></p>", "<script>x</script>", "<img src='data:x'>"])
def test_nothing_in_nothing_out(html: str) -> None:
    content = prepare(html, None)
    assert (content.text, content.words, content.snippet, content.image, content.language) == ("", 0, "", None, None)


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("short", "", "short"),
        ("Title\nText goes on.", "Title", "Text goes on."),
        ("TITLE: Text goes on.", "Title", "Text goes on."),
        ("Titles are hard.", "Title", "Titles are hard."),
        ("Title", "Title", "Title"),
        ("one\ntwo", "", "one two"),
        ("word " * 100, "", ("word " * 40).strip()),
        ("x" * 300, "", "x" * 200),
        ("字" * 300, "", "字" * 200),
    ],
)
def test_snippet(text: str, title: str, expected: str) -> None:
    assert snippet(text, title) == expected


@settings(deadline=None)
@given(st.text(max_size=700), st.text(max_size=20))
def test_a_snippet_is_a_part_of_the_text_and_short(text: str, title: str) -> None:
    found = snippet(text, title)
    assert len(found) <= 200
    assert found in text.replace("\n", " ")
    assert bool(found.strip()) == bool(text.strip())


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<img src="https://a.example/1.jpg"><img src="https://a.example/2.jpg">', "https://a.example/1.jpg"),
        ('<img src="https://a.example/avatar/7.png"><img src="https://a.example/2.jpg">', "https://a.example/2.jpg"),
        (
            '<img src="https://s.w.org/images/core/emoji/1.png"><img src="https://a.example/2.jpg">',
            "https://a.example/2.jpg",
        ),
        ('<img src="https://a.example/1.jpg" width="32" height="32">', None),
        ('<img src="https://a.example/1.jpg?a=1&amp;b=2" width="800">', "https://a.example/1.jpg?a=1&b=2"),
        ("<p>none</p>", None),
    ],
)
def test_first_picture(html: str, expected: str | None) -> None:
    assert first_picture(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{LEAD}</p><p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p><p>{SECOND}</p><p>{THIRD}</p>",
        f"<p><strong>{LEAD}</strong></p><p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p>",
        f"<div><div>{LEAD}</div><div>{SECOND}</div></div><div><p>{THIRD}</p><p>{LEAD}</p></div>",
        f"{LEAD}<br><br>{SECOND}<br><br>{THIRD}",
        f"<ul><li>{LEAD}</li><li>{SECOND}</li></ul><p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p>",
    ],
)
def test_a_paragraph_given_twice_is_kept_once(html: str) -> None:
    content = prepare(html, None)
    assert content.text.split("\n") == [LEAD, SECOND, THIRD]
    assert content.words == len(f"{LEAD} {SECOND} {THIRD}".split())
    assert sanitize(content.html).html == content.html


def test_no_empty_places_stay_behind() -> None:
    html = f"<p>{LEAD}</p><ul><li>{LEAD}</li></ul><div><p>{LEAD}</p></div><p>{SECOND}</p>"
    assert "<li>" not in prepare(html, None).html
    assert "<div>" not in prepare(html, None).html


@pytest.mark.parametrize(
    "html",
    [
        "<p>Yes.</p><p>No.</p><p>Yes.</p>",
        "<p>Row, row, row your boat down the wide stream<br>hey<br>Row, row, row your boat down the wide stream</p>",
        f"<pre>{LEAD}\n{LEAD}</pre>",
        f"<table><tbody><tr><td>{LEAD}</td></tr><tr><td>{LEAD}</td></tr></tbody></table>",
        f'<p><img src="https://a.example/1.jpg"></p><p>{LEAD}</p><p><img src="https://a.example/2.jpg"></p>',
    ],
)
def test_what_is_repeated_on_purpose_stays(html: str) -> None:
    assert prepare(html, None).html == html


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                LEAD,
                SECOND,
                "<p>",
                "</p>",
                "<b>",
                "</b>",
                "<br>",
                "<div>",
                "</div>",
                "<li>",
                "<ul>",
                "</ul>",
                "<pre>",
                "</pre>",
                "x",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_leaving_repeats_out_loses_no_line_and_breaks_nothing(html: str) -> None:
    before = plain(sanitize(html).html)
    content = prepare(html, None)
    assert set(content.text.split("\n")) == set(before.split("\n"))
    assert content.words <= count(before)
    assert plain(sanitize(content.html).html) == content.text


def test_repeats_sees_only_long_lines() -> None:
    assert repeats(f"{LEAD}\n{SECOND}\n{LEAD}")
    assert not repeats("a\nb\na")
    assert not repeats(LEAD)


@needs_shared
def test_the_target_article_has_its_211_words() -> None:
    folder = SHARED / "seed"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    lines = (folder / "article-page.txt").read_text(encoding="utf-8").split("\n")
    source = lines[: expected["paragraphs_in_source"]]
    for html in ("".join(f"<p>{line}</p>" for line in source), "<br/><br/>".join(source)):
        content = prepare(html, "https://www3.nhk.or.jp/")
        assert content.text.split("\n") == expected["paragraphs"]
        assert content.words == expected["words"]


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        ("Hello there", None, None),
        ("Hello there", "en-us", "en-US"),
        ("日本語の文章です。", "en-US", "ja"),
        ("日本語の文章です。", None, "ja"),
        ("今天天气很好，我们去公园。", None, "zh"),
        ("今天天氣很好，我們去公園。", "zh_tw", "zh-TW"),
        ("한국어 기사입니다", "en", "ko"),
        ("Это статья на русском", None, "ru"),
        ("Це стаття українською", "uk", "uk"),
        ("هذه مقالة", None, "ar"),
        ("این یک مقاله است", "fa-IR", "fa-IR"),
        ("บทความภาษาไทย", None, "th"),
        ("Le café de Zoë à Genève", "fr", "fr"),
        ("An article that only mentions 東京 by the way", "en", "en"),
        ("Một bài báo tiếng Việt được viết", "vi", "vi"),
    ],
)
def test_language(text: str, said: str | None, expected: str | None) -> None:
    assert prepare(f"<p>{text}</p>", None, language=said).language == expected
