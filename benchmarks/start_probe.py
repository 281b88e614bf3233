"""Runs the real program until its list was painted, and a little longer: LIBRARY SECONDS STARTED_AT."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from benchmarks.measure import pss_megabytes

_EARLY = ("sqlalchemy", "feedparser", "pycurl", "bs4", "lxml", "alembic", "markdownify", "zstandard", "numpy")


def main(library: str, settle: float, started_at: float) -> None:
    """Does what ``desktop-reader --library LIBRARY`` does, with an eye on the first paint."""
    found: dict[str, Any] = {}
    from desktop_reader.app import run  # The same module and the same function as the installed command's.

    _watch(found, settle, started_at)
    code = run(["--library", library])
    print(json.dumps(found))
    sys.stdout.flush()
    if code:
        sys.exit(code)


def _watch(found: dict[str, Any], settle: float, started_at: float) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication

    from desktop_reader.ui.articles.empty import Empty
    from desktop_reader.ui.articles.view import ArticleView
    from desktop_reader.worker.thread import Worker

    def note() -> None:
        if "cpu" in found:
            return
        found["cpu"], found["wall"] = time.process_time(), time.monotonic() - started_at
        found["modules"] = len(sys.modules)
        found["forbidden"] = [name for name in _EARLY if name in sys.modules]
        found["pss"] = pss_megabytes()
        print("FIRST PAINT", file=sys.stderr, flush=True)
        QTimer.singleShot(int(settle * 1000), later)

    def later() -> None:
        found["pss_later"], found["cpu_later"] = pss_megabytes(), time.process_time()
        QApplication.closeAllWindows()

    def watch(kind: type[Any]) -> None:
        paint = kind.paintEvent

        def paint_and_note(self: Any, event: QPaintEvent) -> None:
            paint(self, event)
            if "painted" not in found:
                found["painted"] = True
                QTimer.singleShot(0, note)  # Once the other panes are painted too, and all of it is on the screen.

        kind.paintEvent = paint_and_note

    start = Worker.start

    def note_and_start(self: Worker) -> None:
        found["worker_first"] = "painted" not in found
        if not found["worker_first"]:
            note()
        start(self)

    for kind in (ArticleView, Empty):
        watch(kind)
    Worker.start = note_and_start  # type: ignore[method-assign]


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), float(sys.argv[3]))
