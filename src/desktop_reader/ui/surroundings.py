"""What is around the window: the tray, the notices, and the machine that goes to sleep and wakes up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from desktop_reader.records.notice import without_markup
from desktop_reader.records.query import Query, Scope
from desktop_reader.settings import Settings
from desktop_reader.ui.choices import Choices
from desktop_reader.ui.main_window import MainWindow
from desktop_reader.ui.notifying.bus import BUS, Bus, Heard, owner_of
from desktop_reader.ui.notifying.service import HEARD, OPEN, SERVICE, Service
from desktop_reader.ui.notifying.telling import Telling
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.tray.tray import Tray

_WATCHER = "org.kde.StatusNotifierWatcher"
_LOGIN = "org.freedesktop.login1"
_LEFT_MS = 1_000  # For who only looks for another window.

translate = QCoreApplication.translate


class Surroundings(QObject):
    """Signals: ``woken`` the machine has slept, so clocks have moved while timers stood still; ``session_ends`` all is
    to be kept now. That is told also when the reader has gone to another program: many a desktop of X11 ends its
    session by cutting the line to the screen, and with that Qt ends the program at once.
    """

    woken = Signal()
    session_ends = Signal()

    def __init__(self, window: MainWindow, theme: Theme, choices: Choices, notices_file: Path) -> None:
        super().__init__(window)
        self._window, self._choices = window, choices
        self.tray = Tray(window, window.holding, theme, choices.chosen)
        self._session = Bus("SESSION", (HEARD, owner_of(SERVICE.name), owner_of(_WATCHER)), self)
        self._system = Bus("SYSTEM", (Heard(_LOGIN, f"{_LOGIN}.Manager", ("PrepareForSleep",)),), self)
        self.service = Service(self._session, self)
        self.telling = Telling(window.desk, self.service, notices_file, choices.chosen)
        self._session.heard.connect(self._heard)
        self._system.heard.connect(self._slept)
        self.woken.connect(window.holding.wake)
        self.woken.connect(self.telling.look)
        self.service.failed.connect(self._tell_in_tray)
        self.tray.clicked_notice.connect(lambda: self.service.chosen.emit(OPEN, ""))
        self.tray.chosen.connect(choices.choose)
        self.telling.wanted.connect(self._open)
        choices.changed.connect(self._set)
        window.sidebar.more.append(self._add_to_menu)
        window.closed.connect(self._close)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.commitDataRequest.connect(self._end_of_session)
        self._left = QTimer(self, singleShot=True, interval=_LEFT_MS)
        self._left.timeout.connect(self.session_ends)
        app.applicationStateChanged.connect(self._attended)

    def start(self, *, minimized: bool) -> None:
        """Shows the window, or keeps it in the tray; a pause of the last time goes on."""
        holding = self._window.holding
        holding.restore(self._choices.chosen.paused_until)
        holding.changed.connect(self._keep_pause)
        self._keep_pause()
        self.tray.start(minimized=minimized)

    def begin(self) -> None:
        """The window is up: the desktop is listened to, and what was put off is told."""
        self._session.begin()
        self._system.begin()
        self._session.ask(BUS, "NameHasOwner", "s", (_WATCHER,), self._learn_of_tray)
        self.telling.look()

    def _learn_of_tray(self, answer: tuple[Any, ...] | None) -> None:
        if answer == (True,):
            self.tray.heed(True)

    def _heard(self, interface: str, member: str, values: tuple[Any, ...]) -> None:
        if member != "NameOwnerChanged" or len(values) != 3:
            return
        if values[0] == SERVICE.name:
            self.service.forget()
        elif values[0] == _WATCHER:
            self.tray.heed(bool(values[2]))

    def _slept(self, interface: str, member: str, values: tuple[Any, ...]) -> None:
        if values == (False,):  # True is said before it goes to sleep.
            self.woken.emit()

    def _set(self, chosen: Settings) -> None:
        self.tray.set_settings(chosen)
        self.telling.set_rules(chosen)

    def _keep_pause(self) -> None:
        until = round(self._window.holding.paused_until or 0)
        if until != self._choices.chosen.paused_until:
            self._choices.choose({"paused_until": until})

    def _tell_in_tray(self, title: str, body: str) -> None:
        self.tray.tell(without_markup(title), without_markup(body))

    def _open(self, article: int, feed: int, token: str) -> None:
        """The window comes to the front with the article, in the list of its feed, or of all that is unread."""
        self.tray.show_window(token)
        desk, now = self._window.desk, self._window.desk.browsing.query
        query = Query(Scope.FEED, target=feed) if feed else Query(Scope.UNREAD)
        desk.browsing.look(replace(query, sort=now.sort, reverse=now.reverse))
        desk.articles.view.pick_article(article, tell=False)
        desk.browsing.open(article)

    def _add_to_menu(self, feed: int, menu: QMenu) -> None:
        found = self._window.desk.reader.feed(feed)
        if found is None:
            return
        chosen, uuid = self._choices.chosen, found.uuid
        line = menu.addAction(translate("menus", "Notify of new articles"))
        line.setCheckable(True)
        line.setChecked(chosen.feed_notices.get(uuid, chosen.notify))
        line.triggered.connect(
            lambda on: self._choices.choose({"feed_notices": self._choices.chosen.feed_notices | {uuid: on}})
        )

    @Slot()
    def _end_of_session(self) -> None:
        """The window stays: somebody else may refuse the end."""
        self.session_ends.emit()

    def _attended(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self._left.stop()
        else:
            self._left.start()

    def _close(self) -> None:
        self._left.stop()
        self.service.withdraw()
        self._session.close()
        self._system.close()
