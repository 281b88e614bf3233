"""Settings: kept, read again, and never the reason that the program does not start."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from desktop_reader.errors import FileError
from desktop_reader.settings import Settings, load, save

CHOSEN = Settings(
    refresh_minutes=180,
    read_after_seconds=0.5,
    scheme="dark",
    body_px=21,
    face="sans",
    paper="sepia",
    dates="locale",
    remote_pictures=False,
    picture_cache_mb=50,
    strip_tracking=False,
    library="/media/stick/büro.db",
    language="de",
    refresh_at_start=True,
    unmetered_only=True,
    preset="netnewswire",
    reduce_motion=True,
    density="compact",
    measure="wide",
    keys={"article.star": ["Ctrl+B", "G, X"], "article.read": []},
    updated_unread=True,
    fold_stories=False,
    tray=False,
    tray_plain=True,
    on_close="tray",
    notify=True,
    feed_notices={"00000000-0000-0000-0000-000000000001": False},
    notices_a_day=3,
    digest_at=17 * 60 + 30,
    quiet_hours=True,
    quiet_from=23 * 60,
    quiet_until=0,
    paused_until=1_730_000_000,
    vault="/home/büro/vault",
    vault_keeps="search",
    vault_search="words:>500",
    backups=False,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
on_one_file = hypothesis_settings(
    max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_what_was_chosen_comes_back(file: Path) -> None:
    save(CHOSEN, file)
    assert load(file) == CHOSEN
    assert all(getattr(CHOSEN, f.name) != f.default for f in fields(Settings)), "the test tries every field"


def test_without_a_file_the_defaults_serve_and_nothing_is_written(file: Path) -> None:
    assert load(file) == Settings()
    assert not file.exists()


@pytest.mark.parametrize("garbage", [b"", b"{", b"\xff\xfe\x00", b"[]", b"null", b"[" * 100_000, b'"text"'])
def test_a_file_that_cannot_be_read_is_set_aside(file: Path, garbage: bytes) -> None:
    file.write_bytes(garbage)
    assert load(file) == Settings()
    assert not file.exists()
    assert file.with_name("settings.json.bad").read_bytes() == garbage


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("refresh_minutes", -5),
        ("refresh_minutes", 1),
        ("refresh_minutes", 10**30),
        ("refresh_minutes", 60.5),
        ("refresh_minutes", True),
        ("remote_pictures", 1),
        ("read_after_seconds", float("nan")),
        ("read_after_seconds", float("inf")),
        ("read_after_seconds", -1),
        ("read_after_seconds", 1e300),
        ("body_px", 100_000),
        ("body_px", -17),
        ("scheme", None),
        ("face", ["serif"]),
        ("remote_pictures", "no"),
        ("paused_until", 10**400),
    ],
)
def test_a_value_that_makes_no_sense_is_passed_over_and_the_others_kept(file: Path, name: str, value: Any) -> None:
    file.write_text(json.dumps(asdict(CHOSEN) | {name: value, "unknown": 1}))
    assert asdict(load(file)) == asdict(CHOSEN) | {name: getattr(Settings(), name)}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("refresh_minutes", 0),
        ("refresh_minutes", 30),
        ("refresh_minutes", 1440),
        ("read_after_seconds", 0),
        ("read_after_seconds", 60),
        ("body_px", 0),
        ("body_px", 30),
    ],
)
def test_all_that_can_be_chosen_is_kept(file: Path, name: str, value: Any) -> None:
    file.write_text(json.dumps({name: value}))
    assert getattr(load(file), name) == value


@on_one_file
@given(st.dictionaries(st.sampled_from([f.name for f in fields(Settings)]), JSON))
def test_any_values_give_settings_that_can_be_kept(file: Path, values: dict[str, Any]) -> None:
    file.write_text(json.dumps(values))
    found = load(file)
    save(found, file)
    assert load(file) == found
    assert 0 <= found.read_after_seconds <= 3600


@on_one_file
@given(st.binary(max_size=200))
def test_any_bytes_give_settings(file: Path, garbage: bytes) -> None:
    file.write_bytes(garbage)
    assert isinstance(load(file), Settings)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileError):
        save(CHOSEN, tmp_path / "file" / "settings.json")
