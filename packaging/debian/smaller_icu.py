"""ICU's data without what nobody here asks it for: of 32 MB, 5 stay.

Qt brings one copy (for the order of words) and the package that finds words in Thai or Chinese another (for its
dictionaries). Names of currencies, countries and units in 500 languages are in both, and used by neither.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

_ALWAYS = re.compile(
    r"(?:root|pool|supplementalData|res_index|keyTypeData|likelySubtags|numberingSystems|icuver|icustd|metadata|plurals"
    r"|timezoneTypes|windowsZones|zoneinfo64|metaZones|en)\.res|[^/]+\.(?:nrm|icu)"
)
_SYMBOL = re.compile(r"\b(icudt\d+)_dat\b")
_NAME = re.compile(r"SONAME.*\[(.*)\]")


def for_words(item: str) -> bool:
    """What finding the borders of words needs."""
    return _ALWAYS.fullmatch(item) is not None or item.startswith("brkitr/")


def for_order(item: str) -> bool:
    """What sorting words needs."""
    return _ALWAYS.fullmatch(item) is not None or item.startswith("coll/")


def make_smaller(library: Path, wanted: Callable[[str], bool], work: Path) -> None:
    """Puts a library of the same name and symbol in the place of ``library``, with the ``wanted`` items only. Wants
    icupkg (icu-devtools) and binutils; raises CalledProcessError when one of them does not understand the file.
    """
    work.mkdir(parents=True, exist_ok=True)
    found = _SYMBOL.search(_run("nm", "-D", "--defined-only", library))
    name = _NAME.search(_run("readelf", "-dW", library))
    if found is None or name is None:
        raise ValueError(f"{library} has no data of ICU in it.")
    symbol = found[1]
    whole, part, left_out = work / f"{symbol}l.dat", work / "part" / f"{symbol}l.dat", work / "left-out.txt"
    part.parent.mkdir(exist_ok=True)
    _run("objcopy", "-O", "binary", "--only-section=.rodata", library, whole)
    items = _run("icupkg", "-l", whole).split()
    left_out.write_text("".join(f"{item}\n" for item in items if not wanted(item)))
    _run("icupkg", "-r", left_out, whole, part)
    source, thing = work / "data.s", work / "data.o"
    source.write_text(
        f".section .rodata\n.globl {symbol}_dat\n.type {symbol}_dat, %object\n.balign 16\n{symbol}_dat:\n"
        f'.incbin "{part}"\n.size {symbol}_dat, .-{symbol}_dat\n.section .note.GNU-stack, "", %progbits\n'
    )
    _run("as", "-o", thing, source)
    library.unlink()
    _run("ld", "-shared", "-soname", name[1], "-z", "noexecstack", "-o", library, thing)


def _run(*command: str | Path) -> str:
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout
