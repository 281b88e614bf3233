"""A tray of the older kind, and nobody who shows notices: the icon itself tells the news, and a click opens them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.desktop import news
from tests.desktop.session import Session
from tests.desktop.tray_host import wait
from tests.library_fixtures import rows
from tests.servers import Site

HOSTILE = "<b>Sale</b> & more"
ICON, BALLOON, WINDOW = 40, 400, 10_000
"""So wide at most."""


@pytest.mark.skipif(shutil.which("trayer") is None, reason="not installed: trayer")
def test_a_click_on_the_balloon_opens_the_article(desktop: Session, site: Site, tmp_path: Path) -> None:
    library = news.library(tmp_path, site)
    news.choose(desktop.home, notify=True)
    desktop.begin("trayer", "--edge", "top", "--align", "right", "--widthtype", "pixel", "--width", "60")
    wait(lambda: desktop.windows("panel"), "no panel")
    reader = desktop.reader(library, "--minimized")
    wait(lambda: seen(desktop, ICON), "no icon in the tray")
    assert not seen(desktop, WINDOW)

    news.publish(site, "/harbour", [HOSTILE])
    assert desktop.reader(library, "--refresh", "--minimized").wait(30) == 0
    wait(lambda: seen(desktop, BALLOON), "nothing was told")
    assert not seen(desktop, WINDOW), "it is told, and nothing more"

    desktop.read("xdotool", "mousemove", "--window", seen(desktop, BALLOON)[0], "40", "60", "click", "1")
    wait(lambda: seen(desktop, WINDOW), "the window did not open")
    wait(lambda: news.unread(library) == 2, "the article was not opened")
    read = rows(library, "SELECT title FROM article JOIN state USING (id) WHERE is_read = 1")
    assert read == [(HOSTILE,)]
    wait(lambda: not seen(desktop, BALLOON), "it is told still")
    assert reader.poll() is None


def seen(desktop: Session, most: int) -> list[str]:
    """The windows of the program that can be seen, of this size: its icon, its balloon, or the window itself."""
    sizes = (0, ICON, BALLOON, WINDOW)
    found = []
    for one in desktop.read("xdotool", "search", "--onlyvisible", "--class", "^Desktop Reader$").split():
        said = re.search(r"^WIDTH=(\d+)$", desktop.read("xdotool", "getwindowgeometry", "--shell", one), re.M)
        if said is not None and sizes[sizes.index(most) - 1] < int(said[1]) <= most:
            found.append(one)
    return found
