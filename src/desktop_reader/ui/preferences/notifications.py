"""The page "Notifications": of what is told on the desktop, and when."""

from __future__ import annotations

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QTimeEdit

from desktop_reader.settings import Settings
from desktop_reader.ui.preferences.page import Page


class NotificationsPage(Page):
    """News of feeds, how many a day, and the quiet hours."""

    def __init__(self) -> None:
        super().__init__()
        self.head(self.tr("New articles"))
        self.notify = self.switch("notify", self.tr("Notify of new articles in all feeds"))
        self.own = self.note()
        self.note(
            self.tr("After a refresh there is one notification for all that is new, and none while you use the window.")
        )
        self.a_day = self.number(
            "notices_a_day", self.tr("At most"), 1, 100, self.tr(" a day"), self.tr("None at once")
        )
        self.digest = self._time("digest_at", self.tr("Tell the rest at"))
        self.head(self.tr("Quiet hours"))
        self.quiet = self.switch("quiet_hours", self.tr("No notifications in these hours"))
        self.begin = self._time("quiet_from", self.tr("From"))
        self.end = self._time("quiet_until", self.tr("Until"))
        self.note(self.tr("What comes meanwhile is told when they end."))
        self.column.addStretch(1)

    def show_settings(self, settings: Settings) -> None:
        """These are in force now."""
        super().show_settings(settings)
        others = sum(on is not settings.notify for on in settings.feed_notices.values())
        if settings.notify:
            words = self.tr("%n feed(s) left out: the menu of a feed changes that.", "", others)
            none = self.tr("The menu of a feed leaves it out.")
        else:
            words = self.tr("On for %n feed(s): the menu of a feed changes that.", "", others)
            none = self.tr("The menu of a feed turns it on for that feed alone.")
        self.own.setText(words if others else none)
        for edit in (self.begin, self.end):
            edit.setEnabled(settings.quiet_hours)

    def _time(self, name: str, words: str) -> QTimeEdit:
        edit = QTimeEdit()
        edit.setKeyboardTracking(False)  # 2:00 is not chosen on the way to 22:00.
        self._quiet(edit)
        self._bind(edit, lambda settings: edit.setTime(QTime(0, 0).addSecs(getattr(settings, name) * 60)))
        edit.timeChanged.connect(lambda time: self.chosen.emit({name: time.hour() * 60 + time.minute()}))
        self.line(words, edit)
        return edit
