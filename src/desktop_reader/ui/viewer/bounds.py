"""How much one paragraph, one box of code and one page may hold, so that none of them stops the window.

The sanitiser's limits keep a page finite; these keep it quick. The rich text engine lays out a page bit by bit, yet a
paragraph only as a whole: 200,000 letters in one of them take a third of a second, in many of them nobody notices.
"""

from __future__ import annotations

import unicodedata

PARAGRAPH = 6_000  # Letters.
LINES = 1_200  # Of code, each one a paragraph of its own.
BLOCKS = 3_200  # Elements that part a page; the sanitiser leaves 3,000.
CELLS = 2_100
TABLE = 1_200  # Places of one table; a larger one goes on in another.
PLACES = 3_000  # Of all tables.
FITTED = 1_200  # Cells of all tables together; more are shown as they come.
PILLS = 500
_NEAR = 400
_WORD_ENDS = (" ", "\n", "\u200b", "\u3002", "\u3001")


def pieces(text: str, first: int = PARAGRAPH) -> list[str]:
    """``text`` of a page in pieces of at most a paragraph, the first one of ``first`` letters; parted after a word
    where one ends, never within an entity or a letter and its marks.
    """
    found = []
    begin, room = 0, max(1, first)
    while len(text) - begin > room:
        end = _end_of_word(text, begin, begin + room)
        found.append(text[begin:end])
        begin, room = end, PARAGRAPH
    return [*found, text[begin:]] if begin < len(text) or not found else found


def bundles(lines: list[str], most: int = LINES) -> list[list[str]]:
    """The lines in at most ``most`` bundles."""
    size = -(-len(lines) // most)
    return [lines[at : at + size] for at in range(0, len(lines), size)] if lines else []


def _end_of_word(text: str, begin: int, end: int) -> int:
    at = max(text.rfind(sign, max(begin, end - _NEAR), end) for sign in _WORD_ENDS)
    if at > begin:
        return at + 1
    entity = text.rfind("&", max(begin, end - 12), end)
    if entity > begin and ";" not in text[entity:end]:
        return entity
    latest = min(len(text), end + _NEAR)
    while end < latest and (unicodedata.combining(text[end]) or text[end] in "\u200d\ufe0f"):
        end += 1
    return end
