"""A short form of the sanitiser's chaos test, and the proof that its judges see what they are there for."""

from __future__ import annotations

from unittest import mock

import pytest
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from desktop_reader.content import clean
from tests.chaos import judge, payloads, sanitiser
from tests.chaos.html_roads import by_rss, smuggled
from tests.chaos.watched import watched
from tests.ui.test_viewer_page import article

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "Pixel size <= 0")


def test_nothing_gets_out(qtbot: QtBot) -> None:
    some = [*payloads.shared()[::40], *payloads.seeds()[::2], *payloads.grown(20)]
    outcome = sanitiser.tried(some, every=25)
    assert outcome.losses == []
    counts = {name: int(number) for name, number in outcome.counts.items()}
    assert counts["dangerous as they came"] > len(some) // 2
    assert counts["loads of a viewer without our limits"] > 5
    assert counts["articles kept, by ten roads"] > 5 * len(some)
    assert counts["articles of a library that somebody forged"] == len(some)
    assert counts["pictures asked for, http(s) and to be seen"] > 0
    assert counts["documents that went out"] > 0


def test_a_library_that_nobody_looks_at_again_would_be_noticed(qtbot: QtBot) -> None:
    with mock.patch.object(clean, "kept", lambda html: html):
        assert sanitiser.tried(["<a href='javascript:x'>a</a>", "<img src='/etc/hostname'>"], every=9).losses


def test_a_pane_that_asks_would_be_noticed(qtbot: QtBot) -> None:
    with watched() as view:
        view.look_at(article("<p>words</p>"))
        assert view.loads == []
        view.document().setHtml("<style>@import url('file:///etc/hostname');</style>a<img src='/etc/hosts'>")
        view.document().adjustSize()
        assert set(view.loads) == {"3 file:///etc/hostname", "2 /etc/hosts"}
        assert view.toPlainText().strip("\ufffc") == "a"


@pytest.mark.parametrize(
    "html",
    [
        "<script>a</script>",
        "<p onclick=x>a</p>",
        "<p style='a:b'>a</p>",
        "<a href='javascript:x'>a</a>",
        "<a href='java\tscript:x'>a</a>",
        "<a href='//e.org/'>a</a>",
        "<a href='mailto:a@e.org?attach=x'>a</a>",
        "<img src='a.png'>",
        "<img>",
        "<img src='https://e.org/a.png' width=1>",
        "<img src='https://pixel.wp.com/a.gif'>",
        "<svg><p>a",
        "<!-- a -->",
        "<b id=a>a</b>",
        "<td colspan=1000>a</td>",
    ],
)
def test_each_danger_is_seen(html: str) -> None:
    assert judge.dangers(html)


def test_harmless_things_are_let_be() -> None:
    html = '<p dir="rtl"><a href="https://e.org/?a=1&amp;b=2">a</a> <img src="http://e.org/a.png" alt="&lt;b&gt;"></p>'
    assert judge.dangers(html) == []
    assert judge.in_markdown("a `<b>` \\<b> ``<i>`` [a](https://e.org)\n\n```\n<script>\n```\n") == []


@pytest.mark.parametrize(
    "text", ["a <img src=x onerror=y>", "\\`<b>`", "`a\n\n<b>`", "[a](javascript:x)", "</p>", "<!-- a"]
)
def test_html_in_markdown_is_seen(text: str) -> None:
    assert judge.in_markdown(text)


def test_a_documents_own_links_and_pictures_are_looked_at(qtbot: QtBot) -> None:
    document = QTextDocument()
    document.setHtml("<a href='file:///etc/hostname'>a</a><img src='https://e.org/a.png'>")
    assert judge.in_document(document) == ["a link to file:///etc/hostname"]


def test_what_is_generated_is_many_things_and_the_same_each_time() -> None:
    assert list(payloads.grown(300)) == list(payloads.grown(300)) != list(payloads.grown(300, seed=2))
    assert len(set(payloads.grown(600))) > 590
    assert sum(bool(judge.dangers(one)) for one in payloads.grown(600)) > 500


def test_what_was_kept_is_what_was_stored(qtbot: QtBot) -> None:
    """The roads do carry the payloads: a word of each comes out."""
    assert [one.content.html for one in by_rss(["<b>one</b>", "<p>two</p>"])] == ["<b>one</b>", "<p>two</p>"]
    assert smuggled(["<script>x"])[0].content.html == "<script>x"
