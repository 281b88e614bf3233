"""The words of a text as the search index knows them.

SQLite's ``unicode61`` finds words between blanks. Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese are cut
before it sees them, into every two neighbouring characters and the last one alone: whoever searches for a part of a
run finds it without a dictionary. Vowel points of Arabic and Hebrew go, because few write them.
"""

from __future__ import annotations

import re
import unicodedata

from desktop_reader.text.scripts import BURMESE, HAN, HANGUL, KANA, KHMER, LAO, THAI, western

_DENSE = HAN + KANA + HANGUL + THAI + LAO + KHMER + BURMESE
_POINTS = (
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"
)
_UNSEEN = "\u00ad\u200b-\u200f\u2060\ufeff"
# What has a plainer form: ligatures, full and half width, circled and small letters and digits.
_COMPATIBLE = (
    "\u2070-\u209c\u2100-\u214f\u2460-\u24ff\u3200-\u33ff\ufb00-\ufdff\ufe70-\ufefc\uff01-\uffee\U0001d400-\U0001d7ff"
)

_RUN = re.compile(f"[{_DENSE}]+")
_GONE = re.compile(f"[{_POINTS}{_UNSEEN}]+")
_NEEDS_WORK = re.compile(f"[{_DENSE}{_POINTS}{_UNSEEN}{_COMPATIBLE}]")
# Letters and digits with the marks that belong to them; unlike ``\\w`` with those of Indic scripts, without ``_``.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u09d7"
    "\u09e2\u09e3\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a75\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57"
    "\u0b82\u0bbe-\u0bcd\u0bd7\u0c00-\u0c04\u0c3c-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u0d57"
    "\u0d81-\u0d83\u0dca-\u0ddf\u0f35\u0f37\u0f39\u0f71-\u0f84\u1a17-\u1a1b\u1ab0-\u1aff\u1b00-\u1b04\u1b34-\u1b44"
    "\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
)
_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}{_DENSE}])+")

_WESTERN_WORD = re.compile(r"[^\W_]+")


def indexable(text: str) -> str:
    """``text`` as it is handed to ``unicode61``: unchanged where that finds the words by itself."""
    if western(text) or _NEEDS_WORK.search(text) is None:
        return text
    text = unicodedata.normalize("NFKC", _GONE.sub("", text))
    return _RUN.sub(_pairs, text)


def tokens(text: str) -> list[str]:
    """The words of ``text``, folded, in their order."""
    if western(text):
        return _WESTERN_WORD.findall(text.casefold())
    return _WORD.findall(indexable(text).casefold())


def _pairs(run: re.Match[str]) -> str:
    signs = run[0]
    return f" {' '.join([signs[at : at + 2] for at in range(len(signs))])} "
