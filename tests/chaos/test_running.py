"""Which parts are run, in which order, and how the command ends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.chaos import __main__ as chaos
from tests.chaos import running
from tests.chaos.outcome import Outcome


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The parts in the order in which they were done; none does anything, and ``damage`` loses something."""
    done: list[str] = []

    def one(part: str, thorough: bool) -> running.Ran:
        done.append(part if thorough else f"{part} in short")
        return part, Outcome(losses=["a star"] if part == "damage" else []), 1.0

    def pool(jobs: int, **_: Any) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(jobs)

    monkeypatch.setattr(running, "one", one)
    monkeypatch.setattr(running, "ProcessPoolExecutor", pool)
    return done


def test_all_parts_one_after_the_other(done: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert chaos.main([]) == 1
    assert done == list(chaos.PARTS)
    assert capsys.readouterr().out.endswith("Not held: damage\n")


def test_those_that_need_the_computer_alone_come_last(done: list[str]) -> None:
    assert chaos.main(["bombs", "kill", "inject", "disk", "--jobs", "2", "--short"]) == 0
    assert sorted(done[:2]) == ["disk in short", "kill in short"]
    assert done[2:] == ["bombs in short", "inject in short"]


def test_what_is_alone_is_a_part() -> None:
    assert set(running.ALONE) < set(chaos.PARTS)


@pytest.mark.parametrize("wrong", [["nothing"], ["kill", "--jobs", "0"]])
def test_what_cannot_be_run_is_refused(wrong: list[str], done: list[str]) -> None:
    with pytest.raises(SystemExit):
        chaos.main(wrong)
    assert done == []
