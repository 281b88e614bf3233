"""The proxy that somebody chose in the system's settings: of Windows and macOS, of GNOME and its kin, of KDE.

Looked up again after some minutes, on the thread that asks servers. A script that decides (PAC) is not run.
"""

from __future__ import annotations

import ast
import configparser
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

_LOOKED_UP_EVERY = 300.0
_PATIENCE = 3.0
_GNOME = "org.gnome.system.proxy"
_KINDS = ("http", "https", "socks")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Addresses by kind (http, https, socks), and the hosts that are asked without, as ``no_proxy`` has them."""

    proxies: dict[str, str] = field(default_factory=dict)
    spared: str = ""

    def proxy(self, scheme: str) -> str:
        """The address for a scheme; an empty text for none."""
        return self.proxies.get(scheme) or self.proxies.get("socks") or ""


_NOTHING = Chosen()
_known: tuple[float, Chosen] | None = None


def chosen() -> Chosen:
    """What is chosen now; a setting that cannot be read counts as none."""
    global _known
    if _known is None or time.monotonic() - _known[0] > _LOOKED_UP_EVERY:
        _known = (time.monotonic(), _look_up())
    return _known[1]


def forget() -> None:
    """It is looked up again."""
    global _known
    _known = None


def _look_up() -> Chosen:
    try:
        if sys.platform in ("win32", "darwin"):
            return _of_python(urllib.request.getproxies())
        desktop = os.environ.get("XDG_CURRENT_DESKTOP", "").upper()
        if "KDE" in desktop:
            return of_kde(_kde_settings())
        if any(name in desktop for name in ("GNOME", "UNITY", "CINNAMON", "BUDGIE", "MATE", "XFCE", "PANTHEON")):
            return of_gnome(_gnome_settings())
    except (OSError, ValueError, subprocess.SubprocessError, configparser.Error):
        pass
    return _NOTHING


def of_gnome(text: str) -> Chosen:
    """What ``gsettings list-recursively`` says."""
    found: dict[str, object] = {}
    for line in text.splitlines():
        schema, _, rest = line.strip().partition(" ")
        name, _, value = rest.partition(" ")
        try:
            found[f"{schema.removeprefix(_GNOME).lstrip('.')} {name}".strip()] = ast.literal_eval(
                value.removeprefix("@as ")
            )
        except (ValueError, SyntaxError):
            continue  # true and false, which nothing here needs.
    if found.get("mode") != "manual":
        return _NOTHING
    proxies = {
        kind: _address(kind, f"{found[f'{kind} host']}:{found.get(f'{kind} port')}")
        for kind in _KINDS
        if found.get(f"{kind} host") and found.get(f"{kind} port")
    }
    spared = found.get("ignore-hosts")
    return Chosen(proxies, " ".join(map(str, spared)) if isinstance(spared, list) else "")


def of_kde(text: str) -> Chosen:
    """What stands in ``kioslaverc``."""
    settings = configparser.RawConfigParser(strict=False)
    settings.read_string(text)
    if settings.get("Proxy Settings", "ProxyType", fallback="0") != "1":
        return _NOTHING
    proxies = {}
    for kind in _KINDS:
        # KDE writes "http://host 8080".
        said = ":".join(settings.get("Proxy Settings", f"{kind}Proxy", fallback="").split())
        if said:
            proxies[kind] = _address(kind, said.partition("//")[2] or said)
    return Chosen(proxies, settings.get("Proxy Settings", "NoProxyFor", fallback=""))


def _of_python(found: dict[str, str]) -> Chosen:
    kinds = {kind: found.get(kind, "") for kind in _KINDS}
    proxies = {kind: _address(kind, said.partition("//")[2] or said) for kind, said in kinds.items() if said}
    return Chosen(proxies, found.get("no", ""))


def spares(host: str) -> bool:
    """What Windows and macOS themselves say of a host; elsewhere its name is compared with what is spared."""
    bypass: Callable[[str], object] | None = getattr(urllib.request, "proxy_bypass", None)
    return sys.platform in ("win32", "darwin") and bypass is not None and bool(bypass(host))


def _address(kind: str, place: str) -> str:
    # Names are looked up by a SOCKS proxy itself, as a browser has it.
    return f"{'socks5h' if kind == 'socks' else 'http'}://{place}"


def _gnome_settings() -> str:
    done = subprocess.run(
        ["gsettings", "list-recursively", _GNOME], capture_output=True, text=True, timeout=_PATIENCE, check=False
    )
    return done.stdout


def _kde_settings() -> str:
    folder = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return (Path(folder) / "kioslaverc").read_text(encoding="utf-8", errors="replace")
