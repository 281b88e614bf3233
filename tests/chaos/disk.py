"""A disk that is full, one that may not be written, one that is not there any more: said in words, reading goes on,
what was acknowledged is kept, and when the disk is well again all goes on. Nothing is ever cut short.
"""

from __future__ import annotations

import contextlib
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from desktop_reader import settings
from desktop_reader.errors import ReaderError
from desktop_reader.jobs import Job
from desktop_reader.jobs.label import AddAndPut
from desktop_reader.jobs.mark import MarkRead, MarkUnread, Star
from desktop_reader.jobs.organise import AddFolder
from desktop_reader.library import connect, mirror
from desktop_reader.library.checking import check
from desktop_reader.library.reader import Reader
from desktop_reader.library.writer import Writer
from desktop_reader.records.changes import Changes
from desktop_reader.records.query import Query
from desktop_reader.worker.loop import Loop
from tests.chaos import disks, stock
from tests.chaos.hearing import Hearing
from tests.chaos.outcome import Outcome
from tests.library_fixtures import NOW, came, entry, follow, indexed

_PATIENCE = 60.0
_MANY = 400

Spoil = Callable[[], None]


def run(thorough: bool) -> Outcome:
    """A full disk at many sizes and moments, a limit on a file's size, a read-only disk, a vanishing one."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="disk-") as place:
        folder = Path(place)
        for size in range(300, 4001, 100) if thorough else (300, 900, 2000):
            grown(folder / f"grown-{size}", size, outcome)
        for room in range(0, 400, 20) if thorough else (0, 100):
            full(folder / f"full-{room}", room, outcome)
            limited(folder / f"limit-{room}", room, outcome)
        for turn in range(5 if thorough else 1):
            read_only(folder / f"ro-{turn}", outcome)
            started_read_only(folder / f"start-{turn}", outcome)
            vanishing(folder / f"gone-{turn}", outcome)
    return outcome


def full(place: Path, room: int, outcome: Outcome) -> None:
    """Somebody else takes all of the disk but so many kB."""
    with disks.mounted(place, "6m", outcome) as disk:
        if disk is not None:
            library = stock.made(disk / "library.db", feeds=4, articles=30)
            used(library, partial(disks.fill, disk, room), partial(disks.free, disk), outcome, f"full, {room} kB")


def limited(place: Path, room: int, outcome: Outcome) -> None:
    """No file grows beyond so many kB."""
    place.mkdir()
    library = stock.made(place / "library.db", feeds=4, articles=30)
    with disks.limit() as limit:
        used(library, partial(limit, 1000 * room), partial(limit, None), outcome, f"limit, {room} kB")


class Worker:
    """The thread that writes, as the window has it; answers of deeds are waited for."""

    def __init__(self, library: Path) -> None:
        hearing = Hearing()
        self.failed = hearing.failures
        self._loop = Loop(library, hearing, 0)
        self._thread = threading.Thread(target=self._loop.run, daemon=True)
        self._thread.start()

    def do(self, job: Job) -> Changes | Exception:
        """Does it."""
        over = threading.Event()
        results: list[Changes | Exception] = []

        def done(result: Changes | Exception) -> None:
            results.append(result)
            over.set()

        self._loop.submit(job, done)
        assert over.wait(_PATIENCE), "the deed hangs"
        return results[0]

    def end(self) -> None:
        """Closes the library."""
        self._loop.close()
        self._thread.join(_PATIENCE)
        assert not self._thread.is_alive(), "it does not end"


def used(
    library: Path,
    spoil: Spoil,
    heal: Spoil,
    outcome: Outcome,
    name: str,
    *,
    searches: bool = True,
    while_open: bool = True,
) -> None:
    """A reader at work while the disk is spoilt, and afterwards when it is well again: ``while_open``, or for the next
    start.
    """
    losses: list[str] = []
    outcome.count("spoilt disks")
    file = library.with_name("settings.json")
    settings.save(settings.Settings(language="x" * 2000), file)
    window = Reader(library)
    worker = Worker(library)
    deeds = _deeds([*window.all_ids(Query(hidden=True))])
    kept: list[tuple[Job, int]] = []
    try:
        _all_kept(worker, [next(deeds) for _ in range(5)], kept, losses, "before")
        beside = {one: one.read_bytes() for one in (file, mirror.place(library))}
        spoil()
        refused = _until_refused(worker, deeds, kept, losses)
        if refused is None:
            losses.append("nothing was refused")
        else:
            outcome.count("deeds refused in words")
        losses += _reading(window, searches)
        losses += _written_beside(file, library, beside)
        if while_open:
            heal()
            _all_kept(worker, [next(deeds) for _ in range(5)], kept, losses, "afterwards")
    except Exception as error:
        losses.append(f"{type(error).__name__}: {error}")
        heal()
    worker.end()
    losses += [f"a fault: {error!r}" for error in worker.failed if not isinstance(error, ReaderError)]
    window.close()
    if not while_open:
        heal()
    losses += _kept_there(library, kept)
    outcome.count("deeds acknowledged", len(kept))
    outcome.losses += [f"{name}: {loss}" for loss in losses]


def _deeds(numbers: Iterable[int]) -> Iterator[Job]:
    """Different ones without end, each on an article that it changes."""
    for turn in range(100):
        for number in numbers:
            yield (Star((number,)), MarkRead((number,)), MarkUnread((number,)))[(turn + number) % 3]
            if number % 7 == 0:
                yield AddFolder(f"Folder {turn} {number} {'of a long name ' * 40}")
            if number % 11 == 0:
                yield AddAndPut(f"Label {turn} {number}", (number,))


def _all_kept(worker: Worker, jobs: list[Job], kept: list[tuple[Job, int]], losses: list[str], when: str) -> None:
    for job in jobs:
        result = worker.do(job)
        if isinstance(result, Exception):
            losses.append(f"{when} it was spoilt, {job} came to {type(result).__name__}: {result}")
        else:
            kept.append((job, len(kept)))


def _until_refused(
    worker: Worker, deeds: Iterator[Job], kept: list[tuple[Job, int]], losses: list[str]
) -> Exception | None:
    refused = None
    for _ in range(_MANY):
        job = next(deeds)
        result = worker.do(job)
        if not isinstance(result, Exception):
            kept.append((job, len(kept)))
            continue
        refused = result
        if not isinstance(result, ReaderError):
            losses.append(f"{job}: {type(result).__name__}: {result}")
        elif not _helps(str(result)):
            losses.append(f"that says nothing: {result}")
        break
    return refused


def _helps(words: str) -> bool:
    """It says what is wrong and what to do."""
    return any(known in words for known in ("is full", "is read-only", "does not answer", "replaced or removed"))


def _reading(window: Reader, searches: bool = True) -> Iterator[str]:
    """Lists, articles and searches of the window that is open."""
    numbers = window.all_ids(Query(hidden=True))
    if not numbers or len(window.rows(numbers[:20])) != min(20, len(numbers)):
        yield "the list cannot be read"
    if (one := window.article(numbers[0])) is None or not one.title:
        yield "an article cannot be read"
    if searches and not window.all_ids(Query(search="harbour OR ferry OR tide")):
        yield "nothing is found any more"


def _written_beside(file: Path, library: Path, beside: dict[Path, bytes]) -> Iterator[str]:
    """What is written beside the library is new or old, never half."""
    with contextlib.suppress(ReaderError):
        settings.save(replace(settings.Settings(), language="y" * 400_000), file)
    with contextlib.suppress(ReaderError):
        mirror.keep(library, b"<opml>" + b"z" * 400_000, 4)
    for one, raw in beside.items():
        with contextlib.suppress(FileNotFoundError):  # The disk has gone.
            now = one.read_bytes()
            is_whole = now.rstrip().endswith(b"</opml>") or len(now) > 400_000
            if now != raw and not is_whole:
                yield f"{one.name} has {len(now)} bytes of {len(raw)}"
    with contextlib.suppress(OSError):
        mirror.place(library).write_bytes(beside[mirror.place(library)])


def _kept_there(library: Path, kept: list[tuple[Job, int]]) -> Iterator[str]:
    """All that was acknowledged, by what was done last of each kind to each article."""
    try:
        connect.prepare(library)
        with closing(Writer(library)) as writer:
            indexed(writer)
        report = check(library, mend=False)
        # What was to be compared with others meanwhile has its turn when there is time.
        found = [one.sentence for one in report.findings if one.name != "meanings missing"]
        if not report.complete or found:
            yield f"not sound: {found}"
        with closing(Reader(library)) as reader:
            marks = {n: (bool(s), bool(r)) for n, s, r in reader.select("SELECT id, starred, is_read FROM state")}
            folders = {folder.title for folder in reader.folders()}
            labels = {title for (title,) in reader.select("SELECT title FROM label")}
    except ReaderError as error:
        yield f"it cannot be opened: {error}"
        return
    read: dict[int, bool] = {}
    for job, _ in kept:
        match job:
            case Star((number,)) if not marks[number][0]:
                yield f"{job} is lost"
            case MarkRead((number,)):
                read[number] = True
            case MarkUnread((number,)):
                read[number] = False
            case AddFolder(title) if title not in folders:
                yield f"folder “{title[:20]}” is lost"
            case AddAndPut(title, _) if title not in labels:
                yield f"label “{title}” is lost"
    lost = [number for number, value in read.items() if marks[number][1] != value]
    if lost:
        yield f"{len(lost)} marks are lost"


def grown(place: Path, kilobytes: int, outcome: Outcome) -> None:
    """A library that grows until its disk is full, from nothing on; then the disk becomes larger."""
    with disks.mounted(place, f"{kilobytes}k", outcome) as disk:
        if disk is None:
            return
        outcome.count("disks filled by a growing library")
        library = disk / "library.db"
        stored = _grow(library)
        if library.exists() and library.stat().st_size == 0:
            outcome.losses.append(f"{kilobytes} kB: an empty file is left")
        disks.did("mount", "-o", f"remount,size={4 * kilobytes + 4000}k", str(disk))
        more = _grow(library, 3)
        try:
            with closing(Reader(library)) as reader:
                there = len(reader.all_ids(Query(hidden=True)))
            with closing(Writer(library)) as writer:
                indexed(writer)
            report = check(library, mend=False)
        except ReaderError as error:
            outcome.losses.append(f"{kilobytes} kB: {error}")
            return
        outcome.count("articles acknowledged", stored + more)
        if more != 30 or there != stored + more or report.findings or not report.complete:
            said = [one.sentence for one in report.findings]
            outcome.losses.append(f"{kilobytes} kB: {stored} + {more} kept, {there} there, {said}")


def _grow(library: Path, most: int = 500) -> int:
    """Ten articles at a time, until it is refused in words."""
    stored = 0
    with contextlib.suppress(ReaderError):
        connect.prepare(library)
        with closing(Writer(library)) as writer:
            feed = follow(writer)
            (begin,) = writer.reader.select("SELECT count(*) FROM article")[0]
            for turn in range(most):
                some = [
                    entry(
                        f"g{begin + turn * 10 + n}",
                        title=f"Title {begin} {turn} {n}",
                        text=f"word{turn} " * 300,
                        at=NOW + n,
                    )
                    for n in range(10)
                ]
                came(writer, feed, *some)
                stored += 10
                indexed(writer)
    return stored


def read_only(place: Path, outcome: Outcome) -> None:
    """An error of the disk turns it read-only while the library is open; and a start on such a disk."""
    with disks.loop_disk(place, outcome) as disk:
        if disk is None:
            return
        library = stock.made(disk / "library.db", feeds=4, articles=30)
        device = disks.device_of(disk)
        trigger = Path(f"/sys/fs/ext4/{Path(device).name}/trigger_fs_error")

        def spoil() -> None:
            trigger.write_text("1\n")

        def heal() -> None:
            _do("umount", str(disk))
            disks.did("e2fsck", "-p", str(disk.with_name("image")))
            _do("mount", "-o", "loop", str(disk.with_name("image")), str(disk))

        if not trigger.exists():
            outcome.lacks("a disk that turns read-only: this system cannot make one")
            return
        used(library, spoil, heal, outcome, "turned read-only", while_open=False)


def started_read_only(place: Path, outcome: Outcome) -> None:
    """The library of a read-only disk can be read, and says so when something is to be changed."""
    with disks.mounted(place, "6m", outcome) as disk:
        if disk is None:
            return
        outcome.count("starts on a read-only disk")
        library = stock.made(disk / "library.db", feeds=4, articles=30)
        disks.did("mount", "-o", "remount,ro", str(disk))
        losses: list[str] = []
        try:
            connect.prepare(library)
            with closing(Reader(library)) as reader:
                losses += _reading(reader)
            try:
                Writer(library).close()
                losses.append("it can be written")
            except ReaderError as error:
                if not _helps(str(error)):
                    losses.append(f"that says nothing: {error}")
        except Exception as error:
            losses.append(f"{type(error).__name__}: {error}")
        outcome.losses += [f"start on a read-only disk: {loss}" for loss in losses]


def vanishing(place: Path, outcome: Outcome) -> None:
    """The drive is pulled out while the library is open, and comes back."""
    with disks.loop_disk(place, outcome) as disk:
        if disk is None:
            return
        library = stock.made(disk / "library.db", feeds=4, articles=30)
        device = disks.device_of(disk)
        used(
            library,
            partial(_do, "umount", "-l", str(disk)),
            partial(_do, "mount", device, str(disk)),
            outcome,
            "vanished",
            searches=False,  # The search file has a journal of its own, which may not be open yet.
        )


def _do(*command: str) -> None:
    assert disks.did(*command), f"{command[0]} failed"
