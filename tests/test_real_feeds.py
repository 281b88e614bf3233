"""Real feeds of real sites go the whole road: digested, kept, listed, searched, shown in the reading pane."""

from __future__ import annotations

import json
import time
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop_reader.errors import ParseError
from desktop_reader.jobs.refresh import Arrival, settle
from desktop_reader.jobs.subscribe import Found, Subscribe
from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query, Scope
from desktop_reader.records.refresh import FeedRequest, Response, Status
from desktop_reader.ui.theme.tokens import LIGHT
from desktop_reader.ui.viewer.style import PageStyle
from desktop_reader.ui.viewer.view import ArticleView
from desktop_reader.worker.once import catch_up
from desktop_reader.worker.tasks import DigestFeed
from tests.shared import SHARED, needs_shared

_FEWEST_BYTES = 12_000  # Smaller ones are made for tests; these are snapshots of what sites gave out.
_SHOWN_A_FEED = 3


def real_feeds() -> list[Path]:
    """The larger feed documents, each third one: enough to meet every format, quick enough for every run."""
    if not SHARED.is_dir():
        return []
    lines = (SHARED / "feeds" / "MANIFEST.jsonl").read_text(encoding="utf-8").splitlines()
    known = [json.loads(line) for line in lines]
    large = [one for one in known if one["bytes"] >= _FEWEST_BYTES and one["format"] not in ("html", "opml")]
    return [SHARED / "feeds" / one["file"] for one in sorted(large, key=lambda one: str(one["file"]))][::3]


@needs_shared
def test_real_feeds_are_kept_found_and_shown(qtbot: QtBot, library_path: Path) -> None:
    feeds = real_feeds()
    assert len(feeds) > 10
    library = Writer(library_path)
    view = ArticleView(PageStyle(LIGHT))
    qtbot.addWidget(view)
    view.resize(800, 900)
    kept = 0
    for number, file in enumerate(feeds):
        url = f"https://real-{number}.example/feed"
        body = file.read_bytes()
        try:
            digest = DigestFeed(body, url).run()
        except ParseError:
            continue  # Some snapshots are broken on purpose; that they only raise this is the point.
        answer = Response(url, 200, body=body)
        Subscribe(Found(url, digest.title, digest.site_url, answer, digest, b"1"), int(time.time()), 3600).run(library)
        feed = library.reader.feeds()[-1]
        assert feed.total > 0 or not digest.entries, file
        kept += feed.total

        # The same document once more: nothing is new, nothing is doubled, whatever the feed thinks of guids.
        again = settle(
            library, [Arrival(FeedRequest(feed.id, url), answer, DigestFeed(body, url).run(), b"1")], 1, 3600
        )
        assert [(o.status, o.new, o.updated) for o in again.outcomes] == [(Status.UNCHANGED, 0, 0)], file

        for article in library.reader.first_ids(Query(Scope.FEED, target=feed.id), _SHOWN_A_FEED):
            whole = library.reader.article(article)
            assert whole is not None
            view.show_article(whole)
            assert whole.title.split()[:3] == [] or whole.title.split()[0] in view.toPlainText(), file
    catch_up(library)
    assert kept > 300
    assert len(library.reader.all_ids(Query())) == kept
    assert library.reader.count(Query(search="the")) > kept // 10
    library.close()


@needs_shared
def test_the_manifest_names_what_is_there() -> None:
    assert [file for file in real_feeds() if not file.is_file()] == []
