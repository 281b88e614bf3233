"""The proxy of the system's settings is used where the environment names none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.feeds import surroundings, system_proxy
from desktop_reader.feeds.fetch import Ask, fetch
from desktop_reader.feeds.system_proxy import Chosen, of_gnome, of_kde
from tests.documents import Item, rss
from tests.servers import Site, without_proxy

GNOME = """org.gnome.system.proxy use-same-proxy true
org.gnome.system.proxy mode 'manual'
org.gnome.system.proxy autoconfig-url ''
org.gnome.system.proxy ignore-hosts ['localhost', '127.0.0.0/8', '::1']
org.gnome.system.proxy.ftp host ''
org.gnome.system.proxy.ftp port 0
org.gnome.system.proxy.http host 'proxy.example'
org.gnome.system.proxy.http port 8080
org.gnome.system.proxy.https host ''
org.gnome.system.proxy.https port 0
org.gnome.system.proxy.socks host 'socks.example'
org.gnome.system.proxy.socks port 1080
"""
KDE = """[Proxy Settings]
NoProxyFor=localhost,intranet.example
Proxy Config Script=
ProxyType=1
httpProxy=http://proxy.example 8080
httpsProxy=http://secure.example:3128
socksProxy=socks://socks.example 1080
"""


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    without_proxy(monkeypatch)
    system_proxy.forget()
    yield
    system_proxy.forget()


def test_gnome() -> None:
    found = of_gnome(GNOME)
    assert found.proxy("http") == "http://proxy.example:8080"
    assert found.proxy("https") == "socks5h://socks.example:1080"
    assert found.spared.split() == ["localhost", "127.0.0.0/8", "::1"]
    for other in (GNOME.replace("manual", "none"), GNOME.replace("manual", "auto"), "", "No such schema"):
        assert of_gnome(other) == Chosen()
    assert of_gnome(GNOME.replace("['localhost', '127.0.0.0/8', '::1']", "@as []")).spared == ""


def test_kde() -> None:
    found = of_kde(KDE)
    assert found.proxy("http") == "http://proxy.example:8080"
    assert found.proxy("https") == "http://secure.example:3128"
    assert of_kde(KDE.replace("httpsProxy", "ftpProxy")).proxy("https") == "socks5h://socks.example:1080"
    for other in (KDE.replace("=1\n", "=0\n"), "[Other]\na=b\n", ""):
        assert of_kde(other) == Chosen()


@given(st.text())
def test_settings_of_any_shape_are_read_or_left_alone(text: str) -> None:
    assert isinstance(of_gnome(text), Chosen)


def test_the_settings_are_used_and_the_environment_goes_before_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, site: Site
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "KDE")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "kioslaverc").write_text(KDE.replace("http://proxy.example 8080", f"http://127.0.0.1 {site.port}"))
    site.serve("http://feeds.example/rss", rss([Item(1)]))
    assert fetch(Ask(1, "http://feeds.example/rss")).status == 200
    assert surroundings.proxy_for("https", "a.example") == "http://secure.example:3128"
    assert surroundings.proxy_for("https", "www.intranet.example") == ""
    monkeypatch.setenv("no_proxy", "b.example")
    assert surroundings.proxy_for("https", "b.example") == ""
    monkeypatch.setenv("https_proxy", "http://own.example:1")
    assert surroundings.proxy_for("https", "a.example") == "http://own.example:1"
    assert surroundings.proxy_for("http", "a.example") == "", "who sets one in the environment has set all there"


def test_settings_that_cannot_be_read_are_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    for desktop, text in (("KDE", None), ("KDE", "no settings"), ("GNOME", None)):
        if text is not None:
            (tmp_path / "kioslaverc").write_text(text)
        monkeypatch.setenv("XDG_CURRENT_DESKTOP", desktop)
        system_proxy.forget()
        assert surroundings.proxy_for("https", "a.example") == ""
