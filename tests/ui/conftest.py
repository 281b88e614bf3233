"""What tests of the list on the screen begin with."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_reader.records.query import Query
from desktop_reader.ui.articles.pane import ArticlePane
from desktop_reader.ui.theme.theme import Theme
from tests.ui.articles_fake import NOON, Library, Now

Show = Callable[..., ArticlePane]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    def make(library: Library, query: Query = Query(), ask: Now | None = None) -> ArticlePane:  # noqa: B008
        pane = ArticlePane(library, ask or Now(library), Theme("light"), clock=lambda: NOON)
        qtbot.addWidget(pane)
        pane.resize(336, 800)
        pane.open(query)
        pane.show()
        QApplication.processEvents()
        return pane

    return make


@pytest.fixture(autouse=True)
def really_gone() -> Iterator[None]:
    """What a test has done with is gone before the next one begins: each widget that stays makes all slower."""
    yield
    if QApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="module", autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """The windows of one file's tests are gone before those of the next come."""
    yield
    if QApplication.instance() is None:
        return
    for widget in QApplication.topLevelWidgets():
        if isValid(widget):
            widget.close()
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
