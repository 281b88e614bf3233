"""Who wrote it: names and addresses as feedparser tells them apart."""

from __future__ import annotations

import re

from desktop_reader.feeds.quick.names import Doubt
from desktop_reader.feeds.quick.walk import Element, Place, Walk, repaired
from desktop_reader.feeds.record import Parsed

_ADDRESSES = ("uri", "url", "homepage")
_MAIL = re.compile(r"[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+(?:[A-Za-z]{2,24}|\d{1,3})(?:\?subject=\S{1,200})?")
_AROUND_NOTHING = ("mailto:", "()", "<>", "[]", "&lt;&gt;")
_LONGEST = 1_000  # A longer one names nobody.


def author(walk: Walk, element: Element, place: Place) -> None:
    """One more author, told in words or in elements."""
    walk.attributes(element)
    person: Parsed = {}
    place.kept.setdefault("authors", []).append(person)
    text = (element.text or "").strip()
    for child in element:
        text += (child.tail or "").strip()
        name = walk.names[child.tag]
        if name in ("name", "email"):
            _learn(place.kept, name, walk.words(child))
        elif name in _ADDRESSES:
            _learn(place.kept, "href", repaired(walk.words(child)))
        elif child.text and child.text.strip():
            raise Doubt("words beside a name")
        else:
            walk.unread(child)
    if text and len(element):
        raise Doubt("words beside a name")
    walk.store(place, "author", repaired(text))
    synchronise(place.kept, "author", person)


def publisher(walk: Walk, element: Element, place: Place) -> None:
    """Who answers for a feed; named where no author is."""
    walk.attributes(element)
    walk.store(place, "publisher", walk.leaf(element))
    synchronise(place.kept, "publisher", {})


def owner(walk: Walk, element: Element, place: Place) -> None:
    """Who owns a podcast. feedparser takes the name for that of the last author, too."""
    walk.attributes(element)
    for child in element:
        name = walk.names[child.tag].removeprefix("itunes:")
        if name in ("name", "email"):
            _learn(place.kept, name, walk.words(child), "publisher")
        else:
            walk.unread(child)
    synchronise(place.kept, "publisher", {})


def contributor(walk: Walk, element: Element, place: Place) -> None:
    """Who helped, which is not kept."""
    walk.attributes(element)
    for child in element:
        walk.unread(child, leaf=walk.names[child.tag] in ("name", "email", *_ADDRESSES))


def _learn(kept: Parsed, key: str, value: str, role: str = "author") -> None:
    kept.setdefault(role + "_detail", {})[key] = value
    authors = kept.get("authors")
    synchronise(kept, "author", authors[-1] if authors else {})
    kept.setdefault("authors", [{}])[-1][key] = value


def synchronise(kept: Parsed, key: str, detail: Parsed) -> None:
    """What is known of a person after one thing more was: the words from the parts, or the parts from the words."""
    if detail:
        name, mail = detail.get("name"), detail.get("email")
        if name or mail:
            kept[key] = f"{name} ({mail})" if name and mail else name or mail
        return
    text = kept.get(key)
    if not text or not isinstance(text, str) or len(text) > _LONGEST:
        return
    name, mail = _taken_apart(text)
    if name or mail:
        kept.setdefault(key + "_detail", detail)
    if name:
        detail["name"] = name
    if mail:
        detail["email"] = mail


def _taken_apart(text: str) -> tuple[str, str]:
    """Name and address in "ada@example.org (Ada)", "Ada <ada@example.org>" and the like."""
    found = _MAIL.search(text)
    if found is None:
        return text, ""
    name = text.replace(found[0], "")
    for nothing in _AROUND_NOTHING:
        name = name.replace(nothing, "")
    return name.strip().removeprefix("(").removesuffix(")").strip(), found[0]
