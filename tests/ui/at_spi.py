"""What a screen reader gets: the window on a screen and a session bus of its own, its tree read over AT-SPI.

Run as a program inside ``dbus-run-session`` it prints the tree as JSON: each thing's role, name, description and text.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
TOOLS = ("dbus-run-session", "busctl", "Xvfb")
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_ROOT = "/org/a11y/atspi/accessible/root"
_ROWS = 12  # Of a list or tree; all look alike.
_PATIENCE = 30.0
_SHOWING = 25  # The bit of the state.

WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop_reader.app import Application
from desktop_reader.ui.session import begun

app = begun()
program = Application(Path(sys.argv[1]), app)
program.start()
program.window.resize(1280, 800)
QTimer.singleShot(500, lambda: program.window.articles.view.pick(0))
QTimer.singleShot(1200, lambda: print("shown", flush=True))
QTimer.singleShot(60_000, app.closeAllWindows)
app.exec()
program.close()
"""


@dataclass(frozen=True)
class Thing:
    """One node of the tree."""

    role: str
    name: str
    description: str
    text: str
    showing: bool


def missing() -> str:
    """Which tool is not there; empty when all are."""
    lacking = [tool for tool in TOOLS if shutil.which(tool) is None]
    if not any(os.access(launcher, os.X_OK) for launcher in LAUNCHERS):
        lacking.append("at-spi2-core")
    return ", ".join(lacking)


def read(library: Path) -> list[Thing]:
    """The tree of the window of this library, all in one list."""
    root = Path(__file__).resolve().parents[2]
    command = ["dbus-run-session", "--", sys.executable, "-m", "tests.ui.at_spi", str(library)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return [Thing(**each) for each in json.loads(done.stdout.splitlines()[-1])]


class Tree:
    """Questions to one program on the bus of the screen readers."""

    def __init__(self, address: str, program: str) -> None:
        self._to = ["busctl", f"--address={address}", "--json=short"]
        self._program = program

    def walk(self, path: str = _ROOT) -> Iterator[Thing]:
        """From the top, in the order in which it is read out; of long lists only the beginning."""
        role = self._call(path, _ACCESSIBLE, "GetRoleName")[0]
        text = (
            self._call(path, "org.a11y.atspi.Text", "GetText", "ii", "0", "-1") if role in ("label", "text") else [""]
        )
        states = (self._call(path, _ACCESSIBLE, "GetState") or [[0]])[0]
        showing = bool(states[0] >> _SHOWING & 1)
        name, described = self._property(path, "Name"), self._property(path, "Description")
        yield Thing(role, name, described, text[0] if text else "", showing)
        children = self._call(path, _ACCESSIBLE, "GetChildren")[0]
        if role in ("table", "tree"):
            children = children[: 3 * _ROWS]
        for _, child in children:
            yield from self.walk(child)

    def _call(self, path: str, interface: str, method: str, *arguments: str) -> list[Any]:
        command = [*self._to, "--", "call", self._program, path, interface, method, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
        found = json.loads(done.stdout)["data"] if done.returncode == 0 else []
        return found if isinstance(found, list) else []

    def _property(self, path: str, name: str) -> str:
        command = [*self._to, "get-property", self._program, path, _ACCESSIBLE, name]
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
        return str(json.loads(done.stdout)["data"]) if done.returncode == 0 else ""


@contextlib.contextmanager
def running(command: list[str], **more: Any) -> Iterator[subprocess.Popen[str]]:
    """A program as long as the block lasts."""
    process = subprocess.Popen(command, text=True, **more)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def main(library: str) -> None:
    """A screen, the bus of the screen readers, the window; then the tree is read."""
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp()
    launcher = next(one for one in LAUNCHERS if os.access(one, os.X_OK))
    read_end, write_end = os.pipe()
    screen = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)
        stack.enter_context(running(screen, pass_fds=(write_end,), stderr=subprocess.DEVNULL))
        os.close(write_end)
        with open(read_end) as told:
            os.environ["DISPLAY"] = f":{told.readline().strip()}"
        os.environ |= {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        stack.enter_context(running([launcher, "--launch-immediately"], stderr=subprocess.DEVNULL))
        address = _until(_address)
        shown = running([sys.executable, "-c", WINDOW, library], stdout=subprocess.PIPE)
        window = stack.enter_context(shown)
        assert window.stdout is not None
        if window.stdout.readline().strip() != "shown":
            raise SystemExit("The window did not appear.")
        program = _until(lambda: _program(address))
        print(json.dumps([asdict(thing) for thing in Tree(address, program).walk()]), flush=True)


def _address() -> str:
    """Where the bus of the screen readers is."""
    command = [
        "busctl",
        "--user",
        "--json=short",
        "call",
        "org.a11y.Bus",
        "/org/a11y/bus",
        "org.a11y.Bus",
        "GetAddress",
    ]
    bus = f"--address={os.environ['DBUS_SESSION_BUS_ADDRESS']}"
    command[1] = bus
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    return str(json.loads(done.stdout)["data"][0]) if done.returncode == 0 else ""


def _program(address: str) -> str:
    """The window's name there."""
    tree = Tree(address, "org.a11y.atspi.Registry")
    children = (tree._call(_ROOT, _ACCESSIBLE, "GetChildren") or [[]])[0]
    return str(children[0][0]) if children else ""


def _until(question: Any) -> str:
    ends = time.monotonic() + _PATIENCE
    while time.monotonic() < ends:
        if answer := question():
            return str(answer)
        time.sleep(0.1)
    raise SystemExit("The bus of the screen readers did not answer.")


if __name__ == "__main__":
    main(sys.argv[1])
