"""Articles into files: one under the name that is chosen, several into a folder where nothing is overwritten."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QPageLayout
from PySide6.QtWidgets import QFileDialog

from desktop_reader.files import write_safely
from desktop_reader.records.article import Article
from desktop_reader.ui.sharing import paper
from desktop_reader.ui.sharing.documents import WriteHtml, picture_addresses
from desktop_reader.ui.sharing.files import suggested, with_suffix, write_new
from desktop_reader.ui.sharing.gathering import Gathering
from desktop_reader.ui.sharing.handing import Folder, Work, markdown, outgoing, read, shared, work

if TYPE_CHECKING:
    from desktop_reader.ui.commands.desk import Desk

translate = QCoreApplication.translate

MOST = 1_000
"""Articles at once."""

_TOLD_EVERY = 25

Data = Callable[[Work], bytes]


def save_one(desk: Desk, article: Article, suffix: str) -> None:
    """Asks for the file's name, then writes it; says where it is, or why it is not."""
    tr = translate
    title, kind = {
        "md": (tr("commands", "Save as Markdown"), tr("commands", "Markdown (*.md)")),
        "html": (tr("commands", "Save as HTML"), tr("commands", "HTML (*.html)")),
        "pdf": (tr("commands", "Save as PDF"), tr("commands", "PDF (*.pdf)")),
    }[suffix]
    place = Folder.to_begin_in() / suggested(article.title, article.feed_title, suffix)
    name, _ = QFileDialog.getSaveFileName(desk.window, title, str(place), kind)
    if not name:
        return
    file, agreed = with_suffix(Path(name), suffix)
    Folder.last = file.parent

    def write(data: bytes) -> Path:
        if not agreed:
            return write_new(file, data)
        write_safely(file, data)
        return file

    def written(data: Data) -> None:
        work(desk, lambda run: write(data(run)), lambda where: desk.say(_saved().format(file=where)))

    _made(desk, article, suffix, written)


def save_several(desk: Desk, ids: Sequence[int], suffix: str) -> None:
    """Asks for the folder; each article becomes a file of its own."""
    words = translate("commands", "Save the articles in a folder")
    chosen = QFileDialog.getExistingDirectory(desk.window, words, str(Folder.to_begin_in()))
    if chosen:
        Folder.last = Path(chosen)
        _Series(desk, ids, Path(chosen), suffix).go_on()


def with_pictures(desk: Desk, article: Article, then: Callable[[dict[str, bytes]], None]) -> None:
    """Gathers those that can be had."""
    Gathering(desk.reading.view.pictures.file, picture_addresses(article.html), then, desk.reading)


def usual_layout() -> QPageLayout:
    """The paper of the reader's country."""
    return paper.layout(QLocale().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem)


class _Series:
    """One after the other, so that a thousand take no more memory than one, and other work has its turn."""

    def __init__(self, desk: Desk, ids: Sequence[int], folder: Path, suffix: str) -> None:
        self._desk, self._folder, self._suffix = desk, folder, suffix
        self._whole = len(ids) <= MOST
        self._left = list(reversed(ids[:MOST]))
        self._of = len(self._left)
        self._saved = 0

    def go_on(self) -> None:
        """The next one; at the end it is said how many there are."""
        if not self._left:
            self._end()
            return
        if self._saved and self._saved % _TOLD_EVERY == 0:
            words = translate("commands", "Saving {done} of {of} articles…")
            locale = QLocale()
            self._desk.say(words.format(done=locale.toString(self._saved), of=locale.toString(self._of)))
        number = self._left.pop()
        read(self._desk, lambda _: [number], self._read)

    def _read(self, found: Sequence[Article]) -> None:
        if not found:  # It was removed meanwhile.
            self.go_on()
            return
        file = self._folder / suggested(found[0].title, found[0].feed_title, self._suffix)

        def written(data: Data) -> None:
            work(self._desk, lambda run: write_new(file, data(run)), lambda _: self._next())

        _made(self._desk, found[0], self._suffix, written)

    def _next(self) -> None:
        self._saved += 1
        self.go_on()

    def _end(self) -> None:
        words = translate("commands", "%n article(s) saved in {folder}", "", self._saved)
        if not self._whole:
            words = translate("commands", "Only the first %n article(s) were saved, in {folder}", "", self._saved)
        self._desk.say(words.format(folder=self._folder))


def _made(desk: Desk, article: Article, suffix: str, then: Callable[[Data], None]) -> None:
    """What makes the file, on another thread."""
    if suffix == "md":
        outgoing(desk, [article], lambda some: then(lambda run: "".join(markdown(run, some)).encode()))
        return
    facts = shared(article)
    serif, layout = desk.reading.view.page_style.serif, usual_layout()

    def gathered(pictures: Mapping[str, bytes]) -> None:
        if suffix == "html":
            then(lambda run: str(run(WriteHtml(facts, pictures))).encode())
        else:
            then(lambda _: paper.pdf(article, pictures, layout, serif=serif))

    with_pictures(desk, article, gathered)


def _saved() -> str:
    return translate("commands", "Saved as {file}")
