"""The program itself: its library is moved from the preferences, and it goes on with it in the new place."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from desktop_reader import paths, settings
from tests.library_fixtures import came, entry, follow, opened, rows

DRIVEN = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
from desktop_reader import app
from desktop_reader.jobs.mark import Star
from desktop_reader.ui.dialogs import moving
from desktop_reader.ui.dialogs.place import LibraryPage
from desktop_reader.ui.preferences.dialog import PreferencesDialog
from desktop_reader.ui.preferences.storage import StoragePage

seen, between = [], []
move = moving.move

def watched(*said):
    windows = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow)]
    between.append([len(QApplication.instance().styleSheet()) > 1000, len(windows)])
    return move(*said)

moving.move = watched

class Watched(app.Application):
    def start(self, **said):
        super().start(**said)
        QTimer.singleShot(300, self.turn)

    def turn(self):
        seen.append([str(self.worker._path), self.reader.smart_counts().starred, self.window.isVisible()])
        if len(seen) == 1:
            self.worker.submit(Star((1,)))  # A moment before: it comes along.
            self.window.deck.action("app.preferences").trigger()
            self.window.findChild(PreferencesDialog).show_page(StoragePage)
            self.window.findChild(LibraryPage).move_to(Path(sys.argv[1]))
        else:
            self.worker.submit(Star((2,)), lambda changes: self.window.close())

app.Application = Watched
QTimer.singleShot(60_000, lambda: sys.exit(9))
code = app.run([])
print(json.dumps([code, seen, between]))
"""


def test_the_program_goes_on_where_the_library_was_moved_to(tmp_path: Path) -> None:
    old, folder = paths.library(), tmp_path / "away"
    folder.mkdir()
    old.parent.mkdir(parents=True)
    settings.save(settings.Settings(refresh_minutes=0), paths.config() / "settings.json")
    with opened(old) as library:
        came(library, follow(library), entry("g1"), entry("g2"), entry("g3"))
    words = [sys.executable, "-c", DRIVEN, str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout, done.stderr
    new = folder / "library.db"
    # Between the two the window is gone, and what is told has a style all the same.
    assert json.loads(done.stdout) == [0, [[str(old), 0, True], [str(new), 1, True]], [[True, 0]]], done.stderr
    assert rows(new, "SELECT id FROM state WHERE starred") == [(1,), (2,)]
    assert settings.load(paths.config() / "settings.json").library == str(new)
    assert not old.exists()
    assert [file.name for file in folder.iterdir() if file.name.endswith(("-lock", ".moving", "-wal"))] == []
