"""Which elements may stay in an article, and which pictures are there to be seen."""

from __future__ import annotations

import re

from desktop_reader.content.addresses import counts_readers

_TAG_NAMES = """
    a abbr address article aside b bdi bdo blockquote br caption center cite code dd del details dfn div dl dt em
    figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s
    samp section small span strong sub summary sup table tbody td tfoot th thead time tr tt u ul var
"""
TAGS = frozenset(_TAG_NAMES.split())

IMG = re.compile(r"<img([^>]*)>")
_SRC = re.compile(r' src="([^"]*)"')
_TINY = re.compile(r' (?:(?:width|height)="0*[0-2]"|style=)')


def worth_showing(image: re.Match[str]) -> str:
    """A picture that ``IMG`` found; nothing in the place of one that is only there to count who reads."""
    source = _SRC.search(image[1])
    if source is None or _TINY.search(image[1]) or counts_readers(source[1]):
        return ""
    return image[0]


def only_to_be_seen(html: str) -> bool:
    """Whether every picture in sanitised HTML is worth showing."""
    return "<img" not in html or all(map(worth_showing, IMG.finditer(html)))
