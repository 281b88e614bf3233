"""An article counts as read when it was shown long enough; once a visit."""

from __future__ import annotations

import time
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from desktop_reader.jobs.mark import Open
from desktop_reader.ui.auto_read import AutoRead
from desktop_reader.ui.browsing import Browsing
from desktop_reader.worker.thread import Worker


class Jobs:
    """A worker that only notes what it is given."""

    def __init__(self) -> None:
        self.opened: list[Open] = []
        self.read_only = False

    def submit(self, job: Any, done: Any = None) -> None:
        self.opened.append(job)

    @property
    def articles(self) -> list[int]:
        return [job.article for job in self.opened]


class Desk:
    def __init__(self, seconds: float) -> None:
        self.jobs = Jobs()
        self.browsing = Browsing()
        self.auto_read = AutoRead(self.browsing, cast(Worker, self.jobs), seconds)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(0.1)


def test_shown_long_enough_counts_once_with_its_time(qtbot: QtBot, desk: Desk) -> None:
    desk.browsing.open(7)
    assert desk.jobs.opened == []
    qtbot.waitUntil(lambda: bool(desk.jobs.opened))
    qtbot.wait(250)
    (job,) = desk.jobs.opened
    assert job.article == 7
    assert abs(job.at - time.time()) <= 2


def test_a_glance_does_not_count(qtbot: QtBot, desk: Desk) -> None:
    for article in (1, 2, 3, 4):
        desk.browsing.open(article)
        qtbot.wait(20)
    qtbot.waitUntil(lambda: bool(desk.jobs.opened))
    assert desk.jobs.articles == [4]


def test_coming_back_counts_again(qtbot: QtBot, desk: Desk) -> None:
    for article in (1, 2, 1):
        desk.browsing.open(article)
        qtbot.wait(200)
    assert desk.jobs.articles == [1, 2, 1]


def test_going_away_before_it_counts_and_back_begins_anew(qtbot: QtBot) -> None:
    desk = Desk(0.3)
    desk.browsing.open(1)
    qtbot.wait(200)
    desk.browsing.open(0)
    desk.browsing.open(1)
    qtbot.wait(200)
    assert desk.jobs.opened == []
    qtbot.waitUntil(lambda: desk.jobs.articles == [1])


def test_nothing_shown_counts_nothing(qtbot: QtBot, desk: Desk) -> None:
    desk.browsing.open(1)
    desk.browsing.open(0)
    qtbot.wait(200)
    assert desk.jobs.opened == []


def test_another_delay_is_for_the_article_that_is_shown_too(qtbot: QtBot) -> None:
    desk = Desk(60)
    desk.browsing.open(1)
    desk.auto_read.set_delay(0.05)
    qtbot.waitUntil(lambda: desk.jobs.articles == [1])


@pytest.mark.parametrize("seconds", [0.0, -3.0])
def test_no_delay_at_all_is_at_once(qtbot: QtBot, seconds: float) -> None:
    desk = Desk(seconds)
    desk.browsing.open(1)
    qtbot.waitUntil(lambda: desk.jobs.articles == [1])
