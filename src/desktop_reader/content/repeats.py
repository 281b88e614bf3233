"""A paragraph that the source gave twice is shown once, counted once, indexed once.

Many feeds send a lead and then the body with the lead in it, some send the whole body twice. Paragraphs are the same
when they differ in nothing but white space, quotation marks and markup. What stands in a list, a table, a listing or a
caption may well be repeated on purpose, and so may what is short or a line of verse: that is left alone, unless it
comes again together with its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop_reader.content.blocks import APART, HEADING, QUOTE, Blocks, folded

# In letters; one of Chinese, Japanese or Korean says as much as three.
PARAGRAPH = 40
LINE = 100
VERSE = 70

_WIDE = "\u3041"  # From here on come the scripts of East Asia.
_SENTENCE = re.compile("[.!?…。！？｡।۔؟።။។][\"'“”‘’«»‹›」』）)\\]]*$")
_BOLD = re.compile(r"\s*<(b|strong)\b[^>]*>(?:(?!</\1>).)*</\1>\s*", re.S)

_CODE = re.compile(r"<(code|kbd|samp)\b[^>]*>(.*?)</\1>", re.S)

_Key = tuple[int, str, str]


def leave_out(blocks: Blocks) -> None:
    """Takes the second and every further copy away."""
    prose = [at for at in blocks.lines if not blocks.kind(at) & APART]
    keys = [(blocks.kind(at) & QUOTE, folded(blocks.lines[at]), _signs(blocks.pieces[at])) for at in prose]
    if len(set(keys)) == len(keys):
        return
    gone = _second_half(blocks, prose, keys) or _again(blocks, prose, keys)
    for number in sorted(gone):
        blocks.remove(prose[number])


def may_have_some(lines: Sequence[str]) -> bool:
    """False when no two of an article's lines are the same, so that ``leave_out`` would surely find nothing.

    Lines that are the same have the same letters. To count a few, none of them frequent, is quicker than to fold all.
    """
    seen: dict[tuple[int, int, int], list[str]] = {}
    for line in lines:
        alike = seen.setdefault((line.count("b"), line.count("g"), line.count("p")), [])
        alike.append(line)
    return any(len(alike) > 1 and len(set(map(folded, alike))) < len(alike) for alike in seen.values())


def _signs(piece: str) -> str:
    """Code that is nothing but what folding passes over, such as a quotation mark: there it is what is said."""
    if "<code" not in piece and "<kbd" not in piece and "<samp" not in piece:
        return ""
    return " ".join(code[2] for code in _CODE.finditer(piece) if code[2].strip() and folded(f"{code[2]}x") == "x")


def _second_half(blocks: Blocks, prose: list[int], keys: list[_Key]) -> set[int]:
    """All of an article that was given twice as a whole, however short its paragraphs are."""
    half = len(prose) // 2
    if half < 2 or keys[:half] != keys[half:] or len(set(keys)) < half or len(prose) < len(blocks.lines):
        return set()
    if any(blocks.broken(at) or not blocks.whole(at) for at in prose):
        return set()
    enough = sum(_size(blocks.lines[at]) for at in prose[:half]) >= PARAGRAPH
    return set(range(half, 2 * half)) if enough else set()


def _again(blocks: Blocks, prose: list[int], keys: list[_Key]) -> set[int]:
    """Every paragraph that is surely one and was there before, with those beside it that were beside it before."""
    gone: set[int] = set()
    first: dict[_Key, int] = {}
    for number, key in enumerate(keys):
        if number in gone:
            continue
        original = first.setdefault(key, number)
        if original == number or not blocks.whole(prose[number]) or not _surely(blocks, prose, number):
            continue
        gone.add(number)
        for step in (-1, 1):
            old, new = original + step, number + step
            while 0 <= old < len(keys) and original < new < len(keys) and old < number and new not in gone:
                at = prose[new]
                if keys[old] != keys[new] or old in gone or blocks.broken(at) or not blocks.whole(at):
                    break
                gone.add(new)
                old, new = old + step, new + step
    return gone


def _surely(blocks: Blocks, prose: list[int], number: int) -> bool:
    """True for a paragraph; False for what may be a heading, the name of a photographer or a refrain."""
    at = prose[number]
    line = blocks.lines[at]
    size = _size(line)
    if blocks.kind(at) & HEADING or size < (LINE if blocks.broken(at) else PARAGRAPH):
        return False
    if size >= LINE:
        return True
    if not _SENTENCE.search(line) or _BOLD.fullmatch(blocks.pieces[at]):
        return False
    beside = [blocks.lines[prose[n]] for n in (number - 1, number + 1) if 0 <= n < len(prose)]
    return any(_size(other) >= VERSE for other in beside) or all(_SENTENCE.search(other) for other in beside)


def _size(line: str) -> int:
    return len(line) + (2 * sum(letter >= _WIDE for letter in line) if max(line) >= _WIDE else 0)
