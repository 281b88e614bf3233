"""The whole library as one file of JSON lines, and such a file back into a library."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from desktop_reader.content.archive import SanitiseLines
from desktop_reader.errors import FileError, ReaderError
from desktop_reader.files import made_anew, on_disk, only_a_file
from desktop_reader.jobs import Job
from desktop_reader.jobs.archive import KeepLines
from desktop_reader.library import archive_out
from desktop_reader.library.reader import Reader
from desktop_reader.records.archive import VERSION, Line, checked, is_head
from desktop_reader.records.exported import Report
from desktop_reader.worker.exporting.folder import Told
from desktop_reader.worker.exporting.index import unwritable

_AT_ONCE = 100
_LARGEST_LINE = 64 * 1024 * 1024
_TOLD_EVERY = 200

Numbered = tuple[int, tuple[str, Line]]


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of a file: ``kept`` lines, and the numbers of those that are not understood. ``cut`` when it ends
    before its last line, ``stopped`` by the reader: to begin anew takes it up.
    """

    kept: int
    odd: tuple[int, ...]
    cut: bool
    stopped: bool = False


def write(reader: Reader, file: Path, only: Sequence[int] | None = None, told: Told = lambda done, of: True) -> Report:
    """All of the library, or these articles with what belongs to them. A file that is there is replaced at the end, and
    not at all when it is stopped. Raises FileError.
    """
    of = len(archive_out.numbers(reader, only))
    done = 0
    try:
        with new_file(file) as out:
            for line in archive_out.lines(reader, only):
                out.write(archive_out.text(line).encode())
                if line.get("kind") == "article":
                    done += 1
                    if done % _TOLD_EVERY == 0 and not told(done, of):
                        raise _StoppedError
    except _StoppedError:
        return Report(str(file), stopped=True)
    told(of, of)
    return Report(str(file), written=done)


class _StoppedError(Exception):
    """The reader wants no more of it."""


@contextlib.contextmanager
def new_file(file: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of ``file`` when the block ends well. Raises FileError where the disk says no."""
    only_a_file(file)
    new = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with made_anew(new) as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(new, file)
        on_disk(file.parent)
    except OSError as error:
        raise unwritable(file, error) from error
    finally:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)


def is_ours(first: bytes) -> bool:
    """Whether a file that begins so is one of these."""
    try:
        return is_head(json.loads(first.split(b"\n", 1)[0].decode("utf-8-sig")))
    except (ValueError, RecursionError):
        return False


def restore(
    file: Path,
    work: Callable[[SanitiseLines], tuple[tuple[str, Line], ...]],
    keep: Callable[[Job], object],
    told: Told = lambda done, of: True,
) -> Restored:
    """Keeps what is in a file: ``work`` sanitises, ``keep`` does the deed. Raises FileError for a file of another kind,
    of a later version, or that cannot be read; what came before stays.
    """
    kept, ended = 0, False
    odd: list[int] = []
    with _opened(file) as source:
        of = os.fstat(source.fileno()).st_size
        _check_head(file, source.readline(_LARGEST_LINE))
        for batch in _batches(source, odd):
            lines = _sanitised(batch, work, odd)
            ended = ended or any(kind == "end" for kind, _ in lines)
            keep(KeepLines(lines))
            kept += len(lines)
            if not told(source.tell(), of):
                return Restored(kept, tuple(odd), cut=False, stopped=True)
    return Restored(kept, tuple(sorted(odd)), cut=not ended)


def _batches(source: IO[bytes], odd: list[int]) -> Iterator[list[Numbered]]:
    batch: list[Numbered] = []
    number, size = 1, 0
    while raw := source.readline(_LARGEST_LINE):
        number += 1
        if not raw.strip():
            continue
        try:
            batch.append((number, checked(json.loads(raw.decode("utf-8", "replace")))))
            size += len(raw)
        except (ValueError, RecursionError):
            odd.append(number)
        if len(batch) >= _AT_ONCE or size > _LARGEST_LINE // 16:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _sanitised(
    batch: Sequence[Numbered], work: Callable[[SanitiseLines], tuple[tuple[str, Line], ...]], odd: list[int]
) -> tuple[tuple[str, Line], ...]:
    """One by one where all at once did not work."""
    try:
        return work(SanitiseLines(tuple(line for _, line in batch)))
    except ReaderError:
        if len(batch) == 1:
            odd.append(batch[0][0])
            return ()
    return tuple(line for one in batch for line in _sanitised([one], work, odd))


def _opened(file: Path) -> IO[bytes]:
    try:
        return open(file, "rb")
    except OSError as error:
        raise FileError("“{file}” cannot be read ({reason}).", file=file, reason=error.strerror) from error


def _check_head(file: Path, first: bytes) -> None:
    if not is_ours(first):
        raise FileError("“{file}” is no library as JSON lines: its first line does not say so.", file=file)
    version = json.loads(first.decode("utf-8-sig")).get("version")
    if not isinstance(version, int) or version > VERSION:
        raise FileError("“{file}” was written by a later version of Desktop Reader. Update first.", file=file)
