"""How much one paragraph, one box of code and one page may hold, so that none of them stops the window.

The sanitiser's limits keep a page finite; these keep it quick. The rich text engine lays out a page bit by bit, yet a
paragraph only as a whole: 200,000 letters in one of them take a third of a second, in many of them nobody notices.
"""

from __future__ import annotations

import re
import unicodedata

PARAGRAPH = 6_000  # Letters.
LINES = 1_200  # Of code, each one a paragraph of its own.
BLOCKS = 3_200  # Elements that part a page; the sanitiser leaves 3,000.
CELLS = 2_100
TABLE = 1_200  # Places of one table; a larger one goes on in another.
PLACES = 3_000  # Of all tables.
FITTED = 400  # Cells of all tables together; more are shown as they come.
PILLS = 500
PICTURES = 200  # As many as the sanitiser leaves.
HYPHENS = 3_000  # Places where a word might be parted, and signs that turn the text round: more serve nobody.
TURNS = 1_000
JOINED = 1_000  # Pictures of people and things that are joined to others.
COLOURED = 12_000  # Letters of code; what follows keeps its colour.
LETTERS = 30_000  # Of all tables; with more they are shown as they come.
_NEAR = 400
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_HIDDEN = "[\u00ad\u034f\u180e\u200b-\u200f\u2060-\u2064]"
_MARK = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc"
    "\u0ec8-\u0ecd\u0f71-\u0f84\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U000e0020-\U000e007f"
    "\U000e0100-\U000e01ef]"
)
_UNSEEN = re.compile(f"({_HIDDEN}){_HIDDEN}{{2,}}")
_TOWER = re.compile(f"({_MARK}{{8}}){_MARK}+")
_JOINER = re.compile("\u200d(?=[\u2600-\u27bf\U0001f000-\U0001faff])")
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


def calm(html: str) -> str:
    """``html`` without floods of signs that are not seen, or that pile up on one letter: each costs as much as a
    letter, or much more.
    """
    if html.isascii():
        return html
    # To Qt they are ends of paragraphs; to HTML they are blanks.
    html = html.replace("\u2028", " ").replace("\u2029", " ")
    html = _TOWER.sub(r"\1", _UNSEEN.sub(r"\1", html))
    if html.count("\u00ad") > HYPHENS:
        html = html.replace("\u00ad", "")
    if len(_JOINER.findall(html)) > JOINED:
        html = _JOINER.sub("", html)
    return html if len(_TURNING.findall(html)) <= TURNS else _TURNING.sub("", html)


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
