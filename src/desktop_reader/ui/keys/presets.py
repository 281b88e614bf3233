"""The sets of keys one can begin with. Each says only what it has otherwise than the commands themselves, whose own
keys are those of Google Reader; what it has is never on a key that changes many articles without Shift.
"""

from __future__ import annotations

from collections.abc import Mapping

_NETNEWSWIRE = {
    "article.skip": (),
    "article.skip_back": (),
    "article.next_unread": ("N", "+"),
    "article.previous_unread": ("-",),
    "article.read": ("R", "U"),
    "article.open": ("B",),
    "article.full": ("Ctrl+Shift+R", "W"),
    "article.mark_all": ("Shift+K",),  # There it is K, one slip beside J.
    "article.mark_below": ("Shift+O",),
    "view.next_feed": ("Z",),
    "view.previous_feed": ("A",),
    "view.today": ("Ctrl+1", "G, T"),
    "view.unread": ("Ctrl+2", "G, U"),
    "view.starred": ("Ctrl+3", "G, S"),
    "feed.add": ("Ctrl+N",),
    "folder.add": ("Ctrl+Shift+N",),
    "feed.refresh": ("Shift+R",),
    "feed.refresh_all": ("Ctrl+R", "F5"),
}

_RSS_GUARD = {
    "article.next": ("W", "J"),
    "article.previous": ("Q", "K"),
    "article.next_unread": ("Shift+N",),
    "article.full": ("Shift+W",),
    "article.star": ("*",),
    "article.read": ("R",),
    "article.open": ("V", "Ctrl+O"),
    "view.next_feed": ("S", "Ctrl+Down"),
    "view.previous_feed": ("A", "Ctrl+Up"),
    "view.sidebar": ("L", "Ctrl+D", "F9"),
    "article.label": ("Shift+L",),
    "search.save": (),
    "feed.add": ("Ctrl+N",),
    "folder.add": ("Ctrl+Shift+N",),
    "feed.about": ("Ctrl+E", "Alt+Return"),
    "feed.refresh": ("Ctrl+U", "F5"),
    "feed.refresh_all": ("Ctrl+Shift+U", "Ctrl+F5"),
    "app.preferences": ("F8", "Ctrl+,"),
    "app.menu": ("M", "F10"),
}

PRESETS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "google": {},
    "netnewswire": _NETNEWSWIRE,
    "rssguard": _RSS_GUARD,
}

NAMES = {"google": "Google Reader", "netnewswire": "NetNewsWire", "rssguard": "RSS Guard / QuiteRSS"}
"""What the presets are called, in every language."""
