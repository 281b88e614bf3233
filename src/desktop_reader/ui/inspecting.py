"""The inspector beside the article: where it lies, what it shows, and what its buttons do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QPixmap

from desktop_reader.errors import ReaderError
from desktop_reader.library.reader import Reader
from desktop_reader.records.article import Article
from desktop_reader.records.changes import Changes
from desktop_reader.records.insight import Insight
from desktop_reader.ui.commands import labels
from desktop_reader.ui.commands.article import open_outside
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.inspector.dock import Dock
from desktop_reader.ui.inspector.formats import Formats
from desktop_reader.ui.inspector.inspector import Inspector
from desktop_reader.ui.main_window import MainWindow
from desktop_reader.ui.pane_focus import first_in
from desktop_reader.ui.panes import Room
from desktop_reader.ui.problems import sentence
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.worker.insight import changes, insight

_SOON_MS = 60  # Not before the article is painted, and not for articles that are only passed by.
_TWO_COLUMNS_FROM = 520


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
        self._seeking = False  # The keyboard is to go to the similar readings when they come.
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._ask)
        self.inspector = Inspector(theme, lambda near, ratio: tile(near.feed_id, near.feed_title, ratio))
        self.dock = Dock(theme)
        self.dock.hide()
        self._desk.reading.set_dock(self.dock)
        self.inspector.opened.connect(self._open)
        self.inspector.quotes_wanted.connect(self._mark)
        self.inspector.open_wanted.connect(open_outside)
        self.inspector.label_wanted.connect(lambda label: labels.show(self._desk, label))
        self.inspector.changes_wanted.connect(self._ask_for_changes)
        self.inspector.height_changed.connect(self._desk.reading.view.place_footer)
        self._desk.reading.shown.connect(self._show)
        self._desk.worker.changed.connect(self._renew)
        self._desk.reading.installEventFilter(self)
        window.closed.connect(self._end)
        window.destroyed.connect(self.inspector.deleteLater)  # In neither of its places, it has no parent.
        window.panes.focus.add(self.inspector, lambda: first_in(self.inspector))
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

    def seek_similar(self) -> None:
        """Puts the keyboard on the first similar reading, as soon as it is there."""
        if not self._wanted:
            self.show(True)
        self._seeking = True
        if self.inspector.answered:
            self._find_similar()

    @contained(False)
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
            self._desk.worker.ask(
                "insight", lambda reader: _found(reader, number), lambda found: self._answered(number, found)
            )

    def _answered(self, number: int, found: Insight | Exception | None) -> None:
        if self._article is None or number != self._article.id:
            return  # Another article is shown by now, and asked about in a moment.
        if isinstance(found, Insight):
            self._insight = found
            self.inspector.show_insight(found)
        else:
            self.inspector.show_failure(sentence(found) if isinstance(found, ReaderError) else "")
        self._desk.reading.view.place_footer()
        self._find_similar()
        if isinstance(found, Exception) and not isinstance(found, ReaderError):
            self._desk.problems.tell(found)  # A bug.

    def _find_similar(self) -> None:
        first = next((row for row in self.inspector.readings.rows if row.isVisible()), None)
        if self._seeking and first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._seeking = False

    def _renew(self, altered: Changes) -> None:
        """What came since may be nearer than what is shown."""
        if altered.nearer:
            self._ask()

    def _end(self) -> None:
        """An answer that is still on its way finds nobody."""
        self._article = None
        self._soon.stop()

    def _place(self) -> None:
        """Where the window is wide: the dock; else under the text, in one column or two."""
        view = self._desk.reading.view
        shown = self._wanted and self._article is not None
        docked = self._window.panes.room is Room.WIDE
        if shown and docked:
            view.set_footer(None)
            self.dock.hold(self.inspector)
        elif shown:
            self.dock.release()
            self.inspector.set_columns(2 if view.column >= fonts.scaled(_TWO_COLUMNS_FROM) else 1)
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


def _found(reader: Reader, number: int) -> Insight | Exception | None:
    """A question that fails is an answer too: else the grey bars would stay."""
    try:
        return insight(reader, number)
    except Exception as error:
        return error
