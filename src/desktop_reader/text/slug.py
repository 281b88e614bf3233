"""Short readable ids: of a text, of a site's host, of a feed that lies in no folder."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from urllib.parse import urlsplit

LENGTH = 32

_WORDS = re.compile(r"[a-z0-9]+")
_APOSTROPHES = re.compile("['’ʼ`´]")
# Letters that are no plain letter with a mark, so that decomposing does not help.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h",
        "ŋ": "n", "&": " and ", "@": " at ",
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "к": "k", "л": "l",
        "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
        "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "і": "i",
        "є": "ye", "ґ": "g", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "dj", "џ": "dz",
        "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
        "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
        "χ": "ch", "ψ": "ps", "ω": "o",
    }
)  # fmt: skip

# The part before a country's ending that names no site: bbc.co.uk, nhk.or.jp, abc.net.au.
_KINDS_OF_SITES = """
    ac co com edu gen go gob gov gouv govt id in info ltd me mil ne net nom or org plc sch
"""
_SECOND_LEVEL = frozenset(_KINDS_OF_SITES.split())
# Where many people live under one roof, the first part is the name: user.github.io.
_ROOFS = """
    github.io gitlab.io codeberg.page blogspot.com wordpress.com tumblr.com substack.com medium.com netlify.app
    vercel.app pages.dev neocities.org bearblog.dev micro.blog ghost.io livejournal.com dreamwidth.org
    hatenablog.com hatenadiary.jp typepad.com beehiiv.com write.as sourceforge.net sourceforge.io readthedocs.io
    bandcamp.com home.blog wixsite.com weebly.com blog.fc2.com web.app firebaseapp.com surge.sh fly.dev
"""
_SHARED_ROOFS = frozenset(_ROOFS.split())


def slug(text: str) -> str:
    """``text`` in small ASCII letters and digits, its words joined by ``-``; at most 32 characters, maybe none."""
    found = _words(text)
    joined = "-".join(found)
    if len(joined) <= LENGTH:
        return joined
    end = joined.rfind("-", 1, LENGTH + 1)
    return joined[: end if end > 0 else LENGTH]


def host_name(url: str) -> str:
    """The name in the host of ``url``: ``nhk`` for ``https://www3.nhk.or.jp/…``; empty when there is no host."""
    host = _host(url)
    if not host:
        return ""
    if ":" in host or re.fullmatch(r"[\d.]+", host):
        return slug(host)
    parts = host.split(".")
    roof = next((at for at in (2, 3) if len(parts) > at and ".".join(parts[-at:]) in _SHARED_ROOFS), 0)
    if roof:
        return slug(parts[-roof - 1]) or slug(parts[-roof])
    at = len(parts) - 2
    if at > 0 and len(parts[-1]) == 2 and parts[at] in _SECOND_LEVEL:
        at -= 1
    return slug(parts[max(at, 0)])


def category(title: str, site_url: str | None, feed_url: str) -> str:
    """The short id of a feed in no folder: its site's name where its title begins with it, else its title's words."""
    named = slug(title)
    host = host_name(site_url or "") or host_name(feed_url)
    if host and _begins_with(_words(title), host):
        return host
    return named or host or "feed"


def _begins_with(words: list[str], host: str) -> bool:
    """True when the first words, written together or not, are the host's name: ``The Verge``, ``theverge``."""
    if words and words[0] in ("the", "a", "www") and _begins_with(words[1:], host):
        return True
    bare = host.replace("-", "")
    together = ""
    for word in words[:4]:
        together += word
        if together == bare:
            return True
    return False


def _words(text: str) -> list[str]:
    # More than this is never needed for 32 characters, and a title may be a megabyte.
    text = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text[:400]).lower().translate(_LETTERS))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _WORDS.findall(text.translate(_LETTERS))


def _host(url: str) -> str:
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""
    host = host.strip(".")
    if "xn--" in host:
        with suppress(UnicodeError):
            host = host.encode("ascii").decode("idna")
    return host
