"""The icon in the tray and what it means for the window: where it is, a closed window may go on there, unseen.

A tray may come after the program (at the login it often does), and go while it runs. Qt's icon finds only a tray that
was there before it, so each tray gets a new one; a window that was hidden in a tray that has gone comes back.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query, Scope
from desktop_reader.settings import Settings
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.holding import Holding
from desktop_reader.ui.instance.fulfil import raise_window
from desktop_reader.ui.main_window import MainWindow
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.tray.closing import Closing
from desktop_reader.ui.tray.memory import give_back
from desktop_reader.ui.tray.menu import TrayMenu, tip
from desktop_reader.ui.tray.sign import sign

_OFTEN_MS, _OFTEN, _SELDOM_MS = 5_000, 24, 60_000
_COUNT_MS = 250
_REST_MS = 45_000  # Hidden for so long, the window is not wanted soon.


class Tray(QObject):
    """Signals: ``clicked_notice`` the notice that was shown by ``tell``; ``chosen(dict)`` other settings."""

    clicked_notice = Signal()
    chosen = Signal(dict)

    def __init__(self, window: MainWindow, holding: Holding, theme: Theme, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._holding, self._theme, self._settings = window, holding, theme, settings
        self.icon: QSystemTrayIcon | None = None
        self.menu = TrayMenu(
            window.deck,
            holding,
            toggle=self.toggle,
            show=self.show_window,
            set_quiet=lambda on: self.chosen.emit({"quiet_hours": on}),
            leave=self.leave,
        )
        self._looks = 0
        self._told_of = False  # Whether somebody else says when a tray comes and goes.
        self._away = self._waits = self._left = False
        self._drawn: tuple[bool, bool, bool, bool] | None = None
        self._look_again = QTimer(self, timerType=Qt.TimerType.VeryCoarseTimer)
        self._look_again.timeout.connect(self.look)
        self._count = QTimer(self, singleShot=True, interval=_COUNT_MS)
        self._count.timeout.connect(self.renew)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS, timerType=Qt.TimerType.VeryCoarseTimer)
        self._rest.timeout.connect(give_back)
        self._closing = Closing(window, self._keep, self.leave, lambda how: self.chosen.emit({"on_close": how}))
        window.installEventFilter(self)
        window.closed.connect(self._end)
        window.destroyed.connect(self.menu.deleteLater)
        window.desk.worker.changed.connect(self._altered)
        window.desk.worker.progress.connect(self._worked)
        holding.changed.connect(self.renew)
        theme.changed.connect(self.renew)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.renew)

    @property
    def is_there(self) -> bool:
        """Whether there is an icon of ours that can be seen."""
        return self.icon is not None

    def start(self, *, minimized: bool) -> None:
        """Shows the window, or keeps it in the tray; without one, minimised. A tray that comes later takes it in."""
        self._look()
        if not minimized:
            self._window.show()
        elif self.is_there:
            self._keep()
        else:
            self._waits = True
            self._window.showMinimized()
        self._plan()

    def set_settings(self, settings: Settings) -> None:
        """What is chosen now."""
        self._settings = settings
        self.look()
        self.renew()

    def heed(self, there: bool) -> None:
        """A tray of the newer kind has come or gone; from then on it is told when that changes. Qt hears of it a little
        later, and a panel that is started anew is away for a moment only.
        """
        self._told_of = there
        for soon in (300, 2_000, _OFTEN_MS) if there else (_OFTEN_MS,):
            QTimer.singleShot(soon, self, self.look)

    def look(self) -> None:
        """Whether there is a tray now."""
        self._looks += 1
        self._look()
        self._plan()

    def renew(self) -> None:
        """How it is drawn and what it says."""
        shown = self._window.isVisible() and not self._window.isMinimized()
        self.menu.renew(shown=shown, quiet=self._settings.quiet_hours)
        if self.icon is None:
            return
        unread = self._window.sidebar.unread_of(Query(Scope.UNREAD)) or 0
        paused = self._holding.paused_until is not None
        system = QGuiApplication.styleHints().colorScheme()
        # The tray is the desktop's, not ours; only where the desktop says nothing it is as our window.
        dark = self._theme.tokens.dark if system is Qt.ColorScheme.Unknown else system is Qt.ColorScheme.Dark
        look = (bool(unread), self._settings.tray_plain, paused, dark)
        if look != self._drawn:
            self._drawn = look
            self.icon.setIcon(sign(unread=look[0], plain=look[1], paused=look[2], dark=dark))
        words = tip(unread, self._holding.paused_until)
        if words != self.icon.toolTip():
            self.icon.setToolTip(words)

    def tell(self, title: str, body: str) -> bool:
        """Shows a notice as the tray does it, without buttons; False where it cannot. Words without markup."""
        if self.icon is None or not QSystemTrayIcon.supportsMessages():
            return False
        self.icon.showMessage(title, body, self._window.windowIcon() or QIcon(), 10_000)
        return True

    def toggle(self) -> None:
        """The window comes to the front, or goes away where it is there already."""
        window = self._window
        if window.isVisible() and not window.isMinimized() and QApplication.activeModalWidget() is None:
            self._keep()
        else:
            self.show_window()

    def show_window(self, token: str = "") -> None:
        """To the front."""
        raise_window(self._window, token)

    def leave(self) -> None:
        """Ends the program, also from a window that nobody sees."""
        self._left = True
        self._window.close()

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only somebody who closes the window is asked; the program itself, and the session's end, are not."""
        kind = event.type()
        if kind == QEvent.Type.Close and event.spontaneous() and self.is_there and self._closing.heard(self._settings):
            event.ignore()
            return True
        if kind == QEvent.Type.Show:
            self._away = self._waits = False
            self._rest.stop()
            QApplication.setQuitOnLastWindowClosed(True)
        if kind in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.WindowStateChange):
            QTimer.singleShot(0, self, self._seen)
        return False

    def _worked(self, _: int, of: int) -> None:
        """A refresh behind a hidden window has ended."""
        if self._away and not of:
            self._rest.start()

    def _seen(self) -> None:
        self.renew()
        self._plan()

    def _keep(self) -> None:
        """The window goes on in the tray, unseen."""
        if not self.is_there:
            return
        QApplication.setQuitOnLastWindowClosed(False)
        self._away = True
        self._window.hide()
        self._rest.start()
        self._seen()

    def _look(self) -> None:
        there = self._settings.tray and has_tray()
        if there and self.icon is None:
            self._dress()
            if self._waits and self._window.isMinimized():
                self._keep()
        elif not there and self.icon is not None:
            self.icon.hide()
            self.icon.deleteLater()
            self.icon = self._drawn = None
            if self._away:
                self._window.show()

    def _dress(self) -> None:
        self.icon = QSystemTrayIcon(self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(self.clicked_notice)
        self.renew()
        self.icon.show()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.toggle()
        elif reason == QSystemTrayIcon.ActivationReason.MiddleClick:
            self._window.deck.action("feed.refresh_all").trigger()

    def _plan(self) -> None:
        """Looks again only where nobody tells, and something would follow from it: each look wakes the machine."""
        wanted = self._settings.tray and (self.icon is None or (self._away and not self._told_of))
        if not wanted:
            self._look_again.stop()
            return
        interval = _OFTEN_MS if self._looks < _OFTEN and self.icon is None else _SELDOM_MS
        if not self._look_again.isActive() or self._look_again.interval() != interval:
            self._look_again.start(interval)

    def _altered(self, _changes: Changes) -> None:
        self._count.start()

    def _end(self) -> None:
        """The window is closed for good."""
        self._look_again.stop()
        self._rest.stop()
        self._window.removeEventFilter(self)
        if self.icon is not None:
            self.icon.hide()
            self.icon = None
        if self._away or self._left:
            QApplication.quit()


def has_tray() -> bool:
    """Whether this desktop has a tray just now."""
    return QSystemTrayIcon.isSystemTrayAvailable()
