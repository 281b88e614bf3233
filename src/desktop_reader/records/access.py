"""How a private feed is asked: the method, which the library keeps, and the secret, which it never sees."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum


class Method(StrEnum):
    """How one shows that one may read a feed. The value is what the library keeps."""

    BASIC = "basic"
    BEARER = "bearer"
    HEADERS = "headers"


@dataclass(frozen=True, slots=True)
class Access:
    """What the library knows of it. ``key`` names the feed in the keyring, on every computer the same; ``user`` belongs
    to ``BASIC``, the names of ``headers`` to ``HEADERS``.
    """

    key: str
    method: Method
    user: str = ""
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Secret:
    """What only the keyring knows: the password, the token, or one value for each header. ``origin`` is the scheme,
    host and port it was given for: it is sent nowhere else, wherever the feed may have moved to since.
    """

    origin: str
    values: tuple[str, ...] = field(repr=False)


def without_credentials(url: str) -> str:
    """The address without name and password, for all that is shown, logged or exported; any text may be given."""
    return re.sub(r"//[^/?#\s]*@", "//", url)
