"""One document in the clothes that servers put on it: other encodings, ends of lines, words before and behind it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from desktop_reader.feeds import parse
from tests.feeds.documents import ATOM03, ATOM10, CDF, RSS10, RSS20, URL

DOCUMENTS = {"rss 2.0": RSS20, "rss 1.0": RSS10, "atom 1.0": ATOM10, "atom 0.3": ATOM03, "cdf": CDF}
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def bare(text: str) -> str:
    return _DECLARATION.sub("", text, count=1).lstrip()


def labelled(text: str, label: str) -> str:
    return f'<?xml version="1.0" encoding="{label}"?>{bare(text)}'


def in_table(table: str, label: str = "", mark: bytes = b"") -> Callable[[str], bytes]:
    return lambda text: mark + labelled(text, label or table).encode(table)


def referenced(text: str) -> bytes:
    pieces = re.split(r"(<!\[CDATA\[.*?\]\]>)", text, flags=re.DOTALL)
    assert all(piece.isascii() for piece in pieces[1::2])
    return labelled("".join(pieces), "us-ascii").encode("ascii", "xmlcharrefreplace")


WARNING = b"<br />\n<b>Warning</b>: mysql_connect() in <b>/srv/db.php</b> on line <b>3</b><br />\n"
BEHIND = b"\n<!-- 0.3 s -->\n<script>count(1 < 2 && 3)</script>\n"
DISGUISES: dict[str, Callable[[str], bytes]] = {
    "utf-16": in_table("utf-16"),
    "utf-16 without a mark": in_table("utf-16-le"),
    "utf-16 the other way round": in_table("utf-16-be"),
    "utf-32": in_table("utf-32"),
    "utf-8 called utf-16": in_table("utf-8", "utf-16"),
    "utf-8 called latin-1": in_table("utf-8", "iso-8859-1"),
    "utf-8 called nonsense": in_table("utf-8", "x-none"),
    "latin-1 called utf-8": in_table("cp1252", "utf-8"),
    "two marks": in_table("utf-8", mark=b"\xef\xbb\xbf\xef\xbb\xbf"),
    "references": referenced,
    "no declaration": lambda text: bare(text).encode(),
    "two declarations": lambda text: b'<?xml version="1.0"?>\n' + labelled(text, "utf-8").encode(),
    "xml 1.1": lambda text: labelled(text, "utf-8").replace("1.0", "1.1", 1).encode(),
    "blanks before it": lambda text: b"\n\n  " + text.encode(),
    "words before it": lambda text: WARNING + text.encode(),
    "words behind it": lambda text: text.encode() + BEHIND,
    "nothings behind it": lambda text: text.encode() + b"\0\0\0",
    "a style sheet": lambda text: b"<?xml-stylesheet href='/x.xsl'?>" + bare(text).encode(),
    "a comment": lambda text: b"<!-- <rss> -->" + bare(text).encode(),
    "windows lines": lambda text: text.replace("\n", "\r\n").encode(),
    "old mac lines": lambda text: text.replace("\n", "\r").encode(),
    "control characters": lambda text: re.sub(r"(</(?:title|link)>)", "\x0b\x01\\1", text).encode(),
}


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
@pytest.mark.parametrize("text", DOCUMENTS.values(), ids=DOCUMENTS)
def test_it_is_the_same_feed(text: str, disguise: Callable[[str], bytes]) -> None:
    wanted = parse.parse(text.encode(), URL)
    assert wanted.entries
    assert parse.parse(disguise(text), URL) == wanted


@pytest.mark.parametrize(
    "behind",
    [
        "<rss version='2.0'><channel><item><title>another</title></item></channel></rss>",
        "<item><title>another</title></item>",
    ],
)
def test_what_stands_behind_the_end_and_is_a_feed_is_no_junk(behind: str) -> None:
    one = "<rss version='2.0'><channel><title>t</title><item><title>one</title></item></channel></rss>"
    titles = [entry.title for entry in parse.parse((one + behind).encode(), URL).entries]
    assert titles == ["one", "another"]


def test_an_end_inside_a_text_or_a_comment_is_none() -> None:
    inside = "<![CDATA[how to end it: </rss> <b>so</b>]]>"
    item = f"<item><description>{inside}</description></item><!-- </rss> x -->"
    body = f"<rss version='2.0'><channel>{item}</channel></rss> junk"
    (entry,) = parse.parse(body.encode(), URL).entries
    assert "so</b>" in entry.html


def test_hours_to_skip_are_read_in_capitals_too() -> None:
    hours = "<SKIPHOURS><HOUR>3</HOUR><HOUR>4</HOUR></SKIPHOURS>"
    body = f"<RSS VERSION='2.0'><CHANNEL>{hours}<ITEM><TITLE>t</TITLE></ITEM></CHANNEL></RSS>"
    feed = parse.parse(body.encode(), URL)
    assert feed.rhythm.skip_hours == {3, 4}
    assert [entry.title for entry in feed.entries] == ["t"]
