"""What Enter presses in a dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox, QPushButton


def presses_only(button: QPushButton, buttons: QDialogButtonBox) -> None:
    """This one of them, wherever the keyboard is. Once they stand in their window: before, none is its default."""
    for one in buttons.buttons():
        assert isinstance(one, QPushButton)
        one.setAutoDefault(one is button)
    button.setDefault(True)
