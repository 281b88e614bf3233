"""Web addresses, pure: what a person typed, where a reference leads, whom an address belongs to.

An address is sent exactly as it was given: only the scheme and the host are normalised, and only characters that cannot
stand in a request at all (blanks, controls, non-ASCII) are percent-encoded. Nothing else is ever re-ordered or decoded.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from desktop_reader.errors import FetchError
from desktop_reader.feeds.networks import Range, literal_range, range_of
from desktop_reader.records.access import without_credentials as without_credentials
from desktop_reader.records.health import Problem

LONGEST = 8192
"""Servers refuse longer request lines, and no real feed has one."""

_WEB = re.compile(r"(https?):[/]*(.*)", re.IGNORECASE | re.DOTALL)
_HOST_AND_PORT = re.compile(r"[^/?#:@\\]+(:\d+)?(?![^/?#])")
_AUTHORITY = re.compile(r"(?:([^/?#\\]*)@)?(\[[0-9A-Fa-f:.]+\]|[^/?#\\@:\[\]]*)(?::(\d*))?(?=[/?#]|$)")
_DOT = re.compile(r"[.\u3002\uff0e\uff61]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_UNSENDABLE = re.compile(r"[^\x21-\x7e]")
_PORTS = {"http": 80, "https": 443}
_INVISIBLE = "".join(map(chr, (0xAD, 0x200B, 0x2060, 0xFEFF, 0xFE0E, 0xFE0F)))
_BLANKS = "".join(map(chr, range(0x21))) + "\x7f\xa0" + _INVISIBLE


class _NoAddressError(ValueError):
    """This text is not a web address."""


@dataclass(frozen=True, slots=True)
class Parts:
    """An address taken apart. ``host`` is lower-case ASCII, without brackets; ``rest`` is path, query and fragment."""

    scheme: str
    userinfo: str | None
    host: str
    port: int
    rest: str

    @property
    def netloc(self) -> str:
        """Host and port as they stand in an address; the scheme's own port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def public(self) -> str:
        """The whole address without name and password."""
        return f"{self.scheme}://{self.netloc}{self.rest}"

    @property
    def whole(self) -> str:
        """The whole address as it is kept."""
        return self.public if self.userinfo is None else f"{self.scheme}://{self.userinfo}@{self.netloc}{self.rest}"

    @property
    def authorization(self) -> bytes | None:
        """The Authorization header's value for name and password, when the address has them."""
        if not self.userinfo:
            return None
        name, _, password = self.userinfo.partition(":")
        return b"Basic " + base64.b64encode(unquote_to_bytes(name) + b":" + unquote_to_bytes(password))

    def trusts(self, other: Parts) -> bool:
        """May what was given to this address go to the other one? The same origin, or its https twin."""
        if self.host != other.host:
            return False
        same = (self.scheme, self.port) == (other.scheme, other.port)
        return same or (self.scheme, self.port, other.scheme, other.port) == ("http", 80, "https", 443)


def typed(text: str) -> str:
    """Make the absolute http(s) address that a person meant; ``FetchError(BAD_ADDRESS)`` when there is none.

    ``feed:`` before an address, ``feed://``, a missing scheme (https is meant) and a host of any script are understood.
    """
    try:
        return _parts(_with_scheme(_trimmed(text))).whole
    except _NoAddressError as error:
        raise FetchError(Problem.BAD_ADDRESS, _shown(text)) from error


def parts(url: str) -> Parts:
    """Take an absolute http(s) address apart; ``FetchError(BAD_ADDRESS)`` when it is none."""
    try:
        return _parts(url)
    except _NoAddressError as error:
        raise FetchError(Problem.BAD_ADDRESS, _shown(url)) from error


def join(base: str, reference: str) -> str | None:
    """Where ``reference`` leads when it is found at ``base`` (RFC 3986), or None when that is no http(s) address."""
    reference = _trimmed(reference)
    try:
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", reference):
            return _parts(reference).whole
        start = _parts(base)
        path, query = _path_and_query(start.rest)
        if reference.startswith("//"):
            return _parts(f"{start.scheme}:{reference}").whole
        if not reference or reference.startswith("#"):
            rest = path + query + reference
        elif reference.startswith("?"):
            rest = path + reference
        elif reference.startswith("/"):
            rest = _without_dots(reference)
        else:
            rest = _without_dots(path.rpartition("/")[0] + "/" + reference)
        return _parts(f"{start.scheme}://{start.netloc}{rest}").whole
    except _NoAddressError:
        return None


def host_key(url: str) -> str:
    """The name under which one server's asks are counted: its host, with the port where it is an unusual one."""
    return parts(url).netloc


def host_of(url: str) -> str:
    """The host alone, or an empty text when the address is none."""
    try:
        return _parts(url).host
    except _NoAddressError:
        return ""


def with_credentials(url: str, userinfo: str | None) -> str:
    """The address with this name and password instead of its own."""
    found = parts(url)
    return Parts(found.scheme, userinfo, found.host, found.port, found.rest).whole


def is_private(ip: str) -> bool:
    """True when an IP address is not one of the public internet, or is none at all."""
    return range_of(ip) is not None


def private_range(url: str) -> Range | None:
    """The private range that an address names by itself (an IP of any spelling, localhost), without DNS."""
    return literal_range(parts(url).host)


def _trimmed(text: str) -> str:
    # Browsers drop line ends and tabs inside a pasted address; so a wrapped one still works.
    text = text.strip(_BLANKS)
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1].strip(_BLANKS)
    return re.sub(r"[\t\r\n]", "", text)


def _shown(text: str) -> str:
    # What stands before an @ may be a password, also in a text that is no address.
    _, at, rest = text.strip()[:200].rpartition("@")
    return f"…@{rest}" if at else rest


def _with_scheme(text: str) -> str:
    for _ in range(2):
        if text[:5].lower() == "feed:":
            text = text[5:].lstrip("/") if _WEB.match(text[5:].lstrip("/")) else "https://" + text[5:].lstrip("/")
    if _WEB.match(text):
        return text
    if text.startswith("//"):
        return "https:" + text
    # A word alone is no address; a name with a dot, with a port, or in brackets is meant as one.
    named = _HOST_AND_PORT.match(text)
    if text.startswith("[") or (named and (_DOT.search(named[0]) or ":" in named[0] or named[0] == "localhost")):
        return "https://" + text
    raise _NoAddressError(text)


@lru_cache(maxsize=4096)
def _parts(url: str) -> Parts:
    web = _WEB.match(url)
    if web is None or len(url) > LONGEST:
        raise _NoAddressError(url)
    scheme, remainder = web[1].lower(), web[2]
    authority = _AUTHORITY.match(remainder)
    if authority is None or not authority[2]:
        raise _NoAddressError(url)
    port = int(authority[3]) if authority[3] and len(authority[3]) < 8 else _PORTS[scheme]
    if not 0 < port < 65536 or len(authority[3] or "") >= 8:
        raise _NoAddressError(url)
    rest = remainder[authority.end() :]
    if not rest.startswith("/"):
        rest = "/" + rest
    userinfo = authority[1]
    return Parts(scheme, None if userinfo is None else _sendable(userinfo), _host(authority[2]), port, _sendable(rest))


def _sendable(text: str) -> str:
    try:
        return _UNSENDABLE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), text)
    except UnicodeEncodeError as error:
        raise _NoAddressError(text) from error


def _host(host: str) -> str:
    if host.startswith("["):
        if range_of(host[1:-1]) is Range.UNKNOWN:
            raise _NoAddressError(host)
        return host[1:-1].lower()
    if not host.isascii():
        # NFKC on both sides of lower-casing: either step may undo the other's work.
        host = unicodedata.normalize("NFKC", host).lower().translate(dict.fromkeys(map(ord, _INVISIBLE)))
        host = unicodedata.normalize("NFKC", host).replace("\u3002", ".")
    labels = [_label(label) for label in host.lower().removesuffix(".").split(".")]
    if sum(map(len, labels)) + len(labels) > 254:
        raise _NoAddressError(host)
    return ".".join(labels) + ("." if host.endswith(".") else "")


def _label(label: str) -> str:
    if not label.isascii():
        if not all(_may_name(character) for character in label):
            raise _NoAddressError(label)
        label = "xn--" + label.encode("punycode").decode("ascii")
    if not _LABEL.fullmatch(label):
        raise _NoAddressError(label)
    return label


def _may_name(character: str) -> bool:
    # Letters, marks, digits and pictures, as registries allow them; no separators, controls or unassigned ones.
    if character.isascii():
        return character.isalnum() or character in "-_"
    return unicodedata.category(character)[0] in "LMN" or unicodedata.category(character) == "So"


def _path_and_query(rest: str) -> tuple[str, str]:
    rest = rest.partition("#")[0]
    path, mark, query = rest.partition("?")
    return path, mark + query


def _without_dots(rest: str) -> str:
    end = re.search(r"[?#]|$", rest)
    cut = end.start() if end else len(rest)
    path, tail = rest[:cut], rest[cut:]
    if "/." not in path:
        return rest
    kept: list[str] = []
    segments = path.split("/")[1:]
    for position, segment in enumerate(segments):
        last = position == len(segments) - 1
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
            continue
        if last:
            kept.append("")
    return "/" + "/".join(kept) + tail
