"""JSON Feed as written by the book, by hand, and by nobody who means well."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_reader.errors import ParseError
from desktop_reader.feeds import parse
from desktop_reader.records.health import Problem
from desktop_reader.records.parsed import Enclosure, ParsedEntry, ParsedFeed

URL = "https://micro.example/feed.json"
V11 = "https://jsonfeed.org/version/1.1"


def read(document: Any) -> ParsedFeed:
    return parse.parse(
        (document if isinstance(document, str) else json.dumps(document)).encode(), URL, "application/feed+json"
    )


def entry(**item: Any) -> ParsedEntry:
    return read({"version": V11, "title": "t", "items": [item]}).entries[0]


def test_a_whole_feed() -> None:
    feed = read(
        {
            "version": V11,
            "title": "Notes &amp; more",
            "home_page_url": "/",
            "feed_url": URL,
            "description": "Small\nthings",
            "favicon": "favicon.ico",
            "icon": "https://micro.example/big.png",
            "language": "en",
            "authors": [{"name": "Ada"}, {"name": "Bo"}],
            "items": [
                {
                    "id": "1",
                    "url": "/1",
                    "external_url": "https://elsewhere.example/",
                    "title": "<b>One</b>",
                    "content_html": "<p>Full</p>",
                    "content_text": "Full",
                    "summary": "a < b",
                    "image": "1.jpg",
                    "date_published": "2024-03-01T12:00:00+01:00",
                    "date_modified": "2024-03-02T12:00:00Z",
                    "tags": ["x", "y", "x", "", 7],
                    "language": "fr",
                    "attachments": [
                        {"url": "a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 10},
                        {"url": "a.mp3"},
                        {"mime_type": "lost"},
                    ],
                },
                {"id": 2, "content_text": "First\n\nSecond\nline", "author": {"name": "Cleo"}},
            ],
        }
    )
    assert (feed.title, feed.description, feed.author, feed.language) == (
        "Notes & more",
        "Small things",
        "Ada, Bo",
        "en",
    )
    assert (feed.site_url, feed.self_url) == ("https://micro.example/", URL)
    assert (feed.icon_url, feed.version) == ("https://micro.example/favicon.ico", "json11")
    assert feed.entries == (
        ParsedEntry(
            guid="1",
            url="https://micro.example/1",
            title="One",
            author="Ada, Bo",
            html="<p>Full</p>",
            summary_html="a &lt; b",
            published_at=1_709_290_800,
            updated_at=1_709_380_800,
            enclosures=(Enclosure("https://micro.example/a.mp3", "audio/mpeg", 10),),
            categories=("x", "y", "7"),
            image="https://micro.example/1.jpg",
            language="fr",
            base_url=URL,
        ),
        ParsedEntry(
            guid="2",
            url=None,
            title="",
            author="Cleo",
            html="<p>First</p><p>Second<br>line</p>",
            base_url=URL,
        ),
    )


def test_version_1_0_and_a_feed_that_forgot_its_version() -> None:
    assert read({"version": "https://jsonfeed.org/version/1", "title": "t", "items": []}).version == "json10"
    assert len(read({"items": [{"content_text": "x"}]}).entries) == 1


def test_a_link_blog_links_out_where_it_has_no_page_of_its_own() -> None:
    assert entry(id="1", external_url="https://elsewhere.example/").url == "https://elsewhere.example/"


def test_a_summary_alone_is_the_text() -> None:
    only = entry(id="1", summary="All of it")
    assert (only.html, only.summary_html) == ("All of it", "")


@pytest.mark.parametrize(
    "document",
    [
        "{",
        "[]",
        "[1, 2]",
        '{"a": 1}',
        '{"version": "2", "items": 3}',
        '{"items": []}',
        '{"version":"' + V11 + '","items":' + "[" * 100_000,
    ],
)
def test_what_is_no_json_feed_is_refused(document: str) -> None:
    with pytest.raises(ParseError) as caught:
        read(document)
    assert caught.value.problem is Problem.MALFORMED


def test_wrong_types_are_nothing() -> None:
    feed = read(
        {
            "version": V11,
            "title": ["x"],
            "items": [None, 3, "x", [], {"id": None, "title": {"a": 1}, "tags": "x", "url": 5.5}],
        }
    )
    assert feed.title == ""
    assert len(feed.entries) == 1
    assert (feed.entries[0].guid, feed.entries[0].title, feed.entries[0].categories) == (None, "", ())
    assert read({"version": V11, "title": "t", "items": {"0": {}}}).entries == ()


def test_numbers_that_hurt_do_not() -> None:
    document = (
        '{"version":"%s","title":NaN,"items":[{"id":%s,"content_text":"x"},{"id":1e999},{"id":Infinity},{"id":true}]}'
    )
    feed = read(document % (V11, "9" * 100_000))
    assert [one.guid and one.guid[:7] for one in feed.entries] == ["sha256:", None, None, None]
    sizes = [{"url": "a", "size_in_bytes": size} for size in (-1,)] + [
        {"url": "b", "size_in_bytes": "x"},
        {"url": "c", "size_in_bytes": 2.0},
    ]
    assert [file.length for file in entry(id="1", attachments=sizes).enclosures] == [None, None, 2]


def test_surrogates_and_controls_are_gone() -> None:
    item = '{"id":"\\udfff","content_text":"x\\u0000\\ud83d","url":"http://a.example/\\ud800"}'
    document = '{"version":"%s","title":"a\\ud800b\\u0000","items":[' + item + "]}"
    feed = read(document % V11)
    assert feed.title == "ab"
    assert (feed.entries[0].guid, feed.entries[0].html, feed.entries[0].url) == (None, "x", "http://a.example/")


def test_dangerous_links_are_none() -> None:
    assert entry(id="1", url="javascript:alert(1)").url is None
    assert entry(id="1", image="data:image/png;base64,xx").image is None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
ITEM = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        (
            "id",
            "url",
            "external_url",
            "title",
            "content_html",
            "content_text",
            "summary",
            "image",
            "banner_image",
            "date_published",
            "date_modified",
            "author",
            "authors",
            "tags",
            "attachments",
            "language",
        ),
        ANYTHING,
    ),
)
FEED = st.fixed_dictionaries(
    {"version": st.just(V11)},
    optional={
        "items": st.lists(ITEM | ANYTHING, max_size=3) | ANYTHING,
        **dict.fromkeys(
            ("title", "home_page_url", "feed_url", "icon", "favicon", "authors", "author", "language", "description"),
            ANYTHING,
        ),
    },
)


@given(FEED)
@settings(max_examples=100, deadline=None)
def test_values_of_any_type_anywhere_raise_nothing(document: dict[str, Any]) -> None:
    feed = read(document)
    for text in (feed.title, feed.author, *(one.title + one.html + (one.guid or "") for one in feed.entries)):
        assert text.encode("utf-8").decode("utf-8") == text  # Else a lone surrogate, which SQLite does not take.


@given(st.integers(0, 400), st.integers(1, 60), st.binary(max_size=6))
@settings(max_examples=150, deadline=None)
def test_broken_json_is_a_parse_error(at: int, length: int, put: bytes) -> None:
    body = json.dumps(
        {"version": V11, "title": "t", "items": [{"id": str(n), "content_html": "<p>x</p>"} for n in range(8)]}
    ).encode()
    try:
        feed = parse.parse(body[:at] + put + body[at + length :], URL)
    except ParseError:
        return
    assert len(feed.entries) <= 9
