"""Buttons of dialogs have no pictures, also on desktops where Qt would put some on them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QMessageBox,
    QProxyStyle,
    QPushButton,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.ui.commands.feed import FeedDeeds
from tests.ui.program import Start, settle, start

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")


class Colourful(QProxyStyle):
    """What a plain window manager gives."""

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,
    ) -> int:
        if hint == QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons:
            return 1
        return super().styleHint(hint, option, widget, returnData)


@pytest.fixture
def colourful(start: Start, qapp: QApplication) -> Iterator[Application]:
    """The program on such a desktop."""
    program = start()
    program.worker.start()
    qapp.setStyle(Colourful("Fusion"))
    yield program
    for dialog in program.window.findChildren(QDialog):
        dialog.close()
    settle()
    qapp.setStyle("Fusion")


def shown(program: Application) -> list[QPushButton]:
    """The buttons of the dialog that is open."""
    (dialog,) = [one for one in program.window.findChildren(QDialog) if one.isVisible()]
    return dialog.findChildren(QPushButton)


def test_this_desktop_has_pictures(qtbot: QtBot, colourful: Application) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert not box.buttons()[0].icon().isNull()


def test_a_feed_is_added(colourful: Application) -> None:
    FeedDeeds(colourful.window.desk).add()
    assert all(button.icon().isNull() for button in shown(colourful))


@pytest.mark.parametrize("deed", ["about", "keep", "access"])
def test_pages_of_a_feed(colourful: Application, deed: str) -> None:
    feed = colourful.reader.feeds()[0].id
    getattr(FeedDeeds(colourful.window.desk), deed)(feed)
    assert shown(colourful)
    assert all(button.icon().isNull() for button in shown(colourful))


def test_a_question(colourful: Application) -> None:
    box = QMessageBox(colourful.window)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.open()
    assert shown(colourful)[0].icon().isNull()
