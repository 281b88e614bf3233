"""What the clipboard gets: the words, as one would type them, without the marks that only the page needs."""

from __future__ import annotations

import re

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from desktop_reader.ui.viewer.style import Kind

# Places of pictures, isolates of direction, breaks within long words, borders of cells.
_UNSEEN = re.compile("[\ufffc\u2066-\u2069\u200b\ufdd0\ufdd1]")
_CLOSE = frozenset((Kind.ITEM, Kind.ITEM_MORE))


def copied(cursor: QTextCursor) -> str:
    """The selected text: paragraphs parted by an empty line, items and lines of code by none, cells by a tab."""
    document = cursor.document()
    block = document.findBlock(cursor.selectionStart())
    end = cursor.selectionEnd()
    parts: list[str] = []
    before: QTextBlock | None = None
    while block.isValid() and block.position() <= end:
        begin = max(0, cursor.selectionStart() - block.position())
        text = block.text()[begin : end - block.position()]
        text = _UNSEEN.sub("", text.replace("\u2028", "\n").replace("\xa0", " "))
        code = _is_code(block)
        if text.strip() or code:
            if before is not None:
                parts.append(_between(document, before, block))
            parts.append(text)
            before = block
        block = block.next()
    return "".join(parts).strip("\n")


def _between(document: QTextDocument, one: QTextBlock, other: QTextBlock) -> str:
    if one.userState() == Kind.CELL and other.userState() == Kind.CELL:
        cursor, next_cursor = QTextCursor(one), QTextCursor(other)
        table = cursor.currentTable()
        if table is not None and table == next_cursor.currentTable():
            cell, next_cell = table.cellAt(cursor), table.cellAt(next_cursor)
            return "\t" if cell.row() == next_cell.row() and cell.column() != next_cell.column() else "\n"
    if one.userState() in _CLOSE and other.userState() in _CLOSE:
        return "\n"
    return "\n" if _is_code(one) and _is_code(other) and other.userState() == -1 else "\n\n"


def _is_code(block: QTextBlock) -> bool:
    return block.userState() == Kind.CODE or (block.userState() == -1 and block.blockFormat().textIndent() < 0)
