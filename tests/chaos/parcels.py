"""Feeds that are hostile around their texts: titles, names, categories, files, numbers, dates, XML and JSON themselves."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from typing import Any

_NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:xi="http://www.w3.org/2001/XInclude"'
)
_RICH = (
    "<img src='file:///etc/hostname'><a href='javascript:alert(1)'>x</a><b>bold</b> &amp;amp; <script>alert(1)</script>"
)
_SIGNS = "\u202eexe.\u2066txt\u200f\u0085\u2028\u2029\ufeff\U000e0041 &File %s %1 {0} %n \\n"
_TOWER = "a" + "\u0301" * 4_000
_WIDE = "﷽𒐫⸻꧅" * 400
_FAMILY = "👩" + "\u200d👩" * 4_000
_EVERY = "".join(chr(n) for n in range(0xA1, 0x1_8000, 29) if not 0xD800 <= n <= 0xDFFF)


def _text(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _rss(items: str, head: str = "", title: str = "t", dtd: str = "") -> bytes:
    begin = f'<?xml version="1.0" encoding="utf-8"?>{dtd}<rss version="2.0" {_NAMESPACES}><channel>'
    whole = f"{begin}<title>{title}</title><link>https://e.org/</link>{head}{items}</channel></rss>"
    return whole.encode("utf-8", "surrogatepass")


def _item(number: int, extra: str = "", title: str = "x", text: str = "&lt;p&gt;words of it&lt;/p&gt;") -> str:
    return (
        f"<item><title>{title}</title><guid isPermaLink='false'>g{number}</guid><link>https://e.org/{number}</link>"
        f"<description>{text}</description>{extra}</item>"
    )


def _titles(words: str, count: int = 60) -> bytes:
    safe = _text(words)
    names = f"<dc:creator>{safe}</dc:creator><category>{safe}</category><author>{safe}</author>"
    sound = f'<enclosure url="https://e.org/a.mp3" type="{safe[:900]}" length="1"/><itunes:duration>{safe}</itunes:duration>'
    head = f"<description>{safe}</description><image><title>{safe}</title><url>https://e.org/i.png</url></image>"
    items = "".join(_item(n, names + sound, f"{n} {safe}", safe) for n in range(count))
    return _rss(items, head, title=safe)


def _json(items: Sequence[Any], **more: Any) -> bytes:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": items, **more}
    return json.dumps(feed).encode()


FEEDS: dict[str, Callable[[], bytes]] = {
    "titles with HTML everywhere": lambda: _titles(_RICH),
    "titles that turn round": lambda: _titles(_SIGNS * 20),
    "titles with towers": lambda: _titles(_TOWER),
    "titles of wide signs": lambda: _titles(_WIDE),
    "titles of a family": lambda: _titles(_FAMILY),
    "titles of every script": lambda: _titles(_EVERY),
    "titles of Thai": lambda: _titles("ภาษาไทย" * 1_500),
    "titles of Tibetan": lambda: _titles("བསྒྲུབས་" * 1_200),
    "titles of soft hyphens": lambda: _titles("a\u00ad\u200b" * 4_000),
    "titles of tabs and line ends": lambda: _titles("a\t\n\r\u2028" * 3_000),
    "titles of a letter without a blank": lambda: _titles("W" * 20_000),
    "a feed's name of 1 MB": lambda: _rss("".join(_item(n) for n in range(9)), title="N" * 1_000_000),
    "authors of 1 MB": lambda: _rss("".join(_item(n, f"<dc:creator>{'A' * 1_000_000}</dc:creator>") for n in range(5))),
    "10,000 authors": lambda: _rss(_item(1, "".join(f"<dc:creator>Author {n}</dc:creator>" for n in range(10_000)))),
    "20,000 categories": lambda: _rss("".join(
        _item(m, "".join(f"<category>c{m}-{n}</category>" for n in range(4_000))) for m in range(5))),
    "a category of 1 MB": lambda: _rss(_item(1, f"<category>{'c ' * 500_000}</category>")),
    "5,000 enclosures": lambda: _rss(_item(1, "".join(
        f"<enclosure url='https://e.org/{n}.mp3' type='audio/mpeg' length='{n}'/>" for n in range(5_000)))),
    "2,000 media": lambda: _rss("".join(_item(m, "".join(
        f"<media:content url='https://e.org/{n}.jpg' medium='image' width='99999999999' height='-1'/>"
        f"<media:thumbnail url='https://e.org/{n}.png'/>" for n in range(2_000))) for m in range(3))),
    "enclosures of impossible size": lambda: _rss("".join(_item(n, f"<enclosure url='https://e.org/a.mp3' type='audio/mpeg'"
        f" length='{size}'/><itunes:duration>{size}</itunes:duration>") for n, size in enumerate(
        ("9" * 5_000, "-1", "1e400", "NaN", "0x10", str(2**63), str(2**64), "١٢٣", "99:99:99:99", "-1:-1")))),
    "dates that never were": lambda: _rss("".join(_item(n, f"<pubDate>{date}</pubDate>") for n, date in enumerate(
        ("Tue, 99 Foo 99999 99:99:99 +9999", "0000-00-00T00:00:00Z", "9999-12-31T23:59:59+14:00", "9" * 5_000, "-1",
         "Tue, 14 Nov 1 00:00:00 GMT", "1e400", "Tue, 14 Nov 2023 22:13:20 " + "(" * 20_000, "2023-W99-9", "")))),
    "addresses of nothing": lambda: _rss("".join(_item(n, f"<link>{_text(link)}</link><comments>{_text(link)}</comments>"
        f"<source url='{_text(link)}'>s</source>") for n, link in enumerate(
        ("http://[::1", "http://" + "a" * 100_000, "javascript:alert(1)", "//", "http://%", "http://\U0001f600/", "a" * 100_000,
         "http://xn--/", "http://a:99999/", "http://e.org/" + "%" * 50_000, "file:///etc/passwd", "data:text/html,x")))),
    "1,000,000 attributes": lambda: b"<rss><channel><item " + b" ".join(b'a%d=""' % n for n in range(1_000_000)) + b"/>",
    "an attribute of 20 MB": lambda: _rss(f"<item a='{'x' * 20_000_000}'/>"),
    "200,000 names of namespaces": lambda: b"<rss " + b" ".join(b'xmlns:a%d="u:%d"' % (n, n) for n in range(200_000)) + b">",
    "a namespace of 5 MB": lambda: f"<rss xmlns:a='{'u' * 5_000_000}'><channel>{'<a:b/>' * 20_000}</channel></rss>".encode(),
    "items in items": lambda: _rss("<item><title>a</title>" * 50_000),
    "channels in channels": lambda: b"<rss>" + b"<channel><item>" * 50_000,
    "quadratic entities": lambda: _rss(_item(1, title="&a;" * 50_000), dtd=f'<!DOCTYPE rss [<!ENTITY a "{"A" * 50_000}">]>'),
    "parameter entities": lambda: _rss(_item(1), dtd='<!DOCTYPE rss [<!ENTITY % a SYSTEM "file:///etc/passwd"><!ENTITY % b '
        "\"<!ENTITY c SYSTEM 'http://127.0.0.1:1/?%a;'>\"> %b;]>"),
    "a document that includes": lambda: _rss(_item(1, text="<xi:include href='file:///etc/passwd' parse='text'/>")),
    "100,000 instructions": lambda: _rss("<?a b?>" * 100_000 + _item(1)),
    "100,000 comments": lambda: _rss("<!-- a -->" * 100_000 + _item(1)),
    "a DTD of 5 MB": lambda: _rss(_item(1), dtd="<!DOCTYPE rss [" + "<!ELEMENT a ANY>" * 300_000 + "]>"),
    "a DTD that is not closed": lambda: b"<!DOCTYPE rss [" + b"<!ENTITY a 'b'>" * 200_000,
    "UTF-7": lambda: b'<?xml version="1.0" encoding="utf-7"?>+ADw-rss+AD4-' + b"+ADw-" * 100_000,
    "UTF-32 that says UTF-8": lambda: _rss("".join(_item(n) for n in range(500))).decode().encode("utf-32"),
    "an encoding nobody has": lambda: b'<?xml version="1.0" encoding="' + b"x" * 100_000 + b'"?><rss><channel/></rss>',
    "text in xhtml, 50,000 deep": lambda: b'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><id>i</id><entry><id>e'
        b'</id><title>t</title><content type="xhtml">' + b"<div>" * 50_000,
    "gzip of 400 MB": lambda: gzip.compress(bytes(400_000_000), 9),
    "gzip of blanks, 100 MB": lambda: gzip.compress(b"<rss><channel>" + b" " * 100_000_000, 9),
    "json of arrays, 200,000 deep": lambda: b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 200_000,
    "json of objects, 100,000 deep": lambda: b'{"version":"https://jsonfeed.org/version/1","items":[' + b'{"a":' * 100_000,
    "json of numbers": lambda: b'{"version":"https://jsonfeed.org/version/1","title":1e400,"items":[{"id":1e400,"title":'
        + b"9" * 200_000 + b',"date_published":-1e999},{"id":NaN,"title":Infinity},{"id":' + b"1" * 5_000 + b"}]}",
    "json that says it twice": lambda: b'{"version":"https://jsonfeed.org/version/1",' + b'"items":[{"id":"a"}],' * 50_000
        + b'"items":[{"id":"b","id":"c","title":"x","content_html":"<p>a</p>"}]}',
    "json of wrong kinds": lambda: _json([None, 1, "a", [], {"id": {}}, {"id": []}, {"id": True, "title": ["a"]},
        {"id": "x", "content_html": 5, "tags": "a", "authors": {"name": []}, "attachments": [[{}], None, "a"]}]),
    "json of names": lambda: _json([{"id": str(n), "title": _RICH + _SIGNS, "content_text": _RICH, "tags": [_RICH] * 3_000,
        "authors": [{"name": _RICH, "url": "javascript:x"}] * 3_000, "attachments": [{"url": "https://e.org/a.mp3",
        "mime_type": _RICH, "title": _RICH, "size_in_bytes": 10**30, "duration_in_seconds": -5}] * 500} for n in range(20)],
        icon="file:///etc/passwd", favicon="javascript:x", description=_RICH),
    "json of halves": lambda: b'{"version":"https://jsonfeed.org/version/1","title":"\\ud800","items":[' + b",".join(
        b'{"id":"\\udc00%d","title":"\\ud83d","content_html":"<p>\\udfff\\u0000\\u202e</p>"}' % n for n in range(200)) + b"]}",
    "200 kinds of hostile texts": lambda: _rss("".join(_item(n, text=_text("<table><tr><td>" * n + _RICH * n), title=_text(_RICH))
        for n in range(200))),
    "40 articles of 2,900 items": lambda: _rss("".join(_item(n, text="&lt;li&gt;an item" * 2_900) for n in range(40))),
}  # fmt: skip
