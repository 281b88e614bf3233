"""Names of files that every system takes, made of titles that anybody may have written.

What a disk or a program refuses goes: controls, marks that turn the direction of text, what Windows keeps for itself,
blanks and dots at the ends, and names that are too long. Nothing that is left can lead out of a folder.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 120
"""Bytes of a name without its ending: some disks take no more than 143 in all."""

_SPLITTING = re.compile(r"[/\\|:\u2044\u2215\u29f8\uff0f\uff3c\uff1a\u2028\u2029]+")
_REFUSED = str.maketrans(
    {"<": "(", ">": ")", "[": "(", "]": ")", '"': "'", "?": "", "*": "", "#": "", "^": "", "`": "'"}
)
_BLANKS = re.compile(r"\s+")
# What Windows keeps for itself, whatever comes after a dot.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³])(?=\.|$)", re.I)
_JOINERS = "\u200c\u200d"  # Persian and some emoji are written with them.
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})


def file_name(title: str, otherwise: str = "article") -> str:
    """``title`` as the name of a file or folder, without an ending; ``otherwise`` where nothing of it is left."""
    return _cleaned(title) or _cleaned(otherwise) or "article"


def key(name: str) -> str:
    """Names with one key are the same file on a disk that does not look at case or at how accents are written."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


class Names:
    """The names of one folder: each is given once."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {key(name) for name in taken}
        self._last: dict[str, int] = {}

    def take(self, name: str) -> None:
        """Somebody has it."""
        self._taken.add(key(name))

    def free(self, stem: str, suffix: str) -> str:
        """``stem`` with its ending, with a number where that is taken; it is taken from now on."""
        number = self._last.get(key(stem), 0)  # A feed may give a thousand articles one title.
        while True:
            number += 1
            name = f"{stem}{suffix}" if number == 1 else f"{stem} ({number}){suffix}"
            if key(name) not in self._taken:
                self.take(name)
                self._last[key(stem)] = number
                return name


def _cleaned(title: str) -> str:
    # A title may be a megabyte; NFC, for that is what people type.
    text = unicodedata.normalize("NFC", _BLANKS.sub(" ", title[: 10 * LONGEST]))
    text = "".join(c for c in text if c in _JOINERS or unicodedata.category(c) not in _DROPPED)
    text = _SPLITTING.sub("-", text).translate(_REFUSED)
    text = _trimmed(_BLANKS.sub(" ", text))
    if len(text.encode()) > LONGEST:
        text = _trimmed(_shortened(text))
    return f"_{text}" if _RESERVED.match(text) else text


def _trimmed(text: str) -> str:
    """No dot that hides a file, no hyphen that a program takes for an option, no end that Windows cuts off."""
    return text.strip(f" .-~{_JOINERS}\u00a0")


def _shortened(text: str) -> str:
    cut = text.encode()[:LONGEST].decode("utf-8", "ignore")
    while cut and unicodedata.combining(text[len(cut)]):
        cut = cut[:-1]  # A letter is not torn from its marks.
    blank = cut.rfind(" ")
    return cut[:blank] if blank > len(cut) // 2 else cut
