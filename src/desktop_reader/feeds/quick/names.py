"""What elements are called on the quick road: the names under which feedparser knows them, or a doubt.

feedparser keeps prefixes without their scope, takes namespaces it does not know by their prefix, and reaches its own
keys by an element's name. Whatever of that could matter in a document is a doubt here.
"""

from __future__ import annotations

import re

ATOM = "http://www.w3.org/2005/Atom"
XHTML = "http://www.w3.org/1999/xhtml"
XML = "http://www.w3.org/XML/1998/namespace"

_KNOWN = {
    ATOM.lower(): "",
    XHTML: "xhtml",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://purl.org/rss/1.0/modules/slash/": "slash",
    "http://wellformedweb.org/commentapi/": "wfw",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://backend.userland.com/creativecommonsrssmodule": "creativecommons",
    "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "creativecommons",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "http://www.georss.org/georss": "georss",
    "http://webns.net/mvcb/": "admin",
    "http://madskills.com/public/xml/rss/module/trackback/": "trackback",
    "http://madskills.com/public/xml/rss/module/pingback/": "pingback",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://xmlns.com/foaf/0.1/": "foaf",
}
# Namespaces that change what feedparser makes of a whole document, or that it knows and this road does not.
_STRANGE = re.compile(
    r"my\.netscape\.com|purl\.org/(?:rss/1\.0/$|echo|pie|atom|rss/1\.0/modules/rss091#)|^uri/of/echo"
    r"|example\.com/(?:newformat|necho|dtds)|backend\.userland\.com/rss|blogs\.law\.harvard\.edu/tech/rss|www\.w3\.org/(?:1999/xlink|1998/math|2000/svg)"
    r"|opengis\.net|podlove\.org|web\.resource\.org/cc|creativecommons\.org/ns#",
    re.IGNORECASE,
)
# feedparser's own elements, and keys of its dictionaries that we read: elsewhere than expected, they are a doubt.
# fmt: off
MEANT = frozenset((
    "abstract", "admin_errorreportsto", "admin_generatoragent", "author", "author_detail", "authors", "body",
    "category", "cc_license", "channel", "cloud", "comments", "content", "content_encoded", "contributor",
    "copyright", "created", "created_parsed", "creativecommons_license", "date", "date_parsed", "dc_author",
    "dc_contributor", "dc_creator", "dc_date", "dc_description", "dc_identifier", "dc_language", "dc_publisher",
    "dc_rights", "dc_subject", "dc_title", "dcterms_created", "dcterms_issued", "dcterms_modified", "dcterms_valid",
    "description", "description_detail", "email", "enclosure", "enclosures", "entries", "entry", "expirationdate",
    "feed", "feedburner_browserfriendly", "fullitem", "generator", "geom", "georss_box", "georss_line",
    "georss_point", "georss_polygon", "georss_where", "georssgeom", "gml_exterior", "gml_linearring",
    "gml_linestring", "gml_point", "gml_polygon", "gml_pos", "gml_poslist", "guid", "height", "homepage", "href",
    "icon", "id", "image", "info", "issued", "issued_parsed", "item", "items", "itunes_author", "itunes_block",
    "itunes_category", "itunes_email", "itunes_explicit", "itunes_image", "itunes_keywords", "itunes_link",
    "itunes_name", "itunes_owner", "itunes_subtitle", "itunes_summary", "itunes_tagline", "keywords", "language",
    "lastbuilddate", "license", "link", "links", "logo", "managingeditor", "media_category", "media_content",
    "media_credit", "media_description", "media_group", "media_keywords", "media_license", "media_player",
    "media_rating", "media_restriction", "media_thumbnail", "media_title", "modified", "modified_parsed", "name",
    "newlocation", "psc_chapter", "psc_chapters", "pubdate", "published", "published_parsed", "publisher",
    "publisher_detail", "publishers", "rights", "rss", "skipdays", "skiphours", "source", "subtitle",
    "subtitle_detail", "summary",
    "summary_detail", "sy_updatefrequency", "sy_updateperiod", "tagline", "tagline_detail", "tags", "textinput",
    "title", "title_detail", "ttl", "updated", "updated_parsed", "uri", "url", "webmaster", "where", "width",
    "xhtml_body",
))
# fmt: on
_DECLARED = re.compile(r"xmlns(?::([^\s:=<>\"']{0,60}))?\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_PREFIX = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_URI = re.compile(r"[!-%'-;=?-~]+")


class Doubt(Exception):
    """Something in the document of which this road does not know for certain what feedparser makes of it."""


class Names:
    """The names of a document's elements: ``title``, ``media:content``."""

    def __init__(self, text: str) -> None:
        self._prefixes = _prefixes(text)
        self._names: dict[str, str] = {}

    def __getitem__(self, tag: object) -> str:
        if not isinstance(tag, str):
            raise Doubt("no element")
        name = self._names.get(tag)
        if name is None:
            name = self._names[tag] = self._name(tag)
        return name

    def mean_others(self, *locals_: str) -> bool:
        """Whether such names were met in other namespaces, too."""
        return any(":" in name and name.rpartition(":")[2] in locals_ for name in self._names.values())

    def _name(self, tag: str) -> str:
        space, _, local = tag.removeprefix("{").rpartition("}")
        if not local.isascii():
            raise Doubt(tag)  # Parsers differ in what may stand in a name.
        known = _KNOWN.get(space.lower()) if space else ""
        # Namespaces that feedparser does not know mean to it what their prefixes mean elsewhere.
        prefix = self._prefixes.get(space) if known is None else known
        if prefix is None:
            raise Doubt(tag)
        return (f"{prefix}:{local}" if prefix else local).lower()


def plain_key(name: str) -> str:
    """The key under which feedparser keeps what it finds in an element of this name."""
    return name.replace(":", "_")


def _prefixes(text: str) -> dict[str, str]:
    """The prefixes of unknown namespaces in the whole document, where each has one meaning all along."""
    found: dict[str, str] = {}
    meanings: dict[str, str] = {}
    for prefix, one, two in set(_DECLARED.findall(text)):
        space, prefix = one or two, prefix.lower()
        known = _KNOWN.get(space.lower())
        if not _URI.fullmatch(space) or _STRANGE.search(space) or (prefix and not _PREFIX.fullmatch(prefix)):
            raise Doubt(space)
        if known is None and found.setdefault(space, prefix) != prefix:
            raise Doubt(space)
        meaning = space if known is None else known
        if prefix and meanings.setdefault(prefix, meaning) != meaning:
            raise Doubt(prefix)
    # A prefix that is another namespace's name for feedparser would be taken for that one.
    names = set(meanings.values())
    if any(prefix != meaning and prefix in names for prefix, meaning in meanings.items()):
        raise Doubt("a prefix that misleads")
    return found
