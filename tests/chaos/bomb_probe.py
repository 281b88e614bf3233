"""``python -m tests.chaos.bomb_probe FOLDER ADDRESS [PICTURE]``: a window in a process of its own that follows the feed
at an address, and opens, reads and turns what comes. Prints the longest time for which its thread computed at a
stretch, and how much memory it took at most beyond what it had before.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

HTML_ARTICLES = 3
_KNOWN = 0.005  # Seconds of a known piece of work on a quiet machine; see tests/ui/test_event_loop.py.
_PATIENCE = 60.0


def main(folder: Path, address: str, picture: Path | None) -> None:
    """The whole story of one bomb."""
    os.environ.update(
        QT_QPA_PLATFORM="offscreen",
        XDG_CONFIG_HOME=str(folder / "config"),
        XDG_CACHE_HOME=str(folder / "cache"),
        XDG_DATA_HOME=str(folder / "data"),
        XDG_STATE_HOME=str(folder / "state"),
    )
    from PySide6.QtWidgets import QApplication

    from desktop_reader import paths, settings
    from desktop_reader.app import Application
    from desktop_reader.worker.images import Images
    from tests.library_fixtures import NOW, came, entry, follow, indexed, opened

    app = QApplication([])
    library = folder / "library.db"
    with opened(library) as made:
        calm = follow(made, "https://calm.example/feed", title="Calm")
        came(made, calm, *(entry(f"g{n}", None, f"Calm {n}", "Words. " * 300, NOW - n) for n in range(20)))
        bomb = follow(made, address, title="Bomb", slug="bomb")
        indexed(made)
    paths.config().mkdir(parents=True, exist_ok=True)
    settings.save(settings.Settings(scheme="light", read_after_seconds=3600.0), paths.config() / "settings.json")

    data = picture.read_bytes() if picture else None

    def fetch(_: Images, url: str, done: Callable[[bytes | None], None]) -> None:
        done(data)

    with mock.patch.object(Images, "fetch", fetch):
        program = Application(library, app)
        program.start()
        told = _Story(app, program, bomb).told()
        program.window.close()
        program.close()
    print(json.dumps(told), flush=True)
    os._exit(0)  # What threads still compute is nobody's business any more.


class _Story:
    def __init__(self, app: Any, program: Any, bomb: int) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._app, self._program, self._bomb = app, program, bomb
        self._step, self._worst, self._last = "", dict[str, float](), time.thread_time()
        self._timer = QTimer(app, interval=2, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def told(self) -> dict[str, Any]:
        """What happened, in milliseconds and megabytes."""
        from desktop_reader.records.query import Query, Scope

        window = self._program.window
        self._until(lambda: window.articles.model.rowCount() == 20)
        window.articles.view.pick(3)
        self._rest(0.4)
        self._program.browsing.look(Query(Scope.FEED, self._bomb))
        self._rest(0.3)
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5")  # The peak begins anew.
        base, slow = _memory("VmRSS"), _slowness()
        self._watch("refresh")
        answered: list[Any] = []
        self._program.worker.changed.connect(answered.append)
        self._program.worker.refresh([self._bomb])
        arrived = self._until(lambda: bool(self._asked()) and bool(answered))
        self._rest(0.2)
        shown = min(HTML_ARTICLES, window.articles.model.rowCount())
        for row in range(shown):
            self._watch("open")
            window.articles.view.pick(row)
            self._rest(0.15)
            self._read(window)
        self._watch("")
        slow = max(slow, _slowness())
        return {
            "arrived": arrived,
            "articles": window.articles.model.rowCount(),
            "opened": shown,
            "slow": round(slow, 2),
            "worst": {step: round(seconds * 1000 / slow) for step, seconds in self._worst.items() if step},
            "megabytes": round(_memory("VmHWM") - base),
        }

    def _read(self, window: Any) -> None:
        view = window.reading.view
        if view.article is None:
            return
        bar = view.verticalScrollBar()
        for step, deed in (
            ("read", lambda: view.page_down()),
            ("the middle", lambda: bar.setValue(bar.maximum() // 2)),
            ("the end", lambda: bar.setValue(bar.maximum())),
            ("resize", lambda: window.resize(900, 700)),
            ("larger", lambda: view.zoom(1)),
            ("theme", lambda: setattr(self._program.theme, "scheme", "dark")),
            ("back", lambda: window.resize(1280, 800)),
            ("light", lambda: setattr(self._program.theme, "scheme", "light")),
        ):
            self._watch(step)
            deed()
            self._rest(0.06)

    def _asked(self) -> bool:
        feed = self._program.reader.feed(self._bomb)
        return feed is not None and feed.checked_at is not None

    def _watch(self, step: str) -> None:
        self._app.processEvents()
        self._beat()
        self._step = step

    def _beat(self) -> None:
        now = time.thread_time()
        self._worst[self._step] = max(self._worst.get(self._step, 0.0), now - self._last)
        self._last = now

    def _until(self, happened: Callable[[], bool]) -> bool:
        from PySide6.QtTest import QTest

        end = time.monotonic() + _PATIENCE
        while not happened() and time.monotonic() < end:
            QTest.qWait(20)
        return happened()

    def _rest(self, seconds: float) -> None:
        from PySide6.QtTest import QTest

        QTest.qWait(round(seconds * 1000))


def _slowness() -> float:
    """How many times as long as on a quiet machine things take here now."""
    taken = []
    for _ in range(5):
        began = time.thread_time()
        sum(number * number % 7 for number in range(110_000))
        taken.append(time.thread_time() - began)
    return max(1.0, sorted(taken)[2] / _KNOWN)


def _memory(name: str) -> float:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]) if len(sys.argv) > 3 else None)
