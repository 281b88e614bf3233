"""The way to a server: private networks, proxies, certificates."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path
from shutil import which

import pytest

from desktop_reader.errors import FetchError
from desktop_reader.feeds import journey, surroundings
from desktop_reader.feeds.fetch import Ask, Fetcher, Outcome, fetch
from desktop_reader.feeds.limits import Limits
from desktop_reader.feeds.networks import literal_range, range_of
from desktop_reader.records.health import Problem
from tests.feeds.asking import RSS, body, get, get_url, problem, run
from tests.servers import Site, site, without_proxy

__all__ = ["site"]  # the fixture


# Private networks


def test_a_feed_may_lie_at_home_only_by_leave(site: Site) -> None:
    site.serve("/feed", RSS)
    for url in (
        site.url("/feed"),
        site.url("/feed", "localhost"),
        site.url("/feed", "0x7f.1"),
        site.url("/feed", "127.1"),
    ):
        with pytest.raises(FetchError) as caught:
            fetch(Ask(1, url))
        assert caught.value.problem is Problem.UNSAFE_ADDRESS
        assert body(get_url(url)) == RSS


def _pretend_public(monkeypatch: pytest.MonkeyPatch, ip: str) -> None:
    """Let one loopback address pass for a public one, so that the way from outside to inside can be walked."""
    from desktop_reader.feeds import fetch as module

    monkeypatch.setattr(module, "range_of", lambda found: None if found == ip else range_of(found))
    monkeypatch.setattr(journey, "literal_range", lambda host: None if host == ip else literal_range(host))


@pytest.mark.parametrize("leave", [True, False])
@pytest.mark.parametrize("inside", ["127.0.0.1", "localhost", "2130706433", "127.1", "foo.localhost"])
def test_a_public_feed_does_not_lead_inside(
    site: Site, monkeypatch: pytest.MonkeyPatch, inside: str, leave: bool
) -> None:
    _pretend_public(monkeypatch, "127.0.0.9")
    site.serve("/secret", b"the router's password")
    with Site("127.0.0.9") as public:
        public.serve("/feed", status=302, headers={"Location": site.url("/secret", inside)})
        with pytest.raises(FetchError) as caught:
            fetch(Ask(1, public.url("/feed"), allow_private=leave))
        assert caught.value.problem is Problem.UNSAFE_ADDRESS
        public.serve("/feed", RSS)
        assert fetch(Ask(1, public.url("/feed"))).status == 200
    assert site.requests == []
    assert site.connections == 0


def test_the_socket_is_what_counts_not_the_name(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    # As when DNS gives another address than it gave before: the spelling says nothing, the socket leads inside.
    monkeypatch.setattr(journey, "literal_range", lambda host: None)
    site.serve("/feed", RSS)
    with pytest.raises(FetchError) as caught:
        fetch(Ask(1, site.url("/feed", "localhost")))
    assert caught.value.problem is Problem.UNSAFE_ADDRESS
    assert site.connections == 0


def test_a_connection_opened_by_leave_is_not_used_without(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journey, "literal_range", lambda host: None)
    site.serve("/feed", RSS)
    with Fetcher(Limits(host_connections=1)) as fetcher:
        for key in range(4):
            fetcher.add(Ask(key, site.url("/feed"), allow_private=key % 2 == 0))
        outcomes = run(fetcher)
    assert body(outcomes[0]) == body(outcomes[2]) == RSS
    assert problem(outcomes[1]) is problem(outcomes[3]) is Problem.UNSAFE_ADDRESS
    assert len(site.requests) == 2


def test_a_feed_at_home_leads_on_within_its_own_range_only(site: Site) -> None:
    with Site("127.0.0.4") as neighbour:
        neighbour.serve("/feed", RSS)
        site.serve("/feed", status=301, headers={"Location": neighbour.url("/feed")})
        assert body(get(site)) == RSS
    site.serve("/feed", status=301, headers={"Location": "http://169.254.169.254/latest/meta-data/"})
    assert problem(get(site)) is Problem.UNSAFE_ADDRESS


# Proxies


def test_a_proxy_of_the_environment_is_used_and_may_lie_at_home(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", site.url(""))
    for url in ("http://feeds.example/rss", "http://feeds.example/a%2fb/../c?d=%zz"):
        site.serve(url, RSS)
        assert body(fetch_public(url)) == RSS
    with pytest.raises(FetchError) as caught:
        fetch_public("http://192.168.1.1/")
    assert caught.value.problem is Problem.UNSAFE_ADDRESS
    monkeypatch.setenv("no_proxy", "feeds.invalid")
    assert problem(get_url("http://feeds.invalid/rss")) is Problem.UNKNOWN_HOST
    assert len(site.requests) == 2


def fetch_public(url: str) -> Outcome:
    return fetch(Ask(1, url))


@pytest.mark.parametrize(
    ("no_proxy", "host", "spared"),
    [
        ("", "a.example", False),
        ("*", "a.example", True),
        ("example", "a.example", True),
        (".example", "a.example", True),
        ("a.example, b.example", "b.example", True),
        ("a.example", "aa.example", False),
        ("10.0.0.0/8", "10.1.2.3", True),
        ("10.0.0.0/8", "11.1.2.3", False),
        ("[::1]", "::1", True),
    ],
)
def test_no_proxy_spares_hosts(monkeypatch: pytest.MonkeyPatch, no_proxy: str, host: str, spared: bool) -> None:
    without_proxy(monkeypatch)
    assert surroundings.proxy_for("https", host) == ""
    monkeypatch.setenv("ALL_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("HTTP_PROXY", "http://wrong.example")
    monkeypatch.setenv("no_proxy", no_proxy)
    for scheme in ("http", "https"):
        assert surroundings.proxy_for(scheme, host) == ("" if spared else "http://proxy.example:3128")


# Certificates


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An authority of our own, and four servers' certificates: good, expired, of another host, signed by itself."""
    openssl = which("openssl")
    if openssl is None:
        pytest.skip("needs the openssl command to make certificates")
    folder = tmp_path_factory.mktemp("certificates")

    def call(*words: str) -> None:
        subprocess.run([openssl, *words], cwd=folder, check=True, capture_output=True, timeout=30)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    call("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "9", "-subj", "/CN=Test authority")
    for name, host, days in (
        ("good", "localhost", "9"),
        ("expired", "localhost", "0"),
        ("other", "other.example", "9"),
    ):
        (folder / f"{name}.ext").write_text(f"subjectAltName=DNS:{host}\n")
        call("req", *key, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={host}")
        signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", days, "-extfile", f"{name}.ext")
        call("x509", "-req", "-in", f"{name}.csr", "-out", f"{name}.pem", *signed)
    alone = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "9")
    call("req", "-x509", *key, "-keyout", "alone.key", "-out", "alone.pem", *alone)
    return folder


@pytest.mark.parametrize(
    ("name", "believed"),
    [
        pytest.param("good", True, id="t00_signed_by_the_authority"),
        pytest.param("alone", False, id="t01_signed_by_itself"),
        pytest.param("expired", False, id="t02_expired"),
        pytest.param("other", False, id="t03_of_another_host"),
    ],
)
def test_certificates_are_checked(
    certificates: Path, monkeypatch: pytest.MonkeyPatch, name: str, believed: bool
) -> None:
    without_proxy(monkeypatch)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates / "ca.pem"))
    with Site(certificate=(certificates / f"{name}.pem", certificates / f"{name}.key")) as site:
        site.serve("/feed", RSS)
        answer = get_url(site.url("/feed", "localhost"))
        if believed:
            assert body(answer) == RSS
        else:
            assert problem(answer) is Problem.CERTIFICATE
            assert site.requests == []


def test_without_ssl_cert_file_there_is_still_an_authority_to_believe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    assert ssl.create_default_context(cafile=surroundings.certificate_file()).get_ca_certs()
    monkeypatch.setattr(surroundings, "_STORES", ())
    assert Path(surroundings.certificate_file()).is_file()
    assert surroundings.certificate_folder() is None
