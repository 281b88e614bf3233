"""For which of the scripts that not every system can show this one has a face."""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtGui import QFontDatabase, QGuiApplication

_System = QFontDatabase.WritingSystem

RANGES = {
    _System.Armenian: "\u0530-\u058f",
    _System.Syriac: "\u0700-\u074f",
    _System.Arabic: "\u0750-\u077f",
    _System.Thaana: "\u0780-\u07bf",
    _System.Nko: "\u07c0-\u07ff",
    _System.Devanagari: "\u0900-\u097f",
    _System.Bengali: "\u0980-\u09ff",
    _System.Gurmukhi: "\u0a00-\u0a7f",
    _System.Gujarati: "\u0a80-\u0aff",
    _System.Oriya: "\u0b00-\u0b7f",
    _System.Tamil: "\u0b80-\u0bff",
    _System.Telugu: "\u0c00-\u0c7f",
    _System.Kannada: "\u0c80-\u0cff",
    _System.Malayalam: "\u0d00-\u0d7f",
    _System.Sinhala: "\u0d80-\u0dff",
    _System.Thai: "\u0e00-\u0e7f",
    _System.Lao: "\u0e80-\u0eff",
    _System.Tibetan: "\u0f00-\u0fff",
    _System.Myanmar: "\u1000-\u109f",
    _System.Georgian: "\u10a0-\u10ff",
    _System.Khmer: "\u1780-\u17ff",
}
"""The letters of each script, of those that ``text.faces`` calls not usual and Qt tells apart."""


def shown() -> re.Pattern[str]:
    """Letters of these scripts that some face of the system has; none before there is a screen to show them on."""
    return _shown() if QGuiApplication.instance() is not None else _NONE


_NONE = re.compile(r"(?!)")


@cache
def _shown() -> re.Pattern[str]:
    # Our own stand-in face for everything (``stopgap``) names no script, so it does not count here.
    there = set(QFontDatabase.writingSystems())
    ranges = "".join(letters for system, letters in RANGES.items() if system in there)
    return re.compile(f"[{ranges}]") if ranges else _NONE
