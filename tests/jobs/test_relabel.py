"""Labels that were edited elsewhere come in."""

from __future__ import annotations

from pathlib import Path

from desktop_reader.jobs.label import AddAndPut
from desktop_reader.jobs.relabel import Relabel
from desktop_reader.library import labels
from desktop_reader.library.writer import Writer
from desktop_reader.records.exported import Relabelled
from tests.library_fixtures import came, entry, follow, made, opened


def titles(library: Writer, number: int) -> list[str]:
    return [one.title for one in labels.of_articles(library.reader, [number]).get(number, ())]


def test_labels_are_put_on_and_taken_off(tmp_path: Path) -> None:
    with opened(made(tmp_path)) as library:
        (number,) = came(library, follow(library), entry("1", None, "News", "Text")).new
        AddAndPut("Old", [number]).run(library)
        AddAndPut("Stays", [number]).run(library)
        article = library.reader.article(number)
        assert article is not None
        wishes = (
            Relabelled(article.uuid, ("New",), ("OLD", "Never there")),
            Relabelled("00000000-0000-4000-8000-000000000000", ("X",), ()),
        )

        changes = Relabel(wishes).run(library)
        again = Relabel(wishes).run(library)

        assert sorted(titles(library, number)) == ["New", "Stays"]
        assert (changes.state, changes.labels) == ((number,), True)
        assert not again
        assert labels.named(library.reader, "X") is None
