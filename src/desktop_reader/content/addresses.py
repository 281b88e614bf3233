"""Which links and pictures may stay in an article, and which pictures are there only to count readers."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urljoin

from desktop_reader.text.tracking import without_tracking

MAX_LENGTH = 4096

# What nobody sees in an address: controls, zero-width characters, bidi marks, variation selectors and tags.
UNSEEN = (
    "\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff"
)
_UNSEEN = re.compile(f"[{UNSEEN}]+")
_BLANK = re.compile(r"\s")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.\-]*:")
_WEB = re.compile(r"https?://[^/?#\s:@\\]", re.I)
# Nearly all addresses are whole already, with nothing in them to look at twice.
_WHOLE = re.compile(rf"https?://[a-z0-9](?:[!#-;=?-\[\]-~]){{0,{MAX_LENGTH - 9}}}")
# Only behind one of these signs stands what could be taken away.
_QUERIED = re.compile(r'( href=")(https?://[^"?#]*[?#][^"]*)(")', re.I)

_BEACON = re.compile(
    r"""^https?://(?:[^/]*\.)?(?:
        (?:stats|pixel)\.(?:wordpress|wp)\.com/ | google-analytics\.com/ | doubleclick\.net/ | feedsportal\.com/
        | scorecardresearch\.com/ | quantserve\.com/ | facebook\.com/tr\b | medium\.com/_/stat
        | feedblitz\.com/[^?]*\.gif | met\.vgwort\.de/ | bat\.bing\.(?:com|net)/ | px\.ads\.linkedin\.com/
        | ct\.pinterest\.com/ | track\.hubspot\.com/ | (?:twitter\.com|t\.co)/i/adsct
        | substack\.com/o(?:pen)?(?:$|[/?])
        | feedburner\.com/~(?:r|ff|a)/ | list-manage\.com/track/ | mixpanel\.com/track | chartbeat\.(?:com|net)/
        | /?[^?\#]*(?:
            /(?:__utm|pixel|blank|spacer|clear|trans|transparent|beacon|1x1|tracking|track|count|counter)\.(?:gif|png)
            | /(?:wf/open | track/open | open\.aspx | piwik\.php | matomo\.php | rss-pixel | tracking[-_]?pixel)
        )(?:$|[?\#/])
    )""",
    re.I | re.X,
)


def link(value: str, base_url: str | None) -> str | None:
    """The address of a link as it may stay: http, https, mailto, or a place in the same page; otherwise ``None``."""
    if _WHOLE.fullmatch(value):
        return value
    value = _seen(value)
    if value.startswith("#"):
        return value if len(value) <= MAX_LENGTH else None
    if value[:7].lower() == "mailto:":
        # Some mail programs attach the files that a link names after its question mark.
        return value.split("?", 1)[0] if "@" in value and len(value) <= MAX_LENGTH else None
    return _web(value, base_url)


def picture(value: str, base_url: str | None) -> str | None:
    """The address of a picture as it may stay: http or https, nothing of this computer; otherwise ``None``."""
    if _WHOLE.fullmatch(value):
        return value
    return _web(_seen(value), base_url)


def counts_readers(address: str) -> bool:
    """True for the well-known addresses of pictures that only tell a server who reads."""
    return _BEACON.match(address) is not None


def links_without_tracking(html: str) -> str:
    """Sanitised HTML whose links lead where they did, without telling by which way somebody comes."""
    return _QUERIED.sub(_bare, html) if " href=" in html else html


def _bare(link: re.Match[str]) -> str:
    address = unescape(link[2])
    bare = without_tracking(address)
    return link[0] if bare == address else f"{link[1]}{escape(bare)}{link[3]}"


def _seen(value: str) -> str:
    if value.isascii() and value.isprintable() and " " not in value:
        return value
    return _BLANK.sub("%20", _UNSEEN.sub("", value).strip())


def _web(value: str, base_url: str | None) -> str | None:
    if not value or len(value) > MAX_LENGTH or "\\" in value:
        return None
    if not _WEB.match(value):
        if _SCHEME.match(value):
            return None
        if base_url and _WEB.match(base_url):
            try:
                value = urljoin(base_url, value)
            except ValueError:
                return None
        elif value.startswith("//"):
            value = "https:" + value
        if not _WEB.match(value) or len(value) > MAX_LENGTH or "\\" in value:
            return None
    return value.replace("<", "%3C").replace(">", "%3E").replace('"', "%22")
