"""What an entry's HTML became: safe to show, ready to keep and to search."""

from __future__ import annotations

from dataclasses import dataclass

DERIVED = 1
"""The version of what ``content.derive`` makes of an article's HTML. Whoever changes words, snippet, picture, language
or text of articles that are kept already raises it: then they are derived again, in the background.
"""


@dataclass(frozen=True, slots=True)
class Content:
    """Sanitised ``html``; ``text`` is its plain text, one block a line; ``words`` their count; ``snippet`` the first
    200 characters of text for a list row; ``image`` the address of the first picture worth a thumbnail; ``cut`` tells
    that the source was larger than the limits and only its beginning is here.
    """

    html: str
    text: str
    words: int
    snippet: str
    image: str | None = None
    language: str | None = None
    cut: bool = False
