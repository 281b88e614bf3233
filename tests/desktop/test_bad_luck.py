"""A desktop on which something is wrong: the window is there all the same, and works."""

from __future__ import annotations

from pathlib import Path

import pytest
from jeepney.io.blocking import open_dbus_connection

from tests.desktop import news
from tests.desktop.session import NOTICES, Session
from tests.desktop.tray_host import TrayHost, wait
from tests.servers import Site


def test_a_service_that_never_answers_holds_nobody(
    desktop: Session, tray: TrayHost, site: Site, tmp_path: Path
) -> None:
    library = news.library(tmp_path, site)
    news.choose(desktop.home, notify=True)
    with open_dbus_connection(desktop.bus) as mute:
        assert mute.bus_proxy.RequestName(NOTICES) == (1,)
        reader = desktop.reader(library, "--minimized")
        tray.wait_for_item()
        news.publish(site, "/harbour", ["The ferry is back"])
        tray.click("Refresh all feeds")
        wait(lambda: "3 unread articles" in tray.tip(), "the icon does not follow")
        asked = mute.receive(timeout=30)
        assert "GetCapabilities" in str(asked.header.fields.values()), "it was asked, and says nothing"
        tray.click("Open Desktop Reader")
        wait(desktop.windows, "the window did not open")
        tray.click("Quit")
        assert reader.wait(30) == 0, "nobody waits for the answer"


@pytest.mark.parametrize("address", ["unix:path=/nowhere/bus", "nonsense", ""])
def test_without_a_bus_there_is_a_window(desktop: Session, site: Site, tmp_path: Path, address: str) -> None:
    library = news.library(tmp_path, site)
    news.choose(desktop.home, notify=True)
    desktop.env["DBUS_SESSION_BUS_ADDRESS"] = address
    desktop.env["LC_ALL"] = "xx_XX.UTF-8"  # Nor is there such a locale.
    reader = desktop.reader(library)
    wait(desktop.windows, "no window")
    assert reader.poll() is None
    reader.terminate()
    assert reader.wait(30) == 0
