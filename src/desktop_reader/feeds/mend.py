"""XML as servers send it → XML that a strict parser takes: the commonest faults repaired, the bombs taken out.

One pass of one regular expression in time linear to the document; a parser only where all else failed.
"""

from __future__ import annotations

import html.entities
import re

from desktop_reader.errors import ParseError
from desktop_reader.feeds import dates, sniff
from desktop_reader.records.health import Problem
from desktop_reader.records.translatable import translatable

# An element with more attributes than this keeps feedparser busy for minutes, and no feed has one.
_ATTRIBUTES_LIMIT = 500
_TAG_WORTH_COUNTING = 4_000
# Short texts without references may be named in the document itself; anything longer only serves to blow up.
_ENTITY = re.compile(r"<!ENTITY\s+([A-Za-z_][\w.-]{0,60})\s+(?:\"([^\"&%<]{0,64})\"|'([^'&%<]{0,64})')\s*>")
_ENTITIES_LIMIT = 300

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# References that any parser takes; most of a document's, so worth leaving alone at once.
_SOUND = r"(?!(?:amp|lt|gt|quot|apos|\#(?:3[2-9]|[4-9]\d|[1-9]\d{2,3}));)"
_REFERENCE_PATTERN = rf"&{_SOUND}(?P<ref>\#[0-9]+|\#[xX][0-9a-fA-F]+|[A-Za-z_][\w.-]{{0,60}}(?=;))?(?P<end>;)?"
_REFERENCE = re.compile(_REFERENCE_PATTERN)
# Each branch begins with its one character, which lets the engine run over all others at full speed.
_PIECE = re.compile(
    r"<(?:(?P<cdata>!\[CDATA\[.*?(?:\]\]>|\Z))"
    r"|(?P<dropped>!--.*?(?:-->|\Z)|\?.*?(?:\?>|\Z))"
    r"|(?P<stray>(?![A-Za-z_:/!?]))"
    rf"|(?P<long>[A-Za-z_:][^<>]{{{_TAG_WORTH_COUNTING},}}))"
    rf"|{_REFERENCE_PATTERN}",
    re.DOTALL,
)
_FIVE = frozenset(("amp", "lt", "gt", "quot", "apos"))
_PREFIXES = (
    re.compile(r"<([A-Za-z_][\w.-]{0,30}):[A-Za-z_]"),
    re.compile(r" ([A-Za-z_][\w.-]{0,30}):[A-Za-z_][\w.-]{0,30}=[\"']"),
)
_DECLARED = re.compile(r"xmlns:([A-Za-z_][\w.-]{0,30})")
_ROOT = re.compile(r"\s*<[A-Za-z_:][\w:.-]*")
_PREFIXES_LIMIT = 30
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rss": "http://backend.userland.com/rss",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "wfw": "http://wellformedweb.org/CommentAPI/",
}
_SPACE = re.compile(r"(xmlns(?::[\w.-]{1,30})?=)(\"[^\"<>]*\"|'[^'<>]*')")
_RENAMED = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|</?itunes:subtitle|<link uri=", re.DOTALL)
_NEW_NAMES = {
    "<itunes:subtitle": "<itunes:tagline",
    "</itunes:subtitle": "</itunes:tagline",
    "<link uri=": "<link data-uri=",
}
_UNREAD = frozenset(("textinput", "width", "height", "cloud", "license"))
_UNREAD_SPACES = ("georss", "/gml", "wgs84", "podlove.org/simple-chapters", "creativecommons")
_ENTRY = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<(/?)(?:[\w.-]+:)?(?:item|entry)(?=[\s/>])[^<>]*>", re.DOTALL)
_DATE = re.compile(
    r"<(?:[\w.-]+:)?(?:pubDate|published|issued|date|updated|modified)\b[^<>]*>\s*(?:<!\[CDATA\[)?([^<\]]{4,100})"
)


def mend(text: str) -> str:
    """The document, well-formed as far as characters and references go, without comments and declarations."""
    text = sniff.from_start(text)
    doctype, start = sniff.prologue(text)
    named = {name: one or two for name, one, two in _ENTITY.findall(doctype)[:_ENTITIES_LIMIT]}
    body = _UNFIT.sub("", text[start:] if start else text)

    def mended(piece: re.Match[str]) -> str:
        match piece.lastgroup:
            case "cdata":
                return piece[0] if piece[0].endswith("]]>") else piece[0] + "]]>"
            case "dropped":
                return ""
            case "stray":
                return "&lt;"
            case "long":
                if piece[0].count("=") > _ATTRIBUTES_LIMIT and len(_attributes(piece[0])) > _ATTRIBUTES_LIMIT:
                    raise ParseError(Problem.MALFORMED, translatable("an element with too many attributes"))
                return _REFERENCE.sub(referenced, piece[0])
        return referenced(piece)

    def referenced(piece: re.Match[str]) -> str:
        return _reference(piece["ref"], piece["end"] or "", named)

    return '<?xml version="1.0" encoding="utf-8"?>\n' + _declared(_PIECE.sub(mended, body))


def _declared(body: str) -> str:
    """The document with a meaning for every prefix in it; a strict parser refuses one that is not declared."""
    used = {prefix for pattern in _PREFIXES for prefix in pattern.findall(body)}
    missing = used - set(_DECLARED.findall(body)) - {"xml", "xmlns"}
    root = _ROOT.match(body)
    if root is None or not 0 < len(missing) <= _PREFIXES_LIMIT:
        return _renamed(body)
    spaces = (
        f' xmlns:{prefix}="{_NAMESPACES.get(prefix.lower(), f"urn:undeclared:{prefix}")}"' for prefix in sorted(missing)
    )
    return _renamed(body[: root.end()] + "".join(spaces) + body[root.end() :])


def _renamed(body: str) -> str:
    # feedparser takes iTunes' subtitle for the description, and an attribute "uri" for a link in place of its text.
    if "<itunes:subtitle" not in body and "<link uri=" not in body:
        return body
    return _RENAMED.sub(lambda found: _NEW_NAMES.get(found[0], found[0]), body)


def balanced(text: str) -> str:
    """The document with every element closed, and without those that feedparser stumbles over and nobody reads.

    The last resort for one that feedparser raises on: lxml builds whatever tree it can, and that is written out.
    """
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    # expat tells names apart by the blank, which a namespace must not have then.
    text = _SPACE.sub(lambda found: found[1] + "".join(found[2].split()), text)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        return text
    for element in list(root.iter(etree.Element)):
        space, _, name = element.tag.rpartition("}")
        parent = element.getparent()
        if parent is not None and (name.lower() in _UNREAD or any(word in space.lower() for word in _UNREAD_SPACES)):
            parent.remove(element)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + str(etree.tostring(root, encoding="unicode"))


def newest(text: str, limit: int) -> str:
    """The document with only its newest entries, so that a parser need not look at hundred thousands of them."""
    if text.count("<item") + text.count("<entry") + text.count(":item") + text.count(":entry") <= limit:
        return text
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for found in _ENTRY.finditer(text):
        if found[0].startswith("<!"):
            continue
        if found[1]:
            if opened is not None:
                spans.append((opened, found.end()))
            opened = None
        elif found[0].endswith("/>"):
            if opened is None:
                spans.append(found.span())
        elif opened is None:
            opened = found.start()
    if len(spans) <= limit:
        return text
    ranked = sorted(range(len(spans)), key=lambda i: -_dated(text, spans[i]))
    dropped = sorted(ranked[limit:])
    pieces, at = [], 0
    for index in dropped:
        pieces.append(text[at : spans[index][0]])
        at = spans[index][1]
    return "".join([*pieces, text[at:]])


def _dated(text: str, span: tuple[int, int]) -> int:
    found = _DATE.search(text, *span)
    return (dates.seconds(found[1]) if found else None) or 0


def _attributes(tag: str) -> list[str]:
    return re.findall(r"\s[^\s=\"'<>]{1,100}\s?=\s?[\"']", tag)


def _reference(name: str | None, end: str, named: dict[str, str]) -> str:
    """What stands for one ``&``: a reference that XML knows, the character that HTML knows, or an ampersand."""
    if name is None:
        return "&amp;" + end
    if name.startswith("#"):
        digits, base = (name[2:], 16) if name[1] in "xX" else (name[1:], 10)
        return _character(int(digits, base)) if len(digits) < 10 else ""
    if name in _FIVE:
        return f"&{name};"
    if name in named:
        return _escaped(named[name])
    known = html.entities.html5.get(name + ";")
    return _escaped(known) if known else f"&amp;{name}{end}"


def _character(code: int) -> str:
    if code > 0x10FFFF or (code < 0x20 and code not in (9, 10, 13)) or _UNFIT.match(chr(code)):
        return ""
    return f"&#{code};"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
