"""Shows what an update altered: the newer text with what was added underlined and what was removed struck out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QLabel, QTextEdit, QVBoxLayout, QWidget

from desktop_reader.ui.inspector.difference import Block, Kind, count_words, difference
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.theme.tokens import Tokens

_PX, _LINE = 16, 26  # As drawn; larger where the system's letters are.
_AROUND = 1  # Paragraphs without a change that are shown beside one with.
_TINT = 0.12
_THIN_SPACE = "\u2009"


class ChangesView(QTextEdit):
    """Both versions in one text. Long stretches without a change are left out, and that is said."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._blocks: list[Block] = []
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCursorWidth(0)
        self.setAutoFillBackground(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(24)
        self.document().setUndoRedoEnabled(False)
        self.setAccessibleName(self.tr("Changes"))
        theme.changed.connect(self._write)

    @property
    def blocks(self) -> list[Block]:
        """What is shown, paragraph by paragraph."""
        return self._blocks

    def show_changes(self, older: str, newer: str) -> None:
        """Shows the difference of two plain texts, one paragraph a line."""
        self._blocks = difference(older, newer)
        self._write()

    def _write(self) -> None:
        tokens = self._theme.tokens  # It lies over the window, on no article's paper.
        palette = self.palette()
        role = QPalette.ColorRole
        for each, colour in (
            (role.Base, tokens.page),
            (role.Window, tokens.page),
            (role.Text, tokens.body),
            (role.Highlight, tokens.selection),
            (role.HighlightedText, tokens.body),
        ):
            palette.setColor(each, QColor(colour))
        self.setPalette(palette)
        faces = {kind: _face(kind, tokens) for kind in Kind}
        quiet = QTextCharFormat()
        quiet.setFont(fonts.ui(12))
        quiet.setForeground(QColor(tokens.meta))
        place = self.verticalScrollBar().value()
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        form = QTextBlockFormat()
        form.setLineHeight(fonts.scaled(_LINE), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        form.setBottomMargin(14)
        for number, (block, hidden) in enumerate(self._shown()):
            cursor.setBlockFormat(form) if not number else cursor.insertBlock(form)
            before = Kind.SAME
            for piece in block:
                if (before, piece.kind) == (Kind.REMOVED, Kind.ADDED):
                    cursor.insertText(_THIN_SPACE, faces[Kind.SAME])
                cursor.insertText(piece.text, faces[piece.kind])
                before = piece.kind
            if hidden:
                cursor.insertText(
                    self.tr("1 paragraph without changes")
                    if hidden == 1
                    else self.tr("%n paragraphs without changes", "", hidden),
                    quiet,
                )
        if not self._blocks:
            cursor.insertText(self.tr("Neither version has any text."), quiet)
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)  # Where the cursor is, the view scrolls to when it is shown.
        self.verticalScrollBar().setValue(place)

    def _shown(self) -> Sequence[tuple[Block, int]]:
        """The paragraphs near a change; for each stretch of others, how many there are."""
        changed = [n for n, block in enumerate(self._blocks) if any(piece.kind is not Kind.SAME for piece in block)]
        near = {n + step for n in changed for step in range(-_AROUND, _AROUND + 1)}
        shown: list[tuple[Block, int]] = []
        hidden = 0
        for number, block in enumerate([*self._blocks, ()]):
            if number < len(self._blocks) and number not in near:
                hidden += 1
                continue
            if hidden:
                shown.append(((), hidden))
                hidden = 0
            if block:
                shown.append((block, 0))
        return shown


class ChangesDialog(QDialog):
    """The view with a line that sums it up. ``versions`` says which two are compared, e.g. their times."""

    def __init__(
        self, theme: Theme, title: str, versions: str, older: str, newer: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Changes"))
        self.view = ChangesView(theme)
        self.view.show_changes(older, newer)
        headline = QLabel(title)
        headline.setFont(fonts.ui(17, fonts.SEMIBOLD))
        headline.setWordWrap(True)
        self.summary = QLabel(" · ".join(filter(None, (versions, self._counted()))))
        self.summary.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for label in (headline, self.summary):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setContentsMargins(24, 0, 24, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 20, 0, 16)
        column.setSpacing(8)
        column.addWidget(headline)
        column.addWidget(self.summary)
        column.addSpacing(4)
        column.addWidget(self.view, 1)
        column.addSpacing(8)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        buttons.setContentsMargins(24, 0, 24, 0)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        column.addWidget(buttons)
        self.resize(720, 560)

    def _counted(self) -> str:
        added, removed = (count_words(self.view.blocks, kind) for kind in (Kind.ADDED, Kind.REMOVED))
        if not added and not removed:
            return self.tr("no words changed")
        # English has no translation file that would know the singular.
        words = [
            self.tr("1 word added") if added == 1 else self.tr("%n words added", "", added),
            self.tr("1 removed") if removed == 1 else self.tr("%n removed", "", removed),
        ]
        return ", ".join(words)


def tint(colour: str, ground: str) -> QColor:
    """A breath of ``colour`` on ``ground``."""
    a, b = QColor(colour), QColor(ground)
    mixed = (
        round(x * _TINT + y * (1 - _TINT))
        for x, y in ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    )
    return QColor(*mixed)


def _face(kind: Kind, tokens: Tokens) -> QTextCharFormat:
    face = QTextCharFormat()
    font = QFont(fonts.serif(fonts.scaled(_PX)))
    # Seen without colours, too.
    font.setUnderline(kind is Kind.ADDED)
    font.setStrikeOut(kind is Kind.REMOVED)
    face.setFont(font)
    colour = {Kind.SAME: tokens.body, Kind.ADDED: tokens.ok, Kind.REMOVED: tokens.bad}[kind]
    face.setForeground(QColor(colour))
    if kind is not Kind.SAME:
        face.setBackground(tint(colour, tokens.page))
    return face
