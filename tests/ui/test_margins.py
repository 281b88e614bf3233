"""Room at the begin and at the end of lines changes sides with them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_reader.ui.theme.margins import leave

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")


@pytest.mark.parametrize(
    ("direction", "sides"), [(Qt.LayoutDirection.LeftToRight, (20, 8)), (Qt.LayoutDirection.RightToLeft, (8, 20))]
)
def test_the_room_is_mirrored(
    qtbot: QtBot, qapp: QApplication, direction: Qt.LayoutDirection, sides: tuple[int, int]
) -> None:
    before = qapp.layoutDirection()
    qapp.setLayoutDirection(direction)
    try:
        outer, inner = QWidget(), QWidget()
        qtbot.addWidget(outer)
        row = QHBoxLayout(outer)
        leave(row, 20, 4, 8, 6)
        row.addWidget(inner)
        outer.resize(200, 60)
        outer.show()
        QApplication.processEvents()
        assert (inner.x(), outer.width() - inner.geometry().right() - 1) == sides
        assert (inner.y(), outer.height() - inner.geometry().bottom() - 1) == (4, 6)
    finally:
        qapp.setLayoutDirection(before)
