"""Labels and kept searches on the command line."""

from __future__ import annotations

from desktop_reader.records.label import COLOURS
from tests.cli.test_commands import Terminal, run, serve_harbour
from tests.servers import Site

__all__ = ["run"]  # A fixture.


def test_labels_go_the_whole_way(run: Terminal, site: Site) -> None:
    assert run.json("label") == []
    run("add", serve_harbour(site, 1, 2, 3))
    ids = [article["id"] for article in run.json("articles")]
    (made,) = run.json("label", "add", "Read later")
    assert made == {"id": 1, "title": "Read later", "colour": COLOURS[0], "unread": 0, "total": 0}
    (put,) = run.json("label", "put", "read LATER", ids[0][:8], ids[1])
    assert (put["unread"], put["total"]) == (2, 2)
    run("mark", "read", ids[0])
    assert "taken off 1" in run("label", "take", "Read later", ids[1], ids[2])
    assert [one["id"] for one in run.json("search", "label:later")] == [ids[0]]
    (other,) = run.json("label", "colour", "Read later", "teal")
    assert (other["colour"], other["unread"], other["total"]) == ("teal", 0, 1)
    (renamed,) = run.json("label", "rename", "Read later", "Soon")
    assert renamed["title"] == "Soon"
    assert "0/1" in run("label", "list")
    assert run.json("label", "remove", "Soon") == []
    assert "No labels yet" not in run("label")
    assert "No labels yet" in run.error


def test_all_that_is_found_gets_a_label_that_is_made_for_it(run: Terminal, site: Site) -> None:
    run("add", serve_harbour(site, 1, 2, 3))
    (label,) = run.json("label", "put", "All", "--search", "is:unread")
    assert label["total"] == 3
    assert "Name articles" in error(run, "label", "put", "All")
    assert "is:nonsense" in error(run, "label", "put", "All", "--search", "is:nonsense")
    assert "no label “None”" in error(run, "label", "take", "None", "--search", "is:unread")
    assert "no article" in error(run, "label", "put", "New", "ffffffff")
    assert [one["title"] for one in run.json("label")] == ["All"], "nothing is done by halves"


def test_searches_go_the_whole_way(run: Terminal, site: Site) -> None:
    run("add", serve_harbour(site, 1, 2, 3))
    assert run.json("searches") == []
    (made,) = run.json("searches", "add", "is:unread", "--name", "To read")
    assert made == {"id": 1, "title": "To read", "search": "is:unread", "unread": 3}
    (edited,) = run.json("searches", "edit", "1", "is:starred")
    assert (edited["search"], edited["unread"]) == ("is:starred", 0)
    (renamed,) = run.json("searches", "rename", "1", "Stars")
    assert renamed["title"] == "Stars"
    assert "Stars  (is:starred)" in run("searches", "list")
    assert "is:nonsense" in error(run, "searches", "add", "is:nonsense")
    assert "no search 7" in error(run, "searches", "remove", "7")
    run("searches", "remove", "1")
    assert run.json("searches") == []


def error(run: Terminal, *words: str) -> str:
    run(*words, code=1)
    return run.error
