"""What a subscription is in this library, beside its address, its site and its place: what a list of ours carries."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_reader.records.keeping import Rule


@dataclass(frozen=True, slots=True)
class Own:
    """``title`` is the feed's own, ``given_title`` the reader's. How a private feed is asked is not told: whoever wrote
    such a list could have a secret sent to an address of theirs.
    """

    uuid: str = ""
    slug: str = ""
    title: str = ""
    given_title: str | None = None
    description: str = ""
    language: str | None = None
    old_url: str | None = None
    icon_url: str | None = None
    created_at: int | None = None
    full_text: bool = False
    stopped: bool = False
    unread_again: bool | None = None
    keep: Rule | None = None
