"""Addresses: pages, files, pictures, and the media module; and what an entry is filed under."""

from __future__ import annotations

from desktop_reader.feeds.quick import texts
from desktop_reader.feeds.quick.names import Doubt
from desktop_reader.feeds.quick.walk import Element, Handler, Place, Walk, language
from desktop_reader.feeds.record import LIST_LIMIT, Parsed

_PAGES = frozenset(("html", "text/html", "xhtml", "application/xhtml+xml"))


def identity(walk: Walk, element: Element, place: Place) -> None:
    """An id, which is a link too where nothing says otherwise."""
    attributes = walk.attributes(element)
    value = walk.leaf(element)
    walk.store(place, "id", value)
    if attributes.get("ispermalink", "true") == "true":
        place.kept.setdefault("link", value)


def link(walk: Walk, element: Element, place: Place) -> None:
    """A link in words or in an attribute."""
    found = _file(walk, element)
    found.setdefault("rel", "alternate")
    found.setdefault("type", "application/atom+xml" if found["rel"] == "self" else "text/html")
    place.kept.setdefault("links", []).append(found)
    if "href" in found:
        walk.unread_inside(element)
        found["href"] = walk.address(found["href"])
        if found["rel"] == "alternate" and found["type"] in _PAGES:
            place.kept["link"] = found["href"]
        return
    address = walk.address(walk.leaf(element))
    if "&" in address and ";" in address:
        raise Doubt("references in an address")
    place.kept["link"] = address
    if address or walk.depths is None:
        found["href"] = address


def enclosure(walk: Walk, element: Element, place: Place) -> None:
    """A file that comes along."""
    place.kept.setdefault("links", []).append(_file(walk, element) | {"rel": "enclosure"})
    walk.unread_inside(element)


def itunes_image(walk: Walk, element: Element, place: Place) -> None:
    """A podcast's or an episode's picture."""
    attributes = walk.attributes(element)
    walk.unread_inside(element)
    if address := attributes.get("href") or attributes.get("url"):
        place.kept["image"] = {"href": address}


def feed_image(walk: Walk, element: Element, place: Place) -> None:
    """A feed's picture in RSS."""
    if walk.atom:
        raise Doubt("an image in Atom")
    walk.attributes(element)
    walk.title_depth = -1
    image = place.kept.setdefault("image", {})
    for child in element:
        name = walk.names[child.tag]
        if name not in ("url", "title", "link", "width", "height", "description") or walk.attributes(child):
            raise Doubt(name)
        value = walk.leaf(child)
        if name == "url":
            image["href"] = walk.address(value)
        elif name == "title" and value:
            walk.title_depth = place.depth + 1


def entry_image(walk: Walk, element: Element, place: Place) -> None:
    """A picture where RSS has none. feedparser forgets it, and takes its title for a title."""
    if walk.atom:
        raise Doubt("an image in Atom")
    walk.attributes(element)
    walk.title_depth = -1
    inside = place._replace(depth=place.depth + 1)
    for child in element:
        name = walk.names[child.tag]
        if name not in ("url", "title", "link", "width", "height") or walk.attributes(child):
            raise Doubt(name)
        if name == "title":
            texts.title(walk, child, inside)
        walk.leaf(child)


def text_input(walk: Walk, element: Element, place: Place) -> None:
    """RSS's search field, of which only its title's depth matters."""
    walk.attributes(element)
    walk.title_depth = -1
    for child in element:
        name = walk.names[child.tag]
        if name not in ("title", "description", "name", "link") or walk.attributes(child):
            raise Doubt(name)
        if walk.leaf(child) and name == "title":
            walk.title_depth = place.depth + 1


def category(walk: Walk, element: Element, place: Place) -> None:
    """A category in words or in attributes."""
    attributes = walk.attributes(element)
    _categorised(walk, element, attributes, attributes.get("scheme", attributes.get("domain")), place.kept)


def itunes_category(walk: Walk, element: Element, place: Place) -> None:
    """An episode's category."""
    told = {"term": walk.attributes(element).get("text", "")}
    _categorised(walk, element, told, "http://www.itunes.com/", place.kept)


def itunes_categories(walk: Walk, element: Element, place: Place) -> None:
    """A podcast's categories, one in the other, which are not kept."""
    for one in element.iter():
        walk.attributes(one)
        if walk.names[one.tag] != "itunes:category":
            raise Doubt(one.tag)


def keywords(walk: Walk, element: Element, place: Place) -> None:
    """Categories with commas between them."""
    if element.attrib:
        raise Doubt("keywords with attributes")
    scheme = "http://www.itunes.com/" if walk.names[element.tag].startswith("itunes") else None
    for word in walk.leaf(element).split(","):
        if word.strip():
            _add_tag(place.kept, word.strip(), scheme, None)


def _media_category(walk: Walk, element: Element, place: Place) -> None:
    attributes = walk.attributes(element)
    scheme = attributes.get("scheme", "http://search.yahoo.com/mrss/category_schema")
    _categorised(walk, element, attributes, scheme, place.kept)


def _media_content(walk: Walk, element: Element, place: Place) -> None:
    attributes = walk.attributes(element)
    place.kept.setdefault("media_content", []).append(attributes)
    walk.children(element, MEDIA, MEDIA_LEAVES, place._replace(language=language(attributes, place.language)))


def _media_group(walk: Walk, element: Element, place: Place) -> None:
    inside = language(walk.attributes(element), place.language)
    walk.children(element, MEDIA, MEDIA_LEAVES, place._replace(language=inside))


def _media_thumbnail(walk: Walk, element: Element, place: Place) -> None:
    place.kept.setdefault("media_thumbnail", []).append(walk.attributes(element))
    if walk.leaf(element):
        raise Doubt("an address in the text")


def _media_player(walk: Walk, element: Element, place: Place) -> None:
    attributes = walk.attributes(element)
    walk.leaf(element)
    place.kept["media_player"] = {"url": attributes.get("href", attributes.get("url"))}


MEDIA: dict[str, Handler] = {
    "media:title": texts.media_title,
    "media:description": texts.description,
    "media:content": _media_content,
    "media:thumbnail": _media_thumbnail,
    "media:player": _media_player,
    "media:group": _media_group,
    "media:category": _media_category,
    "media:keywords": keywords,
}
# What these hold is not read; they are feedparser's own all the same, and harmless where they have no children.
MEDIA_LEAVES = frozenset(("media:credit", "media:rating", "media:license", "media:restriction"))


def _file(walk: Walk, element: Element) -> Parsed:
    """An element's attributes, its address among them under one name."""
    found: Parsed = walk.attributes(element)
    addresses = [key for key in ("url", "uri", "href") if key in found]
    if addresses:
        address = found.pop(addresses[0])
        if len(addresses) > 1 or "uri" in addresses or not address:
            raise Doubt("an odd address")
        if ":///" in address:
            raise Doubt(address)
        found["href"] = address
    return found


def _categorised(walk: Walk, element: Element, told: dict[str, str], scheme: str | None, kept: Parsed) -> None:
    _add_tag(kept, told.get("term"), scheme, told.get("label"))
    value = walk.leaf(element)
    tags = kept["tags"]
    if value and tags and not tags[-1]["term"]:
        tags[-1]["term"] = value
    elif value:
        _add_tag(kept, value, None, None)


def _add_tag(kept: Parsed, term: str | None, scheme: str | None, label: str | None) -> None:
    tags = kept.setdefault("tags", [])
    tag = {"term": term, "scheme": scheme, "label": label}
    if len(tags) <= LIST_LIMIT and (term or scheme or label) and tag not in tags:
        tags.append(tag)
