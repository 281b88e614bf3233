"""Links and other traps in a folder that is exported to: nothing is written where they lead."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_reader.errors import FileError
from desktop_reader.files import write_safely
from desktop_reader.library.writer import Writer
from desktop_reader.records.exported import Report
from desktop_reader.worker.exporting import pictures
from desktop_reader.worker.exporting.crew import Crew
from desktop_reader.worker.exporting.folder import MarkdownFolder
from desktop_reader.worker.exporting.index import FOLDER, Index
from tests.library_fixtures import NOW, came, entry, follow, made, opened

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs leave to make links there")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(made(tmp_path)) as library:
        yield library


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    place = tmp_path / "vault"
    Index.make(place)
    return place


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    place = tmp_path / "outside"
    place.mkdir()
    (place / "precious").write_bytes(b"mine")
    return place


def fill(library: Writer) -> list[int]:
    feed = follow(library, title="Harbour")
    return list(came(library, feed, entry("1", "https://example.org/1", "News", "Boats", NOW)).new)


def write(library: Writer, ids: list[int], place: Path) -> Report:
    with Crew(0) as crew:
        out = MarkdownFolder(library.reader, place, crew, vault=True, cached=lambda url: PNG)
        try:
            return out.write(ids)
        finally:
            out.close()


def untouched(outside: Path) -> bool:
    return [(one.name, one.read_bytes()) for one in outside.iterdir()] == [("precious", b"mine")]


def test_a_feeds_folder_that_is_a_link_is_not_used(library: Writer, vault: Path, outside: Path) -> None:
    (vault / "Harbour").symlink_to(outside, target_is_directory=True)
    assert write(library, fill(library), vault).written == 1
    assert untouched(outside)
    assert len(list(vault.glob("Harbour (2)/*.md"))) == 1


def test_one_that_became_a_link_later_is_not_either(library: Writer, vault: Path, outside: Path) -> None:
    ids = fill(library)
    write(library, ids, vault)
    (file,) = vault.glob("Harbour/*.md")
    precious = outside / file.name
    file.rename(precious)  # As it was in size and time, so that it seems to be ours.
    before = precious.read_bytes()
    (vault / "Harbour").rmdir()
    (vault / "Harbour").symlink_to(outside, target_is_directory=True)
    index = vault / FOLDER / "index.jsonl"
    index.write_text(index.read_text().replace('"stamp": "', '"stamp": "another '))
    assert (report := write(library, ids, vault)).written == 0, report
    assert precious.read_bytes() == before


def test_a_link_in_the_place_of_what_is_about_to_be_written_is_not_followed(
    library: Writer, vault: Path, outside: Path
) -> None:
    ids = fill(library)
    (vault / "Harbour").mkdir()
    article = library.reader.article(ids[0])
    assert article is not None
    (vault / "Harbour" / f".{article.uuid}.new").symlink_to(outside / "precious")
    assert write(library, ids, vault).written == 1
    assert untouched(outside)


def test_pictures_do_not_go_over_a_link(vault: Path, outside: Path) -> None:
    assert pictures.save(vault, PNG) == pictures.name_of(PNG)
    (vault / "pictures" / pictures.name_of(PNG)).unlink()
    (vault / "pictures").rmdir()
    (vault / "pictures").symlink_to(outside, target_is_directory=True)
    assert pictures.save(vault, PNG) == ""
    assert untouched(outside)


@pytest.mark.parametrize("what", [FOLDER, f"{FOLDER}/index.jsonl"])
def test_an_index_that_is_a_link_is_refused(library: Writer, vault: Path, outside: Path, what: str) -> None:
    place = vault / what
    if place.is_dir():
        place.rmdir()
    place.symlink_to(outside if what == FOLDER else outside / "precious")
    with pytest.raises(FileError, match="link to somewhere else"):
        write(library, fill(library), vault)
    assert untouched(outside)


def test_a_pipe_of_an_articles_name_holds_nobody(library: Writer, vault: Path) -> None:
    ids = fill(library)
    write(library, ids, vault)
    (file,) = vault.glob("Harbour/*.md")
    file.unlink()
    (vault / FOLDER / "index.jsonl").unlink()
    os.mkfifo(file)
    assert write(library, ids, vault).written == 1
    assert file.is_fifo()
    assert len(list(vault.glob("Harbour/*(2).md"))) == 1


def test_what_is_written_safely_goes_through_no_link_either(tmp_path: Path, outside: Path) -> None:
    file = tmp_path / "list.opml"
    (tmp_path / f"list.opml.{os.getpid()}.new").symlink_to(outside / "precious")
    write_safely(file, b"new")
    assert file.read_bytes() == b"new"
    assert untouched(outside)
