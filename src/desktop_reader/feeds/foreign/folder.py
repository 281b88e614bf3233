"""A folder of Markdown, HTML or text files, or one such file: each is a page that was saved."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from desktop_reader.errors import FileError
from desktop_reader.feeds import sniff
from desktop_reader.feeds.foreign.listed import Made
from desktop_reader.feeds.foreign.source import TEXT_LIMIT, article
from desktop_reader.records.incoming import Foreign, Form

FORMS = {
    ".md": Form.MARKDOWN,
    ".markdown": Form.MARKDOWN,
    ".mdown": Form.MARKDOWN,
    ".html": Form.HTML,
    ".htm": Form.HTML,
    ".xhtml": Form.HTML,
    ".txt": Form.TEXT,
    ".text": Form.TEXT,
}
FILES_LIMIT = 200_000
_DEEPEST = 40
_BEGINNING = 64 * 1024


def read(path: Path) -> list[Made]:
    """The files in their order. Raises FileError where there are none, or too many."""
    return [make for _, make in files(path)]


def files(path: Path) -> list[tuple[Path, Made]]:
    """Each file, and the article that is made of it. Raises FileError."""
    if path.is_file():
        return [(path, partial(_article, path, path.name))]
    found = _files(path)
    if not found:
        raise FileError("There is no Markdown, HTML or text file in “{folder}”.", folder=path)
    return [(path / name, partial(_article, path / name, f"{path.name}/{name}")) for name in found]


def beginning(path: Path) -> str:
    """What stands on top of a Markdown file; nothing for one of another kind, or that cannot be read."""
    if FORMS.get(path.suffix.lower()) is not Form.MARKDOWN:
        return ""
    try:
        if not path.is_file():  # A pipe would be waited for.
            return ""
        with path.open("rb") as file:
            return sniff.decode(file.read(_BEGINNING))
    except OSError:
        return ""


def _files(path: Path) -> list[str]:
    """Their names within the folder. Hidden ones are left out, and links to other places are not followed."""
    found: list[str] = []
    for place, folders, files in os.walk(path, onerror=_refuse(path), followlinks=False):
        inside = Path(place).relative_to(path)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and len(inside.parts) < _DEEPEST)
        for name in sorted(files):
            one = Path(place) / name
            if not name.startswith(".") and one.suffix.lower() in FORMS and not one.is_symlink():
                found.append((inside / name).as_posix())
        if len(found) > FILES_LIMIT:
            raise FileError("There are more than {limit} files in “{folder}”.", limit=FILES_LIMIT, folder=path)
    return found


def _refuse(path: Path) -> Callable[[OSError], None]:
    def refuse(error: OSError) -> None:
        if error.filename == str(path):  # One folder in it that may not be read is left out.
            raise FileError("“{file}” cannot be read ({reason}).", file=path, reason=error.strerror) from error

    return refuse


def _article(path: Path, name: str) -> Foreign | None:
    """None for a file that cannot be read, or went meanwhile."""
    try:
        if not path.is_file():  # A pipe would be waited for.
            return None
        with path.open("rb") as file:
            text = sniff.decode(file.read(TEXT_LIMIT))
            at = int(os.fstat(file.fileno()).st_mtime)
    except OSError:
        return None
    return article(guid=f"file:{name}", title=path.stem, text=text, at=at, form=FORMS[path.suffix.lower()])
