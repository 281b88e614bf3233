"""Markdown → HTML, as people write it in notes: headings, lists, quotes, code, tables, links, pictures, emphasis.

What comes out is as untrusted as what went in: ``content.sanitize`` has to be the last to touch it. Each line is looked
at a bounded number of times, so that no text makes it slow.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

_DEEPEST = 12
_LONGEST_LINE = 20_000  # Longer ones are shown as they stand.

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})\s*([\w+#.-]*)")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_UNDER = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_ITEM = re.compile(r"( *)(?:([-*+])|(\d{1,9})[.)])(?:[ \t]+|$)")
_QUOTE = re.compile(r" {0,3}> ?")
_CELLS = re.compile(r" *\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?$")
_HTML = re.compile(r" {0,3}</?(?:[a-zA-Z][\w-]*)(?=[\s/>])|<!--")
_TASK = re.compile(r"\[([ xX])\][ \t]+")
_NAMED = re.compile(r" {0,3}\[([^\]\[]{1,200})\]:[ \t]*<?(\S{1,2000}?)>?(?:[ \t]+[\"'(].*)?$")

_PIECES = (
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`{1,5})(?P<code>[^`](?:.{0,2000}?[^`])??)(?P=ticks)(?!`)"
    r"|(?P<wiki>!?\[\[[^\[\]|]{1,300}(?:\|[^\[\]|]{1,300})?\]\])"
    r"|(?P<picture>!?)\[(?P<words>(?:\\.|[^\[\]\\]|\[(?:\\.|[^\[\]\\]){0,1000}\]){0,1000})\]"
    r"(?:\((?P<url><[^<>\n]{0,2000}>|[^()\s]{0,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,500})?)"
    r"(?:[ \t]+[\"'(][^\n]{0,300}?[\"')])?\)|\[(?P<name>[^\]\[]{0,200})\])?"
    r"|<(?P<bare>https?://[^<>\s]{1,2000})>"
    r"|(?P<tag></?[a-zA-Z][\w-]{0,20}(?:[ \t][^<>]{0,2000})?/?>)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
)
_INLINE = re.compile(_PIECES + r"|(?P<address>https?://[^\s<>\"')\]]{1,2000})")
_UNLINKED = re.compile(_PIECES + r"|(?P<address>(?!))")
_EMPHASES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\*\*(\S(?:.{0,1000}?\S)??)\*\*|(?<!\w)__(\S(?:.{0,1000}?\S)??)__(?!\w)", re.S), "strong"),
    (
        re.compile(r"\*(?=[^\s*])([^*]{1,1000}?)(?<=[^\s*])\*|(?<!\w)_(?=[^\s_])([^_]{1,1000}?)(?<=[^\s_])_(?!\w)"),
        "em",
    ),
    (re.compile(r"~~(?=\S)([^~]{1,1000}?)~~()"), "del"),
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_HELD = re.compile("\x00(\\d+)\x00")


def from_markdown(text: str, *, ours: bool = False) -> str:
    """The whole text as HTML. In one of ``ours`` all links are written as such: any other address is mere text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n")
    names: dict[str, str] = {}
    kept = []
    fence = ""
    for line in lines:
        opening = _FENCE.match(line)
        if opening:
            fence = "" if fence and opening[1].startswith(fence) else fence or opening[1]
        named = None if fence or len(line) > _LONGEST_LINE else _NAMED.match(line)
        if named and not named[1].startswith("^"):
            names.setdefault(named[1].casefold(), named[2])
        else:
            kept.append(line if fence else line.expandtabs(4))
    return _Blocks(names, linking=not ours).html(kept, 0)


class _Blocks:
    def __init__(self, names: dict[str, str], *, linking: bool) -> None:
        self._names = names
        self._linking = linking

    def html(self, lines: list[str], depth: int) -> str:
        """Blocks of lines, one after the other."""
        if depth > _DEEPEST:
            return f"<p>{self._spoken(lines)}</p>"
        found: list[str] = []
        at = 0
        while at < len(lines):
            block, at = self._block(lines, at, depth)
            if block:
                found.append(block)
        return "\n".join(found)

    def _block(self, lines: list[str], at: int, depth: int) -> tuple[str, int]:
        line = lines[at]
        if not line.strip():
            return "", at + 1
        if len(line) > _LONGEST_LINE:
            return f"<p>{escape(line, quote=False)}</p>", at + 1
        if fence := _FENCE.match(line):
            return _fenced(lines, at, fence[1], fence[2])
        if heading := _HEADING.match(line):
            level = len(heading[1])
            return f"<h{level}>{self._inline(heading[2] or '')}</h{level}>", at + 1
        if _RULE.match(line):
            return "<hr>", at + 1
        if _QUOTE.match(line):
            return self._quote(lines, at, depth)
        if _ITEM.match(line) and not line.startswith("    "):
            return self._list(lines, at, depth)
        if line.startswith("    "):
            return _indented(lines, at)
        if "|" in line and at + 1 < len(lines) and len(lines[at + 1]) < _LONGEST_LINE and _CELLS.match(lines[at + 1]):
            return self._table(lines, at)
        if _HTML.match(line):
            end = _while(lines, at, lambda one: bool(one.strip()))
            return "\n".join(lines[at:end]), end
        return self._paragraph(lines, at)

    def _paragraph(self, lines: list[str], at: int) -> tuple[str, int]:
        end = at + 1
        while end < len(lines) and lines[end].strip() and len(lines[end]) <= _LONGEST_LINE:
            if under := _UNDER.match(lines[end]):
                level = 1 if under[1][0] == "=" else 2
                return f"<h{level}>{self._spoken(lines[at:end])}</h{level}>", end + 1
            if _begins(lines[end]):
                break
            end += 1
        return f"<p>{self._spoken(lines[at:end])}</p>", end

    def _quote(self, lines: list[str], at: int, depth: int) -> tuple[str, int]:
        inside: list[str] = []
        while at < len(lines) and lines[at].strip() and (_QUOTE.match(lines[at]) or not _begins(lines[at])):
            inside.append(_QUOTE.sub("", lines[at], count=1))
            at += 1
        return f"<blockquote>{self.html(inside, depth + 1)}</blockquote>", at

    def _list(self, lines: list[str], at: int, depth: int) -> tuple[str, int]:
        first = _ITEM.match(lines[at])
        assert first is not None
        edge, ordered, mark = len(first[1]), first[3] is not None, _mark(lines[at])
        items: list[list[str]] = []
        loose = False
        while at < len(lines):
            line = lines[at]
            item = _ITEM.match(line)
            if item and edge <= len(item[1]) < edge + 2 and _mark(line) == mark and not _RULE.match(line):
                width = item.end()
                items.append([line[width:]])
            elif not line.strip():
                after = next((one for one in lines[at + 1 : at + 3] if one.strip()), "")
                if not _belongs(after, edge, mark):
                    break
                loose = True
                items[-1].append("")
            elif _depth(line) > edge + 1:
                items[-1].append(line[min(_depth(line), width) :])
            elif _begins(line) or not items[-1][-1].strip():
                break
            else:
                items[-1].append(line.strip())
            at += 1
        start = f' start="{int(first[3])}"' if ordered and int(first[3]) != 1 else ""
        kind = "ol" if ordered else "ul"
        return f"<{kind}{start}>{''.join(self._item(one, depth, loose) for one in items)}</{kind}>", at

    def _item(self, lines: list[str], depth: int, loose: bool) -> str:
        if task := _TASK.match(lines[0]):
            lines = [("☐ " if task[1] == " " else "☑ ") + lines[0][task.end() :], *lines[1:]]
        inside = self.html(lines, depth + 1)
        if not loose and inside.startswith("<p>"):
            inside = inside[3:].replace("</p>", "", 1)
        return f"<li>{inside}</li>"

    def _table(self, lines: list[str], at: int) -> tuple[str, int]:
        head = _cells(lines[at])
        end = _while(lines, at + 2, lambda one: bool(one.strip()) and "|" in one and len(one) < _LONGEST_LINE)
        rows = [f"<tr>{''.join(f'<th>{self._inline(cell)}</th>' for cell in head)}</tr>"]
        for line in lines[at + 2 : end]:
            cells = (_cells(line) + [""] * len(head))[: len(head)]
            rows.append(f"<tr>{''.join(f'<td>{self._inline(cell)}</td>' for cell in cells)}</tr>")
        return f"<table>{''.join(rows)}</table>", end

    def _spoken(self, lines: list[str]) -> str:
        bare = [line.strip(" ") for line in lines]
        broken = [f"{one}<br>" if line.endswith(("  ", "\\")) else one for line, one in zip(lines, bare, strict=True)]
        return self._inline("\n".join(broken).removesuffix("<br>").replace("\\<br>", "<br>"))

    def _inline(self, text: str) -> str:
        held: list[str] = []

        def hold(html: str) -> str:
            held.append(html)
            return f"\x00{len(held) - 1}\x00"

        def found(one: re.Match[str]) -> str:
            return hold(self._piece(one))

        text = escape((_INLINE if self._linking else _UNLINKED).sub(found, text), quote=False)
        for pattern, tag in _EMPHASES:
            text = pattern.sub(lambda one, tag=tag: f"<{tag}>{one[1] or one[2]}</{tag}>", text)  # type: ignore[misc]
        return _HELD.sub(lambda one: held[int(one[1])], text)

    def _piece(self, one: re.Match[str]) -> str:
        if one["escape"]:
            return escape(one["escape"][1:], quote=False)
        if one["code"]:
            return f"<code>{escape(one['code'].strip() or one['code'], quote=False)}</code>"
        if one["wiki"]:
            return escape(one["wiki"].strip("![]").rpartition("|")[2], quote=False)
        if address := one["bare"] or one["address"]:
            tail = re.search(r"[.,;:!?]*$", address) if one["address"] else None
            cut = len(address) - len(tail[0]) if tail else len(address)
            shown = escape(address[:cut])
            return f'<a href="{shown}">{shown}</a>{escape(address[cut:])}'
        if one["words"] is None:
            return one["tag"] or one["entity"]
        address = one["url"].strip("<>") if one["url"] is not None else None
        if address is None:
            address = self._names.get((one["name"] or one["words"]).casefold())
        if address is None:
            return escape(one[0], quote=False)
        if one["picture"]:
            alt = _ESCAPE.sub(r"\1", one["words"])
            return f'<img src="{escape(address)}" alt="{escape(alt)}">'
        linking, self._linking = self._linking, False  # There is no link within a link.
        words = self._inline(one["words"])
        self._linking = linking
        return f'<a href="{escape(address)}">{words}</a>'


def _fenced(lines: list[str], at: int, fence: str, language: str) -> tuple[str, int]:
    end = at + 1
    while end < len(lines) and not (lines[end].strip().startswith(fence) and not lines[end].strip(f" {fence[0]}")):
        end += 1
    return _code(lines[at + 1 : end], language), end + 1


def _indented(lines: list[str], at: int) -> tuple[str, int]:
    end = _while(lines, at, lambda one: one.startswith("    ") or not one.strip())
    return _code([line[4:] for line in lines[at:end]]), end


def _code(lines: list[str], language: str = "") -> str:
    inside = escape("\n".join(lines).strip("\n"), quote=False)
    named = f' class="language-{escape(language)}"' if language else ""
    return f"<pre><code{named}>{inside}</code></pre>"


def _while(lines: list[str], at: int, holds: Callable[[str], bool]) -> int:
    while at < len(lines) and holds(lines[at]):
        at += 1
    return at


def _begins(line: str) -> bool:
    """Whether something new begins in the midst of a paragraph."""
    item = _ITEM.match(line)
    if item and (item[2] or item[3] == "1") and line[item.end() :].strip():
        return True
    return bool(_FENCE.match(line) or _HEADING.match(line) or _RULE.match(line) or _QUOTE.match(line))


def _mark(line: str) -> str:
    """What the items of a list have in common: its bullet, or what stands behind its numbers."""
    item = _ITEM.match(line)
    return item[0].strip()[-1] if item else ""


def _belongs(line: str, edge: int, mark: str) -> bool:
    """Whether a line behind an empty one still is of the list."""
    item = _ITEM.match(line)
    if item and edge <= len(item[1]) < edge + 2:
        return _mark(line) == mark
    return bool(line) and _depth(line) > edge + 1


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _cells(line: str) -> list[str]:
    inside = line.strip().removeprefix("|")
    inside = inside[:-1] if inside.endswith("|") and not inside.endswith("\\|") else inside
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inside)][:200]
