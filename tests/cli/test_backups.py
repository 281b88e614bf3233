"""``desktop-reader backup`` and ``restore``: in one step, whatever has become of the library."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop_reader import paths, settings
from desktop_reader.library import backups, mirror
from desktop_reader.records.backup import Kind
from tests.cli.test_commands import Terminal
from tests.library.test_lock import holder
from tests.library_fixtures import came, entry, follow, indexed, opened, rows

TWO = """<opml version="2.0"><body><outline text="A" xmlUrl="https://a.example/"/>
<outline text="Shelf"><outline text="B" xmlUrl="https://b.example/"/></outline></body></opml>"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "library.db"
    with opened(path) as library:
        came(library, follow(library), entry("a", title="Alpha", text="lighthouse"))
        indexed(library)
    return path


@pytest.fixture
def run(path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(path, capsys)


def titles(run: Terminal) -> list[str]:
    return [one["title"] for one in run.json("articles")]


def test_a_backup_is_made_and_listed(run: Terminal, path: Path) -> None:
    assert run.json("backup", "--list") == []
    made = run.json("backup")
    assert (made["kind"], made["articles"]) == ("by-hand", 1)
    assert run.json("backup", "--list") == [made]
    said = run("backup", "--list")
    assert "1 article" in said
    assert "by hand" in said
    assert Path(made["file"]).name in said


def test_a_backup_is_made_while_the_window_has_the_library(run: Terminal, path: Path) -> None:
    with holder(path):
        assert run.json("backup")["articles"] == 1


@pytest.mark.parametrize("state", ["sound", "missing", "empty", "damaged"])
def test_restored_in_one_step(run: Terminal, path: Path, state: str) -> None:
    file = run.json("backup")["file"]
    with opened(path) as library:
        came(library, 1, entry("b", title="Beta", text="ferry"))
        indexed(library)
    if state == "missing":
        path.unlink()
    elif state == "empty":
        path.write_bytes(b"")
    elif state == "damaged":
        path.write_bytes(os.urandom(30_000))
    told = run.json("restore")
    assert (told["restored"], told["articles"]) == (file, 1)
    assert bool(told["kept"]) == (state in ("sound", "damaged"))
    assert titles(run) == ["Alpha"]
    assert [one["title"] for one in run.json("search", "lighthouse")] == ["Alpha"]
    assert run.json("search", "ferry") == []
    assert run.json("check", "--dry-run")["sound"]
    if state == "sound":
        run("restore", told["kept"])
        assert sorted(titles(run)) == ["Alpha", "Beta"]


def test_a_library_that_the_settings_name_and_that_is_lost_is_restored(
    run: Terminal, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from desktop_reader.__main__ import main

    settings.save(settings.Settings(library=str(path)), paths.config() / "settings.json")
    run("backup")
    path.unlink()
    assert main(["feeds"]) == 1
    assert main(["restore"]) == 0
    assert main(["feeds"]) == 0


def test_by_name_by_time_and_by_file(run: Terminal, path: Path, tmp_path: Path) -> None:
    file = Path(run.json("backup")["file"])
    for name in (file.name, file.name[:15], str(file)):
        assert run.json("restore", name)["restored"] == str(file)
    run("restore", "19991231", code=1)
    assert "backup --list" in run.error


def test_a_damaged_backup_is_left_out_and_told(run: Terminal, path: Path) -> None:
    good = Path(run.json("backup")["file"])
    older = good.with_name("20200101-101010-weekly.db")
    good.rename(older)
    bad = Path(run.json("backup")["file"])
    with open(bad, "rb+") as file:
        file.seek(5 * 8192)
        file.write(b"\xff" * 100_000)
    assert run.json("restore")["restored"] == str(older)
    assert f"left out: The backup “{bad}” is damaged" in run.error
    older.unlink()
    run("restore", code=1)
    assert titles(run) == ["Alpha"]


def test_what_was_put_aside_and_what_is_empty_is_not_the_newest(run: Terminal, path: Path) -> None:
    good = run.json("backup")["file"]
    with opened(path) as library, library.transaction() as live:
        live.exec_driver_sql("DELETE FROM feed")
    assert run.json("backup")["articles"] == 0
    assert run.json("restore")["restored"] == good
    assert run.json("restore")["restored"] == good
    assert titles(run) == ["Alpha"]


def test_without_a_backup_a_lost_library_is_made_of_the_list(run: Terminal, path: Path, tmp_path: Path) -> None:
    (tmp_path / "two.opml").write_text(TWO)
    run("import", str(tmp_path / "two.opml"))
    run("restore", code=1)
    assert "There is no backup that can be restored" in run.error  # The library is sound.
    path.write_bytes(b"")
    told = run.json("restore")
    assert (told["restored"], told["feeds"]) == (str(mirror.place(path)), 3)
    assert "shelf" in [one["category_id"] for one in run.json("feeds")]


def test_a_list_that_breaks_off_and_a_damaged_backup_are_left_out(run: Terminal, path: Path, tmp_path: Path) -> None:
    bad = Path(run.json("backup")["file"])
    bad.write_bytes(bad.read_bytes()[:9000])
    (tmp_path / "two.opml").write_text(TWO)
    run("import", str(tmp_path / "two.opml"))
    present = mirror.place(path)
    mirror.keep(path, present.read_bytes() + b"<!-- more -->", 3)
    present.write_bytes(present.read_bytes()[:200])
    path.unlink()
    assert run.json("restore")["feeds"] == 3
    assert str(bad) in run.error
    assert f"left out: {present}: " in run.error


def test_a_list_can_be_named(run: Terminal, path: Path, tmp_path: Path) -> None:
    (tmp_path / "two.opml").write_text(TWO)
    told = run.json("restore", str(tmp_path / "two.opml"))
    assert told["feeds"] == 2
    assert backups.articles(Path(told["kept"])) == 1


def test_while_the_window_has_it_nothing_is_restored(run: Terminal, path: Path) -> None:
    run("backup")
    with holder(path):
        run("restore", code=1)
    assert "Close" in run.error or "in use" in run.error
    assert titles(run) == ["Alpha"]


def test_every_command_that_subscribes_renews_the_list(run: Terminal, path: Path, tmp_path: Path) -> None:
    (tmp_path / "two.opml").write_text(TWO)
    run("import", str(tmp_path / "two.opml"))
    data = mirror.place(path).read_bytes()
    assert data.count(b"xmlUrl=") == 3
    assert b"Shelf" in data
    assert data.decode() == run.json("export", "opml")["opml"]


def test_a_refresh_by_a_timetable_makes_the_weekly_one(run: Terminal, path: Path) -> None:
    with opened(path) as library, library.transaction() as live:
        live.exec_driver_sql("UPDATE feed_fetch SET stopped = 1")
    settings.save(settings.Settings(backups=False), paths.config() / "settings.json")
    run("refresh", "--due")
    assert backups.found(path) == []
    settings.save(settings.Settings(), paths.config() / "settings.json")
    run("refresh", "--due")
    run("refresh", "--due")
    assert [one.kind for one in backups.found(path)] == [Kind.WEEKLY]
    assert rows(backups.found(path)[0].path, "SELECT title FROM article") == [("Alpha",)]
