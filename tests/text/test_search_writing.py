"""A search that is put into words means what it was made of; the value that is typed just now is known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop_reader.text.search_query import LONGEST, AllOf, AnyOf, Node, Not, Place, Words, parse
from desktop_reader.text.search_values import VALUES, Asks, Filter
from desktop_reader.text.search_writing import Begun, begun, said
from tests.text.test_search_query import TYPED

NAMES = ("feed", "folder", "label")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("feed", "BBC", "feed:BBC"),
        ("feed", "BBC News", 'feed:"BBC News"'),
        ("label", "a (b)", 'label:"a (b)"'),
        ("label", ' the "best" ', 'label:"the best"'),
        ("", "Work & research", '"Work & research"'),
        ("", "東京", "東京"),
        ("feed", "", ""),
        ("feed", ' " ', ""),
        ("author", "O'Brien", "author:O'Brien"),
    ],
)
def test_a_value_is_put_into_quotes_where_it_needs_them(field: str, value: str, words: str) -> None:
    assert said(field, value) == words


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(NAMES), st.text(max_size=60))
@example("label", '"')
@example("label", "a\u2028b")
@example("feed", "-(OR)")
def test_whatever_a_name_is_it_comes_back(field: str, name: str) -> None:
    wanted = " ".join(name.replace('"', " ").split())
    tree = parse(f"{said(field, name)} x ").tree
    if not wanted:
        assert tree == Words("x")
    else:
        assert tree == AllOf((Filter(Asks(field), wanted), Words("x")))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("label:|", Begun("label", "", 6, 6)),
        ("a label:la|ter b", Begun("label", "la", 8, 13)),
        ('feed:"BBC N|ews" b', Begun("feed", "BBC N", 5, 15)),
        ('feed:"BBC N|', Begun("feed", "BBC N", 5, 11)),
        ('feed:"|"', Begun("feed", "", 5, 7)),
        ("-is:un|", Begun("is", "un", 4, 6)),
        ("(lang:d|) a", Begun("lang", "d", 6, 7)),
        ("a OR Label:x|", Begun("label", "x", 11, 12)),
        ("\U0001f600 is:|", Begun("is", "", 5, 5)),
        ('feed:"BBC"|', None),
        ("label|:x", None),
        ("label:x |", None),
        ("intitle:x|", None),
        ("https://x|", None),
        ('"label:x|"', None),
        ("a-label:x|", None),
        ("|", None),
        ("|label:x", None),
    ],
)
def test_the_value_that_the_cursor_is_in(typed: str, found: Begun | None) -> None:
    assert begun(typed.replace("|", ""), typed.index("|")) == found


@settings(max_examples=300, deadline=None)
@given(TYPED, st.integers(0, 80))
def test_the_value_stands_where_it_is_told(typed: str, at: int) -> None:
    found = begun(typed, min(at, len(typed)))
    if found is not None:
        assert 0 < found.start <= min(at, len(typed)) <= found.end <= len(typed)
        assert typed[: found.start].lower().endswith(f"{found.field}:")
        assert found.field in VALUES
        # Another value in its place is understood as one.
        other = f'{typed[: found.start]}"some name" {typed[found.end :]}'
        assert begun(other, found.start + 3) == Begun(found.field, "so", found.start, found.start + 11)


def printed(node: Node) -> str:
    """A tree as somebody would type it; the last word of it is not unfinished, whatever follows."""
    match node:
        case Words():
            return _words(node)
        case Filter():
            return _filter(node)
        case Not(part):
            return f"-{_grouped(part)}"
        case AnyOf(parts):
            return " OR ".join(map(_grouped, parts))
        case AllOf(parts):
            return " ".join(printed(one) if isinstance(one, AnyOf) else _grouped(one) for one in parts)


def _grouped(node: Node) -> str:
    return f"({printed(node)})" if isinstance(node, AllOf | AnyOf) else printed(node)


def _words(node: Words) -> str:
    head = f"{node.place}:" if node.place else ""
    if node.phrase:
        return f'{head}"{node.text}"'
    text = node.text + "*" * node.unfinished
    return f'{text}""' if text == "OR" and not head else f"{head}{text}"  # Else it would be the word between two.


def _filter(asked: Filter) -> str:
    low, high = asked.low, asked.high
    match asked.asks:
        case Asks.PUBLISHED if low is not None:
            return f"after:{date.fromordinal(low).isoformat()}"
        case Asks.PUBLISHED:
            assert high is not None
            return f"before:{date.fromordinal(high).isoformat()}"
        case Asks.LENGTH if low is None:
            return f"words:<={high - 1}" if high else "words:<0"
        case Asks.LENGTH if high is None:
            return f"words:>{low - 1}" if low else "words:>=0"
        case Asks.LENGTH:
            assert high is not None
            return f"words:{low}-{high - 1}"
    plain = said(asked.asks, asked.text) == f"{asked.asks}:{asked.text}"
    return f"{asked.asks}:{asked.text}" if plain else f'{asked.asks}:"{asked.text}"'


def finished(node: Node | None) -> Node | None:
    """The same with phrases that have their end: only where nothing follows can one be without."""
    match node:
        case Words(phrase=True):
            return Words(node.text, node.place, phrase=True)
        case AllOf(parts):
            return AllOf(tuple(filter(None, map(finished, parts))))
        case AnyOf(parts):
            return AnyOf(tuple(filter(None, map(finished, parts))))
        case Not(part):
            inner = finished(part)
            assert inner is not None
            return Not(inner)
    return node


TEXT = st.text("abcéß東ไ12-+*.'&", min_size=1, max_size=6).filter(lambda one: parse(f"x {one}").tree != Words("x"))
PLAIN = TEXT.map(lambda one: one.strip("-*")).filter(lambda one: isinstance(parse(f"{one} ").tree, Words))
WORDS: st.SearchStrategy[Node] = st.builds(
    Words, PLAIN, st.sampled_from(Place), st.just(False), st.booleans()
) | st.builds(
    Words, st.lists(PLAIN, min_size=1, max_size=3).map(" ".join), st.sampled_from(Place), st.just(True), st.just(False)
)
DAYS = st.integers(1, date(9999, 12, 30).toordinal())
SIZES = st.integers(0, 9_999_998)
FILTERS: st.SearchStrategy[Node] = st.one_of(
    st.sampled_from(["unread", "read", "starred", "labelled", "hidden"]).map(lambda one: Filter(Asks.IS, one)),
    st.builds(Filter, st.sampled_from([Asks.FEED, Asks.FOLDER, Asks.LABEL]), st.text("aé東 ()-:*", min_size=1)),
    st.sampled_from(["de", "en-gb", "zh-hant-tw"]).map(lambda one: Filter(Asks.LANGUAGE, one)),
    DAYS.map(lambda day: Filter(Asks.PUBLISHED, low=day)),
    DAYS.map(lambda day: Filter(Asks.PUBLISHED, high=day)),
    SIZES.map(lambda size: Filter(Asks.LENGTH, low=size)),
    SIZES.map(lambda size: Filter(Asks.LENGTH, high=size)),
    st.builds(lambda low, high: Filter(Asks.LENGTH, low=low, high=high + 1), SIZES, SIZES),
)


def above(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """What can stand above parts: a minus stands once, and either of either begins with no bracket."""
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        inner.filter(lambda one: not isinstance(one, Not)).map(Not),
        parts.map(AllOf),
        parts.filter(lambda some: not isinstance(some[0], AnyOf)).map(AnyOf),
    )


TREES = st.recursive(WORDS | FILTERS, above, max_leaves=8)


@settings(max_examples=300, deadline=None)
@given(TREES.filter(lambda tree: len(printed(tree)) < LONGEST))
@example(Not(Words("OR")))
@example(AllOf((Words("OR"), Words("a"))))
def test_a_tree_that_is_printed_and_read_is_the_same(tree: Node) -> None:
    search = parse(f"{printed(tree)} ")
    assert not search.mistakes
    assert search.tree == tree


@settings(max_examples=400, deadline=None)
@given(TYPED)
def test_what_was_typed_and_is_printed_means_the_same(typed: str) -> None:
    tree = finished(parse(typed).tree)
    words = printed(tree) if tree is not None else ""
    if len(words) < LONGEST:
        assert finished(parse(f"{words} ").tree) == tree
