"""Takes the pictures of the README and of the shops: ``python packaging/screenshots/take.py``.

The window is painted without a screen, so the pictures are the same everywhere.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHOTS = (
    ("window-light", "light", (1280, 800), 1.0),
    ("window-dark", "dark", (1280, 800), 1.0),
    ("article-page-light", "light", (1600, 900), 1.0),
    ("article-page-dark", "dark", (1600, 900), 1.0),
)


def main() -> None:
    """One picture a process: a platform is as wide and as dense as it began."""
    for name, scheme, size, ratio in SHOTS:
        if os.fork() == 0:
            take(HERE / f"{name}.png", scheme, size, ratio)
            os._exit(0)
        os.wait()


def take(target: Path, scheme: str, size: tuple[int, int], ratio: float, first: int = 0) -> None:
    """Opens the demo library and grabs the window, its article ``first`` shown."""
    home = tempfile.TemporaryDirectory()
    os.environ |= {"DESKTOP_READER_HOME": home.name, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(ratio)}
    from PySide6.QtCore import QLocale, QTimer
    from PySide6.QtWidgets import QApplication

    sys.path.insert(0, str(HERE))
    import demo

    from desktop_reader import paths, settings
    from desktop_reader.app import Application

    demo.make(paths.library())
    settings.save(settings.Settings(scheme=scheme, refresh_minutes=0), paths.config() / "settings.json")
    QLocale.setDefault(QLocale(QLocale.Language.English))
    app = QApplication([])
    reader = Application(paths.library(), app)
    reader.start()
    reader.window.resize(*size)
    reader.window.articles.view.setFocus()

    def shoot() -> None:
        reader.window.grab().save(str(target))
        reader.close()
        app.quit()

    def go() -> None:
        from desktop_reader.records.query import Query

        reader.browsing.look(Query())
        reader.window.articles.view.pick(first)
        QTimer.singleShot(4000, shoot)

    QTimer.singleShot(800, go)
    app.exec()


if __name__ == "__main__":
    main()
