"""What the reader chose, at work: kept in the file, handed to whom it concerns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop_reader import settings
from desktop_reader.errors import FileError
from desktop_reader.jobs.mark import MarkRead
from desktop_reader.settings import Settings
from desktop_reader.ui.auto_read import AutoRead
from desktop_reader.ui.commands import marked
from desktop_reader.ui.commands.feed import keeping_page
from desktop_reader.ui.holding import METERED
from desktop_reader.ui.keys.chosen import in_force
from desktop_reader.ui.main_window import MainWindow
from desktop_reader.ui.motion import Motion
from desktop_reader.ui.network import Metered, Network
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.viewer.style import MEASURES
from desktop_reader.worker.images import Images

_SAVED_AFTER_MS = 300  # The disk may take its time for each; turning a wheel chooses many sizes.


class Choices(QObject):
    """Signal ``changed(Settings)``: something else was chosen, and is at work already. Without a ``file`` it is
    forgotten at the end.
    """

    changed = Signal(object)

    def __init__(
        self,
        chosen: Settings,
        file: Path | None,
        window: MainWindow,
        theme: Theme,
        auto_read: AutoRead,
        pictures: Images,
        library: Path,
    ) -> None:
        super().__init__(window)
        self.chosen = chosen
        self._file = file
        self._window = window
        self._theme = theme
        self._auto_read = auto_read
        self._pictures = pictures
        self._library = library
        self.motion = Motion(chosen.reduce_motion, self)
        window.reading.view.reduced_motion = self.motion.reduced
        self.motion.changed.connect(partial(setattr, window.reading.view, "reduced_motion"))
        self._sections: list[Callable[[], tuple[str, QWidget]]] = []
        self.restore: Callable[[Path], None] | None = None
        self._network = Network(parent=self)
        self._network.told.connect(self._network_told)
        self._metered = Metered.UNKNOWN
        self._later = QTimer(self, singleShot=True, interval=_SAVED_AFTER_MS)
        self._later.timeout.connect(self._save)
        self._set_keys()
        self._set_text()
        window.closed.connect(self.save_now)
        window.preferences_wanted.connect(self._show)
        window.articles.set_compact(chosen.density == "compact")
        window.articles.folds = auto_read.copies = chosen.fold_stories
        window.set_links_stripped(chosen.strip_tracking)
        auto_read.copies_read.connect(lambda changes: window.undo.push(marked.deed(MarkRead, changes)))
        window.articles.compacted.connect(self._keep_density)
        window.reading.view.zoomed.connect(lambda px: self.keep(replace(self.chosen, body_px=px)))
        window.reading.text_chosen.connect(self.choose)

    def add_section(self, make: Callable[[], tuple[str, QWidget]]) -> None:
        """Another part of the page "Storage": its title and contents, made each time the preferences are opened."""
        self._sections.append(make)

    def begin(self) -> None:
        """The window is up: what was chosen for the start is done."""
        worker = self._window.desk.worker
        if self.chosen.unmetered_only:
            self._window.holding.hold(METERED, True)  # Until it is known that nobody pays for it.
            self._network.watch(True)
        if self.chosen.refresh_at_start:
            worker.refresh_gently()

    def keep(self, chosen: Settings) -> None:
        """Other settings: at work at once, and in the file a moment later."""
        before, self.chosen = self.chosen, chosen
        self._set_keys()
        if chosen.picture_cache_mb != before.picture_cache_mb:
            self._pictures.set_limit(chosen.picture_cache_mb * 1_000_000)
        if chosen.unmetered_only != before.unmetered_only:
            self._watch(chosen.unmetered_only)
        self._theme.scheme, self._theme.paper = chosen.scheme, chosen.paper
        self._window.desk.worker.set_wish(chosen.refresh_minutes * 60)
        self._auto_read.set_delay(chosen.read_after_seconds)
        self.motion.wish(chosen.reduce_motion)
        self._set_text()
        self._window.set_links_stripped(chosen.strip_tracking)
        self._window.articles.set_compact(chosen.density == "compact")
        if chosen.fold_stories != before.fold_stories:
            self._window.articles.folds = self._auto_read.copies = chosen.fold_stories
            self._window.look_again()
        self._later.start()
        self.changed.emit(chosen)

    def _keep_density(self, compact: bool) -> None:
        self.keep(replace(self.chosen, density="compact" if compact else "comfortable"))

    def choose(self, others: dict[str, Any]) -> None:
        """Some settings are others, by their names."""
        self.keep(replace(self.chosen, **others))

    def _set_text(self) -> None:
        view, chosen = self._window.reading.view, self.chosen
        measure = MEASURES.get(chosen.measure, MEASURES["comfortable"])
        view.set_style(replace(view.page_style, serif=chosen.face == "serif", measure=measure))
        view.set_px(chosen.body_px)

    def _set_keys(self) -> None:
        deck = self._window.deck
        deck.set_keys(in_force(deck.commands.values(), self.chosen.preset, self.chosen.keys))

    def _watch(self, wanted: bool) -> None:
        self._network.watch(wanted)
        if not wanted:
            self._metered = Metered.UNKNOWN
            self._window.holding.hold(METERED, False)

    def _network_told(self, metered: Metered) -> None:
        if not self.chosen.unmetered_only:
            return
        self._metered = metered
        self._window.holding.hold(METERED, metered is Metered.YES)
        if metered is Metered.YES:
            self._window.desk.say(self.tr("This connection is metered: feeds are asked by hand only."))
        self.changed.emit(self.chosen)

    def save_now(self) -> None:
        """What was chosen last is in the file, and not only a moment later."""
        if self._later.isActive():
            self._later.stop()
            self._save()

    def _save(self) -> None:
        if self._file is None:
            return
        try:
            settings.save(self.chosen, self._file)
        except FileError as error:
            self._window.desk.problems.tell(error)

    def _show(self) -> None:
        from desktop_reader.ui.preferences.backups import Backups
        from desktop_reader.ui.preferences.dialog import PreferencesDialog
        from desktop_reader.ui.preferences.pages import pages

        desk = self._window.desk
        makers = list(self._sections)
        if not desk.worker.read_only:
            makers.append(partial(keeping_page, desk))
        some = pages(
            self._window.deck,
            self._theme,
            self._pictures,
            self._library,
            lambda: [make() for make in makers],
            lambda: self._metered,
            Backups(self._library, desk.worker, self.restore),
        )
        dialog = PreferencesDialog(self.chosen, some, self._window)
        dialog.chosen.connect(self.choose)
        self.changed.connect(dialog.show_settings)
        dialog.open()
