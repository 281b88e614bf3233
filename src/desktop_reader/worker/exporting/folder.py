"""Articles as Markdown files in a folder, one folder a feed: made, brought up to date, never over what is the reader's.

The same for a folder that is written once and for a vault that is kept in step. They differ where a file of ours is
gone: an export writes it again, in a vault the reader has removed it. What the reader has changed is left alone; of a
vault's files the labels are read back, wherever they can be read.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from desktop_reader.content import front_matter
from desktop_reader.content.articles_out import ToMarkdown, pictures_of
from desktop_reader.errors import FileError
from desktop_reader.files import made_anew
from desktop_reader.library import exporting
from desktop_reader.library.reader import Reader
from desktop_reader.records.exported import Outgoing, Relabelled, Report, Standing
from desktop_reader.records.moments import iso
from desktop_reader.text.file_names import Names, file_name
from desktop_reader.worker.exporting import pictures
from desktop_reader.worker.exporting.crew import AT_ONCE, Crew
from desktop_reader.worker.exporting.index import FOLDER, Index, Written, digest, leads_out, rest, unwritable

Told = Callable[[int, int], bool]
"""So many articles of so many are done; False to stop."""

_LARGEST = 32 * 1024 * 1024  # Of a file that is read back.
_HEAD = 4096
_SUFFIX = ".md"


class VaultGoneError(FileError):
    """The folder of the vault is not there, or is another one by now."""


class MarkdownFolder:
    """``folder``, with ``cached`` pictures beside the files. Make it and use it on one thread; ``close`` it."""

    def __init__(
        self, reader: Reader, folder: Path, crew: Crew, *, vault: bool = False, cached: pictures.Cached | None = None
    ) -> None:
        if vault and not Index.there(folder):
            raise _gone(folder)
        if not vault:
            Index.make(folder)
        self._reader = reader
        self._folder = folder
        self._crew = crew
        self._vault = vault
        self._cached = cached
        self._index = Index(folder)
        self._known_names = {one.name for one in self._index.known.values()}
        self._names: dict[str, Names] = {}
        self._folders: dict[int, str] = {}
        self._top = Names(_listed(folder))
        self._left = self._same = 0
        self._relabelled: list[Relabelled] = []
        self._unread: list[tuple[str, str]] = []

    def close(self) -> None:
        """Keeps the index."""
        self._index.close()

    def write(self, ids: Sequence[int], told: Told = lambda done, of: True) -> Report:
        """Brings these articles' files up to date. Raises FileError when the disk takes no more."""
        if self._vault:  # What was wanted once stays in step.
            ids = list(dict.fromkeys([*ids, *exporting.with_uuids(self._reader, self._index.known)]))
        wanted = [one for one in exporting.standing(self._reader, ids) if self._is_wanted(one)]
        articles = {one.uuid: one for one in wanted}
        written, failed, stopped = 0, [], False
        beside: dict[str, dict[str, str]] = {}

        def task(batch: Sequence[Outgoing]) -> ToMarkdown:
            some = {url: place for one in batch for url, place in beside.pop(one.article.uuid, {}).items()}
            return ToMarkdown(tuple(batch), some)

        made = self._crew.made(self._gathered(wanted, beside), task)
        try:
            for done, (one, text) in enumerate(made, 1):
                if text is None:
                    failed.append(one.article.title)
                else:
                    written += self._keep(one, text, articles[one.article.uuid])
                if done % AT_ONCE == 0 or done == len(wanted):
                    self._index.flush()
                    if self._vault and not Index.there(self._folder):  # A disk that went leaves an empty folder.
                        raise _gone(self._folder)
                    if not told(done, len(wanted)):
                        stopped = done < len(wanted)
                        break
        finally:
            self._index.flush()
        return Report(
            where=str(self._folder),
            written=written,
            same=self._same,
            left=self._left,
            failed=tuple(failed),
            stopped=stopped,
            relabelled=tuple(self._relabelled),
            unread=tuple(self._unread),
        )

    # Is there anything to do?

    def _is_wanted(self, one: Standing) -> bool:
        """Whether the article's file is to be written; looks at what became of it since."""
        known = self._index.known.get(one.uuid)
        if known is None:
            return True
        place = self._folder / known.name
        try:
            there = place.stat()
        except FileNotFoundError:
            self._left += self._vault
            return not self._vault
        except OSError:
            self._left += 1
            return False
        if (there.st_size, there.st_mtime_ns) != (known.size, known.mtime) and there.st_size:
            now = self._looked_at(known, one, place)
            if now is None:
                return False
            known = now
        if known.foreign:
            self._left += 1
            return False
        if known.stamp == one.stamp and there.st_size:
            self._same += 1
            return False
        return True

    def _looked_at(self, known: Written, one: Standing, place: Path) -> Written | None:
        """Somebody has touched the file: what is it now? None while the library has not its labels yet: until then
        nothing is forgotten of how they were.
        """
        try:
            there = place.stat()
            data = place.read_bytes() if there.st_size <= _LARGEST else b""
        except OSError as error:
            self._unread.append((known.name, str(error.strerror)))
            return replace(known, foreign=True)
        now = replace(known, size=there.st_size, mtime=there.st_mtime_ns)
        if digest(data) != known.digest:
            text = data.decode("utf-8", "replace")
            labels = self._labels(known, text) if self._vault else None
            if labels is not None and self._differ(known, labels, one):
                return None
            # Where the labels are all that is different the file stays one of ours, and is written anew.
            ours = labels is not None and rest(text) == known.rest
            now = replace(
                now,
                foreign=not ours,
                labels=known.labels if labels is None else labels,
                digest=digest(data),
                stamp="" if ours else known.stamp,
            )
        self._index.add(now)
        return now

    def _labels(self, known: Written, text: str) -> tuple[str, ...] | None:
        """Those that stand in a file; None where that cannot be told."""
        try:
            front, _ = front_matter.split(text)
            said = front_matter.read(front) if front is not None else {}
        except front_matter.FrontMatterError as error:
            self._unread.append((known.name, str(error)))
            return None
        found = said.get("labels")
        if said.get("id") != known.id or "labels" not in said:
            return None
        if isinstance(found, str):
            found = [found]
        if found is not None and not isinstance(found, list):
            self._unread.append((known.name, "labels"))
            return None
        return tuple(dict.fromkeys(" ".join(label.split()) for label in found or () if label.strip()))

    def _differ(self, known: Written, labels: tuple[str, ...], one: Standing) -> bool:
        """Whether the reader has put labels on or taken some off that the library has otherwise."""
        before, now, here = ({label.casefold(): label for label in some} for some in (known.labels, labels, one.labels))
        added = tuple(now[name] for name in now if name not in before and name not in here)
        removed = tuple(here[name] for name in here if name in before and name not in now)
        if added or removed:
            self._relabelled.append(Relabelled(known.id, added, removed))
        return bool(added or removed)

    # Writing

    def _gathered(self, wanted: Sequence[Standing], beside: dict[str, dict[str, str]]) -> Iterator[Outgoing]:
        labels = {one.uuid: one.labels for one in wanted}
        for found in exporting.outgoings(self._reader, [one.id for one in wanted]):
            uuid = found.article.uuid
            if self._cached is not None:
                beside[uuid] = self._pictures(found, self._cached)
            yield replace(found, labels=labels[uuid])

    def _pictures(self, one: Outgoing, cached: pictures.Cached) -> dict[str, str]:
        places = {}
        for url in pictures_of(one.article.html):
            data = cached(url)
            name = pictures.save(self._folder, data) if data else ""
            if name:
                places[url] = f"../{pictures.FOLDER}/{name}"
        return places

    def _keep(self, one: Outgoing, text: str, stands: Standing) -> bool:
        """Writes a file; False where it is the reader's by now."""
        data = text.encode("utf-8", "replace")
        known = self._index.known.get(stands.uuid)
        place, is_new = (self._folder / known.name, False) if known is not None else self._new_place(one, data)
        if place is None or (not is_new and leads_out(self._folder, place)):
            self._left += 1
            return False
        try:
            if not is_new and not self._replaced(place, data, known, stands.uuid):
                self._left += 1  # It was changed while we worked; the next look sees how.
                return False
            there = place.stat()
        except OSError as error:
            raise unwritable(place, error) from error
        self._index.add(
            Written(
                id=stands.uuid,
                name=place.relative_to(self._folder).as_posix(),
                digest=digest(data),
                rest=rest(text),
                size=there.st_size,
                mtime=there.st_mtime_ns,
                stamp=stands.stamp,
                labels=stands.labels,
            )
        )
        return True

    def _replaced(self, place: Path, data: bytes, known: Written | None, uuid: str) -> bool:
        """Puts a file in the place of one of ours; False where that is the reader's by now."""
        place.parent.mkdir(exist_ok=True)
        new = place.with_name(f".{uuid}.new")
        try:
            with made_anew(new) as out:
                out.write(data)
            if known is not None and not _as_it_was(place, known):
                return False
            new.replace(place)
        finally:
            with contextlib.suppress(OSError):
                new.unlink(missing_ok=True)
        return True

    def _new_place(self, one: Outgoing, data: bytes) -> tuple[Path | None, bool]:
        """Where a new file was written, under a name that nobody had, and True; or the file that an earlier run wrote
        just so and forgot. None where one of this article lies there that cannot be told from one that was
        changed: the index was lost; and where the way leads over a link.
        """
        article = one.article
        below = self._folders.get(article.feed_id) or self._folder_of(one)
        names = self._names.setdefault(below, Names())
        day = (iso(article.published_at) or "")[:10]
        stem = file_name(f"{day} {article.title}", f"{day} {article.feed_title}")
        try:
            (self._folder / below).mkdir(exist_ok=True)
            while True:
                place = self._folder / below / names.free(stem, _SUFFIX)
                if leads_out(self._folder, place):
                    return None, False
                try:
                    _write_new(place, data)
                    return place, True
                except FileExistsError:
                    if self._is_known(place):
                        continue
                    # A kill may leave half a file. Without the index it might as well be one that somebody cut short.
                    if _holds(place, data, begun=bool(self._index.known)):
                        return place, False
                    if _is_of(place, article.uuid):
                        return None, False
        except OSError as error:
            raise unwritable(self._folder / below, error) from error

    def _is_known(self, place: Path) -> bool:
        name = place.relative_to(self._folder).as_posix()
        return name in self._known_names

    def _folder_of(self, one: Outgoing) -> str:
        """Each feed has its folder; two feeds of one title share it."""
        name = file_name(one.article.feed_title, "feed")
        if name.casefold() == pictures.FOLDER:
            name = f"{name} (feed)"
        place = self._folder / name
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            name = self._top.free(name, "")
        self._folders[one.article.feed_id] = name
        return name


def _gone(folder: Path) -> VaultGoneError:
    return VaultGoneError(
        "The vault “{folder}” is not there. Nothing was written, and nothing is lost:"
        " put it back, or choose another folder in the preferences.",
        folder=folder,
    )


def _as_it_was(place: Path, known: Written) -> bool:
    try:
        there = place.stat()
    except FileNotFoundError:
        return True
    return not there.st_size or (there.st_size, there.st_mtime_ns) == (known.size, known.mtime)


def _write_new(place: Path, data: bytes) -> None:
    """A file that was not there. Raises FileExistsError where one is; of one that does not fit nothing is left."""
    with open(place, "xb") as out:
        try:
            out.write(data)
            out.flush()
        except OSError:
            with contextlib.suppress(OSError):
                place.unlink()
            raise


def _holds(place: Path, data: bytes, *, begun: bool) -> bool:
    """Whether this is in the file, or nothing at all, or, where it may be ``begun``, its beginning: a crash between two
    steps left it so.
    """
    with contextlib.suppress(OSError):
        size = place.stat().st_size
        if not place.is_file() or size > len(data):
            return False
        return not size or ((begun or size == len(data)) and data.startswith(place.read_bytes()))
    return False


def _is_of(place: Path, uuid: str) -> bool:
    """Whether a file says that it is this article's."""
    try:
        if not place.is_file():  # A pipe would be waited for.
            return False
        with open(place, "rb") as source:
            return f'\nid: "{uuid}"'.encode() in source.read(_HEAD)
    except OSError:
        return False


def _listed(folder: Path) -> list[str]:
    try:
        return [one.name for one in folder.iterdir() if one.name != FOLDER]
    except OSError as error:
        raise FileError("“{file}” cannot be read ({reason}).", file=folder, reason=error.strerror) from error
