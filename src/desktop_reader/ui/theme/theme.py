"""The theme: which scheme is wished for, which is shown, and the word when it changes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from desktop_reader.ui.theme import fonts, icons
from desktop_reader.ui.theme.palette import palette
from desktop_reader.ui.theme.style import sheet
from desktop_reader.ui.theme.tokens import DARK, LIGHT, SEPIA, Tokens

SCHEMES = {"light": LIGHT, "dark": DARK}
PAPERS = {"light": LIGHT, "sepia": SEPIA, "dark": DARK}


class Theme(QObject):
    """Holds the tokens and gives them to the application.

    Signal ``changed``: the tokens are others now; palette, style sheet and icons already follow. Whoever keeps
    colours, pixels or documents of the old ones makes them anew.
    """

    changed = Signal()

    def __init__(self, scheme: str = "system", paper: str = "match", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scheme = scheme
        self._paper = paper
        self._app: QApplication | None = None
        self._sheeted: QWidget | None = None
        self._with_sheet = True
        self._shown: tuple[Tokens, Tokens] | None = None
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._show)

    @property
    def scheme(self) -> str:
        """What is wished for: system, light or dark. Anything else counts as system."""
        return self._scheme

    @scheme.setter
    def scheme(self, scheme: str) -> None:
        self._scheme = scheme
        self._show()

    @property
    def paper(self) -> str:
        """What articles are shown on: light, sepia, dark; anything else (match) is like the window."""
        return self._paper

    @paper.setter
    def paper(self, paper: str) -> None:
        self._paper = paper
        self._show()

    @property
    def tokens(self) -> Tokens:
        """The window's colours."""
        if self._scheme in SCHEMES:
            return SCHEMES[self._scheme]
        return DARK if _system() == Qt.ColorScheme.Dark else LIGHT

    @property
    def reader(self) -> Tokens:
        """The colours of the article's pane."""
        return PAPERS.get(self._paper) or self.tokens

    def apply(self, app: QApplication, *, sheet: bool = True) -> None:
        """Dresses the application; from here on it follows every change. Without a ``sheet`` where a window is made
        that will be dressed when it is whole: else all that is in it would be styled three times.
        """
        self._app, self._with_sheet = app, sheet
        app.setStyle("Fusion")
        if not sheet and app.styleSheet():
            app.setStyleSheet("")
        fonts.follow(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
        app.setFont(fonts.ui(13))
        self._show()

    def dress(self, window: QWidget) -> None:
        """From now on the style sheet is the window's, which hands it down to its dialogs and menus: a change of the
        application's own would go through every widget once for each that it lies in.
        """
        if self._app is not None:
            self._sheeted = window
            if self._app.styleSheet():
                self._app.setStyleSheet("")
            window.setStyleSheet(sheet(self.tokens))

    def undress(self) -> None:
        """The window is gone; what is told after it has no parent to take a style from."""
        if self._app is not None and self._sheeted is not None:
            self._sheeted, self._with_sheet = None, True
            self._app.setStyleSheet(sheet(self.tokens))

    def _show(self) -> None:
        """Makes what is seen agree with what is wished for; does and says nothing when it already does."""
        if self._app is None:
            return
        wanted = (self.tokens, self.reader)
        if wanted == self._shown:
            return
        first, before, self._shown = self._shown is None, self._shown, wanted
        icons.follow(*wanted)
        if before is None or before[0] != wanted[0]:
            self._app.setPalette(palette(wanted[0]))
            if self._sheeted is not None:
                if isValid(self._sheeted):  # It may have gone without a word.
                    self._sheeted.setStyleSheet(sheet(wanted[0]))
            elif self._with_sheet:
                self._app.setStyleSheet(sheet(wanted[0]))
        if not first:
            self.changed.emit()


def _system() -> Qt.ColorScheme:
    return QGuiApplication.styleHints().colorScheme()
