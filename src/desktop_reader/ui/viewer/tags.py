"""The elements of HTML as far as articles need them: which stand in a line, which part paragraphs, what they carry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*)>|<!--.*?-->", re.S)
_ATTRIBUTE = re.compile(r"([a-zA-Z][\w-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_LAYOUT = re.compile(r"<(?:table|h[1-6]|ul|ol|blockquote|pre|hr|figure|section)\b", re.I)
_TABLE_END = re.compile("</table", re.I)
CELL = re.compile(r"<t[dh]\b", re.I)
_ROW = re.compile(r"<tr\b", re.I)

INLINE = {
    "b": "<b>", "strong": "<b>", "i": "<i>", "em": "<i>", "cite": "<i>", "dfn": "<i>", "var": "<i>", "u": "<u>",
    "ins": "<u>", "s": "<s>", "del": "<s>", "strike": "<s>", "sub": "<sub>", "sup": "<sup>",
    "code": '<span class="code">', "tt": '<span class="code">', "samp": '<span class="code">',
    "kbd": '<span class="kbd">', "small": '<span class="small">', "rt": '<span class="small">',
    "mark": '<span class="mark">', "a": "",
}  # fmt: skip
_PARTS = ("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "address", "figure", "center")
_KINDS = ("details", "summary", "dl", "dt", "dd", "form", "fieldset", "picture", "blockquote", "ul", "ol", "li", "pre")
_TABLES = ("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "figcaption")
BLOCKS = frozenset((*_PARTS, *_KINDS, *_TABLES, *HEADINGS))
DROPPED = frozenset(
    ("script", "style", "title", "template", "svg", "math", "iframe", "object", "audio", "video", "select", "textarea")
)
DIRECTIONS = {"rtl": ' dir="rtl"', "ltr": ""}


NAMED = {"figcaption": "cap", "caption": "cap", "dt": "dt", "dd": "dd", "summary": "h4"}


@dataclass(slots=True)
class Frame:
    """An open element. ``fresh``: its first paragraph is the element itself, as in a list item or a cell."""

    tag: str
    paragraph: str
    direction: str
    closing: str = ""
    fresh: bool = False
    rows: int = -1  # Of a table that is shown as one; -1 elsewhere.
    cells: list[int] | None = None  # Where the cells of a row begin that has to be turned round.


def attributes_of(rest: str) -> dict[str, str]:
    """What stands behind an element's name, unescaped."""
    return {
        name.lower(): unescape(double or single or bare)
        for name, double, single, bare in _ATTRIBUTE.findall(rest)
    }  # fmt: skip


def number_in(attributes: dict[str, str], name: str, largest: int) -> int:
    """An attribute as a number from 0 to ``largest``; 0 where it is none."""
    value = attributes.get(name, "")
    return min(largest, int(value)) if value.isdecimal() and len(value) < 7 else 0


def link_to(attributes: dict[str, str]) -> str:
    """The opening tag of a link that may be followed; empty for any other."""
    address = attributes.get("href", "").strip()
    if not address.lower().startswith(("http://", "https://", "mailto:")):
        return ""
    return f'<a class="a" href="{escape(address)}">'


def data_in(html: str, at: int) -> str:
    """What stands in the table that was opened before ``at``; nothing when it only lays the page out."""
    end = _TABLE_END.search(html, at)
    inside = html[at : end.start() if end else len(html)]
    rows, cells = len(_ROW.findall(inside)), len(CELL.findall(inside))
    return inside if cells > rows and not _LAYOUT.search(inside) else ""
