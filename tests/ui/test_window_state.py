"""What the window remembers: whatever is in the file, the window opens."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from desktop_reader import paths
from desktop_reader.app import Application
from desktop_reader.records.query import Query, Scope, Sort
from desktop_reader.ui.remembering import state_of
from desktop_reader.ui.window_state import WindowState, load, save

LEFT = WindowState(
    "01d9", (200, 300), (201, 301), (202, 302), False, (1, 2), "feed", 7, "title", True, True, True, 9, inspector=False
)
ANYTHING = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-3, 3)
    | st.floats()
    | st.text(max_size=9)
    | st.sampled_from([*Scope, *Sort, "01d9d0cb"])
    | st.lists(st.integers() | st.text(max_size=2) | st.none(), max_size=4)
    | st.dictionaries(st.text(max_size=2), st.none(), max_size=2)
)
NAMES = [f.name for f in fields(WindowState)]
on_one_file = settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "window.json"


@pytest.fixture
def opened(qapp: QApplication, library_path: Path) -> Iterator[Callable[[dict[str, Any]], Application]]:
    """The program with this in its file; closed at the end."""
    open_ones: list[Application] = []

    def start(state: dict[str, Any]) -> Application:
        (paths.config() / "window.json").parent.mkdir(parents=True, exist_ok=True)
        (paths.config() / "window.json").write_text(json.dumps(state))
        open_ones.append(Application(library_path, qapp))
        open_ones[-1].start()
        return open_ones[-1]

    yield start
    for one in open_ones:
        one.window.close()
        one.close()
        one.window.deleteLater()
    qapp.processEvents()


def test_what_was_left_comes_back(file: Path) -> None:
    save(LEFT, file)
    assert load(file) == LEFT
    assert LEFT.query == Query(Scope.FEED, 7, "", True, True, Sort.TITLE, True)
    assert all(getattr(LEFT, f.name) != f.default for f in fields(WindowState)), "the test tries every field"


@pytest.mark.parametrize("garbage", [b"", b"{", b"\xff\x00", b"[]", b"7", b"[" * 100_000, b'{"a":' * 50_000])
def test_garbage_gives_the_defaults(file: Path, garbage: bytes) -> None:
    file.write_bytes(garbage)
    assert load(file) == WindowState()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("geometry", "no hexadecimal"),
        ("geometry", 7),
        ("wide", [1, 10**12]),
        ("usual", [-1, 2]),
        ("narrow", "ab"),
        ("narrow", [1, 2, 3]),
        ("usual", 7),
        ("sidebar", "yes"),
        ("closed", [10**30]),
        ("closed", None),
        ("scope", "everything"),
        ("scope", {}),
        ("target", 1 << 63),
        ("target", "7"),
        ("target", ""),
        ("sort", 3),
        ("reverse", "yes"),
        ("reverse", 5),
        ("unread_only", None),
        ("article", 10**30),
        ("article", float("nan")),
    ],
)
def test_a_value_that_could_not_be_used_gives_the_defaults(file: Path, name: str, value: Any) -> None:
    file.write_text(json.dumps(asdict(LEFT) | {name: value}))
    assert load(file) == WindowState()


@on_one_file
@given(st.dictionaries(st.sampled_from(NAMES), ANYTHING))
def test_any_values_give_a_state_that_can_be_kept_and_asked(file: Path, values: dict[str, Any]) -> None:
    file.write_text(json.dumps(values))
    state = load(file)
    save(state, file)
    assert load(file) == state
    assert state.query.sort in Sort


def test_a_disk_that_does_not_take_it_troubles_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    save(LEFT, tmp_path / "file" / "window.json")
    assert (tmp_path / "file").read_bytes() == b""


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"geometry": "00", "wide": [0, 0], "usual": [0, 0], "narrow": [0, 0]},
        {"geometry": "01d9d0cb" + "00" * 60, "wide": [1 << 19, 5], "usual": [5, 1 << 19]},
        {"scope": "feed", "target": 999, "article": 999, "closed": [5, -1]},
        {"scope": "folder", "target": None, "sort": "reads", "reverse": True},
        {"scope": "all", "unread_only": True, "starred_only": True, "sort": "title"},
        {"scope": "today", "sidebar": False},
    ],
)
def test_the_window_opens_with_whatever_was_left(
    opened: Callable[[dict[str, Any]], Application], state: dict[str, Any]
) -> None:
    application = opened(state)
    assert application.window.isVisible()
    assert application.browsing.article == 0
    assert state_of(application.window, application.inspecting).sidebar is state.get("sidebar", True)
