"""How numbers of things are said on the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desktop_reader.cli import output
from desktop_reader.cli.output import counted
from tests.cli.test_commands import Terminal, run, serve_harbour
from tests.servers import Site

__all__ = ["run"]  # A fixture.

_ONES = re.compile(r"(?<![\d.,])1 (?:\w+ )?(?:articles|feeds|days|words|times|were|are)\b")


@pytest.mark.parametrize(
    ("number", "words", "said"),
    [
        (0, ("article",), "0 articles"),
        (1, ("article",), "1 article"),
        (2, ("new article",), "2 new articles"),
        (1_234_567, ("feed",), "1,234,567 feeds"),
        (1, ("was", "were"), "1 was"),
        (11, ("was", "were"), "11 were"),
    ],
)
def test_one_thing_is_said_otherwise_than_many(number: int, words: tuple[str, ...], said: str) -> None:
    assert counted(number, *words) == said


def test_no_command_says_1_articles(run: Terminal, site: Site, tmp_path: Path) -> None:
    """A library with one feed of one article, told of by all that count."""
    run("add", serve_harbour(site, 1))
    (article,) = run.json("articles")
    made = tmp_path / "made"
    made.mkdir()
    (made / "note.md").write_text("# A note\n\nword\n")
    run("rules", "add", "--search", "harbour", "--read", "--off")
    said = [run("label", "put", "Later", article["id"])]
    for words in (
        ("show", article["id"], "--text"),
        ("label", "take", "Later", article["id"]),
        ("refresh",),
        ("backup",),
        ("stats", "--window", "1d"),
        ("rules", "preview", "1", "--days", "1"),
        ("keep", "--days", "1", "--dry-run"),
        ("export", "opml", str(tmp_path / "all.opml")),
        ("export", "json", str(tmp_path / "all.jsonl")),
        ("export", "markdown", str(tmp_path / "notes")),
        ("import", str(tmp_path / "all.jsonl")),
        ("import", str(made)),
        ("check",),
    ):
        said += [run(*words), run.error]
    everything = "".join(said)
    assert everything.count("1 article") > 5
    assert _ONES.findall(everything) == []


def test_a_number_beside_many_things_is_counted() -> None:
    """Not written out by hand, in the singular or the plural, anywhere in the commands."""
    by_hand = re.compile(r"\{[^{}]*\} (?:\w+ )?(?:articles|feeds|days|labels|words|times|subscriptions)\b")
    for file in Path(output.__file__).parent.glob("*.py"):
        assert by_hand.findall(file.read_text(encoding="utf-8")) == [], file.name
