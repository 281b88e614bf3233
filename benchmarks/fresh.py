"""Fresh processes, for whoever was measured before leaves traces: probes, their screens, their folders."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.options import Options

_ROOT = Path(__file__).resolve().parent.parent
_PATIENCE = 1200


class ProbeError(Exception):
    """A probe ended without a result; what it said last."""


def probe(module: str, env: dict[str, str], *arguments: object, flags: tuple[str, ...] = ()) -> tuple[Any, str]:
    """Runs ``benchmarks.MODULE`` in a process of its own: what it printed as JSON, and its standard error."""
    command = [sys.executable, *flags, "-m", f"benchmarks.{module}", *map(str, arguments)]
    ended = subprocess.run(command, cwd=_ROOT, env=env, capture_output=True, text=True, timeout=_PATIENCE)
    if ended.returncode != 0 or not ended.stdout.strip():
        raise ProbeError(f"{module} ended with {ended.returncode}:\n{ended.stderr[-3000:]}")
    return json.loads(ended.stdout.splitlines()[-1]), ended.stderr


@contextlib.contextmanager
def home(cache: Path, screen: dict[str, str] | None = None) -> Iterator[tuple[Path, dict[str, str]]]:
    """An empty folder for a reader's files, and the environment in which a program uses it."""
    with tempfile.TemporaryDirectory(prefix="desktop-reader-benchmark-") as folder:
        # Nothing is refreshed by itself: what runs beside the measured is known.
        Path(folder, "settings.json").write_text('{"refresh_minutes": 0, "scheme": "light"}', encoding="utf-8")
        env = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        # An installed program has its byte code; without, every start would compile some 400 modules anew.
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        env |= {"PYTHONPYCACHEPREFIX": str(cache / "bytecode"), "PYTHONPATH": str(_ROOT / "src")}
        env |= {"DESKTOP_READER_HOME": folder} | (screen or {})
        yield Path(folder), env


@contextlib.contextmanager
def screens(options: Options) -> Iterator[dict[str, dict[str, str]]]:
    """The screens that there are, by name, with the environment that leads to them."""
    wanted = options.screens.split(",") if options.screens else ["offscreen", "xcb"]
    with contextlib.ExitStack() as stack:
        found = {"offscreen": {"QT_QPA_PLATFORM": "offscreen"}} if "offscreen" in wanted else {}
        if "xcb" in wanted:
            display = os.environ.get("DISPLAY") or stack.enter_context(_x_server())
            if display:
                found["xcb"] = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
        yield found


@contextlib.contextmanager
def _x_server() -> Iterator[str]:
    """An X server without a screen, where Xvfb is installed; else an empty name."""
    program = shutil.which("Xvfb")
    if program is None:
        yield ""
        return
    read, write = os.pipe()
    command = [program, "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with open(read) as told:
            number = told.readline().strip()
        yield f":{number}" if number else ""
    finally:
        server.terminate()
        server.wait()
