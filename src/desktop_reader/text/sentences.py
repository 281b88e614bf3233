"""Where sentences end: by marks, abbreviations and what follows; in many languages, without a dictionary."""

from __future__ import annotations

import re

from desktop_reader.text.scripts import LAO, THAI

# After these a full stop ends no sentence, since a name or the like follows. Small letters, without the stop.
_SHORTENED = {
    "English": """
        messrs vs ed eds est approx dept univ inc ltd corp co bros feb apr jun jul aug sept sep oct nov dec
        e.g i.e cf al ca viz u.s u.k u.n
    """,
    "German": """
        bzw z.b d.h u.a usw ca evtl ggf inkl hrsg vgl sog dipl zzgl mio mrd std
    """,
    "French, Italian, Spanish, Portuguese": """
        mm mme mlle av env chap sig sigg dott avv geom pag sra srta sres dña ud uds ee.uu aprox tel exc dra profa
        exma exmo
    """,
    "Dutch, Polish, Russian, Turkish": """
        dhr mevr mw bijv enz o.a d.w.z blz tzw np m.in ul mgr inż hab tys mln mld godz г гг ул им т.е т.д т.п
        и.о тыс млн млрд руб проф акад напр св doç yrd örn bkz
    """,
}
_ABBREVIATIONS = frozenset(word for words in _SHORTENED.values() for word in words.split())
# Titles of people and of places; without a capital most of these are words.
_TITLED = """
    Mr Mrs Ms Dr Prof Gen Col Lt Sgt Capt Maj Cmdr Adm Rev Hon Sen Rep Gov Pres St Mt Ft Jr Sr M Sig Ing Phil Med
    Jan Mar
"""
_TITLES = frozenset(_TITLED.split())
# Before a number these are abbreviations, and words everywhere else.
_NUMBERED = "no nos fig figs vol pp p art abs nr str bd núm pág págs стр рис sn min"
_BEFORE_NUMBERS = frozenset(_NUMBERED.split())
# Also abbreviations, but they end a sentence where a capital follows.
_ENDING = "inc ltd corp co bros usw u.s u.k u.n enz tel std tys mln mld млн млрд тыс руб г гг feb"
_MAY_END = frozenset(_ENDING.split())

_CLOSERS = "\"'”’»›)\\]}」』】〉》）］｝〕”’"
# A mark with the quotes and brackets that close after it; what is written without blanks needs none to follow.
_END = re.compile(
    rf"(?P<wide>[。！？｡]+[{_CLOSERS}]*)"
    rf"|(?P<mark>[.!?…‥؟۔।॥።։။។๚๛]+[{_CLOSERS}]*)(?=\s|$|\[\d)"
    rf"|(?P<thai>(?<=[{THAI}{LAO}ๆฯ]) +(?=[{THAI}{LAO}]))"
)
_LAST_WORD = re.compile(r"[^\s\"“”'‘’«»(\[]*$")
_OPENERS = "\"“„”'‘’«»‹›([{¿¡「『（—–- \u00a0"
_THAI_SENTENCE = 60

_BEGIN = """
    The A An He She It They We I You This That These Those But And In On At For Its His Her Their There When While
    If As Mr Mrs Some Many Most One Two After Before However
"""
_BEGINNINGS = frozenset(_BEGIN.split())
_ORDINAL_BEFORE = re.compile(
    r"(?:^|\s)(?:am|der|den|dem|die|das|vom|zum|bis|im|des|seit|ab|den|og|dne|kl)\s+\d+$", re.I
)
_INITIALS = re.compile(r"(?:\w\.)+\w")


def sentences(text: str) -> list[str]:
    """The sentences of ``text``; a line's end always ends one."""
    return [sentence for line in text.split("\n") for sentence in _of_line(line)]


def _of_line(line: str) -> list[str]:
    found: list[str] = []
    start = 0
    for end in _END.finditer(line):
        if end["thai"]:
            # Thai parts sentences by a blank, and clauses too: only after a fair length is it taken for an end.
            if end.start() - start < _THAI_SENTENCE:
                continue
        elif end["wide"]:
            # 「行く。」と言った: a quotation that the sentence goes on after.
            if end.end() < len(line) and line[end.end()] in "とのはがをにで、,，" and len(end[0]) > 1:
                continue
        elif not _ends(line, start, end):
            continue
        found.append(line[start : end.end()].strip())
        start = end.end()
    found.append(line[start:].strip())
    return [sentence for sentence in found if sentence]


def _ends(line: str, start: int, end: re.Match[str]) -> bool:
    mark = end["mark"]
    after = line[end.end() : end.end() + 40].lstrip(_OPENERS)
    if not after:
        return True
    follows = after[0]
    if mark[0] in "!?…‥" or mark.startswith("..") or len(mark) > 1:
        # “Really?” she asked. What goes on with a small letter is the same sentence.
        return not follows.islower()
    if mark[0] != ".":
        return True
    if follows.islower():
        return False
    before = line[start : end.start()]
    last = _LAST_WORD.search(before)
    word = last[0] if last else ""
    bare = word.lower()
    if bare in _ABBREVIATIONS:
        return bare in _MAY_END and follows.isupper()
    if word in _TITLES or (bare in _BEFORE_NUMBERS and follows.isdigit()):
        return False
    if len(word) == 1 and word.isupper():
        # J. K. Rowling; but also: then came plan B. It was no better.
        return before[:-1].rstrip()[-1:].islower() and _first_word(after) in _BEGINNINGS
    if _INITIALS.fullmatch(word):
        # e.g. A.D. or U.S.A.: an end only where a word with a capital follows that commonly begins sentences.
        return _first_word(after) in _BEGINNINGS
    if word.isdigit() and len(word) <= 2:
        # German and others write ordinals so: am 3. Oktober. A lone number at the start numbers a list.
        return len(before.split()) > 1 and not follows.isdigit() and not _ORDINAL_BEFORE.search(before)
    return True


def _first_word(text: str) -> str:
    return text.split(maxsplit=1)[0].strip(",.;:!?")
