"""Lists of subscriptions: from other readers, from broken disks, and back again without a loss."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_reader.errors import OpmlError
from desktop_reader.feeds import opml
from desktop_reader.feeds.opml import OutlineFeed, OutlineFolder, OutlineTree


def listed(body: str) -> bytes:
    head = '<?xml version="1.0" encoding="utf-8"?><opml version="1.0"><head><title>Mine</title></head>'
    return f"{head}<body>{body}</body></opml>".encode()


def urls(data: bytes) -> list[str]:
    return [feed.url for feed in opml.feeds(opml.read(data))]


def test_folders_names_and_addresses() -> None:
    data = listed(
        """<outline text="News" title="The news"><outline text="Deep"><outline type="rss" text="A" title="Long A"
        xmlUrl="https://a.example/feed?x=1&amp;y=2" htmlUrl="https://a.example/"/></outline></outline>
        <outline title="B" XMLURL=" http://b.example/rss "/><outline text="Empty folder"/>"""
    )
    assert opml.read(data) == OutlineTree(
        title="Mine",
        children=(
            OutlineFolder(
                "News",
                "The news",
                (
                    OutlineFolder(
                        "Deep",
                        "",
                        (OutlineFeed("https://a.example/feed?x=1&y=2", "A", "Long A", "https://a.example/"),),
                    ),
                ),
            ),
            OutlineFeed("http://b.example/rss", "", "B"),
            OutlineFolder("Empty folder"),
        ),
    )


def test_names_fall_back_on_each_other() -> None:
    assert OutlineFeed("http://a.example/", "", "Title").name == "Title"
    assert OutlineFolder("Text", "Title").name == "Text"


def test_faults_of_other_programs_are_read_over() -> None:
    assert urls(listed('<outline text="R&D" xmlUrl="http://a.example/?a=1&b=2&copy=3"/>')) == [
        "http://a.example/?a=1&b=2&copy=3"
    ]
    assert urls(b"\xef\xbb\xbf\n\n " + listed('<outline xmlUrl="http://a.example/"/>')) == ["http://a.example/"]
    assert urls(listed('<outline text="bad \x0b&#11;&nbsp;char" xmlUrl="http://a.example/"/>')) == ["http://a.example/"]
    assert urls(listed('<outline text="a <b> c" xmlUrl="http://a.example/"/>')) == ["http://a.example/"]
    latin = listed('<outline text="Café" xmlUrl="http://a.example/"/>').decode().encode("latin-1")
    assert [feed.text for feed in opml.feeds(opml.read(latin))] == ["Café"]
    wide = listed('<outline text="Ö" xmlUrl="http://a.example/"/>').decode().replace("utf-8", "utf-16").encode("utf-16")
    assert [feed.text for feed in opml.feeds(opml.read(wide))] == ["Ö"]
    assert urls(b'<OPML><BODY><OUTLINE URL="http://a.example/" TYPE="rss"/></BODY></OPML>') == ["http://a.example/"]


def test_feeds_inside_a_feed_are_not_lost() -> None:
    data = listed(
        '<outline text="a" xmlUrl="http://a.example/"><outline text="b" xmlUrl="http://b.example/"/></outline>'
    )
    assert urls(data) == ["http://a.example/", "http://b.example/"]


def test_only_addresses_of_feeds_are_taken_and_the_others_named() -> None:
    others = [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://a.example/",
        "//a.example/",
        "a.example/feed",
        "http://",
        "http:///x",
    ]
    good = ["http://a.example/", "HTTPS://A.EXAMPLE/", "feed://a.example/", "feed:https://a.example/", "http://[::1]/"]
    tree = opml.read(listed("".join(f'<outline text="x" xmlUrl="{url}"/>' for url in [*others, *good])))
    assert [feed.url for feed in opml.feeds(tree)] == good
    assert list(tree.left_out) == others


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"<!doctype html><html><body>Sign in</body></html>", "web page"),
        (b'<rss version="2.0"><channel><title>x</title></channel></rss>', "single feed"),
        (b"PK\x03\x04 a zip", "Choose an OPML file"),
        (b'{"feeds": []}', "Choose an OPML file"),
        (b"<notes><note/></notes>", "Choose an OPML file"),
        (listed('<outline text="a" xmlUrl="http://a.example/"/>' * 3)[:-30], "breaks off"),
        (listed('<outline text="a" xmlUrl="http://a.example/"/>')[:-7], "breaks off"),
        (b'<opml version="2.0"><head/></opml>', "breaks off"),
        (b"<opml>" + b" " * opml.SIZE_LIMIT, "smaller parts"),
        (listed("<outline text='f'>" * 101 + "</outline>" * 101), "deep"),
        (listed("<outline text='f'>" * 20_000 + "</outline>" * 20_000), "deep"),
        (listed("".join(f'<outline xmlUrl="http://a.example/{n}"/>' for n in range(50_001))), "Split it"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(OpmlError, match=words):
        opml.read(data)


def test_a_hundred_folders_deep_is_still_read() -> None:
    data = listed("<outline text='f'>" * 98 + '<outline xmlUrl="http://a.example/"/>' + "</outline>" * 98)
    assert urls(data) == ["http://a.example/"]


def test_no_entity_grows_or_reaches_outside() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    for entities, reference in (
        (f'<!ENTITY l0 "lol">{laughs}', "&l9;"),
        ('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"),
    ):
        data = f'<!DOCTYPE opml [{entities}]><opml><body><outline text="{reference}" xmlUrl="http://a.example/"/></body></opml>'
        assert [feed.text for feed in opml.feeds(opml.read(data.encode()))] == [reference]


def test_what_is_written_is_well_formed_and_named() -> None:
    data = opml.write(OutlineTree((OutlineFeed("http://a.example/?a&b", 'Q "<&>"\0\ud800'),)), "My <feeds>")
    assert data.startswith(
        b'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0" xmlns:reader="desktop-reader:opml">'
    )
    assert opml.read(data) == OutlineTree((OutlineFeed("http://a.example/?a&b", 'Q "<&>"'),), "My <feeds>")


def test_an_empty_list_is_a_list() -> None:
    assert opml.read(opml.write(OutlineTree(), "None yet")) == OutlineTree((), "None yet")


NAMES = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=20
) | st.sampled_from(["tab\there", "line\nbreak", " spaces ", "&amp;", "<b>", "]]>", "'\""])
ADDRESSES = st.builds(
    "{}://{}.example/{}".format,
    st.sampled_from(["http", "https", "feed"]),
    st.sampled_from(["a", "xn--bcher-kva"]),
    st.text("a0?&=;%~'<>\"-", max_size=12),
)
SITES = st.just("") | ADDRESSES
FEEDS = st.builds(OutlineFeed, ADDRESSES, NAMES, NAMES, SITES)
OUTLINES = st.recursive(
    FEEDS,
    lambda inner: st.builds(OutlineFolder, NAMES, NAMES, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    max_leaves=8,
)


@given(st.lists(OUTLINES, max_size=4).map(tuple))
@settings(max_examples=100, deadline=None)
def test_a_list_comes_back_as_it_went(children: tuple[opml.Outline, ...]) -> None:
    assert opml.read(opml.write(OutlineTree(children), "t")).children == children


@given(st.integers(0, 600), st.integers(0, 80), st.binary(max_size=8))
@settings(max_examples=200, deadline=None)
def test_a_damaged_list_is_read_or_refused(at: int, length: int, put: bytes) -> None:
    data = listed("".join(f'<outline text="Feed {n}" xmlUrl="http://a.example/{n}"/>' for n in range(8)))
    try:
        tree = opml.read(data[:at] + put + data[at + length :])
    except OpmlError:
        return
    assert len(list(opml.feeds(tree))) <= 9
