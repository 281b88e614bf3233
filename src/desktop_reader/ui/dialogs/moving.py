"""The library on its way to another folder: how far it has come, and a button that leaves it where it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from desktop_reader.library import moving
from desktop_reader.ui.dialogs.under_way import Said, under_way

translate = QCoreApplication.translate


def move(library: Path, folder: Path, moved: Callable[[Path], None]) -> Path:
    """``moving.move`` on a thread of its own, with a dialog; returns where the library lies then."""
    said = Said(
        translate("Moving", "Moving the library to {folder}…").format(folder=folder),
        translate("Moving", "Leave it where it is"),
        translate("Moving", "It stays where it is."),
        translate("Moving", "Comparing the copy with the library…"),
    )
    return under_way(said, lambda told: moving.move(library, folder, moved, told))
