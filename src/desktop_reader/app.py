"""Builds everything and connects everything; the only file that knows everyone.

Before the first paint only Qt's widgets, the SQLite driver and our own modules are imported; the worker, which brings
SQLAlchemy and the HTTP client, starts once the window is up.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from desktop_reader import paths, settings
from desktop_reader.errors import MissingError, ReaderError
from desktop_reader.library import place
from desktop_reader.library.reader import Reader
from desktop_reader.ui import remembering, window_state
from desktop_reader.ui.articles.asking import Kind
from desktop_reader.ui.articles.pane import ArticlePane
from desktop_reader.ui.articles.thumbnails import Thumbnails
from desktop_reader.ui.auto_read import AutoRead
from desktop_reader.ui.browsing import Browsing
from desktop_reader.ui.choices import Choices
from desktop_reader.ui.commands import saving_pages
from desktop_reader.ui.exporting.vault import Vault
from desktop_reader.ui.faults import safe_mode
from desktop_reader.ui.faults.runs import Past
from desktop_reader.ui.faults.watch import Watch
from desktop_reader.ui.favicons import Favicons
from desktop_reader.ui.inspecting import Inspecting
from desktop_reader.ui.instance.door import Doors, ended
from desktop_reader.ui.instance.fulfil import Fulfilling
from desktop_reader.ui.instance.running import Running
from desktop_reader.ui.instance.wish import Wish, wished
from desktop_reader.ui.main_window import MainWindow
from desktop_reader.ui.midnight import Midnight
from desktop_reader.ui.opening import Opening
from desktop_reader.ui.read_through import ReadingThrough
from desktop_reader.ui.reading_pane import ReadingPane
from desktop_reader.ui.reading_places import ReadingPlaces
from desktop_reader.ui.session import begun, close_all, ended_by_signals
from desktop_reader.ui.sidebar.pane import SidebarPane
from desktop_reader.ui.states import States
from desktop_reader.ui.surroundings import Surroundings
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.monogram import monogram
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.undo_kept import KeptDeeds
from desktop_reader.ui.viewer import sound
from desktop_reader.ui.viewer.pictures import Pictures
from desktop_reader.ui.viewer.style import PageStyle
from desktop_reader.worker.cache import Cache
from desktop_reader.worker.images import Images
from desktop_reader.worker.thread import Worker

_AFTER_PAINT_MS = 50
_IDLE_MS = 1500
_STANDS_MS = 5000  # A window that stood so long has not failed to start.


class Application:
    """The window with all that works behind it. ``close`` keeps what is to be kept and ends the threads. In ``safe``
    mode next to nothing works, and nothing is kept but what is done to the library.
    """

    def __init__(self, library: Path, app: QApplication, opening: Opening | None = None, *, safe: bool = False) -> None:
        self.library = library
        self._safe = safe
        self._state_file = paths.config() / "window.json"
        file = paths.config() / "settings.json"
        chosen = safe_mode.settings_of(settings.load(file)) if safe else settings.load(file)
        sound.allow(not safe)
        self.theme = Theme(chosen.scheme, chosen.paper)
        self.theme.apply(app, sheet=False)
        self.reader = Reader(library)
        self.worker = Worker(library, chosen.refresh_minutes * 60, by_hand=safe)
        self.browsing = Browsing()
        cache = Cache(paths.cache() / "pictures", chosen.picture_cache_mb * 1_000_000)
        self._images = Images(lambda: not self._closed and self.choices.chosen.remote_pictures, cache)
        self.favicons = Favicons(self.worker)
        self.worker.set_signs(chosen.remote_pictures)
        self.worker.set_unread_again(chosen.updated_unread)
        self.worker.set_backups(chosen.backups and not safe)
        self._uuids: dict[int, str] = {}
        self._progress = (0, 0)
        self._closed = False
        self._kept: window_state.WindowState | None = None
        style = PageStyle(self.theme.reader, serif=chosen.face == "serif")
        panes = (
            SidebarPane(self.reader, self.theme, favicon=self.favicons.tile),
            ArticlePane(
                self.reader,
                self._ask,
                self.theme,
                tile=self._tile,
                thumbnails=Thumbnails(self._images.fetch, chosen.remote_pictures),
                excerpt=self.reader.excerpt,
            ),
            ReadingPane(self.theme, style, Pictures(self._images.fetch, missing=self._images.missing)),
        )
        self.window = MainWindow(self.reader, self.worker, self.browsing, self.theme, panes)
        self.theme.dress(self.window)
        KeptDeeds(self.window.desk)
        saving_pages.call_as_now(self.window.desk)
        self.inspecting = Inspecting(self.window, self.theme, self._tile)
        self.window.inspector_wanted.connect(self.inspecting.toggle)
        self.window.similar_wanted.connect(self.inspecting.seek_similar)
        auto_read = AutoRead(self.browsing, self.worker, chosen.read_after_seconds, self.window)
        ReadingThrough(self.window.reading.view, auto_read, self.worker)
        kept = None if safe else file
        self.choices = Choices(chosen, kept, self.window, self.theme, auto_read, self._images, library)
        self.inspecting.set_dates(chosen.dates)
        self.choices.changed.connect(lambda now: self.inspecting.set_dates(now.dates))
        self.choices.changed.connect(lambda now: self.worker.set_signs(now.remote_pictures))
        self.choices.changed.connect(lambda now: self.worker.set_unread_again(now.updated_unread))
        self.choices.changed.connect(lambda now: self.worker.set_backups(now.backups and not safe))
        self.choices.changed.connect(lambda now: self.window.articles.thumbnails.allow(now.remote_pictures))
        self.favicons.arrived.connect(lambda: self.window.show_signs(self._tile))
        self.states = States(self.window.desk, self.theme, chosen.dates)
        self.choices.changed.connect(lambda now: self.states.set_dates(now.dates))
        self.vault = Vault(self.window.desk, chosen)
        self.choices.changed.connect(self.vault.set)
        if not self.worker.read_only:
            self.choices.add_section(self._vault_section)
        midnight = Midnight(self.window)
        midnight.passed.connect(self.window.begin_day)
        self.surroundings = Surroundings(self.window, self.theme, self.choices, paths.config() / "notices.json")
        self.surroundings.woken.connect(midnight.look)
        self.surroundings.session_ends.connect(self.keep)
        self.worker.changed.connect(self.window.apply)
        self.worker.changed.connect(lambda _: self._show_progress(*self._progress))
        self.worker.failed.connect(self.window.desk.problems.tell)
        self.worker.progress.connect(self._show_progress)
        self.worker.improved.connect(self.window.sidebar.show_improved)
        self._places = ReadingPlaces(paths.config() / "places.json", self.window.reading.view)
        self.window.closed.connect(self._places.close)
        self.window.closed.connect(self.close)
        if opening is not None:
            opening.furnish(self.window, self.choices, self.reader)
        self.window.desk.problems.names = lambda: (feed.title for feed in self.reader.feeds())
        self.window.destroyed.connect(self.reader.close)  # Not before: what still reaches the panes will want to read.

    def start(self, *, minimized: bool = False) -> None:
        """Shows the window as it was left, or minimised; the worker begins when it has been painted."""
        kept = window_state.WindowState() if self._safe else window_state.load(self._state_file)
        remembering.restore(self.window, self.inspecting, kept)
        self._show_progress(0, 0)
        self.surroundings.start(minimized=minimized)
        (self.window.articles if self.window.articles.model.rowCount() else self.window.sidebar).view.setFocus()
        QTimer.singleShot(_AFTER_PAINT_MS, self.choices.begin)
        QTimer.singleShot(_AFTER_PAINT_MS, self.worker.start)
        if not self._safe:
            QTimer.singleShot(_AFTER_PAINT_MS, self.favicons.load)
            QTimer.singleShot(_AFTER_PAINT_MS, self.surroundings.begin)
            QTimer.singleShot(_AFTER_PAINT_MS, self.vault.begin)
        self.states.watch.begin()
        QTimer.singleShot(_IDLE_MS, fonts.load_article)
        QTimer.singleShot(_IDLE_MS, self.choices.motion.ask)

    def keep(self) -> None:
        """All is on the disk: the session may end, and take no notice of the window."""
        if not self._closed:
            self._keep_window()
            self.choices.save_now()
            self._places.close()

    def close(self) -> None:
        """Once, however often it is asked for."""
        if self._closed:
            return
        self._closed = True
        self.browsing.blockSignals(True)  # What was typed last must not ask a library that is closed by then.
        self._keep_window()
        self.vault.close()
        self.worker.close()
        self._images.close()

    def _keep_window(self) -> None:
        if self._safe:
            return
        state = remembering.state_of(self.window, self.inspecting)
        if state != self._kept:
            self._kept = state
            window_state.save(state, self._state_file)

    def _ask(self, question: Callable[[Any], Any], answered: Callable[[Any], None], /, kind: Kind = Kind.LIST) -> None:
        self.worker.ask(kind, question, answered, quick=kind.quick)

    def _tile(self, feed: int, title: str, ratio: float) -> QPixmap:
        """A feed's sign in the list, in the colour that it has in the sidebar."""
        if feed not in self._uuids:
            self._uuids = {one.id: one.uuid for one in self.reader.feeds()}
        return self.favicons.tile(feed, ratio) or monogram(title, self._uuids.get(feed, ""), 16, ratio)

    def _vault_section(self) -> tuple[str, QWidget]:
        from desktop_reader.ui.exporting.vault_section import VaultSection
        from desktop_reader.ui.sharing.handing import Folder

        chosen, told = self.choices.chosen, lambda: self.vault.told
        section = VaultSection(chosen, self.choices.choose, told, Folder.to_begin_in())
        return QCoreApplication.translate("VaultSection", "Vault"), section

    def _show_progress(self, done: int, of: int) -> None:
        self._progress = (done, of)
        if self._closed:
            return  # What was told last arrives when nobody is there any more.
        if of:
            self.window.sidebar.show_progress(done, of)
        else:
            self.window.sidebar.show_updated(self.reader.last_checked())


def run(arguments: list[str]) -> int:
    """Opens the window, and that of another library when the reader wants it; returns when all is closed. Where a
    window of the library is open already, it takes over what is wished for.
    """
    options = _parsed(arguments)
    if options.quit:
        return _quit(options.library)
    if sys.platform == "linux" and not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))):
        print("desktop-reader: there is no screen here. Use the commands: desktop-reader --help", file=sys.stderr)
        return 1
    token = os.environ.get("XDG_ACTIVATION_TOKEN", "")
    wish = wished(
        options.things,
        Path.cwd(),
        token,
        refresh=options.refresh,
        next_unread=options.next_unread,
        minimized=options.minimized,
    )
    app = begun()
    doors = Doors()
    doors.quit_wished.connect(lambda: close_all(app))
    # A worker thread that computes keeps the interpreter so long at a time; the default of 5 ms shows while scrolling.
    sys.setswitchinterval(0.0005)
    opening = Opening(options.library, options.read_only)
    with ended_by_signals(app):
        if _taken_over(doors, options.library, wish):
            return 0
        watch = Watch(paths.state())
        past = watch.begin()
        try:
            safe = options.safe_mode or safe_mode.asked(past, app)
            code = _shown(app, opening, doors, wish, watch, past, safe=safe)
        except Exception as error:
            watch.failed(error)
            raise
        finally:
            watch.end()
    doors.close()
    return code


def _shown(
    app: QApplication, opening: Opening, doors: Doors, wish: Wish, watch: Watch, past: Past, *, safe: bool
) -> int:
    """One window after the other, until none is wanted any more."""
    code = 1

    def leave_safe_mode() -> None:
        nonlocal safe
        safe = False
        opening.open_again()
        if application is not None:
            application.window.close()

    while (application := opening.next(lambda library: Application(library, app, opening, safe=safe))) is not None:
        watch.problems = application.window.desk.problems
        doors.open(application.library)
        fulfilling = Fulfilling(application.window.desk, application.window.deck)
        doors.wished.connect(fulfilling.fulfil)
        doors.let_run(None if application.worker.read_only else Running(application.window.desk))
        if safe:
            safe_mode.show(application.window, application.theme, leave_safe_mode)
        application.start(minimized=wish.minimized)
        # The window is up already; whoever has hidden it meanwhile wants it hidden.
        first = replace(wish, minimized=True)
        QTimer.singleShot(_IDLE_MS, fulfilling, lambda first=first, by=fulfilling: by.fulfil(first))
        QTimer.singleShot(_STANDS_MS, fulfilling, watch.stands)
        if past.crash:
            QTimer.singleShot(_IDLE_MS, fulfilling, partial(watch.problems.tell_crash, past.crash))
        wish, past = Wish(), Past()
        code = app.exec()
        doors.let_run(None)
        doors.wished.disconnect(fulfilling.fulfil)
        watch.problems = None
        application.close()
        application.reader.close()
        application.window.deleteLater()
        if opening.goes_on:  # What is told between two windows has no window to look like.
            QCoreApplication.sendPostedEvents(application.window, QEvent.Type.DeferredDelete)
            application.theme.undress()
    return code


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="desktop-reader")
    parser.add_argument("--library", type=Path)
    for deed in ("--read-only", "--refresh", "--next-unread", "--minimized", "--quit", "--safe-mode"):
        parser.add_argument(deed, action="store_true")
    parser.add_argument("things", nargs="*")
    return parser.parse_args(arguments)


def _quit(given: Path | None) -> int:
    """Ends the program that runs, and waits until it is gone; none is as good. Needs no screen."""
    waits = QCoreApplication.instance() or QCoreApplication(["desktop-reader"])
    try:
        gone = ended(given.expanduser() if given is not None else None)
    except ReaderError as error:
        print(f"desktop-reader: {error}", file=sys.stderr)
        return 1
    if not gone:
        print("desktop-reader: Desktop Reader is still at work and will end a little later.", file=sys.stderr)
    del waits
    return 0 if gone else 1


def _taken_over(doors: Doors, given: Path | None, wish: Wish) -> bool:
    """Whether an open window has taken the wish over. What cannot be opened at all is told later, by ``Opening``."""
    with contextlib.suppress(MissingError):
        try:
            return not doors.enter(place.named(given), wish)
        except ReaderError as error:
            print(f"desktop-reader: {error}", file=sys.stderr)
            return True
    return False
