"""What an update altered: found word by word, marked so that it is seen without colours, and in no time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader.ui.inspector.changes import ChangesDialog, ChangesView, tint
from desktop_reader.ui.inspector.difference import Kind, count_words, difference
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.theme.tokens import DARK, LIGHT, Tokens

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")

SAME, ADDED, REMOVED = Kind.SAME, Kind.ADDED, Kind.REMOVED


def told(older: str, newer: str) -> list[str]:
    sign = {SAME: "{}", ADDED: "[+{}]", REMOVED: "[-{}]"}
    return ["".join(sign[piece.kind].format(piece.text) for piece in block) for block in difference(older, newer)]


def test_only_the_words_that_changed_are_marked() -> None:
    older = "At least 3,000 soldiers are there.\nNothing else is known about it."
    newer = "At least 2,500 soldiers are there now.\nNothing else is known about it."
    assert told(older, newer) == [
        "At least [-3,000][+2,500] soldiers are there [+now].",
        "Nothing else is known about it.",
    ]


def test_whole_paragraphs_come_and_go() -> None:
    assert told("One is here.\nTwo goes away now.\nThree stays.", "One is here.\nThree stays.\nA fourth joins.") == [
        "One is here.",
        "[-Two goes away now.]",
        "Three stays.",
        "[+A fourth joins.]",
    ]


def test_a_paragraph_that_has_nothing_of_the_old_one_replaces_it() -> None:
    assert told("Alpha beta gamma delta.", "Sun moon stars comets.") == [
        "[-Alpha beta gamma delta.]",
        "[+Sun moon stars comets.]",
    ]


def test_signs_of_scripts_without_blanks_are_words() -> None:
    assert told("兵士三千人が訓練を受けている。", "兵士五千人が訓練を受けている。") == [
        "兵士[-三][+五]千人が訓練を受けている。"
    ]


def test_blanks_and_empty_lines_are_no_change() -> None:
    found = difference("A  line\n\n\nand another", "A line\n  and another  ")
    assert all(piece.kind is SAME for block in found for piece in block)
    assert difference("", "") == []


LINES = st.lists(
    st.lists(st.sampled_from(["the", "a", "soldier,", "3,000", "兵士", "N.Korea", "“no”", "1", "é"]), max_size=8),
    max_size=8,
)


@given(LINES, LINES)
def test_both_versions_are_in_it_whole(first: list[list[str]], second: list[list[str]]) -> None:
    older, newer = ("\n".join(" ".join(words) for words in text) for text in (first, second))
    found = difference(older, newer)

    def version(left_out: Kind) -> list[str]:
        lines = ("".join(p.text for p in block if p.kind is not left_out) for block in found)
        return ["".join(line.split()) for line in lines if line.strip()]

    assert version(REMOVED) == ["".join(line.split()) for line in newer.split("\n") if line]
    assert version(ADDED) == ["".join(line.split()) for line in older.split("\n") if line]
    assert "  " not in "".join(piece.text for block in found for piece in block)


def test_words_are_counted() -> None:
    found = difference("It was 3,000 of them.", "It was, perhaps, 2,500 of them.")
    assert (count_words(found, ADDED), count_words(found, REMOVED)) == (2, 1)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (" ".join(f"w{n} x" for n in range(20_000)), " ".join(f"w{n} y" for n in range(20_000))),
        (" ".join(f"w{n}" for n in range(1900)), " ".join(f"w{n}" if n % 2 else "y" for n in range(1900))),
        ("a " * 50_000, "a b " * 40_000),
        ("\n".join(f"line {n} is old" for n in range(6000)), "\n".join(f"line {n} is new" for n in range(6000))),
        ("\n".join("same" for _ in range(9000)), "\n".join("same" if n % 3 else "other" for n in range(9000))),
        ("a" * 500_000, "b" + "a" * 500_000),
    ],
)
def test_no_text_keeps_the_window_waiting(older: str, newer: str) -> None:
    begun = time.process_time()
    assert difference(older, newer)
    assert time.process_time() - begun < 3.0


# On the screen.


def formats(view: ChangesView) -> dict[str, QTextCharFormat]:
    found = {}
    block = view.document().begin()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            found[pieces.fragment().text().strip()] = pieces.fragment().charFormat()
            pieces += 1
        block = block.next()
    return found


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    theme = Theme("light")
    theme.apply(qapp)
    return theme


def test_changes_are_seen_without_colours(qtbot: QtBot, theme: Theme) -> None:
    view = ChangesView(theme)
    qtbot.addWidget(view)
    view.show_changes("Of <b>them</b> 3,000 came.", "Of <b>them</b> 2,500 came.")
    seen = formats(view)
    assert seen["2,500"].fontUnderline()
    assert not seen["2,500"].fontStrikeOut()
    assert seen["3,000"].fontStrikeOut()
    assert not seen["3,000"].fontUnderline()
    assert seen["2,500"].foreground().color() == QColor(LIGHT.ok)
    assert seen["3,000"].background().color() == tint(LIGHT.bad, LIGHT.page)
    assert "<b>them</b>" in view.toPlainText()
    theme.scheme = "dark"
    assert formats(view)["2,500"].foreground().color() == QColor(DARK.ok)
    assert view.isReadOnly()


def test_long_stretches_without_a_change_are_left_out(qtbot: QtBot, theme: Theme) -> None:
    lines = [f"Paragraph number {n} says the same as ever." for n in range(20)]
    view = ChangesView(theme)
    qtbot.addWidget(view)
    view.show_changes("\n".join(lines), "\n".join([*lines[:10], lines[10].replace("same", "opposite"), *lines[11:]]))
    assert view.toPlainText().split("\n") == [
        "9 paragraphs without changes",
        lines[9],
        "Paragraph number 10 says the same\u2009opposite as ever.",
        lines[11],
        "8 paragraphs without changes",
    ]


def test_the_dialog_sums_it_up_and_begins_at_the_top(qtbot: QtBot, theme: Theme) -> None:
    older = "\n".join(f"Paragraph {n} was written for the first version of it." for n in range(60))
    dialog = ChangesDialog(theme, "<i>Title</i>", "Monday and Tuesday", older, older.replace("first", "second"))
    dialog.show()
    qtbot.waitExposed(dialog)
    assert dialog.summary.text() == "Monday and Tuesday · 60 words added, 60 removed"
    assert dialog.view.verticalScrollBar().value() == 0
    assert dialog.view.verticalScrollBar().maximum() > 0
    dialog.close()
    same = ChangesDialog(theme, "Title", "", "Same.", "Same.")
    assert same.summary.text() == "no words changed"
    same.close()


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)
def test_marked_words_can_be_read(tokens: Tokens) -> None:
    def light(colour: QColor) -> float:
        levels = (colour.redF(), colour.greenF(), colour.blueF())
        parts = [c / 12.92 if c <= 0.04045 else float(((c + 0.055) / 1.055) ** 2.4) for c in levels]
        return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

    for colour in (tokens.ok, tokens.bad):
        high, low = sorted((light(QColor(colour)), light(tint(colour, tokens.page))), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5
