"""The page "Reading": how the window and articles look, and when an article counts as read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSlider, QWidget

from desktop_reader.settings import Settings
from desktop_reader.ui.language import languages
from desktop_reader.ui.preferences.page import Page

_LEAST, _MOST = 13, 30


class ReadingPage(Page):
    """Theme, letters, list, dates, language."""

    def __init__(self) -> None:
        super().__init__()
        light, dark, sepia = self.tr("Light"), self.tr("Dark"), self.tr("Sepia")
        self.head(self.tr("Window"))
        self.scheme = self.choice(
            "scheme", self.tr("Theme"), {"system": self.tr("As the system"), "light": light, "dark": dark}
        )
        rows = {"comfortable": self.tr("Comfortable"), "compact": self.tr("Compact")}
        self.density = self.choice("density", self.tr("Rows of articles"), rows)
        self.folding = self.switch("fold_stories", self.tr("The same story from several feeds is one row"))
        spoken = {"": self.tr("As the system"), **languages()}
        self.language = self.choice("language", self.tr("Language"), spoken)
        self._later = self.note(self.tr("Another language is spoken from the next start on."))
        self.still = self.switch("reduce_motion", self.tr("Nothing glides when it scrolls"))
        self.head(self.tr("Articles"))
        papers = {"match": self.tr("As the window"), "light": light, "sepia": sepia, "dark": dark}
        self.paper = self.choice("paper", self.tr("Paper"), papers)
        faces = {"serif": self.tr("With serifs"), "sans": self.tr("Without serifs")}
        self.face = self.choice("face", self.tr("Letters"), faces)
        widths = {
            "narrow": self.tr("Narrow"),
            "comfortable": self.tr("Comfortable"),
            "wide": self.tr("Wide"),
        }
        self.measure = self.choice("measure", self.tr("Column"), widths)
        self._add_size()
        self.head(self.tr("Time"))
        self.delay = self.seconds("read_after_seconds", self.tr("An article counts as read after"), 60)
        dates = {"plain": self.tr("2024/10/24 19:00"), "locale": self.tr("As is usual in my language")}
        self.dates = self.choice("dates", self.tr("Dates in the details"), dates)
        self.column.addStretch(1)

    def _add_size(self) -> None:
        self.by_width = QCheckBox(self.tr("By the width of the window"))
        self.size_slider = QSlider(Qt.Orientation.Horizontal)
        self.size_slider.setRange(_LEAST, _MOST)
        self.size_slider.setAccessibleName(self.tr("Size of letters"))
        self.size_slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.size_slider.installEventFilter(self)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.by_width)
        row.addWidget(self.size_slider)
        self.size_slider.setFixedWidth(140)
        self.line(self.tr("Size of letters"), both, 0)

        def show(settings: Settings) -> None:
            self.by_width.setChecked(not settings.body_px)
            self.size_slider.setVisible(bool(settings.body_px))
            self.size_slider.setValue(settings.body_px or 18)

        def choose() -> None:
            self.size_slider.setVisible(not self.by_width.isChecked())
            self.chosen.emit({"body_px": 0 if self.by_width.isChecked() else self.size_slider.value()})

        self._bind(self.size_slider, show)
        self._bind(self.by_width, lambda settings: None)
        self.by_width.toggled.connect(choose)
        self.size_slider.valueChanged.connect(choose)
