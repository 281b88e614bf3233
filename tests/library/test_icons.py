"""The signs of feeds: asked for after a good fetch, at most once a week, and kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_reader.jobs.icons import KeepIcon
from desktop_reader.library import icons
from desktop_reader.library.writer import Writer
from tests.library_fixtures import NOW, follow, opened

WEEK = 7 * 86400


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as one:
        yield one


def due(library: Writer, now: int) -> list[int]:
    return [one.feed for one in icons.due(library.reader, now, 100)]


def asked(library: Writer) -> None:
    """All feeds came well a moment ago."""
    with library.transaction() as live:
        live.exec_driver_sql("UPDATE feed_fetch SET checked_at = ?", (NOW - 60,))


def test_a_sign_is_due_after_a_good_fetch_only(library: Writer) -> None:
    feed = follow(library, "https://example.org/feed", title="Harbour", slug="harbour")
    assert due(library, NOW) == []
    asked(library)
    assert due(library, NOW + 1) == [feed]
    with library.transaction() as live:
        live.exec_driver_sql("UPDATE feed_fetch SET problem = 'not-found'")
    assert due(library, NOW + 1) == []


def test_that_there_is_none_is_remembered_for_a_week(library: Writer) -> None:
    feed = follow(library, "https://example.org/feed", title="Harbour", slug="harbour")
    asked(library)
    assert not KeepIcon(feed, "", None, NOW).run(library)
    assert due(library, NOW + WEEK - 60) == []
    assert due(library, NOW + WEEK + 60) == [feed]
    assert icons.signed(library.reader) == []


def test_a_sign_is_kept_and_asked_for_again_after_four_weeks(library: Writer) -> None:
    feed = follow(library, "https://example.org/feed", title="Harbour", slug="harbour")
    asked(library)
    assert KeepIcon(feed, "https://example.org/favicon.ico", b"GIF89a", NOW).run(library).signs == {feed}
    assert due(library, NOW + 2 * WEEK) == []
    assert due(library, NOW + 5 * WEEK) == [feed]
    assert not KeepIcon(feed, "https://example.org/favicon.ico", b"GIF89a", NOW + 5 * WEEK).run(library)
    assert not KeepIcon(feed, "", None, NOW + 10 * WEEK).run(library)
    assert dict(icons.some(library.reader, [feed, 99])) == {feed: b"GIF89a", 99: None}
    assert icons.signed(library.reader) == [feed]


def test_of_a_feed_that_is_gone_nothing_is_kept(library: Writer) -> None:
    assert not KeepIcon(7, "", b"GIF89a", NOW).run(library)
    assert icons.signed(library.reader) == []
