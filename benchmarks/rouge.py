"""ROUGE-1, ROUGE-2 and ROUGE-L F: how much of what a person wrote a summary says in the same words.

Our own scorer. Words are runs of letters and digits in small letters; English ones longer than three letters lose their
endings by Porter's rules (with the additions that NLTK makes), so that the figures are those of the usual
``rouge_score`` with its stemmer. Unlike there, words of other alphabets count as words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

Scores = tuple[float, float, float]

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The words of ``text`` as they are compared."""
    return [stem(word) if len(word) > 3 and word.isascii() else word for word in _WORD.findall(text.lower())]


def rouge(found: Sequence[str], wanted: Sequence[str]) -> Scores:
    """F of single words, of pairs of neighbours, and of the longest common sequence."""
    return (
        _shared(found, wanted),
        _shared(list(pairwise(found)), list(pairwise(wanted))),
        _f(_longest_common(found, wanted), len(found), len(wanted)),
    )


def mean(scores: Iterable[Scores]) -> Scores:
    """The mean of each of the three."""
    one, two, longest = zip(*scores, strict=True)
    return sum(one) / len(one), sum(two) / len(two), sum(longest) / len(longest)


def _shared(found: Sequence[Hashable], wanted: Sequence[Hashable]) -> float:
    return _f((Counter(found) & Counter(wanted)).total(), len(found), len(wanted))


def _f(same: int, found: int, wanted: int) -> float:
    return 2 * same / (found + wanted) if same else 0.0


def _longest_common(one: Sequence[str], other: Sequence[str]) -> int:
    row = [0] * (len(other) + 1)
    for word in one:
        before = 0
        for at, same in enumerate(other, 1):
            above = row[at]
            row[at] = before + 1 if word == same else max(above, row[at - 1])
            before = above
    return row[-1]


# Porter's algorithm. "c" is a consonant, "v" a vowel; the measure of a stem is how often a vowel is followed by a
# consonant in it.
_IRREGULAR = {
    form: base
    for base, forms in {
        "sky": "sky skies", "die": "dying", "lie": "lying", "tie": "tying", "news": "news",
        "inning": "innings inning", "outing": "outings outing", "canning": "cannings canning", "howe": "howe",
        "proceed": "proceed", "exceed": "exceed", "succeed": "succeed",
    }.items()
    for form in forms.split()
}  # fmt: skip
_DOUBLE_SUFFIXES = (
    ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"),
    ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"),
    ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"),
    ("iviti", "ive"), ("biliti", "ble"), ("fulli", "ful"),
)  # fmt: skip
_SUFFIXES = (
    ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
)  # fmt: skip
_LAST_SUFFIXES = (
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion",
    "ou", "ism", "ate", "iti", "ous", "ive", "ize",
)  # fmt: skip


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """``word`` without its English endings."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    word = _without_past(_without_plural(word))
    if word.endswith("y") and len(word) > 2 and _kinds(word[:-1])[-1] == "c":
        word = word[:-1] + "i"
    word = _double_suffix(word)
    word = _replaced(word, _SUFFIXES)
    word = _without_last_suffix(word)
    if word.endswith("e"):
        measure = _measure(word[:-1])
        if measure > 1 or (measure == 1 and not _short(word[:-1])):
            word = word[:-1]
    if word.endswith("ll") and _measure(word[:-1]) > 1:
        word = word[:-1]
    return word


def _without_plural(word: str) -> str:
    if word.endswith("ies") and len(word) == 4:
        return word[:-1]
    for suffix, other in (("sses", "ss"), ("ies", "i"), ("ss", "ss"), ("s", "")):
        if word.endswith(suffix):
            return word.removesuffix(suffix) + other
    return word


def _without_past(word: str) -> str:
    if word.endswith("ied"):
        return word[:-1] if len(word) == 4 else word[:-2]
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for suffix in ("ed", "ing"):
        rest = word.removesuffix(suffix)
        if rest != word and "v" in _kinds(rest):
            if rest.endswith(("at", "bl", "iz")):
                return rest + "e"
            if len(rest) > 1 and rest[-1] == rest[-2] and _kinds(rest)[-1] == "c":
                return rest if rest[-1] in "lsz" else rest[:-1]
            return rest + "e" if _measure(rest) == 1 and _short(rest) else rest
    return word


def _double_suffix(word: str) -> str:
    if word.endswith("alli") and _measure(word[:-4]) > 0:
        return _double_suffix(word[:-2])
    if word.endswith("logi"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    return _replaced(word, _DOUBLE_SUFFIXES)


def _replaced(word: str, suffixes: Sequence[tuple[str, str]]) -> str:
    for suffix, other in suffixes:
        if word.endswith(suffix):
            rest = word.removesuffix(suffix)
            return rest + other if _measure(rest) > 0 else word
    return word


def _without_last_suffix(word: str) -> str:
    for suffix in _LAST_SUFFIXES:
        if word.endswith(suffix):
            rest = word.removesuffix(suffix)
            fits = _measure(rest) > 1 and (suffix != "ion" or rest.endswith(("s", "t")))
            return rest if fits else word
    return word


def _kinds(word: str) -> str:
    kinds = ""
    for at, letter in enumerate(word):
        vowel = letter in "aeiou" or (letter == "y" and at > 0 and kinds[-1] == "c")
        kinds += "v" if vowel else "c"
    return kinds


def _measure(rest: str) -> int:
    return _kinds(rest).count("vc")


def _short(rest: str) -> bool:
    """Ends like "hop": consonant, vowel, consonant other than w, x, y; or is two letters like "at"."""
    kinds = _kinds(rest)
    if len(rest) == 2:
        return kinds == "vc"
    return kinds.endswith("cvc") and rest[-1] not in "wxy"
