"""In the tray, with nothing to do, the program does nothing: it wakes up once a minute, and is small."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.desktop import news
from tests.desktop.session import Session, children, shared_kib, switches
from tests.desktop.tray_host import TrayHost, wait
from tests.servers import Site

SETTLED, WATCHED = 120.0, 240.0
MOST_KIB = 120 * 1024


@pytest.mark.timeout(SETTLED + WATCHED + 120)
def test_in_the_tray_it_sleeps(desktop: Session, tray: TrayHost, site: Site, tmp_path: Path) -> None:
    news.choose(desktop.home, refresh_minutes=60, notify=True)
    library = news.library(tmp_path, site)
    desktop.daemon()
    reader = desktop.reader(library, "--minimized")
    tray.wait_for_item()
    wait(lambda: news.asked(library) == 2, "the clock did not ask")
    time.sleep(SETTLED)
    before = switches(reader.pid)
    time.sleep(WATCHED)
    after = switches(reader.pid)
    woken = {name: count - before.get(name, 0) for name, count in after.items() if count != before.get(name, 0)}
    size = shared_kib(reader.pid)
    print("woken", woken, "PSS", size, "KiB", "children", [shared_kib(child) for child in children(reader.pid)])
    # A thread that wakes up for its minute may find a lock held for a moment, and sleep once more.
    assert sum(woken.values()) <= 2 * WATCHED / 60
    assert not children(reader.pid), "its helper rests too"
    assert size <= MOST_KIB
