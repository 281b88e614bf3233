"""Adding a feed: an address is typed, the feeds behind it are shown with what is in them, the chosen ones are added."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop_reader.errors import FetchError
from desktop_reader.records.access import without_credentials
from desktop_reader.records.arrangement import Turn
from desktop_reader.records.changes import Changes
from desktop_reader.records.feed import Feed, Folder
from desktop_reader.records.health import Problem
from desktop_reader.ui.dialogs.enter import presses_only
from desktop_reader.ui.dialogs.offers import Offers
from desktop_reader.ui.problems import sentence
from desktop_reader.worker.thread import Worker

if TYPE_CHECKING:
    from desktop_reader.jobs.subscribe import Found
    from desktop_reader.worker.finding import Search

_TOLD_EVERY_MS = 150
_PASTED = 4  # So many letters at once were not typed.


class SubscribeDialog(QDialog):
    """Signals: ``subscribed(id)`` the feed that is followed now, the first of several, or one that was already;
    ``added(Turn, titles)`` the way back, of those that are new.
    """

    subscribed = Signal(int)
    added = Signal(object, list)

    def __init__(
        self,
        worker: Worker,
        folders: Sequence[Folder],
        folder: int | None,
        parent: QWidget | None = None,
        feeds: Sequence[Feed] = (),
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._worker = worker
        self._feeds = feeds
        self._question = 0  # An answer to an earlier question than this is none.
        self._search: Search | None = None
        self._looked_for = self._failed = self._text = ""
        self._reading = False
        self._left = 0
        self._first: int | None = None
        self._new: list[tuple[Turn, str]] = []
        self.setWindowTitle(self.tr("Add a feed"))
        self.address = QLineEdit()
        self.address.setPlaceholderText("https://example.com")
        self.address.setAccessibleName(self.tr("Address of the feed or of its site"))
        self.address.textEdited.connect(self._edited)
        self.address.editingFinished.connect(self._left_field)
        self.choice = Offers()
        self.choice.itemDoubleClicked.connect(lambda _: self._go())
        self.choice.chosen.connect(self._chosen)
        self.choice.hide()
        self.title = QLineEdit()
        self.title.setAccessibleName(self.tr("Your own title for the feed"))
        self.folder = QComboBox()
        self.folder.setAccessibleName(self.tr("Folder"))
        self.folder.addItem(self.tr("No folder"), None)
        for one in folders:
            self.folder.addItem(one.title, one.id)
        self.folder.setCurrentIndex(max(0, self.folder.findData(folder)))
        self.told = QLabel()
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        self.told.hide()
        self._progress = QTimer(self, interval=_TOLD_EVERY_MS)
        self._progress.timeout.connect(self._tell_progress)
        self.go = QPushButton()
        self._lay_out()
        self._chosen()

    def _lay_out(self) -> None:
        self.form = QFormLayout()
        self.form.setSpacing(12)
        self.form.addRow(self.tr("Address"), self.address)
        self.form.addRow(self.choice)
        self.form.addRow(self.tr("Title"), self.title)
        self.form.addRow(self.tr("Folder"), self.folder)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(16)
        column.addLayout(self.form)
        column.addWidget(self.told)
        # Last, so that the keyboard comes to it last.
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.clicked.connect(self._go)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        presses_only(self.go, buttons)
        self.resize(560, 0)

    def suggest(self, address: str) -> None:
        """Puts an address in, selected, so that typing replaces it."""
        self.address.setText(address)
        self._text = address
        self.address.selectAll()

    def look(self, *, by_hand: bool = True) -> None:
        """Looks at the address that is suggested; one that another program has handed over may not lead into the
        reader's own network, unless the reader looks for it once more.
        """
        self._look(by_hand=by_hand)

    def done(self, result: int) -> None:
        """An answer that comes after the window is closed changes nothing, and no further server is asked."""
        super().done(result)  # The field that loses the keyboard with it might ask once more.
        self._stop()

    # Looking

    def _edited(self, text: str) -> None:
        """Another address: what was found belongs to the old one. A pasted one is whole, so it is looked at."""
        pasted = abs(len(text) - len(self._text)) >= _PASTED and "." in text
        self._text = text
        self._stop()
        self._looked_for = ""
        self._progress.stop()
        self.told.hide()
        self._empty()
        self._chosen()
        if pasted and text.strip():
            self._look()

    def _left_field(self) -> None:
        """What brought nothing is not tried again without a word."""
        if self.address.text().strip() != self._failed:
            self._look()

    def _look(self, *, by_hand: bool = True) -> None:
        typed = self.address.text().strip()
        if not typed or typed == self._looked_for or not self.isVisible():
            return
        from desktop_reader.jobs.subscribe import Found
        from desktop_reader.worker.finding import Search, find, meant

        self._looked_for = typed
        question = self._begin()
        self._empty()
        there = self._followed_at((meant(typed),))
        if there is not None:
            # Later: the key press that asked for this would else press the button that it changes.
            shown = (Found(there.url, there.title, there.site_url),)
            QTimer.singleShot(0, self, lambda: self._found(question, shown))
            return
        search = self._search = Search()
        self._tell_progress()
        self._progress.start()
        self._worker.work(
            lambda run: find(typed, run, search, by_hand=by_hand),
            lambda found: self._found(question, found, by_hand=by_hand),
        )

    def _found(self, question: int, found: Sequence[Found] | Exception, *, by_hand: bool = True) -> None:
        if not isValid(self) or question != self._question:
            return  # The window was closed meanwhile, or something else is asked for.
        self._progress.stop()
        self.told.hide()
        if isinstance(found, Exception):
            refused = isinstance(found, FetchError) and found.problem is Problem.UNSAFE_ADDRESS and not by_hand
            inside = self.tr("This address leads into your own network. Press Find if that is what you want.")
            self._tell(inside if refused else sentence(found))
            self._failed, self._looked_for = self._looked_for, ""
            self._chosen()
            return
        self.choice.offer(found, self._is_followed)
        self.choice.show()
        if len(found) > 1:
            self._tell(self.tr("This site has several feeds. Tick those that you want."))
            self.choice.setFocus()
        self._chosen()

    def _read_next(self) -> None:
        """What is in the feeds that were only named so far, one after the other."""
        from desktop_reader.worker.finding import read

        asked = self.choice.unread()
        if asked is None or self._reading or self._left:
            return
        self._reading = True
        question, search = self._question, self._search
        self._worker.work(lambda run: read(asked, run, search), lambda found: self._was_read(question, asked, found))

    def _was_read(self, question: int, asked: Found, found: Found | Exception) -> None:
        if question != self._question:
            return
        self._reading = False
        self.choice.fill(asked, found, self._is_followed)

    # Adding

    def _go(self) -> None:
        followed = self.choice.followed_one()
        chosen = self.choice.ticked()
        if chosen:
            self._add(chosen)
        elif followed is not None:
            there = self._followed_at((followed.url, *followed.also))
            if there is not None:
                self.subscribed.emit(there.id)
            self.accept()
        elif self.address.text().strip():
            self._look()
        else:
            self._tell(self.tr("Type or paste the address of a site or of its feed."))

    def _add(self, chosen: Sequence[Found]) -> None:
        from desktop_reader.jobs.arrange import Noted
        from desktop_reader.jobs.subscribe import Subscribe

        question = self._begin()
        given = self.title.text().strip() if len(chosen) == 1 else ""
        self._left, self._first, self._new = len(chosen), None, []
        self._tell(self.tr("Adding…"))
        for found in chosen:
            job = Subscribe(
                found,
                int(time.time()),
                self._worker.wish_seconds,
                folder_id=self.folder.currentData(),
                given_title=given or None,
            )
            title = given or found.title or without_credentials(found.url)
            self._worker.submit(Noted(job), partial(self._added, question, title))

    def _added(self, question: int, title: str, changes: Changes | Exception) -> None:
        if question != self._question:
            return  # The window was closed; the feed is followed all the same.
        if isinstance(changes, Exception):
            self._question += 1
            self._left = 0
            self._tell(sentence(changes))
            self._chosen()
            return
        self._left -= 1
        if changes.turn:
            self._new.append((changes.turn, title))
        if self._first is None:
            self._first = next(iter(changes.feeds))
        if not self._left:
            if self._new:
                turn = Turn.joined([turn for turn, _ in self._new])
                self.added.emit(turn, [title for _, title in self._new])
            self.subscribed.emit(self._first)
            self.accept()

    # On the screen

    def _chosen(self) -> None:
        """The button says what it will do, and the title whose it is."""
        chosen = self.choice.ticked()
        self.title.setEnabled(len(chosen) == 1)
        self.title.setPlaceholderText(chosen[0].title if len(chosen) == 1 else "")
        if len(chosen) > 1:
            self.go.setText(self.tr("Add %n feeds", "", len(chosen)))
        elif chosen:
            self.go.setText(self.tr("Add"))
        elif self.choice.followed_one() is not None:
            self.go.setText(self.tr("Show feed"))
        else:
            self.go.setText(self.tr("Find"))
        self._grow()
        self.go.setEnabled(bool(not self._looked_for or chosen or self.choice.followed_one()))
        if self.choice.count():
            self._read_next()

    def _begin(self) -> int:
        self._question += 1
        self._reading = False
        self.go.setEnabled(False)
        return self._question

    def _stop(self) -> None:
        self._question += 1
        self._reading = False
        if self._search is not None:
            self._search.stop()

    def _tell_progress(self) -> None:
        at = self._search.asked[-1] if self._search and self._search.asked else self._looked_for
        self._tell(self.tr("Looking at {address}…").format(address=without_credentials(at)))

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        self.told.show()
        self._grow()

    def _empty(self) -> None:
        self.choice.clear()
        self.choice.hide()

    def _grow(self) -> None:
        """As high as its words need at this width; Qt would take one line for each."""
        self._column.activate()
        least = self._column.totalMinimumSize().height()
        self.setMinimumHeight(max(least, self._column.totalHeightForWidth(self.width())))

    def _is_followed(self, found: Found) -> bool:
        return self._followed_at((found.url, *found.also)) is not None

    def _followed_at(self, urls: Sequence[str]) -> Feed | None:
        from desktop_reader.jobs.subscribe import among

        number = among(((feed.id, feed.url) for feed in self._feeds), urls)
        return next((feed for feed in self._feeds if feed.id == number), None)
