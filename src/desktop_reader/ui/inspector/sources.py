"""The section that names the other feeds which tell the same; each opens what it brought."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_reader.records.insight import Source
from desktop_reader.ui.inspector.pressable import Link, TokensOf
from desktop_reader.ui.inspector.value import Heading
from desktop_reader.ui.theme import fonts

_MOST = 12
_LONGEST = 240  # Pixels of a feed's name, at the usual size of letters.


class Sources(QWidget):
    """Signal ``opened(id)``: an article of another feed is wanted."""

    opened = Signal(int)

    def __init__(self, tokens: TokensOf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._shown: tuple[Source, ...] = ()
        self.links: list[Link] = []
        self.heading = Heading(self.tr("Also told by"))
        self.setAccessibleName(self.heading.text())
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.heading)

    def show_sources(self, sources: tuple[Source, ...]) -> None:
        """Those of another article."""
        if sources != self._shown:
            self._shown = sources
            for link in self.links:
                self._column.removeWidget(link)
                link.hide()
                link.deleteLater()
            self.links = [self._link(source) for source in sources[:_MOST]]
        self.setVisible(bool(sources))

    def _link(self, source: Source) -> Link:
        words = self.tr("Open what “{feed}” brought: {title}").format(feed=source.feed_title, title=source.title)
        name = self.heading.fontMetrics().elidedText(
            " ".join(source.feed_title.split()), Qt.TextElideMode.ElideRight, fonts.scaled(_LONGEST)
        )
        link = Link(name, words, self._tokens)
        link.clicked.connect(partial(self.opened.emit, source.id))
        self._column.addWidget(link)
        return link
