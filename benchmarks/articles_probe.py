"""Opens, scrolls, searches and marks the list of LIBRARY in its window, RUNS times."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from benchmarks import language
from benchmarks.window import Window
from desktop_reader.jobs.mark import MarkAllRead, MarkUnread
from desktop_reader.records.query import Query, Scope, Sort

_JUMPS = 15  # Of each run.
_FREQUENT, _MIDDLING, _RARE = 5, 400, 8_000  # Ranks in the language.


class _Numbers:
    def __init__(self) -> None:
        self.wall: dict[str, list[float]] = {}
        self.cpu: dict[str, list[float]] = {}

    def take(self, name: str, deed: Callable[[], object]) -> float:
        """Milliseconds of the clock, also returned, and of this thread."""
        wall, cpu = time.perf_counter(), time.thread_time()
        deed()
        took = (time.perf_counter() - wall) * 1000
        self.wall.setdefault(name, []).append(took)
        self.cpu.setdefault(name, []).append((time.thread_time() - cpu) * 1000)
        return took


def main(path: Path, runs: int) -> None:
    """Prints milliseconds."""
    numbers = _Numbers()
    with Window(path) as window:
        _open(window, numbers, runs)
        _scroll(window, numbers, _JUMPS * runs)
        slowest = _search(window, numbers, runs)
        _mark(window, numbers, runs)
    print(json.dumps({"wall": numbers.wall, "cpu": numbers.cpu, "slowest": slowest}))


def _open(window: Window, numbers: _Numbers, runs: int) -> None:
    queries = {
        "all": Query(),
        "a folder": Query(Scope.FOLDER, target=1),
        "a feed": Query(Scope.FEED, target=1),
        "sorted by title": Query(sort=Sort.TITLE),
        "starred": Query(Scope.STARRED),
    }
    for _ in range(runs):
        for name, query in queries.items():

            def show(query: Query = query) -> None:
                window.program.browsing.look(query)
                window.repaint()

            first = numbers.take(f"{name}, first page", show)
            rest = numbers.take(f"{name}, complete", lambda: window.until(lambda: not window.asking))
            numbers.wall[f"{name}, complete"][-1] = first + rest


def _scroll(window: Window, numbers: _Numbers, times: int) -> None:
    window.program.browsing.look(Query())
    window.until(lambda: not window.asking)
    bar, chance = window.view.verticalScrollBar(), Random("jumps")

    def jump() -> None:
        bar.setValue(chance.randint(0, bar.maximum()))
        window.repaint()

    def page() -> None:
        bar.setValue(bar.value() + bar.pageStep())
        window.repaint()

    for _ in range(times):
        numbers.take("jump and repaint", jump)
        window.qt.processEvents()
    bar.setValue(0)
    for _ in range(times):
        numbers.take("page down and repaint", page)
        window.qt.processEvents()


def _search(window: Window, numbers: _Numbers, runs: int) -> str:
    """Each key of twenty searches (fewer in fewer runs), each waiting for its answer; tells which key took longest."""
    words = language.vocabulary()
    texts = [words[rank + n] for rank in (_FREQUENT, _MIDDLING, _RARE) for n in range(5)]
    texts += [f"{words[_MIDDLING + n]} {words[_FREQUENT + n]}" for n in range(5)]
    texts = texts[:: max(1, 7 // runs)]
    slowest, successes = (0.0, ""), 0
    for text in texts:
        for end in range(1, len(text) + 1):
            if text[end - 1].isspace():
                continue

            def key(typed: str = text[:end]) -> None:
                window.program.browsing.look(Query(search=typed))
                window.until(lambda: not window.asking)
                window.repaint()

            took = numbers.take("key", key)
            found = window.main.articles.model.rowCount()
            slowest = max(slowest, (took, f"“{text[:end]}”, {found:,} found"))
        successes += found > 0
        window.program.browsing.look(Query())
        window.until(lambda: not window.asking)
    if successes < len(texts) / 2:  # A rare word may not be in a small library.
        raise SystemExit(f"Only {successes} of {len(texts)} searches found something.")
    return slowest[1]


def _mark(window: Window, numbers: _Numbers, runs: int) -> None:
    window.program.browsing.look(Query())
    window.until(lambda: not window.asking)
    total = window.program.reader.count(Query(Scope.UNREAD))
    for _ in range(min(runs, 3)):
        marked: list[tuple[int, ...]] = []

        def mark(marked: list[tuple[int, ...]] = marked) -> None:
            marked.append(window.deed(MarkAllRead(Query())).state)
            window.repaint()

        def undo(marked: list[tuple[int, ...]] = marked) -> None:
            window.deed(MarkUnread(marked[0]))
            window.repaint()

        numbers.take("mark all read", mark)
        if len(marked[0]) != total:
            raise SystemExit(f"{total} articles should have been marked; {len(marked[0])} were.")
        numbers.take("and take it back", undo)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
