"""Made-up tongues in five scripts: words as uneven, as long and as alike as real ones, the same on every machine.

A few words are on every page and most in few articles; beyond the frequent ones words come in families of one stem;
names are many, and each is rare. ``language`` has a smaller tongue for feeds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import isqrt
from random import Random
from typing import TypeVar

SHARES = {"en": 0.58, "de": 0.22, "ru": 0.07, "zh": 0.04, "ja": 0.04, "ko": 0.03, "th": 0.02}
"""How much of a library is in which tongue, by the language that it is taken for."""

_WORDS = {"en": 300_000, "de": 150_000, "ru": 80_000, "zh": 60_000, "ja": 60_000, "ko": 60_000, "th": 40_000}
_NAMES = {"en": 400_000, "de": 120_000, "ru": 60_000, "zh": 20_000, "ja": 20_000, "ko": 20_000, "th": 20_000}
_FUNCTION, _COMMON, _USUAL = 80, 1_500, 8_000  # Ranks up to which words are that short.
_FAMILIES = 0.6  # Of the words beyond: a known stem with an ending.

# Of each tongue the beginnings, middles and ends of syllables, then endings of words; the most frequent first.
_LATIN = (
    "t s  c p b m d r f w h l g n st pr tr k v ch sh gr br cl fl pl sp j th cr bl qu y sc dr str wh gl kn sl sk z",
    "e a i o u ea ou ai ee io oo ie y au oi ue",
    " n r s t l  m d nd st ck ng p rt c nt ll th x ss rn ct gh sh g b rd",
    "s ed ing er ly ion al ness able ment est ity ive ism ful less ship ward ist ous",
)
_ACCENTED = (
    "s g b  d m r f h st l v w k p n z sch tr br pf gr fr kl t schw ch bl kr pr ç qu sp",
    "e a i u o ei ü ä ie ö au é è ê eu à î ô ï",
    " n r s t l ch  m g nd st ß ng nn rt cht f lt ck tz k rn ñ x",
    "en er es e ung lich keit heit isch ée és ment tion bar sam los erin chen eur ière",
)
_CYRILLIC = (
    "п с в к н  д м т р б з л г пр ст ч у х ж кр тр ш ф вс сл гр бр ц св щ зн",
    "о а е и у я ы ё ю э",
    "  н т л р в с м й к д ст ш г х ль ть б п ж з",
    "а ы ов ой ый ая ть ет ся ом ние ость ный ски ами ах ику ация ую ство",
)
_KANA = "のにはをがとでたしてるまれいなりもらさあこきくかっよんけおえそうせみ"
_KATAKANA = "ンスルトーリアラクイドシレジタフロカテマコグプサバメデ"
_LEADS, _MIDDLES = (11, 0, 9, 3, 18, 12, 6, 2, 7, 5, 14, 16, 17, 15), (0, 20, 8, 4, 18, 13, 1, 5, 6)
_TAILS, _PARTICLES = (0, 4, 8, 21, 1, 16, 17), ("", "", "을", "는", "이", "의", "에", "로", "가", "한", "에서")
_THAI, _THAI_FIRST = "กนรมสทคปบลวยดตหพอชจขงถผธซฟภศณญ", "เแโไใ"
_THAI_VOWELS, _THAI_TONES = "า ี ิ ะ ั ู ุ ื ึ ำ ", "่้"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tongue:
    """``words`` begin with the most frequent one. ``space`` stands between words, ``comma`` and ``stop`` after them."""

    code: str
    words: tuple[str, ...]
    names: tuple[str, ...]
    space: str = " "
    comma: str = ","
    stop: str = "."
    cased: bool = True


@cache
def tongue(code: str) -> Tongue:
    """The tongue of this language."""
    made, chance = _MAKERS[code](Random(f"tongue {code}")), Random(f"names {code}")
    cased = code in ("en", "de", "ru")
    words = _distinct(_WORDS[code], made)
    names = _composed(_NAMES[code], made, chance)
    if cased:
        names = tuple(name.capitalize() for name in names)
        words = _with_numbers(words, chance)
    if code in ("zh", "ja"):
        return Tongue(code, words, names, "", "、" if code == "ja" else "，", "。", False)
    if code == "th":
        return Tongue(code, words, names, "", " ", " ", False)
    return Tongue(code, words, names, cased=cased)


def _distinct(count: int, made: Callable[[int], str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    while len(found) < count:
        found[made(len(found))] = None
    found.pop("", None)
    return tuple(found)


def _composed(count: int, made: Callable[[int], str], chance: Random) -> tuple[str, ...]:
    """So many names, each of a beginning and an end that others have, too."""
    halves = _distinct(isqrt(count) + 2, lambda _: made(_COMMON - 1))
    pairs = chance.sample(range(len(halves) ** 2), count)
    return tuple([halves[pair % len(halves)] + halves[pair // len(halves)] for pair in pairs])


def _with_numbers(words: tuple[str, ...], chance: Random) -> tuple[str, ...]:
    """Numbers among the words, years and round ones the most frequent."""
    listed = list(words)
    for number in (*range(2, 30), *range(1990, 2025), *range(30, 1_000, 10)):
        listed[chance.randrange(150, 20_000)] = str(number)
    return tuple(dict.fromkeys(listed))


def _uneven(signs: Sequence[T], flat: float = 3.0) -> tuple[Sequence[T], list[float]]:
    return signs, list(accumulate(1 / (rank + flat) for rank in range(len(signs))))


def _spelt(parts: tuple[str, str, str, str], chance: Random) -> Callable[[int], str]:
    """Words of syllables, written with letters."""
    onsets, vowels, codas = (_uneven(signs.split(" "), 1.0) for signs in parts[:3])
    endings, endings_weights = _uneven(parts[3].split(" "))
    stems: list[str] = []

    def syllable() -> str:
        pick = [chance.choices(signs, cum_weights=weights)[0] for signs, weights in (onsets, vowels, codas)]
        return "".join(pick)

    def word(rank: int) -> str:
        if rank < _FUNCTION:
            return syllable()[:3]
        if rank >= _COMMON and stems and chance.random() < _FAMILIES:
            ending = chance.choices(endings, cum_weights=endings_weights)[0]
            return stems[int(len(stems) * chance.random() ** 1.5)] + ending
        most = 1 if rank < _COMMON // 3 else 2 if rank < _USUAL else 3
        made = "".join(syllable() for _ in range(chance.randint(1 + (rank >= _USUAL), most)))
        stems.append(made)
        return made

    return word


def _han(chance: Random, kana: bool = False) -> Callable[[int], str]:
    signs, weights = _uneven(
        [chr(0x4E00 + number) for number in chance.sample(range(0x4E00), 2_000 if kana else 3_500)], 60
    )

    def word(rank: int) -> str:
        if kana and rank < _FUNCTION:
            return "".join(chance.choices(_KANA, k=chance.randint(1, 2)))
        if kana and chance.random() < 0.12:
            return "".join(chance.choices(_KATAKANA, k=chance.randint(3, 5)))
        length = 1 if rank < 600 else chance.choices((1, 2, 3), (1, 7, 2))[0]
        made = "".join(chance.choices(signs, cum_weights=weights, k=length))
        return made + "".join(chance.choices(_KANA, k=chance.choices((0, 1, 2), (4, 5, 2))[0])) if kana else made

    return word


def _hangul(chance: Random) -> Callable[[int], str]:
    parts = tuple(map(_uneven, (_LEADS, _MIDDLES, _TAILS)))

    def word(rank: int) -> str:
        length = 1 if rank < _FUNCTION else 2 if rank < _COMMON else chance.randint(2, 4)
        signs = []
        for _ in range(length):
            lead, middle, tail = (chance.choices(some, cum_weights=weights)[0] for some, weights in parts)
            signs.append(chr(0xAC00 + (lead * 21 + middle) * 28 + tail))
        return "".join(signs) + (chance.choice(_PARTICLES) if rank >= _FUNCTION else "")

    return word


def _thai(chance: Random) -> Callable[[int], str]:
    consonants, weights = _uneven(_THAI)
    vowels = _THAI_VOWELS.split(" ")

    def syllable() -> str:
        first, last = chance.choices(consonants, cum_weights=weights, k=2)
        if chance.random() < 0.3:
            return chance.choice(_THAI_FIRST) + first + (last if chance.random() < 0.5 else "")
        tone = chance.choice(_THAI_TONES) if chance.random() < 0.25 else ""
        vowel = chance.choice(vowels)
        marked = vowel + tone if vowel not in ("า", "ะ", "ำ") else tone + vowel
        return first + marked + (last if chance.random() < 0.6 else "")

    def word(rank: int) -> str:
        return "".join(syllable() for _ in range(1 if rank < 300 else chance.randint(1, 3)))

    return word


_MAKERS: dict[str, Callable[[Random], Callable[[int], str]]] = {
    "en": lambda chance: _spelt(_LATIN, chance),
    "de": lambda chance: _spelt(_ACCENTED, chance),
    "ru": lambda chance: _spelt(_CYRILLIC, chance),
    "zh": _han,
    "ja": lambda chance: _han(chance, kana=True),
    "ko": _hangul,
    "th": _thai,
}
