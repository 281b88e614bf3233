"""The page "Storage": where the library lies, how long articles are kept, and which backups of it there are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop_reader.ui.preferences.backups import Backups, BackupsPart
from desktop_reader.ui.preferences.page import Page


class StoragePage(Page):
    """``sections`` are widgets with their heads."""

    def __init__(self, sections: Sequence[tuple[str, QWidget]], given: Backups) -> None:
        super().__init__()
        for words, widget in sections:
            self.head(words)
            layout = widget.layout()
            if layout is not None:
                layout.setContentsMargins(0, 0, 0, 0)
            self.column.addWidget(widget)
        self.backups = BackupsPart(self, given)
        self.column.addStretch(1)
