"""Documents are digested: only what is new is prepared, and every entry gets a title."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.errors import OpmlError, ParseError
from desktop_reader.feeds import parse
from desktop_reader.records.health import Problem
from desktop_reader.records.parsed import Enclosure, ParsedEntry
from desktop_reader.worker.tasks import DigestFeed, FindLinks, ReadOpml, fingerprint
from tests.documents import Item, page, rss

FEED = "https://example.org/feed.xml"
ENTRY = ParsedEntry(
    guid="urn:1",
    url="https://example.org/1",
    title="One",
    author="Ann",
    html="<p>Text</p>",
    summary_html="<p>Short</p>",
    published_at=1,
    updated_at=2,
    enclosures=(Enclosure("https://example.org/1.mp3", "audio/mpeg", 9),),
    categories=("Sea", "Harbour"),
    image="https://example.org/1.png",
    comments="https://example.org/1#comments",
    language="en",
    base_url="https://example.org/",
)
OTHER: dict[str, Any] = {
    "guid": "urn:2",
    "url": "https://example.org/2",
    "title": "Two",
    "author": "Ben",
    "html": "<p>Text.</p>",
    "summary_html": "",
    "published_at": 3,
    "updated_at": None,
    "enclosures": (Enclosure("https://example.org/1.mp3", "audio/mpeg", 10),),
    "categories": ("Sea",),
    "image": None,
    "comments": None,
}


def feed(*items: str) -> bytes:
    return (
        "<rss version='2.0'><channel><title>Notes</title><link>https://example.org/</link>"
        + "".join(f"<item>{item}</item>" for item in items)
        + "</channel></rss>"
    ).encode()


def digested(*items: str) -> Any:
    return DigestFeed(feed(*items), FEED).run()


def test_a_fingerprint_is_stable() -> None:
    assert fingerprint(ENTRY) == fingerprint(replace(ENTRY))
    # Kept in libraries: another value would have every article of every feed prepared and stored once more.
    assert fingerprint(ENTRY).hex() == "888612db57e9bf2f8f494aae"


@pytest.mark.parametrize("name", OTHER)
def test_a_fingerprint_feels_every_change(name: str) -> None:
    assert fingerprint(replace(ENTRY, **{name: OTHER[name]})) != fingerprint(ENTRY)


def test_no_field_of_an_entry_is_forgotten() -> None:
    """The language and the base are of the document around, and change with nothing that is shown."""
    assert {f.name for f in fields(ParsedEntry)} == OTHER.keys() | {"language", "base_url"}


@given(st.text(), st.text())
def test_fingerprints_of_other_texts_are_others_and_lone_surrogates_do_no_harm(one: str, two: str) -> None:
    same = fingerprint(replace(ENTRY, title=one + "\ud800")) == fingerprint(replace(ENTRY, title=two + "\ud800"))
    assert same is (one == two)


def test_entries_that_are_known_are_left_out_of_the_work() -> None:
    whole = DigestFeed(rss([Item(1), Item(2), Item(3)]), FEED).run()
    known = frozenset(entry.fingerprint for entry in whole.entries[:2])
    rest = DigestFeed(rss([Item(1), Item(2, html="<p>Another text</p>"), Item(3)]), FEED, known=known).run()
    assert rest.known == (whole.entries[0].fingerprint,)
    assert [entry.guid for entry in rest.entries] == ["urn:harbour:2", "urn:harbour:3"]


def test_an_entry_without_a_title_is_called_by_its_first_words() -> None:
    text = "The harbour master, who had not slept, counted the lamps along the quay and wrote down what he saw there."
    (entry,) = digested(
        f"<guid>1</guid><description>&lt;p&gt;{text}&lt;/p&gt;&lt;p&gt;More.&lt;/p&gt;</description>"
    ).entries
    assert entry.title == "The harbour master, who had not slept, counted the lamps along the quay and…"
    assert len(entry.title) <= 81


def test_without_words_it_is_called_by_its_address() -> None:
    entries = digested(
        "<link>https://example.org/7</link>",
        "<link>https://example.org/8</link><description>&lt;img src='https://example.org/8.png'&gt;</description>",
    ).entries
    assert [entry.title for entry in entries] == ["https://example.org/7", "https://example.org/8"]


def test_one_long_word_is_cut_too() -> None:
    (entry,) = digested(f"<guid>1</guid><description>{'x' * 500}</description>").entries
    assert entry.title == "x" * 80 + "…"


def test_the_shorter_text_beside_the_full_one_is_kept_as_plain_text() -> None:
    (entry,) = digested(
        "<guid>1</guid><description>&lt;b&gt;Short&lt;/b&gt;\n of   it</description>"
        "<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
        "&lt;p&gt;The full text.&lt;/p&gt;</content:encoded>"
    ).entries
    assert (entry.description, entry.content.text) == ("Short of it", "The full text.")


def test_endless_descriptions_are_cut() -> None:
    (entry,) = digested(
        f"<guid>1</guid><description>{'word ' * 5000}</description>"
        "<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
        f"{'The full text is longer. ' * 3000}</content:encoded>"
    ).entries
    assert len(entry.description) == 1000


def test_a_feed_without_title_and_entries_is_a_feed() -> None:
    digest = DigestFeed(b"<rss version='2.0'><channel></channel></rss>", FEED).run()
    assert (digest.title, digest.entries, digest.known) == ("", (), ())


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (page(), Problem.NOT_A_FEED),
        (b"", Problem.EMPTY),
        (b"\x00\x01\x02 no document at all", Problem.MALFORMED),
    ],
)
def test_what_is_no_feed_is_told(body: bytes, problem: Problem) -> None:
    with pytest.raises(ParseError) as told:
        DigestFeed(body, FEED).run()
    assert told.value.problem is problem


def test_scripts_do_not_survive_the_digest() -> None:
    (entry,) = digested(
        "<guid>1</guid><title>T</title><description>&lt;script&gt;alert(1)&lt;/script&gt;"
        "&lt;p onclick='x()'&gt;Safe&lt;/p&gt;</description>"
    ).entries
    assert "script" not in entry.content.html
    assert "onclick" not in entry.content.html


def test_links_of_a_page_come_with_guesses() -> None:
    named, guesses, _ = FindLinks(page("/feed.xml", "https://other.example/atom"), "https://example.org/a/").run()
    assert [link.url for link in named] == ["https://example.org/feed.xml", "https://other.example/atom"]
    assert guesses
    assert all(guess.startswith("https://example.org/") for guess in guesses)


def test_a_list_that_is_none_is_told() -> None:
    with pytest.raises(OpmlError):
        ReadOpml(b"<html>not a list</html>").run()


def test_what_feedparser_need_not_see_again_is_known_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that takes the slow road: only its first entry and what is new go through feedparser."""
    items = "".join(f"<item><title>Note {n}</title><link>https://example.org/{n}</link></item>" for n in range(5))
    space = "http://purl.org/rss/1.0/"
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    frame = f'<r:RDF xmlns:r="{rdf}" xmlns="{space}"><channel><title>N</title></channel>%s</r:RDF>'
    whole = DigestFeed((frame % items).encode(), FEED).run()
    marks = [entry.fingerprint for entry in whole.entries]
    seen: list[str] = []
    right = parse._read

    def read(source: str, strictly: bool = False) -> object:
        seen.append(source)
        return right(source, strictly)

    monkeypatch.setattr(parse, "_read", read)
    new = "<item><title>New</title><link>https://example.org/new</link></item>"
    digest = DigestFeed((frame % (new + items)).encode(), FEED, known=frozenset(marks)).run()
    assert [entry.title for entry in digest.entries] == ["New"]
    assert sorted(digest.known) == sorted(marks)
    assert len(seen) == 1
    assert seen[0].count("<item>") == 2, "the new one, and the one that stood first before"


def test_a_feed_that_calls_itself_by_a_book_has_a_name_of_some_words() -> None:
    digest = DigestFeed(rss([Item(1)], title="A feed of feeds " * 500), FEED).run()
    assert digest.title.startswith("A feed of feeds A feed")
    assert digest.title.endswith("…")
    assert len(digest.title) <= 301
    assert len(DigestFeed(rss([Item(1)], title="W" * 20_000), FEED).run().title) == 301
