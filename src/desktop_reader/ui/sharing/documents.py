"""An article as one HTML file that needs nothing else. No Qt here: the helper process does this.

What comes out of the library was sanitised when it came in; it is sanitised again on its way out.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape, unescape

_PICTURE = re.compile(r'(<img\b[^>]* src=")([^"]*)(")')
_KINDS = ((b"\x89PNG\r\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"), (b"RIFF", "webp"))
_POLICY = "default-src 'none'; img-src data: https: http:; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light dark; }
body { margin: 0; padding: 2.5rem 1.5rem 4rem; background: #fff; color: #212327;
  font: 1.0625rem/1.6 "Source Serif 4", Charter, Georgia, "Noto Serif", serif; }
article { max-width: 36rem; margin: 0 auto; overflow-wrap: break-word; }
header { margin-bottom: 2rem; }
header p { margin: 0; font: .8rem/1.5 Inter, system-ui, sans-serif; color: #646872; }
header .feed { font-weight: 600; color: #2460d8; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.6em 0 .5em; }
header h1 { font-size: 2rem; line-height: 1.18; margin: .4rem 0 .7rem; text-wrap: balance; }
a { color: #1f57c3; text-decoration-color: #a9c1f2; }
header a { color: inherit; }
img { max-width: 100%; height: auto; border-radius: 8px; }
figure { margin: 1.4rem 0; }
figcaption { font: .8rem/1.5 Inter, system-ui, sans-serif; color: #646872; }
pre { overflow-x: auto; padding: .8rem; border: 1px solid #e6e8ec; border-radius: 8px; background: #f5f6f8; }
pre, code { font-family: "JetBrains Mono", ui-monospace, monospace; font-size: .84em; }
blockquote { margin: 1rem 0; padding-inline-start: 1.1rem; border-inline-start: 3px solid #c3cad8; color: #4a4e58; }
table { border-collapse: collapse; font: .85rem/1.45 Inter, system-ui, sans-serif; }
td, th { padding: .4rem .6rem; border-bottom: 1px solid #e5e6ea; text-align: start; vertical-align: top; }
hr { border: 0; border-top: 1px solid #e5e6ea; margin: 2rem 0; }
@media (prefers-color-scheme: dark) {
  body { background: #212226; color: #dbdde2; }
  header p, figcaption { color: #9da1ac; }
  header .feed { color: #5b93ff; }
  a { color: #8cb4ff; text-decoration-color: #44608f; }
  pre { background: #1a1b1e; border-color: #303239; }
  blockquote { border-color: #4a5870; color: #b9bdc7; }
  td, th, hr { border-color: #2e3036; }
}
@media print { body { padding: 0; background: #fff; color: #000; } }
""".strip()


@dataclass(frozen=True, slots=True)
class Shared:
    """What of an article goes out. ``day`` is its date as it is read, ``date`` as it is sorted; ``files`` are names and
    addresses of what it carries along.
    """

    title: str
    url: str
    feed: str
    author: str
    day: str
    date: str
    html: str = field(repr=False)
    language: str = ""
    rtl: bool = False
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class WriteHtml:
    """An article → a document; ``pictures`` are those that could be had, by their addresses."""

    article: Shared
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def run(self) -> str:
        """Sanitises once more."""
        return _document(self.article, self.pictures)


def picture_addresses(html: str) -> list[str]:
    """The pictures of sanitised HTML, each once."""
    return list(dict.fromkeys(unescape(found[2]) for found in _PICTURE.finditer(html)))


def _document(article: Shared, pictures: Mapping[str, bytes]) -> str:
    from desktop_reader.content.sanitize import sanitize

    def inside(found: re.Match[str]) -> str:
        data = pictures.get(unescape(found[2]), b"")
        kind = next((kind for begin, kind in _KINDS if data.startswith(begin)), "")
        if not kind or (kind == "webp" and data[8:12] != b"WEBP"):
            return found[0]
        return f"{found[1]}data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}{found[3]}"

    body = _PICTURE.sub(inside, sanitize(article.html).html)
    title = escape(article.title)
    facts = [escape(fact) for fact in (article.author, article.day) if fact]
    link = canonical = ""
    if _on_the_web(article.url):
        address = escape(_safe(article.url))
        link = f'<a href="{address}">{address}</a>'
        canonical = f'<link rel="canonical" href="{address}">\n'
    language = f' lang="{escape(article.language)}"' if article.language else ""
    files = "".join(
        f'<li><a href="{escape(_safe(url))}">{escape(name)}</a></li>' for name, url in article.files if _on_the_web(url)
    )
    return f"""<!doctype html>
<html{language} dir="{"rtl" if article.rtl else "ltr"}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
{canonical}<style>
{_STYLE}
</style>
</head>
<body>
<article>
<header>
<p class="feed">{escape(article.feed)}</p>
<h1>{title}</h1>
<p>{" · ".join(f"<bdi>{fact}</bdi>" for fact in facts)}</p>
<p>{link}</p>
</header>
{body}
{f"<hr><ul>{files}</ul>" if files else ""}
</article>
</body>
</html>
"""


def _on_the_web(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))


def _safe(url: str) -> str:
    """Nothing in an address ends the brackets or the quotes around it."""
    return url.replace("<", "%3C").replace(">", "%3E").replace('"', "%22").replace(" ", "%20").replace("\n", "")
