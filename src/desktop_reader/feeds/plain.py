"""Texts from outside made fit to keep: no characters that break things, titles as plain text, plain text as HTML."""

from __future__ import annotations

import hashlib
import html
import re

TITLE_LIMIT = 10_000
GUID_LIMIT = 4_000

# NUL ends a text for SQLite's functions, lone surrogates it refuses, the others no XML may carry when we export.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_UNFIT_BYTES = bytes(code for code in range(128) if _UNFIT.match(chr(code)))
# Overrides and isolates would turn around what stands beside a title; tag characters hide text in it.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
# Marks without end on one letter, and letters or pictures that are joined without end, take a screen seconds to draw.
_MARK = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u200b-\u200f\u2060-\u2064\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef]"
)
_TOWER = re.compile(f"({_MARK}{{8}}){_MARK}+")
_CHAIN = re.compile("((?:[^\\s\u200d]{1,3}\u200d){9})\u200d*(?=[^\\s])")
_ANY_TAG = re.compile(r"<!--.*?(?:-->|\Z)|</?[A-Za-z][^<>]*>|<!\[CDATA\[|\]\]>", re.DOTALL)
_BREAK = re.compile(r"<(?:/?(?:p|div|li|ul|ol|h[1-6]|tr|table|blockquote)|br)\b[^<>]*>", re.IGNORECASE)
_NAMES = (
    "a|abbr|acronym|b|big|blockquote|br|center|cite|code|del|div|em|figure|font|h[1-6]|hr|i|img|ins|kbd|li|mark"
    "|nobr|ol|p|pre|q|s|small|span|strike|strong|sub|sup|table|td|tr|tt|u|ul|var|wbr"
)
_HTML_TAG = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
# One open tag may be a word about HTML; closed ones, breaks and pictures are HTML.
_MARKUP = re.compile(rf"</(?:{_NAMES})\s*>|<(?:br|hr|img|p)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LOOSE_AMPERSAND = re.compile(r"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


def clean(text: str) -> str:
    """The text without the characters that no library, no screen and no export can take."""
    if text.isascii():  # Ten times as fast, and half of all texts.
        kept = text.encode().translate(None, _UNFIT_BYTES)
        return text if len(kept) == len(text) else kept.decode()
    return _UNFIT.sub("", text)


def fold(text: str) -> str:
    """The text on one line, without what cannot be shown in one."""
    text = " ".join(_TURNING.sub("", clean(text)).split())
    return text if text.isascii() else _CHAIN.sub(_unjoined, _TOWER.sub(r"\1", text))


def _unjoined(chain: re.Match[str]) -> str:
    return chain[1].removesuffix("\u200d") + " "


def title(text: str, markup: bool = False) -> str:
    """A title as plain text on one line. ``markup`` says that the feed meant HTML.

    Feeds that mean text often send HTML all the same, so known tags are taken out there, too, and entities are decoded
    once more; what merely looks like a tag ("the <blink> tag") stays.
    """
    text = text[: 4 * TITLE_LIMIT]
    if "<" in text and (markup or _MARKUP.search(text)):
        text = _BREAK.sub(" ", text)
        text = (_ANY_TAG if markup else _HTML_TAG).sub("", text)
    if "&" in text and _REFERENCE.search(text):
        text = html.unescape(text)
    return fold(text)[:TITLE_LIMIT].rstrip()


def has_markup(text: str) -> bool:
    """Whether a text that should be plain is HTML in truth."""
    if "<" in text and _MARKUP.search(text):
        return True
    return "&" in text and any(html.unescape(found[0]) != found[0] for found in _REFERENCE.finditer(text))


def as_html(text: str) -> str:
    """Plain text as HTML. Lines are kept where blank lines show that the writer used lines to say something."""
    return _paragraphs(html.escape(clean(text).strip(), quote=False))


def whole_html(source: str) -> str:
    """HTML as it came; one without any tag is text whose lines would be lost, so it gets paragraphs."""
    source = clean(source).strip()
    if _ANY_TAG.search(source):
        return source
    return _paragraphs(_LOOSE_AMPERSAND.sub("&amp;", source).replace("<", "&lt;"))


def guid(value: str) -> str | None:
    """An identity as it is kept: trimmed, and a hash where it is too long to be one."""
    value = clean(value).strip()
    if len(value) > GUID_LIMIT:
        return "sha256:" + hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
    return value or None


def _paragraphs(escaped: str) -> str:
    blocks = _BLANK_LINES.split(escaped.replace("\r\n", "\n").replace("\r", "\n"))
    if len(blocks) < 2:
        return escaped
    return "".join(f"<p>{block.strip().replace(chr(10), '<br>')}</p>" for block in blocks if block.strip())
