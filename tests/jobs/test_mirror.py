"""The mirror is the library's list, and a library can be made of it again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop_reader.errors import OpmlError, ReaderError
from desktop_reader.feeds import opml
from desktop_reader.jobs import mirror
from desktop_reader.jobs.arrange import SetAside
from desktop_reader.jobs.organise import RenameFeed
from desktop_reader.jobs.transfer import export_opml
from desktop_reader.library import backups, search
from desktop_reader.library import mirror as kept
from desktop_reader.library.writer import Writer
from tests.library_fixtures import came, entry, folder, follow, opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "library.db"
    with opened(path) as library:
        inside = folder(library, "Inside", folder(library, "News & <such>"))
        follow(library, "https://a.example/feed", inside, title="A “quoted” name", slug="a")
        follow(library, "https://b.example/feed", slug="b")
        RenameFeed(2, "My own").run(library)
        came(library, 1, entry("g", title="Alpha"))
        assert mirror.renew(library.reader)
        assert not mirror.renew(library.reader)
    return path


def tree(library: Writer) -> bytes:
    return export_opml(library.reader)


def test_it_is_what_an_export_is(path: Path) -> None:
    with opened(path) as library:
        assert kept.place(path).read_bytes() == tree(library)


def test_all_that_is_unsubscribed_leaves_the_last_list(path: Path) -> None:
    with opened(path) as library:
        SetAside((1, 2)).run(library)
        assert library.reader.feeds() == []
        assert not mirror.renew(library.reader)
    assert len(list(opml.feeds(opml.read(kept.place(path).read_bytes())))) == 2


def test_a_lost_library_follows_the_same_feeds_in_the_same_folders_again(path: Path) -> None:
    with opened(path) as library:
        before = tree(library)
    path.write_bytes(b"")
    file = kept.newest(path)
    assert file is not None
    assert mirror.restore(path, file) is None
    assert not search.place(path).exists()
    with opened(path) as library:
        assert tree(library) == before
        assert not mirror.renew(library.reader)
    assert os.listdir(backups.folder(path)) == []


def test_what_was_in_its_place_is_kept(path: Path) -> None:
    aside = mirror.restore(path, kept.place(path))
    assert aside is not None
    assert backups.articles(aside) == 1
    assert backups.articles(path) == 0


def test_a_list_of_more_feeds_than_anybody_exports_is_read(path: Path) -> None:
    feeds = tuple(opml.OutlineFeed(f"https://{n}.example/feed", f"Feed {n}") for n in range(opml.FEEDS_LIMIT + 1))
    kept.keep(path, opml.write(opml.OutlineTree(feeds), "Mine"), len(feeds))
    assert len(list(opml.feeds(mirror.listed(kept.place(path)).tree))) == opml.FEEDS_LIMIT + 1


def test_a_list_without_feeds_restores_nothing(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    empty, none, noise = tmp_path / "empty.opml", tmp_path / "none.opml", tmp_path / "noise.opml"
    empty.write_bytes(opml.write(opml.OutlineTree(), "Mine"))
    noise.write_bytes(os.urandom(1000))
    with pytest.raises(OpmlError, match="no subscriptions"):
        mirror.restore(path, empty)
    for file in (none, noise):
        with pytest.raises(ReaderError):
            mirror.restore(path, file)
    assert path.read_bytes() == before
    assert not backups.folder(path).exists()
