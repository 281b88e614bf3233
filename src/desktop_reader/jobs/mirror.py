"""The list of subscriptions that lies beside the library (``library.mirror``): renewed from the library, and a library
made of it when nothing else is left.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from pathlib import Path

from desktop_reader.errors import FileError, OpmlError
from desktop_reader.feeds import opml
from desktop_reader.jobs.transfer import ImportOpml, as_opml
from desktop_reader.library import backups, connect, mirror, restoring, subscribed
from desktop_reader.library.reader import Reader
from desktop_reader.library.writer import Writer
from desktop_reader.records.saved import is_saved


def renew(reader: Reader) -> bool:
    """Brings the mirror up to date; False when it was. Raises FileError where the disk does not take it."""
    feeds = [feed for feed in reader.feeds() if not is_saved(feed.url)]
    return mirror.keep(reader.path, as_opml(reader.folders(), feeds, subscribed.own(reader)), len(feeds))


def listed(file: Path) -> ImportOpml:
    """The deed that follows all feeds of such a file. Raises FileError and OpmlError."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise FileError("“{file}” could not be read ({reason}).", file=file, reason=error.strerror) from error
    tree = opml.read(data, own=True)
    if not any(opml.feeds(tree)):
        raise OpmlError("There are no subscriptions in “{file}”.", file=file)
    return ImportOpml(tree, int(time.time()))


def restore(library: Path, file: Path) -> Path | None:
    """A library that follows the feeds of an OPML file takes the place of what is there; all articles are those that
    the feeds still have. Returns where the library of before lies now; None where there was none.

    Nobody may have the library open. Raises ReaderError, and then all is what it was.
    """
    job = listed(file)
    with connect.translated(library):
        backups.folder(library).mkdir(mode=0o700, parents=True, exist_ok=True)
        place = tempfile.mkdtemp(suffix=".new", dir=backups.folder(library))
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, place, ignore_errors=True)
        new = Path(place) / library.name
        connect.prepare(new)
        with contextlib.closing(Writer(new)) as made:
            job.run(made)
        return restoring.restore(library, new)
