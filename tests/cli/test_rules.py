"""``desktop-reader rules``: made, tried, carried out, taken back; and lists of expressions from elsewhere."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.cli.test_commands import Terminal
from tests.library_fixtures import HOUR, came, entry, follow, indexed, opened


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    path = tmp_path / "my library.db"
    now = int(time.time())
    with opened(path) as library:
        feed = follow(library, "https://harbour.example/", title="Harbour")
        for number in range(6):
            title = f"Ferry {number}" if number % 2 else f"Lamp {number}"
            address = f"https://a.example/{number}"
            came(library, feed, entry(f"g{number}", address, title, f"t{number}", now - number * HOUR), now=now)
        indexed(library)
    return Terminal(path, capsys)


def hidden(run: Terminal) -> list[str]:
    return sorted(one["title"] for one in run.json("search", "is:hidden"))


def test_a_rule_from_its_making_to_its_undoing(run: Terminal) -> None:
    made = run.json("rules", "add", "--search", "intitle:ferry", "--hide", "--label", "Sea", "--name", "Ferries")
    assert made["deeds"] == ["hide", "label “Sea”"]
    assert (made["title"], made["enabled"]) == ("Ferries", True)
    number = str(made["id"])
    tried = run.json("rules", "preview", number)
    assert (tried["of"], tried["wanted"], tried["deeds"]) == (6, 3, {"hide": 3, "label “Sea”": 3})
    assert sorted(one["title"] for one in tried["articles"]) == ["Ferry 1", "Ferry 3", "Ferry 5"]
    assert hidden(run) == []

    (done,) = run.json("rules", "run", number)
    assert done["deeds"] == {"hide": 3, "read": 3, "label “Sea”": 3}
    assert hidden(run) == ["Ferry 1", "Ferry 3", "Ferry 5"]
    assert len(run.json("articles")) == 3
    run("rules", "undo", str(done["id"]))
    assert hidden(run) == []
    assert len(run.json("articles", "--unread")) == 6
    assert [one["undone"] for one in run.json("rules", "runs")] == [True]
    assert "undone" in run("rules", "runs")


def test_rules_are_listed_switched_and_removed(run: Terminal) -> None:
    run("rules", "add", "--pattern", "(?i)^ferry", "--pattern", "!3$", "--read", "--off")
    assert "off" in run("rules")
    (one,) = run.json("rules", "list")
    assert (one["pattern"], one["search"], one["enabled"]) == (["(?i)^ferry", "!3$"], None, False)
    assert run.json("rules", "preview", str(one["id"]))["deeds"] == {"read": 2}
    run("rules", "on", str(one["id"]))
    assert run.json("rules")[0]["enabled"]
    run("rules", "off", str(one["id"]))
    run("rules", "remove", str(one["id"]))
    assert run.json("rules") == []


def test_a_list_to_block_and_one_to_keep_become_one_rule(run: Terminal, tmp_path: Path) -> None:
    block, keep = tmp_path / "blocked.txt", tmp_path / "kept.txt"
    block.write_bytes("\ufeff# mine\r\nEntryTitle=(?i)ferry\r\n(broken\r\n\r\n!Lamp\r\n".encode())
    keep.write_text("Ferry 1\n!Ferry 5\n")
    made = run.json("rules", "import", str(block), "--keep", str(keep))
    assert "line 3" in run.error
    assert made["title"] == "blocked"
    assert made["deeds"] == ["hide"]
    assert made["pattern"] == ["# mine", "EntryTitle=(?i)ferry", "!Lamp", "!Ferry 1", "!Ferry 5"]
    run("rules", "run", str(made["id"]))
    assert hidden(run) == ["Ferry 3"]


def test_what_cannot_be_is_told_in_a_sentence_and_nothing_is_made(run: Terminal, tmp_path: Path) -> None:
    for wrong in (
        ("add", "--search", "is:lost", "--read"),
        ("add", "--search", "ferry"),
        ("add", "--pattern", "(", "--read", "--label", "Sea"),
        ("on", "9"),
        ("undo", "9"),
        ("preview", "9"),
        ("import", str(tmp_path / "nowhere.txt")),
    ):
        run("rules", *wrong, code=1)
        assert run.error.startswith("desktop-reader: ")
        assert run.error.count("\n") == 1
    assert run.json("rules") == []


def test_an_expression_that_never_ends_is_told_and_switched_off(run: Terminal) -> None:
    with opened(run.library) as library:
        now = int(time.time())
        came(library, 1, entry("slow", None, "a" * 40 + "!", "x", now), now=now)
        indexed(library)
    made = run.json("rules", "add", "--pattern", "(a+)+$", "--hide")
    run("rules", "preview", str(made["id"]), code=1)
    assert "line 1 takes too long" in run.error
    run("rules", "run", str(made["id"]), code=1)
    assert "was switched off" in run.error
    assert [(one["enabled"], one["too_slow"]) for one in run.json("rules")] == [(False, True)]
