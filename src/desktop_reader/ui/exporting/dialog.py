"""The dialog "Export": what, as what, and where; then how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_reader.records.exported import SUFFIX, Form, Report
from desktop_reader.text.file_names import Names, file_name
from desktop_reader.ui.exporting.running import Ids, Running, Wish, exporting
from desktop_reader.ui.problems import sentence

_WIDTH = 560
_FOLDER, _FILE = "", ".html"
_LISTED = 3


@dataclass(frozen=True, slots=True)
class Part:
    """What can be exported: its words, what the file is called, and its articles."""

    words: str
    title: str
    ids: Ids


class ExportDialog(QDialog):
    """``parts`` are what there is to choose from; files go into ``folder`` unless another is chosen. With
    ``strip_tracking`` links go out without what only tells by which way somebody comes.
    """

    def __init__(
        self,
        parts: Sequence[Part],
        library: Path,
        folder: Path,
        parent: QWidget | None = None,
        work: Callable[[Wish], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export"))
        self._parts = parts
        self._library = library
        self._folder = folder
        self._work = work or exporting
        self.strip_tracking = True
        self._agreed: Path | None = None
        self._running: Running | None = None
        self._where = ""
        self.what, self.form = QComboBox(), QComboBox()
        for part in parts:
            self.what.addItem(part.words)
        for words, form, suffix in (
            (self.tr("Markdown files in a folder"), Form.MARKDOWN, _FOLDER),
            (self.tr("Book (EPUB)"), Form.EPUB, SUFFIX[Form.EPUB]),
            (self.tr("Web pages in a folder (HTML)"), Form.HTML, _FOLDER),
            (self.tr("One web page (HTML)"), Form.HTML, _FILE),
            (self.tr("Everything about them (JSON lines)"), Form.JSON, SUFFIX[Form.JSON]),
            (self.tr("Their feeds (OPML)"), Form.OPML, SUFFIX[Form.OPML]),
        ):
            self.form.addItem(words, (form.value, suffix))
        self.where = QLineEdit()
        self.where.setReadOnly(True)
        self.choose = QPushButton(self.tr("Choose…"))
        self.pictures = QCheckBox(self.tr("With the pictures that were fetched already"))
        self.note = QLabel()
        self.bar = QProgressBar()
        self.told = QLabel()
        self.go = QPushButton(self.tr("Export"))
        self.leave = QPushButton(self.tr("Cancel"))
        self.show_it = QPushButton(self.tr("Show in folder"))
        self._lay_out()
        self.what.currentIndexChanged.connect(self._chosen)
        self.form.currentIndexChanged.connect(self._chosen)
        self.choose.clicked.connect(self._choose)
        self.go.clicked.connect(self._go)
        self.leave.clicked.connect(self._leave)
        self.show_it.clicked.connect(self._show)
        self._chosen()

    def _lay_out(self) -> None:
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self.where, 1)
        place.addWidget(self.choose)
        lines = QGridLayout()
        lines.setHorizontalSpacing(16)
        lines.setVerticalSpacing(12)
        lines.setColumnStretch(1, 1)
        for row, (words, box) in enumerate(
            ((self.tr("What"), self.what), (self.tr("As"), self.form), (self.tr("Where"), self.where))
        ):
            label = QLabel(words)
            label.setBuddy(box)
            box.setAccessibleName(words)
            lines.addWidget(label, row, 0)
            if box is self.where:
                lines.addLayout(place, row, 1)
            else:
                lines.addWidget(box, row, 1)
        lines.addWidget(self.pictures, 3, 1)
        for label in (self.note, self.told):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.note.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("How far it is"))
        self.bar.hide()
        self.told.hide()
        self.show_it.hide()
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.show_it)
        foot.addStretch(1)
        for button in (self.leave, self.go):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(12)
        column.addLayout(lines)
        column.addWidget(self.note)
        column.addWidget(self.bar)
        column.addWidget(self.told)
        column.addLayout(foot)
        for button in (self.choose, self.leave, self.show_it):
            button.setAutoDefault(False)
        self.go.setDefault(True)
        self.resize(_WIDTH, 0)

    # What is chosen

    @property
    def _form(self) -> Form:
        return Form(self.form.currentData()[0])

    @property
    def _suffix(self) -> str:
        return str(self.form.currentData()[1])

    def _part(self) -> Part:
        return self._parts[self.what.currentIndex()]

    def _chosen(self) -> None:
        """Another part or another form: the place follows, and what there is to know of it."""
        self._agreed = None
        name = file_name(self._part().title, "articles")
        place = self._folder / name
        self._target = place.with_name(f"{name}{self._suffix}")
        self.where.setText(str(self._target))
        self.where.setCursorPosition(0)
        self.pictures.setEnabled(
            self._form in (Form.MARKDOWN, Form.EPUB) or (self._form, self._suffix) == (Form.HTML, "")
        )
        self.note.setText(
            {
                Form.MARKDOWN: self.tr(
                    "A file for each article, in folders by feed. Files that you made or changed are left alone, so an"
                    " export into the same folder brings the others up to date."
                ),
                Form.EPUB: self.tr("A chapter for each article, for e-book readers."),
                Form.HTML: self.tr("With a page of contents; any browser shows it, without a connection."),
                Form.JSON: self.tr(
                    "Texts, earlier versions, stars, labels and all else that is kept. “Import” brings it back, here or"
                    " on another computer."
                ),
                Form.OPML: self.tr("The list of subscriptions, for any other reader."),
            }[self._form]
        )

    def _choose(self) -> None:
        if self._suffix:
            kinds = f"{self._suffix[1:].upper()} (*{self._suffix})"
            name, _ = QFileDialog.getSaveFileName(self, self.windowTitle(), str(self._target), kinds)
            if not name:
                return
            place = Path(name)
            if place.suffix.lower() == self._suffix:
                self._agreed = place
            else:
                place = place.with_name(f"{place.name}{self._suffix}")
            self._folder = place.parent
        else:
            name = QFileDialog.getExistingDirectory(self, self.windowTitle(), str(self._folder))
            if not name:
                return
            place = Path(name)
            self._agreed = place
        self._target = place
        self.where.setText(str(place))
        self.where.setCursorPosition(0)

    # At work

    def _go(self) -> None:
        target, title = self._target, self._part().title
        if self._form is Form.HTML and not self._suffix and target != self._agreed:
            target = target.parent  # The folder of pages is made in there, under a name that is free.
        elif self._suffix and target != self._agreed:
            target = _free(target)
        wish = Wish(
            self._part().ids,
            self._form,
            target,
            title,
            QLocale().bcp47Name() or "en",
            self.pictures.isChecked() and self.pictures.isEnabled(),
            self.strip_tracking,
        )
        for widget in (self.what, self.form, self.choose, self.pictures, self.go):
            widget.setEnabled(False)
        self.bar.setRange(0, 0)
        self.bar.show()
        self._say(self.tr("Looking which articles these are…"))
        self.leave.setText(self.tr("Stop"))
        self.leave.setFocus()
        self._running = Running(self._library, self._work(wish), self)  # type: ignore[arg-type]
        self._running.progressed.connect(self._progressed)
        self._running.ended.connect(self._ended)

    def _progressed(self, done: int, of: int) -> None:
        if self._running is None:
            return
        self.bar.setRange(0, max(1, of))
        self.bar.setValue(done)
        locale = QLocale()
        self._say(self.tr("{done} of {of} articles").format(done=locale.toString(done), of=locale.toString(of)))

    def _leave(self) -> None:
        if self._running is None:
            self.reject()
            return
        self._running.stop()
        self.leave.setEnabled(False)
        self._say(self.tr("Stopping…"))

    def _ended(self, result: object) -> None:
        self._running = None
        self.bar.hide()
        self.leave.setEnabled(True)
        self.leave.setText(self.tr("Close"))
        for widget in (self.what, self.form, self.choose, self.go):
            widget.setEnabled(True)
        self.pictures.setEnabled(True)
        if isinstance(result, Exception):
            self._say(sentence(result))
        elif isinstance(result, Report):
            self._where = result.where
            self.show_it.setVisible(not result.stopped or self._form is Form.MARKDOWN)
            self._say(self._sentence(result))
        agreed, target = self._agreed, self._target
        self._chosen()
        if agreed is not None:
            self._agreed, self._target = agreed, target
            self.where.setText(str(target))
        self.leave.setFocus()

    def _sentence(self, report: Report) -> str:
        if report.stopped and self._form is not Form.MARKDOWN:
            return self.tr("Stopped. Nothing was written.")
        if self._form is Form.OPML:
            parts = [self.tr("%n feed(s) written.", "", report.written)]
        else:
            parts = [self.tr("%n article(s) written.", "", report.written)]
        if report.same:
            parts.append(self.tr("%n file(s) were up to date.", "", report.same))
        if report.left:
            parts.append(self.tr("%n file(s) that you changed were left alone.", "", report.left))
        if report.failed:
            some = ", ".join(f"“{' '.join(title.split())[:80]}”" for title in report.failed[:_LISTED])
            parts.append(self.tr("Could not be converted: {titles}").format(titles=some))
        if report.stopped:
            parts.append(self.tr("Stopped; another export into this folder goes on from here."))
        return " ".join(parts)

    def _say(self, words: str) -> None:
        self.told.setText(words)
        self.told.show()

    def _show(self) -> None:
        place = Path(self._where)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(place if place.is_dir() else place.parent)))

    def done(self, result: int) -> None:
        """Closing the window stops the export; it has ended when the window is gone."""
        if self._running is not None:
            self._running.stop()
            self._running.ended.disconnect(self._ended)
            self._running = None
        super().done(result)


def _free(target: Path) -> Path:
    """A name beside ``target`` that nothing has: what was not agreed to is not written over."""
    names = Names()
    while True:
        place = target.with_name(names.free(target.stem, target.suffix))
        if not place.exists():
            return place
