"""The sanitiser: the last to touch any HTML, and the only way for it into the library.

nh3 (an allow-list in Rust, on a real HTML5 parser) takes everything out that is in no table here or in ``allowed``;
every attribute that stays was looked at by ``_attribute``; ``limits`` keeps what is left small enough to be shown.
Cleaning something twice changes nothing.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from dataclasses import dataclass
from html import escape
from itertools import pairwise

import nh3

from desktop_reader.content import limits
from desktop_reader.content.addresses import link, picture
from desktop_reader.content.allowed import IMG, TAGS, worth_showing
from desktop_reader.content.plain import plain as plain_text

# What stands inside these is no text of the article.
_NO_TEXT = "script style iframe noembed noframes xmp title textarea select svg template"
_ATTRIBUTES = {
    "*": {"dir"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "code": {"class"},
    # "style" never stays: it is asked for only to notice pictures that were made invisible.
    "img": {"src", "alt", "title", "width", "height", "style"},
    "ol": {"start"},
    "pre": {"class"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_MAX_SPAN = 100

# What was parsed and written down is parsed again to the same page, except where elements that shaped it are gone
# (all but these), where a table pushed something out, or in ruby. Then cleaning goes on until nothing changes any more.
_SETTLING = (TAGS | frozenset(["script", "style", "iframe", "source", "picture"])) - {"table", "rp", "rt"}
_OPENED = re.compile(r"<([a-zA-Z][^\s/>]*)")
_HEADING = re.compile(r"<(/?)h[1-6]\b")
_ROUNDS = 6

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]+")
_CONTROL_BYTES = bytes(code for code in range(128) if _CONTROL.match(chr(code)))
_LANGUAGE = re.compile(r"(?:^|\s)(language-[a-z0-9+#-]{1,20})(?:$|\s)")
_NUMBER = re.compile(r"\d{1,4}")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:^|[;\s])(?:width|height)\s*:\s*[0-2](?:px|\s|;|$)", re.I
)
_PRE_START = re.compile(r"(<pre[^>]*>)\n+")


@dataclass(frozen=True, slots=True)
class Sanitised:
    """HTML that is safe to show. ``cut``: only its beginning is here. ``plain``: it was too odd, its text is here."""

    html: str
    cut: bool = False
    plain: bool = False


def sanitize(html: str, base_url: str | None = None) -> Sanitised:
    """What may be kept of ``html``; relative addresses are completed with ``base_url`` before they are judged."""
    html, cut = limits.beginning(html)
    html = _encodable(html)
    if limits.too_deep(html):
        return as_text(html, cut)
    _base_url.set(base_url)
    result = _cleaned(html)
    settled = _SETTLING.issuperset([name.lower() for name in set(_OPENED.findall(html))]) and not _entangled(result)
    for _ in range(_ROUNDS):
        if not limits.within(result):
            enforced, shortened = limits.enforce(result)
            cut, settled = cut or shortened, settled and enforced == result
            result = enforced
        if settled:
            return Sanitised(result, cut)
        before, result = result, _cleaned(result)
        settled = result == before
    return as_text(result, cut)


def _cleaned(html: str) -> str:
    html = _CLEANER.clean(html)
    if _may_have_controls(html):
        html = _CONTROL.sub(_control_gone, html)
    if "<img" in html:
        html = IMG.sub(worth_showing, html)
    if "<pre" in html:
        # A parser drops the first line end of a pre; one that belongs to the text would have to be written twice.
        html = _PRE_START.sub(r"\1", html)
    return html.strip()


def _may_have_controls(html: str) -> bool:
    if html.isascii():  # Ten times as fast, and half of all articles.
        return len(html.encode().translate(None, _CONTROL_BYTES)) != len(html)
    return not html.replace("\n", "").replace("\t", "").isprintable()


def _entangled(html: str) -> bool:
    """True when a heading stands in a heading, which wrongly closed elements can bring about."""
    if "<h" not in html:
        return False
    kinds = _HEADING.findall(html)
    return any(kind == before == "" for before, kind in pairwise(kinds))


def _attribute(_tag: str, name: str, value: str) -> str | None:
    """An attribute as it may stay, or ``None``."""
    if name == "href":
        return link(value, _base_url.get())
    if name == "src":
        return picture(value, _base_url.get())
    if name in ("width", "height", "start"):
        return value if _NUMBER.fullmatch(value) else None
    if name in ("alt", "title"):
        return " ".join(_CONTROL.sub(" ", value).split()) or None
    if name in ("colspan", "rowspan"):
        return str(min(int(value), _MAX_SPAN)) if _NUMBER.fullmatch(value) else None
    if name == "dir":
        value = value.strip().lower()
        return value if value in ("rtl", "ltr", "auto") else None
    if name == "class":
        found = _LANGUAGE.search(value)
        return found[1] if found else None
    return "-" if name == "style" and _HIDDEN.search(value) else None


# Building one costs as much as cleaning an article, so the address that changes from page to page is told aside.
_base_url: ContextVar[str | None] = ContextVar("base_url", default=None)
_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(_NO_TEXT.split()),
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    link_rel=None,
    url_schemes={"http", "https", "mailto"},
)


def _control_gone(found: re.Match[str]) -> str:
    # Word processors leave vertical tabs and form feeds where a line ends.
    return " " if "\x0b" in found[0] or "\x0c" in found[0] or "\r" in found[0] or "\x85" in found[0] else ""


def _encodable(html: str) -> str:
    try:
        html.encode()
    except UnicodeEncodeError:
        return html.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return html


def as_text(html: str, cut: bool) -> Sanitised:
    """The words of any HTML in paragraphs: for what is too odd to be anything else. ``cut``: they are a beginning."""
    lines = plain_text(html).split("\n")
    result = "".join(f"<p>{escape(_CONTROL.sub('', line), quote=False)}</p>" for line in lines if line)
    shortened = False
    if not limits.within(result):
        result, shortened = limits.enforce(result)
    return Sanitised(result, cut or shortened, plain=True)
