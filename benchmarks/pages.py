"""Units of a made-up tongue set as an article: sentences, paragraphs, and those as sanitised HTML and as plain text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from benchmarks.tongues import Tongue, tongue

_SHORTEST, _SPREAD, _PART = 5, 12, 5  # Units of a sentence.


@dataclass(frozen=True, slots=True)
class Text:
    """One article's words. ``text`` is what ``content.plain`` makes of ``html``."""

    title: str
    html: str
    text: str
    words: int


@dataclass(frozen=True, slots=True)
class _Sentence:
    html: str
    text: str


def text(spoken: Tongue, units: list[str], words: int, feed: int, seeds: list[int]) -> Text:
    """The article that ``units`` make, its shape by ``seeds``."""
    space, turn = spoken.space, iter(seeds)
    site = f"https://www.{_site(feed)}.example"
    title = cased(spoken, space.join(units[5 : 8 + seeds[0] % 4]))
    html: list[str] = []
    plain: list[str] = []
    start = 0
    while start < len(units):
        kind = next(turn)
        sentences = []
        for _ in range(3 + kind % 5 // 2):
            seed = next(turn)
            end = start + _SHORTEST + seed % _SPREAD
            sentences.append(_sentence(spoken, units[start:end], site, seed))
            start = end
            if start >= len(units):
                break
        _paragraph(spoken, sentences, site, kind // 16, html, plain)
    if feed % 3 == 0:
        post, home = f"{site}/{_slug(seeds[0])}", _site(feed)
        html.append(f'<p>The post <a href="{post}">{title}</a> appeared first on <a href="{site}/">{home}</a>.</p>')
        plain.append(f"The post {title} appeared first on {home}.")
    return Text(title, "\n".join(html), "\n".join(plain), words)


def cased(spoken: Tongue, words: str) -> str:
    """As a sentence begins."""
    return words[:1].upper() + words[1:] if spoken.cased else words


def _sentence(spoken: Tongue, units: list[str], site: str, seed: int) -> _Sentence:
    """Some have a comma after the first few units; of some these are a link, of fewer they stand out."""
    comma, middle = spoken.comma, 2 + (seed >> 4) % 6
    tail = units[middle:]
    pause = comma + (spoken.space if comma == "," else "")
    between = "" if not tail else pause if seed & 3 == 0 or comma == " " else spoken.space
    first = marked = cased(spoken, spoken.space.join(units[:middle]))
    said = spoken.space.join(tail)
    if comma == " ":  # A run without a blank would be too long to be shown as it is.
        parts = [tail[place : place + _PART] for place in range(0, len(tail), _PART)]
        said = " ".join([spoken.space.join(part) for part in parts])
    rest = between + said + spoken.stop
    if seed % 4 == 1:
        marked = f'<a href="{site}/{2010 + seed % 15}/{seed % 12 + 1:02}/{_slug(seed)}">{first}</a>'
    elif seed % 17 == 0:
        marked = f"<em>{first}</em>"
    return _Sentence(marked + rest, first + rest)


def _paragraph(
    spoken: Tongue, sentences: list[_Sentence], site: str, kind: int, html: list[str], plain: list[str]
) -> None:
    """One of sixteen has a heading, one is a list, one is quoted, three have a picture."""
    whole = spoken.space.join([one.html for one in sentences]).strip()
    said = spoken.space.join([one.text for one in sentences]).strip()
    match kind % 16:
        case 0 if len(sentences) > 1:
            heading = sentences[0].text.rstrip(spoken.stop)
            rest = spoken.space.join([one.html for one in sentences[1:]]).strip()
            html.append(f"<h2>{heading}</h2>\n<p>{rest}</p>")
            plain += [heading.strip(), spoken.space.join([one.text for one in sentences[1:]]).strip()]
        case 1:
            html.append("<ul>\n" + "".join(f"<li>{one.html.strip()}</li>\n" for one in sentences) + "</ul>")
            plain += [one.text.strip() for one in sentences]
        case 2:
            html.append(f"<blockquote><p>{whole}</p></blockquote>")
            plain.append(said)
        case _:
            if kind % 16 in (3, 4, 5):
                html.append(f'<p><img src="{site}/media/{kind:x}/{_slug(kind)}.jpg"></p>')
            html.append(f"<p>{whole}</p>")
            plain.append(said)


@cache
def _site(feed: int) -> str:
    words = tongue("en").words
    return f"{words[500 + feed * 37 % 5_000]}-{words[90 + feed]}"


def _slug(seed: int) -> str:
    words = tongue("en").words
    return f"{words[seed % 4_001]}-{words[seed % 1_013]}-{words[seed % 20_011]}-{words[seed % 509]}"
