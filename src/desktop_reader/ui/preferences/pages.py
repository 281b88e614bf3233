"""All pages, in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop_reader.ui.autostart import own_autostart
from desktop_reader.ui.commands.command import Deck
from desktop_reader.ui.network import Metered
from desktop_reader.ui.preferences.about import AboutPage
from desktop_reader.ui.preferences.backups import Backups
from desktop_reader.ui.preferences.desktop import DesktopPage
from desktop_reader.ui.preferences.dialog import Entry
from desktop_reader.ui.preferences.keys import KeysPage
from desktop_reader.ui.preferences.notifications import NotificationsPage
from desktop_reader.ui.preferences.privacy import Kept, PrivacyPage
from desktop_reader.ui.preferences.reading import ReadingPage
from desktop_reader.ui.preferences.storage import StoragePage
from desktop_reader.ui.preferences.updates import UpdatesPage
from desktop_reader.ui.theme.theme import Theme


def pages(
    deck: Deck,
    theme: Theme,
    pictures: Kept,
    library: Path,
    sections: Callable[[], Sequence[tuple[str, QWidget]]],
    metered: Callable[[], Metered],
    backups: Backups,
) -> list[Entry]:
    """Each is made when it is looked at; ``sections`` are parts of the page "Storage"."""
    tr = QCoreApplication.translate
    return [
        Entry(ReadingPage, tr("Preferences", "Reading"), "book", ReadingPage),
        Entry(UpdatesPage, tr("Preferences", "Updates"), "refresh", lambda: UpdatesPage(metered)),
        Entry(NotificationsPage, tr("Preferences", "Notifications"), "alert", NotificationsPage),
        Entry(DesktopPage, tr("Preferences", "Desktop"), "desktop", lambda: DesktopPage(own_autostart())),
        Entry(PrivacyPage, tr("Preferences", "Privacy"), "shield", lambda: PrivacyPage(pictures)),
        Entry(KeysPage, tr("Preferences", "Keys"), "keyboard", lambda: KeysPage(deck.commands.values(), theme)),
        Entry(
            StoragePage,
            tr("Preferences", "Storage"),
            "hard-drive",
            lambda: StoragePage(sections(), backups),
        ),
        Entry(AboutPage, tr("Preferences", "About"), "info", lambda: AboutPage(library)),
    ]
