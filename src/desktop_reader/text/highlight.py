"""Where the words of a search stand in a text, and the piece of the text that shows them best.

What somebody typed finds what somebody wrote: case, accents, vowel points and width do not matter. So the text is made
plain first, with the places remembered where that made it shorter or longer, and each term is one pattern.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache

from desktop_reader.records.search import Term
from desktop_reader.text.scripts import BURMESE, HAN, HANGUL, KANA, KHMER, LAO, THAI
from desktop_reader.text.shorten import MARK, at_word
from desktop_reader.text.tokens import TYPED_AS

Span = tuple[int, int]

_DENSE = HAN + KANA + HANGUL + THAI + LAO + KHMER + BURMESE
_UNSEEN = "\u00ad\u200b-\u200f\u2060\ufeff"
_POINTS = (
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"
)
_ACCENTS = "\u0300-\u036f"
# Signs that are more than ``casefold`` makes of them: with accents, of other widths, ligatures, numbers in circles.
_DRESSED = (
    "\u00a0\u00a8-\u00aa\u00af-\u00b5\u00b8-\u00ba\u00bc-\u00be\u00c0-\u017f\u01a0\u01a1\u01af\u01b0\u01c4-\u021f"
    "\u0226-\u0233\u02b0-\u02b8\u02d8-\u02e4\u0374-\u0390\u03aa-\u03b0\u03c2\u03ca-\u03ce\u03d0-\u03d6\u03f0-\u03f9"
    "\u0401\u0451\u0587\u0622\u0623\u0625\u0629\u0649\u0671\u06a9\u06cc\u0675-\u0678\u0958-\u095f\u09dc-\u09df\u0a33-\u0a36\u0a59-\u0a5e\u0b5c\u0b5d\u0e33\u0eb3"
    "\u0edc\u0edd\u0f0c-\u0fb9\u10fc\u13f8-\u13fd\u1d2c-\u1dbf\u1e00-\u200a\u2011\u202f\u2057\u205f\u2070-\u209c"
    "\u20a8\u2100-\u2121\u2123-\u2189\u222c-\u2230\u2260\u226e\u226f\u2329\u232a\u2460-\u24ea\u2a0c-\u2adc"
    "\u2c7c\u2c7d\u2d6f\u2e9f-\u2fd5\u3000\u3036-\u303a\u309b-\u309f\u30ff\u3131-\u319f\u3200-\u33ff\ua69c-\uab69"
    "\uf900-\ufaff\ufb00-\ufdfc\ufe10-\ufeff\uff01-\uffee"
)
# Mathematical letters and the like. A class that has these is searched eight times as slowly.
_FAR = "\U00010781-\U000107ba\U0001d15e-\U0001d7ff\U0001ee00-\U0001f251\U0001fbf0-\U0001fbf9\U0002f800-\U0002fa1d"
_VOICED = "\u3099\u309a\uff9e\uff9f"
_SIGN = re.compile(f"[{_DRESSED}{_UNSEEN}{_POINTS}{_ACCENTS}][{_VOICED}]?")
# Where letters and their marks are apart, they are one sign: voiced kana, the parts of a Korean syllable, й.
_SIGN_APART = re.compile(
    f"[\u3041-\u30fe][{_VOICED}]|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[\u0400-\u052f][{_ACCENTS}]+"
    f"|{_SIGN.pattern}|[{_FAR}]"
)
_GONE = re.compile(f"[{_UNSEEN}{_POINTS}{_ACCENTS}]")

_IS_DENSE = re.compile(f"[{_DENSE}]")
_PARTS = re.compile(f"[{_DENSE}]+|[^ {_DENSE}]+")
_LETTER = rf"[^\W_{_DENSE}]"
_APART = r"[\W_]{1,12}"
_BLANKS = "[\\s\u2066-\u2069]+"  # With the isolates that a page puts around names.
_SENTENCE_END = re.compile(r"[.!?…؟۔।]['\"”’»)\]]*\s+|[。！？][」』）”]*")
_LEAD, _DENSE_LEAD = 24, 8


def spans(text: str, terms: Sequence[Term]) -> list[Span]:
    """The places of ``terms`` in ``text``, from first to last, none overlapping."""
    joined: list[Span] = []
    for start, end, _ in _hits(text, terms):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def places(text: str, typed: str) -> list[Span]:
    """Where ``typed`` stands in ``text``, sign by sign and within words too: for one who looks through a page."""
    pattern = _as_typed(typed)
    if pattern is None:
        return []
    plain = _Plain(text)
    found: list[Span] = []
    for hit in pattern.finditer(plain.text):
        start, end = plain.place(*hit.span())
        if not found or start >= found[-1][1]:  # Two letters of the plain text may be one sign of the other.
            found.append((start, end))
    return found


def excerpt(text: str, terms: Sequence[Term], length: int = 200) -> tuple[str, list[Span]]:
    """The piece of ``text`` with most of ``terms`` close together, on one line, and their places in it.

    It begins with a word shortly before the first of them. Both are empty when none of them is there.
    """
    hits = _hits(text, terms)
    if not hits:
        return "", []
    begin = _beginning(text, _best(hits, length - _LEAD))
    piece = " ".join(text[begin : begin + 2 * length].split())
    if len(piece) >= length:
        piece = at_word(piece, length) or piece[: length - 1] + MARK
    if begin:
        piece = MARK + piece
    return piece, spans(piece, terms)


def in_utf16(text: str, found: Sequence[Span]) -> Sequence[Span]:
    """``found`` as Qt counts: a sign beyond the first 65,536 is two."""
    if not found or text.isascii() or max(text) <= "\uffff":
        return found
    return [(start + _wide(text[:start]), end + _wide(text[:end])) for start, end in found]


def _wide(text: str) -> int:
    return sum(sign > "\uffff" for sign in text)


def _hits(text: str, terms: Sequence[Term]) -> list[tuple[int, int, int]]:
    """Every place of every term: start, end, and the number of the term."""
    plain, marks = _Plain(text), not text.isascii()
    found: list[tuple[int, int, int]] = []
    for number, term in enumerate(terms):
        pattern = _pattern(term)
        if pattern is None:
            continue
        for hit in pattern.finditer(plain.text):
            start, end = hit.span()
            if marks and not term.unfinished and _goes_on(plain.text, end):
                continue
            found.append((*plain.place(start, end), number))
    found.sort()
    return found


def _goes_on(plain: str, end: int) -> bool:
    """Whether a vowel sign or the like belongs to the word that seems to end here; those of dense runs part nothing."""
    return end < len(plain) and unicodedata.category(plain[end]) in ("Mn", "Mc") and not _IS_DENSE.match(plain, end)


class _Plain:
    """A text made plain, and the way back from its places to those of the text as it was."""

    def __init__(self, text: str) -> None:
        # Where a sign became shorter or longer: its begin and its end, in the plain text and in the other.
        self._here: list[int] = []
        self._there: list[int] = []
        self.text = text.lower() if text.isascii() else self._undressed(text)

    def place(self, start: int, end: int) -> Span:
        """A span of the plain text in the text as it was; signs that were touched are in it whole."""
        if not self._here:
            return start, end
        at = bisect_right(self._here, start) - 1
        if at >= 0:
            start = self._there[at] + (start - self._here[at] if at % 2 else 0)
        at = bisect_right(self._here, end) - 1
        if at >= 0:
            inside = at % 2 == 0 and end > self._here[at]
            end = self._there[at + 1] if inside else self._there[at] + (end - self._here[at])
        return start, end

    def _undressed(self, text: str) -> str:
        if (bare := _western(text)) is not None:
            return bare
        pieces: list[str] = []
        last = longer = 0
        together = unicodedata.normalize("NFC", text) == text and not _has_far(text)
        for sign in (_SIGN if together else _SIGN_APART).finditer(text):
            begin, end = sign.span()
            plain = _plain(sign[0])
            pieces += (text[last:begin], plain)
            if len(plain) != end - begin:
                self._here += (begin + longer, begin + longer + len(plain))
                self._there += (begin, end)
                longer += len(plain) - (end - begin)
            last = end
        pieces.append(text[last:])
        return "".join(pieces).casefold()


def _western(text: str) -> str | None:
    """The quick way for what Western Europe writes, where every sign stays one; None for all else."""
    try:
        raw = text.encode("cp1252")
    except UnicodeEncodeError:
        return None
    bare, odd = _western_letters()
    return None if len(raw.translate(None, odd)) < len(raw) else raw.translate(bare).decode("cp1252").lower()


@cache
def _western_letters() -> tuple[bytes, bytes]:
    """What becomes of each byte of the code page, and the bytes that become more or less than one sign."""
    bare, odd = bytearray(range(256)), bytearray()
    for byte in range(128, 256):
        sign = bytes((byte,)).decode("cp1252", "ignore")
        if sign and _SIGN.match(sign):
            try:
                plain = _plain(sign).encode("cp1252")
            except UnicodeEncodeError:
                plain = b""
            if len(plain) == 1:
                bare[byte] = plain[0]
            else:
                odd.append(byte)
    return bytes(bare), bytes(odd)


def _has_far(text: str) -> bool:
    return len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)


@lru_cache(maxsize=4_000)
def _plain(sign: str) -> str:
    composed = unicodedata.normalize("NFKC", sign)
    return _GONE.sub("", "".join(map(_bare, composed))).casefold()


def _bare(letter: str) -> str:
    """A Latin or Greek letter without its accents, or the letter that is typed for it."""
    if (typed := TYPED_AS.get(letter.lower())) is not None:
        return typed
    parts = unicodedata.normalize("NFD", letter)
    if len(parts) == 1 or parts[0] >= "\u0400":
        return letter
    return parts[0]


@lru_cache(maxsize=256)
def _pattern(term: Term) -> re.Pattern[str] | None:
    """What finds ``term`` in plain text; None for one without a letter or a digit."""
    words = _words(term.text)
    if not words:
        return None
    pattern = ""
    for number, word in enumerate(words):
        dense = _IS_DENSE.match(word) is not None
        if number:
            pattern += _APART.replace("1", "0", 1) if dense or _IS_DENSE.match(words[number - 1]) else _APART
        pattern += re.escape(word)
        if not number and not dense:
            # Behind the word and not before it, so that the search for its letters goes at full speed.
            pattern += f"(?<!{_LETTER}{re.escape(word)})"
    if not term.unfinished and not _IS_DENSE.match(words[-1]):
        pattern += f"(?!{_LETTER})"
    return re.compile(pattern)


@lru_cache(maxsize=16)
def _as_typed(typed: str) -> re.Pattern[str] | None:
    parts = re.split(r"\s+", _Plain(typed).text)
    return re.compile(_BLANKS.join(map(re.escape, parts))) if any(parts) else None


def _words(typed: str) -> list[str]:
    plain = _Plain(typed).text
    kept = "".join(sign if sign.isalnum() or unicodedata.category(sign) in ("Mn", "Mc") else " " for sign in plain)
    return [part for part in _PARTS.findall(kept) if any(map(str.isalnum, part))]


def _best(hits: list[tuple[int, int, int]], reach: int) -> int:
    """Where the first of the terms stands that are most in number, then closest together, within ``reach``."""
    latest: dict[int, int] = {}
    best, where = (0, 0), hits[0][0]
    for start, _, number in hits:
        latest[number] = start
        near = [begin for begin in latest.values() if begin >= start - reach]
        first = min(near)
        if (found := (len(near), first - start)) > best:
            best, where = found, first
    return where


def _beginning(text: str, hit: int) -> int:
    """Where to begin so that ``hit`` is soon read: with its sentence, or with a word a little before it."""
    dense = hit > 0 and _IS_DENSE.match(text, hit - 1) is not None
    lead = _DENSE_LEAD if dense else _LEAD
    if hit <= lead:
        return 0
    first = hit - lead
    if (end := _SENTENCE_END.search(text, first, hit)) is not None:
        return end.end()
    blank = re.compile(r"\s+").search(text, first, hit)
    if blank is not None:
        return blank.end()
    if not dense:
        return hit
    while first < hit and unicodedata.category(text[first])[0] == "M":
        first += 1
    return first
