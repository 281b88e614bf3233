"""Lists of subscriptions as other readers write and want them: OPML, read forgivingly and written strictly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from desktop_reader.errors import OpmlError, ParseError
from desktop_reader.feeds import mend, own_attributes, plain, sniff
from desktop_reader.feeds.links import ADDRESS_LIMIT
from desktop_reader.feeds.own_attributes import NAMESPACE, PREFIX
from desktop_reader.records.subscription import Own

SIZE_LIMIT = 32 * 1024 * 1024
DEPTH_LIMIT = 100
FEEDS_LIMIT = 50_000

_FEED_ADDRESS = re.compile(r"(?:https?://|feed:(?://|https?://))[^\s/]", re.IGNORECASE)
# Characters that XML cannot hold even as a reference, and that stand for nothing a reader can see.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class OutlineFeed:
    """A subscription: its feed's address, the site's address, and the two names that OPML has for one thing. ``own`` is
    what only our lists tell; ``category`` the way to its folder, for other readers.
    """

    url: str
    text: str = ""
    title: str = ""
    site_url: str = ""
    own: Own | None = None
    category: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """What to call it, as far as the list tells."""
        return self.text or self.title


@dataclass(frozen=True, slots=True)
class OutlineFolder:
    """A folder of subscriptions and folders. Our lists tell its ``slug``."""

    text: str = ""
    title: str = ""
    children: tuple[OutlineFeed | OutlineFolder, ...] = ()
    slug: str = ""

    @property
    def name(self) -> str:
        """What to call it, as far as the list tells."""
        return self.text or self.title


Outline = OutlineFeed | OutlineFolder


@dataclass(frozen=True, slots=True)
class OutlineTree:
    """A whole list. ``left_out`` are addresses in it that no feed can be fetched from, to be told to the user."""

    children: tuple[Outline, ...] = ()
    title: str = ""
    left_out: tuple[str, ...] = ()


def read(data: bytes, *, own: bool = False) -> OutlineTree:
    """The subscriptions in a file. Raises OpmlError, whose sentence says what to do. Our ``own`` lists may be of any
    size.
    """
    if len(data) > SIZE_LIMIT and not own:
        raise OpmlError("The list is larger than {limit} MB. Export it again in smaller parts.", limit=SIZE_LIMIT >> 20)
    text = sniff.decode(data)
    kind = sniff.kind(text)
    if kind is sniff.Kind.EMPTY:
        raise OpmlError("The file is empty. Export your subscriptions from the other reader again.")
    root = _parsed(text) if kind is sniff.Kind.XML else None
    if root is None or _local(root) != "opml":
        if kind is sniff.Kind.HTML:
            raise OpmlError("This is a web page, not a list of subscriptions. Choose an OPML file.")
        if root is not None and _local(root) in sniff.FEED_ROOTS:
            raise OpmlError("This is a single feed, not a list of subscriptions. Subscribe to its address instead.")
        raise OpmlError("This is not a list of subscriptions. Choose an OPML file, as other readers export it.")
    body = next((child for child in root if _local(child) == "body"), None)
    if body is None or not re.search(r"</\s*(?:\w+:)?opml\s*>\s*\Z|<opml\b[^<>]*/>\s*\Z", text[-2000:], re.IGNORECASE):
        raise OpmlError("The list breaks off before its end. Export or download it again, so that no feed is lost.")
    left_out: list[str] = []
    children = _children(body, left_out, 1)
    head = next((child for child in root if _local(child) == "head"), ())
    title = next((plain.title(child.text or "") for child in head if _local(child) == "title"), "")
    tree = OutlineTree(children, title, tuple(left_out))
    count = sum(1 for _ in feeds(tree))
    if count > FEEDS_LIMIT and not own:
        raise OpmlError(
            "The list holds {count} feeds; {limit} can be read at once. Split it.", count=count, limit=FEEDS_LIMIT
        )
    return tree


def feeds(tree: OutlineTree | OutlineFolder) -> Iterator[OutlineFeed]:
    """All subscriptions of a list or a folder, in their order, however deep they lie."""
    for child in tree.children:
        if isinstance(child, OutlineFeed):
            yield child
        else:
            yield from feeds(child)


def write(tree: OutlineTree, title: str) -> bytes:
    """The list as OPML 2.0 that every reader takes; what only we understand stands in a namespace of ours."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:{PREFIX}="{NAMESPACE}">',
        f"  <head>\n    <title>{escape(plain.clean(title))}</title>\n  </head>",
        "  <body>",
        *_lines(tree.children, 2),
        "  </body>",
        "</opml>\n",
    ]
    return "\n".join(lines).encode("utf-8")


def _lines(outlines: Iterable[Outline], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for outline in outlines:
        names = {"text": outline.text, "title": outline.title}
        if isinstance(outline, OutlineFeed):
            values = {"type": "rss", **names, "xmlUrl": outline.url, "htmlUrl": outline.site_url}
            values |= {"category": outline.category} | (own_attributes.written(outline.own) if outline.own else {})
            yield f"{indent}<outline{_attributes(values)}/>"
            continue
        names[f"{PREFIX}:slug"] = outline.slug
        if outline.children:
            yield f"{indent}<outline{_attributes(names)}>"
            yield from _lines(outline.children, depth + 1)
            yield f"{indent}</outline>"
        else:
            yield f"{indent}<outline{_attributes(names)}/>"


def _attributes(values: dict[str, str]) -> str:
    # An outline must have a text, even an empty one; the others only where there is something to say.
    return "".join(
        f" {name}={quoteattr(plain.clean(value))}" for name, value in values.items() if value or name == "text"
    )


def _parsed(text: str) -> Any:
    """The root element. Broken lists are read as far as they can be; nothing outside the file is touched."""
    from lxml import etree

    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(mend.mend(text).encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, ParseError):
        return None


def _children(parent: Any, left_out: list[str], depth: int) -> tuple[Outline, ...]:
    if depth > DEPTH_LIMIT:
        raise OpmlError("The list has folders in folders, more than {limit} deep. Make it flatter.", limit=DEPTH_LIMIT)
    found: list[Outline] = []
    for element in parent:
        if _local(element) != "outline":
            continue
        values, ours = _said(element)
        inner = _children(element, left_out, depth + 1)
        text, title = (plain.clean(values.get(name, ""))[: plain.TITLE_LIMIT] for name in ("text", "title"))
        address = (
            values.get("xmlurl") or (values.get("url", "") if values.get("type", "").lower() in ("rss", "atom") else "")
        ).strip()
        if not address and (inner or ((text or title) and not {"url", "htmlurl", "type"} & values.keys())):
            found.append(OutlineFolder(text, title, inner, own_attributes.slug(ours)))
            continue
        if address and len(address) <= ADDRESS_LIMIT and _FEED_ADDRESS.match(address) and not _CONTROLS.search(address):
            own = own_attributes.read(ours, values, text or title)
            found.append(OutlineFeed(address, text, title, values.get("htmlurl", "").strip(), own))
        elif address:
            left_out.append(plain.fold(address)[:200])
        # A feed has no children; what some readers put inside one still is wanted.
        found.extend(inner)
    return tuple(found)


def _said(element: Any) -> tuple[dict[str, str], dict[str, str]]:
    """The attributes by their names in small letters: all others, then ours. A plain name goes before one of another
    program's namespace.
    """
    values: dict[str, str] = {}
    ours: dict[str, str] = {}
    for name, value in element.attrib.items():
        space, _, local = str(name).rpartition("}")
        if space[1:] == NAMESPACE:
            ours[local.lower()] = str(value)
        elif space:
            values.setdefault(local.lower(), str(value))
        else:
            values[local.lower()] = str(value)
    return values, ours


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
