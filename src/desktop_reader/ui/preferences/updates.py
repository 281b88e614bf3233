"""The page "Updates": when feeds are asked for news."""

from __future__ import annotations

from collections.abc import Callable

from desktop_reader.settings import Settings
from desktop_reader.ui.network import Metered
from desktop_reader.ui.preferences.page import Page


class UpdatesPage(Page):
    """``metered`` tells what is known of the connection now."""

    def __init__(self, metered: Callable[[], Metered]) -> None:
        super().__init__()
        self._metered = metered
        self.head(self.tr("Ask feeds for news"))
        self.interval = self.choice(
            "refresh_minutes",
            self.tr("How often"),
            {
                30: self.tr("Every 30 minutes"),
                60: self.tr("Every hour"),
                180: self.tr("Every 3 hours"),
                720: self.tr("Every 12 hours"),
                1440: self.tr("Once a day"),
                0: self.tr("Only by hand"),
            },
        )
        self.note(
            self.tr(
                "A feed that asks to be left alone for longer is, and one that seldom has news is asked more seldom."
            )
        )
        self.at_start = self.switch("refresh_at_start", self.tr("Ask all of them when Desktop Reader starts"))
        self.updated = self.switch("updated_unread", self.tr("An article that was rewritten becomes unread again"))
        self.head(self.tr("Connection"))
        self.unmetered = self.switch("unmetered_only", self.tr("Not while the connection is metered"))
        self.now = self.note()
        self.column.addStretch(1)

    def show_settings(self, settings: Settings) -> None:
        """These are in force now, and so it is with the connection."""
        super().show_settings(settings)
        said = {
            Metered.YES: self.tr("It is metered now: feeds wait, and are asked by hand only."),
            Metered.NO: self.tr("It is not metered now."),
            Metered.UNKNOWN: self.tr("The system does not say whether it is metered; that counts as no."),
        }
        idle = self.tr("Whether a connection is paid for by what it carries is asked of NetworkManager.")
        self.now.setText(said[self._metered()] if self.unmetered.isChecked() else idle)
