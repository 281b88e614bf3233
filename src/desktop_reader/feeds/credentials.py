"""The header lines that open a private feed, pure: which may be sent at all, and to whom."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field

from desktop_reader.errors import ReaderError
from desktop_reader.feeds import address
from desktop_reader.records.access import Access, Method, Secret

LONGEST = 8192
"""Servers refuse longer headers."""

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_UNSENDABLE = re.compile("[\x00-\x1f\x7f]")
# What steers the connection or the length of a message, what we say ourselves, and cookies, which are never sent.
_REFUSED = frozenset(
    [
        "accept",
        "accept-charset",
        "accept-encoding",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "cookie",
        "cookie2",
        "date",
        "expect",
        "forwarded",
        "host",
        "http2-settings",
        "keep-alive",
        "max-forwards",
        "origin",
        "range",
        "referer",
        "set-cookie",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "user-agent",
        "via",
    ]
)
_REFUSED_BEGINNINGS = ("proxy-", "if-", "sec-", "x-forwarded-")


@dataclass(frozen=True, slots=True)
class Credentials:
    """Lines for the requests to one ``origin``, and to nobody else."""

    origin: str
    lines: tuple[bytes, ...] = field(repr=False)

    def lines_for(self, at: address.Parts) -> tuple[bytes, ...]:
        """What may be sent to this address."""
        return self.lines if address.parts(self.origin).trusts(at) else ()


def origin(url: str) -> str:
    """The scheme, host and port of an address."""
    found = address.parts(url)
    return f"{found.scheme}://{found.netloc}/"


def made(access: Access, secret: Secret) -> Credentials:
    """The lines; raises ReaderError, with a sentence, when they cannot or may not be sent."""
    address.parts(secret.origin)
    if access.method is Method.HEADERS:
        names = access.headers
        if not names or len(names) != len(secret.values):
            raise ReaderError("Each header needs a name and a value.")
        for name in names:
            _check_name(name)
        if len({name.lower() for name in names}) < len(names):
            raise ReaderError("Each header can be given once only.")
        pairs = zip(names, secret.values, strict=True)
        lines = [f"{name}: ".encode() + _header(name, value.strip()).encode() for name, value in pairs]
    elif access.method is Method.BEARER:
        token = "".join(secret.values).strip()
        if not token:
            raise ReaderError("The token is empty.")
        if _UNSENDABLE.search(token):
            raise ReaderError("The token has a line end or another control character, which cannot be sent.")
        if re.search(r"\s", token) or not token.isascii():
            raise ReaderError("A token has no blanks and no letters but the English ones. Copy it again.")
        lines = [b"Authorization: Bearer " + token.encode()]
    else:
        lines = [b"Authorization: Basic " + base64.b64encode(_pair(access.user, "".join(secret.values)))]
    if any(len(line) > LONGEST for line in lines):
        raise ReaderError("This is longer than servers take.")
    return Credentials(secret.origin, tuple(lines))


def _pair(user: str, password: str) -> bytes:
    if not user and not password:
        raise ReaderError("A name or a password is needed.")
    if ":" in user:
        raise ReaderError("A name with a colon cannot be sent: the server would take what follows for the password.")
    if _UNSENDABLE.search(user + password):
        raise ReaderError("The name or the password has a line end or another control character, which cannot be sent.")
    return f"{user}:{password}".encode("utf-8", "replace")


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise ReaderError("“{name}” is no name of a header: letters, digits and hyphens.", name=name[:100])
    low = name.lower()
    if low in _REFUSED or low.startswith(_REFUSED_BEGINNINGS):
        raise ReaderError("The header “{name}” is not sent: Desktop Reader or the connection decides it.", name=name)


def _header(name: str, value: str) -> str:
    if not value:
        raise ReaderError("The header “{name}” is empty.", name=name)
    if _UNSENDABLE.search(value):
        raise ReaderError(
            "The header “{name}” has a line end or another control character, which cannot be sent.", name=name
        )
    return value.encode("utf-8", "replace").decode()
