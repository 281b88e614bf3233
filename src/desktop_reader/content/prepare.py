"""Raw HTML of an entry → ``Content``: everything that is kept of it, in one go."""

from __future__ import annotations

import re
from html import unescape

from desktop_reader.content.clean import clean
from desktop_reader.content.plain import plain
from desktop_reader.content.sanitize import sanitize
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


def prepare(html: str, base_url: str | None, title: str = "", language: str | None = None) -> Content:
    """Sanitises, counts and describes one entry. ``language`` is what its feed says; its script may say otherwise.

    ``Content.html`` is the whole body; text, words, snippet and picture are those of what is shown of it.
    """
    sanitised = sanitize(html, base_url)
    shown = clean(sanitised.html, title)
    text = plain(shown)
    language = language_of(text, language)
    return Content(
        html=sanitised.html,
        text=text,
        words=count(text, language),
        snippet=snippet(text, title),
        image=first_picture(shown),
        language=language,
        cut=sanitised.cut,
    )


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
