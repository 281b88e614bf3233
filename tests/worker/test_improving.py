"""Articles derived again by a better method, bodies packed smaller: after everything else, whole after any fault."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import pytest

from desktop_reader.content import derive
from desktop_reader.content.plain import plain
from desktop_reader.jobs import tidy
from desktop_reader.jobs.organise import AddFolder
from desktop_reader.jobs.subscribe import Found, Subscribe
from desktop_reader.jobs.understand import CatchUp
from desktop_reader.library import deriving, dictionaries, search, understanding
from desktop_reader.library.writer import Transaction, Writer
from desktop_reader.records import content
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query, Sort
from desktop_reader.worker import improving as module
from desktop_reader.worker.digesting import Digesting
from desktop_reader.worker.improving import Improving
from tests.documents import Item, rss
from tests.library.test_bodies import codings, story
from tests.library_fixtures import HOUR, NOW, came, entry, follow, made, rows
from tests.servers import Site
from tests.worker.test_loop import Running, wait_until

CHUNK = 10


def better_plain(html: str, **_: bool) -> str:
    """A better method: it hears more in every text."""
    return f"{plain(html)}\nspringtide"


class Desk:
    """A library whose writing thread is the test's own."""

    def __init__(self, path: Path, feed: int = 0) -> None:
        self.library = Writer(path)
        self.feed = feed or follow(self.library)
        self.posted: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self.digesting = Digesting(None)
        self.changes: list[Changes] = []
        self.steps: list[tuple[int, int]] = []
        self.resting = False
        self.improving = Improving(
            self.library,
            self.digesting,
            self.posted.put,
            lambda: self.resting,
            self.changes.append,
            lambda done, of: self.steps.append((done, of)),
        )

    def comes(self, *texts: str, now: int = NOW) -> None:
        """Articles as a refresh brings them, searchable and understood as far as that goes."""
        entries = []
        for text in texts:
            html = f"<p>{text}</p>"
            name = text.partition(":")[0]
            one = entry(name, title=name, html=html, at=NOW)
            entries.append(replace(one, content=derive.derive(html, name)))
        came(self.library, self.feed, *reversed(entries), now=now)
        self.catch_up()

    def catch_up(self) -> None:
        while self.library.reader.unindexed(1):
            CatchUp().run(self.library)

    def works(self, calls: int = 1000, seconds: float = 20.0) -> None:
        """Looks, and does what is posted then, until nothing comes any more."""
        self.improving.look()
        until = time.monotonic() + seconds
        while calls and time.monotonic() < until:
            try:
                self.posted.get(timeout=1.0 if self.improving.busy else 0.0)()
            except Empty:
                if not self.improving.busy:
                    return
                continue
            calls -= 1
        assert time.monotonic() < until

    def facts(self) -> list[Any]:
        return rows(self.library.path, "SELECT id, words, snippet, language, title_key FROM article ORDER BY id")

    def loud(self) -> list[int]:
        """The articles whose facts are the better method's."""
        return [number for number, _, snippet, _, _ in self.facts() if snippet.endswith("springtide")]

    def meta(self, key: str) -> str | None:
        found = rows(self.library.path, "SELECT value FROM meta WHERE key = ?", key)
        return found[0][0] if found else None

    def waiting(self) -> list[int]:
        """What waits to be understood."""
        return [n for (n,) in rows(search.place(self.library.path), "SELECT id FROM waiting ORDER BY id")]

    def understands_all(self) -> None:
        with understanding.opened(self.library.path) as file:
            while asked := file.waiting(1000):
                learned = understanding.Learned(
                    tuple(understanding.Meaning(one.id, NOW) for one in asked), file.frequencies()
                )
                file.keep(learned, asked)

    def found(self, words: str) -> int:
        return self.library.reader.count(Query(search=words))

    def close(self) -> None:
        self.digesting.close()
        self.library.close()


Improve = Callable[[], None]


@pytest.fixture
def better(monkeypatch: pytest.MonkeyPatch) -> Improve:
    """Makes the method better, from now on."""

    def now() -> None:
        for used in (derive, tidy):
            monkeypatch.setattr(used, "plain", better_plain)
        monkeypatch.setattr(content, "DERIVED", content.DERIVED + 1)

    return now


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHUNK", CHUNK)
    monkeypatch.setattr(module, "_WORTH_TELLING", 30)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    one = Desk(made(tmp_path))
    yield one
    one.close()


def dropped(desk: Desk) -> Desk:
    """As after a power cut: nothing is closed, nothing posted is done; another process opens the library."""
    return Desk(desk.library.path, desk.feed)


TEXTS = [f"article {n}: the ferry sails at noon and comes home with the tide" for n in range(35)]


def test_by_the_same_method_nothing_is_done(desk: Desk) -> None:
    desk.comes(*TEXTS)
    before = desk.facts()
    desk.works()
    assert desk.facts() == before
    assert desk.changes == []
    assert desk.steps == []
    assert desk.meta("derived") == str(content.DERIVED)


def test_by_a_better_one_all_are_derived_again(desk: Desk, better: Improve) -> None:
    desk.comes(*TEXTS)
    desk.understands_all()
    words = [row[1] for row in desk.facts()]
    heads = int(desk.meta("heads") or 0)
    better()
    desk.works()

    assert desk.loud() == list(range(1, 36))
    assert [row[1] for row in desk.facts()] == [count + 1 for count in words]
    assert desk.meta("derived") == str(content.DERIVED)
    assert desk.meta("deriving") is None
    assert int(desk.meta("heads") or 0) == heads + 35
    assert [number for changes in desk.changes for number in changes.updated] == list(range(35, 0, -1)), "newest first"
    assert desk.steps == [(0, 35), (10, 35), (20, 35), (30, 35), (0, 0)]

    assert desk.found("springtide") == 0
    desk.catch_up()
    assert desk.found("springtide") == 35
    assert desk.waiting() == list(range(1, 36)), "they wait to be understood again"
    assert list(desk.library.reader.all_ids(Query(sort=Sort.WORDS)))
    assert rows(desk.library.path, "SELECT count(*) FROM revision") == [(0,)]


def test_what_a_refresh_says_afterwards_is_no_change(desk: Desk, better: Improve) -> None:
    """The hashes that tell articles apart are those of the new text: the same article comes as itself, unchanged."""
    desk.comes(*TEXTS[:3])
    better()
    desk.works()
    again = [
        entry(None, title=text.partition(":")[0], html=f"<p>{text}</p>", at=NOW, comments="https://example.org/")
        for text in TEXTS[:3]
    ]
    stored = came(
        desk.library,
        desk.feed,
        *(replace(one, guid=one.title, content=derive.derive(one.content.html, one.title)) for one in again),
    )
    assert stored.new == stored.updated == ()


def test_an_article_known_by_its_text_alone_is_known_afterwards(desk: Desk, better: Improve) -> None:
    def said(at: int | None, author: str) -> Any:
        one = entry(None, title="Tides", html="<p>High at noon</p>", at=at, author=author)
        return replace(one, content=derive.derive(one.content.html, one.title))

    came(desk.library, desk.feed, said(NOW - HOUR, "A"))
    came(desk.library, desk.feed, said(None, "A"))
    better()
    desk.works()
    assert came(desk.library, desk.feed, said(NOW - HOUR, "B")).new == ()
    assert came(desk.library, desk.feed, said(None, "B")).new == ()


def test_only_what_differs_is_touched(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.comes(*TEXTS)
    monkeypatch.setattr(content, "DERIVED", content.DERIVED + 1)
    monkeypatch.setattr(derive, "plain", lambda html, **_: (better_plain if "article 7:" in html else plain)(html))
    desk.works()
    assert desk.loud() == [8]
    assert [number for changes in desk.changes for number in changes.updated] == [8]
    assert [one[0] for one in desk.library.reader.unindexed(100)] == [8]


def test_broken_off_in_the_middle_it_goes_on_and_nothing_is_done_twice(desk: Desk, better: Improve) -> None:
    desk.comes(*TEXTS)
    better()
    desk.works(calls=2)
    assert desk.loud() == list(range(16, 36))
    assert desk.meta("deriving") == f"{content.DERIVED} 16 20 35"
    assert desk.meta("derived") == str(content.DERIVED - 1)

    again = dropped(desk)
    again.works()
    assert again.loud() == list(range(1, 36))
    assert [number for changes in again.changes for number in changes.updated] == list(range(15, 0, -1))
    assert again.steps == [(20, 35), (30, 35), (0, 0)]
    again.catch_up()
    assert again.found("springtide") == 35
    assert rows(search.place(again.library.path), "SELECT count(*) FROM fts_docsize") == [(35,)]
    again.close()


def test_a_chunk_whose_keeping_is_cut_off_is_done_again(desk: Desk, better: Improve) -> None:
    desk.comes(*TEXTS)
    before = desk.facts()
    better()
    with desk.library.transaction() as live:
        at = deriving.walk(live, content.DERIVED)
        assert at is not None
        asked = deriving.next_kept(live, at, 10)
        facts = [deriving.Facts(one.id, one.fingerprint, one.title, "", "text", 1, "LOUD", None, None) for one in asked]
        assert len(deriving.keep(live, at, asked, facts).ids) == 10
        live.rollback()
    assert desk.facts() == before
    assert desk.meta("deriving") is None
    desk.works()
    assert desk.loud() == list(range(1, 36))


def test_what_a_refresh_changed_meanwhile_keeps_its_newer_facts(desk: Desk, better: Improve) -> None:
    desk.comes(*TEXTS[:5])
    better()
    desk.improving.look()
    desk.comes("article 2: something else altogether about boats and harbours", now=NOW + HOUR)
    newer = desk.facts()[2]
    desk.works()
    assert desk.loud() == [1, 2, 3, 4, 5], "the refresh has used the better method too"
    assert desk.facts()[2] == newer
    assert desk.library.reader.article(3).html.startswith("<p>article 2: something")  # type: ignore[union-attr]
    assert rows(desk.library.path, "SELECT article_id, revision FROM revision") == [(3, 0)]


def test_what_was_removed_meanwhile_stays_away(desk: Desk, better: Improve) -> None:
    desk.comes(*TEXTS[:5])
    better()
    desk.improving.look()
    with desk.library.transaction() as live:
        live.exec_driver_sql("DELETE FROM article WHERE id = 3")
    desk.works()
    assert [row[0] for row in desk.facts()] == desk.loud() == [1, 2, 4, 5]


def test_a_library_of_a_newer_method_is_left_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.comes(*TEXTS)
    before = desk.facts()
    monkeypatch.setattr(derive, "plain", better_plain)
    with desk.library.transaction() as live:
        live.exec_driver_sql("UPDATE meta SET value = '9' WHERE key = 'derived'")
    desk.works()
    assert desk.facts() == before
    assert desk.meta("derived") == "9"

    # Nor is one that a newer program had only begun with.
    with desk.library.transaction() as live:
        live.exec_driver_sql("UPDATE meta SET value = '0' WHERE key = 'derived'")
        live.exec_driver_sql("INSERT INTO meta VALUES ('deriving', '9 20 15 35')")
    desk.works()
    assert desk.facts() == before
    assert desk.meta("deriving") == "9 20 15 35"


def test_it_rests_while_a_refresh_runs(desk: Desk, better: Improve) -> None:
    desk.comes(*TEXTS)
    better()
    desk.resting = True
    desk.works()
    assert desk.loud() == []
    desk.resting = False
    desk.improving.look()
    desk.resting = True
    desk.works()
    assert desk.loud() == list(range(26, 36)), "what was under way is kept, no more"
    desk.resting = False
    desk.works()
    assert desk.loud() == list(range(1, 36))


def test_an_article_that_cannot_be_derived_keeps_its_facts(
    desk: Desk, better: Improve, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.comes(*TEXTS)
    before = desk.facts()[7]
    better()

    def stumbling(html: str, **_: bool) -> str:
        if "article 7:" in html:
            raise KeyError(html)
        return better_plain(html)

    monkeypatch.setattr(derive, "plain", stumbling)
    desk.works()
    assert desk.loud() == [n for n in range(1, 36) if n != 8]
    assert desk.facts()[7] == before
    assert desk.meta("derived") == str(content.DERIVED)


def test_when_nothing_can_be_derived_the_fault_is_not_the_articles(
    desk: Desk, better: Improve, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.comes(*TEXTS)
    better()

    def broken(html: str) -> str:
        raise MemoryError

    monkeypatch.setattr(derive, "plain", broken)
    desk.works()
    assert desk.meta("derived") == str(content.DERIVED - 1)
    monkeypatch.setattr(derive, "plain", better_plain)
    again = dropped(desk)
    again.works()
    assert again.meta("derived") == str(content.DERIVED)
    assert again.loud() == list(range(1, 16))
    again.close()


def test_a_damaged_article_keeps_its_facts(desk: Desk, better: Improve) -> None:
    desk.comes(*TEXTS[:3])
    before = desk.facts()[1]
    with desk.library.transaction() as live:
        live.exec_driver_sql("UPDATE body SET source = x'28b52ffd00', coding = 1 WHERE id = 2")
    better()
    desk.works()
    assert desk.loud() == [1, 3]
    assert desk.facts()[1] == before


PICTURE = '<p>Ships</p><img src="https://example.org/ship.jpg?a=1&amp;b=2" alt="" width="900">'


@pytest.mark.parametrize(
    ("html", "kept", "expected"),
    [
        (PICTURE, None, "https://example.org/ship.jpg?a=1&b=2"),
        (PICTURE, "https://example.org/of-the-feed.jpg", "https://example.org/ship.jpg?a=1&b=2"),
        ("<p>Ships</p>", "https://example.org/of-the-feed.jpg", "https://example.org/of-the-feed.jpg"),
        (PICTURE.replace("900", "9"), "https://example.org/ship.jpg?a=1&b=2", None),
    ],
)
def test_the_picture_that_only_the_feed_named_stays(desk: Desk, html: str, kept: str | None, expected: str) -> None:
    came(desk.library, desk.feed, entry("a", title="Ships", html=html))
    with desk.library.transaction() as live:
        live.exec_driver_sql("UPDATE article SET image = ?", (kept,))
        live.exec_driver_sql("DELETE FROM meta WHERE key = 'derived'")
    desk.works()
    assert rows(desk.library.path, "SELECT image FROM article") == [(expected,)]


def test_then_bodies_are_packed_smaller(desk: Desk, better: Improve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionaries, "_FIRST", 200)
    monkeypatch.setattr(dictionaries, "_ENOUGH", 100_000)
    monkeypatch.setattr(dictionaries, "_CHUNK", 50)
    came(desk.library, desk.feed, *(entry(f"g{n}", html=story(n)) for n in range(220)))
    desk.catch_up()
    better()
    desk.works()
    assert desk.meta("derived") == str(content.DERIVED)
    assert set(codings(desk.library)) == {2}
    assert sorted(article.html for n in range(1, 221) if (article := desk.library.reader.article(n))) == sorted(
        map(story, range(220))
    )


def test_as_the_loop_does_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the helper process and the loop's turns; the helper knows no better method, so the facts were made worse."""
    desk = Desk(made(tmp_path))
    desk.comes(*TEXTS)
    right = desk.facts()
    with desk.library.transaction() as live:
        live.exec_driver_sql("UPDATE article SET words = 0, snippet = '', content_hash = x'00'")
        live.exec_driver_sql("UPDATE meta SET value = '0' WHERE key = 'derived'")
    desk.close()
    running = Running(desk.library.path).start()
    wait_until(lambda: rows(running.path, "SELECT value FROM meta WHERE key = 'derived'") == [(str(content.DERIVED),)])
    wait_until(lambda: running.heard.improvements[-1:] == [(0, 0)])
    wait_until(lambda: {n for changes in running.heard.changes for n in changes.updated} == set(range(1, 36)))
    wait_until(lambda: not rows(running.path, "SELECT id FROM unindexed"))
    running.close()
    assert running.heard.errors == []
    assert desk.facts() == right


def test_the_readers_deeds_and_feeds_that_are_due_overtake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: Site
) -> None:
    chunks: list[int] = []

    def without_end(live: Transaction) -> bool:
        time.sleep(0.002)
        chunks.append(1)
        return True

    monkeypatch.setattr(dictionaries, "pack_anew", without_end)
    site.serve("/feed", rss([Item(1)]))
    library = Writer(made(tmp_path))
    running = Running(library.path)
    library.close()
    running.start()
    try:
        wait_until(lambda: len(chunks) > 3)
        running.loop.submit(AddFolder("At once"))
        wait_until(lambda: running.folders == ["At once"])
        running.loop.submit(Subscribe(Found(site.url("/feed"), "Due"), int(time.time()), 3600))
        running.loop.set_wish(3600)
        wait_until(lambda: running.unread == 1)
        done = len(chunks)
        wait_until(lambda: len(chunks) > done)
    finally:
        running.close()
    assert running.heard.errors == []
