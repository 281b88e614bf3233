"""The one dialog of bugs: what happened in a sentence, and the whole report, before anybody hands it on."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_reader.ui.theme import fonts, icons

ISSUES = "https://github.com/desktop-reader/desktop-reader/issues"
_MOST = 5  # Reports in one text; what comes then is in the log.


class ReportDialog(QDialog):
    """``words`` say what happened. Nothing is sent: the report can be copied, and the page opened where it belongs."""

    def __init__(self, words: str, promise: str, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("A fault in Desktop Reader"))
        self._reports = [report]
        self.words = _said(words)
        self.words.setFont(fonts.ui(14, fonts.SEMIBOLD))
        self.promise = _said(promise)
        self.report = QPlainTextEdit(report)
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setFont(fonts.mono(11))
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.report.setAccessibleName(self.tr("The report"))
        self.copy = QPushButton(self.tr("Copy report"))
        self.copy.clicked.connect(self._copy)
        self.open_page = QPushButton(self.tr("Open the page for faults"))
        self.open_page.setToolTip(ISSUES)
        self.open_page.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(ISSUES)))
        self._lay_out()

    def add(self, report: str) -> None:
        """Another fault, while the reader still looks at this one."""
        if len(self._reports) < _MOST:
            self._reports.append(report)
            self.report.setPlainText("\n\n\n".join(self._reports))

    def _lay_out(self) -> None:
        sign = QLabel()
        sign.setPixmap(icons.icon("warning", "warn").pixmap(QSize(fonts.scaled(20), fonts.scaled(20))))
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.words, 1)
        all_of_it = _said(
            self.tr(
                "This is all that the report says. It names no feeds and none of your files. Nothing is sent by itself."
            )
        )
        all_of_it.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.open_page, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.promise)
        column.addWidget(self.report, 1)
        column.addWidget(all_of_it)
        column.addSpacing(4)
        column.addWidget(buttons)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        for button in (self.copy, self.open_page, close):
            button.setAutoDefault(button is close)
        close.setDefault(True)
        close.setFocus()
        self.resize(fonts.scaled(600), fonts.scaled(460))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.copy.setText(self.tr("Copied"))


def _said(words: str) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)  # An error's kind is the program's own, but who knows.
    label.setWordWrap(True)
    return label
