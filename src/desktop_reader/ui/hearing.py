"""What articles carry along to be heard: played by Qt, from where the feed's way to it ends."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop_reader.library import pages
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.viewer import sound
from desktop_reader.ui.viewer.enclosure_card import EnclosureCard
from desktop_reader.ui.viewer.found_sound import FoundSound
from desktop_reader.ui.viewer.sound import MakeSound, MediaSound, Sound


def install(desk: Desk, make: MakeSound | None = None) -> None:
    """Lets the articles' sounds be played, where anything can play them; ``make`` is what does, if it is not Qt."""
    if make is None and not sound.available():
        return

    def made(url: str, parent: QObject) -> Sound:
        return _found(desk, url, parent, make or MediaSound)

    for card in desk.reading.view.findChildren(EnclosureCard):
        card.make_sound = made


def _found(desk: Desk, url: str, parent: QObject, make: MakeSound) -> Sound:
    article = desk.reading.view.article
    feed = desk.reader.feed(article.feed_id) if article is not None else None
    wanted = pages.wanted_by_hand(desk.reader, 0, url, feed.url if feed is not None else "")

    def find(place: str) -> str:
        from desktop_reader.worker.hearing import place_of  # It brings the HTTP client.

        return place_of(place, wanted.subscription, wanted.home)

    return FoundSound(url, parent, find, make)
