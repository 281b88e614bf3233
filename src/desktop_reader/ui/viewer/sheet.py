"""A document together with what is painted around its text, and what of it depends on the column's width."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPixmap, QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument, QTextLayout

from desktop_reader.ui.viewer.style import PageStyle, Script
from desktop_reader.ui.viewer.tables import Fitted
from desktop_reader.worker.images import Missing

SIDE = 16  # Room beside the column, for pills, bars and numbers that stand out of it.
PILL = 3.5  # How far the pill of a word of code stands out of it.
_UNKNOWN_SHAPE = 9 / 16
_HEAVY, _MANY, _WORK = 40_000, 900, 16_000  # Letters, blocks, and what the letters are to lay out, as ``effort`` says.
_SEEN_WHOLE = 48  # A picture that is smaller hides nothing.
PICTURE = "picture"
"""What the addresses of pictures that can be opened begin with."""


@dataclass(slots=True)
class Picture:
    """Where a picture stands and how large it is shown. ``natural`` is its own size, once known."""

    position: int
    block: int
    url: str
    alt: str
    declared: QSize
    own_line: bool
    natural: QSize | None = None
    failed: bool = False
    missing: Missing = Missing.FAILED
    shown: QSize = field(default_factory=QSize)
    linked: bool = False  # It leads somewhere.
    caption: str = ""  # What stands under it.
    number: int = -1  # Which one of a page where a click opens it; on paper none does.

    @property
    def opens(self) -> bool:
        """Whether there is more to see of it than here."""
        return self.number >= 0 and not self.failed and min(self.shown.width(), self.shown.height()) >= _SEEN_WHOLE

    def learn(self, natural: QSize | None, failed: bool) -> None:
        """Takes over what has become known of it."""
        self.natural, self.failed = natural, failed


@dataclass(slots=True)
class Sheet:
    """A document and what is painted around its text. Blocks are given by their numbers, which never change."""

    document: QTextDocument
    style: PageStyle
    script: Script
    pictures: list[Picture] = field(default_factory=list)
    captions: list[tuple[int, Picture]] = field(default_factory=list)
    code: list[tuple[int, int, float, float]] = field(default_factory=list)  # First, last, left and right indent.
    quotes: list[tuple[int, int, int]] = field(default_factory=list)  # First, last, level.
    rules: list[int] = field(default_factory=list)
    marks: dict[int, str | int] = field(default_factory=dict)  # The number of an item, or its level in a plain list.
    pills: dict[int, list[tuple[int, int, bool]]] = field(default_factory=dict)  # Begin, end, whether it is a key.
    chips: dict[int, list[tuple[int, int, str]]] = field(default_factory=dict)  # Begin, end, colour.
    tables: list[Fitted] = field(default_factory=list)
    title: int = -1
    emblem: QPixmap | None = None
    column: float = 0
    work: float = 0

    @property
    def heavy(self) -> bool:
        """Whether to lay it out takes so long that it should not be done twice."""
        many = self.document.characterCount() > _HEAVY or self.document.blockCount() > _MANY
        return many or self.work > _WORK

    def fit(self, column: float) -> None:
        """Sets what depends on the width of the text: the headline's balance, pictures, tables."""
        if column == self.column:
            return
        self.column = column
        cursor = QTextCursor(self.document)
        cursor.beginEditBlock()
        if self.title >= 0 and self.script is not Script.CJK:
            _balance(self.document.findBlockByNumber(self.title), column, self.script.rtl)
        for picture in self.pictures:
            self.resize(picture)
        for table in self.tables:
            table.fit(column)
        cursor.endEditBlock()

    def resize(self, picture: Picture) -> bool:
        """Gives a picture its place in the text; True when that changed."""
        shown = _shown(picture, self.column, self.style.px)
        if shown == picture.shown:
            return False
        picture.shown = shown
        cursor = QTextCursor(self.document)
        cursor.setPosition(picture.position)
        cursor.setPosition(picture.position + 1, QTextCursor.MoveMode.KeepAnchor)
        image = cursor.charFormat().toImageFormat()
        image.setWidth(shown.width())
        image.setHeight(shown.height())
        if not picture.linked:
            image.setAnchor(picture.opens)
            image.setAnchorHref(f"{PICTURE}:{picture.number}" if picture.opens else "")
        cursor.setCharFormat(image)
        for number, owner in self.captions:
            if owner is picture:
                narrow = shown.width() < 0.9 * self.column
                centred = QTextBlockFormat()
                centred.setAlignment(Qt.AlignmentFlag.AlignHCenter if narrow else Qt.AlignmentFlag.AlignLeading)
                QTextCursor(self.document.findBlockByNumber(number)).mergeBlockFormat(centred)
        return True


def _shown(picture: Picture, column: float, px: int) -> QSize:
    """As large as it says it is, never larger than the column; a guess as long as it says nothing."""
    declared, natural = picture.declared, picture.natural
    if picture.failed and picture.own_line:
        return QSize(int(column), round(px * 3.4))
    widest = int(column) if picture.own_line else min(int(column), px * 12)
    if natural is not None:
        shape = natural.height() / natural.width()
    else:
        shape = declared.height() / declared.width() if not declared.isEmpty() else _UNKNOWN_SHAPE
    if declared.width() > 0:
        width = declared.width()
    elif declared.height() > 0:
        width = round(declared.height() / shape)
    else:
        width = natural.width() if natural is not None else widest
    width = max(1, min(width, widest))
    return QSize(width, max(1, round(width * shape)))


def _balance(block: QTextBlock, column: float, rtl: bool) -> None:
    """Sets a headline as narrow as its number of lines allows, so that its last line is no orphan."""
    pieces = block.begin()
    font = pieces.fragment().charFormat().font() if not pieces.atEnd() else block.charFormat().font()
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    layout = QTextLayout(block.text(), font)

    def lines(width: float) -> int:
        layout.beginLayout()
        count = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            count += 1
        layout.endLayout()
        return count

    wanted = lines(column)
    narrow, wide = column / 2, column
    if 1 < wanted < 8:
        while wide - narrow > 4:
            middle = (narrow + wide) / 2
            if lines(middle) == wanted:
                wide = middle
            else:
                narrow = middle
        wide += 2
    form = QTextBlockFormat()
    margin = max(0.0, column - wide)
    if rtl:
        form.setLeftMargin(margin)
    else:
        form.setRightMargin(margin)
    QTextCursor(block).mergeBlockFormat(form)
