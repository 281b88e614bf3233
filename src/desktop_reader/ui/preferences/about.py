"""The page "About": which version this is, what it is made of, and where its files lie."""

from __future__ import annotations

import platform
from pathlib import Path

import PySide6
from PySide6.QtCore import QSize, QSysInfo, Qt, qVersion
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout

from desktop_reader import __version__, paths
from desktop_reader.library import driver
from desktop_reader.ui.preferences import licences
from desktop_reader.ui.preferences.page import Page
from desktop_reader.ui.theme import fonts


class AboutPage(Page):
    """``library`` is the one that is open."""

    def __init__(self, library: Path) -> None:
        super().__init__()
        self.facts = (
            (self.tr("Version"), __version__),
            (self.tr("Library"), str(library)),
            (self.tr("Settings"), str(paths.config())),
            ("Qt", f"{qVersion()} (PySide {PySide6.__version__})"),
            ("SQLite", ".".join(map(str, driver.VERSION))),
            ("Python", platform.python_version()),
            (self.tr("System"), f"{QSysInfo.prettyProductName()}, {QGuiApplication.platformName()}"),
        )
        self._add_name()
        for words, said in self.facts:
            label = QLabel(said)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            label.setMinimumWidth(fonts.scaled(340))
            self.line(words, label, 0)
        self.copy = self.button(self.tr("Copy details"), self._copy)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addStretch(1)
        self.column.addLayout(row)
        self.head(self.tr("Licences"))
        self.which = QComboBox()
        self.which.setAccessibleName(self.tr("Licence of"))
        self.which.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.which.installEventFilter(self)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(fonts.mono(11))
        self.text.setAccessibleName(self.tr("The licence’s words"))
        self.text.setMinimumHeight(fonts.scaled(180))
        self.text.setTabChangesFocus(True)
        for one in licences.parts():
            self.which.addItem(f"{one.name} · {one.kind}" if one.kind else one.name, one)
        self.which.currentIndexChanged.connect(self._show_licence)
        self.column.addWidget(self.which)
        self.column.addWidget(self.text, 1)
        self._show_licence()

    @property
    def details(self) -> str:
        """All of it as text, for a letter."""
        return "\n".join(f"{words}: {said}" for words, said in (("Desktop Reader", ""), *self.facts)).strip()

    def _add_name(self) -> None:
        sign = QLabel()
        drawing = QIcon(str(paths.resource("icons", "desktop-reader.svg")))
        sign.setPixmap(drawing.pixmap(QSize(64, 64), self.devicePixelRatioF()))
        name = QLabel("Desktop Reader")
        name.setFont(fonts.ui(22, fonts.SEMIBOLD))
        words = QLabel(self.tr("A reader of feeds whose library belongs to you."))
        both = QVBoxLayout()
        both.setSpacing(2)
        both.addStretch(1)
        both.addWidget(name)
        both.addWidget(words)
        both.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(sign)
        row.addLayout(both, 1)
        self.column.addLayout(row)
        self.column.addSpacing(8)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details)
        self.copy.setText(self.tr("Copied"))

    def _show_licence(self) -> None:
        part = self.which.currentData()
        self.text.setPlainText(part.text() if part is not None else "")
