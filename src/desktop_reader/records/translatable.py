"""Marks English words for the translators where nothing knows of languages yet; the screen translates them."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def translatable(words: T) -> T:
    """``words`` as they are: a sentence, or a literal tuple or the values of a literal dict with sentences in it.

    Errors, ``Sentence`` and ``Phrase`` need no mark when their words are written out in the call.
    """
    return words
