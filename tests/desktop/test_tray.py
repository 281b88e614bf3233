"""The icon in a real tray: it registers, says how much is unread, and its menu does what it says."""

from __future__ import annotations

import signal
from pathlib import Path

from desktop_reader import settings
from tests.desktop import news
from tests.desktop.session import Session
from tests.desktop.tray_host import TrayHost, tray_host, wait
from tests.servers import Site


def test_the_icon_says_what_is_unread_and_its_menu_does_what_it_says(
    desktop: Session, tray: TrayHost, site: Site, tmp_path: Path
) -> None:
    library = news.library(tmp_path, site)
    news.choose(desktop.home)
    news.publish(site, "/harbour", ["The ferry is back"])
    reader = desktop.reader(library)
    tray.wait_for_item()
    wait(desktop.windows, "no window")
    wait(lambda: "2 unread articles" in tray.tip(), "the icon does not say what is unread")
    assert {16, 22, 32, 64} <= tray.pixels().keys(), "sharp in trays of many sizes"

    tray.click("Refresh all feeds")
    wait(lambda: "3 unread articles" in tray.tip(), "the icon does not follow")
    marked = tray.pixels()
    tray.click("Pause refreshing for 1 hour")
    wait(lambda: "Paused until" in tray.tip(), "not paused")
    assert tray.pixels() != marked
    assert "Pause refreshing for 1 hour" not in tray.menu()
    tray.click("Resume refreshing")
    wait(lambda: "Paused" not in tray.tip(), "not resumed")

    tray.click("Quiet hours")
    chosen = desktop.home / "reader" / "settings.json"
    wait(lambda: settings.load(chosen).quiet_hours, "quiet hours were not kept")

    tray.click("Hide the window")
    wait(lambda: not desktop.windows(), "the window did not hide")
    assert reader.poll() is None
    tray.activate()
    wait(desktop.windows, "the window did not come back")
    tray.click("Hide the window")
    wait(lambda: not desktop.windows(), "the window did not hide again")
    tray.click("Next unread article")
    wait(desktop.windows, "the window did not come with the article")

    tray.click("Quit")
    assert reader.wait(30) == 0


def test_a_closed_window_goes_on_in_the_tray_as_it_was_answered(
    desktop: Session, tray: TrayHost, site: Site, tmp_path: Path
) -> None:
    news.choose(desktop.home)
    reader = desktop.reader(news.library(tmp_path, site))
    tray.wait_for_item()
    wait(desktop.windows, "no window")
    _close(desktop)
    wait(lambda: len(desktop.windows()) == 2, "nothing was asked")
    desktop.read("xdotool", "key", "Return")
    wait(lambda: not desktop.windows(), "the window did not go to the tray")
    tray.activate()
    wait(desktop.windows, "the window did not come back")
    _close(desktop)
    wait(lambda: not desktop.windows(), "it was asked again")
    assert reader.poll() is None
    reader.send_signal(signal.SIGTERM)
    assert reader.wait(30) == 0, "a window in the tray ends with the session"
    assert settings.load(desktop.home / "reader" / "settings.json").on_close == "tray"


def test_the_tray_may_come_late_and_go_early(desktop: Session, site: Site, tmp_path: Path) -> None:
    news.choose(desktop.home)
    reader = desktop.reader(news.library(tmp_path, site), "--minimized")
    wait(lambda: desktop.read("xdotool", "search", "--name", "^Desktop Reader$"), "no window at all")
    with tray_host(desktop.bus) as late:
        late.wait_for_item()
        wait(lambda: not desktop.windows(), "minimised, it goes into the tray that has come")
        assert "Open Desktop Reader" in late.menu()
        late.click("Open Desktop Reader")
        wait(desktop.windows, "the window did not open")
        late.click("Hide the window")
        wait(lambda: not desktop.windows(), "the window did not hide")
    wait(desktop.windows, "nobody can reach the window any more")
    assert reader.poll() is None


def test_without_a_tray_a_closed_window_ends_the_program(desktop: Session, site: Site, tmp_path: Path) -> None:
    news.choose(desktop.home, on_close="tray")
    reader = desktop.reader(news.library(tmp_path, site))
    wait(desktop.windows, "no window")
    _close(desktop)
    assert reader.wait(30) == 0


def _close(desktop: Session) -> None:
    """As the window's own button does."""
    desktop.read("xdotool", "windowactivate", "--sync", desktop.windows()[0], "key", "alt+F4")
