"""What the tests on a desktop of their own begin with. They run with ``python3 dev.py test-desktop`` only: they start
real programs, and take their time.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("jeepney", reason="there is no D-Bus on this system")

from tests.desktop.session import Session, session
from tests.desktop.tray_host import TrayHost, tray_host

NEEDED = ("Xvfb", "openbox", "dbus-daemon", "xdotool", "import", "dunst", "dunstctl")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    lacking = [program for program in NEEDED if shutil.which(program) is None]
    reason = f"not installed: {', '.join(lacking)}" if lacking else "python3 dev.py test-desktop runs it"
    if lacking or not os.environ.get("DESKTOP_READER_TEST_DESKTOP"):
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Session]:
    """A screen, a window manager and a bus."""
    folder = tmp_path / "desktop"
    folder.mkdir()
    with session(folder) as own:
        yield own


@pytest.fixture
def tray(desktop: Session) -> Iterator[TrayHost]:
    """A panel with a tray."""
    with tray_host(desktop.bus) as host:
        yield host
