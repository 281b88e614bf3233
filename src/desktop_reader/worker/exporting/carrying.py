"""One way out for all forms: what the window and the command line ask for alike."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop_reader.files import write_safely
from desktop_reader.library import exporting
from desktop_reader.library.reader import Reader
from desktop_reader.records.exported import SUFFIX, Form, Report
from desktop_reader.worker.exporting import book, web, whole
from desktop_reader.worker.exporting.crew import Crew
from desktop_reader.worker.exporting.folder import MarkdownFolder, Told
from desktop_reader.worker.exporting.pictures import Cached


def always(done: int, of: int) -> bool:
    """Nobody wants to stop it."""
    return True


def carry_out(
    reader: Reader,
    form: Form,
    ids: Sequence[int] | None,
    target: Path,
    crew: Crew,
    *,
    title: str,
    now: int,
    language: str = "en",
    cached: Cached | None = None,
    told: Told = always,
) -> Report:
    """Writes these articles, or everything, to ``target``: a folder for MARKDOWN and for HTML without an ending, else a
    file. Raises ReaderError.
    """
    if form is Form.JSON:
        return whole.write(reader, target, ids, told)
    if form is Form.OPML:
        return _subscriptions(reader, ids, target)
    some = exporting.everything(reader) if ids is None else ids
    if form is Form.EPUB:
        return book.write(reader, some, target, crew, title=title, now=now, language=language, cached=cached, told=told)
    if form is Form.HTML:
        if target.suffix.lower() in (SUFFIX[Form.HTML], ".htm", ".xhtml"):
            return web.write_file(reader, some, target, crew, title=title, told=told)
        return web.write_folder(reader, some, target, crew, title=title, cached=cached, told=told)
    folder = MarkdownFolder(reader, target, crew, cached=cached)
    try:
        return folder.write(some, told)
    finally:
        folder.close()


def _subscriptions(reader: Reader, ids: Sequence[int] | None, target: Path) -> Report:
    from desktop_reader.jobs.transfer import export_opml

    only = None if ids is None else exporting.feeds_of(reader, ids)
    write_safely(target, export_opml(reader, only))
    return Report(str(target), written=len(reader.feeds()) if only is None else len(only))
