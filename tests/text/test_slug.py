"""Short readable ids."""

from __future__ import annotations

import json
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.text.slug import category, host_name, slug
from tests.shared import SHARED, needs_shared


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello, World!", "hello-world"),
        ("Café & Crème", "cafe-and-creme"),
        ("Straße Øresund Łódź", "strasse-oresund-lodz"),
        ("What’s new", "whats-new"),
        ("Новости дня", "novosti-dnya"),
        ("Ελλάδα", "ellada"),
        ("Tiếng Việt", "tieng-viet"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full-width"),
        ("日本語", ""),
        ("", ""),
        ("---", ""),
        ("a" * 50, "a" * 32),
        ("one two three four five six seven eight", "one-two-three-four-five-six"),
        ("exactly-thirty-two-characters-ok tail", "exactly-thirty-two-characters-ok"),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text(max_size=300))
def test_a_slug_is_short_plain_and_stays_itself(text: str) -> None:
    found = slug(text)
    assert len(found) <= 32
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", found)
    assert slug(found) == found


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www3.nhk.or.jp/nhkworld/en/news/", "nhk"),
        ("https://feeds.bbci.co.uk/news/rss.xml", "bbci"),
        ("https://blog.example.com/feed", "example"),
        ("https://user.github.io/atom.xml", "user"),
        ("https://someone.substack.com/feed", "someone"),
        ("https://medium.com/feed/@someone", "medium"),
        ("http://127.0.0.1:8080/feed", "127-0-0-1"),
        ("http://[2001:db8::1]/feed", "2001-db8-1"),
        ("http://localhost/feed", "localhost"),
        ("https://xn--bcher-kva.example/", "bucher"),
        ("https://xn--wgv71a119e.jp/", ""),
        ("https://www.abc.net.au/", "abc"),
        ("https://t.co/", "t"),
        ("https://UPPER.Example.ORG./", "example"),
        ("https://user:secret@news.example.de/", "example"),
        ("feed.xml", ""),
        ("", ""),
        ("http://[broken", ""),
    ],
)
def test_host_name(url: str, expected: str) -> None:
    assert host_name(url) == expected


@pytest.mark.parametrize(
    ("title", "site", "feed", "expected"),
    [
        ("NHK World", "https://www3.nhk.or.jp/nhkworld/", "https://www3.nhk.or.jp/rss.xml", "nhk"),
        ("NHK WORLD-JAPAN News", "https://www3.nhk.or.jp/", "https://cdn.example/rss.xml", "nhk"),
        ("BBC News - World", "https://www.bbc.co.uk/news", "https://feeds.bbci.co.uk/rss.xml", "bbc"),
        ("The Verge", "https://www.theverge.com/", "https://www.theverge.com/rss", "theverge"),
        ("The Guardian", "https://www.guardian.example/", "https://f.example/", "guardian"),
        ("Hacker News", "https://news.ycombinator.com/", "https://news.ycombinator.com/rss", "hacker-news"),
        ("Some Blog", None, "https://some.example.com/feed", "some-blog"),
        ("日本のニュース", "https://www.asahi.com/", "https://f.example/", "asahi"),
        ("", "https://blog.example.com/", "https://f.example/", "example"),
        ("", None, "https://user.github.io/feed", "user"),
        ("", None, "", "feed"),
        ("日本", None, "nonsense", "feed"),
        ("Ars Technica", "https://arstechnica.com/", "https://f.example/", "arstechnica"),
    ],
)
def test_category(title: str, site: str | None, feed: str, expected: str) -> None:
    assert category(title, site, feed) == expected


@needs_shared
def test_nasty_titles_make_plain_ids_at_once() -> None:
    with (SHARED / "hostile" / "titles.jsonl").open(encoding="utf-8") as lines:
        titles = [json.loads(line)["title"] for line in lines]
    assert len(titles) >= 10
    began = time.perf_counter()
    for title in titles:
        assert re.fullmatch(r"[a-z0-9-]{0,32}", slug(title))
        assert category(title, "https://www.news.example/", "https://news.example/feed")
    assert time.perf_counter() - began < 0.5
