"""A sound is played from where the way to it ends, and from nowhere else. Qt's multimedia need not be there for it."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_reader.errors import FileError
from desktop_reader.ui.viewer.enclosure_card import EnclosureCard
from desktop_reader.ui.viewer.found_sound import FoundSound
from desktop_reader.ui.viewer.sound import Sound
from desktop_reader.ui.viewer.view import ArticleView
from tests.ui.program import click
from tests.ui.test_enclosures import TALK, Tape, english, show, view

__all__ = ["english", "view"]  # the fixtures

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
PLACE = "https://cdn.example/real.mp3"


class Way:
    """How a place is found: as long as it is not ``open``, the server thinks."""

    def __init__(self, error: Exception | None = None) -> None:
        self.open = threading.Event()
        self.error = error
        self.asked: list[str] = []

    def find(self, url: str) -> str:
        assert threading.current_thread() is not threading.main_thread()
        self.asked.append(url)
        assert self.open.wait(10)
        if self.error is not None:
            raise self.error
        return PLACE

    def make(self, url: str, parent: QObject) -> Sound:
        return FoundSound(url, parent, self.find, Tape)


def card(view: ArticleView) -> EnclosureCard:
    return view.findChildren(EnclosureCard)[0]


def test_nothing_that_plays_hears_of_the_address_that_the_feed_names(view: ArticleView, qtbot: QtBot) -> None:
    way = Way()
    card(view).make_sound = way.make
    row = show(view, TALK).rows[0]
    assert row.play is not None
    assert row.player is not None
    assert way.asked == []  # Nothing is asked for before somebody wants to hear it.
    click(row.play)
    assert row.play.toolTip() == "Pause"
    row.player.set_speed(1.5)
    assert Tape.made == []
    way.open.set()
    qtbot.waitUntil(lambda: bool(Tape.made))
    assert [tape.url for tape in Tape.made] == [PLACE]
    assert Tape.made[0].told == ["1.5×", "play"]
    row.player.skip(30_000)
    click(row.play)
    assert Tape.made[0].told == ["1.5×", "play", 30_000, "pause"]
    assert way.asked == [TALK.url]


def test_a_place_that_must_not_be_played_is_told_and_may_be_tried_again(view: ArticleView, qtbot: QtBot) -> None:
    words = "Its address leads into a private network ({place}), which a public feed may not do."
    way = Way(FileError(words, place="10.0.0.1"))
    card(view).make_sound = way.make
    row = show(view, TALK).rows[0]
    assert row.play is not None
    way.open.set()
    click(row.play)
    qtbot.waitUntil(lambda: "private network (10.0.0.1)" in row.facts.text())
    assert row.play.toolTip() == "Play"
    assert Tape.made == []
    way.error = None
    click(row.play)
    qtbot.waitUntil(lambda: bool(Tape.made))
    assert Tape.made[0].told == ["play"]


def test_paused_or_left_before_the_place_is_found(view: ArticleView, qtbot: QtBot) -> None:
    way = Way()
    card(view).make_sound = way.make
    row = show(view, TALK).rows[0]
    assert row.play is not None
    assert row.player is not None
    click(row.play)
    click(row.play)
    assert row.play.toolTip() == "Play"
    found = row.player.findChildren(FoundSound)[0]
    with qtbot.waitSignal(found._found):
        way.open.set()
    assert Tape.made == []
    click(row.play)
    qtbot.waitUntil(lambda: bool(Tape.made))
    way.open.clear()
    show(view, number=2)  # Another article.
    assert Tape.made[0].told == ["play", "close"]


def test_an_article_that_is_left_while_its_sound_is_looked_for(view: ArticleView, qtbot: QtBot) -> None:
    way = Way()
    card(view).make_sound = way.make
    row = show(view, TALK).rows[0]
    assert row.play is not None
    click(row.play)
    qtbot.waitUntil(lambda: bool(way.asked))
    show(view, number=2)
    way.open.set()
    for thread in threading.enumerate():
        if thread.name == "sound":
            thread.join(10)
    show(view, TALK, number=3)
    assert Tape.made == []
