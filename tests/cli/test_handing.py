"""Commands beside a window that has the library open: the window does what they say, and it can be undone there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.library import claim, labels, lock, rules
from desktop_reader.ui.instance import errand
from desktop_reader.ui.instance.door import Doors
from desktop_reader.ui.instance.errand import Answer, Errand
from desktop_reader.ui.instance.running import Running
from tests.library_fixtures import made
from tests.servers import Site
from tests.ui.program import Start, press, start  # noqa: F401  The fixture.
from tests.ui.test_instance import runtime
from tests.web_pages import web_page

__all__ = ["runtime"]


_TERMINAL = """
import contextlib, io, json, os, sys
from desktop_reader.__main__ import main
for line in sys.stdin:
    words, reply = json.loads(line)
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as error:
        code = main(words)
    with open(reply + ".new", "w") as file:
        json.dump([code, out.getvalue(), error.getvalue()], file)
    os.rename(reply + ".new", reply)
"""


class Beside:
    """Commands said at a terminal, beside a window: in a process of their own, but one for all of them."""

    def __init__(self, library: Path, qtbot: QtBot) -> None:
        self.error = ""
        self._library = library
        self._qtbot = qtbot
        self._number = 0
        self._child = subprocess.Popen([sys.executable, "-c", _TERMINAL], stdin=subprocess.PIPE, text=True)

    def __call__(self, *words: str, code: int = 0) -> str:
        self._number += 1
        reply = self._library.with_name(f"reply-{self._number}")
        assert self._child.stdin is not None
        self._child.stdin.write(json.dumps([[*words, "--library", str(self._library)], str(reply)]) + "\n")
        self._child.stdin.flush()
        self._qtbot.waitUntil(lambda: reply.exists() or self._child.poll() is not None, timeout=120_000)
        done, said, self.error = json.loads(reply.read_text(encoding="utf-8"))
        assert done == code, self.error
        return str(said)

    def close(self) -> None:
        assert self._child.stdin is not None
        self._child.stdin.close()
        self._child.wait(30)

    def json(self, *words: str) -> Any:
        return json.loads(self(*words, "--json"))


@pytest.fixture(autouse=True)
def as_window() -> None:
    """Another test's command may have given this process its name."""
    lock.introduce(claim.WINDOW)


@pytest.fixture
def program(runtime: Path, start: Start) -> Application:  # noqa: F811
    return start()


@pytest.fixture
def beside(program: Application, qtbot: QtBot) -> Iterator[Beside]:
    doors = Doors()
    doors.open(program.library)
    doors.let_run(Running(program.window.desk))
    qtbot.waitUntil(lambda: lock.is_held(program.library), timeout=15_000)
    terminal = Beside(program.library, qtbot)
    yield terminal
    terminal.close()
    doors.close()


def label_of(program: Application, title: str) -> list[int]:
    label = labels.named(program.reader, title)
    return [] if label is None else sorted(labels.articles(program.reader, label.id))


def undone(program: Application, qtbot: QtBot, until: Callable[[], bool]) -> None:
    assert program.window.desk.undo.can_undo
    press(program, "Ctrl+Z")
    qtbot.waitUntil(until, timeout=15_000)


def test_marks_are_made_by_the_window_and_taken_back_there(program: Application, beside: Beside, qtbot: QtBot) -> None:
    reader = program.reader
    ids = [one.uuid for number in (5, 6) if (one := reader.article(number)) is not None]
    starred = beside.json("mark", "star", ids[0][:8], ids[1])
    assert [(one["id"], one["starred"]) for one in starred] == [(uuid, True) for uuid in ids]
    assert beside("mark", "read", ids[0]) == "", "as it is without a window"

    def is_so(*, read: bool, star: bool) -> bool:
        article = reader.article(5)
        return article is not None and (article.unread, article.starred) == (not read, star)

    assert is_so(read=True, star=True)
    undone(program, qtbot, lambda: is_so(read=False, star=True))
    undone(program, qtbot, lambda: is_so(read=False, star=False))
    beside("mark", "read", "ffffffffffff", code=1)
    assert "no article" in beside.error


def test_labels_go_the_whole_way_beside_a_window(program: Application, beside: Beside, qtbot: QtBot) -> None:
    (made_one,) = beside.json("label", "put", "Read   later", "--search", "is:starred OR intitle:07")
    assert (made_one["title"], made_one["total"]) == ("Read later", 2)
    assert label_of(program, "Read later") == [1, 8]
    uuid = program.reader.article(8)
    assert uuid is not None
    assert beside("label", "take", "read later", uuid.uuid) == "“Read later” taken off 1 article.\n"
    assert label_of(program, "Read later") == [1]
    undone(program, qtbot, lambda: label_of(program, "Read later") == [1, 8])
    undone(program, qtbot, lambda: labels.named(program.reader, "Read later") is None)

    (soon,) = beside.json("label", "add", "Soon", "--colour", "teal")
    assert soon["colour"] == "teal"
    assert beside.json("label", "add", "Soon")[0]["id"] == soon["id"], "one that is there stays as it is"
    assert beside.json("label", "colour", "Soon", "pink")[0]["colour"] == "pink"
    assert beside.json("label", "colour", "Soon", "pink")[0]["colour"] == "pink", "it is so already"
    assert beside.json("label", "rename", "Soon", "Now")[0]["title"] == "Now"
    beside("label", "rename", "Now", " ", code=1)
    assert beside.error == "desktop-reader: A label needs a name.\n", "what the window says is the reason"
    assert beside.json("label", "remove", "Now") == []
    undone(program, qtbot, lambda: labels.named(program.reader, "Now") is not None)
    undone(program, qtbot, lambda: labels.named(program.reader, "Soon") is not None)
    beside("label", "take", "None", uuid.uuid, code=1)
    assert "no label “None”" in beside.error


def test_a_page_is_saved_with_its_labels(program: Application, beside: Beside, site: Site, qtbot: QtBot) -> None:
    site.serve("/page", web_page(), headers=(("Content-Type", "text/html"),))
    site.serve("/gone", b"", status=404)
    out = beside("save", site.url("/gone"), site.url("/page"), "--label", "Later", "--label", "Kept", "--json", code=1)
    (article,) = json.loads(out)
    assert article["url"] == site.url("/page"), "it is somebody's own word, so it may lie at home"
    assert beside.error.startswith(f"desktop-reader: {site.url('/gone')}: ")
    (number,) = label_of(program, "Later")
    assert label_of(program, "Kept") == [number]
    assert beside("save", site.url("/page")).split()[0] == article["id"], "it is there already"
    undone(program, qtbot, lambda: label_of(program, "Kept") == [])
    undone(program, qtbot, lambda: label_of(program, "Later") == [])
    undone(program, qtbot, lambda: program.reader.article(number) is None)


def test_rules_are_switched_removed_and_taken_back(program: Application, beside: Beside, qtbot: QtBot) -> None:
    from desktop_reader.jobs.rules import KeepRule
    from desktop_reader.records.rule import STAR, Rule

    done: list[object] = []
    program.worker.submit(KeepRule(Rule(0, "Ships", "intitle:07", deeds=(STAR,)), (8,)), done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=15_000)

    def is_on() -> list[bool]:
        return [one["enabled"] for one in beside.json("rules")]

    beside("rules", "off", "1")
    assert is_on() == [False]
    beside("rules", "off", "1")
    undone(program, qtbot, lambda: rules.rule(program.reader, 1).enabled)
    assert not program.window.desk.undo.can_undo, "what was so already is nothing to take back"

    (run,) = beside.json("rules", "runs")
    for _ in range(2):
        beside("rules", "undo", str(run["id"]))
        article = program.reader.article(8)
        assert article is not None
        assert not article.starred
    undone(program, qtbot, lambda: (one := program.reader.article(8)) is not None and one.starred)
    assert not program.window.desk.undo.can_undo

    beside("rules", "remove", "1")
    assert is_on() == []
    undone(program, qtbot, lambda: len(rules.rules(program.reader)) == 1)
    beside("rules", "on", "7", code=1)
    assert beside.error == "desktop-reader: This rule is not in the library any more.\n"
    beside("rules", "undo", "7", code=1)
    assert beside.error == "desktop-reader: What this rule did was too long ago.\n"


def test_what_cannot_be_handed_over_says_what_to_do(beside: Beside, program: Application) -> None:
    beside("searches", "add", "is:unread", code=1)
    words = f"is open in the window of Desktop Reader (process {os.getpid()}). Close that window first.\n"
    assert beside.error.endswith(words)


def test_without_a_runner_errands_are_not_taken(runtime: Path, tmp_path: Path, qtbot: QtBot) -> None:
    """Between two windows, and where the window only reads while another command writes."""
    library = made(tmp_path)
    beside, doors = Beside(library, qtbot), Doors()
    with lock.taken(library):
        doors.open(library)
        beside("label", "add", "Later", code=1)
        assert "Close that window first" in beside.error
        doors.let_run(lambda _errand, _answer: doors.close())
        beside("label", "add", "Later", code=1)
        assert "has not told what came of it" in beside.error, "who knows whether it was done"
    beside.close()


def test_very_many_articles_go_in_several_errands(
    runtime: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop_reader.cli import handing
    from desktop_reader.jobs.mark import MarkRead
    from desktop_reader.ui.instance import door

    library, heard = made(tmp_path), list[Errand]()

    def asked(_: Path, one: Errand) -> Answer:
        heard.append(one)
        return Answer(count=len(one.numbers))

    monkeypatch.setattr(door, "asked", asked)
    numbers = tuple(range(1, 12_002))

    def refused(*_: object) -> Any:
        raise lock._refused(library, None)

    monkeypatch.setattr(handing, "writer", refused)
    assert handing.done(library, MarkRead(numbers), errand.in_parts("read", numbers)) == 12_001
    assert [len(one.numbers) for one in heard] == [5_000, 5_000, 2_001]
    assert tuple(number for one in heard for number in one.numbers) == numbers
