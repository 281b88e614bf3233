"""Links as they go out: to the server that they name, and without telling where one comes from, if that is wanted."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from desktop_reader.ui.links import outward
from tests.library_fixtures import NOW, came, entry, follow, indexed, opened
from tests.ui.program import Start, press, settle, start

__all__ = ["start"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")

BODY = '<p>See <a href="https://e.org/a?id=1&amp;utm_source=rss">this</a>.</p>'
URL = "https://e.org/one?utm_medium=feed&id=7"


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("https://good.example@evil.example/a", "https://evil.example/a"),
        ("https://good.example:80@evil.example:8080/", "https://evil.example:8080/"),
        ("https://a@b@evil.example/@x", ""),
        ("https://\u0430pple.com/", "https://xn--pple-43d.com/"),
        ("https://evil\u3002com/", "https://evil.com/"),
        ("mailto:a@e.org", "mailto:a@e.org"),
        ("file:///etc/passwd", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_a_link_leads_to_its_server_and_shows_it(address: str, leads: str) -> None:
    assert outward(QUrl(address)) == leads


def test_the_switch_works_at_once(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path / "program.db") as library:
        came(library, follow(library, title="Feed"), entry("g", URL, "One", "See this.", NOW, html=BODY))
        indexed(library)
    handed: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: handed.append(url.toString()))
    program = start(filled=False)
    program.window.articles.view.pick(0)
    settle()
    shown = program.window.reading.view.article
    assert shown is not None
    assert (shown.url, "utm_" in shown.html) == ("https://e.org/one?id=7", False)
    press(program, "V")
    press(program, "Ctrl+Shift+C")
    assert (handed, QGuiApplication.clipboard().text()) == (["https://e.org/one?id=7"], "https://e.org/one?id=7")
    program.choices.choose({"strip_tracking": False})
    shown = program.window.reading.view.article
    assert shown is not None
    assert (shown.url, "utm_source" in shown.html) == (URL, True)
    press(program, "Ctrl+Shift+C")
    assert QGuiApplication.clipboard().text() == URL
