"""What is dangerous in HTML, found by parsers that the sanitiser does not use; nothing is taken from its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from PySide6.QtGui import QTextDocument

_UNSEEN = re.compile("[\x00-\x20\x7f-\xa0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3000\ufeff]")
_PARTS = {
    *(
        "script",
        "style",
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "link",
        "meta",
        "base",
        "svg",
        "math",
    ),
    *(
        "form",
        "input",
        "button",
        "textarea",
        "select",
        "option",
        "video",
        "audio",
        "source",
        "track",
        "picture",
        "template",
    ),
    *(
        "noscript",
        "noembed",
        "xmp",
        "plaintext",
        "title",
        "isindex",
        "keygen",
        "bgsound",
        "marquee",
        "image",
        "use",
        "map",
    ),
    *("foreignobject", "annotation-xml", "layer", "param", "dialog", "portal", "slot", "canvas", "area"),
}
_HARMLESS = frozenset(
    ["href", "src", "alt", "title", "width", "height", "colspan", "rowspan", "start", "dir", "class", "value"]
)
_FENCED = re.compile(r"^(`{3,}|~{3,})[^\n]*\n.*?(?:^\1|\Z)", re.M | re.S)
_TICKS_OR_ESCAPE = re.compile(r"\\.|`+", re.S)
_LIVE = re.compile(r"(?a)(?<!\\)<(?!https?://|mailto:)[a-zA-Z/!?]", re.I)
_LEADS = re.compile(r"(?<!\\)\]\(\s*<?\s*(?!https?:|mailto:|#|\))([^)\s]*)", re.I)
_BEACONS = re.compile(r"//(?:[^/]*\.)?(?:pixel\.wp|feedburner\.com/~r|google-analytics|doubleclick)[./]", re.I)


def dangers(html: str) -> list[str]:
    """Everything in it that could do harm in a viewer, or ask for something; the same once it is written anew."""
    from lxml import etree
    from lxml.html import document_fromstring

    found = [*_by_tokens(html)]
    whole = f"<html><body><div>{html}</div></body></html>"
    tree = document_fromstring(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", whole))
    found += _by_tree(tree)
    again = etree.tostring(tree, encoding="unicode", method="html")
    found += _by_tree(document_fromstring(again))
    return list(dict.fromkeys(found))


def in_document(document: QTextDocument) -> list[str]:
    """Links and pictures of a document, as Qt understood them, that should not be there."""
    found = []
    block = document.begin()
    while block.isValid():
        pieces = block.begin()
        while not pieces.atEnd():
            form = pieces.fragment().charFormat()
            leads = form.anchorHref()
            if leads and leads.partition(":")[0].lower() not in ("http", "https", "mailto", "picture", "label"):
                found.append(f"a link to {leads[:80]}")
            if form.isImageFormat() and (wrong := address_danger("src", form.toImageFormat().name())):
                found.append(f"a picture from {wrong}")
            pieces += 1
        block = block.next()
    return found


def in_markdown(text: str) -> list[str]:
    """HTML and addresses that another program would find in Markdown, code left out as CommonMark does it."""
    plain = "\n\n".join(map(_without_code, re.split(r"\n\s*\n", _FENCED.sub("", text))))
    found = [f"HTML: {plain[live.start() : live.start() + 80]!r}" for live in _LIVE.finditer(plain)]
    return [*found, *(f"a link to {leads[1][:80]!r}" for leads in _LEADS.finditer(plain))]


def _without_code(paragraph: str) -> str:
    out, at = [], 0
    for begin in _TICKS_OR_ESCAPE.finditer(paragraph):
        if begin.start() < at or begin[0][0] == "\\":
            continue
        end = re.compile(rf"(?<!`){begin[0]}(?!`)").search(paragraph, begin.end())
        if end:
            out.append(paragraph[at : begin.start()])
            at = end.end()
    return "".join([*out, paragraph[at:]])


def address_danger(name: str, value: str) -> str:
    """What is wrong with an address; empty for nothing."""
    if _UNSEEN.search(value) or "\\" in value:
        return f"{name}={value[:80]!r} has what is not seen"
    if name == "href" and value.startswith("#"):
        return ""
    try:
        parts = urlsplit(value)
    except ValueError:
        return ""  # Nothing can be reached by it.
    if name == "href" and parts.scheme == "mailto":
        return f"{name}={value[:80]!r} has more than an address" if "?" in value else ""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return f"{name}={value[:80]!r}"
    return f"{name}={value[:80]!r} counts readers" if name == "src" and _BEACONS.search(value) else ""


def _by_tree(tree: Any) -> Iterator[str]:
    for element in tree.iter():
        if not isinstance(element.tag, str):
            yield f"a comment or an instruction: {str(element.text)[:60]!r}"
        elif element.tag not in ("html", "body"):
            yield from _of_element(element.tag, dict(element.attrib))


def _by_tokens(html: str) -> list[str]:
    tokens = _Tokens()
    try:
        tokens.feed(html)
        tokens.close()
    except AssertionError as error:  # Of what is no HTML at all.
        tokens.found.append(str(error))
    return tokens.found


def _of_element(tag: str, attributes: dict[str, str]) -> Iterator[str]:
    if tag.lower() in _PARTS or ":" in tag:
        yield f"<{tag}>"
    for name, value in attributes.items():
        if name not in _HARMLESS:
            yield f"<{tag} {name}={value[:60]!r}>"
        elif name in ("href", "src") and (wrong := address_danger(name, value)):
            yield f"<{tag}> {wrong}"
        elif name == "class" and not re.fullmatch(r"language-[\w+#-]{1,20}", value):
            yield f"<{tag} class={value[:60]!r}>"
        elif name in ("colspan", "rowspan") and not (value.isdecimal() and int(value) <= 100):
            yield f"<{tag} {name}={value[:60]!r}>"
    if tag == "img":
        if not attributes.get("src"):
            yield "a picture without an address"
        if any(attributes.get(side, "9").lstrip("0") in ("", "1", "2") for side in ("width", "height")):
            yield "a picture that nobody sees"


class _Tokens(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += _of_element(tag, {name: value or "" for name, value in attrs})

    def handle_comment(self, data: str) -> None:
        self.found.append(f"a comment: {data[:60]!r}")

    def handle_decl(self, data: str) -> None:
        self.found.append(f"a declaration: {data[:60]!r}")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"an instruction: {data[:60]!r}")

    def unknown_decl(self, data: str) -> None:
        self.found.append(f"a declaration: {data[:60]!r}")
