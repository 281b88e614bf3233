"""What each subscription is here, for the lists that are written of them."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_reader.library import aside
from desktop_reader.records.keeping import Rule
from desktop_reader.records.subscription import Own

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader

_OWN = f"""SELECT f.id, f.uuid, f.slug, f.title, f.given_title, f.description, f.language, f.old_url, f.icon_url,
    f.created_at, f.full_text, coalesce(t.stopped, 0), m.value, r.feed_id, r.days, r.most
  FROM feed AS f LEFT JOIN feed_fetch AS t ON t.feed_id = f.id LEFT JOIN retention AS r ON r.feed_id = f.id
    LEFT JOIN meta AS m ON m.key = 'unread again ' || hex(f.uuid)
  WHERE f.id NOT IN ({aside.IDS})"""


def own(reader: Reader) -> dict[int, Own]:
    """By feed, read at once."""
    found: dict[int, Own] = {}
    for number, raw, *said, full_text, stopped, wish, rule, days, most in reader.select(_OWN):
        again = None if wish is None else wish == "1"
        keep = None if rule is None else Rule(days, most)
        own = Own(str(uuid.UUID(bytes=raw)), *said)
        found[number] = replace(own, full_text=bool(full_text), stopped=bool(stopped), unread_again=again, keep=keep)
    return found
