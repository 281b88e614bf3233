"""A search as FTS5 expressions. Nothing that is typed can be an error: every word reaches FTS5 in quotes.

The index knows words only, and of titles and authors which is whose. So a tree becomes expressions that find all that
it wants and maybe more, and is told apart into what these already decide and what has to be looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from desktop_reader.text import tokens
from desktop_reader.text.search_query import AllOf, AnyOf, Node, Not, Place, Words
from desktop_reader.text.search_values import Filter

Completions = Callable[[str], Sequence[str]]
"""The words that the beginning of one most likely goes on to; none when FTS5 finds them all quickly enough."""

_COLUMNS = {Place.TITLE: "title", Place.AUTHOR: "author"}


@dataclass(frozen=True, slots=True)
class Plan:
    """``body`` and ``heading`` are expressions for the two tables, empty when they have nothing to say. What they find
    still has to be checked against ``filters``, which ask the library alone, and ``rest``, which is anything else.
    """

    body: str = ""
    heading: str = ""
    filters: tuple[Node, ...] = ()
    rest: tuple[Node, ...] = ()


def planned(tree: Node, completions: Completions | None = None) -> Plan:
    """How to find what ``tree`` wants. With ``completions`` some beginnings of words are only found as these."""
    parts = tree.parts if isinstance(tree, AllOf) else (tree,)
    filters = tuple(part for part in parts if has_filters_only(part))
    others = [part for part in parts if part not in filters]
    heading = _conjunction(others, "heading", completions)
    # What the headings decide need not be looked for in the long lists of the text as well.
    body = _conjunction([part for part in others if Place.ANYWHERE in _places(part) or not heading], None, completions)
    rest = tuple(part for part in others if not _is_decided(part, bool(body), bool(heading)))
    return Plan(body, heading, filters, rest)


def in_heading(words: Words) -> str:
    """An expression for the headings that has all words of a title or author."""
    return _expression(words, "heading", None)


def in_title(tree: Node) -> str:
    """An expression for the headings: what is wanted of the text, wanted of the title."""
    said = _titled(tree)
    return f"title : ({said})" if said else ""


def beside_titles(tree: Node) -> tuple[Node, ...]:
    """The parts of the tree, without filters, that its expression for titles does not decide."""
    parts = tree.parts if isinstance(tree, AllOf) else (tree,)
    return tuple(part for part in parts if not (has_filters_only(part) or _is_said_of_titles(part)))


def every(text: str, unfinished: bool = False) -> str:
    """An expression that finds all words of ``text``."""
    return _all(Words(text, unfinished=unfinished), None)


def leaves(node: Node) -> Iterator[Words | Filter]:
    """What the tree is made of."""
    match node:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield node


def has_phrase(node: Node) -> bool:
    """Whether somewhere words have to stand in their order."""
    return any(
        isinstance(leaf, Words) and leaf.phrase and len(tokens.asked(leaf.text, False)) > 1 for leaf in leaves(node)
    )


def has_filters_only(node: Node) -> bool:
    """Whether nothing but the library has to be asked."""
    return all(isinstance(leaf, Filter) for leaf in leaves(node))


def _titled(node: Node) -> str:
    match node:
        case Words(place=Place.ANYWHERE):
            return _all(node, None)
        case AllOf(parts):
            return _joined(" AND ", filter(None, map(_titled, parts)))
        case AnyOf(parts):
            each = [_titled(part) for part in parts]
            return _joined(" OR ", each) if all(each) else ""
    return ""


def _joined(word: str, expressions: Iterable[str]) -> str:
    each = list(expressions)
    return f"({word.join(each)})" if len(each) > 1 else "".join(each)


def _is_said_of_titles(part: Node) -> bool:
    plain = all(isinstance(leaf, Words) and not leaf.place for leaf in leaves(part))
    return plain and not has_phrase(part) and not any(isinstance(one, Not) for one in _nodes(part))


def _places(node: Node) -> tuple[Place | None, ...]:
    """Where its words have to stand; None among them for a filter."""
    return tuple({leaf.place if isinstance(leaf, Words) else None for leaf in leaves(node)})


def _is_decided(part: Node, by_body: bool, by_heading: bool) -> bool:
    """Whether the expressions find just what ``part`` means: no phrase, one table, at most one Not, around it all."""
    inner = part.part if isinstance(part, Not) else part
    places = _places(inner)
    if None in places or has_phrase(inner) or any(isinstance(one, Not) for one in _nodes(inner)):
        return False
    anywhere = Place.ANYWHERE in places
    if anywhere and len(places) > 1:
        return False
    return not isinstance(part, Not) or (by_body if anywhere else by_heading)


def wanted(node: Node) -> Iterator[Words]:
    """The words that are looked for, less those that are not wanted."""
    match node:
        case Words():
            yield node
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from wanted(part)


def _conjunction(parts: Sequence[Node], table: str | None, completions: Completions | None) -> str:
    """Everything in ``parts`` that this table can say at once: what is wanted, less what is surely not."""
    asked = [said for part in parts if (said := _expression(part, table, completions))]
    if not asked:
        return ""
    unwanted = [
        said for part in parts if isinstance(part, Not) and not has_phrase(part) and (said := _exact(part.part, table))
    ]
    positive = " AND ".join(asked)
    return f"({positive}) NOT ({' OR '.join(unwanted)})" if unwanted else positive


def _exact(node: Node, table: str | None) -> str:
    """The expression where it finds neither more nor less than ``node``."""
    in_this = all(isinstance(leaf, Words) and bool(leaf.place) == bool(table) for leaf in leaves(node))
    plain = not any(isinstance(one, Not) for one in _nodes(node))
    return _expression(node, table, None) if in_this and plain else ""


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    match node:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _nodes(part)
        case Not(part):
            yield from _nodes(part)


def _expression(node: Node, table: str | None, completions: Completions | None) -> str:
    """Finds all of ``node``, maybe more; empty when this table cannot narrow it down."""
    match node:
        case Words(place=place):
            if table and not place:
                return ""
            words = _all(node, completions if not table else None)
            return f"{_COLUMNS[place]} : ({words})" if table and words else words
        case AllOf(parts):
            said = _conjunction(parts, table, completions)
            return f"({said})" if said else ""
        case AnyOf(parts):
            each = [_expression(part, table, completions) for part in parts]
            return f"({' OR '.join(each)})" if all(each) else ""
    return ""


def _all(words: Words, completions: Completions | None) -> str:
    quoted = []
    for word, begins in dict.fromkeys(tokens.asked(words.text, words.unfinished)):
        goes_on = completions(word) if begins and completions else ()
        if goes_on:
            quoted.append(f"({' OR '.join(_quoted(one) for one in dict.fromkeys((word, *goes_on)))})")
        else:
            quoted.append(_quoted(word) + "*" * begins)
    return f"({' AND '.join(quoted)})" if len(quoted) > 1 else "".join(quoted)


def _quoted(word: str) -> str:
    return f'"{word}"'
