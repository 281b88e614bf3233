"""Sharing articles: their links, as Markdown, by e-mail, as files, on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu

from desktop_reader.library.reader import Reader
from desktop_reader.records.article import Article
from desktop_reader.records.exported import Outgoing
from desktop_reader.ui.commands.article import ArticleDeeds
from desktop_reader.ui.commands.command import Command, Deck
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.sharing import handing, saving
from desktop_reader.ui.sharing.letter import mailto
from desktop_reader.ui.theme.icons import icon

translate = QCoreApplication.translate

COPIED = 100
MAILED = 30


def commands(desk: Desk) -> list[Command]:
    """All ways out."""
    tr, some = translate, Sharing(desk)

    def chosen() -> bool:
        return bool(desk.browsing.article or desk.articles.view.count_picked())

    def one() -> bool:
        return chosen() and desk.articles.view.count_picked() <= 1

    return [
        Command("article.share", tr("commands", "Share"), some.pop_up, ("Shift+S",), "share", chosen),
        Command(
            "article.share_markdown", tr("commands", "Copy as Markdown"), some.copy_markdown, (), "markdown", chosen
        ),
        Command("article.share_mail", tr("commands", "Send by e-mail"), some.send, ("E",), "mail", chosen),
        Command(
            "article.share_save_markdown",
            tr("commands", "Save as Markdown…"),
            lambda: some.save("md"),
            ("Ctrl+S",),
            "document-markdown",
            chosen,
        ),
        Command(
            "article.share_save_html", tr("commands", "Save as HTML…"), lambda: some.save("html"), (), "code", chosen
        ),
        Command(
            "article.share_save_pdf", tr("commands", "Save as PDF…"), lambda: some.save("pdf"), (), "document-pdf", one
        ),
        Command("article.share_print", tr("commands", "Print…"), some.print, ("Ctrl+P",), "print", one),
    ]


class Sharing:
    """What is done with the given articles; without any, with those that are picked when these are several, else with
    the one that is shown.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def pop_up(self) -> None:
        """The menu of all this, at its button."""
        desk = self._desk
        menu = QMenu(desk.window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        deck = desk.window.findChild(Deck)
        assert deck is not None, "this is one of its commands"
        share_menu(desk, deck, menu)
        menu.popup(_below_the_button(desk, menu))

    def copy_markdown(self, ids: Sequence[int] = ()) -> None:
        """Onto the clipboard, as files would be: what is known of it on top."""

        def copied(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self._desk.say(translate("commands", "Copied as Markdown."))

        def told(some: list[Outgoing]) -> None:
            handing.work(self._desk, lambda run: "\n".join(handing.markdown(run, some)), copied)

        def found(articles: list[Article]) -> None:
            handing.outgoing(self._desk, articles, told)

        self._read(ids, COPIED, found)

    def send(self, ids: Sequence[int] = ()) -> None:
        """Title and link, in the program that writes e-mail."""

        def found(articles: list[Article]) -> None:
            facts = [handing.shared(article) for article in articles]
            url = QUrl(mailto([(one.title, one.url) for one in facts]), QUrl.ParsingMode.StrictMode)
            if not QDesktopServices.openUrl(url):
                self._desk.say(translate("commands", "No program for e-mail could be opened."))

        self._read(ids, MAILED, found)

    def save(self, suffix: str, ids: Sequence[int] = ()) -> None:
        """Into a file, several into a folder."""
        desk = self._desk

        def found(numbers: Sequence[int]) -> None:
            if len(numbers) > 1:
                saving.save_several(desk, numbers, suffix)
            else:
                self._read(numbers, 1, lambda articles: saving.save_one(desk, articles[0], suffix))

        self._numbers(ids, saving.MOST + 1, found)

    def print(self, ids: Sequence[int] = ()) -> None:
        """On paper."""
        from desktop_reader.ui.sharing.printing import print_article

        self._read(ids, 1, lambda found: print_article(self._desk, found[0]))

    def _read(self, ids: Sequence[int], most: int, then: Callable[[list[Article]], None]) -> None:
        some = self._chosen(ids)

        def read(found: list[Article]) -> None:
            if found:
                then(found)

        handing.read(self._desk, lambda reader: some(reader)[:most], read)

    def _numbers(self, ids: Sequence[int], most: int, then: Callable[[Sequence[int]], None]) -> None:
        some = self._chosen(ids)
        self._desk.worker.ask("share numbers", lambda reader: list(some(reader)[:most]), then)

    def _chosen(self, ids: Sequence[int]) -> Callable[[Reader], Sequence[int]]:
        view = self._desk.articles.view
        if not ids and view.count_picked() > 1:
            return view.picked_part()
        one = [self._desk.browsing.article or view.current()]
        return lambda _: ids or [number for number in one if number]


def share_menu(desk: Desk, deck: Deck, menu: QMenu, ids: Sequence[int] = ()) -> None:
    """Puts the ways out into a menu, for the given articles or for those that are chosen."""
    some, several = Sharing(desk), len(ids) > 1 or (not ids and desk.articles.view.count_picked() > 1)
    tr = translate
    link = tr("menus", "Copy links") if several else tr("menus", "Copy link")
    _add(deck, menu, "article.copy_link", link, lambda: ArticleDeeds(desk).copy_link(ids or _shown(desk, several)))
    _add(deck, menu, "article.share_markdown", tr("menus", "Copy as Markdown"), lambda: some.copy_markdown(ids))
    _add(deck, menu, "article.share_mail", tr("menus", "Send by e-mail"), lambda: some.send(ids))
    menu.addSeparator()
    _add(deck, menu, "article.share_save_markdown", tr("menus", "Save as Markdown…"), lambda: some.save("md", ids))
    _add(deck, menu, "article.share_save_html", tr("menus", "Save as HTML…"), lambda: some.save("html", ids))
    if not several:
        _add(deck, menu, "article.share_save_pdf", tr("menus", "Save as PDF…"), lambda: some.save("pdf", ids))
        menu.addSeparator()
        _add(deck, menu, "article.share_print", tr("menus", "Print…"), lambda: some.print(ids))


def _shown(desk: Desk, several: bool) -> Sequence[int]:
    return () if several or not desk.browsing.article else (desk.browsing.article,)


def _add(deck: Deck, menu: QMenu, name: str, words: str, run: Callable[[], object]) -> None:
    keys = deck.said_keys(name)
    action = menu.addAction(icon(deck.commands[name].icon), f"{words}\t{keys}" if keys else words)
    action.triggered.connect(lambda: run())


def _below_the_button(desk: Desk, menu: QMenu) -> QPoint:
    """Below the button, its far edges in line; at the bar's end when there is no room for the button."""
    below = desk.reading.below("article.share")
    rtl = desk.reading.layoutDirection() == Qt.LayoutDirection.RightToLeft
    corner = below.bottomLeft() if rtl else below.bottomRight() - QPoint(menu.sizeHint().width(), 0)
    return desk.reading.mapToGlobal(corner + QPoint(0, 4))
