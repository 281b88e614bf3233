"""Books and web pages: valid by the strictest reading, whatever the articles are."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from desktop_reader.content.sanitize import sanitize
from desktop_reader.content.web_pages import XHTML
from desktop_reader.library.writer import Writer
from desktop_reader.records.exported import Report
from desktop_reader.worker.exporting import book, web
from desktop_reader.worker.exporting.crew import Crew
from tests.library_fixtures import NOW, came, entry, follow, made, opened

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
PICTURE = "https://example.org/a.png"
HOSTILE = (
    "<p>plain &amp; simple</p>",
    "<p>a<br>b<hr>c &nbsp; &lt;x&gt; \x0b\x00 \ufffe",
    "<b><i>wrongly</b> closed</i><table><tr><td>x<p>y</table>",
    "<div>" * 250 + "deep",
    "<p title=']]>'>]]&gt; <!-- c -- d --> <?pi ?> <a href='#x'>in</a> <a href='https://x/?a=1&b=\"2\"'>out</a></p>",
    f'<a href="https://x/"><img src="{PICTURE}" alt="a &quot; b"></a><img src="https://example.org/gone.jpg">',
    '<svg><script>x()</script></svg><math><mi>x</mi></math><center dir="rtl">שלום</center><tt>code</tt>',
    "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> 👩‍👩‍👧 \U0001f600 &#x1F; &#xD800;",
    "",
    "<pre><code class='language-python'>if a < b && c:\n  pass</code></pre><ol start=3><li>x</ol>",
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(made(tmp_path)) as library:
        yield library


def fill(library: Writer) -> list[int]:
    entries = [
        entry(
            str(n),
            f"https://example.org/{n}?a=1&b=2",
            f"Title & <{n}> \x07",
            f"t{n}",
            NOW + n,
            html=sanitize(html).html,
        )
        for n, html in enumerate(HOSTILE)
    ]
    return sorted(came(library, follow(library, title="Feed <1>"), *entries).new, reverse=True)


def cached(url: str) -> bytes | None:
    return PNG if url == PICTURE else None


def written(library: Writer, ids: list[int], file: Path, stop: bool = False) -> Report:
    with Crew(0) as crew:
        return book.write(
            library.reader, ids, file, crew, title="A day & more", now=NOW, cached=cached, told=lambda *_: not stop
        )


def test_every_chapter_is_well_formed_and_listed(library: Writer, tmp_path: Path) -> None:
    file = tmp_path / "a.epub"

    report = written(library, fill(library), file)

    assert (report.written, report.failed) == (len(HOSTILE), ())
    with zipfile.ZipFile(file) as packed:
        assert packed.testzip() is None
        first = packed.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert packed.read("mimetype") == b"application/epub+zip"
        container = ElementTree.fromstring(packed.read("META-INF/container.xml"))
        (root,) = (one.get("full-path") for one in container.iter() if one.tag.endswith("rootfile"))
        package = ElementTree.fromstring(packed.read(root or ""))
        opf = "{http://www.idpf.org/2007/opf}"
        items = {one.get("id"): one for one in package.iter(f"{opf}item")}
        files = {f"OEBPS/{one.get('href')}" for one in items.values()}
        assert files == set(packed.namelist()) - {"mimetype", "META-INF/container.xml", root}
        spine = [items[one.get("idref")].get("href") for one in package.iter(f"{opf}itemref")]
        assert len(spine) == len(HOSTILE)
        assert len(set(packed.namelist())) == len(packed.namelist())
        for name in files:
            if name.endswith(".xhtml"):
                whole = ElementTree.fromstring(packed.read(name))
                assert whole.tag == f"{{{XHTML}}}html"
                names = {one.tag.removeprefix(f"{{{XHTML}}}") for one in whole.iter()}
                assert not names & {"script", "svg", "math", "center", "tt", "font", "iframe"}
                for picture in whole.iter(f"{{{XHTML}}}img"):
                    assert f"OEBPS/{picture.get('src')}" in files
        nav = ElementTree.fromstring(packed.read("OEBPS/nav.xhtml"))
        assert [one.get("href") for one in nav.iter(f"{{{XHTML}}}a")] == spine
        assert [one.text for one in nav.iter(f"{{{XHTML}}}a")][:2] == ["Title & <0> ", "Title & <1> "]
        said = [one.text for one in package.iter() if one.tag.endswith(("}title", "}language"))]
        assert said == ["A day & more", "en"]


def test_no_articles_make_a_book_all_the_same(library: Writer, tmp_path: Path) -> None:
    report = written(library, [], tmp_path / "a.epub")

    assert report.written == 0
    with zipfile.ZipFile(tmp_path / "a.epub") as packed:
        assert b"<li>" in packed.read("OEBPS/nav.xhtml")


def test_a_book_that_was_stopped_is_none(library: Writer, tmp_path: Path) -> None:
    feed = follow(library)
    ids = list(came(library, feed, *(entry(str(n), None, f"{n}", f"{n}", NOW) for n in range(25))).new)

    assert written(library, ids, tmp_path / "a.epub", stop=True).stopped
    assert not (tmp_path / "a.epub").exists()
    assert not list(tmp_path.glob("*.new"))


def test_a_folder_of_pages_has_its_contents(library: Writer, tmp_path: Path) -> None:
    ids = fill(library)
    (tmp_path / "All of it").mkdir()
    with Crew(0) as crew:
        report = web.write_folder(library.reader, ids, tmp_path, crew, title="All of it", cached=cached)

    place = Path(report.where)
    assert place == tmp_path / "All of it (2)"
    contents = ElementTree.fromstring((place / "index.html").read_text(encoding="utf-8"))
    links = [unquote(one.get("href") or "") for one in contents.iter(f"{{{XHTML}}}a")]
    assert len(links) == len(HOSTILE)
    for link in links:
        page = ElementTree.fromstring((place / link).read_text(encoding="utf-8"))
        for picture in page.iter(f"{{{XHTML}}}img"):
            assert (place / (picture.get("src") or "")).read_bytes() == PNG
    assert len(list((place / "pictures").iterdir())) == 1


def test_all_in_one_file(library: Writer, tmp_path: Path) -> None:
    ids = fill(library)
    with Crew(0) as crew:
        report = web.write_file(library.reader, ids, tmp_path / "a.html", crew, title="Everything")

    page = ElementTree.fromstring((tmp_path / "a.html").read_text(encoding="utf-8"))
    names = {one.get("id") for one in page.iter() if one.get("id")}
    links = [one.get("href") for one in next(page.iter(f"{{{XHTML}}}nav")).iter(f"{{{XHTML}}}a")]
    assert report.written == len(HOSTILE)
    assert {link.removeprefix("#") for link in links if link} == names
