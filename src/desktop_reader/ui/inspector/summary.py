"""The section that says in a few lines what the article says."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_reader.records.article import Article
from desktop_reader.records.insight import Insight
from desktop_reader.ui.inspector.formats import LONGEST_SUMMARY, summed_up
from desktop_reader.ui.inspector.pressable import IconButton, TokensOf
from desktop_reader.ui.inspector.prose import Prose
from desktop_reader.ui.inspector.value import Heading
from desktop_reader.ui.theme import fonts

_LETTERS_PER_WORD = 6


class Summary(QWidget):
    """Signal ``quotes_wanted(on)``: whether the sentences that it is made of shall be marked in the text."""

    quotes_wanted = Signal(bool)

    def __init__(self, tokens: TokensOf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Summary"))
        self.heading = Heading(self.tr("Summary"))
        self.quotes = IconButton("quote", self.tr("Show in text"), tokens)
        self.quotes.setCheckable(True)
        self.quotes.toggled.connect(self.quotes_wanted)
        self.prose = Prose(fonts.ui(13), 20, tokens)
        self.prose.setAccessibleName(self.tr("Summary"))
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.heading, 1)
        head.addWidget(self.quotes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self.prose)

    def wait(self, article: Article) -> None:
        """Another article, whose summary is still to come."""
        self.quotes.setChecked(False)
        self.quotes.hide()
        self.prose.wait(min(LONGEST_SUMMARY, article.words * _LETTERS_PER_WORD), article.snippet or article.title)

    def fail(self, why: str = "") -> None:
        """There is none, and ``why``."""
        self.prose.say(why or self.tr("The summary could not be read."))

    def show_insight(self, insight: Insight) -> None:
        """The summary."""
        self.prose.say(summed_up(insight.summary) or self.tr("Too short to be summed up."))
        if not insight.quoted:
            self.quotes.setChecked(False)
        self.quotes.setVisible(bool(insight.quoted))
