"""Starts deeds of ``tests.chaos.probe`` in processes of their own, kills them, and hears what they acknowledged."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
PATIENCE = 90.0
"""Seconds after which a deed counts as hanging."""


_MEMORY = Path("/dev/shm")


def quick_place(name: str) -> tempfile.TemporaryDirectory[str]:
    """A folder in memory where there is one: what counts is what the disk is asked, not how long it takes."""
    there = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK)
    return tempfile.TemporaryDirectory(prefix=f"chaos-{name}-", dir=_MEMORY if there else None)


@dataclass(frozen=True)
class Ended:
    """How a deed ended: ``code`` is its exit code, minus the signal that killed it, or None when it hung."""

    code: int | None
    acknowledged: tuple[tuple[str, str], ...]
    out: str
    err: str

    @property
    def crashed(self) -> str:
        """What is no sentence for the reader but a fault of the program; empty when there is none."""
        if self.code is None:
            return "hung"
        return self.err.strip().splitlines()[-1] if "Traceback" in self.err or self.code == 70 else ""


class Begun:
    """A deed under way."""

    def __init__(self, runner: Runner, pid: int, out: Path) -> None:
        self.pid = pid
        self._runner = runner
        self._out = out

    def kill(self) -> None:
        """As ``kill -9`` does it. Whoever has ended already is not looked after yet, so the number is still its own."""
        os.kill(self.pid, signal.SIGKILL)

    def go_on(self) -> None:
        """It was held until now."""
        os.kill(self.pid, signal.SIGCONT)

    def end(self, seconds: float = PATIENCE) -> Ended:
        """Waits for it."""
        code = self._runner.ask({"wait": self.pid, "seconds": seconds})
        out, err = (Path(f"{self._out}.{end}").read_text(errors="replace") for end in ("out", "err"))
        return Ended(code, tuple(_acknowledged(out)), out, err)


class Runner:
    """One process that has the whole program imported, from which the deeds are forked."""

    def __init__(self, home: Path | None = None) -> None:
        self._place = tempfile.TemporaryDirectory(prefix="chaos-")
        self.home = home or Path(self._place.name) / "home"
        self.home.mkdir(parents=True, exist_ok=True)
        self._number = 0
        quiet = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.probe"],
            cwd=CHECKOUT,
            env=quiet
            | {
                "DESKTOP_READER_HOME": str(self.home),
                "PYTHONPATH": os.pathsep.join((str(CHECKOUT), str(CHECKOUT / "src"))),
                "OPENBLAS_NUM_THREADS": "1",  # A process with threads of its own could not be forked.
                "LANGUAGE": "C",  # Else six hundred files are looked for at each start, under the eyes of strace.
                "COLUMNS": "80",
                "LINES": "24",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, wish: dict[str, Any]) -> Any:
        """A line there, a line back."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def begin(self, deed: str, *, held: bool = False, helper: bool = False, **arguments: Any) -> Begun:
        """Starts a deed; ``held``, it stands still before its beginning; with ``helper`` the helper process is used."""
        self._number += 1
        out = Path(self._place.name) / str(self._number % 8)
        wish = {"deed": deed, "arguments": arguments, "out": str(out), "held": held, "helper": helper}
        return Begun(self, self.ask(wish), out)

    def run(self, deed: str, **arguments: Any) -> Ended:
        """A deed from its beginning to its end."""
        return self.begin(deed, **arguments).end()

    def command(self, *arguments: object) -> Ended:
        """A command of the command line."""
        return self.run("command", arguments=[str(one) for one in arguments])

    def close(self) -> None:
        """Ends the process."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait(10)
        self._place.cleanup()

    def __enter__(self) -> Runner:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _acknowledged(out: str) -> Sequence[tuple[str, str]]:
    found = []
    for line in out.splitlines(keepends=True):
        if line.startswith('["') and line.endswith("]\n"):  # A line cut short was never heard.
            kind, what = json.loads(line)
            found.append((kind, what))
    return found
