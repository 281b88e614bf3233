"""A sentence or a longer text in fewer characters: cut where a sentence, a clause or a word ends, marked by "…"."""

from __future__ import annotations

import re
import unicodedata

from desktop_reader.text.scripts import HAN, KANA, LAO, THAI, western

MARK = "…"

_CLAUSE_END = re.compile(r"[,;:،؛](?=\s)|[、，；：](?!$)|\s[–—-]+(?=\s)")
_SENTENCE_END = re.compile(r"[.!?…؟۔।።][\"'”’»)\]]*(?=\s|$)|[。！？][\"'”’»」』)）】]*")
# What is left hanging before a cut: commas, dashes, and quotes or brackets that open there.
_HANGING = " \t\u00a0\u202f,;:–—-،؛、，；：（(「『《〈“„«¿¡"
# Written without blanks; Korean and Vietnamese have them.
_DENSE = re.compile(f"[{HAN}{KANA}{THAI}{LAO}]")
# A Thai or Lao syllable begins with these; a Japanese word often after the small signs of grammar.
_LEADING_VOWELS = "เแโใไເແໂໃໄ"
_HIRAGANA = re.compile("[\u3041-\u3096]")
_NEVER_FIRST = "ー々ゃゅょっァィゥェォャュョッ、。，．！？：；）」』】》〉”’ๆฯะาำๅ"
_WORDLIKE = re.compile(r"[A-Za-z0-9]")
_LOOK_BACK = 12


def at_clause(text: str, room: int) -> str:
    """The longest beginning that ends with a clause and fits with its mark; empty when no clause ends there."""
    end = 0
    for found in _CLAUSE_END.finditer(text, 0, min(room, len(text))):
        if found.start() < room:
            end = found.start()
    return _marked(text, end, room)


def at_word(text: str, room: int) -> str:
    """The longest beginning that ends with a word and fits with its mark; empty when there is none."""
    if room < 2:
        return ""
    if len(text) < room:
        return text
    last = room - 1
    blank = last if text[last].isspace() else max(text.rfind(blank, 0, last) for blank in " \u00a0\u3000\n")
    if blank >= room * 0.7 or western(text[:room]) or not _DENSE.search(text, max(0, last - _LOOK_BACK), room):
        return _marked(text, max(blank, 0), room)
    return _marked(text, _dense_end(text, last), room)


def shortened(text: str, room: int) -> str:
    """``text`` in at most ``room`` characters, after whole sentences if they are most of it."""
    if len(text) <= room:
        return text
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, room) if found.end() <= room]
    if ends and ends[-1] >= room * 0.6:
        return text[: ends[-1]]
    clause = at_clause(text, room)
    return clause if len(clause) >= room * 0.75 else at_word(text, room)


def _dense_end(text: str, last: int) -> int:
    """Where a script without blanks is best cut: between words as far as can be seen without a dictionary."""
    possible = [at for at in range(last, max(0, last - _LOOK_BACK), -1) if _may_part(text, at)]
    for at in possible:
        after_grammar = _HIRAGANA.match(text[at - 1]) and not _HIRAGANA.match(text[at])
        if text[at] in _LEADING_VOWELS or text[at - 1].isspace() or after_grammar or text[at - 1] in "的了，、":
            return at
    return possible[0] if possible else 0


def _may_part(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after in _NEVER_FIRST or before in _LEADING_VOWELS or unicodedata.combining(after):
        return False
    return unicodedata.category(after)[0] != "M" and not (_WORDLIKE.match(before) and _WORDLIKE.match(after))


def _marked(text: str, end: int, room: int) -> str:
    part = text[:end].rstrip(_HANGING)
    # What ends a sentence by itself and is cut all the same ("e.g.") would read "e.g.…": still right, never too long.
    return part + MARK if part and len(part) < room else ""
