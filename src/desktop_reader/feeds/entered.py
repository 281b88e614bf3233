"""What a person enters where an address is wanted: an address with something around it, or a name on Mastodon."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from desktop_reader.feeds.links import web

# No square brackets: an address of numbers (IPv6) begins with one.
_AROUND = " \t\r\n\xa0\u200b\u2060\ufeff\"'`,;<>(){}“”„‟‘’‚‛«»‹›「」"
# What programs put before the address of a feed so that a reader opens it.
_CALLS = re.compile(r"(?:feeds?|rss|atom|podcasts?|pcast|itpc|web\+feed):(?!\d{1,5}(?:/|$))/*", re.IGNORECASE)
_INSIDE = re.compile(r"https?://[^\s<>\"“”«»]+", re.IGNORECASE)
_PERSON = re.compile(r"(?:acct:)?@?([\w.-]{1,64})@((?:[\w-]+\.)+[^\W\d_][\w-]+)", re.IGNORECASE)
_PROFILE = "http://webfinger.net/rel/profile-page"
_LONGEST_CARD = 256 * 1024


def tidied(text: str) -> str:
    """The address without blanks, quotation marks and words around it, and without what only calls a reader."""
    text = _calls_removed(text.strip(_AROUND))
    if re.search(r"\s", text) and (inside := _INSIDE.search(text)):
        text = inside[0].rstrip(_AROUND + ".")
    return text


def person(text: str) -> tuple[str, str] | None:
    """(name, host) of ``@name@host`` and the like; an e-mail address looks the same and is taken for one, too."""
    found = _PERSON.fullmatch(text)
    return (found[1], found[2].lower()) if found else None


def person_feed(name: str, host: str) -> str:
    """Where Mastodon and its kin keep the feed of a person, if they live under the host of their name."""
    return f"https://{host}/@{quote(name)}.rss"


def card(name: str, host: str) -> str:
    """The address where the host of a name says where that person really lives (WebFinger)."""
    return f"https://{host}/.well-known/webfinger?resource=acct:{quote(name)}@{host}"


def profile(body: bytes) -> str | None:
    """The profile page that such a card names."""
    try:
        links = json.loads(body[:_LONGEST_CARD])["links"]
        pages = [link["href"] for link in links if link.get("rel") == _PROFILE]
        return web(pages[0]) if pages else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _calls_removed(text: str) -> str:
    while (found := _CALLS.match(text)) and found.end() < len(text):
        text = text[found.end() :]
    return text
