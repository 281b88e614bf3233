"""What stands under the title of the list."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.jobs.mark import Star, Unstar
from desktop_reader.records.query import Query, Scope
from tests.ui.program import Start, start

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")


def said(program: Application, query: Query) -> str:
    """Title and line, as they are read out; the list is opened anew."""
    program.browsing.look(Query(Scope.TODAY))
    program.browsing.look(query)
    return program.window.articles.header.heading.accessibleName()


def test_every_list_has_its_number(qtbot: QtBot, start: Start) -> None:
    program = start()
    program.worker.start()
    unread = program.reader.smart_counts().unread
    feed = program.reader.feeds()[0]
    assert said(program, Query(Scope.UNREAD)) == f"Unread, {unread} unread"
    assert said(program, Query()) == f"All articles, {unread} unread"
    assert said(program, Query(Scope.FEED, target=feed.id)) == f"{feed.title}, {feed.unread} unread"
    assert said(program, Query(Scope.STARRED)) == "Starred, 1 article"
    program.worker.submit(Star((2, 3)))
    qtbot.waitUntil(lambda: said(program, Query(Scope.STARRED)) == "Starred, 3 articles")
    program.worker.submit(Unstar((1, 2, 3)))
    qtbot.waitUntil(lambda: said(program, Query(Scope.STARRED)) == "Starred")


def test_the_panes_headers_are_equally_high(start: Start) -> None:
    window = start().window
    assert window.sidebar.view.y() == window.articles.header.height() == 52
