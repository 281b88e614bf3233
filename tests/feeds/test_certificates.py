"""What OpenSSL says of a certificate becomes words that a person understands."""

from __future__ import annotations

import pytest

from desktop_reader.feeds.certificates import reason


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("SSL certificate problem: self-signed certificate", "by itself"),
        ("SSL certificate problem: self signed certificate", "by itself"),
        ("SSL certificate problem: self-signed certificate in certificate chain", "this computer does not know"),
        ("SSL certificate problem: unable to get local issuer certificate", "this computer does not know"),
        ("SSL certificate problem: unable to verify the first certificate", "leaves out who signed it"),
        ("SSL certificate problem: certificate has expired", "it has expired"),
        ("SSL certificate problem: certificate is not yet valid", "not valid yet"),
        ("SSL certificate problem: certificate revoked", "withdrawn"),
        ("SSL: no alternative certificate subject name matches target host name 'a.example'", "than a.example"),
        ("SSL: certificate subject name 'b' does not match target hostname 'a.example'", "than a.example"),
        ("error setting certificate verify locations:  CAfile: /nowhere", "SSL_CERT_FILE"),
        ("error adding trust anchors from file: /x", "SSL_CERT_FILE"),
        ("SSL certificate problem: path length constraint exceeded", "path length constraint exceeded"),
        ("", "a.example"),
    ],
)
def test_each_reason_has_words(said: str, words: str) -> None:
    assert words in reason(said, "a.example")
    assert "{" not in reason(said, "a.example")
