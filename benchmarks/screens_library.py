"""Makes the library of the pictures, with what lies in its cache: ``python -m benchmarks.screens_library HOME``."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from benchmarks import stories
from desktop_reader import paths
from desktop_reader.ui.theme import fonts

if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True)
    painting = QGuiApplication(["screens"])
    fonts.load_article()
    stories.make(paths.library())
