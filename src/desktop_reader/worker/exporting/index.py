"""What we wrote into a folder: one line for each file, in ``.desktop-reader/index.jsonl`` of that folder.

By it a file that the reader made or changed is told from one of ours. A line is added after its file is there, so a
crash between the two leaves a file that nobody knows; it is known again when it would be written just so.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO

from desktop_reader.errors import FileError
from desktop_reader.files import write_safely

FOLDER = ".desktop-reader"
_FILE = "index.jsonl"
_LARGEST = 512 * 1024 * 1024
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LABELS = re.compile(r"^labels:.*\n(?:[ \t]+-.*\n|- .*\n)*", re.M)


@dataclass(frozen=True, slots=True)
class Written:
    """A file of ours: its place below the folder, what is in it (``digest`` of all, ``rest`` without the labels), how
    it looked on the disk, and how the article stood then. ``foreign``: the reader has changed it since.
    """

    id: str
    name: str
    digest: str
    rest: str
    size: int
    mtime: int
    stamp: str
    labels: tuple[str, ...]
    foreign: bool = False


class Index:
    """The index of ``folder``. Raises FileError where it cannot be read or written."""

    def __init__(self, folder: Path) -> None:
        self._place = folder / FOLDER / _FILE
        if self._place.is_symlink() or leads_out(folder, self._place):
            raise FileError("“{file}” is a link to somewhere else, so nothing is written there.", file=self._place)
        self._out: IO[str] | None = None
        self.known: dict[str, Written] = {}
        lines = 0
        for line in self._lines():
            lines += 1
            one = _read(line)
            if one is not None:
                self.known[one.id] = one
        if lines > 2 * len(self.known) + 100:
            data = "".join(map(_line, self.known.values())).encode()
            write_safely(self._place, data, private=True)

    @classmethod
    def there(cls, folder: Path) -> bool:
        """Whether this is a folder of ours."""
        return (folder / FOLDER).is_dir()

    @classmethod
    def make(cls, folder: Path) -> None:
        """From now on it is. Raises FileError."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / FOLDER).mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise unwritable(folder, error) from error

    def add(self, one: Written) -> None:
        """Remembers a file."""
        try:
            if self._out is None:
                # A line that a crash tore must not swallow the next one.
                torn = self._place.exists() and not self._place.read_bytes().endswith(b"\n")
                self._place.touch(mode=0o600)
                self._out = open(self._place, "a", encoding="utf-8", newline="\n")  # noqa: SIM115
                self._out.write("\n" if torn and self._place.stat().st_size else "")
            self._out.write(_line(one))
            self._out.flush()
        except OSError as error:
            raise unwritable(self._place, error) from error
        self.known[one.id] = one

    def flush(self) -> None:
        """What was added is in the file."""
        try:
            if self._out is not None:
                self._out.flush()
        except OSError as error:
            raise unwritable(self._place, error) from error

    def close(self) -> None:
        """Closes the file, with all that was added."""
        out, self._out = self._out, None
        try:
            if out is not None:
                out.close()
        except OSError as error:
            raise unwritable(self._place, error) from error

    def _lines(self) -> list[str]:
        try:
            if self._place.stat().st_size > _LARGEST:
                return []
            return self._place.read_text(encoding="utf-8", errors="replace").split("\n")
        except FileNotFoundError:
            return []
        except OSError as error:
            raise FileError("“{file}” cannot be read ({reason}).", file=self._place, reason=error.strerror) from error


def digest(data: bytes) -> str:
    """What stands for the contents of a file."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def rest(text: str) -> str:
    """What stands for the text of a file without its labels."""
    return digest(_LABELS.sub("", text, count=1).encode("utf-8", "surrogatepass"))


def leads_out(folder: Path, place: Path) -> bool:
    """Whether the way from ``folder`` down to ``place`` goes over a link: behind it anybody's files may lie."""
    return any(one.is_symlink() for one in place.parents if one != folder and one.is_relative_to(folder))


def unwritable(file: Path, error: OSError) -> FileError:
    """The disk did not take it."""
    return FileError(
        "“{file}” could not be written ({reason}). Check the disk’s space and the folder’s rights.",
        file=file,
        reason=error.strerror,
    )


def _line(one: Written) -> str:
    return json.dumps(asdict(one), ensure_ascii=False) + "\n"


def _read(line: str) -> Written | None:
    """A line of the index. It lies in a folder of the reader's, so anybody may have written it: what is odd is not
    taken, least of all a name that leads out of the folder.
    """
    try:
        said = json.loads(line)
        one = Written(**(said | {"labels": tuple(said["labels"])}))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    texts = (one.id, one.name, one.digest, one.rest, one.stamp, *one.labels)
    sound = all(isinstance(text, str) for text in texts) and type(one.size) is type(one.mtime) is int
    return one if sound and type(one.foreign) is bool and _UUID.fullmatch(one.id) and _inside(one.name) else None


def _inside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    windows = PureWindowsPath(name)
    plain = not windows.drive and not windows.root and "\\" not in name and "\0" not in name
    return (
        plain and 0 < len(parts) <= 2 and ".." not in parts and not name.startswith((".", "/")) and FOLDER not in parts
    )
