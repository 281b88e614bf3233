"""The keys, made from the commands themselves, so that the list cannot lie."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_reader.ui.commands.command import Command

_ROWS = 14


class KeysDialog(QDialog):
    """One line a command that has keys, in columns."""

    def __init__(self, commands: Iterable[Command], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keys"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for number, command in enumerate(one for one in commands if one.keys):
            row, column = number % _ROWS, number // _ROWS * 3
            keys = QLabel("   ".join(_shown(sequence) for sequence in command.keys))
            keys.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            font = keys.font()
            font.setBold(True)
            keys.setFont(font)
            words = QLabel(command.words)
            words.setTextFormat(Qt.TextFormat.PlainText)
            grid.addWidget(keys, row, column)
            grid.addWidget(words, row, column + 1)
            grid.setColumnMinimumWidth(column + 2, 24)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        column_of_all = QVBoxLayout(self)
        column_of_all.setContentsMargins(24, 24, 24, 20)
        column_of_all.setSpacing(20)
        column_of_all.addLayout(grid)
        column_of_all.addWidget(buttons)


def _shown(keys: str) -> str:
    sequence = QKeySequence(keys, QKeySequence.SequenceFormat.PortableText)
    return sequence.toString(QKeySequence.SequenceFormat.NativeText).replace(", ", " ")
