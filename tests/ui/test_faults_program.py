"""The real program in a process of its own, in which something goes wrong: it goes on, or tells at the next start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop_reader import paths, settings
from desktop_reader.ui.faults import log
from tests.library_fixtures import came, entry, follow, made, opened

# What a person does: looks at what is on the screen, presses one button, and closes the window in the end.
_PERSON = """
import ctypes, json, logging, os, sys, threading
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
import desktop_reader.app as program
from desktop_reader.ui.faults.dialog import ReportDialog
from desktop_reader.ui.faults.safe_mode import SafeBar

told = dict(asked=[], reports=[], titles=[], bars=0, settings=[])
program._STANDS_MS = 1
started = program.Application.start
answers = {answers!r}

def look():
    box = QApplication.activeModalWidget()
    if isinstance(box, QMessageBox):
        told["asked"].append(box.text())
        wanted = answers.pop(0)
        next(button for button in box.buttons() if button.text() == wanted).click()

asking = QTimer(interval=20)
asking.timeout.connect(look)

def start(self, **given):
    started(self, **given)
    told["titles"].append(self.window.windowTitle())
    told["bars"] += len(self.window.findChildren(SafeBar))
    told["settings"].append([self.choices.chosen.scheme, self.choices.chosen.refresh_minutes])
    patience = [300]
    def end():
        patience[0] -= 1
        dialogs = [one for one in self.window.findChildren(ReportDialog) if one.isVisible()]
        if patience[0] and not done(self, dialogs):
            return
        again.stop()
        told["reports"] += [[one.words.text(), one.report.toPlainText()] for one in dialogs]
        for one in dialogs:
            one.close()
        bars = self.window.findChildren(SafeBar)
        (bars[0].button.click if bars and leaves else self.window.close)()
    again = QTimer(self.window, interval=20)
    again.timeout.connect(end)
    again.start()
    QTimer.singleShot(30, self.window, lambda: wrong(self))

program.Application.start = start
wrong = lambda program: None
done = lambda program, dialogs: bool(dialogs)
leaves = False
{more}
begun = program.begun
def and_ask():
    app = begun()
    asking.start()
    return app
program.begun = and_ask
code = program.run({arguments!r})
print(json.dumps(told))
sys.exit(code)
"""

Told = dict[str, Any]


def run(more: str = "", *arguments: str, answers: tuple[str, ...] = (), code: int | None = 0) -> Told:
    """What was seen; ``code`` None for a program that crashes."""
    script = _PERSON.format(more=more, arguments=list(arguments), answers=list(answers))
    ended = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if code is None:
        assert ended.returncode not in (0, 1), ended.stderr
    else:
        assert ended.returncode == code, ended.stderr
    return {} if code != 0 else json.loads(ended.stdout.splitlines()[-1])


def written() -> str:
    return (paths.state() / log.NAME).read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def library(home: Path) -> Path:
    home.mkdir()
    made(home)
    settings.save(settings.Settings(scheme="dark", refresh_minutes=60), paths.config() / "settings.json")
    return paths.library()


def test_what_a_slot_a_worker_a_thread_and_qt_do_wrong_is_logged_and_told_once_and_the_program_goes_on() -> None:
    told = run(
        """
from dataclasses import dataclass
from desktop_reader.jobs.organise import AddFolder
from PySide6.QtCore import qWarning
@dataclass(frozen=True)
class Bad:
    def run(self, library):
        raise KeyError("of a job")
folders = []
def slot():
    raise ValueError("of a slot https://u:SECRET@a.example/SECRET")
def thread():
    raise RuntimeError("of a thread")
def wrong(program):
    qWarning("odd thing of Qt")
    for _ in range(3):
        QTimer.singleShot(0, slot)
        program.worker.submit(Bad())
        one = threading.Thread(target=thread, name="some")
        one.start()
        one.join()
    program.worker.submit(AddFolder("after"), folders.append)
def done(program, dialogs):
    told = dialogs[0].report.toPlainText().splitlines() if dialogs else []
    return bool(folders) and {"ValueError", "KeyError", "RuntimeError"} <= set(told)
"""
    )
    ((words, said),) = told["reports"]
    assert words.startswith("Something went wrong inside Desktop Reader (")
    assert [said.splitlines().count(kind) for kind in ("ValueError", "KeyError", "RuntimeError")] == [1, 1, 1]
    assert all(f"in {place}\n" in said for place in ("slot", "run", "thread"))
    assert not [words for words in ("of a slot", "of a job", "of a thread") if words in said]
    everything = written()
    assert [everything.count(kind) for kind in ("ValueError: of a slot", "KeyError: 'of a job'")] == [3, 3]
    assert everything.count("A bug ended the thread “some”.") == 3
    assert "odd thing of Qt" in everything
    assert "SECRET" not in everything + said
    assert list((paths.state() / "runs").iterdir()) == []


def test_an_abort_at_the_start_offers_the_safe_mode_which_changes_nothing_and_is_left_by_a_button() -> None:
    before = (paths.config() / "settings.json").read_bytes()
    run("program.Application.start = lambda *_, **__: os.abort()", code=None)
    told = run("leaves = True", answers=("Start in safe mode",))
    assert told["asked"] == ["Start in safe mode?"]
    assert told["titles"] == ["Desktop Reader (safe mode)", "Desktop Reader"]
    assert told["settings"] == [["system", 0], ["dark", 60]]
    assert told["bars"] == 1
    ((words, said),) = told["reports"]
    assert words == "Desktop Reader ended unexpectedly the last time."
    assert "Fatal Python error: Aborted" in said
    assert 'File "desktop_reader/app.py", line' in said
    assert str(Path.home()) not in said
    assert (paths.config() / "settings.json").read_bytes() == before
    assert list((paths.state() / "runs").iterdir()) == [], "the window stood: all is forgotten"


def test_a_start_that_raises_is_told_at_the_next_one_also_when_that_is_as_usual() -> None:
    run(
        """
def start(self, **given):
    raise KeyError("at the start")
program.Application.start = start
""",
        code=1,
    )
    told = run("", answers=("Start as usual",))
    assert told["asked"] == ["Start in safe mode?"]
    assert told["titles"] == ["Desktop Reader"]
    assert "in start\n" in told["reports"][0][1]
    assert told["reports"][0][1].splitlines()[-1] == "KeyError"
    assert "KeyError: 'at the start'" in written()


@pytest.mark.skipif(sys.platform == "win32", reason="ends otherwise there")
def test_a_crash_of_c_code_later_on_is_told_and_asks_for_no_safe_mode() -> None:
    run("wrong = lambda program: QTimer.singleShot(50, lambda: ctypes.string_at(0))", code=None)
    told = run()
    assert told["asked"] == []
    assert told["titles"] == ["Desktop Reader"]
    ((_, said),) = told["reports"]
    assert "Fatal Python error: Segmentation fault" in said


def test_safe_mode_by_name_forgets_what_is_changed_in_it() -> None:
    before = {file.name: file.read_bytes() for file in paths.config().glob("*.json")}
    told = run(
        """
def wrong(program):
    program.choices.choose({"scheme": "light", "body_px": 20})
    program.choices.save_now()
done = lambda program, dialogs: program.choices.chosen.body_px == 20
""",
        "--safe-mode",
    )
    assert told["titles"] == ["Desktop Reader (safe mode)"]
    assert {file.name: file.read_bytes() for file in paths.config().glob("*.json")} == before


@pytest.fixture
def filled(library: Path) -> Path:
    """With an article in it."""
    with opened(library) as kept:
        came(kept, follow(kept), entry("one", title="Lighthouse", text="It shines."))
    return library


_OPENED = """
from PySide6.QtCore import Qt
from desktop_reader.records.query import Query, Scope
def open_all(program):
    program.browsing.look(Query(Scope.ALL))
    program.window.articles.view.pick(0)
"""


def test_a_filter_and_a_painted_widget_that_fail_are_told_and_whoever_moved_the_keyboard_goes_on(filled: Path) -> None:
    told = run(
        _OPENED
        + """
import desktop_reader.ui.pane_focus as surrounding
told["went on"] = False
def fails(*_):
    raise KeyError("of a filter")
def wrong(program):
    open_all(program)
    surrounding.QPen = None  # When it is painted there is a painter already, and it stays open.
    surrounding._comes_back = fails
    program.window.reading.view.setFocus(Qt.FocusReason.TabFocusReason)
    program.window.sidebar.view.setFocus(Qt.FocusReason.TabFocusReason)
    told["went on"] = True
def done(program, dialogs):
    return bool(dialogs) and all(f"in {one}\\n" in dialogs[0].report.toPlainText() for one in ("fails", "paintEvent"))
"""
    )
    assert told["went on"]
    ((_, said),) = told["reports"]
    assert "in eventFilter\n" in said
    assert "in paintEvent\n" in said
    everything = written()
    assert "KeyError: 'of a filter'" in everything
    assert "active painter" not in everything


def test_what_was_copied_does_not_crash_the_end(filled: Path) -> None:
    """Where the clipboard is Qt's own it goes last, when Python is gone already."""
    told = run(
        _OPENED
        + """
wrong = open_all
def done(program, dialogs):
    view = program.window.reading.view
    if view.article is None:
        return False
    view.selectAll()
    view.copy()
    told["copied"] = QApplication.clipboard().mimeData().html()
    return True
"""
    )
    assert "Lighthouse</h1>" in told["copied"]
