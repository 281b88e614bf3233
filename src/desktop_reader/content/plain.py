"""HTML → plain text, one block a line: for searching, counting, summing up and for the rows of the list."""

from __future__ import annotations

import re
from html import unescape

# One pass over tags, the way an HTML5 tokenizer sees them. Every branch reaches either its end or the end of the text
# and none is tried twice from the same place, so hostile input cannot make it slow.
_ATTRIBUTES = r"""(?:[^>=]++|=(?:\s*+(?:"[^"]*+"|'[^']*+'))?)*(?:>|$)"""
_TAG = re.compile(rf"<(/?[a-zA-Z][a-zA-Z0-9]*){_ATTRIBUTES}")
_MARKUP = re.compile(
    r"<(?:(?P<hidden>script|style|iframe|noembed|noframes|xmp|title|textarea|select|svg|template)(?=[\s/>])"
    r".*?(?:</(?P=hidden)(?=[\s/>])[^>]*(?:>|$)|$)"
    rf"|(?P<tag>/?[a-z][a-z0-9]*){_ATTRIBUTES}"
    r"|!--(?:-?>|.*?(?:--!?>|$))"
    r"|[!?/][^>]*+(?:>|$))",
    re.I | re.S,
)
# Tells whether there may be anything but plain tags; in sanitised HTML there never is.
_MORE_THAN_TAGS = re.compile(r"<(?:[!?A-Z]|/[^a-z]|scr|sty|ifr|noe|nof|xmp|tit|tex|sel|svg|tem)")
_PRE = re.compile(r"(<pre\b[^>]*>)(.*?)(</pre\s*>|$)", re.I | re.S)

_BLOCKS = """
    address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table
    tbody tfoot thead tr ul video audio object
"""
_BREAKS = {f"{slash}{name}": "\n" for name in [*_BLOCKS.split(), "br"] for slash in ("", "/")}
_BREAKS |= dict.fromkeys(("td", "/td", "th", "/th", "rp", "option", "/option"), " ")


def plain(html: str) -> str:
    """The text of ``html``: a line for each paragraph, item and row, the cells of a row apart by a blank."""
    if "<pre" in html or "<PRE" in html:
        html = _PRE.sub(_with_line_breaks, html)
    # A line end in the source is only a blank; from here on one means a block's end.
    html = html.replace("\n", " ")
    text = _MARKUP.sub(_gone, html) if _MORE_THAN_TAGS.search(html) else _TAG.sub(_break, html)
    if "&" in text:
        text = unescape(text)
    if not text.isascii():
        text = text.replace("\u200b", "").replace("\u00ad", "").replace("\ufeff", "")
    return "\n".join([line for line in map(_one_line, text.split("\n")) if line])


def _one_line(line: str) -> str:
    line = line.strip()
    return " ".join(line.split()) if "  " in line or not line.isprintable() else line


def _break(tag: re.Match[str]) -> str:
    name = tag[1]
    return _BREAKS.get(name) or _BREAKS.get(name.lower(), "")


def _gone(markup: re.Match[str]) -> str:
    name = markup["tag"]
    return _BREAKS.get(name.lower(), "") if name else ""


def _with_line_breaks(pre: re.Match[str]) -> str:
    return pre[1] + pre[2].replace("\n", "<br>") + pre[3]
