"""The faces that came with the reader, loaded once, and a font for each task.

Inter draws the screen and is loaded at the start; DR Serif, DR Serif Display and JetBrains Mono draw articles and are
loaded when the first article asks. Scripts that they lack come from the system, whose faces are named per language:
Chinese, Japanese and Korean share letters but not their shapes.
"""

from __future__ import annotations

import logging
import sys
from functools import cache

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

from desktop_reader.paths import resource
from desktop_reader.ui.theme import stopgap

SANS = "Inter"
SERIF = "DR Serif"
DISPLAY = "DR Serif Display"
MONO = "JetBrains Mono"

REGULAR, MEDIUM, SEMIBOLD, BOLD = 400, 500, 600, 700

# What the systems write their own words in, in pixels, where nobody asked for larger ones. 11 points on Linux: GNOME's.
_USUAL_PX = {"darwin": 13.0, "win32": 12.0}.get(sys.platform, 44 / 3)
_LARGEST_SCALE = 2.0

_UI_FILES = ("Inter-Regular", "Inter-Medium", "Inter-SemiBold", "Inter-Bold")
_ARTICLE_FILES = (
    "Inter-Italic",
    "DRSerif-Regular",
    "DRSerif-Italic",
    "DRSerif-Bold",
    "DRSerif-BoldItalic",
    "DRSerifDisplay-Bold",
    "DRSerifDisplay-BoldItalic",
    "JetBrainsMono-Regular",
    "JetBrainsMono-Bold",
)

# What the systems bring: sans, serif and mono by language; "" holds the scripts that no language claims.
_LINUX = {
    SANS: {
        "ja": "Noto Sans CJK JP",
        "zh": "Noto Sans CJK SC",
        "zh-Hant": "Noto Sans CJK TC",
        "ko": "Noto Sans CJK KR",
        "": "Noto Sans Arabic,Noto Sans Hebrew,Noto Sans Devanagari,Noto Sans Thai,Noto Sans,DejaVu Sans",
    },
    SERIF: {
        "ja": "Noto Serif CJK JP",
        "zh": "Noto Serif CJK SC",
        "zh-Hant": "Noto Serif CJK TC",
        "ko": "Noto Serif CJK KR",
        "": "Noto Naskh Arabic,Noto Serif Hebrew,Noto Serif Devanagari,Noto Serif Thai,Noto Serif,DejaVu Serif",
    },
    MONO: {"ja": "Noto Sans Mono CJK JP", "zh": "Noto Sans Mono CJK SC", "": "Noto Sans Mono,DejaVu Sans Mono"},
}
_MAC = {
    SANS: {
        "ja": "Hiragino Sans",
        "zh": "PingFang SC",
        "zh-Hant": "PingFang TC",
        "ko": "Apple SD Gothic Neo",
        "": "SF Arabic,Helvetica Neue",
    },
    SERIF: {"ja": "Hiragino Mincho ProN", "zh": "Songti SC", "zh-Hant": "Songti TC", "": "Al Nile,Times New Roman"},
    MONO: {"": "Menlo"},
}
_WINDOWS = {
    SANS: {
        "ja": "Yu Gothic UI",
        "zh": "Microsoft YaHei UI",
        "zh-Hant": "Microsoft JhengHei UI",
        "ko": "Malgun Gothic",
        "": "Segoe UI",
    },
    SERIF: {"ja": "Yu Mincho", "zh": "SimSun", "zh-Hant": "PMingLiU", "ko": "Batang", "": "Cambria,Times New Roman"},
    MONO: {"": "Consolas"},
}
_SYSTEM = {"darwin": _MAC, "win32": _WINDOWS}.get(sys.platform, _LINUX)
_STOPGAP = (stopgap.FAMILY,) if _SYSTEM is _LINUX else ()  # The others bring faces for every script.


class _Now:
    """How much larger than drawn the screen's letters are, and with them its rows."""

    scale = 1.0


def follow(system: QFont) -> None:
    """Grows with the letters of the system, up to twice; before any widget is made. Smaller ones change nothing."""
    info = QFontInfo(system)
    _Now.scale = min(_LARGEST_SCALE, max(1.0, round(info.pixelSize() / _USUAL_PX * 8) / 8))


def scaled(px: float) -> int:
    """A size of the screen, for letters or for the room they need, in a system that may have large ones."""
    return round(px * _Now.scale)


@cache
def load_ui() -> None:
    """Makes Inter known to Qt. Every function below does so itself; the start calls it to have it done."""
    _load(_UI_FILES)
    if _STOPGAP:
        QFontDatabase.addApplicationFontFromData(stopgap.data())


@cache
def load_article() -> None:
    """Makes the faces of articles known to Qt, before a document that names them is laid out."""
    load_ui()
    _load(_ARTICLE_FILES)


@cache
def families(face: str, language: str = "") -> tuple[str, ...]:
    """``face`` and the system's faces behind it; those of ``language`` (``ja``, ``zh-Hant``; else the user's) first."""
    others = dict(_SYSTEM[SERIF if face == DISPLAY else face])
    rest = others.pop("").split(",")
    first = others.pop(_east_asian(language) or _east_asian(QLocale.system().bcp47Name()), None)
    return (face, *_STOPGAP, *([first] if first else []), *rest, *others.values())


def ui(px: float, weight: int = REGULAR, *, tabular: bool = False) -> QFont:
    """Inter for the screen, as large as ``scaled`` says; ``tabular`` gives figures of one width, for counters and times
    that stand in columns.
    """
    font = exact(scaled(px), weight)
    if tabular:
        font.setFeature(_TNUM, 1)
    return font


def exact(px: float, weight: int = REGULAR) -> QFont:
    """The same, of just this size whatever the system's letters are: for what is drawn into a picture."""
    load_ui()
    font = _font(SANS, px, weight)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


def sans(px: float, weight: int = REGULAR, *, italic: bool = False, language: str = "") -> QFont:
    """Inter for articles: captions, tables, and the body of those who chose it."""
    load_article()
    return _article(SANS, px, weight, italic, language)


def serif(px: float, weight: int = REGULAR, *, italic: bool = False, language: str = "") -> QFont:
    """The article's body."""
    load_article()
    return _article(SERIF, px, weight, italic, language)


def display(px: float, *, italic: bool = False, language: str = "") -> QFont:
    """Headlines: bold, cut for large sizes, set a trifle tighter."""
    load_article()
    font = _article(DISPLAY, px, BOLD, italic, language)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -0.2)
    return font


def mono(px: float, weight: int = REGULAR, *, language: str = "") -> QFont:
    """Code and ids, without ligatures."""
    load_article()
    return _article(MONO, px, weight, False, language)


_TNUM = QFont.Tag("tnum")


def _load(names: tuple[str, ...]) -> None:
    for name in names:
        path = resource("fonts", f"{name}.ttf")
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            # The system's faces serve then: plainer, but all can be read.
            logging.getLogger(__name__).warning("The font %s is missing or damaged.", path)


def _font(face: str, px: float, weight: int, language: str = "") -> QFont:
    font = QFont(list(families(face, language)))
    font.setPixelSize(max(1, round(px)))
    font.setWeight(QFont.Weight(weight))
    return font


def _article(face: str, px: float, weight: int, italic: bool, language: str) -> QFont:
    font = _font(face, px, weight, language)
    font.setItalic(italic)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setKerning(True)
    return font


def _east_asian(language: str) -> str:
    """The key of the tables for a language tag; empty where its script needs no face of its own."""
    tag = language.replace("_", "-").lower()
    base = tag.partition("-")[0]
    if base == "zh" and any(part in tag for part in ("hant", "-tw", "-hk", "-mo")):
        return "zh-Hant"
    return base if base in ("ja", "zh", "ko") else ""
