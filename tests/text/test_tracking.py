"""What only tells by which way somebody comes goes; what names the page stays as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.content.addresses import links_without_tracking
from desktop_reader.text.tracking import tracks, without_tracking


@pytest.mark.parametrize(
    ("given_", "left"),
    [
        ("https://e.org/a?utm_source=x&b=1&fbclid=2#top", "https://e.org/a?b=1#top"),
        ("https://e.org/a?utm_source=x", "https://e.org/a"),
        ("https://e.org/a?b=%C3%A4+%26&UTM%5Fsource=x&c", "https://e.org/a?b=%C3%A4+%26&c"),
        ("https://e.org/a?gclid=1&mc_eid=2&mc_cid=3&msclkid=4", "https://e.org/a"),
        ("https://e.org/a#xtor=RSS-1", "https://e.org/a"),
        ("https://e.org/a?ref=rss&id=5", "https://e.org/a?id=5"),
    ],
)
def test_what_tracks_goes(given_: str, left: str) -> None:
    assert without_tracking(given_) == left


@pytest.mark.parametrize(
    "url",
    [
        "https://e.org/a?b=1&&c",
        "https://e.org/?",
        "https://e.org/a#utm",
        "no address",
        "",
        "?ref=home",
        "mailto:a@e.org",
    ],
)
def test_all_else_stays(url: str) -> None:
    assert without_tracking(url) == url


PAIR = st.sampled_from(
    ["a=1", "utm_source=x", "fbclid=y", "b", "", "q=a%26utm_x=1", "ref=feed", "ref=home", "=", "gclid"]
)


@given(st.lists(PAIR, max_size=8), st.sampled_from(["", "#top", "#utm_source=1", "#/route?utm_a=1"]))
def test_twice_is_once_and_no_pair_is_made_up(pairs: list[str], end: str) -> None:
    url = f"https://e.org/p?{'&'.join(pairs)}{end}"
    left = without_tracking(url)
    assert without_tracking(left) == left
    query = left.partition("#")[0].partition("?")[2]
    assert [pair for pair in query.split("&") if pair] == [pair for pair in pairs if pair and not tracks(pair)]


def test_links_of_an_article_are_bare_and_its_pictures_as_they_were() -> None:
    html = (
        '<p><a href="https://e.org/a?x=1&amp;utm_source=rss&amp;y=&quot;2">one</a> '
        '<a href="https://e.org/b">two</a> <a href="mailto:a@e.org">three</a> ?utm_source=4 '
        '<img src="https://e.org/i.png?utm_source=rss"></p>'
    )
    assert links_without_tracking(html) == html.replace("&amp;utm_source=rss", "")
