"""Whether two versions of an article tell a reader something else."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

from desktop_reader.text.scripts import HAN, KANA

_FEW = 3  # So many words come and go where "3 minutes ago" becomes "an hour ago", or a slip of the pen is mended.
_LONGEST = 200_000
_LINK = re.compile(r"<a\b[^>]*>.*?</a>", re.DOTALL | re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|div|li|ul|ol|h[1-6]|tr|td|th|table|blockquote|pre|figure|figcaption|br|hr)\b[^>]*>", re.I)
_TAG = re.compile(r"<[^>]*>")
# Neither figures nor marks: views, prices, ratings and "12 comments" go up and down all day.
_WORDS = re.compile(rf"[{HAN}{KANA}]|[^\W\d_{HAN}{KANA}]+")


def is_rewritten(title: str, html: str, new_title: str, new_html: str) -> bool:
    """Whether a text really changed, and not only its markup, white space, order, figures, or what surrounds it.

    It did where the title has other words, or where more than three words of the text came or went in all. Figures
    are no words, so counters do not count; nor does what a paragraph says that is nothing but a link: advertisements,
    "read more", "share this" and other articles stand in such paragraphs.
    """
    if _words(title) != _words(new_title):
        return True
    before, after = _words(_prose(html)), _words(_prose(new_html))
    return (before - after).total() + (after - before).total() > _FEW


def _prose(html: str) -> str:
    """What paragraphs say that are more than a link."""
    blocks = _BLOCK.split(html[:_LONGEST])
    said = [block for block in blocks if _WORDS.search(_TAG.sub(" ", _LINK.sub(" ", block)))]
    return unescape(_TAG.sub(" ", "\n".join(said)))


def _words(text: str) -> Counter[str]:
    return Counter(_WORDS.findall(text.casefold()))
