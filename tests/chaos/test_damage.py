"""The short form of ``damage``: one damage of each kind."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from desktop_reader.library.salvage import carrying
from tests.chaos import damage, stock
from tests.chaos.outcome import Outcome

KINDS = (
    "root of state",
    "page 1 of article",
    "index st_star",
    "the first page, noise",
    "4 pages of noise",
    "two pages exchanged",
    "50% of the file is left",
    "text instead",
    "killed, library emptied, journal there",
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stock.made(tmp_path_factory.mktemp("stock") / "library.db", feeds=6, articles=40)


def test_there_are_enough_damages() -> None:
    names = [case.name for case in damage.cases()]
    assert len(names) == len(set(names)) >= 60
    assert set(KINDS) <= set(names)


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_library_comes_back(kind: str, source: Path, tmp_path: Path) -> None:
    outcome = Outcome()
    case = next(case for case in damage.cases() if case.name == kind)
    damage.tried(case, source, tmp_path / "case", random.Random(4), outcome)
    assert outcome.losses == []
    assert outcome.counts["damages"] == 2


@pytest.mark.parametrize("name", damage.BESIDE)
def test_what_lies_beside_it_may_be_damaged(name: str, source: Path, tmp_path: Path) -> None:
    outcome = Outcome()
    damage.BESIDE[name](stock.copied(source, tmp_path / "beside"), outcome, name)
    assert outcome.losses == []


def test_what_is_not_saved_is_noticed(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof that the part can fail."""
    there = carrying.names()
    monkeypatch.setattr(carrying, "names", lambda: [name for name in there if name != "labelled"])
    outcome = Outcome()
    case = next(case for case in damage.cases() if case.name == "the first page, noise")
    damage.tried(case, source, tmp_path / "case", random.Random(4), outcome)
    assert outcome.losses


def test_stars_that_neither_rows_nor_their_index_tell_come_from_the_backup(source: Path, tmp_path: Path) -> None:
    def hurt(path: Path, chance: random.Random) -> None:
        for which in range(1, 4):
            damage.page_of("state", which)(path, chance)
        damage.page_of("st_star")(path, chance)

    outcome = Outcome()
    damage.tried(damage.Case("rows and stars", hurt), source, tmp_path / "case", random.Random(4), outcome)
    assert outcome.losses == []
