"""Vaults in odd places: each is told in a sentence or simply works; nothing is written over, nothing is lost."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_reader.errors import FileError
from desktop_reader.library.writer import Writer
from desktop_reader.records.exported import Report
from desktop_reader.worker.exporting.crew import Crew
from desktop_reader.worker.exporting.folder import VaultGoneError
from desktop_reader.worker.exporting.index import FOLDER, Index
from desktop_reader.worker.exporting.vault import in_step, make
from tests.library_fixtures import NOW, came, entry, follow, made, opened, rows

FEEDS = [
    "CON",
    "nul.txt",
    "..",
    "pictures",
    FOLDER,
    "x" * 300,
    "😀" * 120,
    'a/b\\c:d*e?"<>|',
    "dots...",
    "é",
    "e\u0301",
]
TITLES = [
    "CON", "aux.", "COM1.md", "x" * 300, "😀" * 200, "...", "", "../../etc/passwd", "/etc/passwd", "Same", "same",
    "SAME", "Same", "~", "-rf", "$HOME", "%PATH%", "日本語" * 60, ".hidden", "a" * 250 + "1", "a" * 250 + "2",
]  # fmt: skip
RESERVED = {"con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(1, 10))}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(made(tmp_path)) as library:
        yield library


def fill(library: Writer, count: int = 45, name: str = "a") -> None:
    feed = follow(library, title="Harbour")
    came(library, feed, *[entry(f"{name}{n}", None, f"News {n}", f"Boats {name} {n}", NOW) for n in range(count)])


def kept(library: Writer, folder: Path, told: Callable[[int, int], bool] = lambda done, of: True) -> Report:
    return in_step(library.reader, folder, "all", told=told, crew=lambda: Crew(0))


def files(folder: Path) -> dict[str, bytes]:
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*.md")}


def count(library: Writer) -> int:
    return int(rows(library.path, "SELECT count(*) FROM article")[0][0])


def test_names_that_no_file_system_takes(library: Writer, tmp_path: Path) -> None:
    for number, title in enumerate(FEEDS):
        feed = follow(library, f"https://{number}.example/", title=title, slug=f"feed-{number}")
        said = [entry(f"{number} {n}", None, one, f"Text {n}", NOW) for n, one in enumerate(TITLES)]
        came(library, feed, *said)
    vault = tmp_path / "vault"
    make(vault)
    assert kept(library, vault).written == len(FEEDS) * len(TITLES)
    there = files(vault)
    assert len({name.casefold() for name in there}) == len(FEEDS) * len(TITLES)
    for name in there:
        folder, file = name.split("/")
        for part in (folder, file):
            assert len(part.encode()) <= 255
            assert part.split(".")[0].strip().casefold() not in RESERVED
            assert not part.startswith((".", " "))
            assert not part.endswith((".", " "))
            assert not set(part) & set('\\:*?"<>|')
    assert kept(library, vault).same == len(there)
    assert files(vault) == there


@pytest.mark.parametrize("again", [False, True])
def test_a_vault_that_vanishes_in_the_middle_is_told(library: Writer, tmp_path: Path, again: bool) -> None:
    fill(library)
    vault = tmp_path / "vault"
    make(vault)
    before = count(library)

    def gone(done: int, of: int) -> bool:
        if done == 20:
            shutil.rmtree(vault)
            if again:  # The place where a disk was mounted is there without it.
                vault.mkdir()
        return True

    with pytest.raises(FileError, match="is not there" if again else "could not be written|is not there"):
        kept(library, vault, gone)
    if again:
        assert len(files(vault)) <= 20, "no more than those that were under way"
    else:
        assert not vault.exists()
    with pytest.raises(VaultGoneError):
        kept(library, vault)
    assert count(library) == before


@pytest.mark.parametrize("kind", ["file", "below a file", "link to nowhere", "pipe"])
def test_what_is_no_folder_is_let_be(library: Writer, tmp_path: Path, kind: str) -> None:
    place = tmp_path / "place"
    if kind == "pipe":
        if sys.platform == "win32":
            pytest.skip("no pipes in folders there")
        os.mkfifo(place)
    elif kind == "link to nowhere":
        place.symlink_to(tmp_path / "nowhere")
    else:
        place.write_text("mine")
    with pytest.raises(FileError, match="could not be written"):
        make(place / "vault" if kind == "below a file" else place)
    assert not (tmp_path / "nowhere").exists()
    if place.is_file():
        assert place.read_text() == "mine"


def test_a_link_to_a_folder_is_that_folder_and_links_in_it_are_not_followed(library: Writer, tmp_path: Path) -> None:
    fill(library, 3)
    (tmp_path / "disk").mkdir()
    (tmp_path / "other").mkdir()
    vault = tmp_path / "vault"
    vault.symlink_to(tmp_path / "disk")
    make(vault)
    (vault / "Harbour").symlink_to(tmp_path / "other")
    report = kept(library, vault)
    assert report.written + report.left == 3
    assert not list((tmp_path / "other").iterdir())
    (tmp_path / "third").mkdir()
    (tmp_path / "third" / FOLDER).symlink_to(tmp_path / "other")
    with pytest.raises(FileError, match="link to somewhere else"):
        kept(library, tmp_path / "third")
    assert not list((tmp_path / "other").iterdir())


def test_the_librarys_own_folder_can_be_the_vault(library: Writer, tmp_path: Path) -> None:
    fill(library, 3)
    make(tmp_path)
    assert kept(library, tmp_path).written == 3
    assert kept(library, tmp_path).same == 3
    assert count(library) == 3
    assert rows(library.path, "PRAGMA integrity_check")[0][0] == "ok"


def test_two_libraries_in_one_vault_let_each_other_be(library: Writer, tmp_path: Path) -> None:
    fill(library, 3)
    (tmp_path / "second").mkdir()
    vault = tmp_path / "vault"
    make(vault)
    with opened(made(tmp_path / "second")) as other:
        fill(other, 3, "b")
        assert kept(library, vault).written == 3
        first = files(vault)
        assert kept(other, vault).written == 3
        assert kept(library, vault).same == 3
        assert kept(other, vault).same == 3
    both = files(vault)
    assert len(both) == 6
    assert first.items() <= both.items()
    assert len(Index(vault).known) == 6
