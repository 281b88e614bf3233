"""The style sheet: one file, whose ``@name`` stand for tokens."""

from __future__ import annotations

import re
from functools import cache

from desktop_reader.paths import resource
from desktop_reader.ui.theme.tokens import Tokens

_NAME = re.compile(r"@(\w+)")


@cache
def sheet(tokens: Tokens, file: str = "reader.qss") -> str:
    """A style sheet of ``resources/styles`` in these colours. A name that is no token is an error."""
    values = tokens.colours() | {"name": tokens.name, "styles": resource("styles").as_posix()}
    return _NAME.sub(lambda found: values[found[1]], resource("styles", file).read_text(encoding="utf-8"))
