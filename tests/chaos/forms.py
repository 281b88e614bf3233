"""Addresses that a feed must not make us ask, in every spelling that we know."""

from __future__ import annotations

import json
from dataclasses import dataclass
from ipaddress import IPv4Address

from tests.shared import SHARED

FORBIDDEN = (
    "127.0.0.1",
    "127.9.8.7",
    "0.0.0.0",
    "10.0.0.1",
    "10.255.255.254",
    "172.16.0.1",
    "172.31.255.254",
    "192.168.0.1",
    "192.168.178.1",
    "100.64.0.1",
    "100.127.255.254",
    "169.254.169.254",
    "192.0.0.8",
    "198.18.0.1",
    "224.0.0.251",
    "240.0.0.1",
    "255.255.255.255",
)
_V6 = (
    "::",
    "::1",
    "0:0:0:0:0:0:0:1",
    "::FFFF:7F00:1",
    "fe80::1",
    "febf::1",
    "fc00::1",
    "fd12:3456:789a::1",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001:db8::1",
    "2001::7f00:1",
    "3fff::1",
    "5f00::1",
    "4000::1",
)
_NAMES = (
    "localhost",
    "LocalHost",
    "localhost.",
    "a.b.localhost",
    "localhost.localdomain",
    "ip6-localhost",
    "ip6-loopback",
    "\uff4c\uff4f\uff43\uff41\uff4c\uff48\uff4f\uff53\uff54",  # localhost, in full width
    "local\u00adhost",
    "\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3",  # localhost, in circles
)
# Where a parser may see one host and the one who connects another. {victim} is replaced by host and port.
_TRICKS = (
    "http://example.com@{victim}/",
    "http://example.com:80@{victim}/",
    "http://example.com%40@{victim}/",
    "http:/{victim}/",
    "http:{victim}/",
    "http:///{victim}/",
    "http:////{victim}/x",
    "HTTP://{victim}/",
    "hTTp://{victim}",
    "http://{victim}#@example.com/",
    "http://{victim}?@example.com/",
    "http://{victim}\\@example.com/",
    "http:\\\\{victim}\\",
    "http://\t{victim}/",
    "ht\ntp://{victim}/",
    " http://{victim}/",
    "\x00http://{victim}/",
    "http://{victim}\x00.example.com/",
    "http://\u200b{victim}/",
    "//{victim}/",
    "///{victim}/",
    "\\\\{victim}\\",
    "feed://{victim}/",
    "view-source:http://{victim}/",
    "jar:http://{victim}!/",
    "url:http://{victim}/",
    "ftp://{victim}/",
    "gopher://{victim}/_GET%20/",
    "dict://{victim}/",
    "ldap://{victim}/",
    "tftp://{victim}/",
    "smb://{victim}/share",
    "ws://{victim}/",
    "file://{victim}/etc/passwd",
    "file:///etc/passwd",
    "/\\{victim}/",
)


@dataclass(frozen=True, slots=True)
class Form:
    """An address as a feed could give it."""

    url: str
    kind: str


def forms(port: int) -> list[Form]:
    """All of them; ``port`` is where somebody listens on this computer, whom nobody may come to."""
    found = [Form(f"http://{host}:{port}/secret", kind) for host, kind in _hosts()]
    found += [Form(one.format(victim=f"127.0.0.1:{port}"), "a parser's trick") for one in _TRICKS]
    return [*found, *_shared(port)]


def names() -> dict[str, str]:
    """Names of the internet that lead inside, as their owners may have it."""
    return {f"inside{place}.example": ip for place, ip in enumerate((*FORBIDDEN, *_V6))}


def _hosts() -> list[tuple[str, str]]:
    hosts = [(spelling, kind) for ip in FORBIDDEN for spelling, kind in _spellings(IPv4Address(ip))]
    hosts += [(f"[{ip}]", "IPv6") for ip in _V6]
    hosts += [(name, "a name that leads inside") for name in names()]
    return [*hosts, *((name, "a name of this computer") for name in _NAMES)]


def _spellings(ip: IPv4Address) -> list[tuple[str, str]]:
    number, plain = int(ip), str(ip)
    a, b, c, d = ip.packed
    wide = plain.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    mathematical = plain.translate({ord("0") + n: 0x1D7CE + n for n in range(10)})
    high, low = f"{number >> 16:x}", f"{number & 0xFFFF:x}"
    return [
        (plain, "dotted"),
        (f"{plain}.", "with a dot at its end"),
        (str(number), "decimal"),
        (f"{number:#x}", "hexadecimal"),
        (f"0{number:o}", "octal"),
        (".".join(f"{byte:#x}" for byte in ip.packed), "dotted hexadecimal"),
        (".".join(f"0{byte:o}" for byte in ip.packed), "dotted octal"),
        (f"{a}.{number & 0xFFFFFF}", "short, of two parts"),
        (f"{a}.{b}.{number & 0xFFFF}", "short, of three parts"),
        (f"{a:#x}.{b}.0{c:o}.{d}", "mixed"),
        (wide, "full width"),
        (mathematical, "mathematical digits"),
        (plain.replace(".", "\u3002"), "ideographic stops"),
        (f"[::ffff:{plain}]", "mapped into IPv6"),
        (f"[::ffff:{high}:{low}]", "mapped, hexadecimal"),
        (f"[::{plain}]", "compatible with IPv6"),
        (f"[::ffff:0:{plain}]", "translated"),
        (f"[64:ff9b::{plain}]", "NAT64"),
        (f"[2002:{high}:{low}::1]", "6to4"),
    ]


def _shared(port: int) -> list[Form]:
    file = SHARED / "hostile" / "ssrf_urls.jsonl"
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    given = [json.loads(line) for line in lines if line]
    return [Form(one["url"], f"given: {one['kind']}") for one in given if one["refuse"]]
