"""The menu of the icon in the tray. Its words are those of the commands, where it gives one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop_reader.ui.commands.command import Deck
from desktop_reader.ui.holding import Holding

translate = QCoreApplication.translate


class TrayMenu(QMenu):
    """``toggle`` shows or hides the window, ``show`` brings it to the front, ``set_quiet`` is told of the quiet hours,
    ``leave`` ends the program.
    """

    def __init__(
        self,
        deck: Deck,
        holding: Holding,
        *,
        toggle: Callable[[], object],
        show: Callable[[], object],
        set_quiet: Callable[[bool], object],
        leave: Callable[[], object],
    ) -> None:
        super().__init__()
        self._deck, self._holding, self._show = deck, holding, show
        self._given: dict[str, QAction] = {}
        self.window_line = self.addAction("")
        self.window_line.triggered.connect(lambda: toggle())
        self.addSeparator()
        self._give("article.next_unread", show_first=True)
        self._give("feed.refresh_all")
        self.addSeparator()
        self._give("feed.pause_hour")
        self._give("feed.pause_tomorrow")
        self._give("feed.resume")
        self.quiet_line = self.addAction(self.tr("Quiet hours"))
        self.quiet_line.setCheckable(True)
        self.quiet_line.triggered.connect(lambda on: set_quiet(on))
        self.addSeparator()
        quit_line = self.addAction(deck.commands["app.quit"].words)
        quit_line.triggered.connect(lambda: leave())
        self.aboutToShow.connect(self.renew)

    def renew(self, *, shown: bool | None = None, quiet: bool | None = None) -> None:
        """What can be done now; whether the window is ``shown`` and whether quiet hours are kept, where it is told."""
        if shown is not None:
            words = self.tr("Hide the window") if shown else self.tr("Open Desktop Reader")
            self.window_line.setText(words)
        if quiet is not None:
            self.quiet_line.setChecked(quiet)
        paused = self._holding.paused_until is not None
        for name, line in self._given.items():
            line.setEnabled(self._deck.commands[name].enabled() and not self._deck.refusal(name))
        self._given["feed.resume"].setVisible(paused)
        self._given["feed.pause_hour"].setVisible(not paused)
        self._given["feed.pause_tomorrow"].setVisible(not paused)

    def _give(self, name: str, *, show_first: bool = False) -> None:
        def run() -> None:
            if show_first:
                self._show()
            self._deck.renew()
            self._deck.action(name).trigger()

        # Not the command's own action: that has keys, which do nothing while another program has the keyboard.
        line = self.addAction(self._deck.commands[name].words)
        line.triggered.connect(lambda: run())
        self._given[name] = line


def tip(unread: int, paused_until: float | None) -> str:
    """What is said when one points at the icon."""
    lines = ["Desktop Reader"]
    if unread:
        lines.append(translate("Tray", "%n unread article(s)", "", unread))
    else:
        lines.append(translate("Tray", "Nothing unread"))
    if paused_until is not None:
        lines.append(translate("Tray", "Paused until {time}").format(time=_time(paused_until)))
    return "\n".join(lines)


def _time(at: float) -> str:
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(at)).time(), QLocale.FormatType.ShortFormat)
