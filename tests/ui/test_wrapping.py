"""Buttons in a row go on in the next line, whole, in the order of reading."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_reader.ui.preferences.dialog import PreferencesDialog
from desktop_reader.ui.preferences.storage import StoragePage
from desktop_reader.ui.wrapping import Wrapping
from tests.ui.program import Start, settle, start

__all__ = ["start"]  # A fixture.


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 30), max_size=8), st.integers(250, 900), st.booleans())
def test_no_button_is_cut_or_covered(qapp: QApplication, letters: list[int], width: int, mirrored: bool) -> None:
    window = QWidget()
    window.setLayoutDirection(Qt.LayoutDirection(mirrored))
    buttons = [QPushButton("m" * count) for count in letters]
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    row = Wrapping(buttons)
    column.addLayout(row)
    column.addStretch(1)
    width = max(width, row.minimumSize().width())
    window.resize(width, 2_000)
    window.show()
    qapp.processEvents()
    places = [button.geometry() for button in buttons]
    for number, (button, place) in enumerate(zip(buttons, places, strict=True)):
        assert place.size() == button.sizeHint()
        assert 0 <= place.left() <= place.right() < width
        assert not any(place.intersects(other) for other in places[:number])
    begins = [width - 1 - place.right() if mirrored else place.left() for place in places]
    order = [(place.top(), begin) for place, begin in zip(places, begins, strict=True)]
    assert order == sorted(order)
    assert row.heightForWidth(width) == max((place.bottom() + 1 for place in places), default=0)
    assert row.itemAt(len(buttons)) is None
    while row.takeAt(0) is not None:
        pass
    assert row.count() == 0
    window.close()


def test_the_page_of_backups_is_as_wide_as_the_window_whatever_its_buttons_say(start: Start, qtbot: QtBot) -> None:
    program = start()
    program.window.deck.action("app.preferences").trigger()
    dialog = program.window.findChild(PreferencesDialog)
    assert dialog is not None
    dialog.show_page(StoragePage)
    page = dialog.findChild(StoragePage)
    assert page is not None
    part = page.backups
    for button in (part.now, part.restore, part.other, part.show):
        button.setText(f"{button.text()} in so many words")
    settle()
    area = next(one for one in dialog.findChildren(QScrollArea) if one.isAncestorOf(page))
    assert area.horizontalScrollBar().maximum() == 0
    assert part.show.y() > part.now.y()
    assert all(one.width() >= one.sizeHint().width() for one in (part.now, part.restore, part.other, part.show))
