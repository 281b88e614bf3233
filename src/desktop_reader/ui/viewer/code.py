"""Colours code a little: keywords, strings, comments, numbers and the names that are being defined.

One pattern for each family of languages instead of a lexer for each language: it is there at once, weighs nothing, and
what it does not know stays plain. The family is told by the feed (``language-…``) or found from the text.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape

_LONGEST = 30_000
_STRING = r'"""[\s\S]*?"""|"(?:\\.|[^"\\\n]){0,2000}"|\'(?:\\.|[^\'\\\n]){0,2000}\'|`(?:\\.|[^`\\]){0,2000}`'
_NUMBER = r"(?<![\w.])(?:0x[\da-fA-F_]+|\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?)(?![\w])"
_NAME = "|".join(rf"(?<=\b{word} )\w+" for word in ("def", "class", "fn", "func", "function", "fun", "struct"))

# What begins a comment, and the words that matter.
_FAMILIES = {
    "hash": (
        r"#[^\n]*",
        "and as assert async await begin break case class continue def del do done elif else elsif end ensure esac "
        "except export fi finally for from function global if import in is lambda local match module nonlocal not or "
        "pass raise require rescue return self then try unless until when while with yield None True False nil true "
        "false",
    ),
    "slash": (
        r"//[^\n]*|/\*[\s\S]*?\*/",
        "abstract as async auto await bool boolean break case catch char class const constexpr continue default defer "
        "delete do double else enum export extends extern final finally float fn for from fun func function go goto "
        "if impl implements import in inline instanceof int interface let long loop match mod mut namespace new null "
        "nullptr override package private protected pub public return self short static struct super switch template "
        "this throw throws trait try type typedef typename typeof undefined unsafe unsigned use using val var void "
        "volatile when where while yield true false nil None Some Ok Err",
    ),
    "dash": (
        r"--[^\n]*",
        "and as asc begin between by case create delete desc distinct do drop else elseif end exists for from function "
        "group having if in index inner insert into is join left like limit local nil not null on or order outer "
        "primary key references repeat return right select set table then union unique until update using values view "
        "when where while with true false",
    ),
}
_LANGUAGES = {
    name: family
    for family, names in {
        "hash": "python py python3 ruby rb bash sh shell zsh fish console yaml yml toml perl r make makefile "
        "dockerfile elixir julia nim nix ini conf",
        "slash": "c cpp c++ csharp c# cs java javascript js jsx typescript ts tsx go golang rust rs swift kotlin kt "
        "scala php dart zig css scss json objective-c objc d v groovy gradle solidity proto",
        "dash": "sql postgresql mysql sqlite plsql lua haskell hs ada elm vhdl",
    }.items()
    for name in names.split()
}
_GUESSES = (
    ("hash", re.compile(r"^\s*(?:(?:def|class) \w+.*:|from [\w.]+ import |import [\w.]+\s*$|#!|(?:el)?if .+:$)", re.M)),
    ("slash", re.compile(r"[;{]\s*$|^\s*(?:fn|func|const|let|var|package|#include) ", re.M)),
    ("dash", re.compile(r"^\s*(?:SELECT|INSERT INTO|CREATE (?:TABLE|INDEX)|UPDATE|DELETE FROM|local function) ", re.M)),
    ("hash", re.compile(r"^\s*[$%] \w+", re.M)),
)  # fmt: skip


def coloured(text: str, language: str = "") -> str:
    """``text`` as HTML: line ends kept, parts in spans of the classes keyword, string, comment, number and name."""
    family = _family(text, language.removeprefix("language-"))
    if family is None or len(text) > _LONGEST:
        return escape(text, quote=False)
    out, at = [], 0
    for part in _pattern(family).finditer(text):
        kind = part.lastgroup
        # A comment or a string over several lines must not carry its span over a line: blocks end there.
        lines = part[0].split("\n")
        out.append(escape(text[at : part.start()], quote=False))
        out.append(
            "\n".join(f'<span class="{kind}">{escape(line, quote=False)}</span>' if line else "" for line in lines)
        )
        at = part.end()
    out.append(escape(text[at:], quote=False))
    return "".join(out)


def _family(text: str, language: str) -> str | None:
    if language:
        return _LANGUAGES.get(language)
    return next((family for family, sign in _GUESSES if sign.search(text)), None)


@cache
def _pattern(family: str) -> re.Pattern[str]:
    comment, words = _FAMILIES[family]
    keywords = "|".join(sorted(words.split(), key=len, reverse=True))
    return re.compile(
        rf"(?P<comment>{comment})|(?P<string>{_STRING})|(?P<name>{_NAME})|(?P<number>{_NUMBER})"
        rf"|(?<![\w.$-])(?P<keyword>{keywords})(?![\w-])",
        re.I if family == "dash" else 0,
    )
