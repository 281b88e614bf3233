"""Articles as an EPUB 3, one chapter each, with the pictures that are in the cache."""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from desktop_reader.content.articles_out import pictures_of
from desktop_reader.content.web_pages import STYLE, ToChapters, document, plain_words
from desktop_reader.library import exporting
from desktop_reader.library.reader import Reader
from desktop_reader.records.exported import Outgoing, Report
from desktop_reader.worker.exporting import pictures
from desktop_reader.worker.exporting.crew import AT_ONCE, Crew
from desktop_reader.worker.exporting.folder import Told
from desktop_reader.worker.exporting.whole import new_file

_TYPES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}
_CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_EPOCH = (1980, 1, 1, 0, 0, 0)  # The same articles make the same book, byte for byte but for its date.


class _StoppedError(Exception):
    """The reader wants no more of it."""


def write(
    reader: Reader,
    ids: Sequence[int],
    file: Path,
    crew: Crew,
    *,
    title: str,
    now: int,
    language: str = "en",
    cached: pictures.Cached | None = None,
    told: Told = lambda done, of: True,
) -> Report:
    """A book of these articles in their order. A file that is there is replaced at the end, and not when it is stopped.
    Raises FileError.
    """
    book = _Book(title, now, language, cached)
    try:
        with new_file(file) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            book.begin(packed)
            made = crew.made(_gathered(reader, ids, book), lambda batch: ToChapters(tuple(batch), book.places(batch)))
            for done, (one, text) in enumerate(made, 1):
                book.add(one, text)
                if done % AT_ONCE == 0 and not told(done, len(ids)):
                    raise _StoppedError
            book.end()
    except _StoppedError:
        return Report(str(file), stopped=True)
    told(len(ids), len(ids))
    return Report(str(file), written=len(book.chapters), failed=tuple(book.failed))


def _gathered(reader: Reader, ids: Sequence[int], book: _Book) -> Iterator[Outgoing]:
    for number in ids:
        one = exporting.outgoing(reader, number)
        if one is not None:
            book.keep_pictures(one)
            yield one


class _Book:
    def __init__(self, title: str, now: int, language: str, cached: pictures.Cached | None) -> None:
        self.title = title
        self.chapters: list[tuple[str, str]] = []
        self.failed: list[str] = []
        self._now = now
        self._language = language
        self._cached = cached
        self._places: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._uuids: list[str] = []
        self._packed: zipfile.ZipFile

    def begin(self, packed: zipfile.ZipFile) -> None:
        """What a reading program looks at first has to lie there first, and not packed."""
        self._packed = packed
        packed.writestr(zipfile.ZipInfo("mimetype", _EPOCH), b"application/epub+zip", zipfile.ZIP_STORED)
        self._put("META-INF/container.xml", _CONTAINER)
        self._put("OEBPS/style.css", STYLE)

    def keep_pictures(self, one: Outgoing) -> None:
        """Those of an article that are in the cache, each once."""
        for url in pictures_of(one.article.html) if self._cached is not None else ():
            assert self._cached is not None
            data = None if url in self._places else self._cached(url)
            name = pictures.name_of(data) if data else ""
            if data and name:
                self._places[url] = f"pictures/{name}"
                if name not in self._names:
                    self._names[name] = _TYPES[name.rpartition(".")[2]]
                    self._put(f"OEBPS/pictures/{name}", data, zipfile.ZIP_STORED)

    def places(self, batch: Sequence[Outgoing]) -> dict[str, str]:
        """Where in the book the pictures of these lie."""
        urls = {url for one in batch for url in pictures_of(one.article.html)}
        return {url: self._places[url] for url in urls if url in self._places}

    def add(self, one: Outgoing, text: str | None) -> None:
        """The next chapter."""
        if text is None:
            self.failed.append(one.article.title)
            return
        name = f"{len(self.chapters) + 1:05}.xhtml"
        self.chapters.append((name, one.article.title))
        self._uuids.append(one.article.uuid)
        self._put(f"OEBPS/{name}", text)

    def end(self) -> None:
        """The table of contents, and the list of all that is in it."""
        count = len(self.chapters)
        if not count:  # A book has a page, and a list an entry.
            self.chapters.append(("00001.xhtml", self.title))
            self._put("OEBPS/00001.xhtml", document(self.title, f"<p>{_words(self.title)}</p>", ""))
        lines = "".join(f'<li><a href="{name}">{_words(title)}</a></li>\n' for name, title in self.chapters)
        self._put("OEBPS/nav.xhtml", self._nav(lines))
        self._put("OEBPS/book.opf", self._package())
        del self.chapters[count:]

    def _nav(self, lines: str) -> str:
        inside = f'<nav epub:type="toc" id="toc"><h1>{_words(self.title)}</h1>\n<ol>\n{lines}</ol></nav>'
        head = '<link rel="stylesheet" type="text/css" href="style.css"/>'
        return document(self.title, inside, head, self._language)

    def _package(self) -> str:
        moment = datetime.fromtimestamp(self._now, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        name = uuid.uuid5(uuid.NAMESPACE_URL, " ".join([self.title, *self._uuids]))
        xhtml = "application/xhtml+xml"
        items = [f'<item id="c{n}" href="{file}" media-type="{xhtml}"/>' for n, (file, _) in enumerate(self.chapters)]
        items += [
            f'<item id="p{n}" href="pictures/{file}" media-type="{kind}"/>'
            for n, (file, kind) in enumerate(self._names.items())
        ]
        spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(self.chapters)))
        lines = "\n".join(items)
        return f"""<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:{name}</dc:identifier>
<dc:title>{_words(self.title)}</dc:title>
<dc:language>{escape(self._language)}</dc:language>
<meta property="dcterms:modified">{moment}</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="{xhtml}" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>
{lines}
</manifest>
<spine>{spine}</spine>
</package>
"""

    def _put(self, name: str, data: str | bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
        raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
        self._packed.writestr(zipfile.ZipInfo(name, _EPOCH), raw, how)


def _words(text: str) -> str:
    return plain_words(text) or "…"
