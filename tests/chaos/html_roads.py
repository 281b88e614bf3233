"""The ways by which HTML comes into the library, and those by which it goes out: none is left out."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape

from desktop_reader.content.archive import SanitiseLines
from desktop_reader.content.articles_out import ToMarkdown
from desktop_reader.content.web_pages import ToBodies, ToChapters
from desktop_reader.errors import ParseError
from desktop_reader.records.article import Article
from desktop_reader.records.exported import Outgoing
from desktop_reader.records.incoming import Foreign, Form
from desktop_reader.records.parsed import ParsedEntry
from desktop_reader.records.refresh import DigestedEntry
from desktop_reader.ui.sharing.documents import Shared, WriteHtml
from desktop_reader.worker.foreign import prepared
from desktop_reader.worker.tasks import DigestFeed, ReadPage
from tests.documents import Item, atom, rss
from tests.library_fixtures import entry

SITE = "https://site.example/blog/"

Way = Callable[[Sequence[str]], list[DigestedEntry]]


def by_rss(payloads: Sequence[str]) -> list[DigestedEntry]:
    """A description with escaped HTML."""
    return _digested(rss([Item(n, html=_xml(one)) for n, one in enumerate(payloads)]))


def by_atom(payloads: Sequence[str]) -> list[DigestedEntry]:
    """Content of the type html."""
    return _digested(atom([Item(n, html=_xml(one)) for n, one in enumerate(payloads)]))


def by_cdata(payloads: Sequence[str]) -> list[DigestedEntry]:
    """``content:encoded``, as most feeds have it; an end of CDATA in a payload ends it here, too."""
    items = "".join(
        f"<item><guid isPermaLink='false'>c{n}</guid><content:encoded><![CDATA[{_xml(one)}]]></content:encoded></item>"
        for n, one in enumerate(payloads)
    )
    head = "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>t</title>"
    return _digested(f"{head}<link>{SITE}</link>{items}</channel></rss>".encode())


def by_xhtml(payloads: Sequence[str]) -> list[DigestedEntry]:
    """Content of the type xhtml: the payload is part of the document, which mostly breaks by it. One feed each."""
    found = []
    for n, one in enumerate(payloads):
        document = (
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title><id>u</id><entry>"
            f"<id>x{n}</id><title>t</title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>{_xml(one)}"
            "</div></content></entry></feed>"
        )
        try:
            found += [replace(each, guid=f"x{n}-{each.guid}") for each in _digested(document.encode())]
        except ParseError:
            continue  # Refused is held, too.
    return found


def by_json(payloads: Sequence[str]) -> list[DigestedEntry]:
    """A JSON Feed, which can say every sign there is."""
    items = [{"id": f"j{n}", "content_html": one, "title": one[:200]} for n, one in enumerate(payloads)]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "t", "home_page_url": SITE, "items": items}
    return _digested(json.dumps(feed).encode(), "application/feed+json")


def by_page(payloads: Sequence[str]) -> list[DigestedEntry]:
    """The article of a web page, as full text and for pages that are saved."""
    found = []
    for n, one in enumerate(payloads):
        text = "<p>The harbour lies still, and the boats wait until the wind has come up again.</p>" * 6
        document = f"<!doctype html><title>t</title><article><h1>t</h1>{text}<div>{one}</div>{text}</article>"
        try:
            html = ReadPage(document.encode("utf-8", "replace"), f"{SITE}{n}", "text/html; charset=utf-8").run()
        except ParseError:
            continue
        found.append(entry(f"p{n}", html=html))
    return found


def by_html_file(payloads: Sequence[str]) -> list[DigestedEntry]:
    """A file of a folder, or the library of another reader."""
    return _foreign(payloads, Form.HTML, "h")


def by_markdown(payloads: Sequence[str]) -> list[DigestedEntry]:
    """A file that may hold HTML between its words, and addresses in Markdown's own way."""
    return _foreign([f"[a]({one})\n\n![b]({one})\n\n{one}\n\n<{one}>" for one in payloads], Form.MARKDOWN, "m")


def by_text(payloads: Sequence[str]) -> list[DigestedEntry]:
    """A file of words."""
    return _foreign(payloads, Form.TEXT, "t")


def by_lines(payloads: Sequence[str]) -> list[DigestedEntry]:
    """A whole library as lines of JSON, written by somebody else: the body, the full text, an earlier version."""
    lines = tuple(("article", {"html": one, "page": {"html": one}, "revisions": [{"html": one}]}) for one in payloads)
    found = []
    for n, (_, line) in enumerate(SanitiseLines(lines).run()):
        bodies = (line["html"], line["page"]["html"], line["revisions"][0]["html"])
        found += [entry(f"l{n}-{part}", html=html) for part, html in enumerate(bodies)]
    return found


WAYS_IN: tuple[Way, ...] = (
    by_rss, by_atom, by_cdata, by_xhtml, by_json, by_page, by_html_file, by_markdown, by_text, by_lines,
)  # fmt: skip


def smuggled(payloads: Sequence[str]) -> list[DigestedEntry]:
    """A library that somebody made by hand: the HTML lies in it as it is."""
    return [entry(f"s{n}", title=_sayable(one)[:100], html=_sayable(one)) for n, one in enumerate(payloads)]


def ways_out(article: Article) -> dict[str, str]:
    """The documents that are made of an article; its HTML is as it lies in the library."""
    one = Outgoing(article)
    facts = Shared(article.title, article.url or "", article.feed_title, article.author, "", "", article.html)
    return {
        "a page": _body(WriteHtml(facts).run()),
        "a chapter": _body(ToChapters((one,)).run()[0]),
        "a part of a page": ToBodies((one,)).run()[0],
    }


def as_markdown(article: Article) -> str:
    """The file of a folder or of a vault, without the facts on top."""
    return ToMarkdown((Outgoing(article),)).run()[0].split("\n---\n", 1)[-1]


def _body(document: str) -> str:
    """What stands where the article is: around it the document has parts of its own that no article may have."""
    return document.partition("<body>")[2].rpartition("</body>")[0]


def _digested(document: bytes, kind: str = "") -> list[DigestedEntry]:
    return list(DigestFeed(document, f"{SITE}feed", kind).run().entries)


def _foreign(payloads: Sequence[str], form: Form, name: str) -> list[DigestedEntry]:
    blank = {"title": escape(name), "url": f"{SITE}{name}", "base_url": SITE}
    some = (ParsedEntry(guid=f"{name}{n}", html=one, **blank) for n, one in enumerate(payloads))  # type: ignore[arg-type]
    return [prepared(Foreign(one, form=form)).entry for one in some]


def _xml(text: str) -> str:
    """Without what no XML document can hold."""
    return "".join(sign for sign in _sayable(text) if sign in "\t\n\r" or " " <= sign < "\ufffe" or sign > "\uffff")


def _sayable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
