"""What can be typed into the search field, in plain words, and the line under it when something was not understood."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_reader.records.search import Mistake
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.words import translated

_ROOM = 14


def sentence(mistake: Mistake) -> str:
    """A mistake in the reader's language."""
    return translated(mistake.sentence).format(**dict(mistake.fields))


class Complaint(QLabel):
    """Says under the field what was not understood; takes no room otherwise."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setTextFormat(Qt.TextFormat.PlainText)  # It has what was typed in it.
        self.setFont(fonts.ui(12))
        self.setWordWrap(True)
        self.setContentsMargins(2, 7, 2, 0)
        # A word of four hundred letters must not push the pane apart.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def show_mistakes(self, mistakes: tuple[Mistake, ...]) -> None:
        """The first of them: one at a time is enough to mend."""
        self.setText(sentence(mistakes[0]) if mistakes else "")
        self.setVisible(bool(mistakes))

    def _dress(self) -> None:
        self.setStyleSheet(f"color: {self._theme.tokens.warn};")


class SearchHints(QFrame):
    """A card with one line for each kind of search; any click or key puts it away."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName(self.tr("What can be searched for"))
        title = QLabel(self.tr("What can be searched for"))
        title.setFont(fonts.ui(13, fonts.SEMIBOLD))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        for row, (example, meaning) in enumerate(self._lines()):
            typed, means = QLabel(example), QLabel(meaning)
            typed.setFont(fonts.ui(12, fonts.SEMIBOLD))
            means.setFont(fonts.ui(12))
            means.setStyleSheet(f"color: {theme.tokens.text2};")
            for label in (typed, means):
                label.setTextFormat(Qt.TextFormat.PlainText)
            grid.addWidget(typed, row, 0)
            grid.addWidget(means, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(_ROOM, _ROOM - 2, _ROOM, _ROOM)
        column.setSpacing(10)
        column.addWidget(title)
        column.addLayout(grid)

    def show_under(self, field: QWidget) -> None:
        """Opens below ``field``, inside the screen."""
        size = self.sizeHint().expandedTo(QSize(field.width(), 0))
        room = field.screen().availableGeometry()
        left = field.width() - size.width() if field.isRightToLeft() else 0
        where = field.mapToGlobal(QPoint(left, field.height() + 6))
        where.setX(max(room.left(), min(where.x(), room.right() - size.width())))
        self.resize(size)
        self.move(where)
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Goes."""
        self.close()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Goes."""
        self.close()

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The card."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.edge), 1))
        painter.setBrush(QColor(tokens.field))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)

    def _lines(self) -> tuple[tuple[str, str], ...]:
        return (
            ("moon landing", self.tr("both words, the last one perhaps unfinished")),
            ("moon*", self.tr("words that begin so")),
            ('"moon landing"', self.tr("exactly these words")),
            ("moon -mars", self.tr("the one word without the other")),
            ("moon OR mars", self.tr("one of the two")),
            ("intitle:moon", self.tr("in the title")),
            ("author:garcia", self.tr("who wrote it")),
            ("feed:bbc   folder:news", self.tr("where it came from")),
            ("label:later", self.tr("what you gave a label")),
            ("lang:de", self.tr("in a language")),
            ("after:2024-05   before:7d", self.tr("when it was published")),
            ("words:>500", self.tr("how long it is")),
            ("is:unread   is:starred", self.tr("what you have not read, or starred")),
            ("is:hidden", self.tr("what you or a rule has hidden")),
        )
