"""A walk through a document: feedparser's state where it matters, and what is the same for all elements."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urljoin

from desktop_reader.feeds.quick.names import MEANT, XML, Doubt, Names, plain_key
from desktop_reader.feeds.record import Parsed

_ATTRIBUTES_LIMIT = 50
# Attributes that are read somewhere; another namespace's of this name would be taken for them.
_READ = frozenset(
    ("base", "domain", "filesize", "height", "href", "ispermalink", "label", "lang", "lastmod", "length", "medium")
) | {"mode", "rel", "scheme", "src", "term", "text", "type", "uri", "url", "version", "width"}
_LANG, _BASE = f"{{{XML}}}lang", f"{{{XML}}}base"
_WEB, _ADDRESS = re.compile("https?://"), re.compile("[!-~]+")
_SLASHES = re.compile(r"[A-Za-z][A-Za-z0-9+,.-]*:///")
_C1 = re.compile("[\x80-\x9f]")

Element = Any  # lxml's, which is imported only when there is a document


class Place(NamedTuple):
    """Where an element stands: the dictionary of what it belongs to, how deep, and in which language."""

    kept: Parsed
    depth: int
    language: str | None


class Walk:
    """What feedparser remembers from one element to the next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.names = Names(text)
        self.entries: list[Parsed] = []
        self.version = ""
        self.title_depth = -1  # of the last title; one that stands as deep or deeper is another thing's
        self.has_content = False  # so that a second summary is a summary, not the text
        self.depths: dict[str, int] | None = None  # of what an entry holds; a feed's own things have none
        self.skips: set[str] = set()  # the elements that name hours or days at which nothing comes
        self._base = ""
        self._rebased: Element = None

    @property
    def atom(self) -> bool:
        """Whether the document is Atom; what RSS says of a text's type is not believed."""
        return self.version == "atom10"

    def children(self, holder: Element, handlers: Mapping[str, Handler], leaves: frozenset[str], place: Place) -> None:
        """All elements inside one, each by its handler; those without one must mean nothing to anybody."""
        names, outer = self.names, self._base
        place = place._replace(depth=place.depth + 1)
        for element in holder:
            name = names[element.tag]
            handler = handlers.get(name)
            if handler is None:
                self.unread(element, leaf=name in leaves)
                continue
            based = self.rebase(element)
            handler(self, element, place)
            if based and outer:
                self._base = outer  # feedparser forgets to go back where there was none.

    def rebase(self, element: Element) -> bool:
        """Enters an element that may have a base of its own; whether it has."""
        base = element.get(_BASE)
        if not base:
            return False
        self._rebased = element
        if not _ADDRESS.fullmatch(base) or ":///" in base:
            raise Doubt("an odd base")
        if self._base:
            base = self._joined(base)
            if not _WEB.match(base):
                if ":" in base:
                    raise Doubt("an odd base")
                return True  # A relative one on a relative one changes nothing.
        self._base = base
        return True

    def unread(self, element: Element, leaf: bool = False) -> None:
        """An element of which nothing is kept. Raises Doubt where it or one inside it could mean something."""
        if leaf and len(element):
            raise Doubt(element.tag)
        for one in element.iter():
            if not leaf and plain_key(self.names[one.tag]) in MEANT:
                raise Doubt(one.tag)
            if one.attrib:
                self.attributes(one)

    def unread_inside(self, element: Element) -> None:
        """Raises Doubt where something inside the element could mean something."""
        for child in element:
            self.unread(child)

    def attributes(self, element: Element) -> dict[str, str]:
        """The attributes as feedparser names them. Raises Doubt where one of a foreign namespace may shadow another."""
        items = element.items()
        if not items:
            return {}
        if len(items) > _ATTRIBUTES_LIMIT:
            raise Doubt("many attributes")
        found: dict[str, str] = {}
        for name, value in items:
            key = name.lower()
            if not key.isascii() or key == "base" or key in found:
                raise Doubt(name)
            if key[0] == "{":
                if name == _LANG:
                    found["xml:lang"] = value
                elif (name == _BASE and element is not self._rebased and value) or (
                    name != _BASE and key.rpartition("}")[2] in _READ
                ):
                    raise Doubt(name)
            else:
                found[key] = value.lower() if key in ("rel", "type") else value
        return found

    def leaf(self, element: Element) -> str:
        """The text of an element without others inside."""
        if len(element):
            raise Doubt(element.tag)
        return repaired((element.text or "").strip())

    def words(self, element: Element) -> str:
        """The same of a name, which feedparser leaves as it is."""
        self.attributes(element)
        if len(element):
            raise Doubt(element.tag)
        return (element.text or "").strip()

    def store(self, place: Place, key: str, value: str) -> None:
        """Keeps a value, unless the entry has one that stood less deep."""
        if self.depths is not None:
            known = self.depths.get(key)
            if known is not None and place.depth > known:
                return
            self.depths[key] = place.depth
        place.kept[key] = value

    def address(self, value: str) -> str:
        """An address as feedparser makes it absolute, which it does only where the document names a base."""
        if ":///" in value and _SLASHES.match(value):
            raise Doubt(value)
        return self._joined(value) if self._base and value else value

    @property
    def base(self) -> str:
        """What relative addresses mean here, where the document says it."""
        return self._base

    def _joined(self, value: str) -> str:
        try:
            return urljoin(self._base, value)
        except ValueError:
            raise Doubt(value) from None


Handler = Callable[[Walk, Element, Place], None]


def language(attributes: dict[str, str], outer: str | None) -> str | None:
    """The language inside an element with these attributes."""
    if not attributes:
        return outer
    told = attributes.get("xml:lang", attributes.get("lang"))
    return outer if told is None else told or None


def repaired(text: str) -> str:
    """The text as feedparser gives it: UTF-8 that was taken for Latin-1 undone, Windows' characters in their place."""
    if text.isascii():
        return text
    with contextlib.suppress(UnicodeError):
        text = text.encode("latin-1").decode()
    return _C1.sub(_windows, text)


def _windows(found: re.Match[str]) -> str:
    return bytes([ord(found[0])]).decode("cp1252", "ignore") or found[0]
