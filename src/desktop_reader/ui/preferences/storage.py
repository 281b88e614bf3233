"""The page "Storage": where the library lies, how long articles are kept, and which copies of the library there are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_reader.ui.preferences.page import Page


class StoragePage(Page):
    """``sections`` are widgets with their heads; ``copies`` are files, and when they were made."""

    def __init__(self, sections: Sequence[tuple[str, QWidget]], copies: Sequence[tuple[Path, int, float]]) -> None:
        super().__init__()
        for words, widget in sections:
            self.head(words)
            layout = widget.layout()
            if layout is not None:
                layout.setContentsMargins(0, 0, 0, 0)
            self.column.addWidget(widget)
        self.head(self.tr("Copies"))
        self.copies: list[QLabel] = []
        if not copies:
            self.note(
                self.tr(
                    "There are none yet. Before a new version of Desktop Reader changes the library, a copy of it is"
                    " put beside it."
                )
            )
        for path, size, made_at in copies:
            self._add_copy(path, size, made_at)
        self.column.addStretch(1)

    def _add_copy(self, path: Path, size: int, made_at: float) -> None:
        locale = QLocale()
        when = locale.toString(QDateTime.fromSecsSinceEpoch(int(made_at)), QLocale.FormatType.ShortFormat)
        large = locale.formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
        label = QLabel(self.tr("{when} · {size}").format(when=when, size=large))
        label.setToolTip(str(path))
        label.setAccessibleDescription(path.name)
        self.copies.append(label)
        show = self.button(
            self.tr("Show in folder"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
        )
        row = QHBoxLayout()
        row.addWidget(label, 1)
        row.addWidget(show)
        self.column.addLayout(row)


def copies_of(library: Path) -> list[tuple[Path, int, float]]:
    """The copies that were made before changes of the library, the latest first: path, bytes, time."""
    found = []
    try:
        for path in library.parent.glob(f"{_plain(library.name)}.before-*"):
            told = path.stat()
            if not path.name.endswith(".new"):
                found.append((path, told.st_size, told.st_mtime))
    except OSError:
        return []
    return sorted(found, key=lambda one: -one[2])


def _plain(name: str) -> str:
    import glob

    return glob.escape(name)
