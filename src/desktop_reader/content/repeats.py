"""A paragraph that the source gave twice is kept once: shown once, counted once, indexed once.

Many feeds send a lead and then the body with the lead in it, some send the whole body twice. What is short, or a line
of verse, or stands in a table or in a listing, may well be repeated on purpose and is left alone.
"""

from __future__ import annotations

import re

from desktop_reader.content.plain import plain

# In bytes of UTF-8, so that a sentence in Chinese counts as much as one in English.
PARAGRAPH = 40
LINE = 100

_BLOCK = re.compile(
    r"(</?(?:address|article|aside|blockquote|br|caption|center|dd|details|div|dl|dt|figcaption|figure|footer|h[1-6]"
    r"|header|hr|img|li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)\b[^>]*>)"
)
_BLOCK_NAME = re.compile(r"<(\w+)")
_INLINE = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_MANY_BREAKS = re.compile(r"(?:<br>\s*){3,}")
_OUTER_BREAKS = re.compile(r"^(?:\s*<br>)+|(?:<br>\s*)+$")


def repeats(text: str) -> bool:
    """True when a line of ``text`` that is long enough for a paragraph stands in it twice."""
    lines = text.split("\n")
    if len(set(lines)) == len(lines):
        return False
    long = [line for line in lines if len(line.encode()) >= PARAGRAPH]
    return len(set(long)) < len(long)


def without_repeats(html: str) -> str:
    """Sanitised ``html`` with each long paragraph at its first place only."""
    seen: set[str] = set()
    kept_apart = 0
    pieces = _BLOCK.split(html)
    for at in range(0, len(pieces), 2):
        before = pieces[at - 1] if at else ""
        if before.startswith(("<table", "<pre")):
            kept_apart += 1
        elif before.startswith(("</table", "</pre")):
            kept_apart -= 1
        line = plain(pieces[at])
        after = pieces[at + 1] if at + 1 < len(pieces) else ""
        enough = LINE if before == "<br>" or after == "<br>" else PARAGRAPH
        if len(line.encode()) < enough or kept_apart:
            continue
        if line in seen and _closed(pieces[at]):
            pieces[at] = ""
            _remove_around(pieces, at)
        seen.add(line)
    shorter = "".join(pieces)
    if shorter == html:
        return html
    return _OUTER_BREAKS.sub("", _MANY_BREAKS.sub("<br><br>", shorter)).strip()


def _remove_around(pieces: list[str], at: int) -> None:
    """Takes away the elements that have nothing in them any more, unless they part what stands around them."""
    left, right = at - 1, at + 1
    while True:
        while left > 0 and not pieces[left] and not pieces[left - 1].strip():
            left -= 2
        while right < len(pieces) - 1 and not pieces[right] and not pieces[right + 1].strip():
            right += 2
        if left < 1 or right >= len(pieces):
            return
        opened = _BLOCK_NAME.match(pieces[left])
        if opened is None or pieces[right] != f"</{opened[1]}>":
            return
        if pieces[left - 1].strip() or pieces[right + 1].strip():
            return
        pieces[left] = pieces[right] = ""


def _closed(piece: str) -> bool:
    """True when the inline elements in ``piece`` end where they began, so that it can go without a trace."""
    open_names: list[str] = []
    for end, name in _INLINE.findall(piece):
        if name == "wbr":
            continue
        if not end:
            open_names.append(name)
        elif not open_names or open_names.pop() != name:
            return False
    return not open_names
