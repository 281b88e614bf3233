"""About one feed: what the library knows of it, in words, with buttons that do what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QFormLayout, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_reader.errors import FetchError
from desktop_reader.library.writer import Writer
from desktop_reader.records.asked import Asked, Received
from desktop_reader.records.changes import Changes
from desktop_reader.records.condition import Remedy
from desktop_reader.records.health import Problem
from desktop_reader.ui import health
from desktop_reader.ui.dialogs.feed import FeedDialog
from desktop_reader.ui.inspector.formats import Formats
from desktop_reader.worker.thread import Worker
from tests.library_fixtures import HOUR, NOW, answered, document, entry, follow, ok, opened

URL = "https://example.org/feed"


class Asking:
    """A worker that answers at once from a library."""

    def __init__(self, library: Writer) -> None:
        self.library = library

    def ask(self, kind: str, question: Callable[[Any], Any], answered: Callable[[Any], None]) -> None:
        answered(question(self.library.reader))


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Writer]:
    monkeypatch.setattr("desktop_reader.ui.dialogs.feed.time.time", lambda: NOW + 3 * HOUR)
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English))
    with opened(tmp_path / "library.db") as library:
        yield library
    QLocale.setDefault(before)


@pytest.fixture
def number(library: Writer) -> int:
    return follow(library, title="Harbour <b>Notes</b>")


def shown(qtbot: QtBot, library: Writer, number: int, **remedies: Callable[[], object]) -> FeedDialog:
    feed = library.reader.feed(number)
    assert feed is not None
    given = {Remedy(name): deed for name, deed in remedies.items()}
    dialog = FeedDialog(cast("Worker", Asking(library)), feed, Formats(), given)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # The test does that.
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def wall(body: bytes) -> FetchError:
    error = FetchError(Problem.FORBIDDEN, "403", status=403)
    error.received = Received(URL, 403, 70, len(body), "HTTP/1.1 403 Forbidden\nSet-Cookie: …", body)
    return error


def buttons(dialog: FeedDialog) -> list[str]:
    return [button.text() for button in pressable(dialog)]


def pressable(dialog: FeedDialog) -> list[QPushButton]:
    items = [dialog.buttons.itemAt(index) for index in range(dialog.buttons.count())]
    widgets = [item.widget() for item in items if item is not None]
    return [widget for widget in widgets if isinstance(widget, QPushButton)]


def cells(dialog: FeedDialog, row: int) -> list[str]:
    """One line of the log, without its date."""
    items = [dialog.log.item(row, column) for column in range(1, dialog.log.columnCount())]
    return [item.text() for item in items if item is not None]


def schedule(dialog: FeedDialog) -> dict[str, str]:
    form = dialog.findChild(QFormLayout)
    assert isinstance(form, QFormLayout)
    found = {}
    for row in range(form.rowCount()):
        items = [form.itemAt(row, role) for role in (QFormLayout.ItemRole.LabelRole, QFormLayout.ItemRole.FieldRole)]
        name, value = (item.widget() if item is not None else None for item in items)
        assert isinstance(name, QLabel)
        assert isinstance(value, QLabel)
        found[name.text()] = value.text()
    return found


def test_a_feed_that_is_blocked(qtbot: QtBot, library: Writer, number: int) -> None:
    for n in range(3):
        answered(library, number, error=wall(b"<h1>No\x00 robots</h1>"), now=NOW + n * HOUR)
    opened_sites: list[int] = []
    dialog = shown(qtbot, library, number, site=lambda: opened_sites.append(number))
    assert dialog.kind.text() == "Blocked"
    assert dialog.said.text().startswith("The server refuses to give this feed out (403).")
    assert dialog.did.text().startswith(f"Since {Formats().moment(NOW)}. It failed 3 times in a row.")
    assert buttons(dialog) == ["Open the site", "Look at the answer"], "what cannot be done has no button"
    first, look = pressable(dialog)
    first.click()
    assert opened_sites == [number]
    look.click()
    assert dialog.tabs.currentIndex() == 2
    text = dialog.answer.toPlainText()
    assert "HTTP/1.1 403 Forbidden\nSet-Cookie: …\n\n<h1>No\N{REPLACEMENT CHARACTER} robots</h1>" in text
    assert dialog.log.rowCount() == 3
    assert cells(dialog, 0)[1:] == ["403", "0.07 s", "19 bytes"]


def test_the_schedule_and_the_log_of_a_feed_that_is_well(qtbot: QtBot, library: Writer, number: int) -> None:
    daily = [entry(str(n), at=NOW - n * 24 * HOUR) for n in range(6)]
    answer = replace(ok(), received=Received(URL, 200, 120, 2000, "HTTP/1.1 200 OK", b"<rss/>"))
    answered(library, number, answer, document(*daily))
    dialog = shown(qtbot, library, number)
    assert (dialog.kind.text(), dialog.said.text()) == ("Fine", "It answers well, and posts daily.")
    assert dialog.did.isHidden()
    assert buttons(dialog) == []
    said = schedule(dialog)
    assert said["Last asked"] == Formats().moment(NOW)
    assert said["Articles come"] == "daily"
    assert said["Address"] == URL
    assert "Former address" not in said
    assert cells(dialog, 0) == [
        "6 new articles",
        "200",
        "0.12 s",
        "2.0 kB",
    ]


def test_a_refresh_is_followed_while_it_is_open(qtbot: QtBot, library: Writer, number: int) -> None:
    dialog = shown(qtbot, library, number, ask=lambda: None)
    assert (dialog.kind.text(), buttons(dialog)) == ("New", ["Ask again now"])
    assert dialog.answer.toPlainText() == "No answer was kept yet."
    answered(library, number, error=wall(b""))
    dialog.follow(Changes(feeds=frozenset({number + 1})))
    assert dialog.kind.text() == "New", "that was another feed"
    dialog.follow(Changes(feeds=frozenset({number})))
    assert dialog.kind.text() == "Blocked"
    answered(library, number, ok(), now=NOW + 1)
    dialog.ended(3, 5)
    assert dialog.kind.text() == "Blocked"
    dialog.ended(0, 0)
    assert dialog.kind.text() == "Fine"


def test_it_closes_with_its_feed(qtbot: QtBot, library: Writer, number: int) -> None:
    dialog = shown(qtbot, library, number)
    with library.transaction() as live:
        live.exec_driver_sql("DELETE FROM feed")
    with qtbot.waitSignal(dialog.rejected):
        dialog.follow(Changes(tree=True))


def test_a_damaged_answer_takes_nothing_else_along(qtbot: QtBot, library: Writer, number: int) -> None:
    answered(library, number, error=wall(b"<h1>No</h1>"))
    with library.transaction() as live:
        live.exec_driver_sql("UPDATE answer SET body = x'00'")
    dialog = shown(qtbot, library, number)
    assert dialog.kind.text() == "Blocked"
    assert "damaged" in dialog.answer.toPlainText()


def test_one_endless_line_is_broken(qtbot: QtBot, library: Writer, number: int) -> None:
    answered(library, number, error=wall(b"a" * 200_000))
    dialog = shown(qtbot, library, number)
    assert dialog.answer.document().blockCount() >= 400
    assert dialog.answer.toPlainText().count("a") >= 200_000


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (Asked(1, 0, "new", 200, 1), "1 new article"),
        (Asked(1, 0, "new", 200, 2, 1), "2 new articles · 1 article updated"),
        (Asked(1, 0, "unchanged", 304), "Nothing new"),
        (Asked(1, 0, "moved", 200, 0, 3, detail="https://b/"), "Moved to https://b/ · 3 articles updated"),
        (Asked(1, 0, "timed-out", detail="30 s"), "The server did not answer in time (30 s). It may be back later."),
        (Asked(1, 0, "of a later version"), "Nothing new"),
    ],
)
def test_what_a_refresh_came_to(one: Asked, words: str) -> None:
    assert health.Words(Formats()).outcome(one) == words


def test_what_a_server_says_is_text_in_the_log_too(qtbot: QtBot, library: Writer, number: int) -> None:
    detail = "<img src='qrc:/x'><b>bold</b>"
    answered(library, number, error=FetchError(Problem.MALFORMED, detail))
    dialog = shown(qtbot, library, number)
    cells = [dialog.log.item(0, column) for column in range(dialog.log.columnCount())]
    said = next(cell for cell in cells if cell is not None and detail in cell.text())
    tip = QTextDocument()
    tip.setHtml(said.toolTip())
    assert detail in tip.toPlainText()
