"""What is typed becomes a tree; what cannot be understood is told where it stands; nothing is an error."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop_reader.records.search import Term
from desktop_reader.text import tokens
from desktop_reader.text.search_query import LONGEST, AllOf, AnyOf, Node, Not, Place, Search, Words, parse
from desktop_reader.text.search_values import VALUES, Asks, Filter

TITLE, AUTHOR = Place.TITLE, Place.AUTHOR
UNREAD = Filter(Asks.IS, "unread")


def word(text: str, place: Place = Place.ANYWHERE, unfinished: bool = False) -> Words:
    return Words(text, place, unfinished=unfinished)


def phrase(text: str, place: Place = Place.ANYWHERE, unfinished: bool = False) -> Words:
    return Words(text, place, phrase=True, unfinished=unfinished)


def beginning(text: str, place: Place = Place.ANYWHERE) -> Words:
    return word(text, place, unfinished=True)


A, B, C, D = map(word, "abcd")


def every(*parts: Node) -> AllOf:
    return AllOf(parts)


def either(*parts: Node) -> AnyOf:
    return AnyOf(parts)


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("", None),
        (" \t\n\u3000", None),
        ("a", beginning("a")),
        ("a ", A),
        ("  a  b ", every(A, B)),
        ("a b", every(A, beginning("b"))),
        ("a* b ", every(beginning("a"), B)),
        ("a*** ", beginning("a")),
        ("*", None),
        # OR
        ("a OR b ", either(A, B)),
        ("a OR b c ", every(either(A, B), C)),
        ("a b OR c ", every(A, either(B, C))),
        ("a OR b OR c d ", every(either(A, B, C), D)),
        ("a OR b c OR d ", every(either(A, B), either(C, D))),
        ("a OR OR b ", either(A, B)),
        ("OR a ", A),
        ("a OR", A),
        ("a OR ", A),
        ("a or b ", every(A, word("or"), B)),
        ("a OR: b ", every(A, word("OR:"), B)),
        ("a ORB ", every(A, word("ORB"))),
        ("a OR -b ", either(A, Not(B))),
        ("a OR !! b ", either(A, B)),
        ('"a"OR "b" ', either(phrase("a"), phrase("b"))),
        # Brackets
        ("(a b) OR c ", either(every(A, B), C)),
        ("(a OR b) c ", every(either(A, B), C)),
        ("(a)(b)c ", every(A, B, C)),
        ("(a b)", every(A, B)),
        ("(a b", every(A, beginning("b"))),
        ("a) b ", every(A, B)),
        ("()) a ( ", A),
        ("a OR (b c) ", either(A, every(B, C))),
        ("a OR(b c) ", either(A, every(B, C))),
        ("((((a)))) ", A),
        # Minus
        ("-a", Not(A)),
        ("a -b", every(A, Not(B))),
        ("a - b ", every(A, B)),
        ("a-b ", word("a-b")),
        ("--a ", A),
        ("---a ", Not(A)),
        ("-(a b)", Not(every(A, B))),
        ("-(a OR -b", Not(either(A, Not(B)))),
        ("-OR ", Not(word("OR"))),
        ("-", None),
        ("a -", A),
        ("-)", None),
        ("-() a ", A),
        ("-a* ", Not(beginning("a"))),
        ("-(a* OR b", Not(either(beginning("a"), B))),
        # Phrases
        ('"a b" ', phrase("a b")),
        ('"a b', phrase("a b", unfinished=True)),
        ('"a  \n b"c ', every(phrase("a b"), C)),
        ('a"b"', every(A, phrase("b"))),
        ('-"a b', Not(phrase("a b"))),
        ('"', None),
        ('a "', A),
        ('"" a ', A),
        ('"OR" ', phrase("OR")),
        ('"-a" ', phrase("-a")),
        ('"is:unread" ', phrase("is:unread")),
        # Fields of words
        ("intitle:a ", word("a", TITLE)),
        ("intitle:a", beginning("a", TITLE)),
        ("InTitle:A ", word("A", TITLE)),
        ("author:a b ", every(word("a", AUTHOR), B)),
        ('author:"a b"', phrase("a b", AUTHOR)),
        ('author:"a b', phrase("a b", AUTHOR, unfinished=True)),
        ('intitle:"', None),
        ('intitle:""', None),
        ("intitle: a ", A),
        ("intitle:", None),
        ("intitle:OR a ", every(word("OR", TITLE), A)),
        ("-intitle:a ", Not(word("a", TITLE))),
        ("intitle:-a ", word("-a", TITLE)),
        ("intitle:(a b) ", every(A, B)),
        ("intitle:a:b ", word("a:b", TITLE)),
        # Fields of other things
        ("is:unread", UNREAD),
        ("IS:UnRead a ", every(UNREAD, A)),
        ('is:"unread"', UNREAD),
        ("is:starred OR is:unread", either(Filter(Asks.IS, "starred"), UNREAD)),
        ("-is:unread", Not(UNREAD)),
        ("is:", None),
        ('feed:"a b" ', Filter(Asks.FEED, "a b")),
        ('feed:"a b', Filter(Asks.FEED, "a b")),
        ("folder:东京", Filter(Asks.FOLDER, "东京")),
        ("label:x)", Filter(Asks.LABEL, "x")),
        ("(lang:DE)", Filter(Asks.LANGUAGE, "de")),
        ("words:>5 a ", every(Filter(Asks.LENGTH, low=6), A)),
        # What looks like a field and is none
        ("https://example.org/a?b=c ", word("https://example.org/a?b=c")),
        ("12:30 ", word("12:30")),
        ('said:"a b" ', every(word("said"), phrase("a b"))),
        ("c++: a ", every(word("c++:"), A)),
        ("note: a ", every(word("note:"), A)),
        # Without a letter or digit
        ("!!! ... — -- :) * + ~ | & ^", None),
        ("a ! b ", every(A, B)),
        ("\U0001f600", None),
        ("\u0640 a ", A),  # A sign that only makes an Arabic word longer.
        ("\ud800 a ", A),
        ("\0a ", word("\0a")),
        ("東京", beginning("東京")),
    ],
)
def test_what_was_meant(typed: str, tree: Node | None) -> None:
    assert parse(typed) == Search(tree, parse(typed).terms)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("is:read is:foo a", ["is:foo"]),
        ("a -is:foo b", ["is:foo"]),
        ("(lang:englisch) ", ["lang:englisch"]),
        ("a words:many b", ["words:many"]),
        ('after:"next week" a', ['after:"next week"']),
        ("BEFORE:31.12.2024 a", ["BEFORE:31.12.2024"]),
        ("is:x words:y é lang:1 ", ["is:x", "words:y", "lang:1"]),
        ("after:2024-13-01 a", ["after:2024-13-01"]),
        ("after:2023-02-29 a", ["after:2023-02-29"]),
        ("is:x", ["is:x"]),
        ("words:>x", ["words:>x"]),
        ("lang:12", ["lang:12"]),
        # What may become right when typing goes on
        ("a is:un", []),
        ("is:s", []),
        ("is:un ", ["is:un"]),
        ("after:202", []),
        ("after:2024-1", []),
        ("after:2024-13", []),
        ("before:yes", []),
        ("before:yes a", ["before:yes"]),
        ("words:>", []),
        ("words:300-", []),
        ("words:> 5", ["words:>"]),
        ("lang:d", []),
        ("lang:d a", ["lang:d"]),
        ("is:unread lang:de words:<5 after:2024 before:today label:x", []),
    ],
)
def test_mistakes_are_told_where_they_stand(typed: str, wrong: list[str]) -> None:
    mistakes = parse(typed).mistakes
    assert [typed[one.start : one.end] for one in mistakes] == wrong
    for one in mistakes:
        ((name, said),) = one.fields
        assert name == "value"
        assert said in typed[one.start : one.end]
        assert said in one.sentence.format(**dict(one.fields))


def test_what_is_wrong_is_left_out_and_the_rest_still_found() -> None:
    assert parse("a is:foo b ").tree == every(A, B)
    assert parse("is:foo ").tree is None
    assert parse("a OR is:foo b ").tree == either(A, B)


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("a b", [Term("a"), Term("b", unfinished=True)]),
        ("a -b c ", [Term("a"), Term("c")]),
        ("a -(b OR (c -d)) ", [Term("a")]),
        ('"a b" intitle:c author:d ', [Term("a b"), Term("c"), Term("d")]),
        ('"a b', [Term("a b", unfinished=True)]),
        ("a a OR a ", [Term("a")]),
        ("is:unread feed:a", []),
        ("", []),
        ("--a ", [Term("a")]),
    ],
)
def test_what_is_marked(typed: str, terms: list[Term]) -> None:
    assert list(parse(typed).terms) == terms


def test_brackets_may_be_as_deep_as_anybody_likes() -> None:
    assert parse("(" * 20 + "a " + ")" * 20).tree == A
    assert parse("(" * 200 + "a" + ")" * 199).tree == A
    assert parse("-(" * 190 + "a").tree is not None
    assert parse("-" * 399 + "a").tree == Not(A)
    assert parse("(a OR (b " * 40).tree is not None


def test_only_the_beginning_of_a_very_long_text_is_looked_at() -> None:
    assert parse("a " * 5_000).tree == every(*[A] * (LONGEST // 2))
    assert parse("a" * 10_000).tree == beginning("a" * LONGEST)
    assert parse(" " * 10_000 + "a").tree is None
    assert parse("a OR " * 2_000).tree == either(*[A] * (LONGEST // 5))


def unwanted(node: Node | None, not_wanted: bool = False) -> Iterator[tuple[Words, bool]]:
    """All words of a tree, and whether a Not stands above them."""
    match node:
        case Words():
            yield node, not_wanted
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from unwanted(part, not_wanted)
        case Not(part):
            yield from unwanted(part, True)


PIECES = [
    *(
        "OR",
        "OR ",
        " OR(",
        "-",
        "--",
        "(",
        ")",
        '"',
        '""',
        ":",
        "*",
        " ",
        "  ",
        "\n",
        "a",
        "bc",
        "a*",
        "東京",
        "ไทย",
        "é",
    ),
    *(
        "is:",
        "is:unread",
        "is:foo",
        "intitle:",
        "author:",
        "feed:",
        "after:",
        "after:2024",
        "words:",
        "words:>5",
        "lang:",
    ),
    *("x:y", "http://a.b", "\0", "\u0640", "\ud800", "\U0001f600", "½", "ﬁ", "\u200b", "１２", "٢٠٢٤", "İ", "\u0345"),
]
TYPED = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))


@settings(max_examples=400, deadline=None)
@given(TYPED)
@example("-" * 10_000)
@example("(" * 10_000)
@example(")" * 10_000)
@example('"' * 10_000)
@example("-(" * 5_000)
@example("OR " * 5_000)
@example("intitle:" * 2_000)
@example("is:" * 2_000)
@example('-"' * 5_000)
def test_nothing_is_an_error(typed: str) -> None:
    search = parse(typed)
    assert isinstance(search, Search)
    places = [(one.start, one.end) for one in search.mistakes]
    assert places == sorted(places)
    too_long = bool(typed[LONGEST:].strip())
    assert (places[-1:] == [(LONGEST, len(typed))]) is too_long, "what is not looked at is told"
    for start, end in places[: -1 if too_long else None]:
        assert 0 <= start < end <= min(len(typed), LONGEST)
        name, _, value = typed[start:end].partition(":")
        assert name.lower() in VALUES
        assert value
    for term in search.terms:
        assert tokens.asked(term.text, False)
    found = list(unwanted(search.tree))
    assert set(search.terms) == {Term(one.text, one.unfinished) for one, not_wanted in found if not not_wanted}
    # Only what stands at the end may go on, unless it is not wanted, or what was typed with a star.
    if "*" not in typed:
        assert not any(one.unfinished for one, not_wanted in found if not_wanted)
        if typed[:LONGEST].endswith(" ") and '"' not in typed:
            assert not any(one.unfinished for one, _ in found)


@settings(max_examples=200, deadline=None)
@given(TYPED)
def test_blanks_around_it_change_nothing_but_what_is_unfinished(typed: str) -> None:
    def finished(node: Node | None) -> Node | None:
        match node:
            case Words():
                return Words(node.text, node.place, node.phrase)
            case AllOf(parts):
                return AllOf(tuple(one for part in parts if (one := finished(part))))
            case AnyOf(parts):
                return AnyOf(tuple(one for part in parts if (one := finished(part))))
            case Not(part):
                return Not(one) if (one := finished(part)) else None
        return node

    assert finished(parse(f"  {typed}").tree) == finished(parse(typed).tree)
