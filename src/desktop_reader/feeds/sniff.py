"""What a document is, before any parser touches it: its encoding, and whether it is a feed at all."""

from __future__ import annotations

import codecs
import contextlib
import re
from enum import StrEnum

from desktop_reader.feeds import guess


class Kind(StrEnum):
    """What a document's beginning says it is. XML is any that may be a feed; OTHER is nothing we can read."""

    EMPTY = "empty"
    HTML = "html"
    XML = "xml"
    JSON = "json"
    OTHER = "other"


_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"{\0", "utf-16-le"),
    (b"\0{", "utf-16-be"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
)
# What a label means in practice (as browsers read it): the wider table of which the named one is a part.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
    "big5": "big5hkscs",
}
_LATIN = "cp1252"
# Python knows these as text, but they are no character tables: they compute, and some take minutes.
_NO_TABLE = frozenset(
    ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7", "utf_7", "mbcs", "oem")
)
_HALVES = re.compile(rb"(?:\xed[\xa0-\xbf][\x80-\xbf])+")
_LABEL = re.compile(r"[A-Za-z0-9._:+-]{1,40}")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';]+)", re.IGNORECASE)
_XML_LABEL = re.compile(rb"<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']\s*([^\"'>]{1,40})", re.IGNORECASE)
_META_LABEL = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([^\s\"'>;/]{1,40})", re.IGNORECASE)

_SUBSET_END = re.compile(r"\]\s*>")
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_FEED_START = re.compile(r"<\?xml\b|<rss\b|<(?:\w+:)?RDF\b|<(?:atom:)?feed\b|<channel\b", re.IGNORECASE)
_HTML_DOCTYPE = re.compile(r"<!doctype\s+html\b", re.IGNORECASE)
_HTML_ROOT = re.compile(r"html|head|body|title|meta|link|script|style|div|p|table|h1|h2|center|br|b")
FEED_ROOTS = frozenset(("rss", "rdf", "feed", "channel"))
_ENDED = re.compile(
    r"</(?:[\w.-]+:)?(?:rss|rdf|feed|channel)\s*>(?:\s|<!--(?:(?!-->).)*-->)*\Z", re.IGNORECASE | re.DOTALL
)
_ROOT_END = re.compile(r"</(?:[\w.-]+:)?(?:rss|rdf|feed)\s*>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# Behind the end of a root: then it was not the last, or stands in a text or a comment.
_MORE = re.compile(r"</?(?:[\w.-]+:)?(?:item|entry|channel|rss|rdf|feed)\b|-->|\]\]>|<!\[CDATA\[", re.IGNORECASE)
# How far a server's own words may reach before a feed begins.
_LOOK = 64 * 1024


def decode(body: bytes, content_type: str = "") -> str:
    """The document as text. Never fails: what no table knows becomes U+FFFD.

    A byte order mark decides; then the bytes, because text that is valid UTF-8 by chance does not occur; then the
    server's word, then the document's own, unless it is Latin-1, which servers say of everything; then what the letters
    look like; then what most unlabelled documents are.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace").lstrip("\ufeff")
    for mark, encoding in _WIDE:
        if body.lstrip(b"\r\n\t ").startswith(mark) if mark[0] else body.startswith(mark):
            return body.decode(encoding, "replace")
    labels = _labels(body, content_type)
    shifted = next((label for label in labels if label.startswith("iso2022") or label == "hz"), guess.shifted(body))
    for label in (shifted, "utf-8"):
        with contextlib.suppress(UnicodeDecodeError):
            if label:
                return body.decode(label)
    with contextlib.suppress(UnicodeDecodeError):
        if b"\xed" in body:  # Java writes pictures in two halves, each coded as if it were a character.
            return _HALVES.sub(_joined, body).decode()
    # A few broken bytes in much UTF-8 are broken bytes; more broken than whole ones are another table.
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for character in text if character > "\x7f") - broken
    if whole > 2 * broken:
        return text
    for label in labels:
        if label not in (_LATIN, "utf-8"):
            with contextlib.suppress(UnicodeDecodeError):
                return body.decode(label)
    guessed = None if whole > broken else guess.table(body)
    if guessed is None and (whole > broken or ("utf-8" in labels[:1] and whole * 4 > broken)):
        return text
    return body.decode(guessed or _LATIN, "replace")


def _joined(halves: re.Match[bytes]) -> bytes:
    wide = halves[0].decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
    return wide.decode("utf-16-le", "ignore").encode()


def kind(text: str) -> Kind:
    """What the text begins like. Looks no further than the first element, and 64 kB for one."""
    start = text[:_LOOK].lstrip("\ufeff\x00 \t\r\n\f")
    if not start:
        return Kind.EMPTY
    if start[0] in "{[":
        return Kind.JSON
    doctype, at = prologue(text)
    name = _root(text, at) or ""
    if _HTML_DOCTYPE.match(doctype) and name not in FEED_ROOTS:
        return Kind.HTML
    html = _HTML_ROOT.fullmatch(name)
    if name != "html" and (html or not name) and _FEED_START.search(start):
        return Kind.XML  # Words of a broken server stand before the feed.
    if html or (not name and "<html" in start.lower()):
        return Kind.HTML
    return Kind.XML if name else Kind.OTHER


def root(text: str) -> str | None:
    """The local name of the first element, in small letters."""
    return _root(text, prologue(text)[1])


def from_start(text: str) -> str:
    """The document without what stands before its first line of XML."""
    text = text.lstrip("\ufeff\x00 \t\r\n\f")
    if root(text) not in FEED_ROOTS and (found := _FEED_START.search(text, 0, _LOOK)):
        return text[found.start() :]
    return text


def to_end(text: str) -> str:
    """The document without what a server wrote behind its last line: scripts, notes on its work, a second "</rss>"."""
    if _ENDED.search(text, max(0, len(text) - 200)):
        return text
    for found in _ROOT_END.finditer(text, max(0, len(text) - _LOOK)):
        tail = _COMMENT.sub("", text[found.end() :])
        if not _MORE.search(tail):
            return text[: found.end()]
    return text


def prologue(text: str) -> tuple[str, int]:
    """The document type declaration, and where the first thing begins that is no declaration, comment or blank."""
    doctype, at = "", 0
    while True:
        at += len(text[at : at + _LOOK]) - len(text[at : at + _LOOK].lstrip())
        if text.startswith("<?", at):
            end = text.find("?>", at) + 2
        elif text.startswith("<!--", at):
            end = text.find("-->", at + 4) + 3
        elif text[at : at + 9].lower() == "<!doctype":
            end = _doctype_end(text, at)
            doctype = text[at:end]
        else:
            return doctype, at
        if end <= at:
            return doctype, at
        at = end


def _doctype_end(text: str, at: int) -> int:
    close, subset = text.find(">", at), text.find("[", at)
    if 0 <= subset < close:
        found = _SUBSET_END.search(text, subset)
        return found.end() if found else 0
    return close + 1


def _root(text: str, at: int) -> str | None:
    found = _ROOT.match(text, at)
    return found[2].lower() if found else None


def _labels(body: bytes, content_type: str) -> list[str]:
    """The tables that the server and the document name, widened; only those that are tables."""
    named = [match[1] for match in [_CHARSET.search(content_type)] if match]
    head = body[:4096]
    named += [m[1].decode("latin-1").strip() for m in (_XML_LABEL.search(head), _META_LABEL.search(head)) if m]
    labels = []
    for name in named:
        if not _LABEL.fullmatch(name) or name.lower().replace("-", "_") in _NO_TABLE:
            continue
        try:
            label = codecs.lookup(name).name
        except LookupError:
            continue
        # Bytes without NULs are not UTF-16 or UTF-32, whatever the label says.
        if label not in _NO_TABLE and not label.startswith(("utf-16", "utf-32")):
            labels.append(_WIDER.get(label, label))
    return labels
