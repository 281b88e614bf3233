"""Which language is spoken; that all there is to read is translated, has room, and is mirrored where it must be.

A made-up language says every word that went through the translation as ``⟦…⟧``, 40 % longer, so that what lacks the
marks was not translated, and what is cut would be cut in German.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QGroupBox,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QTabWidget,
    QToolButton,
    QWidget,
)

from desktop_reader import paths
from desktop_reader.app import Application
from desktop_reader.errors import FileError
from desktop_reader.ui import language
from desktop_reader.ui.commands import menus
from desktop_reader.ui.inspector.formats import Formats
from desktop_reader.ui.problems import sentence
from desktop_reader.ui.theme import icons
from desktop_reader.ui.theme.style import sheet
from desktop_reader.ui.theme.tokens import LIGHT
from tests.ui.program import Start, settle, start

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", "grabbing the keyboard")

STARTERS = paths.resource("starters.json")
OPEN, CLOSE = "⟦", "⟧"


class Pseudo(QTranslator):
    """Every word longer and in brackets; shortcuts in Qt's menus and empty words stay as they are."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, comment: str | None = None, count: int = -1) -> str:
        if not source or context in ("QShortcut", "QGuiApplication"):
            return source
        longer = "~" * max(1, round(0.4 * len(source)))
        return f"{OPEN}{source}{longer}{CLOSE}"


@pytest.fixture
def pseudo(qapp: QApplication) -> Iterator[None]:
    translator = Pseudo()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.fixture
def right_to_left(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def speak(qapp: QApplication) -> Iterator[Callable[[str], None]]:
    """Speaks a language for the test; then English again, as all tests do."""
    yield lambda code: language.speak(qapp, code)
    language.speak(qapp, language.ENGLISH)


def said(widget: QWidget) -> Iterator[tuple[str, str]]:
    """What can be read or heard of one widget: (of what kind, the words)."""
    yield "tooltip", widget.toolTip()
    yield "name", widget.accessibleName()
    yield "description", widget.accessibleDescription()
    if widget.isWindow():
        yield "title", widget.windowTitle()
    match widget:
        case QLabel() | QAbstractButton():
            yield "text", widget.text()
        case QLineEdit():
            yield "placeholder", widget.placeholderText()
        case QGroupBox():
            yield "title", widget.title()
        case QComboBox():
            yield from (("item", widget.itemText(row)) for row in range(widget.count()))
        case QTabWidget():
            yield from (("tab", widget.tabText(tab)) for tab in range(widget.count()))
        case QMenu():
            yield "title", widget.title()
    for action in widget.actions():
        yield "action", action.text()
        if action.toolTip() != action.text():
            yield "tooltip", action.toolTip()


DATA = re.compile(
    r"Ferry|Light|Tide|Gone|Harbour|[Tt]he lighthouse|The log|Weather|lighthouse wrote|\.example|example\.org|\.db\b"
    r"|https?:|Desktop Reader$|[0-9a-f]{8}-|\b(Ctrl|Shift|Alt|Space|Esc|Home|End|Return|PgDown|PgUp|F\d+|Tab|Del)\b"
    r"|X-Api-Key|harbour|^/|^[A-Z][a-z]{2,4}\. \d+, \d{4}$"
    r"|NetNewsWire|Google Reader|RSS Guard|Python$|Qt$|SQLite$|PySide|GNU/Linux| · .*[A-Z]{3}|^pysqlite3$"
)
"""What is the reader's own, a date, the name of a key or of a program, or ours everywhere."""

NAMES = {*language.languages().values(), *(one["title"] for one in json.loads(STARTERS.read_bytes())["feeds"])}

EXAMPLES = re.compile(r"^[\w:*\"<>. -]*(?:moon|mars|intitle|author:|feed:|label:|lang:|after:|words:|is:)")
"""What can be typed into the search field is typed so in every language."""


def own_words(words: str) -> bool:
    """Whether they should be translated."""
    plain = re.sub(r"<[^>]*>|&\w+;", "", words)
    return (
        len(re.findall(r"[A-Za-z]", plain)) > 1
        and DATA.search(plain) is None
        and EXAMPLES.match(plain) is None
        and re.fullmatch(r"[A-Z]( [A-Z])*|[\d.,]+ (bytes|[kMG]B)", plain) is None  # Qt's own words for sizes.
        and plain not in NAMES
    )


def untranslated(widgets: list[QWidget]) -> set[str]:
    return {
        f"{type(widget).__name__} {kind}: {words}"
        for widget in widgets
        for kind, words in said(widget)
        if words and OPEN not in words and own_words(words)
    }


def cut(widgets: list[QWidget]) -> set[str]:
    """Buttons and labels that are narrower than their words. What lays out its words itself shortens them itself."""
    return {
        f"{type(widget).__name__}: {widget.text()}: {widget.width()} of {widget.sizeHint().width()}"
        for widget in widgets
        if isinstance(widget, QAbstractButton | QLabel)
        and type(widget).__module__.startswith("PySide6")
        and widget.isVisible()
        and OPEN in widget.text()
        and not (isinstance(widget, QLabel) and widget.wordWrap())
        and not (isinstance(widget, QToolButton) and widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly)
        and widget.width() < widget.sizeHint().width()
    }


def everything(but: set[QWidget]) -> list[QWidget]:
    """All widgets that are, ``but`` those that other tests have left."""
    there = (widget for widget in QApplication.allWidgets() if widget not in but)
    return [widget for widget in there if widget.isWindow() or widget.window().isVisible()]


def opened_by(program: Application, action: QAction) -> list[QWidget]:
    """The windows that a command opens beside the program's own."""
    action.trigger()
    settle()
    return [one for one in QApplication.topLevelWidgets() if one is not program.window and one.isVisible()]


LEAVES = {"app.quit", "feed.refresh", "feed.refresh_all", "article.open"}
"""Commands that end the program, or ask servers and other programs."""


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("filled", [True, False])
def test_all_there_is_to_read_is_translated_and_has_room(
    start: Start, monkeypatch: pytest.MonkeyPatch, filled: bool
) -> None:
    asked: list[str] = []

    def dialog(*words: object, **_: object) -> tuple[str, bool]:
        asked.extend(word for word in words if isinstance(word, str))
        return "", False

    monkeypatch.setattr(QInputDialog, "getText", dialog)
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, dialog)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *words: dialog(*words)[0])
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: True)
    monkeypatch.setattr(QToolButton, "showMenu", lambda button: button.menu().popup(button.pos()))  # Without waiting.
    others = set(QApplication.allWidgets())
    program = start(filled=filled, size=(1000, 800))
    lacking, short = untranslated(everything(others)), cut(everything(others))
    if filled:
        program.window.articles.view.pick(3)
        settle()
    opened = 0
    for name, command in program.window.deck.commands.items():
        assert OPEN in command.words, name
        action = program.window.deck.action(name)
        if name in LEAVES or not action.isEnabled():
            continue
        windows = opened_by(program, action)
        lacking |= untranslated(everything(others))
        short |= cut(everything(others))
        opened += len(windows)
        for window in windows:
            window.close()
        settle()
    program.window.close()
    settle()  # What the commands asked for is answered before the window goes.
    assert opened >= 3
    assert all(OPEN in words for words in asked if own_words(words) and words != "subscriptions.opml"), asked
    assert not lacking, "\n".join(sorted(lacking))
    assert not short, "\n".join(sorted(short))


@pytest.mark.usefixtures("pseudo")
def test_all_menus_are_translated(start: Start) -> None:
    program = start()
    window = program.window
    feed, folder = window.desk.reader.feeds()[0].id, window.desk.reader.folders()[0].id
    lacking = set()
    for kind, number in (("feed", feed), ("folder", folder), ("", 0)):
        menu = QMenu()
        menus.sidebar_menu(window.desk, window.deck, kind, number, menu)
        assert menu.actions()
        lacking |= untranslated([menu, *menu.findChildren(QWidget)])
    for button in window.findChildren(QToolButton):
        if menu_of := button.menu():
            menu_of.aboutToShow.emit()
            assert menu_of.actions(), button.accessibleName()
            lacking |= untranslated([menu_of, *menu_of.findChildren(QWidget)])
    assert not lacking, "\n".join(sorted(lacking))


@pytest.mark.usefixtures("pseudo")
def test_each_page_of_the_preferences_has_room(start: Start) -> None:
    program = start(size=(1000, 800))
    (dialog,) = opened_by(program, program.window.deck.action("app.preferences"))
    assert isinstance(dialog, QDialog)
    short: set[str] = set()
    for tabs in dialog.findChildren(QTabWidget):
        for page in range(tabs.count()):
            tabs.setCurrentIndex(page)
            settle()
            short |= cut([dialog, *dialog.findChildren(QWidget)])
    assert not short, "\n".join(sorted(short))
    dialog.close()


@pytest.mark.usefixtures("pseudo")
def test_what_comes_from_below_is_translated_where_it_is_shown() -> None:
    told = sentence(FileError("“{file}” is too large to be a list of subscriptions.", file="a.opml"))
    assert told.startswith(OPEN)
    assert "a.opml" in told


@pytest.mark.parametrize(
    ("wishes", "spoken"),
    [
        (["de-Latn-AT", "de-AT", "de-Latn", "de"], "de"),
        (["fr-FR", "fr", "ja-JP", "de"], "ja"),
        (["en-GB", "de"], "en"),
        (["C"], "en"),
        (["xx", "../../etc/passwd"], "en"),
        ([], "en"),
    ],
)
def test_the_system_speaks_the_first_language_that_is_there(wishes: list[str], spoken: str) -> None:
    assert language.of_the_system(wishes) == spoken


def test_languages_call_themselves_by_their_own_names() -> None:
    found = language.languages()
    assert (found["de"], found["en"], found["ja"]) == ("Deutsch", "English", "日本語")


def test_a_language_brings_its_words_its_dates_and_the_words_of_qt(speak: Callable[[str], None]) -> None:
    speak("de")
    assert QLocale().language() == QLocale.Language.German
    assert QApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    assert QApplication.translate("QWidgetTextControl", "Select All") == "Alles auswählen"
    assert QApplication.translate("Sidebar", "Starred") != "Starred"
    assert Formats().date(1_729_771_200) == "24. Okt. 2024"
    speak("ja")
    assert QApplication.translate("QPlatformTheme", "Cancel") == "キャンセル"
    assert Formats().date(1_729_771_200) == "2024年10月24日"
    speak("en")
    assert QApplication.translate("Sidebar", "Starred") == "Starred"
    assert Formats().date(1_729_771_200) == "Oct. 24, 2024"


def test_a_language_that_nobody_has_is_the_systems(speak: Callable[[str], None]) -> None:
    speak("tlh")
    assert QApplication.translate("Sidebar", "Starred") == "Starred"


def test_one_and_many(speak: Callable[[str], None]) -> None:
    def deleted(count: int) -> str:
        return QApplication.translate("commands", "%n article(s) deleted", "", count)

    speak("en")
    assert [deleted(count) for count in (0, 1, 2)] == ["0 articles deleted", "1 article deleted", "2 articles deleted"]


# From right to left


def boxes(program: Application) -> list[int]:
    window = program.window
    return [pane.mapTo(window, pane.rect().center()).x() for pane in (window.sidebar, window.articles, window.reading)]


def test_the_panes_stand_from_left_to_right(start: Start) -> None:
    assert boxes(start()) == sorted(boxes(start()))


@pytest.mark.usefixtures("right_to_left")
def test_the_panes_stand_from_right_to_left(start: Start) -> None:
    program = start()
    assert boxes(program) == sorted(boxes(program), reverse=True)


def test_what_points_is_mirrored_and_nothing_else(qapp: QApplication) -> None:
    def drawn(name: str) -> object:
        return icons.icon(name).pixmap(20, 20).toImage()

    ahead, back, star = drawn("chevron-right"), drawn("chevron-left"), drawn("star")
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    turned = [drawn("chevron-right"), drawn("chevron-left"), drawn("star")]
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert turned[2] == star
    assert turned[0] != ahead
    assert turned[1] != back


def test_the_style_sheet_is_mirrored(qapp: QApplication) -> None:
    one = sheet(LIGHT)
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    other = sheet(LIGHT)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert "QComboBox { padding-right: 26px;" in one
    assert "QComboBox { padding-left: 26px;" in other
    assert "margin: 2px 2px 0 0; border-top-right-radius" in one
    assert "margin: 2px 0 0 2px; border-top-left-radius" in other
    assert "QSlider::sub-page:horizontal" in one
    assert "QSlider::add-page:horizontal" in other
    assert one.count("{") == other.count("{")


def test_all_languages_lie_where_the_program_looks_for_them() -> None:
    assert {"de", "en", "ja"} <= set(language.languages())
