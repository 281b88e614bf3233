"""What is remembered of asking a feed's server: a line for each refresh, and the last answer, to be looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_USERINFO = re.compile(r"(?<=://)[^\s/?#@<>\"']+@")


@dataclass(frozen=True, slots=True)
class Received:
    """What came to one question, whatever was made of it. ``head`` is the status line and the headers without secrets,
    empty where nothing came or it is not worth keeping; ``body`` the body's beginning, ``size`` its length as it
    travelled, ``took_ms`` how long all of it took.
    """

    url: str
    status: int = 0
    took_ms: int = 0
    size: int = 0
    head: str = ""
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """One refresh of one feed. ``outcome`` is "new", "unchanged", "moved", or the value of a ``Problem``; ``status``
    the server's own number, 0 when it said nothing; ``detail`` what belongs into the problem's sentence, or the new
    address.
    """

    feed_id: int
    at: int
    outcome: str
    status: int = 0
    new: int = 0
    updated: int = 0
    took_ms: int = 0
    size: int = 0
    detail: str = ""


def public(text: str) -> str:
    """A text, or an address, without the names and passwords in its addresses."""
    return _USERINFO.sub("", text)


MOVED = "moved"
"""The outcome of a refresh in which the subscription followed its feed to another address."""


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """The last answer with a body. ``size`` is the length of the whole, of which ``body`` is the beginning."""

    at: int
    url: str
    status: int
    head: str
    size: int
    body: bytes = field(repr=False)
