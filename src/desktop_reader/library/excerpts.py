"""What a row of a search shows of an article: the piece of its text where the words stand.

Quick enough for the screen: the HTML was sanitised before it was kept, so tags are all there is to take away, and of a
long text no more is looked at than needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from desktop_reader.records.search import Term
from desktop_reader.text import highlight
from desktop_reader.text.shorten import MARK

LENGTH = 200
_PART, _PARTS = 6_000, 50  # Characters of HTML looked at in one go, and how often.
_REST = r'[^<>"]*+(?:"[^"]*+"[^<>"]*+)*>'
# Letters on both sides of these are one word.
_INLINE = re.compile(
    rf"</?(?:a|abbr|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|tt|u"
    rf"|var|wbr)\b{_REST}"
)
_TAG = re.compile(f"<{_REST}")


def plain(html: str) -> str:
    """The words of sanitised HTML, those of different blocks apart."""
    text = _TAG.sub(" ", _INLINE.sub("", html))
    return unescape(text) if "&" in text else text


def excerpt(html: str, terms: Sequence[Term], length: int = LENGTH) -> str:
    """The piece of an article that shows ``terms`` best; empty when they are not in its first part.

    The first piece that has all of them will do, else the first that has any.
    """
    begin, best = 0, ""
    for _ in range(_PARTS):
        end = _end_of_part(html, begin)
        found, _spans = highlight.excerpt(plain(html[begin:end]), terms, length)
        if found and (not best or _has_all(found, terms)):
            best = found if not begin or found.startswith(MARK) else MARK + found
            if _has_all(found, terms):
                break
        if end == len(html):
            break
        begin = end
    return best


def _has_all(text: str, terms: Sequence[Term]) -> bool:
    return len(terms) == 1 or all(highlight.spans(text, (term,)) for term in terms)


def _end_of_part(html: str, begin: int) -> int:
    """Where a tag begins, so that none is cut."""
    if len(html) - begin <= _PART:
        return len(html)
    end = html.rfind("<", begin + 1, begin + _PART)
    return end if end > begin else begin + _PART
