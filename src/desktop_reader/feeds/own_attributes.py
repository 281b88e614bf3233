"""What only we know of a subscription, as attributes in OPML: in a namespace of ours, or as the format has them.

Whoever wrote the file, each value is looked at: what is odd is as if it were not there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from uuid import UUID

from desktop_reader.feeds import dates, links, plain
from desktop_reader.records.access import without_credentials
from desktop_reader.records.keeping import Rule
from desktop_reader.records.subscription import Own

NAMESPACE = "desktop-reader:opml"
PREFIX = "reader"
TEXT_LIMIT = 10_000

_SLUG = re.compile(r"[^/\\]{1,60}")  # One of ours has 32 characters, and a number behind it where it was taken.
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_YES, _NO, _EVER = "true", "false", "ever"


def written(own: Own) -> dict[str, str]:
    """The attributes of a subscription; those with nothing to say are empty."""
    keep = own.keep or Rule()
    ours = {
        "id": own.uuid,
        "slug": own.slug,
        "title": own.title if own.given_title is not None else "",
        "oldUrl": without_credentials(own.old_url or ""),
        "iconUrl": without_credentials(own.icon_url or ""),
        "fullText": _YES if own.full_text else "",
        "paused": _YES if own.stopped else "",
        "unreadAgain": "" if own.unread_again is None else _YES if own.unread_again else _NO,
        "keep": _EVER if own.keep is not None and own.keep.for_ever else "",
        "keepDays": str(keep.days or ""),
        "keepMost": str(keep.most or ""),
    }
    standard = {"description": own.description, "language": own.language or "", "created": _date(own.created_at)}
    return standard | {f"{PREFIX}:{name}": value for name, value in ours.items()}


def read(ours: Mapping[str, str], others: Mapping[str, str], shown: str) -> Own | None:
    """The subscription of an outline with these attributes of ours, by their names in small letters, and these others;
    None for one that another program wrote. ``shown`` is what the list calls it.
    """
    if not ours:
        return None
    title = _text(ours.get("title", ""))
    days, most = (_number(ours.get(name, "")) for name in ("keepdays", "keepmost"))
    return Own(
        uuid=_uuid(ours.get("id", "")),
        slug=slug(ours),
        title=title or shown,
        given_title=shown if title else None,
        description=_text(others.get("description", "")),
        language=_text(others.get("language", ""))[:100] or None,
        old_url=_address(ours.get("oldurl", "")),
        icon_url=_address(ours.get("iconurl", "")),
        created_at=dates.seconds(others.get("created")),
        full_text=ours.get("fulltext") == _YES,
        stopped=ours.get("paused") == _YES,
        unread_again={_YES: True, _NO: False}.get(ours.get("unreadagain", "")),
        keep=Rule(days, most) if days or most or ours.get("keep") == _EVER else None,
    )


def slug(ours: Mapping[str, str]) -> str:
    """The short id of a subscription or a folder; empty for what could be none of ours."""
    said = ours.get("slug", "")
    return said if said.isprintable() and said == said.strip() and _SLUG.fullmatch(said) else ""


def _text(said: str) -> str:
    return plain.clean(said)[:TEXT_LIMIT]


def _address(said: str) -> str | None:
    return links.web(said) or None


def _number(said: str) -> int | None:
    return int(said) if _NUMBER.fullmatch(said) else None


def _uuid(said: str) -> str:
    with suppress(ValueError):
        return str(UUID(said))
    return ""


def _date(at: int | None) -> str:
    """As the format wants it; empty for a moment that could not be read back."""
    with suppress(OverflowError):
        at = None if at is None else dates.bounded(at)
        return "" if at is None else format_datetime(datetime.fromtimestamp(at, UTC), usegmt=True)
    return ""
