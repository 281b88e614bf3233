"""Which articles a rule is for: a search as in the search field, or regular expressions. Mistakes show where they
stand.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QButtonGroup, QLabel, QPlainTextEdit, QRadioButton, QTextEdit, QVBoxLayout, QWidget

from desktop_reader.records.search import Mistake
from desktop_reader.text import patterns
from desktop_reader.text.highlight import in_utf16
from desktop_reader.text.search_query import parse
from desktop_reader.ui.articles.search_field import SearchField
from desktop_reader.ui.articles.search_hints import Complaint, SearchHints
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.theme import Theme

_LINES = 4


class Wanted(QWidget):
    """Signal ``changed``: something else is wanted."""

    changed = Signal()

    def __init__(self, theme: Theme, search: str, pattern: str) -> None:
        super().__init__()
        self._theme = theme
        self.by_search = QRadioButton(self.tr("that this search finds"))
        self.by_pattern = QRadioButton(self.tr("that one of these regular expressions finds"))
        group = QButtonGroup(self)
        for button in (self.by_search, self.by_pattern):
            group.addButton(button)
        self.search = _Field(theme)
        self.search.setText(search)
        self.search.hints_wanted.connect(lambda: SearchHints(theme, self).show_under(self.search))
        self.pattern = QPlainTextEdit(pattern)
        self.pattern.setFont(fonts.mono(13))
        self.pattern.setTabChangesFocus(True)
        self.pattern.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.pattern.setAccessibleName(self.tr("Regular expressions, one in each line"))
        self.pattern.setFixedHeight(_LINES * self.pattern.fontMetrics().lineSpacing() + 28)
        self.note = QLabel(
            self.tr(
                "One in each line, looked for in title, author and address; after text= in the text. A line with !"
                " before it is left alone. Capitals count, unless it begins with (?i)."
            )
        )
        self.note.setWordWrap(True)
        self.note.setFont(fonts.ui(12))
        self.note.setForegroundRole(self.note.palette().ColorRole.PlaceholderText)
        self.complaint = Complaint(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.by_search, self.search, self.by_pattern, self.pattern, self.note, self.complaint):
            column.addWidget(widget)
        (self.by_pattern if pattern and not search else self.by_search).setChecked(True)
        self.by_search.toggled.connect(self._look)
        self.search.textChanged.connect(self._look)
        self.pattern.textChanged.connect(self._look)
        self._look()

    @property
    def said(self) -> tuple[str, str]:
        """The search and the expressions; one of them is empty."""
        if self.by_search.isChecked():
            return self.search.text().strip(), ""
        return "", self.pattern.toPlainText().strip("\n")

    @property
    def is_right(self) -> bool:
        """Whether it can be understood, and is not empty."""
        return any(part.strip() for part in self.said) and not self._mistakes()

    def _look(self) -> None:
        by_search = self.by_search.isChecked()
        self.search.setVisible(by_search)
        for widget in (self.pattern, self.note):
            widget.setVisible(not by_search)
        mistakes = self._mistakes()
        if by_search:
            self.search.show_mistakes([(one.start, one.end) for one in mistakes])
        else:
            self._underline(mistakes)
        self.complaint.show_mistakes(mistakes)
        self.changed.emit()

    def _mistakes(self) -> tuple[Mistake, ...]:
        search, _ = self.said
        if self.by_search.isChecked():
            return parse(f"{search} ").mistakes if search else ()
        return tuple(mistake for _, mistake in patterns.read(self.pattern.toPlainText())[1])

    def _underline(self, mistakes: tuple[Mistake, ...]) -> None:
        text = self.pattern.toPlainText()
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(QColor(self._theme.tokens.warn))
        marks = []
        for start, end in in_utf16(text, [(one.start, one.end) for one in mistakes]):
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.pattern.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            mark.cursor, mark.format = cursor, look
            marks.append(mark)
        self.pattern.setExtraSelections(marks)


class _Field(SearchField):
    """Enter and Escape are the dialog's here."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.show_key("")
        self.never_keep()
        self.setPlaceholderText(self.tr("Words, intitle:word, feed:name, words:>500 …"))
        self.setAccessibleName(self.tr("Search"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """All other keys write."""
        if event.text() in ("\r", "\x1b"):
            event.ignore()
        else:
            super().keyPressEvent(event)
