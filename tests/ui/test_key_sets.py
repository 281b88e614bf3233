"""Keys as data: sequences, presets, and what the reader changed in them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_reader.app import Application
from desktop_reader.ui.commands.command import GROUPS, Command
from desktop_reader.ui.keys.chosen import KeyBook, in_force
from desktop_reader.ui.keys.presets import NAMES, PRESETS
from desktop_reader.ui.keys.sequences import caps, clash, holder, normal, parts, spoken
from tests.ui.program import Start, start

__all__ = ["start"]

# The table that was promised, and what stands in the list for itself.
PROMISED = {
    "article.next": ("J",),
    "article.previous": ("K",),
    "article.skip": ("N",),
    "article.skip_back": ("P",),
    "article.page": ("Space",),
    "article.page_back": ("Shift+Space",),
    "article.open": ("V",),
    "article.read": ("M",),
    "article.star": ("S",),
    "article.mark_all": ("Shift+A",),
    "view.next_feed": ("Shift+J",),
    "view.previous_feed": ("Shift+K",),
    "feed.refresh": ("R",),
    "feed.refresh_all": ("Shift+R",),
    "view.search": ("/", "Ctrl+K"),
    "view.all": ("G, A",),
    "view.unread": ("G, U",),
    "view.starred": ("G, S",),
    "view.today": ("G, T",),
    "article.full": ("W",),
    "view.inspector": ("I",),
    "app.undo": ("Ctrl+Z",),
    "app.redo": ("Ctrl+Shift+Z",),
    "app.keys": ("?",),
    "app.palette": ("Ctrl+Shift+P",),
    "app.menu": ("F10",),
}
ALSO = {"article.next": ("Down",), "article.previous": ("Up",), "article.open": ("Return",)}
MANY = ("article.mark_all", "article.mark_above", "article.mark_below", "sidebar.remove", "view.clean_up")


@pytest.fixture
def program(start: Start) -> Application:
    return start()


def commands(*names: str, **keys: tuple[str, ...]) -> list[Command]:
    return [Command(name, name, lambda: None, keys.get(name, ())) for name in (*names, *keys)]


@pytest.mark.parametrize(
    ("one", "other", "in_the_way"),
    [
        ("G", "G, A", True),
        ("G, A", "G", True),
        ("G, A", "G, A", True),
        ("G, A", "G, U", False),
        ("A", "G, A", False),
        ("Shift+A", "A", False),
        ("Ctrl+,", "Ctrl+,, A", True),
        ("nonsense+", "nonsense+", False),
    ],
)
def test_keys_are_in_each_others_way_when_one_begins_as_the_other(one: str, other: str, in_the_way: bool) -> None:
    assert clash(one, other) is in_the_way


def test_keys_are_written_and_shown_as_everybody_knows_them() -> None:
    assert normal("ctrl+shift+p") == "Ctrl+Shift+P"
    assert normal("Hyper+Nothing") == normal("") == ""
    assert caps("Ctrl+Shift+P") == (("Ctrl", "Shift", "P"),)
    assert caps("G, A") == (("G",), ("A",))
    assert caps("Ctrl++") == (("Ctrl", "+"),)
    assert caps("+") == (("+",),)
    assert caps("Alt+Left") == (("Alt", "←"),)
    assert spoken("G, A") == "G A"


def test_the_default_set_is_the_promised_one(program: Application) -> None:
    keys = in_force(program.window.deck.commands.values())
    assert {name: keys[name][: len(wanted)] for name, wanted in PROMISED.items()} == PROMISED
    assert {name: program.window.deck.commands[name].also for name in ALSO} == ALSO


def test_no_preset_has_two_commands_on_one_key(program: Application) -> None:
    """Not in what is in force, and not in what it says: nothing is quietly dropped."""
    all_of_them = program.window.deck.commands
    assert NAMES.keys() == PRESETS.keys()
    for preset, others in PRESETS.items():
        keys = in_force(all_of_them.values(), preset)
        for name, some in keys.items():
            assert [one for one in some if holder(keys, one, but=name)] == [], f"{name} in {preset}"
            said = others.get(name, all_of_them[name].keys if preset == "google" else some)
            assert some == tuple(map(normal, said)), f"{name} lost a key in {preset}"
        lost = {name for name, one in all_of_them.items() if one.keys and not keys[name]}
        assert lost == {name for name, some in others.items() if not some and name in all_of_them}, preset


def test_no_preset_changes_many_articles_without_shift_nor_uses_what_altgr_is(program: Application) -> None:
    for preset in PRESETS:
        keys = in_force(program.window.deck.commands.values(), preset)
        for name in MANY:
            for one in keys.get(name, ()):
                assert "+" in one or one == "Del", f"{name} on {one}"
        assert not [one for some in keys.values() for one in some if "Ctrl+Alt" in one], "AltGr is Ctrl+Alt on Windows"


def test_every_command_has_one_of_the_groups(program: Application) -> None:
    assert {one.group for one in program.window.deck.commands.values()} <= set(GROUPS)


def test_what_is_chosen_goes_before_the_preset_and_nonsense_is_passed_over() -> None:
    some = commands(**{"article.next": ("J",), "feed.add": ("A",), "other.deed": ("W",)})
    keys = in_force(some, "rssguard", {"other.deed": ["J", "no key+", "Ctrl+1"], "gone": ["X"]})
    assert keys == {"article.next": ("W",), "feed.add": ("Ctrl+N",), "other.deed": ("J", "Ctrl+1")}
    assert in_force(some, "unheard of") == in_force(some)


def test_a_key_is_taken_over_and_comes_back() -> None:
    book = KeyBook(commands(a=("A",), b=("B", "G, B")), "google", {})
    assert book.holder("G", "a") == "b"
    book.add("a", "G")
    assert book.keys == {"a": ("A", "G"), "b": ("B",)}
    assert book.chosen == {"a": ["A", "G"]}
    assert book.changed == {"a", "b"}
    book.reset("b")
    assert book.keys == {"a": ("A",), "b": ("B", "G, B")}
    assert book.chosen == {}, "what is as in the preset is not kept"
    book.remove("b", "B")
    book.add("a", "B")
    book.remove("a", "A")
    assert book.keys == {"a": ("B",), "b": ("G, B",)}
    book.reset_all()
    assert (book.keys, book.chosen) == ({"a": ("A",), "b": ("B", "G, B")}, {})


def test_keys_that_are_added_twice_or_begin_as_own_ones_take_their_place() -> None:
    book = KeyBook(commands(a=("G, A", "X")), "google", {})
    book.add("a", "X")
    book.add("a", "G")
    assert book.keys == {"a": ("X", "G")}


KEYS = st.sampled_from(["A", "B", "G", "G, A", "G, B", "Ctrl+A", "G, A, X", "?", ""])
STEP = st.tuples(st.sampled_from(["add", "remove", "reset"]), st.sampled_from(["a", "b", "c"]), KEYS)


@settings(max_examples=150, deadline=None)
@given(st.lists(STEP, max_size=12))
def test_however_keys_are_changed_no_two_commands_share_one(steps: list[tuple[str, str, str]]) -> None:
    some = commands(a=("A", "G, A"), b=("B",), c=("G, B",))
    book = KeyBook(some, "google", {})
    for deed, name, keys in steps:
        if deed == "reset":
            book.reset(name)
            assert name not in book.changed
        elif keys and (deed == "add" or keys in book.keys[name]):
            (book.add if deed == "add" else book.remove)(name, keys)
            assert (keys in book.keys[name]) is (deed == "add")
        now = book.keys
        assert all(holder(now, one, but=own) == "" for own, held in now.items() for one in held)
        assert KeyBook(some, "google", book.chosen).keys == now, "what is kept gives the same keys again"
    book.reset_all()
    assert book.keys == in_force(some)


@given(st.text(max_size=30))
def test_any_text_is_keys_or_is_not(text: str) -> None:
    assert bool(parts(text)) == bool(normal(text))
    assert normal(normal(text)) == normal(text)
