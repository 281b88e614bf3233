"""Looks at the window of LIBRARY, idle for SECONDS, then while a refresh brings NEW articles that can be searched."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer

from benchmarks.window import Window
from desktop_reader.records.query import Query

_TICK = 16
_EVERY = 10


def main(path: Path, seconds: float, new: int) -> None:
    """Prints each phase's numbers."""
    with Window(path) as window:
        window.program.browsing.look(Query())
        window.rest(0.2)
        reader, model = window.program.reader, window.main.articles.model
        before = reader.count(Query())

        idle_ends = time.perf_counter() + seconds
        idle = _watch(window, lambda: time.perf_counter() >= idle_ends)

        over: list[bool] = []
        window.program.worker.progress.connect(lambda done, of: over.append(True) if not of else None)
        window.program.worker.refresh()
        refresh = _watch(window, lambda: bool(over) and not reader.unindexed(1))

        window.rest(0.6)  # Changes are told twice a second.
        window.until(lambda: not window.asking)
        come, shown = reader.count(Query()) - before, model.rowCount() - before
        if come != new or shown != new:
            raise SystemExit(f"{new} articles should have come; {come} came, {shown} more are shown.")
    print(json.dumps({"idle": idle, "refresh": refresh}))


def _watch(window: Window, over: Callable[[], bool]) -> dict[str, Any]:
    """Lateness of each tick, time of a repaint at every tenth, and of showing what changed; until it is over."""
    late: list[float] = []
    repaint: list[float] = []
    window.applied.clear()
    loop = QEventLoop()
    began = last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        late.append(max(0.0, (now - last) * 1000 - _TICK))
        last = now
        if len(late) % _EVERY == 0:
            before = time.perf_counter()
            window.repaint()
            repaint.append((time.perf_counter() - before) * 1000)
            if over():
                loop.quit()

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(_TICK)
    loop.exec()
    timer.stop()
    took = time.perf_counter() - began
    return {"late": late, "repaint": repaint, "applied": window.applied.copy(), "seconds": took}


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
