"""A backup on its way into the place of the library: how far it has come, and a button that leaves all as it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from desktop_reader.library import restoring
from desktop_reader.ui.dialogs.under_way import Said, under_way

translate = QCoreApplication.translate


def restore(library: Path, file: Path) -> Path | None:
    """``restoring.restore`` on a thread of its own, with a dialog; returns where the library of before lies then."""
    said = Said(
        translate("Restoring", "Restoring the library…"),
        translate("Restoring", "Leave it as it is"),
        translate("Restoring", "It stays as it is."),
        translate("Restoring", "Checking the restored library…"),
    )
    return under_way(said, lambda told: restoring.restore(library, file, told))
