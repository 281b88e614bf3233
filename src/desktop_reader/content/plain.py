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
_MORE_THAN_TAGS = re.compile(r"<(?:[!?]|/?[a-z0-9]*[A-Z]|/[^a-z]|scr|sty|ifr|noe|nof|xmp|tit|tex|sel|svg|tem)")
_PRE = re.compile(r"(<pre\b[^>]*>)(.*?)(</pre\s*>|$)", re.I | re.S)

_BLOCKS = """
    address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table
    tbody tfoot thead tr ul video audio object
"""
_BREAKS = {f"{slash}{name}": "\n" for name in [*_BLOCKS.split(), "br"] for slash in ("", "/")}
_BREAKS |= dict.fromkeys(("td", "/td", "th", "/th", "rp", "option", "/option"), " ")
_ASCII_BLANKS = b"\t\r\x0b\x0c\x1c\x1d\x1e\x1f"


def plain(html: str, *, sanitised: bool = False) -> str:
    """The text of ``html``: a line for each paragraph, item and row, the cells of a row apart by a blank. What is known
    to be ``sanitised`` needs no look for anything but plain tags.
    """
    if "<pre" in html or "<PRE" in html:
        html = _PRE.sub(_with_line_breaks, html)
    # A line end in the source is only a blank; from here on one means a block's end.
    html = html.replace("\n", " ")
    plain_tags = sanitised or not _MORE_THAN_TAGS.search(html)
    text = _without_tags(html) if plain_tags else _MARKUP.sub(_gone, html)
    if "&" in text:
        text = unescape(text)
    if not text.isascii():
        text = text.replace("\u200b", "").replace("\u00ad", "").replace("\ufeff", "")
    lines = [bare for line in text.split("\n") if (bare := line.strip())]
    text = "\n".join(lines)
    return text if _only_single_blanks(text) else "\n".join(map(_one_line, lines))


def _without_tags(html: str) -> str:
    pieces = _TAG.split(html)
    pieces[1::2] = [_BREAKS.get(name, "") for name in pieces[1::2]]
    return "".join(pieces)


def _only_single_blanks(text: str) -> bool:
    if "  " in text:
        return False
    if text.isascii():  # Ten times as fast, and most texts.
        return len(text.encode().translate(None, _ASCII_BLANKS)) == len(text)
    return text.replace("\n", "").isprintable()


def _one_line(line: str) -> str:
    return " ".join(line.split()) if "  " in line or not line.isprintable() else line


def _gone(markup: re.Match[str]) -> str:
    name = markup["tag"]
    return _BREAKS.get(name.lower(), "") if name else ""


def _with_line_breaks(pre: re.Match[str]) -> str:
    return pre[1] + pre[2].replace("\n", "<br>") + pre[3]
