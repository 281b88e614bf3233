"""The whole document: which elements mean what in a feed, in an entry, in an entry's source."""

from __future__ import annotations

from desktop_reader.feeds import dates, sniff
from desktop_reader.feeds.quick import files, people, texts
from desktop_reader.feeds.quick.names import ATOM, Doubt
from desktop_reader.feeds.quick.walk import Element, Handler, Place, Walk, language
from desktop_reader.feeds.record import ENTRIES_LIMIT, Parsed, Reading

_TAGS_LIMIT = 400_000  # A tree of more elements would take more memory than a feed is worth.
_VERSIONS = {"0.91": "rss091u", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}


def read(text: str) -> Reading | None:
    """What feedparser would read out of the document; None where that is not certain."""
    doctype, start = sniff.prologue(text)
    if doctype or (len(text) > 4 * _TAGS_LIMIT and text.count("<", start) > _TAGS_LIMIT):
        return None
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return _document(Walk(text), etree.fromstring(text[start:].encode(), parser))
    except (etree.XMLSyntaxError, UnicodeEncodeError, Doubt):
        return None


def _document(walk: Walk, root: Element) -> Reading:
    feed: Parsed = {}
    walk.rebase(root)
    attributes = walk.attributes(root)
    spoken = language(attributes, None)
    if spoken:
        feed["language"] = spoken.replace("_", "-")
    if root.tag == f"{{{ATOM}}}feed" and not root.prefix:
        walk.version = "atom10"
        walk.children(root, _OF_FEED, _FEED_LEAVES, Place(feed, 1, spoken))
    elif walk.names[root.tag] == "rss" and "}" not in root.tag:
        told = attributes.get("version", "")
        walk.version = _VERSIONS.get(told) or ("rss20" if told.startswith("2.") else "rss")
        if len(root) != 1 or walk.names[root[0].tag] != "channel":
            raise Doubt("no single channel")
        walk.rebase(root[0])
        spoken = language(_unlike_cdf(walk, root[0]), spoken)
        walk.children(root[0], _OF_FEED, _FEED_LEAVES, Place(feed, 2, spoken))
    else:
        raise Doubt("another format")
    if len(walk.entries) > ENTRIES_LIMIT or walk.names.mean_others("item", "entry", "skiphours", "skipdays"):
        raise Doubt("more entries than are kept")
    return Reading(feed, walk.entries, walk.version, walk.text if walk.skips else "")


def _entry(walk: Walk, element: Element, place: Place) -> None:
    attributes = _unlike_cdf(walk, element)
    entry: Parsed = {}
    walk.entries.append(entry)
    walk.title_depth = -1
    walk.depths = {}
    walk.children(element, _OF_ENTRY, _ENTRY_LEAVES, Place(entry, place.depth, language(attributes, place.language)))
    walk.depths = None
    walk.has_content = False


def _source(walk: Walk, element: Element, place: Place) -> None:
    """Where an entry was taken from; in Atom its authors are the entry's."""
    attributes = walk.attributes(element)
    walk.title_depth = -1
    source: Parsed = {}
    if walk.atom:
        depths, walk.depths = walk.depths, None
        inside = Place(source, place.depth, language(attributes, place.language))
        walk.children(element, _OF_SOURCE, _SOURCE_LEAVES, inside)
        walk.depths = depths
    else:
        walk.leaf(element)
    place.kept["source"] = source


def _date_as(key: str) -> Handler:
    def keep(walk: Walk, element: Element, place: Place) -> None:
        walk.attributes(element)
        value = walk.leaf(element)
        if value and dates.seconds(value) is None:
            raise Doubt("a date that feedparser may know")
        walk.store(place, key, value)

    return keep


def _skipping(walk: Walk, element: Element, place: Place) -> None:
    # The rhythm is read from the document as it came, where a comment could hide a part of it.
    name = walk.names[element.tag]
    if name in walk.skips or "<!--" in walk.text or "<?" in walk.text[1:]:
        raise Doubt("hidden hours")
    walk.skips.add(name)
    walk.unread_inside(element)
    if any(one.attrib for one in element.iter()) or "&#" in walk.text:
        raise Doubt("odd hours")


def _unlike_cdf(walk: Walk, element: Element) -> dict[str, str]:
    attributes = walk.attributes(element)
    if "href" in attributes or "lastmod" in attributes:
        raise Doubt("CDF")
    return attributes


_PUBLISHED, _UPDATED, _CREATED = map(_date_as, ("published", "updated", "created"))

_OF_BOTH: dict[str, Handler] = {
    "title": texts.title,
    "dc:title": texts.title,
    "summary": texts.summary,
    "itunes:summary": texts.summary,
    "itunes:subtitle": texts.tagline,
    "description": texts.description,
    "dc:description": texts.description,
    "link": files.link,
    "id": files.identity,
    "guid": files.identity,
    "itunes:image": files.itunes_image,
    "itunes:link": files.itunes_image,
    "language": texts.spoken,
    "dc:language": texts.spoken,
    "author": people.author,
    "dc:creator": people.author,
    "dc:author": people.author,
    "itunes:author": people.author,
    "contributor": people.contributor,
}
_OF_FEED: dict[str, Handler] = _OF_BOTH | {
    "item": _entry,
    "entry": _entry,
    "subtitle": texts.subtitle,
    "tagline": texts.subtitle,
    "managingeditor": people.author,
    "webmaster": people.publisher,
    "dc:publisher": people.publisher,
    "itunes:owner": people.owner,
    "itunes:category": files.itunes_categories,
    "image": files.feed_image,
    "icon": texts.kept_as("icon"),
    "logo": texts.kept_as("logo"),
    "textinput": files.text_input,
    "ttl": texts.kept_as("ttl"),
    "sy:updateperiod": texts.kept_as("sy_updateperiod"),
    "sy:updatefrequency": texts.kept_as("sy_updatefrequency"),
    "skiphours": _skipping,
    "skipdays": _skipping,
}
_OF_ENTRY: dict[str, Handler] = (
    _OF_BOTH
    | files.MEDIA
    | {
        "content": texts.content,
        "content:encoded": texts.encoded,
        "source": _source,
        "pubdate": _PUBLISHED,
        "published": _PUBLISHED,
        "issued": _PUBLISHED,
        "dcterms:issued": _PUBLISHED,
        "updated": _UPDATED,
        "modified": _UPDATED,
        "dc:date": _UPDATED,
        "dcterms:modified": _UPDATED,
        "created": _CREATED,
        "dcterms:created": _CREATED,
        "category": files.category,
        "dc:subject": files.category,
        "keywords": files.category,
        "itunes:category": files.itunes_category,
        "itunes:keywords": files.keywords,
        "enclosure": files.enclosure,
        "image": files.entry_image,
        "comments": texts.kept_as("comments"),
        "dc:identifier": texts.kept_as("dc_identifier"),
    }
)
_OF_SOURCE: dict[str, Handler] = {"title": texts.title, "author": people.author, "contributor": people.contributor}

# fmt: off
_LEAVES = files.MEDIA_LEAVES | frozenset((
    "rights", "copyright", "dc:rights", "dc:contributor", "generator", "itunes:explicit", "itunes:block",
    "creativecommons:license", "expirationdate", "georss:point", "georss:line", "georss:box", "georss:polygon",
))
_FEED_LEAVES = _LEAVES | frozenset((
    "pubdate", "lastbuilddate", "updated", "published", "issued", "modified", "created", "dc:date",
    "dcterms:modified", "dcterms:created", "dcterms:issued", "category", "dc:subject", "keywords", "itunes:keywords",
    "cloud", "info", "dc:identifier", "feedburner:browserfriendly", "comments", "admin:generatoragent",
    "admin:errorreportsto", "media:content", "media:thumbnail", "media:category", "media:keywords",
))
_ENTRY_LEAVES = _LEAVES | frozenset(("subtitle", "tagline", "dc:publisher"))
_SOURCE_LEAVES = frozenset((
    "id", "link", "updated", "published", "subtitle", "rights", "generator", "icon", "logo", "category",
))
# fmt: on
