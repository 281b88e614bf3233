"""The page "Library" of the preferences: where it lies and how large it is; to move it, or to open another one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFormLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_reader.errors import LibraryError
from desktop_reader.library import connect, lock, moving, place
from desktop_reader.library.reader import Reader
from desktop_reader.records.query import Query
from desktop_reader.ui.names import plain_tip
from desktop_reader.ui.opening import Opening, choose_library
from desktop_reader.ui.problems import sentence
from desktop_reader.ui.wrapping import Wrapping

translate = QCoreApplication.translate


class LibraryPage(QWidget):
    """``leave`` closes the window, so that what was chosen is done."""

    def __init__(self, library: Path, reader: Reader, opening: Opening, leave: Callable[[], object]) -> None:
        super().__init__()
        self._library = library
        self._opening = opening
        self._leave = leave
        numbers = QLocale()
        self.where = QLabel(str(library))
        self.where.setWordWrap(True)
        self.where.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.large = QLabel(numbers.formattedDataSize(place.size(library), 1, QLocale.DataSizeFormat.DataSizeSIFormat))
        self.many = QLabel(numbers.toString(reader.count(Query())))
        self.state = QLabel(_state(library))
        self.state.setWordWrap(True)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.hide()
        for label in (self.where, self.state, self.told):
            label.setTextFormat(Qt.TextFormat.PlainText)
        form = QFormLayout()
        form.setSpacing(12)
        for words, field in (
            (self.tr("File"), self.where),
            (self.tr("Size"), self.large),
            (self.tr("Articles"), self.many),
        ):
            field.setAccessibleName(words)
            form.addRow(words, field)
        self.show_button = QPushButton(self.tr("Show in folder"))
        self.show_button.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(library.absolute().parent)))
        )
        self.move_button = QPushButton(self.tr("Move…"))
        self.move_button.clicked.connect(self._choose_folder)
        self.open_button = QPushButton(self.tr("Open another…"))
        self.open_button.clicked.connect(self._choose_library)
        if lock.is_only_read(library):
            self.move_button.setEnabled(False)
            self.move_button.setToolTip(plain_tip(sentence(lock.refusal())))
        buttons = Wrapping((self.show_button, self.move_button, self.open_button))
        for button in (self.show_button, self.move_button, self.open_button):
            button.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 20, 16, 16)
        column.setSpacing(16)
        column.addLayout(form)
        if self.state.text():
            column.addWidget(self.state)
        column.addWidget(self.told)
        column.addStretch(1)
        column.addLayout(buttons)

    def move_to(self, folder: Path) -> None:
        """Moves the library there, unless something is in the way, which is told here."""
        reason = moving.refusal(self._library, folder)
        if reason is not None:
            self._tell(reason)
            return
        self._opening.move_next(folder)
        self._end()

    def open_other(self, library: Path) -> None:
        """Opens this one, now and at the next start."""
        try:
            with connect.translated(library):
                ours = connect.is_library(library)
        except LibraryError as error:
            self._tell(error)
            return
        if not ours:
            self._tell(LibraryError("“{file}” is no library of Desktop Reader. Choose another file.", file=library))
            return
        self._opening.open_next(library)
        self._end()

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Move the library to"), str(Path.home()))
        if folder:
            self.move_to(Path(folder))

    def _choose_library(self) -> None:
        found = choose_library(self)
        if found is not None:
            self.open_other(found)

    def _tell(self, error: LibraryError) -> None:
        self.told.setText(sentence(error))
        self.told.show()

    def _end(self) -> None:
        self.window().close()  # The preferences.
        self._leave()


def _state(library: Path) -> str:
    """What is special about the place, in a sentence or two."""
    said = []
    if lock.is_only_read(library):
        said.append(sentence(lock.refusal()))
    service = place.sync_service(library)
    if service:
        words = translate(
            "LibraryPage", "The folder is synced by {service}. Open the library on one computer at a time."
        )
        said.append(words.format(service=service))
    elif place.is_network(library):
        words = translate("LibraryPage", "The disk is on the network. Open the library on one computer at a time.")
        said.append(words)
    copies = place.conflict_copies(library)
    if copies:
        words = translate(
            "LibraryPage",
            "Another copy lies beside it, made when two computers changed it at the same time: {files}."
            " Open it to see what is missing here.",
        )
        said.append(words.format(files=", ".join(f"“{copy.name}”" for copy in copies)))
    return "\n\n".join(said)
