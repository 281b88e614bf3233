"""Notices by a real service of notices, with its buttons."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.desktop import news
from tests.desktop.session import Session
from tests.desktop.tray_host import TrayHost, wait
from tests.library_fixtures import rows
from tests.servers import Site

HOSTILE = "<b>Sale</b> &amp; \u202egnihtemos\u202c <img src='https://a.example/x.png'>"


def _shown(desktop: Session) -> str:
    """The notices that the service has shown, title and text."""
    return (desktop.home / "notices.log").read_text(errors="replace")


@pytest.fixture
def hidden(desktop: Session, tray: TrayHost, site: Site, tmp_path: Path) -> Path:
    """The program in the tray, told of two articles of one feed. The library."""
    library = news.library(tmp_path, site)
    news.choose(desktop.home, notify=True)
    desktop.daemon()
    desktop.reader(library, "--minimized")
    tray.wait_for_item()
    news.publish(site, "/harbour", [HOSTILE, "The ferry is back"])
    tray.click("Refresh all feeds")
    wait(lambda: "2 new articles" in _shown(desktop) and news.asked(library) == 2, "no notice came")
    assert not desktop.windows()
    return library


def test_one_notice_tells_of_all_and_says_nothing_but_words(desktop: Session, hidden: Path) -> None:
    said = _shown(desktop)
    assert "Harbour news: 2 new articles" in said
    assert "The ferry is back" in said
    assert "&lt;b&gt;Sale&lt;/b&gt; &amp;amp; gnihtemos &lt;img" in said, "what the service takes for markup is none"
    assert "\u202e" not in said
    assert desktop.read("dunstctl", "count", "displayed").strip() == "1"


def test_a_click_opens_the_article(desktop: Session, hidden: Path, tray: TrayHost) -> None:
    desktop.read("dunstctl", "action", "0")
    wait(desktop.windows, "the window did not open")
    wait(lambda: news.unread(hidden) == 3, "the article was not opened")
    read = rows(hidden, "SELECT title FROM article JOIN state USING (id) WHERE is_read = 1")
    assert read[0][0].startswith("<b>Sale"), "the newest"
    wait(lambda: desktop.read("dunstctl", "count", "displayed").strip() == "0", "the notice still stands")


def test_mark_as_read_marks_all_of_it_and_opens_nothing(desktop: Session, hidden: Path) -> None:
    desktop.press("Mark as read")
    wait(lambda: news.unread(hidden) == 2, "they are not read")
    assert not desktop.windows()


def test_the_next_news_take_the_place_of_a_notice_that_stands(
    desktop: Session, hidden: Path, tray: TrayHost, site: Site
) -> None:
    news.publish(site, "/weather", ["Storm", "Rain"])
    tray.click("Refresh all feeds")
    wait(lambda: "4 new articles in 2 feeds" in _shown(desktop), "no second notice")
    assert desktop.read("dunstctl", "count", "displayed").strip() == "1"
    assert "Weather &amp; sea: Storm" in _shown(desktop)


def test_while_the_window_is_used_nothing_is_told(desktop: Session, tray: TrayHost, site: Site, tmp_path: Path) -> None:
    library = news.library(tmp_path, site)
    news.choose(desktop.home, notify=True)
    desktop.daemon()
    desktop.reader(library)
    tray.wait_for_item()
    wait(desktop.windows, "no window")
    time.sleep(2)  # A moment after its start it comes to the front.
    desktop.read("xdotool", "windowactivate", "--sync", desktop.windows()[0])
    news.publish(site, "/harbour", ["The ferry is back"])
    tray.click("Refresh all feeds")
    wait(lambda: news.unread(library) == 3 and news.asked(library) == 2, "nothing came")
    tray.click("Hide the window")
    wait(lambda: not desktop.windows(), "it did not hide")
    news.publish(site, "/weather", ["Storm"])
    tray.click("Refresh all feeds")
    wait(lambda: "Storm" in _shown(desktop), "nothing was told when the window was away")
    assert "The ferry is back" not in _shown(desktop)
