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
_LINE_MARK = re.compile(r"^(\s*)([#>+-]|\d+(?=[.)])|[-=]{2,}(?=\s*$))(?=[.)]?(?:\s|$)|#)", re.M)

_EMPTY_LINES = re.compile(r"\n{3,}")
_LINE_END = re.compile(r"[ \t]+$", re.M)
_LAST_BREAK = re.compile(r"(?<=\S)[ \xa0]+$(?=\n[> ]*$|\n?\Z)", re.M)
_FIRST_BLANK = re.compile(r"^ (?=[^ ])", re.M)
_BLANKS = re.compile(r"  (?<=[^ \n]  ) *(?=[^ \n])")  # Begins with what is searched for quickly.
_FENCED = re.compile(r"^(?:[> ]|[-*] |\d{1,9}[.)] )*(`{3,})[^`\n]*\n.*?^[> ]*\1$", re.M | re.S)
_LINE_START = re.compile(r"^(?=.)", re.M)
_NEAR = 10
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
    """No more than one empty line, and no blanks but those that mean something: two that break a line within a
    paragraph, and those that a list's item begins with.
    """
    text = _LINE_END.sub(lambda blanks: "  " if blanks[0].endswith("  ") and blanks.start() else "", text)
    text = re.sub(r"^ +$", "", text, flags=re.M)
    if "  \n" in text or "\xa0" in text or text.endswith("  "):
        text = _LAST_BREAK.sub("", text)
    text = _BLANKS.sub(" ", _FIRST_BLANK.sub("", text))
    return _EMPTY_LINES.sub("\n\n", text)


def _escaped(text: str) -> str:
    return _LINE_MARK.sub(_escaped_mark, _MEANING.sub(r"\\\g<0>", text))


def _escaped_mark(mark: re.Match[str]) -> str:
    return f"{mark[1]}{mark[2]}\\" if mark[2].isdigit() else f"{mark[1]}\\{mark[2]}"


def _list_before(one: Any) -> Any:
    """The list of the same kind that stands right before this one; None where there is none.

    Of two such lists the second has other marks: else they would be read as one.
    """
    at: Any = one
    for _ in range(_NEAR):
        before: Any = at.previous_sibling
        while before is not None and before.name is None and not before.strip():
            before = before.previous_sibling
        if before is None:
            at = at.parent
            if at is None or at.name != "div":
                break
        elif before.name not in ("div", one.name):
            break
        elif before.name == one.name:
            return before
        else:
            last = next((some for some in reversed(before.contents) if not isinstance(some, str) or some.strip()), None)
            if isinstance(last, str) or last is None or last.name != one.name:
                break
            return last
    return None


@cache
def _converter() -> Any:
    from bs4 import Tag
    from markdownify import ATX, MarkdownConverter

    class Quick(Tag):
        """markdownify asks for each element whether it stands in preformatted text; no search is needed for that. A
        list knows how many of its items are done, and whether its marks are the other ones.
        """

        items_so_far = 0
        has_other_marks = False

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

        def convert_li(self, el: Any, text: str, parent_tags: set[str]) -> str:
            around = el.parent
            at = around.items_so_far = around.items_so_far + 1
            text = text.strip()
            if not text:
                return "\n"
            if at == 1:
                before = _list_before(around)
                around.has_other_marks = before is not None and not before.has_other_marks
            if around.name == "ol":
                start = str(around.get("start") or "")
                number = (int(start) if start.isdecimal() else 1) + at - 1
                mark = f"{number}{')' if around.has_other_marks else '.'} "
            else:
                mark = "* " if around.has_other_marks else "- "
            return mark + _LINE_START.sub(" " * len(mark), text)[len(mark) :] + "\n"

        def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
            return f"![{_escaped(el.get('alt') or '')}]({(el.get('src') or '').translate(_URL_SPECIAL)})"

        def convert_code(self, el: Any, text: str, parent_tags: set[str]) -> str:
            if "_noformat" in parent_tags or "pre" in parent_tags:
                return text
            if "\n" in text.strip() and el.find(_NO_SPAN):
                # A span of code ends with its paragraph; what would stand outside of it has to be escaped.
                return _escaped(text)
            if parent_tags & {"td", "th"}:
                text = text.replace("|", "\\|")  # Cells are told apart before anything else is.
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
