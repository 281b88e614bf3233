"""Every state of the window, by name: what is done until it is seen. The stage is at rest before each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QListView, QMenu, QTabWidget, QToolButton

from benchmarks import stories
from benchmarks.screens_stage import Stage
from desktop_reader.records.query import Scope

State = Callable[[Stage], None]
STATES: dict[str, State] = {}


def state(name: str) -> Callable[[State], State]:
    """Enters a state under its name; one that takes pictures of its own does so under names that begin like it."""

    def enter(made: State) -> State:
        STATES[name] = made
        return made

    return enter


@state("01-nothing-selected")
def _nothing(stage: Stage) -> None: ...


@state("02-article")
def _article(stage: Stage) -> None:
    stage.open(stories.LEADING)


@state("03-article-long")
def _long(stage: Stage) -> None:
    stage.open(stories.LONG)
    stage.window.reading.view.verticalScrollBar().setValue(520)


@state("04-article-code")
def _code(stage: Stage) -> None:
    stage.open(stories.CODE)


@state("05-article-arabic")
def _arabic(stage: Stage) -> None:
    stage.open(stories.ARABIC)


@state("06-article-japanese")
def _japanese(stage: Stage) -> None:
    stage.open(stories.JAPANESE)


@state("07-inspector")
def _inspector(stage: Stage) -> None:
    stage.open(stories.LEADING)
    bar = stage.window.reading.view.verticalScrollBar()
    bar.setValue(bar.maximum())


@state("08-inspector-waiting")
def _waiting(stage: Stage) -> None:
    ask, stage.program.worker.ask = stage.program.worker.ask, _nobody_answers  # type: ignore[method-assign]
    try:
        number = next(row.id for row in stage.program.reader.rows(range(1, 40)).values() if row.title == stories.LONG)
        stage.program.browsing.open(number)
        stage.wait(0.6)
        bar = stage.window.reading.view.verticalScrollBar()
        bar.setValue(bar.maximum())
        stage.shoot("08-inspector-waiting")
    finally:
        stage.program.worker.ask = ask  # type: ignore[method-assign]


@state("10-search-hits")
def _hits(stage: Stage) -> None:
    stage.give("view.search")
    stage.type("ferry ramp")
    stage.press("Down")
    stage.open(stories.LEADING)


@state("11-search-none")
def _no_hits(stage: Stage) -> None:
    stage.give("view.search")
    stage.type("zeppelin")


@state("12-search-field")
def _field(stage: Stage) -> None:
    stage.give("view.search")


@state("13-search-hints")
def _hints(stage: Stage) -> None:
    stage.give("view.search")
    stage.window.articles.search.hints_wanted.emit()
    stage.wait(0.2)


@state("14-offline")
def _offline(stage: Stage) -> None:
    stage.window.sidebar.show_offline(True)
    stage.wait(0.2)
    stage.shoot("14-offline")
    stage.window.sidebar.show_offline(False)


@state("15-failing-feed")
def _failing(stage: Stage) -> None:
    feed = next(feed for feed in stage.program.reader.feeds() if feed.title == stories.FAILING)
    stage.look_at(Scope.FEED, feed.id)


@state("16-all-read")
def _all_read(stage: Stage) -> None:
    feed = next(feed for feed in stage.program.reader.feeds() if feed.title == "Slow Kitchen")
    stage.look_at(Scope.FEED, feed.id)
    stage.window.articles.unread_only_toggled.emit(True)
    stage.wait(0.3)


@state("17-refreshing")
def _refreshing(stage: Stage) -> None:
    stage.open(stories.LEADING)
    stage.window.sidebar.show_progress(14, 38)
    stage.shoot("17-refreshing")
    stage.window.sidebar.show_updated(stage.program.reader.last_checked())


@state("18-about-feed")
def _about(stage: Stage) -> None:
    feed = next(feed for feed in stage.program.reader.feeds() if feed.title == stories.FAILING)
    stage.look_at(Scope.FEED, feed.id)
    stage.give("feed.about")


@state("20-preferences")
def _preferences(stage: Stage) -> None:
    stage.give("app.preferences")
    dialog = stage.others()[0]
    for pages in dialog.findChildren(QTabWidget):
        for number in range(pages.count()):
            pages.setCurrentIndex(number)
            stage.shoot(f"20-preferences-{number}")
        return
    for listed in dialog.findChildren(QListView):
        for number in range(listed.model().rowCount()):
            listed.setCurrentIndex(listed.model().index(number, 0))
            stage.shoot(f"20-preferences-{number}")
        return


@state("21-keys")
def _keys(stage: Stage) -> None:
    stage.give("app.keys")


@state("22-palette")
def _palette(stage: Stage) -> None:
    stage.press("Ctrl+Shift+P")
    stage.type("mark")


@state("23-text-popover")
def _popover(stage: Stage) -> None:
    stage.open(stories.LEADING)
    stage.give("article.text" if "article.text" in stage.window.deck.commands else "view.text")


@state("24-find")
def _find(stage: Stage) -> None:
    stage.open(stories.LEADING)
    stage.press("Ctrl+F")
    stage.type("ferry")


@state("25-share")
def _share(stage: Stage) -> None:
    stage.open(stories.LEADING)
    stage.give("article.share")


@state("26-subscribe")
def _subscribe(stage: Stage) -> None:
    stage.give("feed.add")


@state("27-new-folder")
def _folder(stage: Stage) -> None:
    def look() -> None:
        stage.shoot("27-new-folder")
        stage.close_others()

    QTimer.singleShot(500, look)  # Its question may wait for the answer before the command ends.
    stage.give("folder.add")
    stage.wait(0.6)


@state("30-compact-rows")
def _compact(stage: Stage) -> None:
    stage.open(stories.LEADING)
    stage.give("view.density")
    stage.shoot("30-compact-rows")
    stage.give("view.density")


@state("31-several-picked")
def _several(stage: Stage) -> None:
    stage.window.articles.view.pick(1)
    stage.press("Shift+Down", "Shift+Down")
    stage.wait(0.3)


@state("32-article-menu")
def _article_menu(stage: Stage) -> None:
    view = stage.window.articles.view
    view.pick(1)
    stage.window.articles.menu_wanted.emit(view.current(), view.viewport().mapToGlobal(QPoint(120, 160)))
    stage.wait(0.3)


@state("33-feed-menu")
def _feed_menu(stage: Stage) -> None:
    sidebar = stage.window.sidebar
    feed = next(feed for feed in stage.program.reader.feeds() if feed.title == stories.FAILING)
    sidebar.menu_wanted.emit("feed", feed.id, sidebar.view.viewport().mapToGlobal(QPoint(100, 200)))
    stage.wait(0.3)


@state("34-menu")
def _menu(stage: Stage) -> None:
    button = next(b for b in stage.window.reading.findChildren(QToolButton) if b.menu() and not b.isHidden())
    menu = button.menu()
    assert isinstance(menu, QMenu)
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()) - QPoint(menu.sizeHint().width() - button.width(), 0))
    stage.wait(0.3)


@state("35-sort-menu")
def _sort(stage: Stage) -> None:
    button = stage.window.articles.header.sort_button
    button.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))
    stage.wait(0.3)


@state("38-new-ones")
def _new_ones(stage: Stage) -> None:
    stage.open(stories.CODE)
    pill = stage.window.articles.pill
    pill.show_count(12)
    pill.place(stage.window.articles.view.geometry())
    stage.wait(0.2)
    stage.shoot("38-new-ones")
    pill.show_count(0)


@state("36-notice")
def _notice(stage: Stage) -> None:
    stage.open(stories.CODE)
    stage.give("article.star")
    stage.give("article.mark_all")
    stage.wait(0.5)
    stage.shoot("36-notice")
    stage.give("app.undo")
    stage.give("app.undo")


@state("37-rename")
def _rename(stage: Stage) -> None:
    feed = next(feed for feed in stage.program.reader.feeds() if feed.title == "Field Notes")
    stage.window.sidebar.view.rename("feed", feed.id)
    stage.wait(0.2)


@state("40-focus")
def _focus(stage: Stage) -> None:
    stage.open(stories.LEADING)
    for name in ("page", "inspector", "sidebar", "list"):
        stage.press("F6")
        stage.shoot(f"40-focus-{name}")
    stage.press("Shift+Tab", "Shift+Tab")
    stage.shoot("40-focus-button")


@state("41-sidebar-hidden")
def _hidden(stage: Stage) -> None:
    stage.open(stories.LEADING)
    stage.give("view.sidebar")
    stage.shoot("41-sidebar-hidden")
    stage.give("view.sidebar")


@state("42-narrow")
def _narrow(stage: Stage) -> None:
    stage.size(920, stage.look.height)
    stage.shoot("42-narrow")
    stage.open(stories.LEADING)
    stage.shoot("42-narrow-article")
    stage.give("view.sidebar")
    stage.shoot("42-narrow-drawer")
    stage.press("Esc")
    stage.size(640, 420)
    stage.shoot("42-smallest")


@state("43-two-columns-wide")
def _dragged(stage: Stage) -> None:
    stage.size(1500, stage.look.height)
    stage.open(stories.LEADING)


def _nobody_answers(*_: object, **__: object) -> None:
    """For as long as the answer is awaited."""


def listed() -> list[str]:
    """The names, in their order."""
    return sorted(STATES)
