"""What the pages of the preferences are made of: heads, lines with a control at their end, and notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop_reader.settings import Settings
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme import fonts

_CONTROL = 220


class Page(QWidget):
    """One page. Signal ``chosen(dict)``: other settings, by their names."""

    chosen = Signal(dict)

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Callable[[Settings], None]] = []
        self._watched: list[QWidget] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(28, 20, 28, 24)
        self.column.setSpacing(12)

    def show_settings(self, settings: Settings) -> None:
        """These are in force now."""
        blocked = [QSignalBlocker(one) for one in self._watched]
        for show in self._shown:
            show(settings)
        del blocked

    def head(self, words: str) -> QLabel:
        """The name of a group of lines."""
        label = QLabel(words)
        label.setFont(fonts.ui(13, fonts.SEMIBOLD))
        label.setContentsMargins(0, 12 if self.column.count() else 0, 0, 0)
        self.column.addWidget(label)
        return label

    def note(self, words: str = "") -> QLabel:
        """A sentence that explains, or that says how it is."""
        label = QLabel(words)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setFont(fonts.ui(12))
        label.setWordWrap(True)
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.column.addWidget(label)
        return label

    def line(self, words: str, control: QWidget, wide: int = _CONTROL) -> None:
        """Words, and a control at the end of the line."""
        label = QLabel(words)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setBuddy(control)
        if not control.accessibleName():
            control.setAccessibleName(words)
        if wide:
            control.setFixedWidth(fonts.scaled(wide))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(label, 1)
        row.addWidget(control)
        self.column.addLayout(row)

    def choice(self, name: str, words: str, values: Mapping[Any, str]) -> QComboBox:
        """One of several values of a setting."""
        box = QComboBox()
        for value, said in values.items():
            box.addItem(said, value)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # A page that is scrolled with the wheel chooses nothing.
        box.installEventFilter(self)

        def show(settings: Settings) -> None:
            value = getattr(settings, name)
            if box.findData(value) < 0:
                box.addItem(str(value), value)  # Somebody wrote it into the file; it stays until it is changed.
            box.setCurrentIndex(box.findData(value))

        self._bind(box, show)
        box.currentIndexChanged.connect(lambda: self.chosen.emit({name: box.currentData()}))
        self.line(words, box)
        return box

    def switch(self, name: str, words: str) -> QCheckBox:
        """Something that is so or not."""
        box = QCheckBox(words)
        self._bind(box, lambda settings: box.setChecked(getattr(settings, name)))
        box.toggled.connect(lambda on: self.chosen.emit({name: on}))
        self.column.addWidget(box)
        return box

    def number(self, name: str, words: str, least: int, most: int, unit: str, nothing: str = "") -> QSpinBox:
        """A whole number; ``nothing`` is said below the least one, which stands for 0."""
        box = QSpinBox()
        box.setRange(least - 1 if nothing else least, most)
        box.setGroupSeparatorShown(True)
        box.setSpecialValueText(nothing)
        box.setSuffix(unit)
        box.setKeyboardTracking(False)  # 2 is not chosen on the way to 200.
        self._quiet(box)
        below = least - 1
        self._bind(box, lambda settings: box.setValue(getattr(settings, name) or (below if nothing else least)))
        box.valueChanged.connect(lambda value: self.chosen.emit({name: 0 if nothing and value == below else value}))
        self.line(words, box)
        return box

    def seconds(self, name: str, words: str, most: float) -> QDoubleSpinBox:
        """A time, in half seconds."""
        box = QDoubleSpinBox()
        box.setRange(0, most)
        box.setSingleStep(0.5)
        box.setDecimals(1)
        box.setSuffix(self.tr(" s"))
        box.setKeyboardTracking(False)
        self._quiet(box)
        self._bind(box, lambda settings: box.setValue(getattr(settings, name)))
        box.valueChanged.connect(lambda value: self.chosen.emit({name: value}))
        self.line(words, box)
        return box

    def button(self, words: str, pressed: Callable[[], object]) -> QPushButton:
        """A button that Enter elsewhere does not press."""
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: pressed())
        return button

    def _quiet(self, box: QAbstractSpinBox) -> None:
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.installEventFilter(self)

    def _bind(self, control: QWidget, show: Callable[[Settings], None]) -> None:
        self._watched.append(control)
        self._shown.append(show)

    @contained(False)
    def eventFilter(self, watched: Any, event: Any) -> bool:
        """The wheel over a control that has not the keyboard scrolls the page."""
        if event.type() == event.Type.Wheel and not watched.hasFocus():
            event.ignore()
            return True
        return False
