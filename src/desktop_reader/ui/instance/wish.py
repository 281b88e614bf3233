"""What a start of the program is asked for: things to open, a few deeds, or the errand of a command. Nothing else can
be said to a window that is open already, and nothing longer than a page.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from desktop_reader.records.addresses import ADDRESS, BARE
from desktop_reader.ui.instance.errand import Errand, errand

MOST, LONGEST = 20, 4_000
"""So many things are opened at once, each with a name of so many characters."""

OPTIONS = frozenset(["--read-only", "--refresh", "--next-unread", "--minimized", "--quit", "--safe-mode"])
"""What a start may be told besides things to open and ``--library``."""

MESSAGE_LIMIT = 128 * 1024

_FILES = (".opml", ".xml", ".rss", ".atom", ".json", ".jsonfeed", ".rdf")


@dataclass(frozen=True, slots=True)
class Wish:
    """``addresses`` are of sites or feeds, ``files`` absolute names of lists or feeds; ``refused`` could not be
    understood, shortened. ``token`` lets the window come to the front where a desktop wants to be asked. ``quit`` ends
    the program, whatever else is wished for. With an ``errand`` nothing else is.
    """

    addresses: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    refresh: bool = False
    next_unread: bool = False
    minimized: bool = False
    quit: bool = False
    token: str = ""
    errand: Errand | None = None


def is_thing(word: str) -> bool:
    """Whether an argument is something to open rather than the name of a command."""
    return _is_address(word) or _local(word).lower().endswith(_FILES) or "/" in word or "\\" in word


def wished(things: Sequence[str], folder: Path, token: str = "", **deeds: bool) -> Wish:
    """What the arguments of a start mean, said in ``folder``."""
    addresses: list[str] = []
    files: list[str] = []
    refused: list[str] = []
    for thing in things[:MOST]:
        if len(thing) > LONGEST or not thing.isprintable():
            refused.append(_shortened(thing))
        elif _is_address(thing):
            addresses.append(thing)
        elif (folder / _local(thing)).is_file():
            files.append(str((folder / _local(thing)).resolve()))
        elif BARE.fullmatch(thing) and not thing.lower().endswith(_FILES):
            addresses.append(thing)
        else:
            refused.append(_shortened(thing))
    refused += map(_shortened, things[MOST : MOST + 1])
    return Wish(tuple(addresses), tuple(files), tuple(refused), token=token[:LONGEST], **dict[str, Any](deeds))


def written(wish: Wish) -> bytes:
    """As one line. What is not wished for is left out, so that one who runs since before an update understands it."""
    said = {name: value for name, value in asdict(wish).items() if value}
    return json.dumps(said).encode("ascii") + b"\n"


def read(line: bytes) -> Wish:
    """The wish in a line. Raises ValueError for whatever is none."""
    if len(line) > MESSAGE_LIMIT:
        raise ValueError("too long")
    try:
        said = json.loads(line)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not isinstance(said, dict) or said.keys() - set(Wish.__slots__):
        raise ValueError("not a wish")
    if "errand" in said:
        if len(said) > 1:
            raise ValueError("not a wish")
        return Wish(errand=errand(said["errand"]))
    lists = {name: _words(said.get(name, [])) for name in ("addresses", "files", "refused")}
    deeds = {name: said.get(name, False) for name in ("refresh", "next_unread", "minimized", "quit")}
    token = said.get("token", "")
    if not all(isinstance(value, bool) for value in deeds.values()) or not _is_word(token):
        raise ValueError("not a wish")
    wish = Wish(lists["addresses"], lists["files"], lists["refused"], **deeds, token=token)
    if not all(map(_may_be_address, wish.addresses)) or not all(Path(file).is_absolute() for file in wish.files):
        raise ValueError("not a wish")
    return wish


def _is_address(word: str) -> bool:
    return ADDRESS.fullmatch(word) is not None


def _may_be_address(word: str) -> bool:
    return _is_address(word) or BARE.fullmatch(word) is not None


def _local(word: str) -> str:
    """The name of a file, which a desktop may hand over as an address."""
    if not word.lower().startswith("file:"):
        return word
    try:
        return unquote(urlsplit(word).path)
    except ValueError:
        return word


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST + 1 or not all(map(_is_word, value)):
        raise ValueError("not a wish")
    return tuple(value)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST


def _shortened(thing: str) -> str:
    shown = "".join(letter if letter.isprintable() else " " for letter in thing[:80])
    return shown if len(thing) <= 80 else shown + "…"
