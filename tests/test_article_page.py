"""The article page as its user drew it, in the window: Similar Readings, Summary, Statistics, Details."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader import paths, settings
from desktop_reader.app import Application
from desktop_reader.jobs.mark import Open
from desktop_reader.jobs.refresh import Arrival, settle
from desktop_reader.jobs.subscribe import Found, Subscribe
from desktop_reader.library.driver import dbapi
from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query
from desktop_reader.records.refresh import FeedRequest, Response
from desktop_reader.ui.inspector.changes import ChangesDialog
from desktop_reader.worker.once import catch_up
from desktop_reader.worker.tasks import DigestFeed
from tests.documents import Item, rss
from tests.shared import SHARED, needs_shared

Start = Callable[[], Application]


@dataclass(frozen=True)
class Page:
    """An article page: what its feed gives, what is to be seen of it, and what else is in the library."""

    title: str
    paragraphs: tuple[str, ...]
    doubled: tuple[str, ...]
    words: int
    category: str
    url: str
    near: tuple[str, ...]
    site: str
    date: str
    created: str
    updated: str
    last_read: str


def own_page() -> Page:
    """A page of our own writing, of the same shape as the user's."""
    lead = "The ferry company Aurora says at least 400 islanders are now learning to steer, possibly to run the line."
    body = (
        'Its director told the harbour paper on Friday, "We found that nearly 400 islanders want to learn to steer."',
        "She said the islanders crossed by boat from Sandholm to the north quay, and then went on to the old pilots’ school.",
        'She added that it is "certainly a very good sign" that islanders could later steer the night ferry themselves.',
        "The pilots’ school has room for 90 learners at a time, and the first course of steering ends in March.",
    )
    return Page(
        title="Islanders learn to steer the ferry",
        paragraphs=(lead, *body),
        doubled=(lead, *body, *body),
        words=len(" ".join((lead, *body)).split()),
        category="harbour",
        url="https://www.harbour.example/news/20241024_06/",
        near=(
            "Aurora: islanders who learn to steer may run the night ferry",
            "90 more islanders at the pilots’ school, the harbour paper says",
            "Sandholm and the north quay welcome the ferry’s new learners",
            "Pilots’ school opens a course of steering for 400 islanders",
            "Ferry company sends islanders to the old pilots’ school",
        ),
        site="https://www.harbour.example/",
        date="Oct. 24, 2024",
        created="2024/10/24 19:00",
        updated="2025/12/08 09:33",
        last_read="2024/10/25 18:56",
    )


def seed_page() -> Page:
    """The user's own page."""
    told = json.loads((SHARED / "seed" / "expected.json").read_text(encoding="utf-8"))
    source = (SHARED / "seed" / "article-page.txt").read_text(encoding="utf-8").splitlines()
    return Page(
        title="White House: 3,000 North Korean soldiers now training in eastern Russia",
        paragraphs=tuple(told["paragraphs"]),
        doubled=tuple(source[: told["paragraphs_in_source"]]),
        words=told["words"],
        category=told["category_id"],
        url=told["url"],
        near=tuple(told["similar_readings"]),
        site="https://www3.nhk.or.jp/nhkworld/",
        date=told["date"],
        created=told["created"],
        updated=told["updated"],
        last_read=told["last_read"],
    )


PAGES = [
    pytest.param(own_page, id="own"),
    pytest.param(seed_page, id="seed", marks=needs_shared),
]
OTHERS = (
    "Dahlias bloom late in the allotments, and the frost does not come",
    "A recipe for dark bread with caraway and a spoon of honey",
    "The library of the old town lends tools as well as books",
    "Why the night train to the mountains is sold out until June",
    "A comet can be seen with bare eyes before dawn this week",
    "The orchestra plays in the market hall while its house is mended",
)


def digest_and_keep(library: Writer, url: str, document: bytes) -> int:
    """Follows a feed as if its server had answered with ``document``."""
    digest = DigestFeed(document, url).run()
    answer = Response(url, 200, body=document)
    job = Subscribe(Found(url, digest.title, digest.site_url, answer, digest, b"1"), int(time.time()), 3600)
    (feed,) = job.run(library).feeds
    return feed


def some(paragraphs: Sequence[str], n: int) -> list[str]:
    """Two of the paragraphs, for each ``n`` another two: reports of one matter that are no copies of each other."""
    return [paragraphs[n % len(paragraphs)], paragraphs[(n + 2) % len(paragraphs)]]


def html_of(paragraphs: Sequence[str]) -> str:
    return "".join(f"<p>{escape(one, quote=False)}</p>" for one in paragraphs)


@pytest.fixture
def start(qapp: QApplication, library_path: Path) -> Iterator[Start]:
    settings.save(
        settings.Settings(refresh_minutes=0, read_after_seconds=60, scheme="light"), paths.config() / "settings.json"
    )
    open_ones: list[Application] = []

    def begin() -> Application:
        application = Application(library_path, qapp)
        open_ones.append(application)
        application.start()
        application.window.resize(1600, 900)
        application.browsing.look(Query())
        return application

    yield begin
    for application in open_ones:
        application.window.close()
        application.window.deleteLater()
    qapp.processEvents()


def build(library_path: Path, page: Page, *, understood: bool = True) -> int:
    """A library with the page's article, five reports of the same matter, and others of other matters."""
    library = Writer(library_path)
    item = Item(1, page.title, html_of(page.doubled), at=1_729_764_000)
    document = rss([item], "NHK WORLD-JAPAN" if page.category == "nhk" else "Harbour", page.site)
    digest_and_keep(library, f"{page.site}feed", document.replace(item.link.encode(), page.url.encode()))
    reports = [
        Item(10 + n, title, html_of([f"{title}.", *some(page.paragraphs, n)]), at=1_729_700_000 - n * 3600)
        for n, title in enumerate(page.near)
    ]
    digest_and_keep(library, "https://reports.example/feed", rss(reports, "Reports", "https://reports.example/"))
    rest = [
        Item(100 + n, title, html_of([f"{title}.", f"This is told in story number {n}, at some length and with care."]))
        for n, title in enumerate(OTHERS)
    ]
    digest_and_keep(library, "https://rest.example/feed", rss(rest, "The Rest", "https://rest.example/"))
    if understood:
        catch_up(library)
    number = next(n for n in library.reader.all_ids(Query()) if library.reader.rows([n])[n].title == page.title)
    Open(number, 1_729_850_160).run(library)
    library.close()
    with dbapi.connect(str(library_path)) as live:  # The times of the user's page, in this machine's own time zone.
        at = [int(datetime.strptime(t, "%Y/%m/%d %H:%M").timestamp()) for t in (page.created, page.updated)]
        live.execute("UPDATE article SET created_at = ?, updated_at = ? WHERE id = ?", (*at, number))
        day = int(datetime.strptime(page.created, "%Y/%m/%d %H:%M").timestamp())
        read = int(datetime.strptime(page.last_read, "%Y/%m/%d %H:%M").timestamp())
        live.execute("UPDATE state SET published_at = ?, last_read_at = ? WHERE id = ?", (day, read, number))
    return number


def shown(qtbot: QtBot, reader: Application, number: int) -> Any:
    """The inspector once the answer for this article has come."""
    reader.browsing.open(number)
    inspector = reader.inspecting.inspector
    qtbot.waitUntil(lambda: inspector.article is not None and inspector.article.id == number, timeout=5000)
    qtbot.waitUntil(lambda: inspector.answered, timeout=20_000)
    return inspector


@pytest.mark.parametrize("make", PAGES)
def test_every_figure_of_the_page(qtbot: QtBot, start: Start, library_path: Path, make: Callable[[], Page]) -> None:
    page = make()
    number = build(library_path, page)
    reader = start()
    inspector = shown(qtbot, reader, number)

    text = reader.window.reading.view.toPlainText()
    for paragraph in page.paragraphs:
        assert text.count(paragraph) == 1, paragraph

    assert inspector.readings.heading.text() == "Similar Readings (5 items)"
    listed = [row.reading.title for row in inspector.readings.rows if row.isVisible()]
    assert sorted(listed) == sorted(page.near)
    assert inspector.statistics.words.accessibleName() == f"{page.words} Words"
    assert inspector.statistics.read_count.accessibleName() == "1 Read Count"
    details = inspector.details
    article = reader.reader.article(number)
    assert article is not None
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", details.id.whole)
    assert details.id.whole == article.uuid
    assert details.category.whole == page.category
    assert details.url.whole == page.url
    assert details.date.whole == page.date
    assert details.created.whole == page.created
    assert details.updated.whole == page.updated
    assert details.last_read.whole == page.last_read

    summary = inspector.summary.prose.toPlainText()
    assert 60 <= len(summary) <= 300
    words = set(re.findall(r"\w+", " ".join(page.paragraphs)))
    assert set(re.findall(r"\w+", summary)) <= words  # Its own sentences: nothing is invented.


def test_what_is_understood_later_appears_by_itself(qtbot: QtBot, start: Start, library_path: Path) -> None:
    page = own_page()
    number = build(library_path, page, understood=False)
    reader = start()
    inspector = shown(qtbot, reader, number)

    qtbot.waitUntil(lambda: inspector.readings.heading.text() == "Similar Readings (5 items)", timeout=60_000)
    assert sorted(row.reading.title for row in inspector.readings.rows if row.isVisible()) == sorted(page.near)


def test_a_similar_reading_opens_and_one_key_leads_back(qtbot: QtBot, start: Start, library_path: Path) -> None:
    number = build(library_path, own_page())
    reader = start()
    inspector = shown(qtbot, reader, number)
    row = inspector.readings.rows[0]
    other = row.reading.id

    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: reader.browsing.article == other)
    assert reader.window.reading.view.article is not None
    assert reader.window.reading.view.article.id == other
    reader.window.activateWindow()
    qtbot.waitUntil(reader.window.isActiveWindow)
    qtbot.keyClick(reader.window.articles.view, Qt.Key.Key_Backspace)
    assert reader.browsing.article == number


def test_one_key_shows_and_hides_the_inspector_wherever_it_lies(qtbot: QtBot, start: Start, library_path: Path) -> None:
    number = build(library_path, own_page())
    reader = start()
    inspector = shown(qtbot, reader, number)
    reader.window.activateWindow()
    qtbot.waitUntil(reader.window.isActiveWindow)
    assert reader.inspecting.dock.isVisible()

    qtbot.keyClick(reader.window.articles.view, Qt.Key.Key_I)
    assert not inspector.isVisible()
    qtbot.keyClick(reader.window.articles.view, Qt.Key.Key_I)
    assert inspector.isVisible()

    reader.window.resize(1200, 800)
    qtbot.waitUntil(lambda: not reader.inspecting.dock.isVisible())
    assert inspector.isVisible()
    assert reader.window.reading.view.viewport().isAncestorOf(inspector)
    qtbot.keyClick(reader.window.articles.view, Qt.Key.Key_I)
    assert not inspector.isVisible()


def test_the_sentences_of_the_summary_are_marked_in_the_text(qtbot: QtBot, start: Start, library_path: Path) -> None:
    number = build(library_path, own_page())
    reader = start()
    inspector = shown(qtbot, reader, number)
    view = reader.window.reading.view
    before = view.grab().toImage()

    inspector.quotes_wanted.emit(True)

    assert view.marked
    assert view.grab().toImage() != before
    inspector.quotes_wanted.emit(False)
    assert view.grab().toImage() == before


def test_an_update_shows_what_it_changed(qtbot: QtBot, start: Start, library_path: Path) -> None:
    url = "https://changing.example/feed"
    library = Writer(library_path)
    first = rss([Item(1, "The ferry", "<p>It sails at noon.</p><p>Tea is served.</p>")])
    feed = digest_and_keep(library, url, first)
    second = rss([Item(1, "The ferry", "<p>It sails at midnight.</p><p>Tea is served.</p>")])
    arrival = Arrival(FeedRequest(feed, url), Response(url, 200), DigestFeed(second, url).run(), b"2")
    (outcome,) = settle(library, [arrival], int(time.time()) + 60, 3600).outcomes
    assert outcome.updated == 1
    (number,) = library.reader.all_ids(Query())
    catch_up(library)
    library.close()
    reader = start()
    inspector = shown(qtbot, reader, number)

    inspector.changes_wanted.emit(number)

    qtbot.waitUntil(lambda: bool(reader.window.findChildren(ChangesDialog)), timeout=10_000)
    (dialog,) = reader.window.findChildren(ChangesDialog)
    told = dialog.view.toPlainText()
    assert "noon" in told
    assert "midnight" in told
    dialog.reject()
