"""How addresses look that people write, drop, or hand over from another program."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

ADDRESS = re.compile(r"(?:https?://|feeds?:(?:https?:)?(?://)?|desktop-reader:(?://)?)[^\s/]\S*", re.IGNORECASE)
"""One with a scheme that we know."""

BARE = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?:[/?#]\S*)?")
"""``example.org/news``, as people write it."""

WEB = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
"""One of a page."""

TYPED = re.compile(r"https?:|(?!feeds?:|desktop-reader:)", re.IGNORECASE)
"""How an address begins that nobody but a person hands over: browsers keep such ones for themselves."""

OWN = re.compile(r"^desktop-reader:(?://)?", re.IGNORECASE)
"""Our own scheme, before the address of a feed or what is to be done."""

_SAVE = re.compile(r"desktop-reader:(?://)?save/?\?", re.IGNORECASE)


def to_save(address: str) -> str | None:
    """The page that ``desktop-reader:save?url=…`` wants saved; None for any other address, and for one of no page."""
    if not _SAVE.match(address):
        return None
    try:
        found = parse_qs(urlsplit(address).query, max_num_fields=20).get("url", [""])[0].strip()
    except ValueError:
        return None
    return found if WEB.fullmatch(found) else None


def wants_save(address: str) -> bool:
    """Whether this asks for a page to be saved, rightly or not."""
    return _SAVE.match(address) is not None


BOOKMARKLET = "javascript:location.href='desktop-reader:save?url='+encodeURIComponent(location.href)"
"""For the browser's bar of bookmarks: saves the page that is open there."""
