"""A link to a letter says whom it is to and what is in it, and brings no file along."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QUrl

from desktop_reader.ui.links import outward


@pytest.mark.parametrize(
    ("link", "goes_out"),
    [
        ("mailto:me@example.org", "mailto:me@example.org"),
        (
            "mailto:me@example.org?subject=A%20%26%20b&body=c%0Ad",
            "mailto:me@example.org?subject=A%20%26%20b&body=c%0Ad",
        ),
        ("mailto:me@example.org?attach=/etc/passwd", "mailto:me@example.org"),
        (
            "mailto:me@example.org?subject=a&ATTACHMENT=file:///etc/passwd&cc=you@example.org",
            "mailto:me@example.org?subject=a&cc=you@example.org",
        ),
        ("mailto:me@example.org?%61ttach=/etc/passwd", "mailto:me@example.org"),
        ("mailto:?attach=/etc/passwd", "mailto:"),
        ("https://example.org/?attach=1", "https://example.org/?attach=1"),
    ],
)
def test_a_letter_brings_no_file(link: str, goes_out: str) -> None:
    assert outward(QUrl(link)) == goes_out
