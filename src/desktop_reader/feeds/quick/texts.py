"""Titles and texts, with their types."""

from __future__ import annotations

import re
from html import escape

from desktop_reader.feeds import plain
from desktop_reader.feeds.quick.names import XHTML, XML, Doubt
from desktop_reader.feeds.quick.walk import Element, Handler, Place, Walk, language, repaired
from desktop_reader.feeds.record import Parsed

_XHTML_TYPE = "application/xhtml+xml"
_TYPES = {"text": "text/plain", "plain": "text/plain", "html": "text/html", "xhtml": _XHTML_TYPE}
_TYPES |= {name: name for name in _TYPES.values()}
_ADDRESSES = frozenset(("comments", "icon", "logo"))
# feedparser looks closer at a text that has one of these.
_LIKE_HTML = re.compile(r"</\w+>|&#?\w+;")
_XHTML_NAME, _XML_NAME = f"{{{XHTML}}}", f"{{{XML}}}"


def title(walk: Walk, element: Element, place: Place) -> None:
    """The title, unless there was one at a better place."""
    detail = _told(walk, element, place, "text/plain")
    value = detail["value"]
    if not -1 < walk.title_depth <= place.depth:
        walk.store(place, "title", value)
        place.kept["title_detail"] = detail
        _guessed(walk, detail, "<" in value)
    if value:
        walk.title_depth = place.depth


def media_title(walk: Walk, element: Element, place: Place) -> None:
    """The title of a file, which is the entry's only where that has none."""
    before = walk.title_depth
    title(walk, element, place)
    walk.title_depth = before


def subtitle(walk: Walk, element: Element, place: Place) -> None:
    """What a feed says of itself."""
    _described(walk, "subtitle", _told(walk, element, place, "text/plain"), place)


def summary(walk: Walk, element: Element, place: Place) -> None:
    """Atom's and iTunes' summary; a second one is taken for the text."""
    if "summary" in place.kept and not walk.has_content:
        content(walk, element, place)
    else:
        _described(walk, "summary", _told(walk, element, place, "text/plain"), place)


def description(walk: Walk, element: Element, place: Place) -> None:
    """RSS's summary; a second one is taken for the text."""
    if "summary" in place.kept and not walk.has_content:
        content(walk, element, place)
    else:
        key = "subtitle" if walk.depths is None else "summary"
        _described(walk, key, _told(walk, element, place, "text/html"), place)


def content(walk: Walk, element: Element, place: Place) -> None:
    """Atom's full text."""
    _full(walk, _told(walk, element, place, "text/plain"), place.kept)


def encoded(walk: Walk, element: Element, place: Place) -> None:
    """RSS's full text."""
    _full(walk, _told(walk, element, place, "text/html"), place.kept)


def kept_as(key: str) -> Handler:
    """Keeps the text of an element that feedparser does not know; where it has attributes, they take its place."""

    def keep(walk: Walk, element: Element, place: Place) -> None:
        attributes = walk.attributes(element)
        value = walk.leaf(element)
        if element.attrib:
            place.kept[key] = attributes
        else:
            walk.store(place, key, walk.address(value) if key in _ADDRESSES else value)

    return keep


def tagline(walk: Walk, element: Element, place: Place) -> None:
    """iTunes' subtitle, which the other road hides from feedparser by another name where it is written like this."""
    if element.prefix != "itunes" or not element.tag.endswith("}subtitle"):
        raise Doubt("another spelling")
    _KEEP_TAGLINE(walk, element, place)


def spoken(walk: Walk, element: Element, place: Place) -> None:
    """The language that a feed or an entry names in words."""
    walk.attributes(element)
    walk.store(place, "language", walk.leaf(element))


_KEEP_TAGLINE = kept_as("itunes_tagline")


def _full(walk: Walk, detail: Parsed, kept: Parsed) -> None:
    walk.has_content = True
    _guessed(walk, detail, not plain.has_markup(detail["value"]))
    if walk.depths is not None:
        kept.setdefault("content", []).append(detail)
    kept.setdefault("summary", detail["value"])


def _described(walk: Walk, key: str, detail: Parsed, place: Place) -> None:
    value = detail["value"]
    _guessed(walk, detail, "<" in value if walk.depths is None else not plain.has_markup(value))
    walk.store(place, key, value)
    place.kept[key + "_detail"] = detail


def _told(walk: Walk, element: Element, place: Place, default: str) -> Parsed:
    """A text with its type, its language and its base."""
    attributes = walk.attributes(element)
    kind = _TYPES.get(attributes.get("type", default))
    if kind is None or "mode" in attributes or (kind == _XHTML_TYPE and not walk.atom):
        raise Doubt("an odd type")
    value = repaired(_inline(element)) if kind == _XHTML_TYPE else walk.leaf(element)
    told = language(attributes, place.language)
    return {"type": kind, "language": told and told.replace("_", "-"), "base": walk.base, "value": value}


def _guessed(walk: Walk, detail: Parsed, matters: bool) -> None:
    """Doubts a text that feedparser might take for HTML though it was told otherwise, where that matters."""
    if matters and detail["type"] == "text/plain" and not walk.atom and _LIKE_HTML.search(detail["value"]):
        raise Doubt("markup or not")


def _inline(element: Element) -> str:
    """The XHTML inside an element as feedparser writes it; without the one ``div`` around it."""
    if len(element) == 1 and element[0].tag == f"{_XHTML_NAME}div":
        inner = element[0]
        if not (element.text or "").strip() and not (inner.tail or "").strip():
            _start(inner)
            element = inner
    pieces: list[str] = []
    _write(element, pieces)
    return "".join(pieces).strip()


def _write(element: Element, pieces: list[str]) -> None:
    if element.text:
        pieces.append(escape(element.text, quote=False))
    for child in element:
        name, tag = _start(child)
        pieces.append(tag)
        _write(child, pieces)
        pieces.append(f"</{name}>")
        if child.tail:
            pieces.append(escape(child.tail, quote=False))


def _start(element: Element) -> tuple[str, str]:
    name = element.tag.removeprefix(_XHTML_NAME).lower() if isinstance(element.tag, str) else ""
    if not name.isascii() or not name.isalnum() or name in ("body", "svg", "math"):
        raise Doubt(name)
    attributes = [_attribute(key, value) for key, value in element.items()]
    if len({attribute.partition("=")[0] for attribute in attributes}) != len(attributes):
        raise Doubt("an attribute twice")
    return name, f"<{name}{''.join(attributes)}>"


def _attribute(name: str, value: str) -> str:
    key = name.lower()
    if name.startswith(_XML_NAME):
        key = "xml:" + key[len(_XML_NAME) :]
    if key[0] == "{" or key in ("base", "xml:base") or not key.isascii():
        raise Doubt(name)
    value = value.lower() if key in ("rel", "type") else value
    return f' {key}="{escape(value, quote=False).replace(chr(34), "&quot;")}"'
