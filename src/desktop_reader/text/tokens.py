"""The words of a text as the search index knows them.

SQLite's ``unicode61`` finds words between blanks. Scripts without blanks are cut before it sees them, Chinese, Japanese
and Korean into every two neighbouring characters, Thai, Lao, Khmer and Burmese, which have fewer letters, into every
three: whoever searches for a part of a run finds it without a dictionary. Letters become what people type for them:
Vowel points of Arabic and Hebrew and accents of Greek go, as those of Latin do in ``unicode61``, and ё is е, ß is ss.
What becomes of a word does not depend on the text around it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from operator import add

from desktop_reader.text.scripts import BURMESE, HAN, HANGUL, KANA, KHMER, LAO, THAI, western

_PAIRED, _TRIPLED = HAN + KANA + HANGUL, THAI + LAO + KHMER + BURMESE
_DENSE = _PAIRED + _TRIPLED
_POINTS = (
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"
)
_UNSEEN = "\u00ad\u200b-\u200f\u2060\ufeff"
# What has a plainer form: ligatures, full and half width, circled and small letters and digits.
_COMPATIBLE = (
    "\u2070-\u209c\u2100-\u214f\u2460-\u24ff\u3200-\u33ff\ufb00-\ufdff\ufe70-\ufefc\uff01-\uffee\U0001d400-\U0001d7ff"
)

_ANY_RUN = re.compile(f"[{_DENSE}]+")
_RUN = re.compile(f"[{_PAIRED}]+|[{_TRIPLED}]+")
_IS_TRIPLED = re.compile(f"[{_TRIPLED}]")
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

_IN_WORDS = frozenset({"Mn", "Mc", "Co"})
_WESTERN_WORD = re.compile(r"[^\W_]+")

# Small letters that people type as others: what unicode61 and Unicode's own tables leave as they are.
TYPED_AS = {
    "ß": "ss", "þ": "th", "œ": "oe", "ł": "l", "ħ": "h", "ı": "i", "ё": "е",
    **dict.fromkeys("æǣǽ", "ae"), **dict.fromkeys("øǿ", "o"), **dict.fromkeys("đð", "d"),
    # Arabic: alef with anything on it, yeh and kaf of Persian, the ends of words.
    **dict.fromkeys("\u0622\u0623\u0625\u0671", "\u0627"), **dict.fromkeys("\u0649\u06cc", "\u064a"),
    "\u06a9": "\u0643", "\u0629": "\u0647",
}  # fmt: skip
TYPED_AS |= {
    letter: plain
    for letter in map(chr, (*range(0x3AC, 0x3CF), *range(0x1F00, 0x2000)))
    if letter.isalpha()
    and letter == unicodedata.normalize("NFC", letter.casefold())
    and letter != (plain := unicodedata.normalize("NFD", letter)[0])
}
# These, what is not seen, and signs: unicode61 may be too old to know money and emoji, and take them for letters.
_NOT_BARE = re.compile(
    rf"[{''.join(TYPED_AS)}\u0640]|[^\w\s!-/:-@\[-`{{-~\u00a1-\u00ac\u00ae-\u00bf\u2010-\u205e\u3000-\u3020{_MARKS}{_DENSE}]"
)
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]|[\u0300-\u036f]+")
# Of Western Europe's code page: letters typed as others, and what else is not the same for unicode61 and in ``_bare``.
_WESTERN_OWN = [
    (form, TYPED_AS[one]) for one in TYPED_AS for form in {one, one.upper()} if form.encode("cp1252", "ignore")
]
_OWN = "".join(letter for letter, _ in _WESTERN_OWN).encode("cp1252")
_ODD = "ªº²³¹¼½¾µ™\u00ad".encode("cp1252")
_BARE_BYTES = bytes(
    unicodedata.normalize("NFD", bytes((byte,)).decode("cp1252", "replace"))[0].encode("cp1252", "ignore")[0]
    if byte >= 0xC0 or byte in (0x8A, 0x8E, 0x9A, 0x9E, 0x9F)
    else byte
    for byte in range(256)
)


def indexable(text: str) -> str:
    """``text`` as it is handed to ``unicode61``: unchanged where that finds the words by itself."""
    if (plain := _western(text)) is not None:
        return plain
    return _RUN.sub(_cut, _bare(text))


def indexed(text: str) -> list[str]:
    """The words of ``text`` as they stand in the index, in their order."""
    return _WORD.findall(folded(indexable(text)))


def tokens(text: str) -> list[str]:
    """The words of ``text`` in their order, for whoever counts and compares: without case, otherwise as written."""
    if western(text):
        return _WESTERN_WORD.findall(text.casefold())
    if _NEEDS_WORK.search(text) is not None:
        text = _ANY_RUN.sub(_pairs, unicodedata.normalize("NFKC", _GONE.sub("", text)))
    return _WORD.findall(text.casefold())


def asked(text: str, unfinished: bool) -> list[tuple[str, bool]]:
    """The words of ``text`` as they are looked for: each with whether it is only the beginning of a word.

    Neighbouring characters of a script without blanks stand in the index wherever they meet; fewer begin such a piece.
    ``unfinished`` says that the last word may go on.
    """
    text = _bare(text)
    found: list[tuple[str, bool]] = []
    at = 0
    for run in _RUN.finditer(text):
        found += [(word, False) for word in _separated(text[at : run.start()])]
        signs, size, at = run[0], _size(run[0]), run.end()
        found += [(signs[n : n + size], False) for n in range(len(signs) - size + 1)] or [(signs, True)]
    rest = _separated(text[at:])
    found += [(word, unfinished and number == len(rest)) for number, word in enumerate(rest, 1)]
    return found


def folded(text: str) -> str:
    """``text`` without case and accents, blanks and line ends alike: as words and names are compared."""
    plain = _western(text)
    if plain is None:
        plain = _ACCENTED.sub(_accentless, _bare(text))
    elif not plain.isascii():
        plain = plain.encode("cp1252").translate(_BARE_BYTES).decode("cp1252")
    return " ".join(plain.lower().split())


def _western(text: str) -> str | None:
    """The quick way to what ``unicode61`` finds the words of, for what Western Europe writes; None for all else."""
    if text.isascii():
        return text
    try:
        raw = text.encode("cp1252")  # By far the quickest way to look at every character.
    except UnicodeEncodeError:
        return None
    if len(raw.translate(None, _ODD)) < len(raw):
        return None
    if len(raw.translate(None, _OWN)) < len(raw):
        for letter, plain in _WESTERN_OWN:
            text = text.replace(letter, plain)
    return text


def _bare(text: str) -> str:
    """``text`` with every letter in its plainest form but for the accents of Latin."""
    text = text.replace("\u2122", " ").replace("\u2120", " ")  # Marks of trade are no letters, whatever Unicode says.
    return _NOT_BARE.sub(_barer, unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))


def _barer(found: re.Match[str]) -> str:
    sign = found[0]
    if sign in TYPED_AS:
        return TYPED_AS[sign]
    if _GONE.match(sign):
        return ""
    return sign if unicodedata.category(sign) in _IN_WORDS else " "


@cache
def _accentless_letter(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]


def _accentless(found: re.Match[str]) -> str:
    return "" if "\u0300" <= found[0][0] <= "\u036f" else _accentless_letter(found[0])


def _separated(text: str) -> list[str]:
    """The words that FTS5 makes of ``text``: letters, numbers, marks and private characters together are one."""
    kept = "".join(c if c.isalnum() or unicodedata.category(c) in _IN_WORDS else " " for c in text)
    return [word for word in kept.split() if any(c.isalnum() or unicodedata.category(c) == "Co" for c in word)]


def _size(run: str) -> int:
    return 3 if _IS_TRIPLED.match(run) else 2


def _cut(run: re.Match[str]) -> str:
    signs = run[0]
    return f" {_tripled(signs) if _size(signs) == 3 else _paired(signs)} "


def _pairs(run: re.Match[str]) -> str:
    return f" {_paired(run[0])} "


def _paired(signs: str) -> str:
    """Every two neighbours, and the last one alone; without a loop of Python's own."""
    return " ".join([*map(add, signs, signs[1:]), signs[-1]])


def _tripled(signs: str) -> str:
    return " ".join([*map(add, map(add, signs, signs[1:]), signs[2:]), signs[-2:], *signs[-1:][: len(signs) - 1]])
