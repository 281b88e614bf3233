"""T: a certificate that is not right is not believed, and nothing is read over it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which

import pytest

from tests.documents import Item, rss
from tests.rules.reader import Reader
from tests.servers import Site

OPENSSL = which("openssl")
NAMES = {"good": ("localhost", "9"), "expired": ("localhost", "0"), "other": ("other.example", "9")}

pytestmark = pytest.mark.skipif(OPENSSL is None, reason="the certificates of these tests are made by openssl")


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An authority of our own, and what it has signed: good, expired, for another host; and one that signed itself."""
    folder = tmp_path_factory.mktemp("certificates")

    def call(*words: str) -> None:
        subprocess.run([str(OPENSSL), *words], cwd=folder, check=True, capture_output=True, timeout=60)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    call("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "9", "-subj", "/CN=Test authority")
    for name, (host, days) in NAMES.items():
        (folder / f"{name}.ext").write_text(f"subjectAltName=DNS:{host}\n")
        call("req", *key, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={host}")
        signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", days, "-extfile", f"{name}.ext")
        call("x509", "-req", "-in", f"{name}.csr", "-out", f"{name}.pem", *signed)
    alone = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "9")
    call("req", "-x509", *key, "-keyout", "alone.key", "-out", "alone.pem", *alone)
    return folder


def health(reader: Reader, certificates: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a refresh says of a feed behind this certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates / "ca.pem"))
    with Site(certificate=(certificates / f"{name}.pem", certificates / f"{name}.key")) as site:
        site.serve("/feed", rss([Item(1)]))
        url = site.url("/feed", "localhost")
        reader.follow(url)
        reader.refresh()
        assert len(site.requests) == len(reader.articles())
    return reader.health(url)


def refused(reader: Reader, certificates: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> str:
    words = health(reader, certificates, name, monkeypatch)
    assert words.startswith("The server’s certificate is not valid (")
    assert not reader.articles()
    return words


def test_T00_a_certificate_of_an_authority_that_is_believed_is_accepted(
    reader: Reader, certificates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert health(reader, certificates, "good", monkeypatch) == "fine"
    assert set(reader.articles()) == {"Article 1"}


def test_T01_a_certificate_that_signed_itself_is_refused(
    reader: Reader, certificates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "self" in refused(reader, certificates, "alone", monkeypatch)


def test_T02_an_expired_certificate_is_refused(
    reader: Reader, certificates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "expired" in refused(reader, certificates, "expired", monkeypatch)


def test_T03_a_certificate_of_another_host_is_refused(
    reader: Reader, certificates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "localhost" in refused(reader, certificates, "other", monkeypatch)
