"""An article in at most 300 characters: its publisher's description or its own sentences, never new words.

A description of real prose is the best summary there is. Where there is none, the ``ranker`` chooses up to three of the
first sentences, which stay in the order of the text. Only the last one may be cut, where a clause or a word ends, and
then the summary ends with "…", which counts among the 300. Where there is too little to sum up, or no prose, there is
no summary rather than a poor one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from desktop_reader.text.language import guess
from desktop_reader.text.ranker import best
from desktop_reader.text.scripts import BURMESE, HAN, KANA, KHMER, LAO, THAI, western
from desktop_reader.text.sentences import sentences
from desktop_reader.text.shorten import MARK, shortened
from desktop_reader.text.study import LENGTH
from desktop_reader.text.tokens import tokens
from desktop_reader.text.words import count

__all__ = ["LENGTH", "Summary", "body", "summarise", "summary"]

_LEAST_WORDS = 12
_LEAST_SENTENCE, _LEAST_DENSE = 25, 8
# A line without a mark at its end is a heading or an item of a list, unless it is as long as a sentence.
_LEAST_UNMARKED, _LEAST_UNMARKED_DENSE = 60, 20
_LEAST_MORE = 40
_SHORT_DESCRIPTION = 200
_MOST_SIGNS = 0.08
# The beginning tells what an article is about; the rest of a very long one would only cost time.
_READ = 8000
_LONGEST_TITLE = 500
_NOISE_LENGTH = 500
_LONGEST_DESCRIPTION = 4 * LENGTH

_TAG = re.compile(r"<[^<>]*>")
_MORE = (
    "continue reading|read more|read on|keep reading|weiterlesen|mehr lesen|lire la suite|leer más|seguir leyendo|"
    "leia mais|leggi tutto|continua a leggere|lees verder|czytaj więcej|devamını oku|читать далее|اقرأ المزيد|"
    "続きを読む|阅读更多|อ่านต่อ|자세히 보기|xem thêm"
)
_NOISE = re.compile(
    r"\s*(?:\[\s*(?:…|\.{2,}|&hellip;)\s*\]"
    rf"|\(?(?:{_MORE})"
    r"\b[^.!?\n]{0,80}"
    r"|the post .{1,300} (?:appeared first|first appeared) on .{1,100}|(?:→|»|›|&raquo;)\s*)$",
    re.I,
)
# "LONDON (Agency) -", "(CNN) --", "PARIS, May 3 —". Nothing is tried twice, so a line of capitals costs no time.
_DATELINE = re.compile(
    r"(?:(?:[A-ZÀ-Ý][\w.'’-]*+[,/ ]{0,2}+){0,6}\((?:[A-Z][\w.&/-]*+[ ,]?+){1,4}\)\s*+(?:[-–—:]++\s*+)?"
    r"|(?:[A-ZÀ-Ý]{2}[A-ZÀ-Ý.'’]*+[,/ ]{0,2}+){1,4}(?:\w++\.? \d{1,2},? )?\s*+[-–—]++\s++)(?=\S)"
)
_ENDS = re.compile(r"[.!?…。！？؟۔।။።][\"'”’»«“)\]」』）]*$")
_BROKEN_OFF = re.compile(r"(?:…|\.{3,})[\"'”’»)\]]*$")
_ADDRESS = re.compile(r"https?://|www\.", re.I)
_SIGNS = re.compile(r"[{}\[\]()<>=;|\\_`$#@&*^~+/]")
_DENSE = re.compile(f"[{HAN}{KANA}{THAI}{LAO}{KHMER}{BURMESE}]")
# One blank for any white space, but those that keep a mark or a number beside its word stay.
_BLANKS = re.compile(r"\s{2,}|[^\S\u00a0\u202f]")
_TIGHT = re.compile(r"(?<=[。！？」』”]) (?=[^\x00-\u2fff])")


@dataclass(frozen=True, slots=True)
class Summary:
    """``quoted`` are the sentences of the article that it is made of, exactly as they stand in its text, whole also
    where the summary cuts one.
    """

    text: str = ""
    quoted: tuple[str, ...] = ()
    from_description: bool = False


def summary(text: str, title: str = "", description: str = "") -> str:
    """At most 300 characters of what the article says; empty where there is too little to sum up."""
    return summarise(text, title, description).text


def summarise(text: str, title: str = "", description: str = "", language: str | None = None) -> Summary:
    """The summary and where it was taken from. ``language`` is what the feed says, as far as it does."""
    title = " ".join(title[:_LONGEST_TITLE].split())
    every = _sentences(text, title)
    found = _prose(every)
    told = _told(description, title, every)
    if told:
        return _of_description(told, every, found, title)
    if count(" ".join(found), language) < _LEAST_WORDS:
        return Summary()
    return _of_sentences(found, title, LENGTH)


def body(text: str, title: str = "") -> list[str]:
    """The sentences that a summary may be made of, as they stand in ``text``."""
    return _prose(_sentences(text, title))


def _of_sentences(found: Sequence[str], title: str, room: int) -> Summary:
    choice = best(found, title, room)
    if choice is None:
        return Summary()
    told = _BLANKS.sub(" ", choice.text(found))
    return Summary(told if western(told) else _TIGHT.sub("", told), tuple(found[place] for place in choice.places))


def _of_description(told: str, every: Sequence[str], found: Sequence[str], title: str) -> Summary:
    shown = shortened(told, LENGTH)
    quoted = _standing(shown, told, every)
    left = LENGTH - len(shown) - 1
    if len(shown) < _SHORT_DESCRIPTION and left >= _LEAST_MORE and _ENDS.search(shown):
        words = set(tokens(shown))
        others = [one for one in found if not _overlaps(set(tokens(one)), words)]
        more = _of_sentences(others, title, left)
        if more.text:
            return Summary(f"{shown} {more.text}", (*quoted, *more.quoted), from_description=True)
    return Summary(shown, quoted, from_description=True)


def _sentences(text: str, title: str) -> list[str]:
    """The first sentences, without the title, the dateline, and what begs to go on."""
    lines = text[:_READ].split("\n")
    if title and _folded(lines[0]) == _folded(title):
        lines = lines[1:]
    lines = [_without_noise(line) for line in lines]
    if lines:
        lines[0] = _without_dateline(_without_title(lines[0].strip(), title))
    found = sentences("\n".join(lines))
    # Where reading stopped, the last one is not whole.
    return found[:-1] if len(text) > _READ and len(found) > 1 else found


def _without_noise(line: str) -> str:
    """Without what begs to go on. Hardly any line has it, and to see that is much quicker than to try."""
    end = line[-_NOISE_LENGTH:]
    plain = _lowered(end)
    if plain.rstrip().endswith(_NOISE_ENDS) or any(words in plain for words in _NOISE_WORDS):
        return line[:-_NOISE_LENGTH] + _NOISE.sub("", end)
    return line


def _lowered(text: str) -> str:
    """As ``re.I`` compares."""
    return text.casefold().replace("ı", "i").replace("\u0307", "")


_NOISE_WORDS = ("the post ", *map(_lowered, _MORE.split("|")))
_NOISE_ENDS = ("]", "→", "»", "›", "&raquo;")


def _prose(every: Sequence[str]) -> list[str]:
    """The sentences that can stand in a summary; short ones only where the text is short or has no others."""
    marked = [one for one in every if _is_prose(one)]
    if sum(map(len, marked)) <= LENGTH:
        return marked
    return [one for one in marked if len(one) >= (_LEAST_DENSE if _is_dense(one) else _LEAST_SENTENCE)] or marked


def _is_prose(sentence: str) -> bool:
    unmarked = _LEAST_UNMARKED_DENSE if _is_dense(sentence) else _LEAST_UNMARKED
    if len(sentence) < unmarked and not _ENDS.search(sentence):
        return False
    # Code has signs, tables have numbers; what is one endless word says nothing.
    start = sentence[:LENGTH]
    letters = sum(map(str.isalpha, start))
    return (
        letters * 2 > len(start) - start.count(" ")
        and len(_SIGNS.findall(start)) <= _MOST_SIGNS * len(start)
        and (_is_dense(start) or " " in start)
    )


def _told(description: str, title: str, every: Sequence[str]) -> str:
    """The publisher's description, cleaned; empty when it is no summary."""
    if not description:
        return ""
    told = description[:_LONGEST_DESCRIPTION]
    if "<" in told or "&" in told:
        told = unescape(_TAG.sub(" ", told))
    told = " ".join(told.split())
    broken = False
    while (shorter := _NOISE.sub("", told)) != told:
        # What goes on elsewhere was cut somewhere, unless a sentence ends there.
        told, broken = shorter, True
    told = _without_dateline(_without_title(told, title)).strip()
    ended = _ENDS.search(told) is not None
    if _BROKEN_OFF.search(told) or (broken and not ended):
        return ""
    prose = (len(told) >= 60 and ended) or count(told) >= 8
    if not prose or _ADDRESS.search(told) or _folded(told) == _folded(title) or not _is_prose(f"{told}."):
        return ""
    if _begins(every, told) or _other_script(told, every):
        return ""
    return told


def _begins(every: Sequence[str], told: str) -> bool:
    """True when ``told`` is only the beginning of the text: then the text itself can do better."""
    start = _folded(" ".join(every)[: 2 * _LONGEST_DESCRIPTION])
    told = _folded(told)
    return start.startswith(told) and len(start) > len(told)


def _other_script(told: str, every: Sequence[str]) -> bool:
    start = " ".join(every[:5])
    return bool(start) and guess(told) != guess(start)


def _standing(shown: str, told: str, every: Sequence[str]) -> tuple[str, ...]:
    """The sentences of a description that stand in the text, as they stand there."""
    places = {_folded(sentence): sentence for sentence in every}
    quoted: list[str] = []
    at = 0
    for sentence in sentences(told):
        at = told.find(sentence, at)
        if at >= len(shown.removesuffix(MARK)):
            break
        same = places.get(_folded(sentence))
        if same is not None:
            quoted.append(same)
    return tuple(quoted)


def _overlaps(words: set[str], others: set[str]) -> bool:
    return len(words & others) * 2 > len(words)


def _is_dense(text: str) -> bool:
    """True for scripts without blanks, where a sentence has fewer characters."""
    return not western(text) and len(_DENSE.findall(text[:LENGTH])) * 3 > len(text[:LENGTH])


def _without_title(text: str, title: str) -> str:
    if title and text[: len(title)].casefold() == title.casefold():
        rest = text[len(title) :]
        if not rest[:1].isalnum():
            return rest.lstrip(" \t.:;,!?-–—|·•")
    return text


def _without_dateline(text: str) -> str:
    found = _DATELINE.match(text, 0, 120)
    return text[found.end() :] if found else text


def _folded(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
