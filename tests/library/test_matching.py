"""A tree as FTS5 expressions: what they say, and that they find all that is wanted in a real index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_reader.library import matching
from desktop_reader.library.driver import dbapi
from desktop_reader.library.matching import Plan, planned
from desktop_reader.text import tokens
from desktop_reader.text.search_query import AllOf, AnyOf, Node, Not, Place, Words, parse


def tree(typed: str) -> Node:
    found = parse(typed).tree
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("typed", "body", "heading", "filters", "rest"),
    [
        # Decided by the text's table alone
        ("ferry", '"ferry"*', "", 0, 0),
        ("ferry ", '"ferry"', "", 0, 0),
        ("ferry boat ", '"ferry" AND "boat"', "", 0, 0),
        ("e-mail ", '("e" AND "mail")', "", 0, 0),
        ("ferry ferry ", '"ferry" AND "ferry"', "", 0, 0),
        ("東京都", '("東京" AND "京都")', "", 0, 0),
        ("東", '"東"*', "", 0, 0),
        ("ferry OR boat ", '("ferry" OR "boat")', "", 0, 0),
        ("ferry (boat OR house light) ", '"ferry" AND (("boat" OR "house") AND "light")', "", 0, 0),
        ("ferry (boat OR (house light)) ", '"ferry" AND ("boat" OR ("house" AND "light"))', "", 0, 0),
        ("ferry -boat ", '("ferry") NOT ("boat")', "", 0, 0),
        ("ferry -boat -house ", '("ferry") NOT ("boat" OR "house")', "", 0, 0),
        ("ferry -(boat OR house) ", '("ferry") NOT (("boat" OR "house"))', "", 0, 0),
        # Decided by that of the headings
        ("intitle:ferry ", "", 'title : ("ferry")', 0, 0),
        ("author:fer", "", 'author : ("fer"*)', 0, 0),
        ("intitle:ferry OR author:boat ", "", '(title : ("ferry") OR author : ("boat"))', 0, 0),
        ("intitle:ferry -author:boat ", "", '(title : ("ferry")) NOT (author : ("boat"))', 0, 0),
        ("boat intitle:ferry ", '"boat"', 'title : ("ferry")', 0, 0),
        # What has to be looked at
        ('"light house" ', '("light" AND "house")', "", 0, 1),
        ('"light hou', '("light" AND "hou"*)', "", 0, 1),
        ('"light" ', '"light"', "", 0, 0),
        ('"ferry ferry" ', '"ferry"', "", 0, 1),
        ('ferry -"light house" ', '"ferry"', "", 0, 1),
        ("-ferry ", "", "", 0, 1),
        ("ferry -intitle:boat ", '"ferry"', "", 0, 1),
        ("intitle:ferry -boat ", "", 'title : ("ferry")', 0, 1),
        ("ferry OR -boat ", "", "", 0, 1),
        ("ferry OR is:unread ", "", "", 0, 1),
        ("ferry (boat OR is:unread) ", '"ferry"', "", 0, 1),
        ("ferry -(boat -house) ", '"ferry"', "", 0, 1),
        # Asked of the library
        ("is:unread ", "", "", 1, 0),
        ("ferry is:unread -lang:de ", '"ferry"', "", 2, 0),
        ("ferry (is:unread OR is:starred) ", '"ferry"', "", 1, 0),
    ],
)
def test_plans(typed: str, body: str, heading: str, filters: int, rest: int) -> None:
    plan = planned(tree(typed))
    assert (plan.body, plan.heading) == (body, heading)
    assert (len(plan.filters), len(plan.rest)) == (filters, rest)


def test_a_beginning_is_replaced_by_what_it_goes_on_to() -> None:
    def completions(beginning: str) -> list[str]:
        return ["ferry", "ferries"] if beginning == "fer" else []

    assert planned(tree("fer"), completions).body == '("fer" OR "ferry" OR "ferries")'
    assert planned(tree("boat fer"), completions).body == '"boat" AND ("fer" OR "ferry" OR "ferries")'
    assert planned(tree("fer boa"), completions).body == '"fer" AND "boa"*'
    assert planned(tree("intitle:fer"), completions).heading == 'title : ("fer"*)'
    # What is not wanted is not narrowed: else it would be found.
    assert planned(tree("boat -fer* "), completions).body == '("boat") NOT ("fer"*)'


@pytest.mark.parametrize(
    ("typed", "expression", "beside"),
    [
        ("ferry boat ", '("ferry" AND "boat")', 0),
        ("ferry", '"ferry"*', 0),
        ("ferry OR boat ", '("ferry" OR "boat")', 0),
        ("ferry (boat OR is:unread) ", '"ferry"', 1),
        ("ferry is:unread ", '"ferry"', 0),
        ("ferry -boat ", '"ferry"', 1),
        ('"light house" ', '("light" AND "house")', 1),
        ("ferry intitle:boat ", '"ferry"', 1),
    ],
)
def test_what_titles_can_tell(typed: str, expression: str, beside: int) -> None:
    assert matching.in_title(tree(typed)) == f"title : ({expression})"
    assert len(matching.beside_titles(tree(typed))) == beside


def test_titles_cannot_tell_everything() -> None:
    for typed in ("-ferry ", "intitle:ferry ", "is:unread ", "ferry OR -boat "):
        assert matching.in_title(tree(typed)) == ""


def test_small_questions() -> None:
    assert matching.every("Light house", unfinished=True) == '("light" AND "house"*)'
    assert matching.in_heading(Words("a b", Place.TITLE)) == 'title : (("a" AND "b"))'
    assert [leaf.text for leaf in matching.wanted(tree("a -b (c OR d -e) is:read "))] == ["a", "c", "d"]
    assert len(list(matching.leaves(tree("a -b (c OR d -e) is:read ")))) == 6
    assert matching.has_phrase(tree('a -("b c" OR d) '))
    assert not matching.has_phrase(tree('a "b" c-d '))


# In a real index

WORDS = ["ferry", "ferries", "boat", "light", "house", "e-mail", "東京都", "京都", "ไทย", "é"]
ROWS = [(title, text) for title in ("", *WORDS[:4]) for text in ("", *WORDS, "ferry boat", "boat light house é")]


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    live: sqlite3.Connection = dbapi.connect(":memory:")
    live.execute("CREATE VIRTUAL TABLE fts USING fts5 (text, content = '', detail = none)")
    live.execute("CREATE VIRTUAL TABLE heading USING fts5 (title, author, content = '', detail = column)")
    for number, (title, text) in enumerate(ROWS):
        title, text = tokens.indexable(title), tokens.indexable(text)
        live.execute("INSERT INTO fts (rowid, text) VALUES (?, ?)", (number, f"{title}\n{text}"))
        live.execute("INSERT INTO heading (rowid, title, author) VALUES (?, ?, '')", (number, title))
    yield live
    live.close()


LEAVES = st.builds(
    lambda text, place, phrase, unfinished: Words(text, place, phrase, unfinished),
    st.sampled_from([*WORDS, "fe", "b", "ferry boat", "東", "light house"]),
    st.sampled_from([Place.ANYWHERE, Place.ANYWHERE, Place.TITLE]),
    st.booleans(),
    st.booleans(),
)
TREES: st.SearchStrategy[Node] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: AllOf(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
    ),
    max_leaves=7,
)


def wants(node: Node, title: str, text: str, in_order: bool) -> bool:
    """What a tree means for one article, where the words of phrases all stand in their order or never do."""
    match node:
        case AllOf(parts):
            return all(wants(part, title, text, in_order) for part in parts)
        case AnyOf(parts):
            return any(wants(part, title, text, in_order) for part in parts)
        case Not(part):
            return not wants(part, title, text, in_order)
        case Words():
            said = tokens.indexed(title) + ([] if node.place else tokens.indexed(text))
            asked = [(tokens.folded(word), begins) for word, begins in tokens.asked(node.text, node.unfinished)]
            there = all(any(one == word or (begins and one.startswith(word)) for one in said) for word, begins in asked)
            return there and (in_order or not matching.has_phrase(node))
    raise AssertionError(node)


def rows_of(index: sqlite3.Connection, plan: Plan) -> set[int]:
    found = set(range(len(ROWS)))
    for table, expression in (("fts", plan.body), ("heading", plan.heading)):
        if expression:
            found &= {
                number for (number,) in index.execute(f"SELECT rowid FROM {table} WHERE {table} MATCH ?", (expression,))
            }
    return found


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(TREES, st.booleans())
def test_expressions_lose_nothing_that_is_wanted_and_say_what_is_to_be_looked_at(
    index: sqlite3.Connection, node: Node, in_order: bool
) -> None:
    plan = planned(node)
    found = rows_of(index, plan)
    wanted = {number for number, row in enumerate(ROWS) if wants(node, *row, in_order)}
    assert wanted <= found
    assert {number for number in found if all(wants(part, *ROWS[number], in_order) for part in plan.rest)} == wanted
