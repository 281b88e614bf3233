"""What many marks at once are called, while they are put and when they can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_reader.jobs import Job
from desktop_reader.jobs.label import PutLabel, TakeLabel
from desktop_reader.jobs.mark import MarkAllRead, MarkRead, MarkUnread, Star, Unstar
from desktop_reader.records.changes import Changes
from desktop_reader.ui.undo import Deed

translate = QCoreApplication.translate
Mark = Callable[[Sequence[int]], Job]
_OPPOSITES: dict[Mark, Mark] = {MarkRead: MarkUnread, MarkUnread: MarkRead, Star: Unstar, Unstar: Star}


def deed(mark: Mark, changes: Changes) -> Deed:
    """Articles were marked: how that is taken back. Only what really changed is."""
    back = Star(changes.state, again=True) if mark is Unstar else _OPPOSITES[mark](changes.state)
    return Deed(_words(mark, len(changes.state)), back, mark(changes.state))


def under_way(job: Job, done: int, of: int) -> str:
    """What a long deed is doing, or, at 0 of 0, has done."""
    if isinstance(job, (MarkRead, MarkUnread, MarkAllRead, Star, Unstar)):
        words, ended = translate("commands", "Marking {done} of {of} articles…"), translate("commands", "All marked")
    elif type(job).__name__ == "RemoveFeed":  # Its module brings SQLAlchemy along, which no window waits for.
        words = translate("commands", "Removing the feed: {done} of {of} articles…")
        ended = translate("commands", "Feed removed")
    elif isinstance(job, (PutLabel, TakeLabel)):
        words = translate("commands", "Labelling {done} of {of} articles…")
        ended = translate("commands", "All labelled")
    else:
        words, ended = translate("commands", "Deleting {done} of {of} articles…"), translate("commands", "All deleted")
    if not of:
        return ended
    locale = QLocale()
    return words.format(done=locale.toString(done), of=locale.toString(of))


def deleted(count: int) -> str:
    """Articles were deleted by the rules."""
    return translate("commands", "%n article(s) deleted", "", count)


def _words(mark: Mark, count: int) -> str:
    if mark is MarkRead:
        return translate("commands", "%n article(s) marked as read", "", count)
    if mark is MarkUnread:
        return translate("commands", "%n article(s) marked as unread", "", count)
    if mark is Star:
        return translate("commands", "%n article(s) starred", "", count)
    return translate("commands", "%n star(s) taken away", "", count)
