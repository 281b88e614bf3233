"""The controls of a file that is heard, below its line in the list."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSlider, QToolButton, QWidget

from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.icons import icon
from desktop_reader.ui.viewer.sound import SPEEDS, MakeSound, Sound, said

SKIP_MS = 30_000
_STEP_MS = 5_000


class Player(QWidget):
    """Plays one file. Nothing is fetched before ``toggle`` is called for the first time, and nothing plays by itself.

    Signals: ``turned(playing)``; ``failed(words)``.
    """

    turned = Signal(bool)
    failed = Signal(str)

    def __init__(self, url: str, make: MakeSound, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._url, self._make = url, make
        self._sound: Sound | None = None
        self._playing = False
        self._speed = 1.0
        self.back = _button("rewind", self.tr("Back 30 seconds"))
        self.forward = _button("fast-forward", self.tr("Forward 30 seconds"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(self.tr("Position"))
        self.slider.setSingleStep(_STEP_MS)
        self.slider.setPageStep(SKIP_MS)
        self.at, self.length = _time(), _time()
        self.speed = _button("", self.tr("Speed"))
        self.speed.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.speed)
        for speed in SPEEDS:
            action = menu.addAction(self._times(speed))
            action.setCheckable(True)
            action.setChecked(speed == 1)
            action.triggered.connect(lambda _, speed=speed: self.set_speed(speed))
        self.speed.setMenu(menu)
        self.speed.setText(self._times(1.0))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # As on every such thing, in every language.
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self.back, self.forward, self.at):
            row.addWidget(widget)
        row.addSpacing(4)
        row.addWidget(self.slider, 1)
        row.addSpacing(4)
        row.addWidget(self.length)
        row.addWidget(self.speed)
        self.slider.valueChanged.connect(self._slid)
        self.back.clicked.connect(lambda: self.skip(-SKIP_MS))
        self.forward.clicked.connect(lambda: self.skip(SKIP_MS))

    @property
    def playing(self) -> bool:
        """Whether it is heard now."""
        return self._playing

    def toggle(self) -> None:
        """Plays or pauses."""
        if self._sound is None:
            try:
                self._sound = self._make(self._url, self)
            except ImportError as error:  # It is installed, but something of the system that it needs is not.
                self.failed.emit(str(error))
                return
            self._sound.moved.connect(self._moved)
            self._sound.turned.connect(self._turned)
            self._sound.failed.connect(self.failed)
            if self._speed != 1:
                self._sound.set_speed(self._speed)
        if self._playing:
            self._sound.pause()
        else:
            self._sound.play()

    def skip(self, by: int) -> None:
        """On or back, within the file."""
        self.slider.setValue(self.slider.value() + by)

    def set_speed(self, speed: float) -> None:
        """How fast it is heard."""
        self._speed = speed
        if self._sound is not None:
            self._sound.set_speed(speed)
        self.speed.setText(self._times(speed))
        for action, one in zip(self.speed.menu().actions(), SPEEDS, strict=True):
            action.setChecked(one == speed)

    def close_sound(self) -> None:
        """Another article comes."""
        if self._sound is not None:
            self._sound.close()
            self._sound = None

    def _moved(self, position: int, length: int) -> None:
        self.slider.blockSignals(True)  # It tells where the file is, and does not say where it should be.
        self.slider.setMaximum(max(length, position))
        if not self.slider.isSliderDown():
            self.slider.setValue(position)
        self.slider.blockSignals(False)
        self.at.setText(said(position))
        self.length.setText(said(length) if length else "")

    def _slid(self, position: int) -> None:
        if self._sound is not None:
            self._sound.seek(position)
            self.at.setText(said(position))

    def _turned(self, playing: bool) -> None:
        self._playing = playing
        self.turned.emit(playing)

    def _times(self, speed: float) -> str:
        return self.locale().toString(float(speed), "g", 3) + "×"


def _time() -> QLabel:
    label = QLabel()
    label.setFont(fonts.ui(12, tabular=True))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setObjectName("time")  # By that the card gives it its colour.
    return label


def _button(sign: str, words: str) -> QToolButton:
    button = QToolButton()
    if sign:
        button.setIcon(icon(sign, reader=True))
        button.setIconSize(QSize(16, 16))
    else:
        button.setFont(fonts.ui(12, tabular=True))
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
