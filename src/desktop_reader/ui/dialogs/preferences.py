"""What the reader may choose. A change is kept and works at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_reader.settings import Settings


class PreferencesDialog(QDialog):
    """Signal ``chosen(Settings)`` at every change. ``pages`` stand beside the first one: their titles and contents."""

    chosen = Signal(object)

    def __init__(
        self, settings: Settings, parent: QWidget | None = None, pages: Sequence[tuple[str, QWidget]] = ()
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Preferences"))
        self._settings = settings
        self.scheme = _choice(
            {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}, settings.scheme
        )
        self.paper = _choice(
            {
                "match": self.tr("As the window"),
                "light": self.tr("Light"),
                "sepia": self.tr("Sepia"),
                "dark": self.tr("Dark"),
            },
            settings.paper,
        )
        self.face = _choice({"serif": self.tr("With serifs"), "sans": self.tr("Without serifs")}, settings.face)
        self.dates = _choice(
            {"plain": self.tr("2024/10/24 19:00"), "locale": self.tr("As is usual in my language")}, settings.dates
        )
        self.interval = _choice(
            {
                30: self.tr("Every 30 minutes"),
                60: self.tr("Every hour"),
                180: self.tr("Every 3 hours"),
                720: self.tr("Every 12 hours"),
                1440: self.tr("Once a day"),
                0: self.tr("Only by hand"),
            },
            settings.refresh_minutes,
        )
        self.delay = QDoubleSpinBox()
        self.delay.setRange(0, 60)
        self.delay.setSingleStep(0.5)
        self.delay.setDecimals(1)
        self.delay.setSuffix(self.tr(" s"))
        self.delay.setValue(settings.read_after_seconds)
        self.pictures = QCheckBox(self.tr("Load the pictures of articles and the signs of feeds"))
        self.pictures.setChecked(settings.remote_pictures)
        first = QWidget()
        form = QFormLayout(first)
        form.setContentsMargins(16, 20, 16, 16)
        form.setSpacing(12)
        for words, field in (
            (self.tr("Window"), self.scheme),
            (self.tr("Paper of articles"), self.paper),
            (self.tr("Letters of articles"), self.face),
            (self.tr("Dates in the details"), self.dates),
            (self.tr("Ask feeds for news"), self.interval),
            (self.tr("An article counts as read after"), self.delay),
        ):
            field.setAccessibleName(words)
            form.addRow(words, field)
        form.addRow("", self.pictures)
        for box in (self.scheme, self.paper, self.face, self.dates, self.interval):
            box.currentIndexChanged.connect(self._chosen)
        self.delay.valueChanged.connect(self._chosen)
        self.pictures.toggled.connect(self._chosen)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        tabs = QTabWidget()
        for words, page in ((self.tr("Reading"), first), *pages):
            tabs.addTab(page, words)
        column.addWidget(tabs)
        column.addWidget(buttons)

    def _chosen(self) -> None:
        self._settings = replace(
            self._settings,
            scheme=self.scheme.currentData(),
            paper=self.paper.currentData(),
            face=self.face.currentData(),
            dates=self.dates.currentData(),
            refresh_minutes=self.interval.currentData(),
            read_after_seconds=self.delay.value(),
            remote_pictures=self.pictures.isChecked(),
        )
        self.chosen.emit(self._settings)


def _choice(words: dict[str, str] | dict[int, str], chosen: str | int) -> QComboBox:
    box = QComboBox()
    for value, said in words.items():
        box.addItem(said, value)
    if box.findData(chosen) < 0:
        box.addItem(str(chosen), chosen)  # Somebody wrote another value into the file; it stays until it is changed.
    box.setCurrentIndex(box.findData(chosen))
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return box
