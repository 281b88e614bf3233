"""A fault in what Qt calls by itself ends there, and is told as any other.

Left alone it comes out wherever Python has last called Qt: whoever only moved the keyboard is broken off in the middle,
and before the loop runs the program does not start. And whoever keeps the fault keeps a painter open that its
functions held, which crashes later on.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def contained(otherwise: R) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """For an override of Qt's: where it fails, Qt is answered ``otherwise``."""

    def dressed(override: Callable[P, R]) -> Callable[P, R]:
        @wraps(override)
        def safe(*given: P.args, **named: P.kwargs) -> R:
            try:
                return override(*given, **named)
            except Exception as error:
                _let_go(error)
                sys.excepthook(type(error), error, error.__traceback__)  # The one road of all faults, see ``watch``.
                return otherwise

        return safe

    return dressed


def _let_go(error: Exception) -> None:
    """It still says where it was, and holds nothing of that any more."""
    one: BaseException | None = error
    seen: set[int] = set()
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        traceback.clear_frames(one.__traceback__)
        one = one.__cause__ or one.__context__
