"""Articles as web pages: a folder with a page of contents, or everything in one file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from desktop_reader.content.articles_out import pictures_of
from desktop_reader.content.web_pages import ToBodies, page, plain_words
from desktop_reader.library import exporting
from desktop_reader.library.reader import Reader
from desktop_reader.records.exported import Outgoing, Report
from desktop_reader.records.moments import iso
from desktop_reader.text.file_names import Names, file_name
from desktop_reader.worker.exporting import pictures
from desktop_reader.worker.exporting.crew import AT_ONCE, Crew
from desktop_reader.worker.exporting.folder import Told
from desktop_reader.worker.exporting.index import unwritable
from desktop_reader.worker.exporting.whole import new_file

INDEX = "index.html"


def free_folder(folder: Path, name: str) -> Path:
    """A new folder below ``folder``: nothing that is there is written over. Raises FileError."""
    names = Names()
    while True:
        place = folder / names.free(file_name(name, "articles"), "")
        try:
            place.mkdir(parents=True)
        except FileExistsError:
            continue
        except OSError as error:
            raise unwritable(place, error) from error
        return place


def write_folder(
    reader: Reader,
    ids: Sequence[int],
    folder: Path,
    crew: Crew,
    *,
    title: str,
    cached: pictures.Cached | None = None,
    told: Told = lambda done, of: True,
) -> Report:
    """A page an article, in a new folder below ``folder``; the contents are written also when it is stopped."""
    place = free_folder(folder, title)
    names = Names([INDEX, pictures.FOLDER])
    contents: list[tuple[str, Outgoing]] = []
    failed: list[str] = []
    stopped = False
    beside: dict[str, str] = {}

    def gathered() -> Iterator[Outgoing]:
        for one in _read(reader, ids):
            for url in pictures_of(one.article.html) if cached is not None else ():
                data = cached(url) if cached is not None and url not in beside else None
                name = pictures.save(place, data) if data else ""
                if name:
                    beside[url] = f"{pictures.FOLDER}/{name}"
            yield one

    for done, (one, text) in enumerate(
        crew.made(gathered(), lambda batch: ToBodies(tuple(batch), _of(batch, beside))), 1
    ):
        if text is None:
            failed.append(one.article.title)
        else:
            name = names.free(file_name(_stem(one), one.article.feed_title), ".html")
            _put(place / name, page(one.article.title, text, one.article.language or ""))
            contents.append((name, one))
        if done % AT_ONCE == 0 and not told(done, len(ids)):
            stopped = done < len(ids)
            break
    _put(place / INDEX, page(title, _contents(title, [(quote(name), one) for name, one in contents])))
    told(len(ids), len(ids))
    return Report(str(place), written=len(contents), failed=tuple(failed), stopped=stopped)


def write_file(
    reader: Reader,
    ids: Sequence[int],
    file: Path,
    crew: Crew,
    *,
    title: str,
    told: Told = lambda done, of: True,
) -> Report:
    """All in one page, contents first. A file that is there is replaced at the end, and not when it is stopped."""
    found: list[tuple[str, Outgoing]] = []
    failed: list[str] = []
    texts: list[str] = []
    for done, (one, text) in enumerate(crew.made(_read(reader, ids), lambda batch: ToBodies(tuple(batch))), 1):
        if text is None:
            failed.append(one.article.title)
        else:
            texts.append(f'<section id="a{done}">{text}</section>')
            found.append((f"#a{done}", one))
        if done % AT_ONCE == 0 and not told(done, len(ids)):
            return Report(str(file), stopped=True)
    with new_file(file) as out:
        out.write(page(title, "\n<hr/>\n".join([_contents(title, found), *texts])).encode("utf-8", "replace"))
    told(len(ids), len(ids))
    return Report(str(file), written=len(found), failed=tuple(failed))


def _read(reader: Reader, ids: Sequence[int]) -> Iterator[Outgoing]:
    for number in ids:
        one = exporting.outgoing(reader, number)
        if one is not None:
            yield one


def _of(batch: Sequence[Outgoing], beside: dict[str, str]) -> dict[str, str]:
    urls = {url for one in batch for url in pictures_of(one.article.html)}
    return {url: beside[url] for url in urls if url in beside}


def _day(one: Outgoing) -> str:
    return (iso(one.article.published_at) or "")[:10]


def _stem(one: Outgoing) -> str:
    return f"{_day(one)} {one.article.title or one.article.feed_title}"


def _contents(title: str, found: Sequence[tuple[str, Outgoing]]) -> str:
    lines = "\n".join(
        f'<li><a href="{plain_words(link)}" dir="auto">{plain_words(one.article.title) or "…"}</a> '
        f'<span class="facts">{plain_words(one.article.feed_title)} · {_day(one)}</span></li>'
        for link, one in found
    )
    return f"<nav><h1>{plain_words(title)}</h1>\n<ol>{lines or '<li>…</li>'}</ol></nav>"


def _put(place: Path, text: str) -> None:
    try:
        place.write_bytes(text.encode("utf-8", "replace"))
    except OSError as error:
        raise unwritable(place, error) from error
