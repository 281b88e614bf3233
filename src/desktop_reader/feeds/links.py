"""Addresses as feeds write them, made absolute or refused."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

ADDRESS_LIMIT = 4_000

# What a reader can hand to a browser or a player. Nothing that runs (javascript:) and nothing local (file:).
_SCHEMES = frozenset(
    ("http", "https", "ftp", "ftps", "feed", "magnet", "gemini", "gopher", "news", "nntp", "rtsp", "mms")
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# Nearly all addresses are whole already; to take them apart costs more than all else that is done to an entry.
_WHOLE = re.compile(r"https?://[A-Za-z0-9.-]+(?:[/?#][!-~]*)?")
# A browser drops these from an address before it looks at it, so they must not hide a scheme from us.
_DROPPED = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def absolute(address: str, base: str | None = None) -> str | None:
    """The address in full, or None for one that is empty, too long, not an address, or of a kind we never open."""
    if _WHOLE.fullmatch(address) and "/." not in address and len(address) <= ADDRESS_LIMIT:
        return address
    address = _DROPPED.sub("", address).strip()
    if not address or len(address) > ADDRESS_LIMIT:
        return None
    if " " in address and not _SCHEME.match(address):
        return None  # Words, not an address; browsers would make a page of the site out of them.
    try:
        full = urljoin(base or "", address)
        parts = urlsplit(full)
        _ = parts.port
    except ValueError:
        return None
    scheme = _SCHEME.match(full)
    if scheme and scheme[1].lower() not in _SCHEMES:
        return None
    if parts.scheme in ("http", "https") and not parts.netloc:
        return None
    return full.replace(" ", "%20")


def web(address: str, base: str | None = None) -> str | None:
    """The same, and only http and https (or a relative one, where nobody knows the base)."""
    full = absolute(address, base)
    scheme = _SCHEME.match(full) if full else None
    return full if full and (scheme[1].lower() in ("http", "https") if scheme else not base) else None
