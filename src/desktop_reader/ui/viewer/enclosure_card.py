"""The card below an article that lists what it carries along."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_reader.records.parsed import Enclosure
from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.names import plain_tip
from desktop_reader.ui.theme import fonts, icons
from desktop_reader.ui.theme.tokens import Tokens
from desktop_reader.ui.viewer.enclosures import described, kind_of, name_of, sign_of
from desktop_reader.ui.viewer.player import Player
from desktop_reader.ui.viewer.sound import MakeSound

MOST = 30
_ROW, _SIDE, _SIGN = 56, 14, 20
_COPIED_MS = 1200
_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class EnclosureCard(QWidget):
    """Lists ``Enclosure``s on the article's paper; hidden while there are none. ``make_sound`` is what plays audio, if
    anything can.

    Signals: ``open_wanted(url)``; ``height_changed``: it has another height now; ``reached(widget)``: the keyboard has
    come to a part of it.
    """

    open_wanted = Signal(str)
    height_changed = Signal()
    reached = Signal(QWidget)

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.make_sound: MakeSound | None = None
        self.rows: list[EnclosureRow] = []
        self._tokens = tokens
        self._shown: tuple[Enclosure, ...] = ()
        self.setAccessibleName(self.tr("Attachments"))
        self._heading = _Words(self.tr("Attachments"), 13, fonts.SEMIBOLD)
        self._more = _Words("", 12)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._heading)
        self._column.addSpacing(10)
        self._column.addWidget(self._more)
        self.dress(tokens)
        self.hide()

    def show_files(self, files: Sequence[Enclosure]) -> None:
        """Other ones; the same ones stay as they are, and what plays plays on."""
        if tuple(files) == self._shown:
            return
        self._shown = tuple(files)
        for row in self.rows:
            row.end()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [EnclosureRow(one, self.make_sound, self._tokens) for one in files[:MOST]]
        for row in self.rows:
            self._column.insertWidget(self._column.count() - 1, row)
            row.open_wanted.connect(self.open_wanted)
            row.turned.connect(self._hush)
            row.height_changed.connect(self.height_changed)
            for part in row.findChildren(QWidget):
                part.installEventFilter(self)
        left = len(files) - len(self.rows)
        self._more.setVisible(left > 0)
        self._more.setText(self.tr("%Ln more attachment(s)", "", left) if left > 0 else "")
        self.setVisible(bool(self.rows))
        self.dress(self._tokens)

    def dress(self, tokens: Tokens) -> None:
        """The paper's colours."""
        self._tokens = tokens
        self._heading.dress(tokens.text)
        self._more.dress(tokens.text3)
        self.setStyleSheet(
            f"QLabel#time {{ color: {tokens.text3}; }}"
            f"QSlider::groove:horizontal {{ background: {tokens.edge}; }}"
            f"QSlider::sub-page:horizontal {{ background: {tokens.accent}; }}"
            f"QSlider::handle:horizontal {{ border-color: {tokens.edge}; background: {tokens.knob}; }}"
            f"QSlider:focus::handle:horizontal {{ border-color: {tokens.accent}; }}"
            f"QToolButton {{ color: {tokens.text2}; }}"
            f"QToolButton:hover {{ background: {tokens.hover}; }}"
            f"QToolButton:pressed, QToolButton:open {{ background: {tokens.press}; }}"
            f"QToolButton:focus {{ border-color: {tokens.accent}; }}"
        )
        for row in self.rows:
            row.dress(tokens)
        self.update()

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tells who was reached; the mouse does not reach what is not in sight."""
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusIn and event.reason() in _BY_KEYBOARD:
            self.reached.emit(watched)
        return False

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """An outline around the rows, hairlines between them."""
        if not self.rows:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, bottom = self.rows[0].geometry().top(), self.rows[-1].geometry().bottom() + 1
        painter.setPen(QPen(QColor(self._tokens.line), 1))
        painter.drawRoundedRect(QRectF(0.5, top + 0.5, self.width() - 1, bottom - top - 1), 8, 8)
        for row in self.rows[1:]:
            painter.fillRect(QRect(_SIDE, row.geometry().top(), self.width() - 2 * _SIDE, 1), QColor(self._tokens.line))

    def _hush(self, row: object) -> None:
        """One at a time is heard."""
        for other in self.rows:
            if other is not row:
                other.pause()


class EnclosureRow(QWidget):
    """One file: its name, what it is, and what can be done with it.

    Signals: ``open_wanted(url)``; ``turned(row)`` it begins to play; ``height_changed``.
    """

    open_wanted = Signal(str)
    turned = Signal(object)
    height_changed = Signal()

    def __init__(self, file: Enclosure, make_sound: MakeSound | None, tokens: Tokens) -> None:
        super().__init__()
        self._file, self._tokens = file, tokens
        name = name_of(file)
        self.name = _Words(name, 13, fonts.MEDIUM)
        self.name.setToolTip(plain_tip(file.url))
        self.facts = _Words(described(file), 12)
        self.copy = _button("copy", self.tr("Copy address"), name)
        self.open = _button("open", self.tr("Open outside"), name)
        self.play: QToolButton | None = None
        self.player: Player | None = None
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        line.addSpacing(_SIDE + _SIGN + 12)  # Margins would not change their sides with the direction of reading.
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.name)
        words.addWidget(self.facts)
        words.addStretch(1)
        line.addLayout(words, 1)
        line.addSpacing(8)
        if make_sound is not None and kind_of(file) == "audio":
            self.play = _button("play", self.tr("Play"), name)
            self.player = Player(file.url, make_sound)
            self.player.hide()
            self.player.turned.connect(self._turned)
            self.player.failed.connect(self._failed)
            self.play.clicked.connect(self._play)
            line.addWidget(self.play)
        line.addWidget(self.copy)
        line.addWidget(self.open)
        line.addSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._height = fonts.scaled(_ROW)
        head = QWidget()
        head.setFixedHeight(self._height)
        head.setLayout(line)
        column.addWidget(head)
        if self.player is not None:
            self.player.setContentsMargins(0, 0, 0, 10)
            below = QHBoxLayout()
            below.setSpacing(0)
            below.addSpacing(_SIDE + _SIGN + 8)
            below.addWidget(self.player)
            below.addSpacing(12)
            column.addLayout(below)
        self._copied = QTimer(self, singleShot=True, interval=_COPIED_MS)
        self._copied.timeout.connect(lambda: self.copy.setIcon(icons.icon("copy", reader=True)))
        self.copy.clicked.connect(self._copy)
        self.open.clicked.connect(lambda: self.open_wanted.emit(file.url))
        self.dress(tokens)

    def dress(self, tokens: Tokens) -> None:
        """The paper's colours."""
        self._tokens = tokens
        self.name.dress(tokens.text)
        self.facts.dress(tokens.text3)
        self.update()

    def pause(self) -> None:
        """Another one is heard."""
        if self.player is not None and self.player.playing:
            self.player.toggle()

    def end(self) -> None:
        """The article is left."""
        if self.player is not None:
            self.player.close_sound()

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The sign of what it is."""
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self.width() - _SIDE - _SIGN if rtl else _SIDE
        place = QRect(left, (self._height - _SIGN) // 2, _SIGN, _SIGN)
        icons.paint(QPainter(self), place, sign_of(self._file), "text2", reader=True)

    def _play(self) -> None:
        assert self.player is not None
        if self.player.isHidden():
            self.player.show()
            self.height_changed.emit()
        self.player.toggle()

    def _turned(self, playing: bool) -> None:
        assert self.play is not None
        words = self.tr("Pause") if playing else self.tr("Play")
        self.play.setIcon(icons.icon("pause" if playing else "play", reader=True))
        self.play.setToolTip(words)
        self.play.setAccessibleName(f"{words}: {name_of(self._file)}")
        if playing:
            self.turned.emit(self)

    def _failed(self, words: str) -> None:
        reason = " ".join(words.split())
        said = self.tr("This cannot be played here ({reason}). Open it outside instead.").format(reason=reason)
        self.facts.setText(said)
        self.facts.dress(self._tokens.bad)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._file.url)
        self.copy.setIcon(icons.icon("check", reader=True))
        self._copied.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.copy, self.tr("Copied")))


class _Words(QLabel):
    """One line, cut in its middle where there is no room: the ending of a file's name says what it is."""

    def __init__(self, words: str, px: int, weight: int = fonts.REGULAR) -> None:
        super().__init__(words)
        self._colour = QColor()
        self.setFont(fonts.ui(px, weight))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def dress(self, colour: str) -> None:
        """A colour of its own: a palette would not outlast the next style sheet."""
        self._colour = QColor(colour)
        self.update()

    def minimumSizeHint(self) -> QSize:
        """As narrow as need be."""
        return QSize(0, super().minimumSizeHint().height())

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, or what there is room for."""
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self._colour)
        words = QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter), words)


def _button(sign: str, words: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icons.icon(sign, reader=True))
    button.setIconSize(QSize(20, 20))
    button.setToolTip(words)
    button.setAccessibleName(f"{words}: {name}")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
