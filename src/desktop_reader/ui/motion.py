"""Whether things may glide: the reader's own choice, else what the desktop says for all programs."""

from __future__ import annotations

import contextlib
import sys

from PySide6.QtCore import QObject, Signal

# Where desktops keep it, and the value that means "no movement". One that a desktop does not know is not answered.
STILL = {
    ("org.freedesktop.appearance", "reduced-motion"): 1,
    ("org.gnome.desktop.interface", "enable-animations"): 0,
    ("org.kde.kdeglobals.KDE", "AnimationDurationFactor"): 0,
}


class Motion(QObject):
    """Signal ``changed(reduced)``: from now on nothing is to move, or it may again."""

    changed = Signal(bool)

    def __init__(self, wished: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wished = wished
        self._still: set[tuple[str, str]] = set()

    @property
    def reduced(self) -> bool:
        """Whether nothing is to move."""
        return self._wished or bool(self._still)

    def wish(self, reduced: bool) -> None:
        """The reader's own choice; without it the desktop's counts."""
        before, self._wished = self.reduced, reduced
        self._tell(before)

    def ask(self) -> None:
        """Asks the desktop, and hears when it changes its mind. Costs two milliseconds: not before the first paint."""
        if sys.platform == "win32":
            self.learn("org.gnome.desktop.interface", "enable-animations", _windows_moves())
        elif sys.platform == "linux":
            with contextlib.suppress(ImportError):  # Some distributions pack QtDBus by itself.
                from desktop_reader.ui import portal

                portal.listen(self.learn, list(STILL), self)

    def learn(self, group: str, key: str, value: object) -> None:
        """The desktop says so."""
        before = self.reduced
        still = STILL.get((group, key))
        with contextlib.suppress(TypeError, ValueError):
            if still is not None:
                same = float(value) == still  # type: ignore[arg-type]
                (self._still.add if same else self._still.discard)((group, key))
        self._tell(before)

    def _tell(self, before: bool) -> None:
        if self.reduced != before:
            self.changed.emit(self.reduced)


def _windows_moves() -> bool:
    """What Windows calls animation effects."""
    import ctypes

    moves = ctypes.c_int(1)
    get_client_area_animation = 0x1042
    ctypes.windll.user32.SystemParametersInfoW(  # type: ignore[attr-defined, unused-ignore]
        get_client_area_animation, 0, ctypes.byref(moves), 0
    )
    return bool(moves.value)
