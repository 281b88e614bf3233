"""``--quit`` ends the program that runs, as an installer needs it: all is kept, and it is gone when that returns."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_reader import paths, settings
from desktop_reader.library import claim, lock
from desktop_reader.ui.instance import door as module
from desktop_reader.ui.instance.door import Doors, ended
from desktop_reader.ui.instance.wish import Wish
from desktop_reader.ui.session import close_all
from tests.library_fixtures import made
from tests.ui.program import Start, settle, start

__all__ = ["start"]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[dict[str, str]]:
    """What a program of its own is started with."""
    short = Path(tempfile.mkdtemp(prefix="dr"))  # The name of a socket has room for a hundred letters.
    (tmp_path / "home").mkdir()
    settings.save(settings.Settings(refresh_minutes=0), tmp_path / "home" / "settings.json")
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "PYTHONPATH") if name in os.environ}
    yield kept | {
        "HOME": str(tmp_path / "home"),
        "DESKTOP_READER_HOME": str(tmp_path / "home"),
        "XDG_RUNTIME_DIR": str(short),
        "TMPDIR": str(short),
        "QT_QPA_PLATFORM": "offscreen",
        "DBUS_SESSION_BUS_ADDRESS": "",
    }
    shutil.rmtree(short)


def begun(env: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "desktop_reader", *arguments]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def quitted(env: dict[str, str], *arguments: str) -> tuple[int, str]:
    """The exit code of ``--quit``, and what it said. There is no screen for it."""
    screenless = {name: value for name, value in env.items() if name != "QT_QPA_PLATFORM"}
    process = begun(screenless, "--quit", *arguments)
    said, complained = process.communicate(timeout=60)
    return process.returncode, said + complained


def is_up(library: Path) -> bool:
    there = claim.read(lock.place(library))
    return there is not None and there.program == claim.WINDOW


@pytest.mark.parametrize("named", [False, True])
def test_the_program_is_gone_when_it_returns(home: dict[str, str], tmp_path: Path, qtbot: QtBot, named: bool) -> None:
    one, other = made(tmp_path), tmp_path / "other" / "library.db"
    other.parent.mkdir()
    shutil.copy(one, other)
    running = {library: begun(home, "--library", str(library), "--minimized") for library in (one, other)}
    try:
        qtbot.waitUntil(lambda: is_up(one) and is_up(other), timeout=60_000)
        assert quitted(home, *(["--library", str(one)] if named else [])) == (0, "")
        assert not lock.place(one).exists()
        assert running[one].wait(30) == 0
        assert (tmp_path / "home" / "window.json").exists()
        assert lock.place(other).exists() is named, "without a library all of them end"
        assert quitted(home) == (0, "")
        assert not lock.place(other).exists()
        assert running[other].wait(30) == 0
        assert [process.communicate()[1] for process in running.values()] == ["", ""]
    finally:
        for process in running.values():
            process.kill()
            process.communicate()


def test_none_that_runs_is_as_good(home: dict[str, str], tmp_path: Path) -> None:
    assert quitted(home) == (0, "")
    assert quitted(home, "--library", str(tmp_path / "none.db")) == (0, "")
    assert not (tmp_path / "none.db").exists()
    assert not (tmp_path / "home" / "library.db").exists()


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    short = Path(tempfile.mkdtemp(prefix="dr"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short))
    monkeypatch.setattr(tempfile, "tempdir", str(short))
    yield short
    shutil.rmtree(short)


def test_the_line_is_held_until_the_end(runtime: Path, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    library = tmp_path / "library.db"
    doors, heard = Doors(), list[Wish]()
    doors.wished.connect(heard.append)
    doors.open(library)
    code = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication\n"
        "from desktop_reader.ui.instance import door; door._END_MS = int(sys.argv[1])\n"
        "app = QCoreApplication([]); print(door.ended(Path(sys.argv[2])))"
    )

    def asker(patience: int) -> subprocess.Popen[str]:
        words = [sys.executable, "-c", code, str(patience), str(library)]
        return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)

    with qtbot.waitSignal(doors.quit_wished, timeout=30_000):
        impatient = asker(1)
    assert impatient.communicate(timeout=30)[0].strip() == "False", "it was heard, and nothing has ended yet"
    with qtbot.waitSignal(doors.quit_wished, timeout=30_000):
        patient = asker(60_000)
    doors.close()
    settle()
    assert patient.poll() is None, "the door is closed first; the program goes on a little"
    for line in qapp.findChildren(QLocalSocket):
        line.deleteLater()  # As at the end of all.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert patient.communicate(timeout=30)[0].strip() == "True"
    assert heard == []


def test_one_that_hangs_is_told_of(
    runtime: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from desktop_reader.app import run

    monkeypatch.setattr(module, "_ANSWER_MS", 50)
    doors = Doors()
    doors.open(tmp_path / "library.db")  # Its loop does not run meanwhile.
    assert run(["--quit"]) == 1
    assert "does not answer" in capfd.readouterr().err
    doors.close()
    assert run(["--quit"]) == 0


def test_sockets_of_this_user_only_are_knocked_at(runtime: Path, tmp_path: Path) -> None:
    folder = runtime / "desktop-reader"
    folder.mkdir(mode=0o700)
    (folder / "dead.socket").touch()
    assert [Path(name).name for name in module._names()] == ["dead.socket"]
    assert ended(None), "nobody is at home there"
    folder.chmod(0o777)
    assert module._names() == []


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_an_open_question_holds_nothing_up(start: Start, qapp: QApplication) -> None:
    program = start()
    program.choices.choose({"quiet_hours": True})
    box = QMessageBox(program.window)
    box.open()
    settle()
    close_all(qapp)
    settle()
    assert program._closed
    assert settings.load(paths.config() / "settings.json").quiet_hours
