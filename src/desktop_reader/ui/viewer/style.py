"""How an article's page is set: every size follows from one number, the body's pixels.

QTextDocument knows a small part of CSS and inherits it strangely: an element that two rules of one sheet touch hands
only the first on to its children. So every element carries one class, and the body's face is the document's default.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache

from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.tokens import Tokens

SMALLEST, LARGEST = 13, 30
PX, WIDE_PX = 17, 18  # The usual size, and that of wide windows.
MEASURES = {"narrow": 28.0, "comfortable": 34.5, "wide": 42.0}
EMBLEM = 16  # The sign of the feed beside its name.

_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_ARABIC = re.compile("[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f]")
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_TAG = re.compile("<[^>]*>")
_SAMPLE = 3000


class Kind(IntEnum):
    """What a block of the document is. The style sheet puts it on the block as its user state."""

    KICKER = 1
    TITLE = 2
    META = 3
    HEADING2 = 4
    HEADING3 = 5
    HEADING4 = 6
    CODE = 7
    PICTURE = 8
    CAPTION = 9
    RULE = 10
    ITEM = 11
    ITEM_MORE = 12
    CELL = 13
    TEXT = 14
    TERM = 15
    CHIPS = 16


class Script(StrEnum):
    """Which kind of letters an article is mostly written in, as far as it matters to how it is set."""

    LATIN = "latin"
    ARABIC = "arabic"
    HEBREW = "hebrew"
    CJK = "cjk"

    @property
    def rtl(self) -> bool:
        """True when it is read from right to left."""
        return self in (Script.ARABIC, Script.HEBREW)


def script_of(text: str) -> Script:
    """Found from the text, because feeds seldom tell their language and often tell a wrong one."""
    sample = _TAG.sub("", text[:_SAMPLE])
    letters = sum(map(str.isalpha, sample)) or 1
    if len(_RTL.findall(sample)) * 10 > letters * 4:
        return Script.ARABIC if _ARABIC.search(sample) else Script.HEBREW
    return Script.CJK if len(_CJK.findall(sample)) * 10 > letters * 3 else Script.LATIN


def language_of(text: str, told: str | None) -> str:
    """The East Asian language whose letter shapes are wanted, else what the feed told."""
    sample = _TAG.sub("", text[:_SAMPLE])
    if _HANGUL.search(sample):
        return "ko"
    if _KANA.search(sample):
        return "ja"
    return told or ("zh" if _CJK.search(sample) else "")


@dataclass(frozen=True, slots=True)
class PageStyle:
    """What the reader chose. ``px`` is the body's size ``b``, ``measure`` the widest column in units of it."""

    tokens: Tokens
    px: int = PX
    serif: bool = True
    measure: float = 34.5

    def size(self, script: Script) -> int:
        """The body's pixels for a script: Arabic letters are small for their size."""
        return round(self.px * 1.1) if script is Script.ARABIC else self.px

    def line(self, script: Script) -> int:
        """The height of the body's lines."""
        return round(self.size(script) * {Script.CJK: 1.8, Script.ARABIC: 1.72}.get(script, 1.6))

    def column(self, script: Script) -> int:
        """The widest column in pixels; square letters need a little more."""
        return round(self.px * self.measure * (38 / 34.5 if script is Script.CJK else 1))

    @property
    def face(self) -> str:
        """The body's face."""
        return fonts.SERIF if self.serif else fonts.SANS

    @property
    def display(self) -> str:
        """The face of headlines."""
        return fonts.DISPLAY if self.serif else fonts.SANS

    @property
    def quote_indent(self) -> int:
        """How far each level of quotation is set in."""
        return round(self.px * 1.25)

    @property
    def list_indent(self) -> int:
        """How far each level of a list is set in."""
        return round(self.px * 1.35)

    @property
    def code_pad(self) -> int:
        """The room inside a box of code."""
        return round(self.px * 0.8)


def sheet(style: PageStyle, script: Script, language: str, html: str) -> str:
    """The style sheet for ``html``: one class an element, sizes in whole pixels, lines of fixed height.

    Rules that nothing on the page needs are left out, for Qt parses them and tries them on every element.
    """
    t, b = style.tokens, style.px
    body, line = style.size(script), style.line(script)
    start, end = ("right", "left") if script.rtl else ("left", "right")
    sans, display, mono = (_families(face, language) for face in (fonts.SANS, style.display, fonts.MONO))
    title_line = {Script.CJK: 1.34, Script.ARABIC: 1.4}.get(script, 1.18)

    def px(factor: float) -> str:
        return f"{round(b * factor)}px"

    def height(size: float, factor: float) -> str:
        return f"line-height:{round(b * size * factor)}px;-qt-line-height-type:fixed"

    def block(kind: Kind, above: float, below: float, rest: str) -> str:
        return f"{{-qt-user-state:{int(kind)};margin:{px(above)} 0 {px(below)} 0;{rest}}}"

    tight = title_line - 1.18
    running = f"line-height:{line}px;-qt-line-height-type:fixed"
    head = f"font-family:{display};font-weight:700;color:{t.title};letter-spacing:-0.2px"
    quiet = f"font-family:{sans};font-weight:400;color:{t.meta}"
    rules = (
        "p.k" + block(Kind.KICKER, 0, 0.6, f"margin-{start}:{EMBLEM + 8}px;font-family:{sans};font-weight:600;"
                      f"color:{t.accent};font-size:{px(0.72)};{height(0.72, 1.5)}"),
        "p.t" + block(Kind.TITLE, 0, 0.7, f"{head};font-size:{px(2)};{height(2, title_line)}"),
        "p.m" + block(Kind.META, 0, 1.9, f"{quiet};font-size:{px(0.75)};{height(0.75, 1.5)}"),
        "p.ml" + block(Kind.META, 0, 1, f"{quiet};font-size:{px(0.75)};{height(0.75, 1.5)}"),
        "p.chips" + block(Kind.CHIPS, 0, 1.7, f"margin-{start}:9px;font-family:{sans};font-weight:500;"
                          f"font-size:{px(0.72)};{height(0.72, 2.3)}"),
        "p.p" + block(Kind.TEXT, 0, 1, running),
        "p.h2" + block(Kind.HEADING2, 1.9, 0.55, f"{head};font-size:{px(1.44)};{height(1.44, 1.28 + tight)}"),
        "p.h3" + block(Kind.HEADING3, 1.6, 0.4, f"{head};font-size:{px(1.19)};{height(1.19, 1.3 + tight)}"),
        "p.h4" + block(Kind.HEADING4, 1.3, 0.3, f"font-family:{sans};font-weight:600;color:{t.title};"
                       f"font-size:{px(0.88)};{height(0.88, 1.35)}"),
        "p.pic" + block(Kind.PICTURE, 1.25, 1.3, "text-align:center"),
        "p.cap" + block(Kind.CAPTION, 0, 1.6, f"{quiet};font-size:{px(0.75)};{height(0.75, 1.5)}"),
        "p.hr" + block(Kind.RULE, 1.2, 2.2, "line-height:1px;-qt-line-height-type:fixed"),
        f"blockquote.q{{margin-top:{px(0.4)};margin-bottom:{px(1.4)};margin-{start}:{style.quote_indent}px;"
        f"margin-{end}:0;color:{t.quote}}}",
        "li.li" + block(Kind.ITEM, 0, 0.34, running),
        "p.lp" + block(Kind.ITEM_MORE, 0, 0.34, running),
        "p.dt" + block(Kind.TEXT, 0, 0.2, f"{running};font-weight:700"),
        f"p.dd{{-qt-user-state:{int(Kind.TERM)};margin-top:0;margin-bottom:{px(0.8)};margin-{start}:"
        f"{style.list_indent}px;margin-{end}:0;{running}}}",
        "ul.l{margin:0}",
        "ol.l{margin:0}",
        # A code block's own margins are set by the format pass: the importer puts them on its first line only.
        f"pre.c{{-qt-user-state:{int(Kind.CODE)};margin:0;font-family:{mono};font-size:{px(0.74)};color:{t.code};"
        f"{height(0.74, 1.55)}}}",
        f"td.c{{-qt-user-state:{int(Kind.CELL)};font-family:{sans};font-size:{px(0.778)};color:{t.body};"
        f"padding:{px(0.42)} {px(0.5)};border-bottom:1px solid {t.line};{height(0.778, 1.42)}}}",
        f"td.h{{-qt-user-state:{int(Kind.CELL)};font-family:{sans};font-size:{px(0.7)};font-weight:600;"
        f"color:{t.meta};padding:{px(0.42)} {px(0.5)};border-bottom:1px solid {t.edge};{height(0.778, 1.42)}}}",
        "p.cell" + block(Kind.CELL, 0.3, 0, height(0.778, 1.42)),
        f"a.a{{color:{t.link};text-decoration:underline;text-decoration-color:{t.link_line}}}",
        f"a.quiet{{color:{t.meta};text-decoration:none}}",
        f"span.code{{font-family:{mono};font-size:{round(body * 0.84)}px;color:{t.code}}}",
        f"span.kbd{{font-family:{sans};font-weight:500;font-size:{px(0.74)};color:{t.text}}}",
        f"span.small{{font-size:{px(0.84)}}}",
        f"span.mark{{background-color:{t.mark}}}",
        *(f"span.{name}{{color:{getattr(t, 'code_' + name)}}}"
          for name in ("keyword", "string", "comment", "number", "name")),
    )  # fmt: skip
    return "\n".join(rule for rule in rules if f'class="{rule[rule.index(".") + 1 : rule.index("{")]}"' in html)


@cache
def _families(face: str, language: str) -> str:
    return ",".join(f"'{name}'" for name in fonts.families(face, language))
