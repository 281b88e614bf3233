"""What the window shows when things are not as usual: a feed that fails or is quiet, no network, no feeds yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, QObject

from desktop_reader.records.condition import Remedy
from desktop_reader.records.query import Scope
from desktop_reader.ui import health
from desktop_reader.ui.articles.strip import Deed
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.commands.feed import FeedDeeds
from desktop_reader.ui.commands.starting import follow
from desktop_reader.ui.commands.transfer import import_opml
from desktop_reader.ui.health_watch import HealthWatch
from desktop_reader.ui.inspector.formats import Formats
from desktop_reader.ui.sidebar.tree import Key, Kind
from desktop_reader.ui.theme.theme import Theme

if TYPE_CHECKING:
    from desktop_reader.ui.welcome.page import Welcome

translate = QCoreApplication.translate


class States(QObject):
    """Watches the library by way of the worker and the sidebar; the panes only show what they are told."""

    def __init__(self, desk: Desk, theme: Theme, dates: str) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self._formats = Formats("locale" if dates == "locale" else "seed")
        self.watch = HealthWatch(desk.worker, self)
        self.watch.changed.connect(self._note)
        desk.worker.offline.connect(desk.sidebar.show_offline)
        desk.browsing.query_changed.connect(self._show_trouble)
        desk.sidebar.model.dataChanged.connect(self._show_trouble)
        desk.sidebar.model.modelReset.connect(self._show_all)
        self._theme = theme
        self._welcome: Welcome | None = None
        self._show_all()

    def set_dates(self, dates: str) -> None:
        """How dates are written from now on."""
        self._formats = Formats("locale" if dates == "locale" else "seed")
        self._note()

    def _show_all(self) -> None:
        self._show_welcome()
        self._show_trouble()

    def _show_welcome(self) -> None:
        """As long as nobody is followed."""
        wanted = not self._desk.sidebar.model.has_feeds
        if wanted and self._welcome is None:
            self._welcome = self._made()
        self._desk.articles.setEnabled(not wanted)  # It lies below, out of sight.
        if self._welcome is None:
            return
        if wanted:
            self._welcome.show_over(panel=not self._desk.panes.sidebar_beside)
        elif self._welcome.isVisible():
            self._welcome.hide()
            self._desk.sidebar.view.setFocus()

    def _made(self) -> Welcome:
        from desktop_reader.ui.welcome.page import Welcome
        from desktop_reader.ui.welcome.starters import offered, starters

        desk = self._desk
        feeds = offered(starters(), QLocale().name().partition("_")[0])
        below = (desk.articles, desk.reading)
        welcome = Welcome(self._theme, feeds, below, desk.panes, read_only=desk.worker.read_only)
        welcome.stackUnder(desk.panes.drawer)
        welcome.panel_wanted.connect(desk.panes.toggle_sidebar)
        welcome.menu_wanted.connect(desk.reading.show_menu)
        desk.panes.changed.connect(self._show_welcome)
        welcome.add_wanted.connect(lambda: FeedDeeds(desk).add())
        welcome.import_wanted.connect(lambda: import_opml(desk))
        welcome.follow_wanted.connect(lambda chosen: follow(desk, chosen))
        return welcome

    def _note(self) -> None:
        self._desk.sidebar.model.set_notes(self.watch.notes(self._formats))
        self._show_trouble()

    def _show_trouble(self, *_: object) -> None:
        """Of the feed that is shown, if it fails."""
        query, model = self._desk.browsing.query, self._desk.sidebar.model
        feed = query.target if query.scope is Scope.FEED and query.target is not None else 0
        trouble = model.node(model.index_of(Key(Kind.FEED, feed))).trouble if feed else ""
        self._desk.articles.strip.show_words(trouble, self._deeds(feed) if trouble else ())

    def _deeds(self, feed: int) -> list[Deed]:
        """The likeliest remedy that is a deed of its own, and all the rest in a dialog."""
        deeds = FeedDeeds(self._desk)
        likely = self.watch.conditions.get(feed)
        known = deeds.remedies(feed)
        first = next((one for one in (likely.remedies if likely else (Remedy.ASK,)) if one in known), None)
        words = {Remedy.ASK: translate("States", "Try again"), Remedy.FIND: translate("States", "Find it again…")}
        offered: list[Deed] = []
        if first is not None:
            offered.append((words.get(first, health.remedy(first)), known[first]))
        return [*offered, (translate("States", "About it…"), lambda: deeds.about(feed))]
