"""The inspector beside the article: where it lies, what it shows, and what its buttons do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QPixmap

from desktop_reader.records.article import Article
from desktop_reader.records.changes import Changes
from desktop_reader.records.insight import Insight
from desktop_reader.ui.commands.article import open_outside
from desktop_reader.ui.inspector.dock import Dock
from desktop_reader.ui.inspector.formats import Formats
from desktop_reader.ui.inspector.inspector import Inspector
from desktop_reader.ui.main_window import MainWindow
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.worker.insight import changes, insight

_SOON_MS = 60  # Not before the article is painted, and not for articles that are only passed by.
_DOCKED_FROM, _TWO_COLUMNS_FROM = 1500, 520


class Inspecting(QObject):
    """Docked right in a window of 1,500 pixels and more, in the flow after the text in a narrower one."""

    def __init__(self, window: MainWindow, theme: Theme, tile: Callable[[int, str, float], QPixmap]) -> None:
        super().__init__(window)
        self._window = window
        self._desk = window.desk
        self._theme = theme
        self._article: Article | None = None
        self._insight: Insight | None = None
        self._wanted = True
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._ask)
        self.inspector = Inspector(theme, lambda near, ratio: tile(near.feed_id, near.feed_title, ratio))
        self.dock = Dock(theme)
        self.dock.hide()
        self._desk.reading.set_dock(self.dock)
        self.inspector.opened.connect(self._open)
        self.inspector.quotes_wanted.connect(self._mark)
        self.inspector.open_wanted.connect(open_outside)
        self.inspector.changes_wanted.connect(self._ask_for_changes)
        self.inspector.height_changed.connect(self._desk.reading.view.place_footer)
        self._desk.reading.shown.connect(self._show)
        self._desk.worker.changed.connect(self._renew)
        self._desk.reading.installEventFilter(self)
        self._place()

    def set_dates(self, dates: str) -> None:
        """Writes dates plainly, or as the reader's locale does."""
        self.inspector.set_formats(Formats("locale" if dates == "locale" else "seed"))

    @property
    def wanted(self) -> bool:
        """Whether it is shown beside articles."""
        return self._wanted

    def toggle(self) -> None:
        """Shows or hides it."""
        self.show(not self._wanted)

    def show(self, wanted: bool) -> None:
        """Shows or hides it; what was not looked at is not asked for either."""
        self._wanted = wanted
        self._desk.reading.set_pressed("view.inspector", wanted)
        self._place()
        if wanted:
            self._show(self._article)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Finds its place anew in a window of another width."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _show(self, article: Article | None) -> None:
        if article is None or self._article is None or article.id != self._article.id:
            self._insight = None
            self.dock.show_from_top()
        self._article = article
        if not self._wanted:
            return
        self.inspector.show_article(article)
        self._place()
        if article is not None:
            self._soon.start()

    def _ask(self) -> None:
        if self._article is not None and self._wanted:
            number = self._article.id
            self._desk.worker.ask("insight", lambda reader: insight(reader, number), self._answered)

    def _answered(self, found: Insight | None) -> None:
        if found is not None:
            self._insight = found
            self.inspector.show_insight(found)
            self._desk.reading.view.place_footer()

    def _renew(self, altered: Changes) -> None:
        """What came since may be nearer than what is shown."""
        if altered.nearer:
            self._ask()

    def _place(self) -> None:
        """Where the window is wide: the dock; else under the text, in one column or two."""
        view = self._desk.reading.view
        shown = self._wanted and self._article is not None
        docked = self._window.width() >= _DOCKED_FROM
        if shown and docked:
            view.set_footer(None)
            self.dock.hold(self.inspector)
        elif shown:
            self.dock.release()
            self.inspector.set_columns(2 if view.column >= _TWO_COLUMNS_FROM else 1)
            view.set_footer(self.inspector)
        else:
            view.set_footer(None)
        self.dock.setVisible(shown and docked)

    def _open(self, article: int) -> None:
        """A similar reading: shown at once, whatever list is open; the way back is one key."""
        self._desk.browsing.open(article)
        self._desk.articles.view.pick_article(article, tell=False)

    def _mark(self, on: bool) -> None:
        sentences = self._insight.quoted if on and self._insight is not None else ()
        self._desk.reading.view.mark_sentences(sentences)

    def _ask_for_changes(self, number: int) -> None:
        self._desk.worker.ask("changes", lambda reader: changes(reader, number), self._show_changes)

    def _show_changes(self, texts: tuple[str, str] | None) -> None:
        from desktop_reader.ui.inspector.changes import ChangesDialog

        if texts is not None and self._article is not None:
            ChangesDialog(self._theme, self._article.title, "", *texts, self._window).open()
