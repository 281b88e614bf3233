"""Files of the library damaged in many ways: that is noticed, the file is kept aside as it was, all that can be read
comes back, stars and labels first, then the backup, then the list of subscriptions; nothing is ever silently empty.
"""

from __future__ import annotations

import os
import random
import shutil
import struct
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from desktop_reader import settings
from desktop_reader.errors import LibraryError
from desktop_reader.jobs import mending
from desktop_reader.library import backups, connect, lock
from desktop_reader.library.checking import check
from desktop_reader.library.driver import dbapi
from desktop_reader.library.writer import Writer
from desktop_reader.records.backup import Kind
from desktop_reader.records.mended import Mended
from tests.chaos import stock
from tests.chaos.outcome import Outcome

Hurt = Callable[[Path, random.Random], None]
_PAGE = 8192
_TURNS = 2


@dataclass(frozen=True)
class Case:
    """``whole``: nothing may be lost at all. ``kept`` is the least part of stars and labels that must be there, with
    no backup; ``noticed`` by whoever opens the library, else by the look that follows a crash. ``blurred`` articles may
    have a letter or a mark changed, which nobody can notice.
    """

    name: str
    hurt: Hurt
    whole: bool = False
    kept: float = 0.0
    noticed: bool = True
    blurred: int = 0


def run(thorough: bool) -> Outcome:
    """60 damages and more, some of them several times, each without and with a backup."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="damage-") as place:
        folder = Path(place)
        (folder / "stock").mkdir()
        source = stock.made(folder / "stock" / "library.db")
        for turn in range(_TURNS if thorough else 1):
            for number, case in enumerate(cases()):
                if thorough or number % 6 == turn:
                    tried(case, source, folder / f"{turn}-{number}", random.Random(turn * 1000 + number), outcome)
        for name, beside in BESIDE.items():
            beside(stock.copied(source, folder / name), outcome, name)
    return outcome


def tried(case: Case, source: Path, place: Path, chance: random.Random, outcome: Outcome) -> None:
    """One damage, mended without a backup, and then with one."""
    before = stock.told(source)
    for has_backup in (False, True):
        path = stock.copied(source, place / str(has_backup))
        if has_backup:
            backups.make(path, Kind.BY_HAND)
        case.hurt(path, chance)
        outcome.count("damages")
        try:
            lost = [*_noticed(case, path), *_saved(case, path, before, has_backup, outcome)]
        except Exception as error:
            lost = [f"{type(error).__name__}: {error}"]
        outcome.losses += [f"{case.name}{' (with a backup)' if has_backup else ''}: {one}" for one in lost]
    shutil.rmtree(place)


def _noticed(case: Case, path: Path) -> Iterator[str]:
    """Whoever opens the library hears of it, or the look after a crash finds it; and nothing is changed by that."""
    held = _files(path)
    error: LibraryError | None = None
    try:
        connect.prepare(path)
    except LibraryError as told:
        error = told
    damage = error or connect.damage(path)
    if case.noticed and damage is None:
        yield "not noticed"
    if error is not None and (changed := [name for name, raw in _files(path).items() if held.get(name, raw) != raw]):
        yield f"changed by looking: {', '.join(changed)}"


def _saved(case: Case, path: Path, before: stock.Stock, has_backup: bool, outcome: Outcome) -> Iterator[str]:
    held = _files(path)
    mended = mending.mend(path)
    after = stock.told(path)
    report = check(path, mend=False)
    if not report.complete or [f for f in report.findings if f.name not in ("search file", "unreadable texts")]:
        yield f"not sound afterwards: {[f.sentence for f in report.findings]}"
    if lost := before.feeds - after.feeds:
        yield f"subscriptions lost: {sorted(lost)}"
    if not _is_aside(mended, held):
        yield f"the damaged file was not kept as it was: {mended.aside}"
    treasures = _treasures(before, after)
    wanted = 1.0 - case.blurred / len(before.treasures) if case.whole or has_backup else case.kept
    if treasures < wanted:
        yield f"{treasures:.0%} of stars and labels are there, {wanted:.0%} could be"
    if (case.whole or has_backup) and len(set(before.marks) - set(after.marks)) > case.blurred:
        yield f"{len(set(before.marks) - set(after.marks))} articles lost"
    if case.whole and after.marks != before.marks:
        yield "marks are not what they were"
    if case.whole and (not mended.is_whole or after.texts != before.texts):
        yield f"texts lost: {mended}"
    missing = len(set(before.marks) - set(after.marks))
    if missing > case.blurred and mended.is_whole:
        yield f"{missing} articles lost without a word: {mended}"
    if not has_backup:
        outcome.count("stars and labels of damaged files", len(before.treasures))
        outcome.count("of these saved without a backup", round(treasures * len(before.treasures)))
        outcome.count("articles of damaged files", len(before.marks))
        outcome.count("of these saved without a backup ", len(before.marks) - missing)


def _treasures(before: stock.Stock, after: stock.Stock) -> float:
    kept = [g for g in before.treasures if g in after.marks and after.marks[g][1:] == before.marks[g][1:]]
    return len(kept) / len(before.treasures)


def _is_aside(mended: Mended, held: dict[str, bytes]) -> bool:
    """The damaged file lies among the backups, byte for byte; an empty or vanished one has nothing to keep."""
    raw, wal = held.get("library.db", b""), held.get("library.db-wal", b"")
    if not raw and not wal:
        return True
    if mended.aside is None:
        return False
    name = mended.aside.name.removesuffix("-wal").removesuffix("-journal")
    there = mended.aside.with_name(name)
    return not raw or (there.exists() and there.read_bytes() == raw)


def _files(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}


# The damages


def page_of(name: str, which: int = 0) -> Hurt:
    """A page of this table or index is overwritten: the root, or one below it."""

    def hurt(path: Path, chance: random.Random) -> None:
        with closing(dbapi.connect(str(path))) as live:
            (root,) = live.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
        raw = bytearray(path.read_bytes())
        at = (root - 1) * _PAGE
        if which and raw[at] in (2, 5):
            cells = struct.unpack(">H", raw[at + 3 : at + 5])[0]
            pointer = struct.unpack(">H", raw[at + 12 + 2 * (which % cells) : at + 14 + 2 * (which % cells)])[0]
            at = (struct.unpack(">I", raw[at + pointer : at + pointer + 4])[0] - 1) * _PAGE
        raw[at : at + _PAGE] = chance.randbytes(_PAGE)
        path.write_bytes(raw)

    return hurt


def written(at: int, data: Callable[[random.Random], bytes]) -> Hurt:
    """These bytes at this place."""

    def hurt(path: Path, chance: random.Random) -> None:
        raw = bytearray(path.read_bytes())
        new = data(chance)
        raw[at : at + len(new)] = new
        path.write_bytes(raw)

    return hurt


def pages(many: int, fill: Callable[[random.Random], bytes]) -> Hurt:
    """So many pages anywhere."""

    def hurt(path: Path, chance: random.Random) -> None:
        raw = bytearray(path.read_bytes())
        for number in chance.sample(range(len(raw) // _PAGE), many):
            raw[number * _PAGE : (number + 1) * _PAGE] = fill(chance)
        path.write_bytes(raw)

    return hurt


def bits(many: int) -> Hurt:
    """So many bits turned, anywhere."""

    def hurt(path: Path, chance: random.Random) -> None:
        raw = bytearray(path.read_bytes())
        for _ in range(many):
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        path.write_bytes(raw)

    return hurt


def cut(part: float, odd: int = 0) -> Hurt:
    """Only so much of it is left."""
    return lambda path, _: os.truncate(path, int(path.stat().st_size * part) // _PAGE * _PAGE + odd)


def replaced(data: bytes) -> Hurt:
    """Something else is in the file."""

    def hurt(path: Path, _: random.Random) -> None:
        path.write_bytes(data)

    return hurt


def vanished(path: Path, _: random.Random) -> None:
    """The file is gone; what lies beside it is there."""
    path.unlink()


def swapped(path: Path, chance: random.Random) -> None:
    """Two pages have changed places."""
    raw = bytearray(path.read_bytes())
    one, two = (n * _PAGE for n in chance.sample(range(2, len(raw) // _PAGE), 2))
    raw[one : one + _PAGE], raw[two : two + _PAGE] = raw[two : two + _PAGE], raw[one : one + _PAGE]
    path.write_bytes(raw)


def left_open(after: Callable[[Path, random.Random], None]) -> Hurt:
    """The program was killed: its last transactions are in the journal only, and that is damaged."""

    def hurt(path: Path, chance: random.Random) -> None:
        with closing(Writer(path)) as library:
            library.star([1], True)
            library.star([1], False)
            copies = {end: Path(f"{path}{end}").read_bytes() for end in ("", "-wal")}
        for end, raw in copies.items():
            Path(f"{path}{end}").write_bytes(raw)
        after(path, chance)

    return hurt


def journal_damaged(path: Path, chance: random.Random) -> None:
    """Its beginning is noise."""
    wal = Path(f"{path}-wal")
    wal.write_bytes(chance.randbytes(900) + wal.read_bytes()[900:])


def noise(chance: random.Random) -> bytes:
    """A page of it."""
    return chance.randbytes(_PAGE)


def zeros(_: random.Random) -> bytes:
    """A page of nothing."""
    return bytes(_PAGE)


def cases() -> Iterator[Case]:
    """All of them."""
    for table in ("state", "article", "feed", "label", "labelled", "folder", "body", "meta", "feed_count", "visit"):
        yield Case(f"root of {table}", page_of(table), kept=0.9)
    for table in ("article", "body", "state"):
        for which in (1, 2, 3):
            yield Case(f"page {which} of {table}", page_of(table, which), kept=0.9)
    for index in ("st_star", "st_feed", "st_unread", "article_uuid", "article_guid", "feed_shown", "st_date"):
        yield Case(f"index {index}", page_of(index), whole=True)
    yield Case("the first 16 bytes", written(0, lambda chance: chance.randbytes(16)), whole=True)
    yield Case("the first 100 bytes", written(0, lambda chance: bytes(100)), whole=True)
    yield Case("the first page, noise", written(0, noise), whole=True)
    yield Case("the first page, zeros", written(0, zeros), whole=True)
    yield Case("the page size", written(16, lambda _: b"\x03\x07"), whole=True)
    yield Case("the program's mark", written(68, lambda _: b"DRX9"), whole=True)
    yield Case("the schema's version", written(60, lambda _: b"\x7f\x00\x00\x03"), whole=True)
    yield Case("the text encoding", written(56, lambda _: b"\x00\x00\x00\x09"), whole=True, noticed=False)
    yield Case("the list of tables", written(105, lambda _: b"\xff\xff\x00"), whole=True)
    yield Case("the map of pages", written(_PAGE, noise), whole=True)
    yield Case("the first pages", written(0, lambda chance: chance.randbytes(5 * _PAGE)))
    for many in (1, 2, 4, 8):
        yield Case(f"{many} pages of noise", pages(many, noise), kept=0.85, noticed=False)
        yield Case(f"{many} pages of zeros", pages(many, zeros), kept=0.85, noticed=False)
    yield Case("40 pages of noise", pages(40, noise), kept=0.3)
    yield Case("two pages exchanged", swapped, kept=0.85, noticed=False)
    for many in (1, 10, 100, 1000):
        yield Case(f"{many} bits", bits(many), kept=0.8 if many < 1000 else 0.6, noticed=False, blurred=many // 50 + 1)
    for part in (0.9, 0.5, 0.25):
        yield Case(f"{part:.0%} of the file is left", cut(part), kept={0.9: 0.85, 0.5: 0.3}.get(part, 0.0))
    yield Case("cut within a page", cut(0.7, 1234), kept=0.5)
    yield Case("the last byte is gone", cut(1.0, -1), kept=0.9)
    yield Case("one page is left", cut(0.0, _PAGE))
    yield Case("100 bytes are left", cut(0.0, 100))
    yield Case("emptied", cut(0.0))
    yield Case("text instead", replaced(b"Dear diary, today I have lost my library.\n" * 200))
    yield Case("noise instead", replaced(random.Random(1).randbytes(200_000)))
    yield Case("zeros instead", replaced(bytes(500_000)))
    yield Case("vanished", vanished)
    yield Case("killed", left_open(lambda path, _: None), whole=True, noticed=False)
    yield Case("killed, journal gone", left_open(lambda path, _: Path(f"{path}-wal").unlink()), kept=0.9, noticed=False)
    yield Case("killed, journal is noise", left_open(journal_damaged), kept=0.9, noticed=False)
    yield Case(
        "killed, journal cut short",
        left_open(lambda path, _: os.truncate(f"{path}-wal", 20_000)),
        kept=0.9,
        noticed=False,
    )
    yield Case(
        "killed, library emptied, journal there",
        left_open(lambda path, _: os.truncate(path, 0)),
    )
    yield Case("killed, first page is noise", left_open(written(0, noise)), whole=True)


# What lies beside the library


def search_damaged(path: Path, outcome: Outcome, name: str) -> None:
    """It is made anew, and nothing of the library is lost."""
    before = stock.told(path)
    for data in (b"", b"no database", random.Random(3).randbytes(50_000)):
        stock.searchable(path).write_bytes(data)
        outcome.count("damages")
        connect.prepare(path)
        with closing(Writer(path)) as library:
            waiting = library.reader.select("SELECT count(*) FROM unindexed")[0][0]
        if waiting != len(before.marks) or stock.told(path) != before:
            outcome.losses.append(f"{name}: {waiting} of {len(before.marks)} articles are searched again")


def settings_damaged(path: Path, outcome: Outcome, name: str) -> None:
    """What can be read of them counts, the rest is as at the first start; the damaged file is not written over."""
    for data in (b"", b"{", b"[1, 2]", b"\x00" * 300, b'{"refresh_minutes": "often", "scheme": 7}', os.urandom(900)):
        file = path.with_name("settings.json")
        file.write_bytes(data)
        outcome.count("damages")
        if settings.load(file) != settings.Settings():
            outcome.losses.append(f"{name}: {data[:20]!r} was taken for settings")


def lock_damaged(path: Path, outcome: Outcome, name: str) -> None:
    """It keeps nobody out for ever."""
    for data in (b"", b"{", os.urandom(400), b'{"pid": "x"}', b"9" * 5000):
        lock.place(path).write_bytes(data)
        outcome.count("damages")
        try:
            with lock.taken(path, patience=0):
                pass
        except LibraryError as error:
            outcome.losses.append(f"{name}: {data[:20]!r}: {error}")


BESIDE: dict[str, Callable[[Path, Outcome, str], None]] = {
    "search file": search_damaged,
    "settings": settings_damaged,
    "lock file": lock_damaged,
}
