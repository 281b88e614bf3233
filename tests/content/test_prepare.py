"""An entry's HTML, as it is kept."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_reader.content.derive import first_picture, snippet
from desktop_reader.content.prepare import prepare
from desktop_reader.content.sanitize import sanitize
from tests.shared import SHARED, needs_shared

LEAD = "The council of the small harbour town has decided to plant four hundred trees."


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
    assert content.text == LEAD
    assert content.words == 14
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


def test_the_body_is_kept_as_it_came_and_described_as_it_is_shown() -> None:
    html = (
        f'<h2>Trees</h2><p>{LEAD}</p><p>{LEAD}</p><p><a href="https://twitter.com/intent/tweet?url=x">'
        '<img src="https://a.example/social.jpg"></a></p><img src="https://a.example/trees.jpg">'
    )
    content = prepare(html, None, "Trees")
    assert content.html == html == sanitize(html).html
    assert (content.text, content.words, content.snippet) == (LEAD, 14, LEAD)
    assert content.image == "https://a.example/trees.jpg"


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
