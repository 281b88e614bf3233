"""Searches that are kept: in their order, tidy, and brought back as they were."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_reader.errors import NotFoundError, ReaderError
from desktop_reader.jobs.saved_search import (
    AddSearch,
    EditSearch,
    OrderSearches,
    RemoveSearch,
    RenameSearch,
    RestoreSearch,
)
from desktop_reader.library.saved_searches import saved_searches
from desktop_reader.library.writer import Writer
from desktop_reader.text.search_query import LONGEST
from tests.library_fixtures import opened


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(tmp_path / "library.db") as library:
        AddSearch("Long reads", "is:unread  words:>800").run(library)
        AddSearch("", " moon\nlanding ").run(library)
        yield library


def kept(library: Writer) -> list[tuple[str, str]]:
    return [(one.title, one.search) for one in saved_searches(library.reader)]


def test_what_is_kept_is_as_it_was_typed(library: Writer) -> None:
    assert kept(library) == [("Long reads", "is:unread words:>800"), ("moon landing", "moon landing")]
    assert AddSearch("", "x").run(library).searches


def test_each_deed_and_its_way_back(library: Writer) -> None:
    first, second = saved_searches(library.reader)
    RenameSearch(first.id, " Much\tto read ").run(library)
    EditSearch(second.id, "moon -mars").run(library)
    OrderSearches((second.id,)).run(library)
    assert kept(library) == [("moon landing", "moon -mars"), ("Much to read", "is:unread words:>800")]
    RenameSearch(first.id, first.title).run(library)
    EditSearch(second.id, second.search).run(library)
    OrderSearches((first.id, second.id)).run(library)
    RemoveSearch(first.id).run(library)
    assert kept(library) == [("moon landing", "moon landing")]
    RestoreSearch(first).run(library)
    RestoreSearch(first).run(library)
    assert saved_searches(library.reader) == [first, second]


def test_what_is_no_search_is_not_kept(library: Writer) -> None:
    first, _ = saved_searches(library.reader)
    with pytest.raises(ReaderError, match="nothing to search for"):
        AddSearch("Nothing", "  ").run(library)
    with pytest.raises(ReaderError, match="nothing to search for"):
        EditSearch(first.id, "").run(library)
    with pytest.raises(ReaderError, match="needs a name"):
        RenameSearch(first.id, " ").run(library)
    with pytest.raises(NotFoundError):
        RenameSearch(99, "x").run(library)
    AddSearch("", "word " * 200).run(library)
    long = saved_searches(library.reader)[-1]
    assert len(long.search) <= LONGEST
    assert len(long.title) <= 80
