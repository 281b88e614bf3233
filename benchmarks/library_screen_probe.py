"""In a process of its own: what the list of LIBRARY costs in its window. All in milliseconds of the processor."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from benchmarks import library_plan, measure
from benchmarks.library_plan import Plan
from benchmarks.window import Window
from desktop_reader.jobs.mark import MarkAllRead, MarkUnread
from desktop_reader.records.query import Query, Scope, Sort

_FRAMES = 40  # Of each run.
_EVERY = 8  # Of the keystrokes every so many is typed into the window.

Numbers = dict[str, list[float]]


def first(path: Path, runs: int) -> Numbers:
    """From the connection to the painted list: in a new pane each time; the very first one is told by itself."""
    from desktop_reader.library import connect
    from desktop_reader.library.reader import Reader
    from desktop_reader.ui.articles.pane import ArticlePane
    from desktop_reader.ui.theme.theme import Theme

    qt = QApplication(["desktop-reader"])
    connect.prepare(path)
    theme = Theme("light")
    theme.apply(qt)
    took: list[float] = []
    for _ in range(runs + 1):
        began = time.thread_time()
        reader = Reader(path)
        pane = ArticlePane(reader, _unanswered, theme)
        pane.resize(380, 860)
        pane.show()
        pane.open(Query())
        pane.view.viewport().repaint()
        took.append((time.thread_time() - began) * 1000)
        qt.processEvents()
        pane.close()
        reader.close()
    return {"first paint": took[1:], "the very first": took[:1]}


def _unanswered(*question: object, kind: object = None) -> None:
    """Asks nobody: only the first screen is wanted."""


def browse(path: Path, plan: Plan, runs: int) -> dict[str, Any]:
    """Filters, orders, frames and searches; then how much memory the whole program takes."""
    numbers: Numbers = {}
    with Window(path) as window:
        for _ in range(runs):
            for name, query in _filters(plan).items():
                _switch(window, numbers, name, query, plan)
            for sort in Sort:
                if sort not in (Sort.BEST, Sort.DATE):
                    _switch(window, numbers, f"all by {sort}", Query(sort=sort), plan)
                    by = Query(Scope.FOLDER, target=plan.folder, sort=sort)
                    _switch(window, numbers, f"folder by {sort}", by, plan)
        _scroll(window, numbers, _FRAMES * runs)
        _type(window, numbers, plan)
        window.program.browsing.look(Query())
        window.until(lambda: not window.asking)
        window.rest(1)
        memory = measure.pss_by_process()
    return {"numbers": numbers, "memory": memory}


def change(path: Path, plan: Plan, made: Path) -> dict[str, Any]:
    """New articles above what is looked at and among it; all unread ones marked, and that undone."""
    numbers: Numbers = {}
    kept = []
    coming = library_plan.load_batches(made)[: library_plan.ARRIVALS]
    lists = {"on top": Query(), "on top of unread": Query(Scope.UNREAD), "by title": Query(sort=Sort.TITLE)}
    with Window(path) as window:
        for place, (where, query) in enumerate(lists.items()):
            window.program.browsing.look(query)
            window.until(lambda: not window.asking)
            for batch in coming[place :: len(lists)]:
                kept.append(_arrive(window, numbers, f"30 new rows {where}", batch))
        window.program.browsing.look(Query(Scope.UNREAD))
        window.until(lambda: not window.asking)
        unread = _mark(window, numbers)
    return {"numbers": numbers, "kept": sum(kept), "of": len(kept), "unread": unread}


def _filters(plan: Plan) -> dict[str, Query]:
    return {
        "all": Query(),
        "today": Query(Scope.TODAY, since_at=plan.since_at),
        "unread": Query(Scope.UNREAD),
        "starred": Query(Scope.STARRED),
        "folder": Query(Scope.FOLDER, target=plan.folder),
        "folder, unread only": Query(Scope.FOLDER, target=plan.folder, unread_only=True),
        "feed": Query(Scope.FEED, target=plan.feed),
        "label": Query(Scope.LABEL, target=plan.label),
    }


def _switch(window: Window, numbers: Numbers, name: str, query: Query, plan: Plan) -> None:
    """From a small feed. Complete is what the screen takes until its first paint, the reading thread for the answer,
    and the screen for showing that.
    """
    window.program.browsing.look(Query(Scope.FEED, target=plan.small_feed))
    window.until(lambda: not window.asking)
    window.repaint()
    window.qt.processEvents()
    before = window.spent["reading"] + window.spent["answering"]

    def look() -> None:
        window.program.browsing.look(query)
        window.repaint()

    first = _screen(look)
    window.until(lambda: not window.asking)
    rest = window.spent["reading"] + window.spent["answering"] - before + _screen(window.repaint)
    numbers.setdefault(f"{name}: first paint", []).append(first)
    numbers.setdefault(f"{name}: complete", []).append(first + rest)


def _scroll(window: Window, numbers: Numbers, times: int) -> None:
    window.program.browsing.look(Query())
    window.until(lambda: not window.asking)
    bar, chance = window.view.verticalScrollBar(), Random("jumps")

    def frame(name: str, move: Callable[[], object]) -> None:
        def show() -> None:
            move()
            window.repaint()

        numbers.setdefault(name, []).append(_screen(show))
        window.qt.processEvents()

    for _ in range(times):
        frame("random jump", lambda: bar.setValue(chance.randint(0, bar.maximum())))
    bar.setValue(bar.maximum() // 3)
    for _ in range(times):
        frame("page down", lambda: bar.setValue(bar.value() + bar.pageStep()))
    bar.setValue(bar.maximum() // 2)
    for _ in range(times):
        frame("wheel", lambda: _turn_wheel(window))
    for turn in range(times):
        frame("End and Home", lambda turn=turn: bar.setValue(bar.maximum() * (turn % 2)))  # type: ignore[misc]


def _turn_wheel(window: Window) -> None:
    port = window.view.viewport()
    middle = QPointF(port.rect().center())
    turned = QWheelEvent(
        middle,
        QPointF(port.mapToGlobal(port.rect().center())),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(port, turned)


def _type(window: Window, numbers: Numbers, plan: Plan) -> None:
    """Each key waits for all that it brings; told are the screen's own share and that of the reading threads."""
    for _, typed in plan.keys[::_EVERY]:
        before = dict(window.spent)
        first = _screen(lambda typed=typed: window.program.browsing.look(Query(search=typed)))  # type: ignore[misc]
        window.until(lambda: not window.asking)
        shown = window.spent["answering"] - before["answering"] + _screen(window.repaint)
        numbers.setdefault("a key in the window: screen", []).append(first + shown)
        numbers.setdefault("a key in the window: reading", []).append(window.spent["reading"] - before["reading"])


def _arrive(window: Window, numbers: Numbers, name: str, batch: library_plan.Batch) -> bool:
    """Looks at the middle while articles come; True when what was looked at stayed where it was."""
    from benchmarks.arriving import Arrive

    model, view = window.main.articles.model, window.view
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    window.repaint()
    window.qt.processEvents()
    total, place = model.rowCount(), _top(window)
    feed = window.program.reader.feed(batch.feed)
    assert feed is not None
    before = window.spent["applying"] + window.spent["answering"]
    window.deed(Arrive(batch, feed.title, feed.site_url))
    window.until(lambda: model.rowCount() == total + len(batch.entries) and not window.asking)
    shown = window.spent["applying"] + window.spent["answering"] - before + _screen(window.repaint)
    numbers.setdefault(name, []).append(shown)
    window.rest(0.2)
    return _top(window) == place


def _top(window: Window) -> tuple[int, int]:
    """The article at the top of the list and how much of it is hidden."""
    index = window.view.indexAt(QPoint(4, 4))
    return window.main.articles.model.id_at(index.row()), window.view.visualRect(index).top()


def _mark(window: Window, numbers: Numbers) -> int:
    for _ in range(3):
        marked = _deed(window, numbers, "mark all read", MarkAllRead(Query(Scope.UNREAD)))
        _deed(window, numbers, "mark unread again", MarkUnread(marked))
    return len(marked)


def _deed(window: Window, numbers: Numbers, name: str, job: Any) -> tuple[int, ...]:
    """What the screen takes to show it, and what the worker takes."""
    before, everything, own = dict(window.spent), time.process_time(), time.thread_time()
    changes = window.deed(job)
    others = (time.process_time() - everything - (time.thread_time() - own)) * 1000
    shown = window.spent["applying"] + window.spent["answering"] - before["applying"] - before["answering"]
    numbers.setdefault(f"{name}: worker", []).append(others - (window.spent["reading"] - before["reading"]))
    numbers.setdefault(f"{name}: screen", []).append(shown + _screen(window.repaint))
    window.rest(0.5)
    return tuple(changes.state)


def _screen(deed: Callable[[], object]) -> float:
    """What the screen's thread takes for it."""
    own = time.thread_time()
    deed()
    return (time.thread_time() - own) * 1000


def main(what: str, path: Path, made: Path, runs: int) -> object:
    """The figures of one of the functions above."""
    plan = library_plan.load(made)
    match what:
        case "first":
            return first(path, runs)
        case "browse":
            return browse(path, plan, runs)
        case _:
            return change(path, plan, made)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))))
