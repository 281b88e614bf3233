"""How much work a page makes, told before it is begun: one that is too much is shown as far as the time goes.

In millionths of a second, about, as they were measured on a quiet machine. A letter of a script that no face of the
system has is eighteen times the work of a Latin one; of one that has a face, eleven times.
"""

from __future__ import annotations

import re

from desktop_reader.text.faces import NOT_USUAL
from desktop_reader.ui.theme import scripts
from desktop_reader.ui.viewer.tags import CELL, INLINE, TAG, data_in

MOST = 80_000
TABLES = 60_000  # Of all tables; those that come later are written as lines.

_LATIN, _USUAL, _SHOWN, _RARE, _CHANGE = 0.2, 1.4, 2.2, 3.6, 10.0
_NOT_LATIN = re.compile("[^\x00-\u02ff\u0370-\u052f\u1e00-\u1fff\u2000-\u206f]")
_BACK_TO_LATIN = re.compile(rf"{_NOT_LATIN.pattern}[ -/:-@]{{0,3}}[0-9A-Za-z]")
_TAG, _PART, _FORMAT, _CODE_LINE, _CELL, _TABLE = 2.0, 20.0, 14.0, 3.0, 60.0, 50.0
_OF_TAGS = {"li": 40.0, "a": 20.0, "img": 25.0, "br": 4.0, "tr": 20.0, "td": 3.0, "th": 3.0, "pre": 30.0}
_IN_TABLES = 3  # Each letter is laid out so often.
_FACE = 6_000.0  # To find a face for some letters of a script that few have; it is needed in several sizes.


def enough(html: str) -> str:
    """As much of ``html`` from its beginning as can be laid out while the window waits: nearly always all of it."""
    if (
        html.count("\n") * _CODE_LINE
        + _faces(html)
        + letters(html) * _IN_TABLES
        + (html.count("<") - html.count("</")) * (_CELL + _TABLE)
        <= MOST
    ):
        return html
    work, tables, at = 0.0, 0.0, 0
    in_code = in_table = False
    met: set[int] = set()
    for tag in TAG.finditer(html):
        if tag.start() > at:
            text = html[at : tag.start()]
            more = letters(text) * (_IN_TABLES if in_table else 1) + _faces(text, met)
            more += in_code * text.count("\n") * _CODE_LINE
            if work + more > MOST:
                return html[:at] + _beginning(text, (MOST - work) / more)
            work += more
        at = tag.end()
        name = (tag[2] or "").lower()
        if tag[1]:
            work += _TAG
            in_code, in_table = in_code and name != "pre", in_table and name != "table"
            continue
        if name == "table" and not in_table and (inside := data_in(html, at)):
            in_table = tables + of_table(inside) <= TABLES
            tables += in_table * of_table(inside)
        in_code = in_code or name == "pre"
        cell = name in ("td", "th") and in_table
        work += _TAG + (_CELL if cell else _OF_TAGS.get(name, _FORMAT if name in INLINE else _PART))
        if work > MOST:
            return html[: tag.start()]
    rest = html[at:]
    more = letters(rest) + _faces(rest, met) + in_code * rest.count("\n") * _CODE_LINE
    return html if work + more <= MOST else html[:at] + _beginning(rest, (MOST - work) / more)


def of_table(inside: str) -> float:
    """The work of a table, from what stands in it."""
    return _TABLE + len(CELL.findall(inside)) * _CELL + letters(inside) * _IN_TABLES


def letters(text: str) -> float:
    """The work of its letters."""
    if text.isascii():
        return len(text) * _LATIN
    other, rare = len(_NOT_LATIN.findall(text)), len(NOT_USUAL.findall(text))
    shown = len(scripts.shown().findall(text)) if rare else 0
    changes = len(_BACK_TO_LATIN.findall(text))
    work = len(text) * _LATIN + other * (_USUAL - _LATIN) + changes * _CHANGE
    return work + shown * (_SHOWN - _USUAL) + (rare - shown) * (_RARE - _USUAL)


def _faces(text: str, met: set[int] | None = None) -> float:
    if text.isascii():
        return 0
    known = scripts.shown()
    some = {ord(letter) >> 8 for letter in set(NOT_USUAL.findall(text)) if not known.match(letter)}
    new = len(some - met) if met is not None else len(some)
    if met is not None:
        met |= some
    return new * _FACE


def _beginning(text: str, part: float) -> str:
    text = text[: int(len(text) * part)]
    entity = text.rfind("&", max(0, len(text) - 12))
    return text[:entity] if entity >= 0 and ";" not in text[entity:] else text
