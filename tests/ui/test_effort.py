"""What a page may cost, and the face that keeps a letter nobody has from stopping the window."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QFontDatabase, QTextLayout
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader.text.faces import NOT_USUAL, few_faces
from desktop_reader.ui.theme import fonts, scripts, stopgap
from desktop_reader.ui.theme.tokens import LIGHT
from desktop_reader.ui.viewer import bounds, effort
from desktop_reader.ui.viewer.document import build
from desktop_reader.ui.viewer.style import PageStyle, Script

WORDS = "the calm reader keeps a steady measure of words across every line that it sets "


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{WORDS * 4}</p>" * 600,
        f"<p>{'漢字かな交じり文。' * 100}</p>" * 30,
        "<table>" + "<tr><td>a</td><td>1</td><td>2</td><td>3</td></tr>" * 200 + "</table>",
        "<ul>" + f"<li>{WORDS}</li>" * 900 + "</ul>",
        "<pre>" + f"{WORDS}\n" * 1_500 + "</pre>",
    ],
)
def test_what_people_write_is_shown_whole(html: str) -> None:
    assert effort.enough(html) == html


@pytest.mark.parametrize(
    "html",
    ["<p>x</p>" * 9_000, "x" * 900_000, "<p>" + "ཀ" * 90_000, "<p>" + "<b>a</b>" * 9_000, "<pre>" + "a\n" * 90_000],
)
def test_what_is_too_much_is_a_beginning(html: str) -> None:
    begin = effort.enough(html)
    assert html.startswith(begin)
    assert 1_000 < len(begin) < len(html)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["<p>", "</p>", "<table>", "<td>", "&amp;", "漢", "ཀ", "क", "a b ", "<pre>", "\n"])))
def test_a_beginning_ends_between_tags_and_between_entities(parts: list[str]) -> None:
    html = "".join(parts) * 300 + "ཀ" * 20_000
    begin = effort.enough(html)
    assert html.startswith(begin)
    assert begin.count("<") == begin.count(">")
    assert begin.count("&") == begin.count(";")


def test_a_script_that_has_a_face_here_is_less_work(qapp: QApplication) -> None:
    there = set(QFontDatabase.writingSystems())
    with_face = [letters[0] for system, letters in scripts.RANGES.items() if system in there]
    without = [letters[0] for system, letters in scripts.RANGES.items() if system not in there]
    fonts.load_ui()  # Our stand-in for every script is no face of any.
    assert all(scripts.shown().match(letter) for letter in with_face)
    assert not any(scripts.shown().match(letter) for letter in without)
    if with_face and without:
        known, other = f"<p>{with_face[0] * 25_000}</p>", f"<p>{without[0] * 25_000}</p>"
        assert effort.enough(known) == known
        assert len(effort.enough(other)) < len(other)


def test_what_is_not_usual_and_told_apart_by_qt_is_in_the_list() -> None:
    for letters in scripts.RANGES.values():
        assert NOT_USUAL.match(letters[0])
        assert NOT_USUAL.match(letters[2])


def test_a_page_whose_letters_are_much_work_is_heavy(qapp: QApplication) -> None:
    style = PageStyle(LIGHT)
    for html, heavy in ((f"<p>{WORDS * 90}</p>", False), (f"<p>{'ཀ' * 9_000}</p>", True)):
        parent = QObject()
        assert build(html, style, Script.LATIN, "en", parent).heavy is heavy


def test_a_line_needs_few_faces_and_words_of_a_language_stay() -> None:
    for words in ("plain", "漢字かな交じり文 العربية עברית 한국어", "हिन्दी ไทย ཀ မြန်မာ"):
        assert few_faces(words) == words
    many = "".join(chr(0xA00 + 128 * n) for n in range(20))
    assert few_faces(many + "a漢")[-2:] == "a漢"
    assert few_faces(many).count("\ufffd") > 5


def test_ends_of_paragraphs_of_another_kind_and_endless_joins_go() -> None:
    assert bounds.calm("a\u2028b\u2029c") == "a b c"
    assert bounds.calm("👩\u200d👩") == "👩\u200d👩"
    assert bounds.calm("👩\u200d👩" * 2_000) == "👩👩" * 2_000
    assert bounds.calm("漢" + "\U000e0101" * 50) == "漢" + "\U000e0101" * 8


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="These have faces for every script.")
def test_a_letter_that_no_face_has_is_looked_for_in_a_few_faces_only(qtbot: QtBot) -> None:
    font = fonts.serif(23)
    assert font.families()[1] == stopgap.FAMILY
    missing: list[str] = []

    def heard(kind: QtMsgType, context: QMessageLogContext, words: str) -> None:
        missing.append(words)

    before = qInstallMessageHandler(heard)
    try:
        layout = QTextLayout("क ܣ ក", font)
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
    finally:
        qInstallMessageHandler(before)
    assert len(missing) <= 6
    assert stopgap.data()[:4] == b"\0\1\0\0"
