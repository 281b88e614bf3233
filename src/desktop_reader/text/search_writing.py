"""What is typed into the search field, the other way round: a field with its value put into words, and the value that
is being typed just now.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from desktop_reader.text.search_values import VALUES

_PLAIN = re.compile(r'[^\s"()]+\Z')
_NO_BRACKETS = str.maketrans("()", "  ")
_SINGLE = re.compile(r'-?(?:[A-Za-z]+:)?(?:"[^"]*"|(?!OR\Z)[^\s"()]+)\Z|-\([^()]*\)\Z')
_PIECE = re.compile(
    r"""(?P<phrase>"[^"]*"?)|(?P<field>[A-Za-z]+):(?:"(?P<quoted>[^"]*)(?P<end>"?)|(?P<bare>[^\s"()]*))
    |-|[^\s"()]+|.""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Begun:
    """The value of ``field`` that stands from ``start`` to ``end``; ``value`` is what of it is before the cursor."""

    field: str
    value: str
    start: int
    end: int


def said(field: str, value: str) -> str:
    """``field:value``, in quotes where it needs them; the value alone without a field. Quotes within cannot be said,
    and names are found without them.
    """
    value = " ".join(value.replace('"', " ").split())
    head = f"{field}:" if field else ""
    if not value:
        return ""
    return f"{head}{value}" if _PLAIN.match(value) else f'{head}"{value}"'


def begun(typed: str, at: int) -> Begun | None:
    """The value that the cursor is in, when it is at character ``at``; None where it is in no field that is known."""
    for piece in _PIECE.finditer(typed):
        if piece.start() > at:
            break
        field = (piece["field"] or "").lower()
        if field not in VALUES:
            continue
        start = piece.end("field") + 1
        first = start if piece["quoted"] is None else start + 1
        last = piece.end() - len(piece["end"] or "")
        if first <= at <= last:
            return Begun(field, typed[first:at], start, piece.end())
    return None


def worded(typed: str) -> str:
    """Words as somebody typed them, so that nothing of them reaches over what is put beside them."""
    quotes = typed.count('"') % 2 * '"'
    typed = " ".join((typed + quotes).split())
    outside = re.sub(r'"[^"]*"', "", typed)
    if "(" in outside or ")" in outside:
        depth = 0
        for one in outside:
            depth += (one == "(") - (one == ")")
            if depth < 0:
                break
        if depth:
            typed = "".join(
                piece if piece[:1] == '"' else piece.translate(_NO_BRACKETS)
                for piece in re.findall(r'"[^"]*"|[^"]+', typed)
            )
    return re.sub(r"(?:(?:\A|\s)OR)+\Z", "", " ".join(typed.split()))  # There is nothing behind it yet.


def without(typed: str) -> str:
    """What has none of these words."""
    typed = worded(typed).lstrip("-")
    return f"-({typed})" if " " in typed else f"-{typed}" if typed else ""


def joined(parts: Iterable[str], either: bool) -> str:
    """All of the parts are wanted, or one of them is enough."""
    some = [part for part in parts if part]
    if len(some) > 1:
        some = [f"({part})" if _is_several(part, either) else part for part in some]
    return (" OR " if either else " ").join(some)


def _is_several(part: str, either: bool) -> bool:
    """Whether it would mean another thing with something beside it, and no brackets around it."""
    return not _SINGLE.match(part) and (either or "OR" in part)
