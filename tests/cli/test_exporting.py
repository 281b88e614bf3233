"""``desktop-reader export`` in all its forms, and a whole library back in."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from desktop_reader.jobs.label import AddAndPut
from desktop_reader.jobs.mark import Star
from tests.cli.test_commands import Terminal
from tests.library_fixtures import NOW, came, entry, folder, follow, indexed, made, opened


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    place = made(tmp_path, "my library.db")
    with opened(place) as library:
        inside = folder(library, "News")
        first = follow(library, "https://example.org/a", inside, title="Harbour")
        other = follow(library, "https://example.org/b", title="Other", slug="other")
        for feed, name in ((first, "Boats"), (other, "Trains")):
            some = [entry(f"{n}", None, f"{name} {n}", f"{name} {n}", NOW - 86400 * n) for n in range(3)]
            ids = sorted(came(library, feed, *some).new, reverse=True)
            Star(ids[:1]).run(library)
        AddAndPut("Later", ids[1:]).run(library)
        indexed(library)
    return Terminal(place, capsys)


def titles(folder: Path) -> list[str]:
    return sorted(path.stem[11:] for path in folder.rglob("*.md"))


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ((), ["Boats 0", "Boats 1", "Boats 2", "Trains 0", "Trains 1", "Trains 2"]),
        (("--folder", "news"), ["Boats 0", "Boats 1", "Boats 2"]),
        (("--starred",), ["Boats 0", "Trains 0"]),
        (("--label", "later"), ["Trains 1", "Trains 2"]),
        (("--search", "trains"), ["Trains 0", "Trains 1", "Trains 2"]),
        (("--since", "2024-10-26"), ["Boats 0", "Boats 1", "Trains 0", "Trains 1"]),
        (("--until", "2024-10-26"), ["Boats 2", "Trains 2"]),
        (("--label", "Later", "--since", "2024-10-26"), ["Trains 1"]),
    ],
)
def test_what_is_chosen_is_written(run: Terminal, tmp_path: Path, words: tuple[str, ...], wanted: list[str]) -> None:
    facts = run.json("export", "markdown", str(tmp_path / "out"), *words)

    assert facts["articles"] == len(wanted)
    assert titles(tmp_path / "out") == wanted


def test_a_feed_as_a_book_and_as_pages(run: Terminal, tmp_path: Path) -> None:
    feed = next(one["id"] for one in run.json("feeds") if one["title"] == "Other")

    said = run("export", "epub", str(tmp_path / "a.epub"), "--feed", feed, "--called", "Evening")
    page = run.json("export", "html", str(tmp_path / "a.html"), "--feed", feed)
    pages = run.json("export", "html", str(tmp_path), "--feed", feed, "--called", "Pages")

    assert "3 articles" in said
    with zipfile.ZipFile(tmp_path / "a.epub") as book:
        assert b"<dc:title>Evening</dc:title>" in book.read("OEBPS/book.opf")
    assert (page["articles"], pages["articles"]) == (3, 3)
    assert (Path(pages["file"]) / "index.html").is_file()


def test_the_whole_library_goes_out_and_comes_in(run: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    run("export", "json", str(file))
    other = Terminal(tmp_path / "other.db", run._capture)

    facts = other.json("import", str(file))

    assert (facts["new"], facts["left_out"], facts["cut"]) == (6, [], False)
    assert other("export", "json").encode() == file.read_bytes()
    assert [one["title"] for one in other.json("search", "boats")] != []
    assert "here already" in other("import", str(file))


def test_opml_of_a_part(run: Terminal) -> None:
    out = run("export", "opml", "--folder", "news")

    assert "https://example.org/a" in out
    assert "News" in out
    assert "https://example.org/b" not in out


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("markdown",), 1, "Say where to"),
        (("markdown", "out", "--label", "None"), 1, "no label"),
        (("json", "--search", "feed:"), 1, "feed"),
    ],
)
def test_what_cannot_be_is_a_sentence(run: Terminal, words: tuple[str, ...], code: int, why: str) -> None:
    run("export", *words, code=code)

    assert why in run.error


@pytest.mark.parametrize("words", [("pdf", "x"), ("json", "--since", "soon"), ("json", "--feed", "a", "--label", "b")])
def test_wrong_usage_is_told(run: Terminal, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        run("export", *words)
    assert ended.value.code == 2


def test_a_library_that_was_cut_is_kept_and_told(run: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    run("export", "json", str(file))
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:-2]) + "{broken\n", encoding="utf-8")
    other = Terminal(tmp_path / "other.db", run._capture)

    facts = other.json("import", str(file), code=1)

    assert (facts["new"], facts["cut"], len(facts["left_out"])) == (5, True, 1)
    assert "cut off" in other.error
    assert json.loads(lines[-1]) == {"kind": "end", "articles": 6}


def test_a_vault_is_kept_in_step(run: Terminal, tmp_path: Path) -> None:
    place = tmp_path / "vault"
    run("vault", str(place), code=1)
    assert "is not there" in run.error
    assert run.json("vault", str(place), "--make")["articles"] == 2
    path = next(place.rglob("*Boats 0.md"))
    path.write_text(path.read_text(encoding="utf-8").replace("labels: []", "labels: [Fresh]"), encoding="utf-8")

    facts = run.json("vault", str(place))

    assert (facts["labels_taken_over"], facts["left_alone"]) == (1, 0)
    assert run.json("export", "markdown", str(tmp_path / "out"), "--label", "fresh")["articles"] == 1
    assert titles(place) == ["Boats 0", "Trains 0"]
    path.write_text(path.read_text(encoding="utf-8").replace("labels:", "labels: {"), encoding="utf-8")
    run("vault", str(place), code=1)
    assert "front matter" in run.error
    assert run.json("vault", str(place), "--search", "intitle:boats")["articles"] == 2
