"""Shows the palette and the keys over the window; what was given last comes first the next time. The search offers
feeds by name.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop_reader.ui.commands.command import Deck
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.palette import entries
from desktop_reader.ui.palette.floating import Floating
from desktop_reader.ui.palette.offers import Offers
from desktop_reader.ui.theme.theme import Theme


class Cards(QObject):
    """One card at a time."""

    def __init__(self, desk: Desk, deck: Deck, theme: Theme) -> None:
        super().__init__(desk.window)
        self._desk, self._deck, self._theme = desk, deck, theme
        self._recent: list[str] = []
        self._shown: Floating | None = None
        desk.articles.put_under_search(
            Offers(theme, desk.articles.search, lambda: entries.places(desk), desk.articles.view.setFocus)
        )

    def show_palette(self) -> None:
        """All commands, feeds and folders by name."""
        from desktop_reader.ui.palette.palette import Palette

        desk = self._desk
        self._show(
            Palette(
                self._theme,
                desk.window,
                entries.commands(self._deck),
                entries.places(desk),
                lambda typed: entries.search(desk, typed),
                self._recent,
            )
        )

    def show_keys(self) -> None:
        """All keys."""
        from desktop_reader.ui.dialogs.keys import KeysCard

        self._show(KeysCard(self._theme, self._desk.window, self._deck))

    def _show(self, card: Floating) -> None:
        if self._shown is not None:
            self._shown.put_away()
        self._shown = card
        card.closed.connect(self._gone)
        card.show_over()

    def _gone(self) -> None:
        self._shown = None
