"""An article in at most 300 characters: its publisher's description or its own sentences, never new words.

A description of real prose is the best summary there is. Where there is none, every choice of up to three of the first
sentences that fits is scored by what can be seen from outside (``_Weights``), and the best one is taken, in the order
of the text. The last sentence may be cut where a clause ends, never inside a word.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from html import unescape
from itertools import combinations
from math import log, sqrt

from desktop_reader.text.scripts import western
from desktop_reader.text.sentences import sentences
from desktop_reader.text.tokens import tokens
from desktop_reader.text.words import count

LENGTH = 300

_LEAST_TEXT = 20
_LEAST_SENTENCE = 25
_LEAST_CUT = 40
_SHORT_DESCRIPTION = 200
_FIRST = 8
_CHOSEN = 3
# The beginning tells what an article is about; the rest of a very long one would only cost time.
_READ = 8000


@dataclass(frozen=True, slots=True)
class _Weights:
    """What a choice of sentences is worth, set by hand after looking at 700 real summaries. All measures are 0 to 1."""

    length: float = 0.8  # how much of the 300 characters is used
    lead: float = 0.05  # the first sentence is in it
    late: float = -0.5  # how far down its sentences stand on average
    whole: float = 0.65  # how like the whole text it is
    title: float = 2.0  # how like the title it is
    gap: float = -0.15  # sentences left out between its sentences
    cut: float = -0.05  # its last sentence is not whole
    leaning: float = -0.5  # share of sentences that lean on one that is not there: "But he …"
    quote: float = -0.2  # share of sentences that begin with a quotation


_WEIGHTS = _Weights()

_TAG = re.compile(r"<[^<>]*>")
_NOISE = re.compile(
    r"\s*(?:\[\s*(?:…|\.{2,}|&hellip;)\s*\]"
    r"|\(?(?:continue reading|read more|read on|keep reading|weiterlesen|mehr lesen|"
    r"lire la suite|leer más|leia mais|lees verder|czytaj więcej|читать далее|続きを読む|阅读更多|xem thêm)"
    r"\b[^.!?\n]{0,80}"
    r"|the post .{1,300} (?:appeared first|first appeared) on .{1,100}|(?:→|»|›|&raquo;)\s*)$",
    re.I,
)
# "LONDON (Agency) -", "(CNN) --", "PARIS, May 3 —". Nothing is tried twice, so a line of capitals costs no time.
_DATELINE = re.compile(
    r"(?:(?:[A-ZÀ-Ý][\w.'’-]*+[,/ ]{0,2}+){0,6}+\((?:[A-Z][\w.&/-]*+[ ,]?+){1,4}+\)\s*+(?:[-–—:]++\s*+)?"
    r"|(?:[A-ZÀ-Ý]{2}[A-ZÀ-Ý.'’]*+[,/ ]{0,2}+){1,4}+(?:\w++\.? \d{1,2},? )?\s*+[-–—]++\s++)(?=\S)"
)
_LEANS = re.compile(
    r"(?:he|she|it|they|his|her|their|its|this|that|these|those|but|and|however|also|so|then|such|meanwhile|instead|"
    r"er|sie|es|dies\w*|aber|und|doch|auch|il|elle|ils|elles|mais|et|cela|ce|cette|él|ella|pero|esto|este|esta|"
    r"ele|ela|mas|isso|он|она|они|это|но|также|anh|chị|ông|bà|nhưng|tuy nhiên|và|"
    r"này|そして|しかし|また|但|而且|此外)\b",
    re.I,
)
_OPENING_QUOTES = '"“„«»‹‘「『'
_CLAUSE_END = re.compile(r"[,;:،؛、，；：](?=\s|[^\x00-\u2fff])|\s[–—-](?=\s)")
_SENTENCE_END = re.compile(r"[.!?…。！？؟۔।။។][\"'”’»」』)]*(?:\s|$)")


def summary(text: str, title: str = "", description: str = "") -> str:
    """At most 300 characters of what the article says; empty where there is too little to sum up."""
    title = " ".join(title.split())
    found = _body(text, title)
    told = _told(description, title)
    if told and not _begins(found, told):
        if len(told) >= _SHORT_DESCRIPTION or not found:
            return _cut(told, LENGTH)
        more = _chosen(found, title, LENGTH - len(told) - 1, beside=told)
        return f"{told} {more}" if more else told
    if sum(map(len, found)) < _LEAST_TEXT:
        return told and _cut(told, LENGTH)
    return _chosen(found, title, LENGTH)


def _body(text: str, title: str) -> list[str]:
    """The sentences of the article, without its title, its dateline, and what begs to go on."""
    lines = text[:_READ].split("\n")
    if lines and title and _folded(lines[0]) == _folded(title):
        lines = lines[1:]
    lines = [_NOISE.sub("", line) for line in lines]
    if lines:
        lines[0] = _without_dateline(_without_title(lines[0].strip(), title))
    return sentences("\n".join(lines))


def _told(description: str, title: str) -> str:
    """The publisher's description, cleaned; empty when it is no prose."""
    if not description:
        return ""
    if "<" in description or "&" in description:
        description = unescape(_TAG.sub(" ", description))
    told = " ".join(description[: 4 * LENGTH].split())
    while (shorter := _NOISE.sub("", told)) != told:
        told = shorter
    told = _without_dateline(_without_title(told, title)).strip()
    prose = (len(told) >= 60 and _SENTENCE_END.search(told)) or count(told) >= 8
    return told if prose and _folded(told) != _folded(title) else ""


def _begins(found: list[str], told: str) -> bool:
    """True when ``told`` is only the cut beginning of the text: then the text itself can do better."""
    start = "".join(_folded(sentence) for sentence in found[:_FIRST])
    told = _folded(told)
    return bool(told) and start.startswith(told) and len(start) > len(told)


def _chosen(found: list[str], title: str, room: int, beside: str = "") -> str:
    """The best choice of the first sentences that fits into ``room``."""
    usable = [sentence for sentence in found if len(sentence) >= _LEAST_SENTENCE] or ([] if beside else found)
    first = usable[:_FIRST]
    if beside:
        known = _folded(beside)
        words = set(tokens(beside))
        first = [one for one in first if _folded(one) not in known and not _overlaps(set(tokens(one)), words)]
    if not first or room < _LEAST_CUT:
        return ""
    vectors = _vectors([*first, *usable[_FIRST:40]], title)
    best, best_score = "", float("-inf")
    for size in range(1, _CHOSEN + 1):
        for choice in combinations(range(len(first)), size):
            length = sum(len(first[at]) for at in choice) + size - 1
            cut = length > room
            last = first[choice[-1]]
            if cut:
                last = _cut(last, room - (length - len(last)))
                if len(last) < _LEAST_CUT:
                    continue
                length = length - len(first[choice[-1]]) + len(last)
            score = _score(choice, [first[at] for at in choice], length / LENGTH, cut, vectors)
            if score > best_score:
                best_score = score
                best = " ".join([*(first[at] for at in choice[:-1]), last])
    return best if western(best) else _joined_tightly(best)


@dataclass(frozen=True, slots=True)
class _Vectors:
    """Dot products between the sentences, with the whole text and with the title."""

    between: list[list[float]]
    whole: list[float]
    whole_length: float
    title: list[float]
    title_length: float


def _score(choice: tuple[int, ...], chosen: list[str], length: float, cut: bool, vectors: _Vectors) -> float:
    size = len(choice)
    own = sqrt(sum(vectors.between[a][b] for a in choice for b in choice)) or 1.0
    leaning = sum(
        1 for at, sentence in zip(choice, chosen, strict=True) if at - 1 not in choice and _LEANS.match(sentence)
    )
    return (
        _WEIGHTS.length * length
        + _WEIGHTS.lead * (choice[0] == 0)
        + _WEIGHTS.late * (sum(choice) / size / (_FIRST - 1))
        + _WEIGHTS.whole * (sum(vectors.whole[at] for at in choice) / (own * vectors.whole_length))
        + _WEIGHTS.title * (sum(vectors.title[at] for at in choice) / (own * vectors.title_length))
        + _WEIGHTS.gap * (choice[-1] - choice[0] + 1 - size) / (_FIRST - 1)
        + _WEIGHTS.cut * cut
        + _WEIGHTS.leaning * leaning / size
        + _WEIGHTS.quote * sum(sentence[0] in _OPENING_QUOTES for sentence in chosen) / size
    )


def _vectors(all_sentences: list[str], title: str) -> _Vectors:
    """Sentences as weighted words; a word weighs the less, the more of the sentences have it."""
    bags = [Counter(tokens(sentence)) for sentence in all_sentences]
    spread = Counter(word for bag in bags for word in bag)
    weight = {word: log(1 + len(bags) / times) for word, times in spread.items()}
    rows = [{word: times * weight[word] for word, times in bag.items()} for bag in bags]
    whole: defaultdict[str, float] = defaultdict(float)
    for row in rows:
        for word, value in row.items():
            whole[word] += value
    heading = {word: weight.get(word, 1.0) for word in tokens(title)}
    first = rows[:_FIRST]
    return _Vectors(
        between=[[_dot(a, b) for b in first] for a in first],
        whole=[_dot(row, whole) for row in first],
        whole_length=sqrt(_dot(whole, whole)) or 1.0,
        title=[_dot(row, heading) for row in first],
        title_length=sqrt(_dot(heading, heading)) or 1.0,
    )


def _dot(a: dict[str, float], b: dict[str, float]) -> float:
    return sum([value * b[word] for word, value in a.items() if word in b])


def _overlaps(words: set[str], others: set[str]) -> bool:
    return len(words & others) * 2 > len(words)


def _cut(text: str, room: int) -> str:
    """``text`` in at most ``room`` characters: at the end of a sentence or a clause if one is near, else of a word."""
    if len(text) <= room:
        return text
    if room < 2:
        return ""
    part = text[:room]
    ends = [found.end() for found in _SENTENCE_END.finditer(part) if found.end() < room]
    if ends and ends[-1] >= room * 0.7:
        return part[: ends[-1]].rstrip()
    part = text[: room - 1]
    clauses = [found.start() for found in _CLAUSE_END.finditer(text, 0, room)]
    end = next((at for at in reversed(clauses) if room * 0.75 <= at < room), 0)
    if not end:
        # Where words are parted by blanks, at a blank; a script without blanks may be cut anywhere.
        end = len(part) if text[len(part) : len(part) + 1].isspace() else part.rfind(" ")
        if end < room * 0.5:
            end = 0 if western(part) else len(part)
    return part[:end].rstrip(" ,;:–—-、，") + "…" if end > 0 else ""


def _joined_tightly(text: str) -> str:
    """Without the blanks between sentences that are written without."""
    return re.sub(r"(?<=[。！？」』”]) (?=[^\x00-\u2fff])", "", text)


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
