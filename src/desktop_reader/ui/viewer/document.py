"""The one pass over a document before it is shown: what style sheets cannot say is said here, at no relayout's cost.

``build`` makes a ``Sheet``: the document, and beside it what the painter has to add (``decorations``). ``Sheet.fit``
sets what depends on the column's width.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextListFormat,
    QTextOption,
    QTextTable,
)

from desktop_reader.ui.theme import fonts
from desktop_reader.ui.viewer import bounds, chips, effort
from desktop_reader.ui.viewer.sealed import SealedDocument, nothing
from desktop_reader.ui.viewer.sheet import PILL, SIDE, Picture, Sheet
from desktop_reader.ui.viewer.style import Kind, PageStyle, Script
from desktop_reader.ui.viewer.tables import Fitted

_OBJECT = "\ufffc"
_HEADINGS = {Kind.TITLE: 1, Kind.HEADING2: 2, Kind.HEADING3: 3, Kind.HEADING4: 4}
_ABSOLUTE = QFont.SpacingType.AbsoluteSpacing


def build(html: str, style: PageStyle, script: Script, language: str, parent: QObject) -> Sheet:
    """The document of a page, not laid out yet; ``fit`` has still to be called."""
    document = SealedDocument(parent)
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    document.setIndentWidth(style.list_indent)
    face = fonts.serif if style.serif else fonts.sans
    document.setDefaultFont(face(style.size(script), language=language))
    option = document.defaultTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if script.rtl:
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    document.setDefaultTextOption(option)
    document.setHtml(html)
    sheet = Sheet(document, style, script, work=effort.letters(html))
    cursor = QTextCursor(document)
    cursor.beginEditBlock()  # One for all: each change by itself would be told to the whole document.
    _Pass(sheet).run()
    if "<table" in html:
        _prepare_tables(sheet)
    if '<span class="code"' in html or '<span class="kbd"' in html:
        _make_room_for_pills(sheet)
    if 'class="chips"' in html:
        chips.find(sheet)
    if "<img" in html:
        _find_pictures(sheet)
    frame = document.rootFrame().frameFormat()
    frame.setLeftMargin(SIDE)
    frame.setRightMargin(SIDE)
    frame.setTopMargin(round(style.px * 2.2))
    frame.setBottomMargin(round(style.px * 3))
    document.rootFrame().setFrameFormat(frame)
    cursor.endEditBlock()
    return sheet


class _Pass:
    """Goes through the blocks once and says of each what its style sheet could not."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._style = sheet.style
        self._b = sheet.style.px
        self._counters: dict[int, int] = {}
        self._hang = round(self._b * 0.74 * 0.6 * 2)

    def run(self) -> None:
        block = self._sheet.document.begin()
        open_quotes: list[int] = []
        while block.isValid():
            number, kind, layout = block.blockNumber(), block.userState(), block.blockFormat()
            indent = layout.rightMargin() if self._sheet.script.rtl else layout.leftMargin()
            level = 0 if kind in (Kind.TERM, Kind.KICKER) else int(indent) // self._style.quote_indent
            self._close_quotes(open_quotes, level, number - 1)
            open_quotes.extend([number] * (level - len(open_quotes)))
            following = block.next()
            if kind in _HEADINGS:
                layout.setHeadingLevel(_HEADINGS[Kind(kind)])
                QTextCursor(block).setBlockFormat(layout)
                if kind == Kind.TITLE:
                    self._sheet.title = number
            elif kind == Kind.CODE:
                following = self._code(block, layout)
            elif kind in (Kind.ITEM, Kind.ITEM_MORE):
                self._item(block, layout, following)
            elif kind == Kind.PICTURE and following.userState() == Kind.CAPTION:
                layout.setBottomMargin(round(self._b * 0.6))
                QTextCursor(block).setBlockFormat(layout)
            elif kind == Kind.RULE:
                self._sheet.rules.append(number)
            block = following
        self._close_quotes(open_quotes, 0, self._sheet.document.blockCount() - 1)

    def _close_quotes(self, begun: list[int], level: int, last: int) -> None:
        if len(begun) > level == 0:
            block = self._sheet.document.findBlockByNumber(last)
            room = block.blockFormat()
            room.setBottomMargin(max(room.bottomMargin(), round(self._b * 1.4)))
            QTextCursor(block).setBlockFormat(room)
        while len(begun) > level:
            self._sheet.quotes.append((begun.pop(), last, len(begun)))

    def _code(self, block: QTextBlock, first: QTextBlockFormat) -> QTextBlock:
        """Pads all lines of a code block and lets long ones wrap with a hanging indent."""
        begin, pad, hang = block.blockNumber(), self._style.code_pad, self._hang
        indent = first.indent() * self._style.list_indent
        left, right = first.leftMargin() + indent, first.rightMargin()
        if self._sheet.script.rtl:
            left, right = first.leftMargin(), first.rightMargin() + indent
        while True:
            following = block.next()
            more = following.userState() == -1 and following.blockFormat().nonBreakableLines()
            line = block.blockFormat()
            line.setIndent(0)
            line.setNonBreakableLines(False)
            line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            line.setAlignment(Qt.AlignmentFlag.AlignLeft)
            line.setLeftMargin(left + pad + hang)
            # Qt makes the line that stands out wider by as much, so the hang has to be taken from both sides.
            line.setRightMargin(right + pad + hang)
            line.setTextIndent(-hang)
            line.setTopMargin(round(self._b * 0.75) + pad if block.blockNumber() == begin else 0)
            line.setBottomMargin(0 if more else round(self._b * 1.2) + pad)
            QTextCursor(block).setBlockFormat(line)
            if not more:
                self._sheet.code.append((begin, block.blockNumber(), left, right))
                return following
            block = following

    def _item(self, block: QTextBlock, layout: QTextBlockFormat, following: QTextBlock) -> None:
        """Takes Qt's mark away for one of ours, and closes the list with a paragraph's room."""
        inside = following.userState() == Kind.CODE and following.blockFormat().indent() > 0
        last = not inside and following.userState() not in (Kind.ITEM, Kind.ITEM_MORE)
        layout.setBottomMargin(round(self._b * (1 if last else 0.34)))
        QTextCursor(block).setBlockFormat(layout)
        items = block.textList()
        if items is None:
            return
        form = items.format()
        index = items.objectIndex()
        if index not in self._counters:
            ordered = form.style() == QTextListFormat.Style.ListDecimal
            self._counters[index] = form.start() - 1 if ordered else -1_000_000
            form.setStyle(QTextListFormat.Style.ListStyleUndefined)
            items.setFormat(form)
        self._counters[index] += 1
        number = self._counters[index]
        self._sheet.marks[block.blockNumber()] = f"{number}." if number > -500_000 else form.indent()


def _prepare_tables(sheet: Sheet) -> None:
    tables = [frame for frame in sheet.document.rootFrame().childFrames() if isinstance(frame, QTextTable)]
    cells = sum(table.rows() * table.columns() for table in tables)
    letters = sum(table.lastPosition() - table.firstPosition() for table in tables)
    as_it_comes = cells > bounds.FITTED or letters > bounds.LETTERS
    for frame in tables:
        form = frame.format().toTableFormat()
        # Qt forgets the room that the block before asks for below itself.
        before = sheet.document.findBlock(frame.firstPosition() - 2)
        asked = before.blockFormat().bottomMargin() if before.isValid() and before.userState() != Kind.CAPTION else 0
        form.setTopMargin(max(asked, round(sheet.style.px * 0.6)))
        if sheet.script.rtl:
            form.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        form.setBottomMargin(round(sheet.style.px * 1.6))
        frame.setFormat(form)
        after = sheet.document.findBlock(frame.lastPosition() + 1)
        if after.isValid() and not after.text():
            # The importer leaves an empty line behind a table.
            layout = after.blockFormat()
            layout.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
            layout.setTopMargin(0)
            layout.setBottomMargin(0)
            QTextCursor(after).setBlockFormat(layout)
        sheet.tables.append(Fitted(frame, sheet.style, as_it_comes=as_it_comes))


def _make_room_for_pills(sheet: Sheet) -> None:
    """Finds code and keys in running text and sets the letters around them apart by what their pills stand out."""
    block = sheet.document.begin()
    in_code = {number for first, last, _, _ in sheet.code for number in range(first, last + 1)}
    number, left = 0, bounds.PILLS
    while block.isValid():
        # One piece is one format: only text that changes its face in between, or is all code, can hold a pill.
        if number not in in_code and block.userState() != Kind.CHIPS and (found := _pills(block)):
            sheet.pills[number] = found[:left]
            left -= len(sheet.pills[number])
            if left <= 0:
                break  # What is left keeps its letters and goes without its pill.
        block = block.next()
        number += 1
    apart = QTextCharFormat()
    apart.setFontLetterSpacingType(_ABSOLUTE)
    apart.setFontLetterSpacing(PILL + 1)
    cursor = QTextCursor(sheet.document)
    for number, pills in sheet.pills.items():
        start = sheet.document.findBlockByNumber(number).position()
        for begin, end, _ in pills:
            for at in {begin - 1, end - 1} - {-1}:
                cursor.setPosition(start + at)
                cursor.setPosition(start + at + 1, QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(apart)


def _pills(block: QTextBlock) -> list[tuple[int, int, bool]]:
    found: list[tuple[int, int, bool]] = []
    start = block.position()
    pieces = block.begin()
    while not pieces.atEnd():
        piece = pieces.fragment()
        form = piece.charFormat()
        family = (form.fontFamilies() or ("",))[0]
        key = family == fonts.SANS and form.fontWeight() == fonts.MEDIUM
        if key or family == fonts.MONO:
            begin = piece.position() - start
            if found and found[-1][1:] == (begin, key):
                begin = found.pop()[0]
            found.append((begin, piece.position() - start + piece.length(), key))
        pieces += 1
    return found


def _find_pictures(sheet: Sheet) -> None:
    blank = nothing(QTextDocument.ResourceType.ImageResource.value)
    block = sheet.document.begin()
    cursor = QTextCursor(sheet.document)
    while block.isValid():
        text = block.text()
        at = text.find(_OBJECT)
        while at >= 0:
            cursor.setPosition(block.position() + at + 1)
            image = cursor.charFormat().toImageFormat()
            if image.isValid() and image.name():
                sheet.document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(image.name()), blank)
                declared = QSize(int(image.width()), int(image.height()))
                alt = str(image.property(QTextFormat.Property.ImageAltText) or "")
                own_line = block.userState() == Kind.PICTURE
                picture = Picture(block.position() + at, block.blockNumber(), image.name(), alt, declared, own_line)
                picture.linked = bool(image.anchorHref())
                sheet.pictures.append(picture)
                if own_line and block.next().userState() == Kind.CAPTION:
                    sheet.captions.append((block.blockNumber() + 1, picture))
                    picture.caption = " ".join(block.next().text().split())
            at = text.find(_OBJECT, at + 1)
        block = block.next()
    for picture in sheet.pictures:
        if not picture.own_line:
            # A fixed line would let the picture overlap the text above it.
            holder = sheet.document.findBlockByNumber(picture.block)
            if picture.declared.height() > holder.blockFormat().lineHeight() * 0.75 or picture.declared.isEmpty():
                layout = QTextBlockFormat()
                layout.setLineHeight(100, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
                QTextCursor(holder).mergeBlockFormat(layout)
