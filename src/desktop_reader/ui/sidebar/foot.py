"""The foot of the sidebar: when the feeds were read last, or how far the refresh has come."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.icons import icon
from desktop_reader.ui.theme.margins import leave
from desktop_reader.ui.theme.theme import Theme

translate = QCoreApplication.translate

_HEIGHT = 48
_TICK = 20_000


class Foot(QWidget):
    """Signals: ``stop_wanted``, ``settings_wanted``."""

    stop_wanted = Signal()
    settings_wanted = Signal()

    def __init__(self, theme: Theme, clock: Callable[[], float] = time.time, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self._font = fonts.ui(12, tabular=True)
        self._updated: int | None = None
        self._progress: tuple[int, int] | None = None
        self._improved = (0, 0)
        self._note = ""
        self._offline = False
        self.settings_button = tool_button("settings", self.tr("Preferences"))
        self.settings_button.clicked.connect(self.settings_wanted)
        self.stop_button = tool_button("dismiss", self.tr("Stop the refresh"))
        self.stop_button.clicked.connect(self.stop_wanted)
        row = QHBoxLayout(self)
        leave(row, 20, 0, 8, 0)
        row.addStretch(1)
        row.addWidget(self.stop_button)
        row.addWidget(self.settings_button)
        self.setFixedHeight(fonts.scaled(_HEIGHT))
        self._tick = QTimer(self, interval=_TICK)
        self._tick.timeout.connect(self._say)
        theme.changed.connect(self.update)
        self._say()

    def show_progress(self, done: int, of: int) -> None:
        """A refresh is under way: ``done`` of so many feeds."""
        self._progress = (min(done, of), of)
        self._say()

    def show_updated(self, at: int | None) -> None:
        """No refresh is under way; the last one ended then, or there was none."""
        self._progress, self._updated = None, at
        self._say()

    def show_improved(self, done: int, of: int) -> None:
        """In the background, ``done`` of so many articles are derived again by a better method; 0 of 0: no more."""
        self._improved = (done, of)
        self._say()

    def show_offline(self, offline: bool) -> None:
        """Whether there is no network: that is no fault of anybody, and ends by itself."""
        self._offline = offline
        self._say()

    def show_note(self, words: str) -> None:
        """Instead of when the feeds were read: what matters more."""
        self._note = words
        self._say()

    @property
    def words(self) -> str:
        """What the foot says."""
        if self._progress is not None:
            done, of = self._progress
            return self.tr("Refreshing {done} of {of}…").format(done=done, of=of)
        if self._offline:
            return self.tr("No network\nLooks again by itself")
        done, of = self._improved
        if of:
            numbers = QLocale()
            return self.tr("Improving articles: {done} of {of}").format(
                done=numbers.toString(done), of=numbers.toString(of)
            )
        return self._note or updated_words(self._updated, self._clock())

    def _say(self) -> None:
        self.stop_button.setVisible(self._progress is not None)
        self.settings_button.setVisible(self._progress is None)
        self.setAccessibleName(self.words.replace("\n", ". "))
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """What it says grows old only where it is seen."""
        super().showEvent(event)
        self._tick.start()
        self._say()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing ticks behind a window that is in the tray."""
        super().hideEvent(event)
        self._tick.stop()

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, and above them the bar."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        button = self.stop_button if self._progress is not None else self.settings_button
        room = QRect(20, 0, self.width() - 20 - button.width() - 12, self.height())
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            room.moveRight(self.width() - 1 - 20)
        painter.setFont(self._font)
        painter.setPen(QColor(tokens.text2))
        fit, side = QFontMetrics(self._font), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        lines = self.words.split("\n")
        height = fit.lineSpacing()
        for place, line in enumerate(lines):
            painter.setPen(QColor(tokens.text3 if place else tokens.text2))
            middle = round((place - (len(lines) - 1) / 2) * height)
            said = fit.elidedText(line, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room.translated(0, middle), side, said)
        if self._progress is None:
            return
        done, of = self._progress
        bar = QRectF(20, 0, self.width() - 40, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.edge))
        painter.drawRoundedRect(bar, 1.5, 1.5)
        full = QRectF(bar)
        full.setWidth(bar.width() * done / of if of else 0.0)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            full.moveRight(bar.right())
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(full, 1.5, 1.5)


def updated_words(at: int | None, now: float) -> str:
    """ "Updated 2 minutes ago"; the time of day for longer ago, then the date."""
    if at is None:
        return translate("Sidebar", "Not updated yet")
    minutes = int(max(0.0, now - at) // 60)
    if minutes < 1:
        return translate("Sidebar", "Updated just now")
    if minutes == 1:
        return translate("Sidebar", "Updated 1 minute ago")
    if minutes < 60:
        return translate("Sidebar", "Updated %n minutes ago", None, minutes)
    then, today = QDateTime.fromSecsSinceEpoch(at), QDateTime.fromSecsSinceEpoch(int(now))
    short = QLocale.FormatType.ShortFormat
    if then.date() == today.date():
        return translate("Sidebar", "Updated at {time}").format(time=QLocale().toString(then.time(), short))
    return translate("Sidebar", "Updated on {date}").format(date=QLocale().toString(then.date(), short))


def tool_button(name: str, words: str) -> QToolButton:
    """A button of the sidebar: an icon, and words for those who wait or listen."""
    button = QToolButton()
    button.setIcon(icon(name))
    button.setIconSize(QSize(20, 20))
    button.setToolTip(words)
    button.setAccessibleName(words)
    return button
