"""Articles as web pages that need nothing else, and as chapters of a book. Pure, so that the helper process does it.

A chapter is XHTML: well-formed whatever came, for it is built anew, element by element, of what the sanitiser left.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import TYPE_CHECKING, Any

from desktop_reader.content.clean import shown
from desktop_reader.content.sanitize import sanitize
from desktop_reader.records.exported import Outgoing
from desktop_reader.records.moments import iso

if TYPE_CHECKING:
    from collections.abc import Iterable

XHTML = "http://www.w3.org/1999/xhtml"

STYLE = """
body { font-family: "Source Serif 4", Charter, Georgia, "Noto Serif", serif; line-height: 1.6;
  overflow-wrap: break-word; }
article, nav { max-width: 38rem; margin: 0 auto; padding: 0 1rem; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; }
.facts { font-family: Inter, system-ui, sans-serif; font-size: .85em; color: #646872; }
img { max-width: 100%; height: auto; }
pre { white-space: pre-wrap; padding: .8rem; border: 1px solid #d0d3d9; border-radius: 8px; }
pre, code { font-family: "JetBrains Mono", ui-monospace, monospace; font-size: .85em; }
blockquote { margin: 1rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid #c3cad8; }
table { border-collapse: collapse; font-size: .85em; }
td, th { padding: .3rem .5rem; border-bottom: 1px solid #d0d3d9; text-align: start; vertical-align: top; }
nav ol { padding-inline-start: 1.6rem; }
""".strip()

_POLICY = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'"
_LONGEST_DEPTH = 200
_VOID = frozenset({"br", "hr", "img"})
# Of these HTML there is nothing in XHTML 5 any more.
_RENAMED = {"center": "div", "tt": "code"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class ToChapters:
    """Articles → the whole XHTML of their chapters. ``pictures`` are the places of those that are in the book; of the
    others a link stays.
    """

    articles: tuple[Outgoing, ...]
    pictures: Mapping[str, str] = field(default_factory=dict)
    style: str = "style.css"

    def run(self) -> tuple[str, ...]:
        """Some milliseconds each."""
        return tuple(chapter(one, self.pictures, self.style) for one in self.articles)


@dataclass(frozen=True, slots=True)
class ToBodies:
    """Articles → their part of a page, and nothing around it."""

    articles: tuple[Outgoing, ...]
    pictures: Mapping[str, str] = field(default_factory=dict)

    def run(self) -> tuple[str, ...]:
        """Some milliseconds each."""
        return tuple(body(one, self.pictures) for one in self.articles)


def chapter(one: Outgoing, pictures: Mapping[str, str], style: str) -> str:
    """An article as a chapter of its own."""
    head = f'<link rel="stylesheet" type="text/css" href="{plain_words(style)}"/>'
    return document(one.article.title, body(one, pictures), head, one.article.language or "")


def page(title: str, inside: str, language: str = "") -> str:
    """A web page, as XHTML too: a browser and a strict program read the same. It loads nothing from elsewhere."""
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{plain_words(_POLICY)}"/>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
        f'<meta name="referrer" content="no-referrer"/><style>{STYLE}</style>'
    )
    return document(title, inside, head, language, xml=False)


def document(title: str, inside: str, head: str, language: str = "", *, xml: bool = True) -> str:
    """What stands around a chapter or a page."""
    tongue = f' xml:lang="{language}" lang="{language}"' if _LANGUAGE.fullmatch(language) else ""
    first = '<?xml version="1.0" encoding="utf-8"?>\n' if xml else ""
    return (
        f'{first}<!DOCTYPE html>\n<html xmlns="{XHTML}" xmlns:epub="http://www.idpf.org/2007/ops"{tongue}>\n'
        f'<head><meta charset="utf-8"/><title>{plain_words(title) or "…"}</title>{head}</head>\n'
        f"<body>\n{inside}\n</body>\n</html>\n"
    )


def body(one: Outgoing, pictures: Mapping[str, str]) -> str:
    """Title, facts and text of an article."""
    article = replace(one.article, html=shown(one.article).html)
    day = (iso(article.published_at) or "")[:10]
    known = " · ".join(plain_words(fact) for fact in (article.feed_title, article.author, day) if fact)
    url = article.url or ""
    link = f'<br/><a href="{plain_words(url)}">{plain_words(url)}</a>' if _is_web(url) else ""
    files = [file.url for file in article.enclosures if _is_web(file.url)]
    lines = "".join(f'<li><a href="{plain_words(file)}">{plain_words(file)}</a></li>' for file in files)
    more = f"<ul>{lines}</ul>" if lines else ""
    return (
        f'<article>\n<h1 dir="auto">{plain_words(article.title) or "…"}</h1>\n<p class="facts">{known}{link}</p>\n'
        f"{xhtml(article.html, pictures)}\n{more}</article>"
    )


def xhtml(html: str, pictures: Mapping[str, str]) -> str:
    """HTML as well-formed XHTML, sanitised once more; what is in no book stands as a link."""
    from lxml.html import document_fromstring

    clean = sanitize(_NOT_XML.sub("", html)).html
    if not clean.strip():
        return ""
    tree = document_fromstring(f"<html><body><div>{clean}</div></body></html>")
    out: list[str] = []
    for part in tree.iter("body"):
        _children(part, pictures, out, 0)
        break
    return "".join(out)


def _children(element: Any, pictures: Mapping[str, str], out: list[str], depth: int) -> None:
    out.append(plain_words(element.text or ""))
    for child in element:
        if isinstance(child.tag, str):
            _element(child, pictures, out, depth)
        out.append(plain_words(child.tail or ""))


def _element(element: Any, pictures: Mapping[str, str], out: list[str], depth: int) -> None:
    tag = _RENAMED.get(element.tag, element.tag)
    if tag == "img":
        out.append(_picture(element, pictures))
        return
    if depth > _LONGEST_DEPTH or not re.fullmatch(r"[a-z][a-z0-9]*", tag):
        out.append(plain_words("".join(element.itertext())))
        return
    attributes = "".join(f' {name}="{plain_words(value)}"' for name, value in _attributes(tag, element.attrib.items()))
    if tag in _VOID:
        out.append(f"<{tag}{attributes}/>")
        return
    out.append(f"<{tag}{attributes}>")
    _children(element, pictures, out, depth + 1)
    out.append(f"</{tag}>")


def _attributes(tag: str, attributes: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for name, value in attributes:
        if name == "href" and value.startswith("#"):
            continue  # Nothing that it could lead to has a name any more.
        if re.fullmatch(r"[a-z]+", name) and (tag, name) != ("ol", "type") and name not in ("width", "height"):
            yield name, value


def _picture(element: Any, pictures: Mapping[str, str]) -> str:
    url, said = element.get("src") or "", " ".join((element.get("alt") or "").split())
    place = pictures.get(url)
    if place is not None:
        return f'<img src="{plain_words(place)}" alt="{plain_words(said)}"/>'
    # No link within a link: then its words alone.
    inside = next(element.iterancestors("a"), None) is not None
    words = plain_words(said or url.rpartition("/")[2] or url)
    return words if inside or not _is_web(url) else f'<a href="{plain_words(url)}">[{words}]</a>'


def _is_web(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))


def plain_words(text: str) -> str:
    """A text as it stands in XHTML."""
    return escape(_NOT_XML.sub("", text))
