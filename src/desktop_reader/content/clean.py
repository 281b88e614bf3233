"""What is shown of an article: its sanitised HTML without what the source wrapped around the text.

The library keeps the body as it came, sanitised but whole. Whatever is shown, counted, indexed or exported goes through
``clean`` first, so a better rule helps old articles too, and nothing that a rule takes away by mistake is lost.
"""

from __future__ import annotations

import re
from dataclasses import replace

from desktop_reader.content import blocks, repeats, sharing, stubs
from desktop_reader.content.blocks import APART, Blocks
from desktop_reader.content.kept import kept
from desktop_reader.content.plain import plain
from desktop_reader.records.article import Article

# Taking one thing away may bring another to the end or to the top.
_ROUNDS = 8

_TITLE = re.compile(r"<h[123]\b")


def clean(html: str, title: str = "") -> str:
    """Sanitised ``html`` without: a first heading that says the ``title`` again, paragraphs that were there before,
    share bars, "read more" stubs at the end, blocks with nothing in them. Unchanged when nothing else would be left.
    """
    left = html.strip()
    for _ in range(_ROUNDS):
        before, left = left, _cleaned(left, title)
        if left == before:
            break
    return left if left == html or _says_something(left) or not _says_something(html) else html


def untouched(html: str, text: str, title: str = "") -> bool:
    """True when ``clean`` would surely leave sanitised ``html``, whose plain text is ``text``, as it is. Most articles
    have nothing to be taken away, and to see that is much quicker than to try.
    """
    lines = text.split("\n")
    return not (
        (title and _TITLE.search(html) and stubs.same(lines[0], title))
        or blocks.may_have_empty(html)
        or sharing.may_have_some(html)
        or stubs.may_have_some(html, title)
        or repeats.may_have_some(lines)
    )


def shown(article: Article) -> Article:
    """The article as it is to be shown, whoever wrote the library."""
    html = kept(article.html)
    return replace(article, html=html if _is_clean(html, article.title) else clean(html, article.title))


def _is_clean(html: str, title: str) -> bool:
    return html == html.strip() and untouched(html, plain(html, sanitised=True), title)


def _cleaned(html: str, title: str) -> str:
    page = Blocks(html)
    if title and _TITLE.search(html):
        _leave_title_out(page, title)
    if sharing.may_have_some(html):
        sharing.leave_out(page)
    stubs.leave_out(page, title)
    repeats.leave_out(page)
    page.remove_empty()
    return page.html()


def _leave_title_out(page: Blocks, title: str) -> None:
    for at, line in list(page.lines.items()):
        heading = page.tag(at - 1) in ("h1", "h2", "h3") if at else False
        if not heading or page.kind(at) & APART or not page.alone(at) or not stubs.same(line, title):
            return
        page.remove(at)


def _says_something(html: str) -> bool:
    return "<img" in html or bool(Blocks(html).lines)
