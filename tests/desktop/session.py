"""A desktop of its own for a test: a screen, a window manager, a bus, a home; and the program in it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from tests.desktop.tray_host import owners, wait

NOTICES = "org.freedesktop.Notifications"


class Session:
    """``home`` is the folder of everything; what is started ends with the session."""

    def __init__(self, home: Path) -> None:
        self.home = home
        (home / "run").mkdir(mode=0o700)
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        self.env = kept | {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "DESKTOP_READER_HOME": str(home / "reader"),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={home}/run/none",
            "NO_AT_BRIDGE": "1",
        }
        self._started: list[subprocess.Popen[bytes]] = []
        self.bus = self._bus()
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self.bus
        self.env["DISPLAY"] = self._screen()
        self.begin("openbox")

    def begin(self, *command: str, log: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
        """Starts a program of the desktop."""
        process = subprocess.Popen(
            command, env=self.env, cwd=self.home, stdout=log or subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._started.append(process)
        return process

    def read(self, *command: str) -> str:
        """What a program says, ended by itself."""
        done = subprocess.run(command, env=self.env, capture_output=True, timeout=30, check=False)
        return done.stdout.decode()

    def reader(self, library: Path, *arguments: str) -> subprocess.Popen[bytes]:
        """Desktop Reader itself."""
        return self.begin(sys.executable, "-m", "desktop_reader", "--library", str(library), *arguments)

    def daemon(self) -> None:
        """The service of notices. What it shows is written to ``notices.log`` too."""
        config = self.home / "dunstrc"
        menu = self.home / "menu.sh"  # Takes the line of the menu that ``press`` wishes for.
        menu.write_text('#!/bin/sh\ngrep -F "$(cat "$HOME/wish")"\n')
        menu.chmod(0o755)
        look = 'show_indicators = no\noffset = 16x48\ncorner_radius = 8\nframe_width = 1\nframe_color = "#5f6368"\n'
        text = 'markup = full\nformat = "<b>%s</b>\\n%b"\nfont = DejaVu Sans 10\nwidth = 420\npadding = 12\n'
        colours = 'background = "#202124"\nforeground = "#e8eaed"\n'
        config.write_text(f"[global]\n{look}{text}dmenu = {menu}\n[urgency_normal]\n{colours}")
        with (self.home / "notices.log").open("wb") as log:
            self.begin("stdbuf", "-oL", "dunst", "-conf", str(config), "-print", log=log)
        wait(lambda: owners(self.bus, NOTICES), "the service of notices did not start")

    def press(self, words: str) -> None:
        """A button of the notice that stands."""
        (self.home / "wish").write_text(words)
        self.read("dunstctl", "context")

    def windows(self, title: str = "Desktop Reader") -> list[str]:
        """The windows of that title that can be seen."""
        return self.read("xdotool", "search", "--onlyvisible", "--name", f"^{title}$").split()

    def shot(self, file: Path) -> None:
        """The whole screen."""
        subprocess.run(["import", "-window", "root", str(file)], env=self.env, timeout=30, check=True)

    def close(self) -> None:
        """Ends all that was started, the last first."""
        for process in reversed(self._started):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _bus(self) -> str:
        command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
        process = subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._started.append(process)
        assert process.stdout is not None
        with process.stdout:
            return process.stdout.readline().decode().strip()

    def _screen(self) -> str:
        there, here = os.pipe()
        command = ["Xvfb", "-displayfd", str(here), "-screen", "0", "1360x860x24", "-nolisten", "tcp"]
        process = self.screen = subprocess.Popen(command, env=self.env, pass_fds=(here,), stderr=subprocess.DEVNULL)
        self._started.append(process)
        os.close(here)
        with os.fdopen(there) as said:
            return f":{said.readline().strip()}"


@contextmanager
def session(home: Path) -> Iterator[Session]:
    own = Session(home)
    try:
        yield own
    finally:
        with suppress(OSError):
            own.close()


def switches(process: int, *, kind: str = "voluntary_ctxt_switches") -> dict[str, int]:
    """How often each thread of a process has gone to sleep, by its name and number."""
    found = {}
    for task in Path(f"/proc/{process}/task").iterdir():
        with suppress(OSError):
            facts = dict(line.split(":\t", 1) for line in (task / "status").read_text().splitlines() if ":\t" in line)
            found[f"{facts['Name']} {task.name}"] = int(facts[kind])
    return found


def shared_kib(process: int) -> int:
    """The memory that a process has, its part of what it shares with others counted."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def children(process: int) -> Sequence[int]:
    """The processes that it has started."""
    found = []
    for task in Path(f"/proc/{process}/task").iterdir():
        with suppress(OSError):
            found += [int(number) for number in (task / "children").read_text().split()]
    return found
