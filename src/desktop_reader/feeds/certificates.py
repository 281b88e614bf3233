"""Why a certificate is not believed, in words. Pure: from what OpenSSL said by way of libcurl."""

from __future__ import annotations

_WORDS = (
    ("does not match target host", "it is for another host than {host}"),
    ("no alternative certificate subject name", "it is for another host than {host}"),
    ("certificate has expired", "it has expired, or this computer’s clock is wrong"),
    ("not yet valid", "it is not valid yet, or this computer’s clock is wrong"),
    ("certificate revoked", "it was withdrawn by who signed it"),
    ("in certificate chain", "it is signed by an authority that this computer does not know"),
    ("self-signed", "it is signed by itself, by no authority"),
    ("self signed", "it is signed by itself, by no authority"),
    ("issuer certificate", "it is signed by an authority that this computer does not know"),
    ("first certificate", "the server leaves out who signed it"),
    ("certificate file", "this computer’s list of authorities cannot be read; see SSL_CERT_FILE"),
    ("certificate verify locations", "this computer’s list of authorities cannot be read; see SSL_CERT_FILE"),
    ("trust anchors", "this computer’s list of authorities cannot be read; see SSL_CERT_FILE"),
    ("too weak", "it is signed in a way that is not safe any more"),
    ("key too small", "it is signed in a way that is not safe any more"),
)


def reason(said: str, host: str) -> str:
    """What is wrong with the certificate of ``host``; what was said itself where there are no words for it."""
    low = said.lower()
    words = next((words for mark, words in _WORDS if mark in low), None)
    if words is None:
        return said.removeprefix("SSL certificate problem: ") or host
    return words.format(host=host)
