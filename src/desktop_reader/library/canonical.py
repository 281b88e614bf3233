"""An article's address without what does not name the article, so that one page is known under all its addresses."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from desktop_reader.text.tracking import tracks

_PORTS = {"http": 80, "https": 443}
# Most addresses have nothing that would be left out; to take them apart costs more than all else about an entry.
_PLAIN = re.compile(r"https?://([a-z0-9][a-z0-9.-]*)(/[a-zA-Z0-9/._~%+@,:=!*()-]*)?")
_FRONT_PAGE = re.compile(r"https?://[^/?#]+/*(?:#.*)?", re.IGNORECASE)


def canonical(url: str) -> str:
    """Without scheme, default port, fragment and tracking; what is no address stays as it is."""
    plain = _PLAIN.fullmatch(url)
    if plain:
        return f"//{plain[1]}{plain[2] or '/'}"
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
        port = parts.port
    except ValueError:
        return url.strip()
    if port and port != _PORTS.get(parts.scheme.lower()):
        host = f"{host}:{port}"
    # What stays is not written anew: the same address without the tracking must come out the same.
    query = "&".join(pair for pair in parts.query.split("&") if not tracks(pair)) if parts.query else ""
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""  # Some sites keep the page's name there.
    return urlunsplit(("", host, parts.path or "/", query, fragment))


def is_address(text: str | None) -> bool:
    """Whether a name is an address in the web, too."""
    return text is not None and text.strip()[:8].lower().startswith(("http://", "https://"))


def twin(url: str) -> str | None:
    """The same address by the other scheme; None of what is none."""
    url = url.strip()
    scheme, colon, rest = url.partition("://")
    other = {"http": "https", "https": "http"}.get(scheme.lower())
    return f"{other}{colon}{rest}" if other else None


def front_page(url: str | None) -> str | None:
    """The first page of the site on which ``url`` lies; None where it lies on none."""
    if not is_address(url):
        return None
    scheme, _, rest = (url or "").strip().partition("://")
    return f"{scheme}://{re.split('[/?#]', rest, maxsplit=1)[0]}/"


def is_front_page(url: str | None) -> bool:
    """Whether an address names a whole site."""
    return url is not None and _FRONT_PAGE.fullmatch(url.strip()) is not None
