"""HTML → Markdown, when somebody wants to see, copy or export it. The only file that knows markdownify.

markdownify is imported at the first use: it brings BeautifulSoup along, which the window has no use for.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from desktop_reader.content.plain import plain
from desktop_reader.content.sanitize import sanitize

# What a text must not mean by accident: a tag, an entity, a link, code; and at the start of a line a mark of Markdown.
# Where a piece of text ends, what follows may stand in another element, and still be the name of a tag.
_MEANING = re.compile(r"[\\`*_\[\]~]|<(?=[a-zA-Z/!?]|\Z)|&(?=#?\w+;)")
_LINE_MARK = re.compile(r"^(\s*)([#>+-]|\d+(?=[.)])|[-=]{2,}(?=\s*$))(?=[.)]?\s|#|$)", re.M)

_EMPTY_LINES = re.compile(r"\n{3,}")
_LINE_END = re.compile(r"[ \t]+$", re.M)
_FENCED = re.compile(r"^(`{3,})[^`\n]*\n.*?^\1$", re.M | re.S)
_TICKS = re.compile(r"`+")
_CODE_LANGUAGE = re.compile(r"language-(\S+)")
# What cannot stand in a span of code.
_NO_SPAN = re.compile(r"^(?:p|div|[uod]l|li|d[dt]|table|pre|blockquote|h[1-6]|hr|br|section|article|figure|img)$")
_URL_SPECIAL = str.maketrans({"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", " ": "%20"})


def markdown(html: str) -> str:
    """``html`` as Markdown: ATX headings, fenced code, tables, links and pictures, no HTML. Never raises for any input.

    Where the converter gives up, at deep nesting, the paragraphs come out as plain text.
    """
    clean = sanitize(html).html
    try:
        text: str = _converter().convert(f"<div>{clean}</div>")
    except RecursionError:
        text = "\n\n".join(_escaped(line) for line in plain(clean).split("\n"))
    out: list[str] = []
    at = 0
    for code in _FENCED.finditer(text):
        out += [_tidy(text[at : code.start()]), code[0]]
        at = code.end()
    out.append(_tidy(text[at:]))
    return "".join(out).strip("\n")


def _tidy(text: str) -> str:
    """No more than one empty line, and no blanks at a line's end but the two that break a line."""
    text = _LINE_END.sub(lambda blanks: "  " if len(blanks[0]) == 2 and blanks.start() else "", text)
    text = re.sub(r"^ +$", "", text, flags=re.M)
    return _EMPTY_LINES.sub("\n\n", text)


def _escaped(text: str) -> str:
    return _LINE_MARK.sub(_escaped_mark, _MEANING.sub(r"\\\g<0>", text))


def _escaped_mark(mark: re.Match[str]) -> str:
    return f"{mark[1]}{mark[2]}\\" if mark[2].isdigit() else f"{mark[1]}\\{mark[2]}"


@cache
def _converter() -> Any:
    from bs4 import Tag
    from markdownify import ATX, MarkdownConverter

    class Quick(Tag):
        """markdownify asks for each element whether it stands in preformatted text; no search is needed for that."""

        def find_parent(self, name: Any = None, *others: Any, **more: Any) -> Any:
            if not isinstance(name, str) or others or more:
                return super().find_parent(name, *others, **more)
            above = self.parent
            while above is not None and above.name != name:
                above = above.parent
            return above

    class Converter(MarkdownConverter):
        """markdownify, where its output could be read as something else than the text."""

        def escape(self, text: str, parent_tags: set[str]) -> str:
            text = _escaped(text)
            return text.replace("|", "\\|") if parent_tags & {"td", "th"} else text

        def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
            words = text.strip()
            if "_noformat" in parent_tags or not words or not el.get("href"):
                return text
            before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
            label = re.sub(r"\s*\n\s*", " ", words)
            return f"{before}[{label}]({el['href'].translate(_URL_SPECIAL)}){after}"

        def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
            return f"![{_escaped(el.get('alt') or '')}]({(el.get('src') or '').translate(_URL_SPECIAL)})"

        def convert_code(self, el: Any, text: str, parent_tags: set[str]) -> str:
            if "_noformat" in parent_tags or "pre" in parent_tags:
                return text
            if "\n" in text.strip() and el.find(_NO_SPAN):
                # A span of code ends with its paragraph; what would stand outside of it has to be escaped.
                return _escaped(text)
            return super().convert_code(el, text.replace("\n", " "), parent_tags)  # type: ignore[misc, no-any-return]

        convert_kbd = convert_samp = convert_tt = convert_code

        def convert_pre(self, el: Any, text: str, parent_tags: set[str]) -> str:
            code = el.get_text().strip("\n")
            if not code.strip():
                return ""
            if parent_tags & {"td", "th", "_inline"}:
                return " ".join(_escaped(code).split())
            classes = " ".join(name for part in [el, *el.find_all("code")] for name in part.get("class") or ())
            language = _CODE_LANGUAGE.search(classes)
            fence = "`" * max(3, 1 + max(map(len, _TICKS.findall(code)), default=0))
            return f"\n\n{fence}{language[1] if language else ''}\n{code}\n{fence}\n\n"

    return Converter(
        heading_style=ATX,
        bullets="-",
        table_infer_header=True,
        autolinks=False,
        bs4_options={"features": "lxml", "element_classes": {Tag: Quick}},  # type: ignore[arg-type]
    )
