"""Documents that would freeze or fill a window: HTML in an entry, whole feeds, pictures. Made when asked for."""

from __future__ import annotations

import importlib.util
import struct
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

from tests.chaos import canvases, grenades, parcels
from tests.documents import Item, rss
from tests.shared import SHARED

_WORDS = "the calm reader keeps a steady measure of words across every line that it sets "

HTML: dict[str, Callable[[], str]] = {
    "50 nested tables": lambda: "<table><tr><td>" * 50 + "x",
    "5,000 nested tables": lambda: "<table><tr><td>a</td><td>" * 5_000 + "x",
    "20,000 nested divs": lambda: "<div>" * 20_000 + "x" + "</div>" * 20_000,
    "100,000 open divs": lambda: "<div>" * 100_000 + "x",
    "20,000 nested lists": lambda: "<ul><li>" * 20_000 + "x",
    "20,000 nested quotations": lambda: "<blockquote>" * 20_000 + "x",
    "20,000 times bold": lambda: "<b>" * 20_000 + "x",
    "40,000 links crossed with bold": lambda: "<a href='https://e.org'><b>" * 40_000 + "x",
    "280 levels that are closed": lambda: "<div><span>" * 140 + _WORDS * 2_000 + "</span></div>" * 140,
    "a word of 1 MB": lambda: "x" * 1_000_000,
    "a word of 290 kB in code": lambda: "<pre><code>" + "x" * 290_000 + "</code></pre>",
    "10 MB of words in a line": lambda: _WORDS * 125_000,
    "Chinese, 1 MB": lambda: "漢字" * 170_000,
    "Thai without blanks": lambda: "ภาษาไทย" * 14_000,
    "Arabic, 290 kB": lambda: "<p>" + "السلام عليكم ورحمة الله " * 6_500,
    "Indic conjuncts": lambda: "<p>" + "क्ष्म्य" * 14_000,
    "accents on one letter": lambda: "a" + "\u0301" * 500_000,
    "families of emoji": lambda: "👨‍👩‍👧‍👦" * 40_000,
    "signs that turn the text round": lambda: "<p>" + "\u202eabc\u202c\u2067x\u2069 " * 30_000,
    "100,000 paragraphs": lambda: "<p>x</p>" * 100_000,
    "100,000 line breaks": lambda: "x<br>" * 100_000,
    "10,000 items": lambda: "<ul>" + "<li>an item" * 10_000,
    "3,000 items in 3,000 lists": lambda: "<ul><li>an item</li></ul>" * 3_000,
    "2,900 numbered items": lambda: "<ol>" + "<li>an item</li>" * 2_900 + "</ol>",
    "100,000 cells": lambda: "<table>" + ("<tr>" + "<td>x</td>" * 10 + "</tr>") * 10_000 + "</table>",
    "2,000 cells in a row": lambda: "<table><tr>" + "<td>word</td>" * 2_000 + "</tr></table>",
    "60 columns": lambda: "<table>" + ("<tr>" + "<td>a cell</td>" * 60 + "</tr>") * 33 + "</table>",
    "tables, one behind the other": lambda: "<table><tr><td>a</td><td>b</td></tr></table>" * 1_000,
    "1,000 long cells": lambda: "<table>" + f"<tr><td>{_WORDS * 3}</td><td>{_WORDS}</td></tr>" * 500,
    "cells that span 100,000": lambda: "<table>" + "<tr><td colspan=100000 rowspan=100000>x<td>y" * 50,
    "cells that span each other": lambda: "<table>" + "<tr><td colspan=99 rowspan=99>a</td><td>b</td></tr>" * 300,
    "3,000 pictures": lambda: "".join(f"<img src='https://e.org/{n}.png'>" for n in range(3_000)),
    "3,000 pictures in a line": lambda: "<p>" + "<img src='https://e.org/a.png' width=20 height=20>" * 3_000,
    "10,000 fonts": lambda: "".join(f"<font face=f{n} size={n % 7}>x</font>" for n in range(10_000)),
    "3,000 links": lambda: "".join(f"<a href='https://e.org/{n}?utm_source=x'>link {n}</a> " for n in range(3_000)),
    "800,000 soft hyphens": lambda: "\u00ad" * 800_000,
    "140,000 soft hyphens": lambda: "a\u00ad" * 70_000,
    "400,000 blanks that do not break": lambda: "\u00a0" * 400_000,
    "zero-width blanks": lambda: "\u200b" * 90_000,
    "a million ampersands": lambda: "&" * 1_000_000,
    "a million angle brackets": lambda: "<" * 1_000_000,
    "open comments": lambda: "<!--" * 200_000,
    "open attributes": lambda: "<a =' =\"" * 100_000,
    "60,000 attributes": lambda: "<p " + " ".join(f"a{n}=1" for n in range(60_000)) + ">x",
    "an address of 1 MB": lambda: f"<a href='https://e.org/{'a' * 1_000_000}'>x</a>",
    "20,000 lines of code": lambda: "<pre>" + "def a(b): return 'c' # d 1\n" * 10_000 + "</pre>",
    "2,800 pieces of code": lambda: "".join(f"<pre><code>x = {n}</code></pre>" for n in range(2_800)),
    "2,900 words of code": lambda: "<p>" + "<code>a</code> b " * 5_000,
    "quotations beside each other": lambda: "<blockquote>a</blockquote><p>b</p>" * 1_400,
    "headings": lambda: "<h2>A heading</h2>" * 2_900,
    "rules": lambda: "<hr>" * 2_900,
    "captions": lambda: "<figure><img src='https://e.org/a.png'><figcaption>a</figcaption></figure>" * 1_000,
    "terms": lambda: "<dl>" + "<dt>a<dd>b" * 5_000,
    "drawings": lambda: "<svg><g>" * 30_000,
    "empty elements": lambda: "<p></p>" * 40_000 + f"<p>{_WORDS}</p>" * 20,
    "the same paragraph again": lambda: f"<p>{_WORDS}</p>" * 2_900,
    "verses": lambda: f"{_WORDS}<br>" * 2_400,
    "open formulas": lambda: "<math><mi>" * 30_000,
    "ruby": lambda: "<ruby>漢<rt>kan</rt></ruby>" * 3_000,
    "entities": lambda: "&lt;" * 200_000,
    "everything at once": lambda: "<div>" * 40
    + f"<p>{_WORDS * 4}<code>a</code> <a href='https://e.org'>b</a></p><ul><li>a<li>b</ul><pre>c\nd</pre>"
    "<table><tr><td>1</td><td>2</td></tr></table><blockquote>e</blockquote><img src='https://e.org/a.png'>" * 400,
    **grenades.HTML,
}  # fmt: skip


def _many(count: int) -> bytes:
    return rss([Item(n, html="<p>hello <b>w</b></p>") for n in range(count)])


FEEDS: dict[str, Callable[[], bytes]] = {
    "2,500 entries": lambda: _many(2_500),
    "50 entries of 290 kB": lambda: rss([Item(n, html=f"<p>{_WORDS}</p>" * 3_500) for n in range(50)]),
    "titles of 1 MB": lambda: rss([Item(n, title="T" * 1_000_000) for n in range(8)]),
    "titles of accents": lambda: rss([Item(n, title="a" + "\u0301" * 5_000 + str(n)) for n in range(40)]),
    "titles of everything": lambda: rss([Item(n, title=f"\u202e<b>&amp;漢{n}👨‍👩ภาษา&" * 60) for n in range(200)]),
    "entities of entities": lambda: b'<!DOCTYPE rss [<!ENTITY a "' + b"lol" * 10 + b'">'
    + b"".join(b'<!ENTITY b%d "%s">' % (n, (b"&b%d;" % (n - 1) if n else b"&a;") * 10) for n in range(10))
    + b"]><rss><channel><title>&b9;</title><item><title>&b9;</title></item></channel></rss>",
    "100,000 open elements": lambda: b"<rss><channel><item>" + b"<a>" * 100_000,
    "100,000 attributes": lambda: b"<rss><channel><item " + b" ".join(b'a%d="1"' % n for n in range(100_000)) + b"/>",
    "10 MB of open CDATA": lambda: b"<rss><channel><item><description><![CDATA[" + b"x]" * 5_000_000,
    **parcels.FEEDS,
}  # fmt: skip


def _png(width: int, height: int, colour: int = 6) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    line = b"\0" + b"\x80" * (width * {0: 1, 2: 3, 6: 4}[colour])
    packer, packed = zlib.compressobj(9), []
    for _ in range(height):
        packed.append(packer.compress(line))
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    data = b"".join([*packed, packer.flush()])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _claims(width: int, height: int) -> bytes:
    """A picture that says to be larger than it is."""
    whole = _png(4, 4)
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return whole[:12] + head + struct.pack(">I", zlib.crc32(head)) + whole[33:]


def _svg() -> bytes:
    uses = "".join(f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" for n in range(1, 10))
    begin = '<svg xmlns="http://www.w3.org/2000/svg"><rect id="g0" width="9" height="9"/>'
    return f'{begin}{uses}<use href="#g9"/></svg>'.encode()


PICTURES: dict[str, Callable[[], bytes]] = {
    "a PNG of 5,000 × 5,000": lambda: _png(5_000, 5_000, 0),
    "a PNG of 4,000 × 4,000": lambda: _png(4_000, 4_000),
    "a PNG of 30,000 × 500": lambda: _png(30_000, 500),
    "a PNG of 1 × 16,000,000": lambda: _claims(1, 16_000_000),
    "a PNG that says to be 60,000 × 60,000": lambda: _claims(60_000, 60_000),
    "an SVG that uses itself": _svg,
    "a broken PNG": lambda: _png(3_000, 3_000)[:-5_000] + b"\0" * 4_000,
    "a GIF without an end": lambda: b"GIF89a\xff\x0f\xff\x0f\xf0\0\0\0\0\0\xff\xff\xff"
    + b",\0\0\0\0\xff\x0f\xff\x0f\0\2" * 50_000,
    "5 MB of nothing": lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 5_000_000,
    **canvases.PICTURES,
}  # fmt: skip


def feed_of(name: str) -> bytes:
    """The document that a server gives for a name."""
    if name in HTML:
        return rss([Item(1, "A bomb", HTML[name]())])
    if name in PICTURES:
        pictures = "".join(f"<p>{n}<img src='https://e.org/{n}.png'></p>" for n in range(50))
        return rss([Item(n, f"Pictures {n}", pictures) for n in range(3)])
    if name in FEEDS:
        return FEEDS[name]()
    return bytes(_nasty().data(name))


def names() -> list[str]:
    """All there are; with those of others where they are."""
    others = _nasty().N if _nasty() else ()
    return [*HTML, *FEEDS, *PICTURES, *(name for name in others if not name.startswith("opml"))]


@cache
def _nasty() -> Any:
    file = SHARED / "hostile" / "nasty_feeds.py"
    if not file.is_file():
        return None
    said = importlib.util.spec_from_file_location("nasty_feeds", file)
    assert said is not None
    assert said.loader is not None
    module = importlib.util.module_from_spec(said)
    said.loader.exec_module(module)
    return module
