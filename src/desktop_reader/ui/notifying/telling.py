"""Gathers the news of a refresh and tells of them, once: now, when the quiet hours end, or with the day's digest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication

from desktop_reader.jobs.mark import MarkRead
from desktop_reader.library import runs
from desktop_reader.library.reader import Reader
from desktop_reader.library.rules import any_notifies
from desktop_reader.records.changes import Changes
from desktop_reader.records.notice import News, Rules, quiet_until, told_at, told_later
from desktop_reader.settings import Settings
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.notifying.service import LATER, OPEN, READ
from desktop_reader.ui.notifying.tally import MOST, Tally
from desktop_reader.ui.notifying.words import said

_SOON_MS = 1_000  # After a refresh: what changed is told up to half a second later.
_LONGEST_MS = 24 * 3600 * 1000


class Notices(Protocol):
    """Where a notice is shown; see ``Service``."""

    @property
    def chosen(self) -> SignalInstance:
        """An action, and a token."""

    @property
    def gone(self) -> SignalInstance:
        """The notice stands no more."""

    def show(self, title: str, body: str) -> None:
        """In place of the last one, if that still stands."""

    def withdraw(self) -> None:
        """It is of no use any more."""


class Telling(QObject):
    """``present`` says whether the reader looks at the window: who does is told nothing. Signal ``wanted(article, feed,
    token)``: the reader wants to see this one; feed 0 when there are news of several.
    """

    wanted = Signal(int, int, str)

    def __init__(
        self,
        desk: Desk,
        notices: Notices,
        file: Path,
        chosen: Settings,
        *,
        present: Callable[[], bool] | None = None,
        clock: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self._notices = notices
        self._present = present or is_present
        self._clock = clock
        self._tally = Tally(file, desk.reader.library_id())
        self._rules = rules_of(chosen)
        self._came: list[int] = []
        self._shown: list[News] = []  # What the last notice says.
        self._stands = self._under_way = False
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._gather)
        self._later = QTimer(self, singleShot=True, timerType=Qt.TimerType.VeryCoarseTimer)
        self._later.timeout.connect(self.look)
        desk.worker.changed.connect(self._changed)
        desk.worker.progress.connect(self._progress)
        notices.chosen.connect(self._act)
        notices.gone.connect(self._gone)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self._attended)

    def set_rules(self, chosen: Settings) -> None:
        """The reader wishes it otherwise."""
        self._rules = rules_of(chosen)

    def look(self) -> None:
        """Tells of what was put off until now. Timers stand still while the machine sleeps: look when it wakes."""
        now = self._clock()
        due = self._tally.due(now)
        if due and (until := quiet_until(now, self._rules)) is not None:
            self._tally.put_off(due, until)
        elif due and self._present():
            self._tally.forget(due)
        elif due:
            self._find(due, self._tell_of_waiting)
        self._wait()

    def _changed(self, changes: Changes) -> None:
        # What an import brings is old, whatever a refresh does meanwhile.
        old = frozenset(changes.brought.numbers) if changes.brought is not None else frozenset()
        new = [number for number in changes.new if number not in old]
        heard = new and (self._under_way or self._soon.isActive())
        if heard and not self._present() and (self._rules.wants_any() or any_notifies(self._desk.reader)):
            self._came = [*self._came, *new][-MOST:]

    def _progress(self, _: int, of: int) -> None:
        if self._under_way and not of:
            self._soon.start()
        self._under_way = of > 0

    def _gather(self) -> None:
        if self._came and not self._present():
            self._find(self._came, self._tell_of_new, unread_of_new=True)
        else:
            self._came = []

    def _find(
        self, articles: Sequence[int], found: Callable[[list[News], set[int]], None], *, unread_of_new: bool = False
    ) -> None:
        asked = list(articles)
        standing = [one.article for one in self._shown] if self._stands else []
        rules = self._rules

        def look(reader: Reader) -> list[News]:
            return news_of(reader, asked, standing, rules, first_too=not unread_of_new)

        kind = "news" if unread_of_new else "put off"
        self._desk.worker.ask(kind, look, lambda news: found(news, set(asked)), quick=True)

    def _tell_of_new(self, news: list[News], asked: set[int]) -> None:
        self._came = [article for article in self._came if article not in asked]
        fresh = [one.article for one in news if one.article in asked]
        if not fresh or self._present():
            return
        now = self._clock()
        until = told_at(now, self._tally.told(now.date()), self._rules)
        if until is None:
            self._tally.count(now.date())
            self._show(news)
        else:
            self._tally.put_off(fresh, until)
            self._wait()

    def _tell_of_waiting(self, news: list[News], asked: set[int]) -> None:
        waited = asked & set(self._tally.due(self._clock()))  # Somebody may have looked twice.
        self._tally.forget(waited)
        if any(one.article in waited for one in news):
            self._show(news)
        self._wait()

    def _show(self, news: list[News]) -> None:
        self._shown, self._stands = news, True
        self._notices.show(*said(news))

    def _wait(self) -> None:
        at = self._tally.next_at
        if at is None:
            self._later.stop()
        else:
            left = max(0, round((at - self._clock().timestamp()) * 1000))
            self._later.start(min(_LONGEST_MS, left + 1))

    def _act(self, action: str, token: str) -> None:
        articles = [one.article for one in self._shown]
        if not articles:
            return
        if action == OPEN:
            feeds = {one.feed for one in self._shown}
            self.wanted.emit(articles[0], feeds.pop() if len(feeds) == 1 else 0, token)
        elif action == READ:
            self._desk.worker.submit(MarkRead(tuple(articles)))
        elif action == LATER:
            self._tally.put_off(articles, told_later(self._clock(), self._rules))
            self._wait()
        self._notices.withdraw()
        self._stands = False

    def _gone(self) -> None:
        self._stands = False

    def _attended(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive and self._stands:
            self._notices.withdraw()
            self._stands = False


def rules_of(chosen: Settings) -> Rules:
    """What the reader has chosen."""
    quiet = (chosen.quiet_from, chosen.quiet_until) if chosen.quiet_hours else None
    return Rules(chosen.notify, chosen.feed_notices, chosen.notices_a_day, chosen.digest_at, quiet)


def news_of(
    reader: Reader, articles: Sequence[int], standing: Sequence[int], rules: Rules, *, first_too: bool
) -> list[News]:
    """Those that are unread still, of feeds that are told of, the newest first; of an article that a rule tells of, or
    never, its feed is not asked. The first that a feed brings are no news: somebody has just subscribed to it.
    """
    some = [*dict.fromkeys((*articles, *standing))][:MOST]
    ruled = runs.told(reader, some)
    if not (rules.wants_any() or any(ruled.values())):
        return []
    rows = reader.rows(some)
    feeds = {feed.id: feed for feed in reader.some_feeds({row.feed_id for row in rows.values()})}
    came = Counter(rows[number].feed_id for number in articles if number in rows)
    known = {feed.id for feed in feeds.values() if first_too or came[feed.id] < feed.total}
    told = {feed.id for feed in feeds.values() if rules.wants(feed.uuid)}
    unread = [
        row for row in rows.values() if row.unread and row.feed_id in known and ruled.get(row.id, row.feed_id in told)
    ]
    unread.sort(key=lambda row: (-row.published_at, -row.id))
    return [News(row.id, row.title, row.feed_id, row.feed_title) for row in unread]


def is_present() -> bool:
    """Whether the reader has the keyboard in a window of ours. Qt calls a program active whose window was hidden, as
    long as no other program takes the keyboard.
    """
    window = QGuiApplication.focusWindow()
    active = QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive
    return active and window is not None and window.isVisible()
