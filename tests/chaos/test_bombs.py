"""A short form of the bombs' chaos test: one of them in a window of its own, and the bounds that hold for others."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader.content.clean import shown
from desktop_reader.content.sanitize import sanitize
from desktop_reader.ui.decoding import measured
from desktop_reader.ui.theme.tokens import LIGHT
from desktop_reader.ui.viewer import bounds, effort
from desktop_reader.ui.viewer.style import PageStyle
from desktop_reader.ui.viewer.view import ArticleView
from tests.chaos import bombs, explosives
from tests.ui.test_viewer_hostile import check
from tests.ui.test_viewer_page import article

SOME = [
    "50 nested tables",
    "140,000 soft hyphens",
    "signs that turn the text round",
    "Thai without blanks",
    "3,000 links",
]


def test_a_window_lives_through_it() -> None:
    found = bombs.one("50 nested tables")
    assert isinstance(found, dict), found
    assert (found["arrived"], found["articles"], found["opened"]) == (True, 1, 1)
    assert set(found["worst"]) >= {"refresh", "open", "resize", "theme", "the end"}


def test_what_is_too_slow_too_large_or_dead_is_a_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"arrived": True, "articles": 1, "opened": 1, "worst": {"open": 201, "read": 5}, "megabytes": 301}
    monkeypatch.setattr(bombs, "one", lambda name: dict(told) if name == "a" else "ended with -11: ")
    losses = bombs.exploded(["a", "b"]).losses
    assert [loss[:1] for loss in losses] == ["a", "a", "b"]
    monkeypatch.setattr(bombs, "one", lambda name: told | {"worst": {"open": 200}, "megabytes": 300})
    assert bombs.exploded(["a"]).losses == []
    monkeypatch.setattr(bombs, "one", lambda name: told | {"worst": {"open": 1}, "megabytes": 3, "arrived": False})
    assert len(bombs.exploded(["a"]).losses) == 1


@pytest.mark.parametrize("name", SOME)
def test_each_is_bounded(qtbot: QtBot, name: str) -> None:
    view = ArticleView(PageStyle(LIGHT))
    qtbot.addWidget(view)
    view.resize(860, 748)
    view.show()
    view.show_article(shown(article(sanitize(explosives.HTML[name]()).html, id=3)))
    QApplication.processEvents()
    check(view)
    text = view.toPlainText()
    assert text.count("\u00ad") <= bounds.HYPHENS
    assert sum("\u0e00" <= sign < "\u0f00" for sign in text) <= effort.MOST / 2 + 400


def test_a_page_that_is_cut_says_so_and_one_that_is_not_is_whole(qtbot: QtBot) -> None:
    view = ArticleView(PageStyle(LIGHT))
    qtbot.addWidget(view)
    thai = "ภาษาไทย "
    view.show_article(article(f"<p>{thai * 3_500}</p><p>last</p>", id=4))
    assert "too long to be shown whole" in view.toPlainText()
    assert "last" not in view.toPlainText()
    view.show_article(article(f"<p>{thai * 2_000}</p><p>last</p>", id=5))
    assert view.toPlainText().endswith("last")


def test_floods_of_signs_that_nobody_sees_go_and_words_stay() -> None:
    assert bounds.calm("co\u00adop ä\u0301 👨\u200d👩") == "co\u00adop ä\u0301 👨\u200d👩"
    assert bounds.calm("a" + "\u200b" * 50 + "b") == "a\u200bb"
    assert bounds.calm("e" + "\u0301" * 50) == "e" + "\u0301" * 8
    assert bounds.calm("a\u00ad" * 5_000) == "a" * 5_000
    assert bounds.calm("\u202ea" * 2_000) == "a" * 2_000


def test_there_are_many_and_each_can_be_made() -> None:
    assert len(set(explosives.names())) == len(explosives.names()) > 75
    assert all(len(explosives.HTML[name]()) > 500 for name in explosives.HTML)
    assert measured(explosives.PICTURES["a PNG that says to be 60,000 × 60,000"]()) is None
    assert measured(explosives.PICTURES["an SVG that uses itself"]()) is None
