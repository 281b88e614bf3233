"""Does in the window what a start was asked for, its own or a later one."""

from __future__ import annotations

import os
from collections import deque
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtWidgets import QWidget

from desktop_reader.records.addresses import OWN, TYPED, to_save, wants_save
from desktop_reader.ui.commands.command import Deck
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.commands.feed import FeedDeeds
from desktop_reader.ui.commands.saving_pages import save
from desktop_reader.ui.commands.transfer import content, follow_all
from desktop_reader.ui.instance.wish import Wish

translate = QCoreApplication.translate


class Fulfilling(QObject):
    """Addresses are offered one after the other: the next when the page of the one before is closed."""

    def __init__(self, desk: Desk, deck: Deck) -> None:
        super().__init__(desk.window)
        self._desk, self._deck = desk, deck
        self._addresses: deque[str] = deque()
        self._asking = False

    def fulfil(self, wish: Wish) -> None:
        """All of it; the window comes to the front, unless it is wished to stay away."""
        if not wish.minimized:
            raise_window(self._desk.window, wish.token)
        if wish.refused:
            words = translate("Fulfilling", "“{thing}” is no address of a site and no file that can be opened.")
            self._desk.say(words.format(thing=wish.refused[0]))
        if (wish.addresses or wish.files) and self._desk.worker.read_only:
            self._desk.say(translate("Deck", "This library is open for reading only."))
            return
        for address in wish.addresses:
            if wants_save(address):
                self._save(address)
            else:
                self._addresses.append(address)
        self._ask_next()
        for name in wish.files:
            self._open(Path(name))
        if wish.refresh:
            self._deck.action("feed.refresh_all").trigger()
        if wish.next_unread:
            self._deck.action("article.next_unread").trigger()

    def _save(self, address: str) -> None:
        """A page that a browser hands over."""
        page = to_save(address)
        if page is None:
            words = translate("Fulfilling", "“{thing}” is no address of a site and no file that can be opened.")
            self._desk.say(words.format(thing=address[:80]))
        else:
            save(self._desk, page)

    def _ask_next(self) -> None:
        if self._asking or not self._addresses:
            return
        self._asking = True
        address = self._addresses.popleft()
        # A page in the browser can give out addresses with our schemes, but none that somebody types.
        FeedDeeds(self._desk).add(
            OWN.sub("", address, count=1), by_hand=TYPED.match(address) is not None
        ).finished.connect(self._answered)

    def _answered(self) -> None:
        self._asking = False
        self._ask_next()

    def _open(self, file: Path) -> None:
        """A list of subscriptions is imported; a feed that a browser has saved is looked up where it lives."""
        from desktop_reader.worker.tasks import ReadGiven

        def given(found: object) -> None:
            if isinstance(found, Exception):
                self._desk.problems.tell(found)
            elif isinstance(found, str):
                self._addresses.append(found)
                self._ask_next()
            else:
                follow_all(self._desk, found)

        self._desk.worker.work(lambda run: run(ReadGiven(content(file))), given)


def raise_window(window: QWidget, token: str = "") -> None:
    """Brings the window to the front, from wherever it is."""
    if token:
        os.environ["XDG_ACTIVATION_TOKEN"] = token  # Qt hands it to the desktop when it asks to be activated.
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
