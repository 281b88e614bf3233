"""The section of plain facts: ids, address, dates."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFont, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_reader.records.article import Article
from desktop_reader.ui.inspector.formats import Formats, elide, elide_address, short_address
from desktop_reader.ui.inspector.labels import LabelChips
from desktop_reader.ui.inspector.pressable import IconButton, Link, Pressable, TokensOf
from desktop_reader.ui.inspector.value import Heading, Name, Shorten, Value
from desktop_reader.ui.theme import fonts

_ROW, _NAMES = 26, 82
_COPIED_MS = 1200


class Details(QWidget):
    """Signals: ``open_wanted(url)``; ``label_wanted(id)``; ``changes_wanted``: what the last update altered is asked
    for.
    """

    open_wanted = Signal(str)
    label_wanted = Signal(int)
    changes_wanted = Signal()

    def __init__(self, tokens: TokensOf, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._article: Article | None = None
        self.setAccessibleName(self.tr("Details"))
        plain, figures = fonts.ui(12), fonts.ui(12, tabular=True)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, fonts.scaled(_NAMES))
        self.copy = IconButton("copy", self.tr("Copy the ID"), tokens)
        self.open = IconButton("open", self.tr("Open in the browser"), tokens)
        self.changes = Link(self.tr("Changes"), self.tr("Show changes"), tokens)
        self.changes.hide()
        self.id = self._row(self.tr("ID"), fonts.mono(fonts.scaled(11)), button=self.copy)
        self.category = self._row(self.tr("Category ID"), plain)
        self.url = self._row(self.tr("URL"), plain, elide_address, self.open)
        self.date = self._row(self.tr("Date"), figures)
        self.created = self._row(self.tr("Created"), figures)
        self.updated = self._row(self.tr("Updated"), figures, button=self.changes)
        self.last_read = self._row(self.tr("Last Read"), figures)
        self._labels_name = Name(self.tr("Labels"))
        self._labels_name.setFixedHeight(fonts.scaled(_ROW))
        self.labels = LabelChips(tokens)
        self.labels.setAccessibleName(self._labels_name.text())
        self._grid.addWidget(self._labels_name, self._grid.rowCount(), 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self.labels, self._grid.rowCount() - 1, 1)
        self.heading = Heading(self.tr("Details"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addLayout(self._grid)
        self._copied = QTimer(self, singleShot=True, interval=_COPIED_MS)
        self._copied.timeout.connect(lambda: self.copy.set_icon("copy"))
        self.copy.clicked.connect(self._copy)
        self.open.clicked.connect(self._open)
        self.url.pressed.connect(self._open)
        self.changes.clicked.connect(self.changes_wanted)
        self.labels.wanted.connect(self.label_wanted)

    def set_formats(self, formats: Formats) -> None:
        """Writes dates another way."""
        self._formats = formats
        if self._article is not None:
            self.show_article(self._article)

    def show_article(self, article: Article) -> None:
        """The facts."""
        if self._article is None or article.id != self._article.id:
            self.changes.hide()
            self._copied.stop()
            self.copy.set_icon("copy")
        self._article = article
        write, none = self._formats, self.tr("none")
        url = (article.url or "").strip()
        on_the_web = url.lower().startswith(("http://", "https://"))
        self.id.say(article.uuid)
        self.category.say(article.category_id or none)
        self.url.say(url or none, short_address(url) or none, clickable=on_the_web)
        self.open.setVisible(on_the_web)
        self.date.say(write.date(article.published_at))
        self.created.say(write.moment(article.created_at))
        self.updated.say(write.moment(article.updated_at))
        self.last_read.say(self.tr("never") if article.last_read_at is None else write.moment(article.last_read_at))
        self.labels.show_labels(article.labels)
        for part in (self._labels_name, self.labels):
            part.setVisible(bool(article.labels))

    def show_versions(self, count: int) -> None:
        """How many earlier versions are kept; with none there are no changes to show."""
        self.changes.setVisible(count > 0)

    def _row(self, name: str, font: QFont, shorten: Shorten = elide, button: Pressable | None = None) -> Value:
        row = self._grid.rowCount() if self._grid.count() else 0
        value = Value(name, font, shorten)
        beside = QHBoxLayout()
        beside.setSpacing(4)
        beside.addWidget(value, 1)
        if button is not None:
            beside.addWidget(button)
        self._grid.addWidget(Name(name), row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addLayout(beside, row, 1)
        self._grid.setRowMinimumHeight(row, fonts.scaled(_ROW))
        return value

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.id.whole)
        self.copy.set_icon("check")
        self._copied.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.copy, self.tr("Copied")))

    def _open(self) -> None:
        if self._article is not None and self._article.url:
            self.open_wanted.emit(self._article.url.strip())
