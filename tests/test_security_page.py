"""SECURITY.md says what is true: the tests that it names are there, and its numbers are those of the program."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from desktop_reader.content import limits as content
from desktop_reader.feeds import opml, record
from desktop_reader.feeds.foreign import recognise
from desktop_reader.feeds.foreign.source import TEXT_LIMIT
from desktop_reader.feeds.limits import Limits
from desktop_reader.ui import decoding
from desktop_reader.ui.instance import errand, wish
from desktop_reader.ui.viewer import effort
from desktop_reader.worker import helper, importing
from tests.chaos.forms import forms
from tests.chaos.roads import ROADS
from tests.shared import SHARED

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_each_test_that_is_named_is_there(file: str, name: str) -> None:
    assert f"\ndef {name}(" in (ROOT / file).read_text(encoding="utf-8")


def test_every_row_of_what_is_true_names_a_test() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and "shown by" not in line]
    begins = PAGE.index("## The network side")
    claimed = [row for row in rows if begins < PAGE.index(row) < PAGE.index("## Limits")]
    assert len(claimed) > 15
    assert [row for row in claimed if not re.search(r"`tests/\S+::\w+`", row)] == []
    assert len(NAMED) > 25


def test_the_limits_are_those_of_the_program() -> None:
    own, mega = Limits(), 1024 * 1024
    network = (own.connect_seconds, own.first_byte_seconds, own.total_seconds)
    sizes = (own.feed_bytes, own.page_bytes, own.picture_bytes)
    listed = f"{opml.SIZE_LIMIT // mega} MB, {opml.DEPTH_LIMIT} deep, {opml.FEEDS_LIMIT:,} feeds"
    worked = f"{record.ENTRIES_LIMIT:,}; {helper.DEADLINE:g} seconds and {helper._MEMORY // mega:,} MB"
    said = [
        "{:g}, {:g}, {:g} seconds".format(*network),
        f"{own.redirects}; {own.header_bytes // 1024} kB",
        "{}, {}, {} MB".format(*(size // mega for size in sizes)),
        f"| {own.host_connections}, {own.connections} |",
        worked,
        listed,
        f"{decoding.LARGEST_PIXELS // 1_000_000} megapixels",
        f"{content.SOURCE // 1000} kB; {content.TEXT:,} characters",
        f"| {content.DEPTH}; {content.NESTED_TABLES}; {content.CELLS:,} |",
        f"| {content.BLOCKS:,}; {content.NODES:,}; {content.LINKS:,}; {content.IMAGES} |",
        f"{wish.MESSAGE_LIMIT // 1024} kB",
        "; ".join(
            f"{int(effort.MOST / work):,}" for work in (effort._LATIN, effort._USUAL, effort._SHOWN, effort._RARE)
        ),
        f"{recognise.SIZE_LIMIT // mega} MB; {TEXT_LIMIT // mega} MB; {importing._DEADLINE:g} seconds",
    ]
    assert [words for words in said if words not in PAGE] == []


def test_the_socket_knows_as_many_words_as_it_says() -> None:
    deeds = [one.name for one in fields(wish.Wish) if one.type == "bool"]
    numbers = {4: "four", 15: "fifteen"}
    assert f"{numbers[len(deeds)]} deeds, and {numbers[len(errand.DEEDS)]} errands" in PAGE


def test_as_many_forms_and_roads_are_tried_as_it_says() -> None:
    forms_here, roads = len(forms(8080)), len(ROADS)
    assert f"on {roads} roads" in PAGE
    claimed = int(re.findall(r"\((\d+) forms on", PAGE)[0])
    assert forms_here == claimed if SHARED.is_dir() else 0 < claimed - forms_here < 40
