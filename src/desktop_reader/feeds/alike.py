"""Whether two addresses are one feed's: for "you follow this already", never for asking."""

from __future__ import annotations

from functools import lru_cache

from desktop_reader.errors import FetchError
from desktop_reader.feeds import address


@lru_cache(maxsize=16384)
def key(url: str) -> str:
    """The same for an address with http or https, with or without ``www.``, a slash at the end, or a password.

    Paths and queries are compared as they stand: servers may tell their letters' case apart.
    """
    try:
        found = address.parts(url)
    except FetchError:
        return url
    host = found.netloc.removeprefix("www.")
    path, mark, query = found.rest.partition("#")[0].partition("?")
    return host + path.rstrip("/") + (mark + query if query else "")
