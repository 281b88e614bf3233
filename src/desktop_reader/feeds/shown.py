"""What came from a server as it may be shown and kept: without passwords, session cookies and other secrets. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop_reader.errors import FetchError
from desktop_reader.feeds import address
from desktop_reader.feeds.encoding import BrokenError, TooLongError, decoded
from desktop_reader.feeds.headers import Head
from desktop_reader.records.asked import Received, public
from desktop_reader.records.refresh import Response, Unchanged

MOST = 256 * 1024
"""So many bytes of a body are worth a look."""

_LONGEST_HEAD = 16 * 1024
_MASK = "…"
_SECRET = re.compile(
    r"cookie|auth(?!ority)|token|secret|passw|session|api-?key|signature|csrf|credential", re.IGNORECASE
)
_CHALLENGES = ("www-authenticate", "proxy-authenticate")  # They say how to ask, not with what.


def received(
    url: str,
    lines: Sequence[bytes],
    coded: bytes,
    size: int,
    seconds: float,
    outcome: Response | Unchanged | FetchError,
) -> Received:
    """What came, for the log; with its head and the body's beginning where that is worth looking at.

    ``lines`` are the head's, ``coded`` the body as it travelled, as far as it came.
    """
    took = round(seconds * 1000)
    public = address.without_credentials(url)
    if isinstance(outcome, Unchanged) or not lines:
        return Received(public, Head.read(lines[:1]).status, took, size)
    head = Head.read(lines)
    body = outcome.body if isinstance(outcome, Response) else _readable(coded, head)
    return Received(public, head.status, took, size, shown_head(lines), body[:MOST])


def shown_head(lines: Sequence[bytes]) -> str:
    """Status line and headers, one a line. The values of those that may hold a secret are masked."""
    shown = [public(_text(lines[0]))] if lines else []
    for line in lines[1:]:
        name, colon, value = _text(line).partition(":")
        if not colon:
            continue  # The empty line at the end, or no header.
        secret = _SECRET.search(name) and name.strip().lower() not in _CHALLENGES
        shown.append(f"{name}: {_MASK if secret else public(value.strip())}")
    return "\n".join(shown)[:_LONGEST_HEAD]


def _readable(coded: bytes, head: Head) -> bytes:
    try:
        return decoded(coded, head.codings, MOST)
    except (BrokenError, TooLongError):
        return b"" if head.codings else coded


def _text(line: bytes) -> str:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        text = line.decode("latin-1")
    return "".join(c if c.isprintable() else " " for c in text).strip()
