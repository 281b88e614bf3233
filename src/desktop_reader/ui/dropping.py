"""What is dropped onto the window from outside: an address is looked at, a list of feeds or a library imported."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_reader.records.addresses import BARE
from desktop_reader.ui.commands.desk import Desk
from desktop_reader.ui.commands.feed import FeedDeeds
from desktop_reader.ui.commands.transfer import LIBRARIES, LISTS, import_file
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.sidebar.model import ROW
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.theme import Theme

translate = QCoreApplication.translate

_LONGEST = 2000
_ADDRESS = re.compile(r"(?:https?://|feed:(?://)?)\S+", re.IGNORECASE)  # Also in the midst of words.


@dataclass(frozen=True, slots=True)
class Dropped:
    """An address, or files and folders to import; with neither, ``words`` say what is wrong."""

    address: str = ""
    files: tuple[Path, ...] = ()
    words: str = ""


def understood(data: QMimeData) -> Dropped:
    """What was meant by it."""
    urls = data.urls()
    files = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    lists = tuple(file for file in files if file.suffix.lower() in (*LISTS, *LIBRARIES, ""))  # Folders have no ending.
    if lists:
        return Dropped(files=lists)
    if files:
        words = translate("Dropping", "“{file}” cannot be imported. Drop a list of feeds, a library, or an address.")
        return Dropped(words=words.format(file=files[0].name))
    addresses = [bytes(url.toEncoded().data()).decode() for url in urls]
    address = next((one for one in addresses if _ADDRESS.fullmatch(one)), "") or _in_text(data.text())
    if address and len(address) <= _LONGEST:
        return Dropped(address)
    return Dropped(words=translate("Dropping", "There is no address of a site in what you dropped."))


class Dropping(QObject):
    """Watches the window; whatever takes a drop itself, as a field for text does, keeps it."""

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self._shade = _Shade(theme, desk.window)
        if not desk.worker.read_only:
            desk.window.setAcceptDrops(True)
            desk.window.installEventFilter(self)

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes addresses and files, and shows where they would go."""
        if isinstance(event, QDragEnterEvent | QDragMoveEvent) and _takes(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._shade.show_over(*self._target(event.position().toPoint()))
            return True
        if event.type() in (QEvent.Type.DragLeave, QEvent.Type.Drop):
            self._shade.hide()
        if event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent) and _takes(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._take(understood(event.mimeData()), self._folder(event.position().toPoint()))
            return True
        return False

    def _take(self, dropped: Dropped, folder: int | None) -> None:
        if dropped.address:
            self._desk.window.activateWindow()
            FeedDeeds(self._desk).add(dropped.address, folder)
        for file in dropped.files:
            import_file(self._desk, file)
        if dropped.words:
            self._desk.say(dropped.words)

    def _folder(self, where: QPoint) -> int | None:
        view = self._desk.sidebar.view
        inside = view.viewport().mapFrom(self._desk.window, where)
        if not view.isVisible() or not view.viewport().rect().contains(inside):
            return None
        return self._desk.sidebar.model.folder_at(view.indexAt(inside))

    def _target(self, where: QPoint) -> tuple[QRect, str]:
        """The sidebar, or the whole window, and what would happen."""
        window, sidebar = self._desk.window, self._desk.sidebar
        folder = self._folder(where)
        if folder is not None:
            title = sidebar.model.folder_title(folder)
            return _rect(sidebar, window), translate("Dropping", "Add to “{folder}”").format(folder=title)
        words = translate("Dropping", "Drop to add")
        over = sidebar.isVisible() and _rect(sidebar, window).contains(where)
        return (_rect(sidebar, window) if over else window.rect()), words


class _Shade(QWidget):
    """A tint over where it would go, with a few words."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._words = ""
        self._font = fonts.ui(13, fonts.SEMIBOLD)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_over(self, place: QRect, words: str) -> None:
        """There, saying this."""
        self._words = words
        self.setGeometry(place)
        self.show()
        self.raise_()
        self.update()

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """Tint, edge, and the words on a pill."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = QColor(tokens.accent)
        pale = QColor(accent)
        pale.setAlphaF(0.10)
        painter.setPen(QPen(accent, 2))
        painter.setBrush(pale)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(5, 5, -5, -5), 8, 8)
        painter.setFont(self._font)
        metrics = painter.fontMetrics()
        said = metrics.elidedText(self._words, Qt.TextElideMode.ElideMiddle, max(40, self.width() - 64))
        pill = QRectF(0, 0, metrics.horizontalAdvance(said) + 32, metrics.height() + 16)
        pill.moveCenter(QRectF(self.rect()).center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setPen(QColor(tokens.on_accent))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, said)


def _takes(data: QMimeData) -> bool:
    return not data.hasFormat(ROW) and (data.hasUrls() or data.hasText())


def _in_text(text: str) -> str:
    """The first address in some words, or all of them where they are one without http."""
    text = text[:100_000].strip()
    found = _ADDRESS.search(text)
    if found:
        return found[0].rstrip(".,;)>]}»”’\"'")
    return text if BARE.fullmatch(text) else ""


def _rect(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint()), widget.size())
