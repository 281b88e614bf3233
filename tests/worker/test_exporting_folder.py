"""Articles as files: complete, safely named, resumed, and never over what the reader made or changed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_reader.content import front_matter
from desktop_reader.errors import FileError
from desktop_reader.jobs.label import AddAndPut
from desktop_reader.jobs.mark import Star
from desktop_reader.library.writer import Writer
from desktop_reader.records.exported import Report
from desktop_reader.worker.exporting.crew import Crew
from desktop_reader.worker.exporting.folder import MarkdownFolder, VaultGoneError
from desktop_reader.worker.exporting.index import FOLDER, Index
from tests.library_fixtures import NOW, came, entry, follow, made, opened

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
PICTURE = "https://example.org/a%20(1).png"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Writer]:
    with opened(made(tmp_path)) as library:
        yield library


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "out"


def fill(library: Writer, count: int = 3, title: str = "News {}") -> list[int]:
    feed = follow(library, title="Harbour: Notes/2")
    html = f'<p>Boats, in a harbour.</p><img src="{PICTURE}"><table><tr><th>a</th></tr><tr><td>b</td></tr></table>'
    entries = [
        entry(str(n), f"https://example.org/{n}", title.format(n), f"Boats {n}", NOW + n, html=f"{html}<p>{n}</p>")
        for n in range(count)
    ]
    return sorted(came(library, feed, *entries).new, reverse=True)  # A document is kept from its end.


def write(library: Writer, ids: list[int], place: Path, stop_at: int = 0, **more: object) -> Report:
    with Crew(0) as crew:
        out = MarkdownFolder(library.reader, place, crew, **more)  # type: ignore[arg-type]
        try:
            return out.write(ids, lambda done, of: not stop_at or done < stop_at)
        finally:
            out.close()


def files(place: Path) -> list[Path]:
    return sorted(path for path in place.rglob("*.md") if FOLDER not in path.parts)


def facts(path: Path) -> dict[str, front_matter.Value]:
    front, _ = front_matter.split(path.read_text(encoding="utf-8"))
    assert front is not None
    return front_matter.read(front)


def test_each_article_is_a_file_with_its_facts(library: Writer, place: Path) -> None:
    ids = fill(library)
    AddAndPut("To read: later", ids[:1]).run(library)

    report = write(library, ids, place)

    assert report.written == 3
    assert [path.relative_to(place).as_posix() for path in files(place)] == [
        f"Harbour- Notes-2/2024-10-27 News {n}.md" for n in range(3)
    ]
    said = facts(files(place)[0])
    assert " ".join(said) == (
        "id title url author feed category_id date created updated last_read read read_count words starred"
        " labels summary similar feed_url guid"
    )
    assert (said["title"], said["labels"], said["date"]) == ("News 0", ["To read: later"], "2024-10-27T03:33:20Z")
    text = files(place)[0].read_text(encoding="utf-8")
    assert "\n# News 0\n" in text
    assert "| a |" in text
    assert "(https://example.org/a%20%281%29.png)" in text


def test_a_second_time_nothing_is_written(library: Writer, place: Path) -> None:
    ids = fill(library)
    write(library, ids, place)
    before = {path: path.stat().st_mtime_ns for path in files(place)}

    report = write(library, ids, place)

    assert (report.written, report.same) == (0, 3)
    assert {path: path.stat().st_mtime_ns for path in files(place)} == before


def test_what_is_different_is_written_anew(library: Writer, place: Path) -> None:
    ids = fill(library)
    write(library, ids, place)
    Star([ids[1]]).run(library)

    report = write(library, ids, place)

    assert (report.written, report.same) == (1, 2)
    assert [facts(path)["starred"] for path in files(place)] == [False, True, False]


def test_files_of_the_reader_are_never_written_over(library: Writer, place: Path) -> None:
    ids = fill(library)
    own = place / "Harbour- Notes-2" / "2024-10-27 News 0.md"
    own.parent.mkdir(parents=True)
    own.write_text("my own")
    write(library, ids, place)
    changed = place / "Harbour- Notes-2" / "2024-10-27 News 1.md"
    changed.write_text(changed.read_text(encoding="utf-8") + "\nMy note.\n", encoding="utf-8")
    Star(ids).run(library)

    report = write(library, ids, place)

    assert (report.written, report.left) == (2, 1)
    assert own.read_text() == "my own"
    assert changed.read_text(encoding="utf-8").endswith("My note.\n")
    assert len(files(place)) == 4
    assert (place / "Harbour- Notes-2" / "2024-10-27 News 0 (2).md").exists()


def test_it_goes_on_where_it_was_stopped(library: Writer, place: Path) -> None:
    ids = fill(library, 50)

    first = write(library, ids, place, stop_at=20)
    second = write(library, ids, place)

    assert first.stopped
    assert (first.written, second.written, second.same) == (20, 30, 20)
    assert len(files(place)) == 50


def test_a_crash_before_the_index_makes_no_second_file(library: Writer, place: Path) -> None:
    ids = fill(library)
    write(library, ids, place)
    index = place / FOLDER / "index.jsonl"
    lines = index.read_bytes().splitlines(keepends=True)
    index.write_bytes(lines[0] + lines[1][:30])
    files(place)[2].write_bytes(b"")

    report = write(library, ids, place)

    assert report.written == 2
    assert len(files(place)) == 3
    assert len(Index(place).known) == 3
    assert all(facts(path)["title"] for path in files(place))


def test_half_a_file_that_a_kill_left_is_written_whole(library: Writer, place: Path) -> None:
    ids = fill(library)
    write(library, ids, place)
    index = place / FOLDER / "index.jsonl"
    lines = index.read_bytes().splitlines(keepends=True)
    name = json.loads(lines[2])["name"]
    whole = (place / name).read_bytes()
    index.write_bytes(b"".join(lines[:2]))
    (place / name).write_bytes(whole[:-40])

    report = write(library, ids, place)

    assert (report.written, report.left) == (1, 0)
    assert (place / name).read_bytes() == whole
    assert len(files(place)) == 3


def test_a_lost_index_makes_no_copies_and_writes_nothing_over(library: Writer, place: Path) -> None:
    ids = fill(library)
    write(library, ids, place)
    (place / FOLDER / "index.jsonl").unlink()
    Star(ids[:1]).run(library)
    before = files(place)[0].read_bytes()

    report = write(library, ids, place)

    assert (report.written, report.left) == (2, 1)
    assert len(files(place)) == 3
    assert files(place)[0].read_bytes() == before


def test_an_index_that_leads_out_is_not_believed(library: Writer, place: Path) -> None:
    ids = fill(library, 1)
    write(library, ids, place)
    index = place / FOLDER / "index.jsonl"
    name = files(place)[0].relative_to(place).as_posix()
    outside = place.parent / "precious.md"
    outside.write_text("")
    index.write_text(index.read_text(encoding="utf-8").replace(name, "../precious.md"), encoding="utf-8")

    write(library, ids, place)

    assert outside.read_text() == ""


@pytest.mark.parametrize("title", ["../../../{}", "CON{}", "a/b\\c:{}", "\u202e{}", "." * 300 + "{}", "𝔘" * 300 + "{}"])
def test_no_title_leads_out_of_the_folder(library: Writer, place: Path, title: str) -> None:
    ids = fill(library, 2, title)

    assert write(library, ids, place).written == 2
    assert len(files(place)) == 2
    assert not [path for path in place.parent.iterdir() if path.suffix == ".md"]


def test_one_title_for_many(library: Writer, place: Path) -> None:
    ids = fill(library, 40, "Same")

    write(library, ids, place)

    assert len({path.name.casefold() for path in files(place)}) == 40


def test_pictures_lie_beside_when_they_are_in_the_cache(library: Writer, place: Path) -> None:
    ids = fill(library, 2)

    write(library, ids, place, cached=lambda url: PNG if url == PICTURE else None)

    (picture,) = (place / "pictures").iterdir()
    assert picture.read_bytes() == PNG
    assert f"](../pictures/{picture.name})" in files(place)[0].read_text(encoding="utf-8")


def test_a_disk_that_takes_no_more_is_told(library: Writer, place: Path) -> None:
    ids = fill(library, 1)
    (place / "Harbour- Notes-2").mkdir(parents=True)
    (place / FOLDER).mkdir()
    (place / FOLDER / "index.jsonl").mkdir()

    with pytest.raises(FileError, match=r"index.jsonl"):
        write(library, ids, place)


def test_helpers_do_the_same(library: Writer, place: Path) -> None:
    ids = fill(library, 45)
    with Crew(2) as crew:
        out = MarkdownFolder(library.reader, place, crew)
        report = out.write(ids)
        out.close()

    assert report.written == 45
    assert [facts(path)["title"] for path in files(place)] == sorted(f"News {n}" for n in range(45))


# The vault


def vault(place: Path) -> Path:
    Index.make(place)
    return place


def labels_line(path: Path, line: str) -> None:
    text = path.read_text(encoding="utf-8")
    start = text.index("labels:")
    path.write_text(text[:start] + line + text[text.index("summary:") :], encoding="utf-8")
    os.utime(path, ns=(1, 1))


def test_labels_are_read_back(library: Writer, place: Path) -> None:
    ids = fill(library)
    AddAndPut("Old", ids).run(library)
    write(library, ids, vault(place), vault=True)
    labels_line(files(place)[0], 'labels: ["New one", old]\n')
    labels_line(files(place)[1], "labels: []\n")

    report = write(library, ids, place, vault=True)
    again = write(library, ids, place, vault=True)  # Nobody has taken them over yet, so they are told again.

    assert [(one.added, one.removed) for one in report.relabelled] == [(("New one",), ()), ((), ("Old",))]
    assert again.relabelled == report.relabelled
    assert again.written == 0


def test_after_they_were_taken_over_the_file_is_ours_again(library: Writer, place: Path) -> None:
    ids = fill(library, 1)
    write(library, ids, vault(place), vault=True)
    labels_line(files(place)[0], "labels:\n- Later\n")
    write(library, ids, place, vault=True)
    AddAndPut("Later", ids).run(library)

    report = write(library, ids, place, vault=True)
    Star(ids).run(library)
    write(library, ids, place, vault=True)

    assert (report.relabelled, report.left) == ((), 0)
    assert (facts(files(place)[0])["labels"], facts(files(place)[0])["starred"]) == (["Later"], True)


def test_of_a_changed_file_the_labels_are_read_and_nothing_is_written(library: Writer, place: Path) -> None:
    ids = fill(library, 1)
    write(library, ids, vault(place), vault=True)
    path = files(place)[0]
    labels_line(path, "labels:\n- Mine\n")
    path.write_text(path.read_text(encoding="utf-8") + "My note.", encoding="utf-8")
    text = path.read_text(encoding="utf-8")

    (told,) = write(library, ids, place, vault=True).relabelled
    AddAndPut("Mine", ids).run(library)
    Star(ids).run(library)
    after = write(library, ids, place, vault=True)

    assert told.added == ("Mine",)
    assert (after.left, after.written, after.relabelled) == (1, 0, ())
    assert path.read_text(encoding="utf-8") == text


def test_front_matter_that_cannot_be_read_is_told_and_let_be(library: Writer, place: Path) -> None:
    ids = fill(library, 1)
    write(library, ids, vault(place), vault=True)
    path = files(place)[0]
    labels_line(path, "labels: [open\n")
    Star(ids).run(library)
    text = path.read_text(encoding="utf-8")

    report = write(library, ids, place, vault=True)

    ((name, why),) = report.unread
    assert name == path.relative_to(place).as_posix()
    assert "line" in why
    assert path.read_text(encoding="utf-8") == text


def test_what_the_reader_removed_stays_away_from_a_vault(library: Writer, place: Path) -> None:
    ids = fill(library, 2)
    write(library, ids, vault(place), vault=True)
    files(place)[0].unlink()
    Star(ids).run(library)

    report = write(library, ids, place, vault=True)

    assert (report.written, report.left) == (1, 1)
    assert len(files(place)) == 1


def test_a_vault_that_is_gone_is_told_and_not_made_again(library: Writer, place: Path) -> None:
    ids = fill(library, 1)
    place.mkdir()

    with pytest.raises(VaultGoneError, match="nothing is lost"):
        write(library, ids, place, vault=True)
    assert list(place.iterdir()) == []


def test_articles_that_are_wanted_no_more_stay_in_step(library: Writer, place: Path) -> None:
    ids = fill(library, 2)
    write(library, ids, vault(place), vault=True)
    Star(ids).run(library)

    write(library, ids[:1], place, vault=True)

    assert [facts(path)["starred"] for path in files(place)] == [True, True]
