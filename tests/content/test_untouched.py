"""The quick look that spares most articles the cleaning never passes over one that has something to be taken away."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_reader.content.clean import clean, untouched
from desktop_reader.content.derive import derive
from desktop_reader.content.limits import _short_words
from desktop_reader.content.plain import plain
from desktop_reader.content.sanitize import sanitize
from desktop_reader.errors import ParseError
from desktop_reader.feeds.parse import parse
from desktop_reader.text.words import count
from tests.content.test_clean import HERE, LEAD, SECOND, TEXT, pages
from tests.shared import SHARED, needs_shared

SHARE = '<p><a href="https://twitter.com/intent/tweet?url=x">Tweet</a></p>'
STUBS = [f'<a href="{HERE}">Read more</a>', "<p>The post Trees appeared first on Harbour Post.</p>", SHARE]


def same(html: str, title: str) -> bool:
    return untouched(html, plain(html), title)


@settings(max_examples=600, deadline=None)
@given(pages(*STUBS, "<td></td>", "<p>\u200b</p>", "\u3000", "<i></i>", "Größe.", "¤"), st.sampled_from(["", "Trees"]))
def test_what_is_called_untouched_is(html: str, title: str) -> None:
    if same(html, title):
        assert clean(html, title) == html
    assert derive(html, title).text == plain(clean(html, title))


@pytest.mark.parametrize(
    "html",
    [
        f"<h2>Trees</h2>{TEXT}",
        f"<h2>“trees”</h2>{TEXT}",
        f"{TEXT}<p>{LEAD}</p>",
        f"{TEXT}<p>{LEAD.replace(' ', '  ')}</p>",
        f"{TEXT}<p></p>",
        f"{TEXT}<div><p><b> </b>&nbsp;</p><br></div>",
        f"{TEXT}{SHARE}",
        f'{TEXT}<p><a href="{HERE}">Read more</a></p>',
        f'<p>{LEAD} <a href="{HERE}">Read more →</a></p><p> </p>',
        f"{TEXT}<p>The post Trees appeared first on Harbour Post.</p><hr>",
    ],
)
def test_what_has_something_to_be_taken_away_is_not(html: str) -> None:
    html = sanitize(html).html
    assert clean(html, "Trees") != html
    assert not same(html, "Trees")


@pytest.mark.parametrize(
    "html",
    [
        TEXT,
        f"<h2>Harbour</h2>{TEXT}",
        f"{TEXT}<table><tbody><tr><td></td><td>1</td></tr></tbody></table>",
        f'<p>{LEAD} <a href="{HERE}">A map</a>.</p><ul><li>One</li><li>Two</li></ul><p>{SECOND}</p>',
    ],
)
def test_common_articles_are_spared(html: str) -> None:
    html = sanitize(html).html
    assert same(html, "Trees")
    assert clean(html, "Trees") == html


def real_entries() -> Iterator[tuple[str, str, str | None]]:
    """The entries of every fifth document."""
    names = [json.loads(line)["file"] for line in (SHARED / "feeds/MANIFEST.jsonl").read_text("utf-8").splitlines()]
    for name in sorted(names)[::5]:
        try:
            feed = parse((SHARED / "feeds" / name).read_bytes(), "https://real.example/")
        except ParseError:
            continue
        yield from ((entry.html, entry.title, entry.url) for entry in feed.entries[:40])


@needs_shared
def test_real_articles_come_out_as_by_the_long_road() -> None:
    seen = spared = 0
    for source, title, url in real_entries():
        html = sanitize(source, url).html
        quick = same(html, title)
        if quick:
            assert clean(html, title) == html, title
        text = derive(html, title).text
        assert text == plain(clean(html, title))
        assert plain(html, sanitised=True) == plain(html)
        assert count(text, tidy=True) == count(text)
        seen += 1
        spared += quick
    assert seen > 500
    assert spared > seen * 0.7


@given(st.text(alphabet="ab \n\t\r\x0b\x1c\u00a0\u3000é", max_size=60))
def test_tidy_texts_are_counted_as_any(text: str) -> None:
    text = plain(text)
    assert count(text, tidy=True) == len(text.split())


@given(st.lists(st.tuples(st.sampled_from(["x", "é", "\n", ""]), st.integers(0, 100)), max_size=12))
def test_long_words_are_found(parts: list[tuple[str, int]]) -> None:
    text = " ".join(letter * many for letter, many in parts)
    assert _short_words(text) == (max(map(len, text.split(" "))) <= 80)
