"""The networks that are not the internet, by name."""

from __future__ import annotations

from enum import StrEnum


class Range(StrEnum):
    """Where an address lies when it is not public. A feed of one range may lead on within it, never into another."""

    LOOPBACK = "loopback"
    PRIVATE = "private"
    LINK_LOCAL = "link-local"
    RESERVED = "reserved"
    UNKNOWN = "unknown"
