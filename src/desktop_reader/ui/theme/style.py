"""The style sheet: one file, whose ``@name`` stand for tokens.

For those who read from right to left Qt mirrors the places in it and the paddings of menus, but no others, no margins,
no corners and not the covered part of a slider.
"""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtGui import QGuiApplication

from desktop_reader.paths import resource
from desktop_reader.ui.theme.tokens import Tokens

_NAME = re.compile(r"@(\w+)")
_SIDED = re.compile(r"\b(margin-|padding-|border-top-|border-bottom-)(left|right)\b")
_AROUND = re.compile(r"\bmargin: ([^\s;]+) ([^\s;]+) ([^\s;]+) ([^\s;]+)")
_OTHER = {"left": "right", "right": "left"}


def sheet(tokens: Tokens, file: str = "reader.qss") -> str:
    """A style sheet of ``resources/styles`` in these colours. A name that is no token is an error."""
    return _sheet(tokens, file, QGuiApplication.isRightToLeft())


@cache
def _sheet(tokens: Tokens, file: str, mirrored: bool) -> str:
    values = tokens.colours() | {"name": tokens.name, "styles": resource("styles").as_posix()}
    text = _NAME.sub(lambda found: values[found[1]], resource("styles", file).read_text(encoding="utf-8"))
    if not mirrored:
        return text
    text = text.replace("QSlider::sub-page:", "QSlider::add-page:")
    return _AROUND.sub(r"margin: \1 \4 \3 \2", _SIDED.sub(lambda found: found[1] + _OTHER[found[2]], text))
