"""Which of a few articles a search wants: looked at one by one, also where the index cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from desktop_reader.library import filters, matching
from desktop_reader.library.excerpts import plain
from desktop_reader.records.search import Term
from desktop_reader.text import highlight
from desktop_reader.text.search_query import AllOf, AnyOf, Node, Not, Place, Words
from desktop_reader.text.search_values import Filter

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader

_AT_ONCE = 500


def among(reader: Reader, node: Node, numbers: Sequence[int]) -> set[int]:
    """Those of ``numbers`` that ``node`` wants."""
    match node:
        case AllOf(parts):
            left = list(numbers)
            for part in sorted(parts, key=_dear):
                left = sorted(among(reader, part, left)) if left else left
            return set(left)
        case AnyOf(parts):
            return {number for part in parts for number in among(reader, part, numbers)}
        case Not(part):
            return set(numbers) - among(reader, part, numbers)
        case Filter():
            asked = filters.condition(node, reader.select)
            return _in_chunks(
                reader, f"SELECT s.id FROM state AS s WHERE {asked.sql}", "s.id", asked.parameters, numbers
            )
        case Words():
            return _with_words(reader, node, numbers)


def says(words: Words, title: str, author: str, html: str) -> bool:
    """Whether a phrase stands in the article, or in the part of it that is meant."""
    term = (Term(words.text, words.unfinished),)
    if words.place is not Place.AUTHOR and highlight.spans(title, term):
        return True
    if words.place is not Place.TITLE and highlight.spans(author, term):
        return True
    return words.place is Place.ANYWHERE and bool(highlight.spans(plain(html), term))


def _with_words(reader: Reader, words: Words, numbers: Sequence[int]) -> set[int]:
    if matching.has_phrase(words):
        rows = (row for start in range(0, len(numbers), _AT_ONCE) for row in reader.texts(numbers[start:][:_AT_ONCE]))
        return {number for number, title, author, html in rows if says(words, title, author, html)}
    expression = matching.in_heading(words) if words.place else matching.every(words.text, words.unfinished)
    table = "heading" if words.place else "fts"
    return _matching(reader, table, expression, numbers)


def _in_chunks(reader: Reader, sql: str, column: str, parameters: tuple[Any, ...], numbers: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(numbers), _AT_ONCE):
        some = ",".join(str(int(number)) for number in numbers[start : start + _AT_ONCE])
        found.update(number for (number,) in reader.select(f"{sql} AND {column} IN ({some})", parameters))
    return found


def _matching(reader: Reader, table: str, expression: str, numbers: Sequence[int]) -> set[int]:
    """The index is gone through once from the lowest to the highest, for to ask it anew for each number (which the plus
    prevents) means to merge all words with a beginning as often.
    """
    found: set[int] = set()
    sql = f"SELECT rowid FROM found.{table} WHERE {table} MATCH ? AND rowid BETWEEN ? AND ?"
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        found |= _in_chunks(reader, sql, "+rowid", (expression, min(some), max(some)), some)
    return found


def _dear(node: Node) -> int:
    return 1 if matching.has_phrase(node) else 0
