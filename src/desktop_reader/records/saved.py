"""Saved pages: a feed of its own in the library, whose articles the reader chose one by one. Nobody is asked for it."""

from __future__ import annotations

SAVED = "desktop-reader:saved"
"""Its address, which no server has."""

TITLE = "Saved pages"
"""What it is called where no other word is given."""


def is_saved(url: str) -> bool:
    """Whether the address is that of the saved pages."""
    return url == SAVED
