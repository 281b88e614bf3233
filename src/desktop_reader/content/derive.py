"""Sanitised HTML → all that is said of it: its text, words, snippet, picture and language.

The HTML is kept and all this can be made of it again: see ``records.content.DERIVED``.
"""

from __future__ import annotations

import re
from html import unescape

from desktop_reader.content.clean import clean, untouched
from desktop_reader.content.plain import plain
from desktop_reader.records.content import Content
from desktop_reader.text.language import language_of
from desktop_reader.text.words import count

SNIPPET = 200

_IMG = re.compile(r"<img([^>]*)>")
_SRC = re.compile(r' src="([^"]*)"')
_SIZE = re.compile(r' (?:width|height)="(\d+)"')
_TOO_SMALL = 80
_NO_CONTENT = re.compile(
    r"avatar|emoji|emoticon|smil(?:ey|ies)|\bicons?\b|favicon|\blogo\b|badge|shields\.io|buttons?\b|\bsocial\b|"
    r"\bshare\b|spinner|loading|placeholder|rating|/~ff/|b\.gif|tweetmeme|feedburner"
)
_AFTER_TITLE = " \t\n.:;,!?-–—|·•"


def derive(html: str, title: str = "", language: str | None = None) -> Content:
    """Counts and describes what is shown of ``html``. ``language`` is what is said of it, if anything."""
    shown, text = html, plain(html, sanitised=True)
    if not untouched(html, text, title):
        shown = clean(html, title)
        text = plain(shown, sanitised=True)
    language = language_of(text, language)
    return Content(
        html=html,
        text=text,
        words=count(text, language, tidy=True),
        snippet=snippet(text, title),
        image=first_picture(shown),
        language=language,
    )


def picture_again(html: str, derived: str | None, kept: str | None) -> str | None:
    """The article's picture when its facts are derived again: the feed may have named one that is not in ``html``."""
    if derived is not None or kept is None:
        return derived
    inside = any(unescape(source) == kept for source in _SRC.findall(html))
    return None if inside else kept


def snippet(text: str, title: str = "") -> str:
    """The first 200 characters of ``text``, in whole words, without the title where the text begins with it."""
    start = text[: 3 * SNIPPET + len(title)].replace("\n", " ")
    title = " ".join(title.split())
    if title and start[: len(title)].casefold() == title.casefold():
        rest = start[len(title) :]
        if not rest[:1].isalnum():
            start = rest.lstrip(_AFTER_TITLE).strip() or start
    if len(start) <= SNIPPET:
        return start.rstrip()
    end = start.rfind(" ", SNIPPET // 2, SNIPPET + 1)
    return start[: end if end > 0 else SNIPPET].rstrip()


def first_picture(html: str) -> str | None:
    """The address of the first picture in sanitised ``html`` that is worth a thumbnail."""
    if "<img" not in html:
        return None
    for image in _IMG.finditer(html):
        source = _SRC.search(image[1])
        if source is None or any(int(size) < _TOO_SMALL for size in _SIZE.findall(image[1])):
            continue
        address = unescape(source[1])
        if not _NO_CONTENT.search(address.lower()):
            return address
    return None
