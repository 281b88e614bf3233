"""The window of the made-up library in one look (size, density, colours, direction), and pictures of it."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QKeySequence, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop_reader import app as program
from desktop_reader import paths, settings
from desktop_reader.records.query import Query, Scope
from desktop_reader.ui import language

_ON_A_SHEET = 12


@dataclass(frozen=True, slots=True)
class Look:
    """One of 24; ``scheme`` is light, dark or sepia, which is light with the article on sepia paper."""

    width: int
    height: int
    ratio: int
    scheme: str
    rtl: bool

    @property
    def name(self) -> str:
        """As it stands in the names of files."""
        return f"{self.width}x{self.height}-{self.ratio}x-{self.scheme}-{'rtl' if self.rtl else 'ltr'}"


class Stage:
    """Pictures go to ``folder``; ``home`` holds the library to be copied. ``letters`` says how much larger than usual
    the system's are.
    """

    def __init__(self, look: Look, folder: Path, home: Path, letters: float = 1.0, filled: bool = True) -> None:
        self.look, self.folder = look, folder
        self.taken: list[Path] = []
        own = Path(os.environ["DESKTOP_READER_HOME"])
        shutil.rmtree(own, ignore_errors=True)
        shutil.copytree(home, own) if filled else own.mkdir(parents=True)
        chosen = settings.Settings(
            refresh_minutes=0,
            read_after_seconds=3600.0,
            scheme="dark" if look.scheme == "dark" else "light",
            paper="sepia" if look.scheme == "sepia" else "match",
        )
        settings.save(chosen, paths.config() / "settings.json")
        self.qt = QApplication.instance() or QApplication(["desktop-reader"])
        assert isinstance(self.qt, QApplication)
        language.speak(self.qt, "en")  # With its plurals.
        self.qt.setLayoutDirection(Qt.LayoutDirection.RightToLeft if look.rtl else Qt.LayoutDirection.LeftToRight)
        _enlarge(letters)
        sys.setswitchinterval(0.0005)
        from desktop_reader.library import connect

        connect.prepare(paths.library())
        self.program = program.Application(paths.library(), self.qt)
        self.program.start()
        self.window = self.program.window
        self.size(look.width, look.height)
        self.window.activateWindow()
        self.wait(1.2)

    def close(self) -> None:
        """Ends the program, for the next one in this process."""
        self.window.close()
        self.program.close()
        self.program.reader.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()

    # What a reader does.

    def size(self, width: int, height: int) -> None:
        """Another size of the window."""
        self.window.resize(width, height)
        self.wait(0.1)

    def give(self, command: str) -> None:
        """A command by name."""
        self.window.deck.action(command).trigger()
        self.wait(0.25)

    def press(self, *strokes: str) -> None:
        """Keys, to whoever has the keyboard."""
        for stroke in strokes:
            combination = QKeySequence(stroke)[0]  # type: ignore[index]
            QTest.keyClick(self._taker(), combination.key(), combination.keyboardModifiers())
            self.wait(0.06)

    def type(self, words: str) -> None:
        """Letters, to whoever has the keyboard."""
        QTest.keyClicks(self._taker(), words)
        self.wait(0.5)

    def click(self, widget: QWidget, where: QPoint | None = None) -> None:
        """The left button."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=where or widget.rect().center())
        self.wait(0.25)

    def look_at(self, scope: Scope, target: int | None = None) -> None:
        """Another list."""
        self.program.browsing.look(Query(scope, target))
        self.until(lambda: self.window.articles.model.query.scope is scope)
        self.wait(0.15)

    def open(self, title: str) -> None:
        """An article."""
        rows = self.program.reader.rows(range(1, 40)).values()
        number = next(row.id for row in rows if row.title == title)
        self.window.articles.view.pick_article(number, tell=False)
        self.program.browsing.open(number)
        self.window.articles.view.setFocus()
        self.until(lambda: self.program.inspecting.inspector.answered or not self.program.inspecting.wanted)
        self.wait(0.5)

    def wait(self, seconds: float) -> None:
        """Lets the program live for so long."""
        ends = time.perf_counter() + seconds
        while time.perf_counter() < ends:
            self.qt.processEvents()
            time.sleep(0.005)

    def until(self, happened: Callable[[], bool], patience: float = 10.0) -> None:
        """Lets it live until then."""
        ends = time.perf_counter() + patience
        while not happened():
            if time.perf_counter() > ends:
                raise TimeoutError("What was waited for did not happen.")
            self.wait(0.02)

    # What is seen.

    def shoot(self, state: str) -> None:
        """The window, and over it whatever dialogs, menus and tips are open."""
        self.wait(0.1)
        picture = self.window.grab()
        painter = QPainter(picture)
        for other in self.others():
            seen = other.grab()
            place = self._place(other)
            for spread in range(12, 0, -3):
                painter.fillRect(place.adjusted(-spread, -spread + 4, spread, spread + 4), QColor(0, 0, 0, 12))
            painter.drawPixmap(place, seen)
        painter.end()
        file = self.folder / f"{state}-{self.look.name}.png"
        picture.save(str(file))
        self.taken.append(file)

    def rest(self) -> None:
        """Back to where every state begins."""
        self.close_others()
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)
        if not self.window.articles.view.hasFocus():
            self.press("Esc", "Esc")  # What lies over the panes goes.
        if self.window.size().width() != self.look.width or self.window.size().height() != self.look.height:
            self.size(self.look.width, self.look.height)
        if self.window.articles.search.text():
            self.window.articles.search.clear()
        self.program.browsing.open(0)
        self.look_at(Scope.UNREAD)
        self.window.articles.view.clearSelection()
        self.window.articles.view.verticalScrollBar().setValue(0)
        self.window.articles.view.setFocus(Qt.FocusReason.MouseFocusReason)
        self.wait(0.1)

    def close_others(self) -> None:
        """Every dialog and menu."""
        for other in self.others():
            other.close()
        self.wait(0.05)

    def others(self) -> list[QWidget]:
        """Dialogs, menus, tips: what is on the screen beside the window."""
        return [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not self.window]

    def _place(self, other: QWidget) -> QRect:
        if isinstance(other, QMenu) or other.windowType() in (Qt.WindowType.Popup, Qt.WindowType.ToolTip):
            return QRect(self.window.mapFromGlobal(other.pos()), other.size())
        place = QRect(QPoint(0, 0), other.size())
        place.moveCenter(self.window.rect().center())
        return place

    def _taker(self) -> QWidget:
        popup = QApplication.activePopupWidget()
        modal = QApplication.activeModalWidget()
        focus = QApplication.focusWidget()
        return popup or focus or modal or self.window


def sheets(pictures: list[Path], folder: Path, name: str) -> None:
    """All of them small on pages of twelve, in the order in which they were taken."""
    for number, first in enumerate(range(0, len(pictures), _ON_A_SHEET)):
        _sheet(pictures[first : first + _ON_A_SHEET], folder / f"sheet-{number + 1}-{name}.png")


def _sheet(pictures: list[Path], file: Path, wide: int = 640, high: int = 400, across: int = 4) -> None:
    seen = [QPixmap(str(picture)) for picture in pictures]
    for each in seen:
        each.setDevicePixelRatio(1.0)
    fit, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    small = [each.scaled(wide, high, fit, smooth) for each in seen]
    tall = max(each.height() for each in small) + 26
    rows = -(-len(small) // across)
    page = QPixmap((wide + 12) * across + 12, tall * rows + 12)
    page.fill(QColor("#808080"))
    painter = QPainter(page)
    font = QFont("Inter")
    font.setPixelSize(15)
    painter.setFont(font)
    for number, (each, picture) in enumerate(zip(small, pictures, strict=True)):
        x, y = 12 + (number % across) * (wide + 12), 8 + (number // across) * tall
        painter.drawText(x, y + 14, picture.stem)
        painter.drawPixmap(x, y + 20, each)
    painter.end()
    page.save(str(file))


def _enlarge(times: float) -> None:
    """As if the system's letters were so much larger than they usually are."""
    if times == 1.0:
        return
    system = QFontDatabase.systemFont

    def enlarged(kind: QFontDatabase.SystemFont) -> QFont:
        font = system(kind)
        font.setPixelSize(round(44 / 3 * times))
        return font

    QFontDatabase.systemFont = enlarged  # type: ignore[method-assign]
