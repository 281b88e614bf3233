"""What the computer says about the way to the web: its certificate authorities and its proxy."""

from __future__ import annotations

import contextlib
import os
import socket
from ipaddress import ip_address, ip_network
from pathlib import Path

from desktop_reader.errors import FetchError
from desktop_reader.feeds import address, system_proxy
from desktop_reader.records.network import Range

_PROXIES = ("http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
_STORES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch, Gentoo
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  # Fedora, Red Hat
    "/etc/pki/tls/certs/ca-bundle.crt",  # older Fedora, Red Hat
    "/etc/ssl/ca-bundle.pem",  # openSUSE
    "/etc/ssl/cert.pem",  # Alpine, macOS, BSD
)


def certificate_file() -> str:
    """The file of authorities to believe: SSL_CERT_FILE, else the system's own, else certifi's."""
    for path in (os.environ.get("SSL_CERT_FILE", ""), *_STORES):
        if path and Path(path).is_file():
            return path
    import certifi

    return certifi.where()


def certificate_folder() -> str | None:
    """SSL_CERT_DIR where it stands alone. Beside a file it only makes libcurl read all for every server."""
    return None if os.environ.get("SSL_CERT_FILE") else os.environ.get("SSL_CERT_DIR") or None


def proxy_for(scheme: str, host: str) -> str:
    """The proxy for a server by the environment's variables, read as curl reads them, else by the system's settings; an
    empty text for none.
    """
    # HTTP_PROXY in capitals is left alone: a web server that starts programs may fill it from a request's header.
    names = ("http_proxy",) if scheme == "http" else ("https_proxy", "HTTPS_PROXY")
    proxy = next((found for name in (*names, "all_proxy", "ALL_PROXY") if (found := os.environ.get(name))), "")
    spared = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    if not proxy and not any(os.environ.get(name) for name in _PROXIES):
        system = system_proxy.chosen()
        proxy, spared = system.proxy(scheme), f"{system.spared} {spared}"
        if proxy and system_proxy.spares(host):
            return ""
    return "" if not proxy or _spared(host, spared) else proxy


def names_stay_with(proxy: str) -> bool:
    """Whether nobody but the proxy may hear the names that are asked for: so have it those of Tor and its kin, which
    speak SOCKS or lie on this very computer. A name that was looked up here would tell the network what is read.
    """
    kind, _, place = proxy.rpartition("://")
    if kind.lower() in ("socks5h", "socks4a"):
        return True
    if kind.lower() in ("socks4", "socks5"):
        return False  # libcurl looks the names up for these.
    try:
        return address.private_range(f"http://{place}") is Range.LOOPBACK
    except FetchError:
        return False


def has_route() -> bool:
    """Whether this computer knows a way to the internet at all. Nothing is sent, and no server is named."""
    for family, somewhere in ((socket.AF_INET, "198.51.100.1"), (socket.AF_INET6, "2001:db8::1")):
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as unsent:
            unsent.connect((somewhere, 9))  # A datagram socket only looks the way up.
            return True
    return False


def _spared(host: str, no_proxy: str) -> bool:
    host = host.rstrip(".").lower()
    for entry in no_proxy.replace(",", " ").split():
        name = entry.strip("[]").strip(".").lower()
        if name == "*" or host == name or (name and host.endswith("." + name)) or _within(host, name):
            return True
    return False


def _within(host: str, network: str) -> bool:
    try:
        return ip_address(host) in ip_network(network, strict=False)
    except ValueError:
        return False
