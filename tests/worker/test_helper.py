"""The helper process: tasks run away from here, and nothing that they do harms us or the next task."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from desktop_reader.errors import FetchError, OpmlError, ParseError
from desktop_reader.records.health import Problem
from desktop_reader.worker.helper import Helper
from desktop_reader.worker.tasks import DigestFeed, FindLinks, Link
from tests.documents import Item, page, rss
from tests.worker.chores import (
    Bottomless,
    Deadly,
    Echo,
    Endless,
    Faulty,
    Gluttonous,
    Refusing,
    Slow,
    Unspeakable,
    Where,
)

pytestmark = pytest.mark.usefixtures("own_helpers")

CHECKOUT = Path(__file__).resolve().parents[2]
Hire = Callable[[float], Helper]


@pytest.fixture
def hire(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hire]:
    """Helpers that can import the tests; closed at the end."""
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    hired: list[Helper] = []

    def one(deadline: float = 20.0) -> Helper:
        hired.append(Helper(deadline))
        return hired[-1]

    yield one
    for helper in hired:
        helper.close()


def gone(process: int) -> bool:
    """True when no process of that number is there any more."""
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return False
    return True


def wait_until(true: Callable[[], bool], seconds: float = 10.0) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it never came to pass"
        time.sleep(0.01)


def test_tasks_run_in_one_other_process_whatever_they_print(hire: Hire) -> None:
    helper = hire(20.0)
    there = helper.run(Where())
    assert there != os.getpid()
    assert helper.run(Echo("said aloud")) == "said aloud"
    assert helper.run(Where()) == there


def test_documents_come_back_digested(hire: Hire) -> None:
    digest = hire(20.0).run(DigestFeed(rss([Item(1, "One")]), "https://example.org/feed"))
    assert (digest.title, [entry.title for entry in digest.entries]) == ("Harbour Notes", ["One"])


def test_a_large_document_and_its_large_digest_pass_through(hire: Hire) -> None:
    body = rss([Item(n, html="<p>" + f"word{n} " * 3000 + "</p>") for n in range(40)])
    digest = hire(20.0).run(DigestFeed(body, "https://example.org/feed"))
    assert sum(len(entry.content.html) for entry in digest.entries) > 500_000


def test_a_task_without_end_is_killed_at_the_deadline_and_the_next_one_works(hire: Hire) -> None:
    helper = hire(1.0)
    there = helper.run(Where())
    began = time.monotonic()
    with pytest.raises(ParseError) as told:
        helper.run(Endless())
    assert told.value.problem is Problem.TOO_SLOW_TO_READ
    assert time.monotonic() - began < 3
    assert gone(there)
    assert helper.run(Echo(1)) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of the helper")
def test_a_task_that_wants_too_much_memory_is_told_and_the_next_one_works(hire: Hire) -> None:
    helper = hire(20.0)
    with pytest.raises(ParseError) as told:
        helper.run(Gluttonous())
    assert told.value.problem is Problem.TOO_SLOW_TO_READ
    assert helper.run(Echo(2)) == 2


@pytest.mark.parametrize("task", [Deadly(), Unspeakable()])
def test_a_task_that_takes_the_process_with_it_harms_nobody_else(hire: Hire, task: Deadly | Unspeakable) -> None:
    helper = hire(20.0)
    with pytest.raises(ParseError):
        helper.run(task)
    assert helper.run(Echo(3)) == 3


@pytest.mark.parametrize(("task", "said"), [(Faulty(), "KeyError: 'nobody"), (Bottomless(), "RecursionError")])
def test_a_bug_becomes_a_feed_that_cannot_be_read(hire: Hire, task: Faulty | Bottomless, said: str) -> None:
    helper = hire(20.0)
    there = helper.run(Where())
    with pytest.raises(ParseError) as told:
        helper.run(task)
    assert told.value.problem is Problem.MALFORMED
    assert told.value.detail.startswith(said)
    assert helper.run(Where()) == there, "nothing had to be killed"


def test_known_faults_cross_unharmed(hire: Hire) -> None:
    helper = hire(20.0)
    with pytest.raises(FetchError) as of_a_feed:
        helper.run(Refusing())
    error = of_a_feed.value
    assert (error.problem, error.detail, error.status, error.retry_after) == (
        Problem.TOO_MANY,
        "example.org",
        429,
        77,
    )
    with pytest.raises(OpmlError) as of_a_list:
        helper.run(Refusing(of_a_list=True))
    assert str(of_a_list.value) == "“list.opml” has no {feed} in it."
    assert of_a_list.value.facts == {"file": "list.opml", "thing": "{feed}"}


def test_closing_ends_a_task_that_works_at_once(hire: Hire, tmp_path: Path) -> None:
    helper = hire(20.0)
    sign = tmp_path / "began"
    heard: list[Exception] = []

    def work() -> None:
        try:
            helper.run(Endless(str(sign)))
        except ParseError as error:
            heard.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    wait_until(lambda: sign.exists() and bool(sign.read_text()))
    began = time.monotonic()
    helper.close()
    thread.join(5)
    assert time.monotonic() - began < 2
    assert len(heard) == 1
    assert gone(int(sign.read_text()))


def test_closing_while_the_process_starts_leaves_nobody_behind(hire: Hire) -> None:
    for pause in (0.0, 0.001, 0.003, 0.01):
        helper = hire(20.0)
        errors: list[Exception] = []

        def work(helper: Helper = helper, errors: list[Exception] = errors) -> None:
            try:
                helper.run(Slow(15))
            except ParseError as error:
                errors.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        time.sleep(pause)
        began = time.monotonic()
        helper.close()
        thread.join(5)
        assert time.monotonic() - began < 3
        assert len(errors) == 1


def test_a_closed_helper_starts_no_other_process(hire: Hire) -> None:
    helper = hire(20.0)
    helper.close()
    helper.close()
    with pytest.raises(ParseError):
        helper.run(Where())


def test_threads_take_turns(hire: Hire) -> None:
    helper = hire(20.0)
    answers: dict[int, object] = {}

    def work(number: int) -> None:
        answers[number] = helper.run(Echo(number))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert answers == {number: number for number in range(20)}


def test_a_process_that_was_killed_meanwhile_is_replaced(hire: Hire) -> None:
    helper = hire(20.0)
    there = helper.run(Where())
    os.kill(there, signal.SIGTERM)
    wait_until(lambda: helper._child is None or helper._child.poll() is not None)
    assert helper.run(Where()) != there


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a terminal")
def test_ctrl_c_is_not_for_the_helper(hire: Hire, capfd: pytest.CaptureFixture[str]) -> None:
    helper = hire(20.0)
    there = helper.run(Where())
    os.kill(there, signal.SIGINT)
    assert helper.run(Where()) == there
    assert capfd.readouterr().err == ""


def test_files_in_the_folder_of_the_reader_are_no_modules(
    hire: Hire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pickle", "feedparser", "lxml", "hashlib"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken from the folder')")
    monkeypatch.chdir(tmp_path)
    links, *_ = hire(20.0).run(FindLinks(page("/feed.xml"), "https://example.org/"))
    assert links == (Link("https://example.org/feed.xml", "Feed"),)


def test_the_process_ends_with_the_one_that_started_it() -> None:
    code = (
        "import os; from desktop_reader.worker.helper import Helper; from tests.worker.chores import Where;"
        "print(Helper().run(Where()), flush=True); os._exit(1)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    wait_until(lambda: gone(int(done.stdout)))
