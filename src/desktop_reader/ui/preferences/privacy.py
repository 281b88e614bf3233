"""The page "Privacy": what is fetched from others, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel

from desktop_reader.settings import Settings
from desktop_reader.ui.preferences.page import Page


class Kept(Protocol):
    """The pictures that are kept on the disk."""

    def ask_size(self, told: Callable[[int], None]) -> None:
        """``told`` gets the bytes, on another thread."""

    def clear(self, told: Callable[[int], None]) -> None:
        """Keeps nothing; ``told`` gets the bytes that are left, on another thread."""


class PrivacyPage(Page):
    """``pictures`` are those on the disk."""

    _counted = Signal(int)

    def __init__(self, pictures: Kept) -> None:
        super().__init__()
        self._pictures = pictures
        self.head(self.tr("Pictures"))
        self.remote = self.switch("remote_pictures", self.tr("Load the pictures of articles and the signs of feeds"))
        self.note(
            self.tr(
                "Whoever sends a picture can tell that it was looked at. Pictures are fetched without cookies and"
                " without saying where they stand; those known to only count readers are left out."
            )
        )
        self.cache = self.number(
            "picture_cache_mb", self.tr("Keep on the disk at most"), 10, 10_000, self.tr(" MB"), self.tr("Nothing")
        )
        self.kept = QLabel(self.tr("Counting…"))
        self.clear = self.button(self.tr("Delete kept pictures"), self._clear)
        row = QHBoxLayout()
        row.addWidget(self.kept, 1)
        row.addWidget(self.clear)
        self.column.addLayout(row)
        self.head(self.tr("Articles"))
        self.tracking = self.switch("strip_tracking", self.tr("Take out of links what only tells where you come from"))
        self.note(
            self.tr(
                "Articles are shown without scripts, frames and forms, and nothing in them is fetched but pictures."
            )
        )
        self.column.addStretch(1)
        self._counted.connect(self._show_size)
        self._ask()

    def show_settings(self, settings: Settings) -> None:
        """These are in force now."""
        super().show_settings(settings)
        self._ask()

    def _ask(self) -> None:
        self._pictures.ask_size(self._tell)

    def _clear(self) -> None:
        self.clear.setEnabled(False)
        self._pictures.clear(self._tell)

    def _tell(self, size: int) -> None:
        """On the pictures' thread, when the page may have gone."""
        import contextlib

        with contextlib.suppress(RuntimeError):
            self._counted.emit(size)

    def _show_size(self, size: int) -> None:
        said = QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
        words = self.tr("{size} are kept now.") if size else self.tr("None are kept now.")
        self.kept.setText(words.format(size=said))
        self.clear.setEnabled(bool(size))
