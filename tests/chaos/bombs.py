"""Hostile documents through the whole program, each in a process of its own: fetched, kept, listed, opened, read.

The window's thread must not compute for longer than ``LATE`` at a stretch, the window's process not grow by more than
``LARGE`` at any moment, and it must live. The helper process, which parses, has limits of its own.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.chaos import explosives
from tests.chaos.outcome import Outcome
from tests.servers import Site

LATE = 200
"""Milliseconds on a quiet machine."""

LARGE = 300
"""Megabytes."""

_PATIENCE = 240.0
_FEW = ("50 nested tables", "everything at once")
_CHECKOUT = Path(__file__).resolve().parents[2]


def run(thorough: bool) -> Outcome:
    """All that there are; a few of them in short."""
    return exploded(explosives.names() if thorough else _FEW)


def exploded(names: Sequence[str], late: int = LATE, large: int = LARGE) -> Outcome:
    """These, two at a time; those that were too slow beside another once more, alone."""
    outcome = Outcome({"documents": len(names)})
    slowest, largest = (0, ""), (0, "")
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(one, names))
    for name, found in zip(names, told, strict=True):
        if isinstance(found, str) or max(found["worst"].values()) > late:
            outcome.count("documents taken once more, alone")
            found = one(name)
        if isinstance(found, str):
            outcome.losses.append(f"{name}: {found}")
            continue
        step, worst = max(found["worst"].items(), key=lambda pair: pair[1])
        slowest, largest = max(slowest, (worst, f"{name}, {step}")), max(largest, (found["megabytes"], name))
        outcome.count("documents that brought articles", found["articles"] > 0)
        outcome.count("articles opened, read and turned", found["opened"])
        if not found["arrived"]:
            outcome.losses.append(f"{name}: nobody was told within a minute")
        if worst > late:
            outcome.losses.append(f"{name}: the window stood still for {worst} ms ({step})")
        if found["megabytes"] > large:
            outcome.losses.append(f"{name}: the window's process grew by {found['megabytes']} MB")
    outcome.counts[f"ms at most, of the window's thread ({slowest[1]})"] = slowest[0]
    outcome.counts[f"MB at most, beyond a quiet window ({largest[1]})"] = largest[0]
    return outcome


def one(name: str) -> dict[str, Any] | str:
    """What a window told of it, or how it ended."""
    with tempfile.TemporaryDirectory() as folder, Site() as site:
        picture = []
        if name in explosives.PICTURES:
            file = Path(folder) / "picture"
            file.write_bytes(explosives.PICTURES[name]())
            picture = [str(file)]
        kind = "application/feed+json" if name.startswith("json") else "application/rss+xml"
        site.serve("/feed", explosives.feed_of(name), headers=(("Content-Type", kind),))
        return _told([folder, site.url("/feed"), *picture])


def _told(arguments: Sequence[str]) -> dict[str, Any] | str:
    command = [sys.executable, "-m", "tests.chaos.bomb_probe", *arguments]
    child = subprocess.Popen(
        command, cwd=_CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        out, err = child.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        return f"no end after {_PATIENCE:.0f} s"
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
    if child.returncode:
        return f"ended with {child.returncode}: {err.strip()[-300:]}"
    found: dict[str, Any] = json.loads(out.splitlines()[-1])
    return found
