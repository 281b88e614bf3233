"""A library that is damaged, emptied or gone: what is told, what can be done about it, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QMessageBox, QVBoxLayout, QWidget

from desktop_reader.errors import LibraryError
from desktop_reader.library import backups, mirror
from desktop_reader.records.backup import Backup, Kind
from desktop_reader.records.sentence import Phrase
from desktop_reader.ui.dates import day
from desktop_reader.ui.dialogs.under_way import Said, under_way
from desktop_reader.ui.words import translated

if TYPE_CHECKING:
    from desktop_reader.records.mended import Mended

translate = QCoreApplication.translate


def words(library: Path, error: LibraryError) -> str:
    """What is wrong, in a line; below it what that means and what can be done about it."""
    if not library.exists():
        head = translate("Mending", "The library is not there any more")
        told = translate("Mending", "A library was at “{file}”. No new one was made in its place.")
    elif not library.stat().st_size:
        head = translate("Mending", "The library is empty")
        told = translate("Mending", "The file “{file}” has nothing in it any more. No new library was made of it.")
    else:
        head = translate("Mending", "The library is damaged")
        told = translate("Mending", "Some of “{file}” cannot be read{reason}. Nothing in it was changed.")
    reason = error.facts.get("reason")
    known = f" ({translated(reason.words)})" if isinstance(reason, Phrase) else ""
    return "\n\n".join([head, told.format(file=library, reason=known), _promise(library)])


def can_mend(library: Path) -> bool:
    """Whether there is anything to mend it with."""
    return is_there(library) or newest_backup(library) is not None or mirror.newest(library) is not None


def is_there(library: Path) -> bool:
    """Whether anything is left of the file itself."""
    return library.exists() and library.stat().st_size > 0


def newest_backup(library: Path) -> Backup | None:
    """The newest one, by its name alone."""
    return next((one for one in backups.found(library) if one.kind is not Kind.REPLACED), None)


def _promise(library: Path) -> str:
    """What mending does here."""
    backup = newest_backup(library)
    if not is_there(library):
        return _promise_without(library, backup)
    if backup is not None:
        said = translate(
            "Mending",
            "“Mend it” saves everything that can still be read, stars and labels first, and takes what is missing from"
            " the backup of {when} and from the list of subscriptions. The file as it is now is kept.",
        )
        return said.format(when=day(backup.made_at))
    if mirror.newest(library) is not None:
        return translate(
            "Mending",
            "There is no backup. “Mend it” saves everything that can still be read, stars and labels first, and takes"
            " missing subscriptions from the list of them. The file as it is now is kept.",
        )
    return translate(
        "Mending",
        "There is no backup. “Mend it” saves everything that can still be read, stars and labels first. The file as"
        " it is now is kept.",
    )


def _promise_without(library: Path, backup: Backup | None) -> str:
    if backup is not None:
        said = translate(
            "Mending", "“Mend it” makes it again of the backup of {when} and of the list of subscriptions."
        )
        return said.format(when=day(backup.made_at))
    if mirror.newest(library) is not None:
        return translate(
            "Mending",
            "There is no backup. “Mend it” makes a library of the list of subscriptions, with the articles that the"
            " feeds still have.",
        )
    return translate("Mending", "There is neither a backup nor a list of subscriptions beside it.")


def headed(box: QMessageBox) -> None:
    """Its first line is a heading."""
    label = box.findChild(QLabel, "qt_msgbox_label")
    if label is not None:
        label.setStyleSheet("font-weight: 600")


def mend(library: Path) -> Mended:
    """``jobs.mending.mend`` on a thread of its own, with a dialog."""
    said = Said(
        translate("Mending", "Saving what can be read…"),
        translate("Mending", "Leave it as it is"),
        translate("Mending", "It stays as it is."),
        translate("Mending", "Putting everything in order…"),
    )

    def work(told: Callable[[int, int], bool]) -> Mended:
        from desktop_reader.jobs import mending

        return mending.mend(library, lambda what, done, of: told(done, max(1, of)))

    return under_way(said, work)


def tell(mended: Mended, parent: QWidget | None = None) -> None:
    """What was saved and what is lost; stays until it was read."""
    from desktop_reader.records.mended import sentences
    from desktop_reader.ui.health import Words
    from desktop_reader.ui.inspector.formats import Formats

    write = Words(Formats("locale"))
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Information)
    box.setWindowTitle("Desktop Reader")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(translate("Mending", "The library is mended"))
    box.setInformativeText("\n".join(write.sentence(one) for one in sentences(mended)))
    headed(box)
    if mended.others:
        box.setDetailedText("\n".join(mended.others))
    box.addButton(QMessageBox.StandardButton.Ok)
    box.exec()


def choose_backup(library: Path, parent: QWidget | None = None) -> Path | None:
    """One of the backups that can be read."""
    from desktop_reader.ui.preferences.backups import row, table

    there = [one for one in backups.listed(library) if one.articles is not None]
    dialog = QDialog(parent)
    dialog.setWindowTitle(translate("Mending", "Restore a backup"))
    dialog.setMinimumWidth(460)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(20, 20, 20, 16)
    column.setSpacing(12)
    head = translate("Mending", "It takes the place of the library. The file as it is now is kept.")
    label = QLabel(head if there else translate("Mending", "There is no backup that can be read."))
    label.setWordWrap(True)
    column.addWidget(label)
    listed = table()
    listed.addTopLevelItems([row(one) for one in there])
    listed.setVisible(bool(there))
    column.addWidget(listed)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    if there:
        restore = buttons.addButton(translate("Mending", "Restore"), QDialogButtonBox.ButtonRole.AcceptRole)
        restore.setDefault(True)
        listed.setCurrentIndex(listed.model().index(0, 0))
        listed.itemActivated.connect(dialog.accept)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    column.addWidget(buttons)
    try:
        chosen = listed.selectedIndexes() if dialog.exec() == QDialog.DialogCode.Accepted else []
        return there[chosen[0].row()].path if chosen else None
    finally:
        dialog.deleteLater()
