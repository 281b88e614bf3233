"""Safe mode: the library and nothing else. No feed is asked by the clock, no rule runs, no vault is kept, nothing is
fetched or played; the settings are those of the first day, and what is changed of them is forgotten at the end.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from desktop_reader.settings import Settings
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.faults.runs import Past
from desktop_reader.ui.theme import fonts, icons
from desktop_reader.ui.theme.margins import leave
from desktop_reader.ui.theme.theme import Theme

translate = QCoreApplication.translate
_SIGN, _LARGE = 20, 32
_WIDE = 400  # Qt would break the lines of a question after a few words.


def settings_of(chosen: Settings) -> Settings:
    """The settings in safe mode: of the reader's own only the library and the language."""
    return Settings(
        library=chosen.library,
        language=chosen.language,
        refresh_minutes=0,
        remote_pictures=False,
        tray=False,
    )


def asked(past: Past, app: QApplication) -> bool:
    """Whether the reader wants to start in safe mode, after starts that failed."""
    if not past.wants_safe_mode:
        return False
    Theme().apply(app)
    box = QMessageBox(QMessageBox.Icon.NoIcon, "Desktop Reader", translate("SafeMode", "Start in safe mode?"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIconPixmap(icons.icon("shield", "accent").pixmap(QSize(_LARGE, _LARGE)))
    box.setStyleSheet(
        "QLabel#qt_msgbox_label {font-weight: 600}"
        f"QLabel#qt_msgbox_informativelabel {{min-width: {fonts.scaled(_WIDE)}px}}"
    )
    box.setInformativeText(
        translate(
            "SafeMode",
            "Desktop Reader did not start well the last time. In safe mode it opens your library and does nothing by "
            "itself, so that you can read and find out what is wrong. Your settings stay as they are.",
        )
    )
    safe = box.addButton(translate("SafeMode", "Start in safe mode"), QMessageBox.ButtonRole.AcceptRole)
    usual = box.addButton(translate("SafeMode", "Start as usual"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(safe)
    box.setEscapeButton(usual)
    box.exec()
    return box.clickedButton() is safe


def show(window: QMainWindow, theme: Theme, ended: Callable[[], object]) -> None:
    """The window says that the mode is on, and how it is left."""
    window.setWindowTitle(translate("SafeMode", "Desktop Reader (safe mode)"))
    window.setMenuWidget(SafeBar(theme, ended, window))


class SafeBar(QWidget):
    """At the top of the window, as long as the mode is on."""

    def __init__(self, theme: Theme, ended: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        words = QLabel(self.tr("Safe mode: nothing happens by itself, and your settings are left as they are."))
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setFont(fonts.ui(13))
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        words.setToolTip(words.text())
        self.setAccessibleName(words.text())
        self.button = QPushButton(self.tr("Leave safe mode"))
        self.button.clicked.connect(lambda: ended())
        row = QHBoxLayout(self)
        leave(row, 12 + _SIGN + 8, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(words, 1)
        row.addWidget(self.button)
        theme.changed.connect(self.update)

    def minimumSizeHint(self) -> QSize:
        """As high as its button with room."""
        return QSize(240, self.button.sizeHint().height() + 16)

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """A sign on quiet ground, and a hairline below."""
        painter = QPainter(self)
        tokens = self._theme.tokens
        painter.fillRect(self.rect(), QColor(tokens.selected))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(tokens.line))
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        sign = self.rect()
        sign.setLeft(self.width() - 12 - _SIGN if mirrored else 12)
        sign.setTop((self.height() - _SIGN) // 2)
        sign.setSize(QSize(_SIGN, _SIGN))
        icons.paint(painter, sign, "shield", "accent")
