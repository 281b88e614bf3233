"""A list of ours carries what each subscription is here: out, into an empty library and out again it is the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_reader.feeds import opml, plain
from desktop_reader.feeds.opml import OutlineFeed, OutlineFolder, OutlineTree
from desktop_reader.feeds.own_attributes import NAMESPACE
from desktop_reader.jobs import mirror
from desktop_reader.jobs.transfer import ImportOpml, deleting, export_opml
from desktop_reader.library import again, retention, subscribed, subscriptions
from desktop_reader.library import mirror as kept
from desktop_reader.library.writer import Writer
from desktop_reader.records.keeping import FOR_EVER, Rule
from desktop_reader.records.subscription import Own
from tests.library_fixtures import NOW, folder, follow, opened

OURS = f"{{{NAMESPACE}}}"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as library:
        yield library


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "empty.db") as library:
        yield library


def cleared(library: Writer) -> Writer:
    with library.transaction() as live:
        live.exec_driver_sql("DELETE FROM feed")
        live.exec_driver_sql("DELETE FROM folder")
        live.exec_driver_sql("DELETE FROM meta WHERE key LIKE 'unread again %'")
    return library


titles = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).map(plain.clean).filter(str.strip)
pages = st.none() | st.integers(0, 99).map(lambda n: f"https://example.org/{n}?a=1&b=<ü>")
rules = st.none() | st.builds(Rule, st.none() | st.integers(1, 9999), st.none() | st.integers(1, 9999))
owns = st.builds(
    Own,
    slug=st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,3})?", fullmatch=True),
    title=titles,
    given_title=st.none() | titles,
    description=st.text(st.characters(codec="utf-8"), max_size=30).map(plain.clean),
    language=st.none() | st.sampled_from(["en", "de-AT", "日本"]),
    old_url=pages,
    icon_url=pages,
    created_at=st.none() | st.integers(1, 4_000_000_000),
    full_text=st.booleans(),
    stopped=st.booleans(),
    unread_again=st.none() | st.booleans(),
    keep=rules,
)
slugs = st.from_regex(r"[a-z]{0,3}", fullmatch=True)


def outlined(n: int, own: Own | None, name: str) -> OutlineFeed:
    return OutlineFeed(f"https://example.org/{n}", (own.given_title or own.title) if own else name, own=own)


feeds = st.builds(outlined, st.integers(0, 99), st.none() | owns, titles)
trees = st.recursive(
    st.lists(feeds, max_size=3),
    lambda inner: st.lists(
        st.builds(lambda n, c, s: OutlineFolder(n, n, tuple(c), s), titles, inner, slugs), max_size=3
    ),
    max_leaves=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(trees)
def test_out_and_into_an_empty_library_and_out_again_is_the_same_bytes(
    library: Writer, empty: Writer, children: list[opml.Outline]
) -> None:
    ImportOpml(OutlineTree(tuple(children)), NOW).run(cleared(library))
    first = export_opml(library.reader)
    ImportOpml(opml.read(first), NOW + 1).run(cleared(empty))
    assert export_opml(empty.reader) == first
    assert sorted(subscribed.own(empty.reader).values(), key=lambda one: one.uuid) == sorted(
        subscribed.own(library.reader).values(), key=lambda one: one.uuid
    )


def furnished(library: Writer) -> None:
    """A library in which everything that can be set is set."""
    inside = folder(library, "Inside", folder(library, "News & <such>"))
    with library.editing() as live:
        twin = subscriptions.add_folder(live, "Inside", "twin", None)
        subscriptions.move_folder(live, twin, 1, 0)
    first = follow(library, "https://a.example/feed", inside, title="A “quoted” name", slug="a", given_title="Mine")
    follow(library, "https://b.example/feed", twin, title="B", slug="b")
    with library.transaction() as live:
        live.exec_driver_sql(
            """UPDATE feed SET full_text = 1, description = 'Two
            lines & more', language = 'de', icon_url = 'https://a.example/i.png', old_url = 'https://ann:pw@a.example/'
            WHERE id = ?""",
            (first,),
        )
        live.exec_driver_sql("UPDATE feed_fetch SET stopped = 1 WHERE feed_id = ?", (first,))
        again.set_wish(live, first, False)
        retention.set_rule(live, first, Rule(30, None))
        retention.set_rule(live, 2, FOR_EVER)
        live.exec_driver_sql("INSERT INTO access (feed_id, method, user) VALUES (?, 'basic', 'ann-the-user')", (first,))


def test_what_was_set_comes_back_and_no_secret_goes_out(library: Writer, empty: Writer) -> None:
    furnished(library)
    data = export_opml(library.reader)
    assert b"ann" not in data
    ImportOpml(opml.read(data), NOW + 5).run(empty)
    assert export_opml(empty.reader) == data
    before, after = ({one.uuid: one for one in subscribed.own(door.reader).values()} for door in (library, empty))
    assert before.keys() == after.keys()
    (mine,) = [one for one in after.values() if one.slug == "a"]
    assert (mine.given_title, mine.title, mine.full_text, mine.stopped) == ("Mine", "A “quoted” name", True, True)
    assert (mine.unread_again, mine.keep, mine.created_at) == (False, Rule(30, None), NOW)
    assert mine.description.startswith("Two\n")
    assert [one.keep for one in after.values() if one.slug == "b"] == [FOR_EVER]
    assert [(one.title, one.slug) for one in empty.reader.folders()].count(("Inside", "twin")) == 1
    assert [one.title for one in empty.reader.folders()].count("Inside") == 2


def test_a_lost_library_has_its_settings_again(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with opened(path) as library:
        furnished(library)
        assert mirror.renew(library.reader)
        before = subscribed.own(library.reader)
    mirror.restore(path, kept.place(path))
    with opened(path) as library:
        after = {one.uuid: one for one in subscribed.own(library.reader).values()}
        assert not mirror.renew(library.reader)
    for one in before.values():
        assert (after[one.uuid].keep, after[one.uuid].full_text, after[one.uuid].given_title) == (
            one.keep,
            one.full_text,
            one.given_title,
        )


def test_a_feed_that_is_followed_stays_as_its_reader_has_it(library: Writer, empty: Writer) -> None:
    furnished(library)
    follow(empty, "https://a.example/feed", title="Its title", slug="its", given_title="My word")
    before = list(subscribed.own(empty.reader).values())
    ImportOpml(opml.read(export_opml(library.reader)), NOW).run(empty)
    assert list(subscribed.own(empty.reader).values())[:1] == before


def test_the_standard_attributes_are_where_the_format_has_them(library: Writer) -> None:
    furnished(library)
    root = ElementTree.fromstring(export_opml(library.reader))
    (mine,) = [one for one in root.iter("outline") if one.get("xmlUrl") == "https://a.example/feed"]
    assert root.get("version") == "2.0"
    assert (mine.get("type"), mine.get("text"), mine.get("language")) == ("rss", "Mine", "de")
    assert (mine.get("category"), mine.get("created")) == ("/news & <such>/inside", "Sun, 27 Oct 2024 03:33:20 GMT")
    assert mine.get(f"{OURS}title") == "A “quoted” name"


def test_odd_values_and_other_programs_attributes_do_no_harm(library: Writer) -> None:
    data = f"""<opml version="2.0" xmlns:reader="{NAMESPACE}" xmlns:o="urn:other"><body>
        <outline text="A" o:text="Other" o:xmlUrl="https://other.example/" frss:priority="10" xmlUrl="https://a.example/"
          reader:id="no" reader:slug="../Odd" reader:keepDays="-1" reader:keepMost="99999999999999999999"
          reader:keep="yes" reader:oldUrl="javascript:x" reader:paused="1" reader:later="new" created="9e99"/>
        <outline text="F" reader:slug="{"x" * 1000}"/></body></opml>""".encode()
    tree = opml.read(data)
    ImportOpml(tree, NOW).run(library)
    (own,) = subscribed.own(library.reader).values()
    assert (own.title, own.keep, own.stopped, own.old_url, own.created_at) == ("A", None, False, None, NOW)
    assert own.slug == "a"
    assert [one.slug for one in library.reader.folders()] == ["f"]
    assert [feed.url for feed in library.reader.feeds()] == ["https://a.example/"]


def test_one_uuid_is_one_feed(library: Writer) -> None:
    same = Own(uuid="12345678-1234-1234-1234-123456789abc", slug="one", title="One")
    tree = OutlineTree(tuple(OutlineFeed(f"https://{n}.example/", "One", own=same) for n in range(3)))
    assert len(ImportOpml(tree, NOW).run(library).feeds) == 3
    found = list(subscribed.own(library.reader).values())
    assert len({one.uuid for one in found}) == len({one.slug for one in found}) == 3


def test_a_list_from_anywhere_deletes_no_articles(library: Writer, empty: Writer) -> None:
    furnished(library)
    tree = opml.read(export_opml(library.reader))
    assert deleting(tree) == 1
    ImportOpml(tree, NOW, own=False).run(empty)
    after = {one.slug: one for one in subscribed.own(empty.reader).values()}
    assert (after["a"].keep, after["b"].keep) == (None, FOR_EVER)
    assert (after["a"].given_title, after["a"].full_text, after["a"].stopped) == ("Mine", True, True)
