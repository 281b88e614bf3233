"""What the reader has chosen: one frozen value, kept as JSON, written safely.

A file that cannot be read is set aside as ``settings.json.bad``, never overwritten, and the defaults serve.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from desktop_reader.files import write_safely


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice with its default.

    ``refresh_minutes`` is how often a feed is asked at most (30 to 1,440, 0 for only by hand); ``read_after_seconds``
    how long an article is shown until it counts as read; ``scheme`` is system, light or dark; ``body_px`` the size of
    the article's text (13 to 30), 0 to follow the window's width; ``face`` is serif or sans, ``paper`` match, light,
    sepia or dark; ``dates`` is plain (``2024/10/24 19:00``) or locale; ``remote_pictures`` says whether pictures of
    articles and signs of feeds are fetched at all, ``picture_cache_mb`` how much of them is kept on disk (10 to 10,000,
    0 for nothing); with ``strip_tracking`` links go without what only tells by which way somebody comes;
    ``library`` is the file that is opened when none is named, empty for the usual one;
    ``language`` is the code of the language that is spoken, empty for the system's; ``refresh_at_start`` asks all
    feeds when the window opens; with ``unmetered_only`` the clock asks none while the connection is paid for by what
    it carries; with ``reduce_motion`` nothing glides; ``preset`` is the set of keys, ``keys`` what is otherwise in it:
    for each command's name all its keys; ``density`` says whether rows of articles are comfortable or compact;
    with ``updated_unread`` an article becomes unread again when its text was rewritten, in feeds without their
    own wish; with ``fold_stories`` the same story told by several feeds is one row; ``measure`` is how wide the
    article's column is: narrow, comfortable or wide.

    With ``tray`` there is an icon in the desktop's tray, with ``tray_plain`` one in a single colour; ``on_close`` says
    what closing the window does while it is there: ask, tray or quit. ``notify`` tells of news in all feeds that have
    no wish of their own in ``feed_notices``, by their uuids. ``notices_a_day`` are shown at once (1 to 100, 0 for
    none), the rest at ``digest_at``; none between ``quiet_from`` and ``quiet_until`` with ``quiet_hours``. Times are
    minutes since midnight. ``paused_until`` is when the reader's pause ends, in seconds since 1970; 0 without one.

    ``vault`` is a folder of Markdown files that is kept in step, empty for none; ``vault_keeps`` says with which
    articles: starred, labelled, all, or search, which are those of ``vault_search``. With ``backups`` the library is
    copied every week.
    """

    refresh_minutes: int = 60
    read_after_seconds: float = 2.0
    scheme: str = "system"
    body_px: int = 0
    face: str = "serif"
    paper: str = "match"
    dates: str = "plain"
    remote_pictures: bool = True
    strip_tracking: bool = True
    picture_cache_mb: int = 200
    library: str = ""
    language: str = ""
    refresh_at_start: bool = False
    unmetered_only: bool = False
    reduce_motion: bool = False
    preset: str = "google"
    keys: dict[str, list[str]] = field(default_factory=dict)
    density: str = "comfortable"
    updated_unread: bool = False
    fold_stories: bool = True
    measure: str = "comfortable"
    tray: bool = True
    tray_plain: bool = False
    on_close: str = "ask"
    notify: bool = False
    feed_notices: dict[str, bool] = field(default_factory=dict)
    notices_a_day: int = 10
    digest_at: int = 19 * 60
    quiet_hours: bool = False
    quiet_from: int = 22 * 60
    quiet_until: int = 7 * 60
    paused_until: int = 0
    vault: str = ""
    vault_keeps: str = "starred"
    vault_search: str = ""
    backups: bool = True


_BOUNDS = {
    "refresh_minutes": (30, 1440),
    "read_after_seconds": (0, 3600),
    "body_px": (13, 30),
    "picture_cache_mb": (10, 10_000),
    "notices_a_day": (1, 100),
    "digest_at": (0, 24 * 60 - 1),
    "quiet_from": (0, 24 * 60 - 1),
    "quiet_until": (0, 24 * 60 - 1),
    "paused_until": (0, 1 << 40),
}

_COMMANDS, _KEYS, _LONG = 1000, 20, 100
_FEEDS = 100_000


def load(path: Path) -> Settings:
    """The settings in ``path``; the defaults where it is missing; unknown names and wrong types are passed over."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError):
        _set_aside(path)
        return Settings()
    if not isinstance(kept, dict):
        _set_aside(path)
        return Settings()
    default = Settings()
    chosen = {
        f.name: kept[f.name] for f in fields(Settings) if _fits(f.name, kept.get(f.name), getattr(default, f.name))
    }
    return Settings(**chosen)


def save(settings: Settings, path: Path) -> None:
    """Keeps ``settings``; raises FileError where the disk does not take it."""
    write_safely(path, json.dumps(asdict(settings), indent=2, sort_keys=True).encode() + b"\n", private=True)


def _fits(name: str, value: object, default: object) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if name in _BOUNDS:
        least, most = _BOUNDS[name]
        number = isinstance(value, (int, float) if isinstance(default, float) else int)
        return number and (value == 0 or least <= value <= most)  # type: ignore[operator]
    if name == "feed_notices":
        return isinstance(value, dict) and len(value) <= _FEEDS and all(isinstance(on, bool) for on in value.values())
    if isinstance(default, dict):
        return isinstance(value, dict) and len(value) <= _COMMANDS and all(map(_are_keys, value.values()))
    return isinstance(value, type(default))


def _are_keys(value: object) -> bool:
    return (
        isinstance(value, list) and len(value) <= _KEYS and all(isinstance(k, str) and len(k) <= _LONG for k in value)
    )


def _set_aside(path: Path) -> None:
    with contextlib.suppress(OSError):  # Else it stays where it is; saving says so if the folder cannot be written.
        os.replace(path, path.with_name(path.name + ".bad"))
