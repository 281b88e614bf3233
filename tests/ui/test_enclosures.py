"""What an article carries along: the words for it, the card below the text, a file that is heard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop_reader.records.parsed import Enclosure
from desktop_reader.ui.theme.tokens import DARK, LIGHT
from desktop_reader.ui.viewer.enclosure_card import EnclosureCard
from desktop_reader.ui.viewer.enclosures import described, kind_of, listed, name_of, size_of
from desktop_reader.ui.viewer.sound import said
from desktop_reader.ui.viewer.style import PageStyle
from desktop_reader.ui.viewer.view import ArticleView
from tests.ui.program import click, settle
from tests.ui.test_viewer_page import article

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

TALK = Enclosure("https://e.org/talk%20one.mp3?from=feed", "audio/mpeg", 12_300_000)
PAPER = Enclosure("https://e.org/paper.pdf", "application/pdf", 312_000)
OTHER = Enclosure("https://e.org/other.ogg", "", None)
TEXT = "".join(f"<p>Paragraph {n} says at length what has to be said about it, and no more.</p>" for n in range(30))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


class Tape(QObject):
    """A sound that writes down what it is told."""

    moved = Signal(int, int)
    turned = Signal(bool)
    failed = Signal(str)
    made: list[Tape] = []  # noqa: RUF012

    def __init__(self, url: str, parent: QObject) -> None:
        super().__init__(parent)
        self.url, self.told = url, list[object]()
        self.made.append(self)

    def play(self) -> None:
        self.told.append("play")
        self.turned.emit(True)
        self.moved.emit(0, 3_725_000)

    def pause(self) -> None:
        self.told.append("pause")
        self.turned.emit(False)

    def seek(self, position: int) -> None:
        self.told.append(position)
        self.moved.emit(position, 3_725_000)

    def set_speed(self, speed: float) -> None:
        self.told.append(f"{speed}×")

    def close(self) -> None:
        self.told.append("close")


@pytest.fixture
def view(qtbot: QtBot) -> ArticleView:
    Tape.made.clear()
    widget = ArticleView(PageStyle(LIGHT))
    qtbot.addWidget(widget)
    widget.findChildren(EnclosureCard)[0].make_sound = Tape
    widget.resize(760, 600)
    widget.show()
    widget.activateWindow()
    qtbot.waitExposed(widget)
    return widget


def card_of(view: ArticleView) -> EnclosureCard:
    return view.findChildren(EnclosureCard)[0]


def show(view: ArticleView, *files: Enclosure, number: int = 1, html: str = TEXT) -> EnclosureCard:
    view.show_article(article(html, id=number, enclosures=files))
    settle()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    settle()
    return card_of(view)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (TALK, "Audio, MP3 · 12 MB"),
        (PAPER, "Document, PDF · 312 kB"),
        (OTHER, "Audio, OGG"),
        (Enclosure("https://e.org/a", "audio/x-m4a; codecs=x", 5_400_000), "Audio, M4A · 5.4 MB"),
        (Enclosure("https://e.org/a.php?f=1", "video/quicktime", 2_500_000_000), "Video, MOV · 2.5 GB"),
        (Enclosure("https://e.org/b.epub", "application/epub+zip", 0), "Book, EPUB"),
        (Enclosure("https://e.org/b.tar.gz", "", 1), "Archive, GZ"),
        (Enclosure("https://e.org/x", "application/octet-stream", 4_000), "File · 4 kB"),
        (Enclosure("https://e.org/x.torrent", "application/x-bittorrent"), "Torrent"),
        (Enclosure("https://[bad", "audio/mpeg"), "Audio, MP3"),
    ],
)
def test_a_file_is_told_in_words(qapp: QApplication, file: Enclosure, words: str) -> None:
    assert described(file) == words


def press_tab() -> None:
    now = QApplication.focusWidget()
    assert now is not None
    QTest.keyClick(now, Qt.Key.Key_Tab)


def test_names_are_those_of_the_files_and_turn_nothing_round() -> None:
    assert name_of(TALK) == "talk one.mp3"
    assert name_of(Enclosure("https://www.example.org/")) == "example.org"
    assert name_of(Enclosure("https://e.org/gpj.%E2%80%AEexe.mp3")) == "gpj. exe.mp3"
    assert name_of(Enclosure("https://[bad")) == "https://[bad"


def test_only_what_can_be_opened_and_is_not_there_already_is_listed() -> None:
    picture = Enclosure("https://e.org/a.png?x=1&y=2", "image/png")
    carried = (TALK, TALK, picture, Enclosure("file:///etc/passwd"), Enclosure("javascript:alert(1)"))
    assert listed(article('<img src="https://e.org/a.png?x=1&amp;y=2">', enclosures=carried)) == [TALK]
    assert listed(article("<p>x</p>", enclosures=carried)) == [TALK, picture]


@given(st.text(max_size=50), st.text(max_size=30), st.none() | st.integers(-(2**40), 2**60))
def test_any_file_can_be_told(url: str, kind: str, length: int | None) -> None:
    file = Enclosure(f"https://{url}", kind, length)
    assert described(file)
    assert isinstance(name_of(file) + kind_of(file) + size_of(file), str)


def test_times() -> None:
    assert [said(ms) for ms in (-5, 0, 61_999, 3_725_000)] == ["0:00", "0:00", "1:01", "1:02:05"]


def test_the_card_lies_under_the_text_and_above_what_else_is_there(view: ArticleView) -> None:
    below = QLabel("inspector")
    view.set_footer(below)
    card = show(view, TALK, PAPER)
    assert card.isVisible()
    assert [row.name.text() for row in card.rows] == ["talk one.mp3", "paper.pdf"]
    last = view.document().lastBlock()
    text = view.document().documentLayout().blockBoundingRect(last).bottom() - view.verticalScrollBar().value()
    top = card.mapTo(view.viewport(), QPoint()).y()
    assert text < top
    assert top + card.height() < below.mapTo(view.viewport(), QPoint()).y()
    assert below.mapTo(view.viewport(), QPoint(0, below.height())).y() <= view.viewport().height()
    show(view, number=2)
    assert not card.isVisible()
    assert below.isVisible()
    view.set_footer(None)
    short = view.document().rootFrame().frameFormat().bottomMargin()
    assert short == 3 * view.page_style.px


def test_the_address_is_copied_and_opened_outside(view: ArticleView) -> None:
    told: list[str] = []
    view.link_clicked.connect(told.append)
    row = show(view, PAPER).rows[0]
    click(row.copy)
    assert QGuiApplication.clipboard().text() == PAPER.url
    click(row.open)
    assert told == [PAPER.url]
    assert row.play is None


def test_audio_is_heard_in_its_place_and_never_by_itself(view: ArticleView) -> None:
    card = show(view, TALK, OTHER)
    row = card.rows[0]
    assert row.play is not None
    assert row.player is not None
    assert not row.player.isVisible()
    assert Tape.made == []
    tall = card.height()
    click(row.play)
    settle()
    assert card.height() > tall
    (tape,) = Tape.made
    assert tape.url == TALK.url
    assert row.player.length.text() == "1:02:05"
    click(row.player.forward)
    click(row.player.forward)
    click(row.player.back)
    assert row.player.at.text() == "0:30"
    row.player.speed.menu().actions()[3].trigger()
    assert row.player.speed.text() == "1.5×"
    row.player.slider.setFocus()
    QTest.keyClick(row.player.slider, Qt.Key.Key_Right)
    assert tape.told == ["play", 30_000, 60_000, 30_000, "1.5×", 35_000]
    click(row.play)
    assert tape.told[-1] == "pause"


def test_another_dress_or_size_does_not_interrupt_and_another_article_does(view: ArticleView) -> None:
    row = show(view, TALK).rows[0]
    assert row.play is not None
    click(row.play)
    view.set_tokens(DARK)
    view.zoom(2)
    settle()
    assert card_of(view).rows[0] is row
    assert Tape.made[0].told == ["play"]
    show(view, PAPER, number=2)
    assert Tape.made[0].told == ["play", "close"]


def test_one_is_heard_at_a_time_and_a_failure_is_said(view: ArticleView) -> None:
    rows = show(view, TALK, OTHER).rows
    assert rows[0].play is not None
    assert rows[1].play is not None
    click(rows[0].play)
    settle()
    click(rows[1].play)
    assert Tape.made[0].told == ["play", "pause"]
    Tape.made[1].failed.emit("No  such\nhost")
    assert "No such host" in rows[1].facts.text()


def test_multimedia_that_lacks_something_of_the_system_says_so(view: ArticleView) -> None:
    def make(url: str, parent: QObject) -> Tape:
        raise ImportError("libpulse.so.0 is missing")

    card_of(view).make_sound = make
    row = show(view, TALK).rows[0]
    assert row.play is not None
    click(row.play)
    assert "libpulse.so.0 is missing" in row.facts.text()
    assert "Open it outside" in row.facts.text()


def test_without_multimedia_there_is_no_play_button(view: ArticleView) -> None:
    card_of(view).make_sound = None
    assert show(view, TALK).rows[0].play is None


def test_a_thousand_files_are_thirty_rows(view: ArticleView) -> None:
    card = show(view, *(Enclosure(f"https://e.org/{n}.mp3", "audio/mpeg") for n in range(1_000)))
    assert len(card.rows) == 30
    assert any("970" in label.text() and label.isVisible() for label in card.findChildren(QLabel))


def test_every_control_has_a_name_and_comes_into_sight_by_tab(view: ArticleView) -> None:
    card = show(view, TALK, PAPER, OTHER)
    view.verticalScrollBar().setValue(0)
    buttons = [button for row in card.rows for button in (row.play, row.copy, row.open) if button is not None]
    assert all(button.accessibleName().partition(": ")[2] for button in buttons)
    buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    for button in buttons[1:]:
        press_tab()
        assert QApplication.focusWidget() is button
        top = button.mapTo(view.viewport(), QPoint()).y()
        assert 0 <= top <= view.viewport().height() - button.height()


def test_a_click_on_the_card_selects_no_text(view: ArticleView) -> None:
    card = show(view, TALK)
    QTest.mouseDClick(card, Qt.MouseButton.LeftButton, pos=QPoint(300, 8))
    assert not view.textCursor().hasSelection()
