"""A selection as HTML: paragraphs, headings, lists, tables, quotations, code, links; no colours, faces or pictures.

A picture would be fetched by whatever the selection is pasted into, and nobody asked for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QMimeData, QStringListModel
from PySide6.QtGui import QTextCursor

from desktop_reader.ui.viewer.copying import Part, parts, text_of
from desktop_reader.ui.viewer.sheet import Sheet


def mime(sheet: Sheet, cursor: QTextCursor) -> QMimeData:
    """Both forms; neither carries our colours and faces into other programs."""
    some = list(parts(sheet, cursor))
    data = _empty()
    data.setText(text_of(some))
    data.setHtml(written(some))
    return data


def _empty() -> QMimeData:
    """Made by Qt itself: a clipboard may keep it until Python is gone, and one of Python's crashes the end then."""
    row = QStringListModel([""])
    data = row.mimeData([row.index(0)])
    data.clear()
    return data


def written(some: Sequence[Part]) -> str:
    """The HTML of a selection; of one paragraph, or of less, only what stands in it."""
    head = '<meta charset="utf-8">'
    if len(some) == 1 and some[0].tag in ("p", "li", "more"):
        return f"{head}<span>{some[0].html}</span>"
    return head + "".join(_Writer(some)())


class _Writer:
    def __init__(self, some: Sequence[Part]) -> None:
        self._parts = some
        self._out: list[str] = []
        self._quotes = 0
        self._lists: list[str] = []

    def __call__(self) -> list[str]:
        for key, group in groupby(self._parts, key=lambda part: (part.tag == "tr", part.begins)):
            if key[0]:
                self._settle(0, 0)
                self._table(list(group))
            else:
                for part in group:
                    self._one(part)
        self._settle(0, 0)
        return self._out

    def _one(self, part: Part) -> None:
        if part.tag == "li":
            self._settle(part.level, part.quoted, "ol" if part.mark[:1].isdigit() else "ul")
            value = f' value="{part.mark[:-1]}"' if part.mark[:1].isdigit() else ""
            self._out.append(f"<li{value}>{part.html}")
        elif part.tag == "more":
            self._settle(min(part.level, len(self._lists)) if self._lists else 0, part.quoted, "")
            self._out.append(f"<p>{part.html}</p>")
        else:
            self._settle(0, part.quoted)
            self._out.append(f"<{part.tag}>{part.html}</{part.tag}>")

    def _table(self, rows: list[Part]) -> None:
        self._out.append("<table>")
        for row in rows:
            tag = "th" if row.header else "td"
            cells = reversed(row.cells) if row.level else row.cells
            self._out.append("<tr>" + "".join(f"<{tag}>{html}</{tag}>" for _, html in cells) + "</tr>")
        self._out.append("</table>")

    def _settle(self, level: int, quotes: int, kind: str = "") -> None:
        """Closes and opens what has to be, so that something can stand in so many quotations and lists. An item of a
        list (``kind``) closes the one before it.
        """
        if quotes != self._quotes:
            self._close_lists(0)
        while self._quotes > quotes:
            self._out.append("</blockquote>")
            self._quotes -= 1
        while self._quotes < quotes:
            self._out.append("<blockquote>")
            self._quotes += 1
        self._close_lists(level)
        if not kind:
            return
        if len(self._lists) == level:
            if self._lists[-1] == kind:
                self._out.append("</li>")
                return
            self._close_lists(level - 1)
        while len(self._lists) < level:
            self._out.append(f"<{kind}>" if len(self._lists) == level - 1 else f"<{kind}><li>")
            self._lists.append(kind)

    def _close_lists(self, level: int) -> None:
        while len(self._lists) > level:
            self._out.append(f"</li></{self._lists.pop()}>")
