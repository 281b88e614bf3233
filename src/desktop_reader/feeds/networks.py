"""Which IP addresses are of the public internet, and which lead into a private network. Pure; decides for ``address``.

``ipaddress.is_private`` of Python 3.11 misses IPv4 inside IPv6 (``::127.0.0.1``, NAT64, 6to4), 100.64/10 and multicast,
and the short forms that the C library understands (127.1, 0x7f000001); a table says it all in one place.
"""

from __future__ import annotations

import re
import socket
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from desktop_reader.records.network import Range as Range

_V4 = tuple(
    (IPv4Network(text), kind)
    for kind, texts in (
        (Range.LOOPBACK, ("127.0.0.0/8", "0.0.0.0/8")),  # a connection to 0.0.0.0 ends at this computer
        (Range.PRIVATE, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")),
        (Range.LINK_LOCAL, ("169.254.0.0/16",)),
        (
            Range.RESERVED,
            (
                "192.0.0.0/24",
                "192.0.2.0/24",
                "192.88.99.0/24",
                "198.18.0.0/15",
                "198.51.100.0/24",
                "203.0.113.0/24",
                "224.0.0.0/3",
            ),
        ),
    )
    for text in texts
)
_V6 = tuple(
    (IPv6Network(text), kind)
    for kind, texts in (
        (Range.LOOPBACK, ("::/127",)),
        (Range.PRIVATE, ("fc00::/7", "fec0::/10", "64:ff9b:1::/48")),
        (Range.LINK_LOCAL, ("fe80::/10",)),
        (Range.RESERVED, ("2001::/23", "2001:db8::/32", "3fff::/20")),
    )
    for text in texts
)
_PUBLIC_V6 = IPv6Network("2000::/3")
# Prefixes that carry an IPv4 address, and how many bits stand behind it: mapped, compatible, NAT64, 6to4.
_CARRIERS = (
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("::ffff:0:0:0/96"), 0),
    (IPv6Network("::/96"), 0),
    (IPv6Network("64:ff9b::/96"), 0),
    (IPv6Network("2002::/16"), 80),
)
# Names that nobody on the internet can own: those of mDNS, those set aside for home and company networks, and those
# that routers give out.
_LOCAL_ENDINGS = (
    ".local",
    ".home.arpa",
    ".internal",
    ".lan",
    ".home",
    ".corp",
    ".intranet",
    ".private",
    ".localdomain",
    ".localhost",
)
_LOCAL_NAMES = ("fritz.box", "speedport.ip", "home.arpa")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}\.?", re.IGNORECASE)


@lru_cache(maxsize=4096)
def range_of(ip: str) -> Range | None:
    """The range of an IP address, None when it is public; UNKNOWN, which is no leave, when it is none."""
    try:
        if ":" in ip:
            return _range_v6(IPv6Address(ip.partition("%")[0]))
        return _range_v4(IPv4Address(ip))
    except ValueError:
        return Range.UNKNOWN


def literal_range(host: str) -> Range | None:
    """The range that a host names by itself, in any spelling the C library understands; None for a real name."""
    name = host.rstrip(".").lower()
    if ":" in name:
        return range_of(name)
    if name.endswith((".localhost", ".localdomain")) or name in ("localhost", "ip6-localhost", "ip6-loopback"):
        return Range.LOOPBACK
    if not _NUMBER.fullmatch(name):
        return None
    try:
        return range_of(socket.inet_ntoa(socket.inet_aton(name)))
    except OSError:
        return None


def is_local(host: str) -> bool:
    """Whether a host can only be one of the reader's own network, or of this computer, by its very name."""
    name = host.rstrip(".").lower()
    if literal_range(name) is not None:
        return True
    single = bool(name) and "." not in name and ":" not in name and not _NUMBER.fullmatch(name)
    return single or name in _LOCAL_NAMES or name.endswith(_LOCAL_ENDINGS)


def _range_v4(address: IPv4Address) -> Range | None:
    return next((kind for network, kind in _V4 if address in network), None)


def _range_v6(address: IPv6Address) -> Range | None:
    for network, kind in _V6:
        if address in network:
            return kind
    for network, behind in _CARRIERS:
        if address in network:
            return _range_v4(IPv4Address(int(address) >> behind & 0xFFFFFFFF))
    return None if address in _PUBLIC_V6 else Range.RESERVED
