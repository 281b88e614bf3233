"""Numbers: how to take them, what they were taken on, and how they are shown."""

from __future__ import annotations

import contextlib
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was measured, several times: the median is told, and what it should be at most."""

    what: str
    values: Sequence[float]
    unit: str
    target: float | None = None
    note: str = ""

    def cells(self) -> tuple[str, ...]:
        """What, median, least to most, target, ratio, note."""
        if not self.values:
            return (self.what, "–", "", "", "", self.note)
        middle, least, most = median(self.values), min(self.values), max(self.values)
        spread = f"{figure(least)} – {figure(most)}" if len(self.values) > 1 else ""
        target = f"≤ {figure(self.target)} {self.unit}" if self.target else ""
        ratio = f"{middle / self.target:.2f}" if self.target else ""
        return (self.what, f"{figure(middle)} {self.unit}", spread, target, ratio, self.note)


_TITLES = ("", "median", "least – most", "target", "ratio", "")


def table(lines: Sequence[Line]) -> str:
    """The lines below each other; a ratio above 1 misses its target."""
    rows = [_TITLES, *(line.cells() for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_TITLES))]
    aligned = (
        [cell.ljust(width) if column in (0, 5) else cell.rjust(width) for column, (cell, width) in enumerate(pairs)]
        for pairs in (list(zip(row, widths, strict=True)) for row in rows)
    )
    return "\n".join("  ".join(cells).rstrip() for cells in aligned)


def machine() -> str:
    """What it runs on, and how busy that is now."""
    load = " ".join(f"{value:.1f}" for value in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{cores} cores ({_processor()}), {platform.system()} {platform.machine()},"
        f" Python {platform.python_version()}, load average {load}"
    )


def quantile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of the values do not exceed; 0 for none."""
    if not values:
        return 0.0
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def cpu_seconds() -> float:
    """What this process, with all of its threads and ended children, has computed so far."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def pss_megabytes(process: int | str = "self") -> float | None:
    """A process's fair share of the memory; None where the system does not tell."""
    rollup = Path(f"/proc/{process}/smaps_rollup")
    if not rollup.exists():
        return None
    share = next(line for line in rollup.read_text().splitlines() if line.startswith("Pss:"))
    return int(share.split()[1]) / 1024


def pss_by_process() -> list[float]:
    """The shares of this process and of all that it started; empty where the system does not tell."""
    if not Path("/proc/self/smaps_rollup").exists():
        return []
    children: dict[str, list[str]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # It ended while it was looked at.
            children.setdefault(stat.read_text().rpartition(")")[2].split()[1], []).append(stat.parent.name)
    found: list[float] = []
    waiting = [str(os.getpid())]
    while waiting:
        process = waiting.pop()
        waiting += children.get(process, [])
        with contextlib.suppress(OSError):
            found.append(pss_megabytes(process) or 0.0)
    return found


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    if told.exists():
        for line in told.read_text(errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"


def figure(value: float) -> str:
    """A number as it is told: three digits, or all before the point."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
