"""Names of files that every system takes, whatever the title was."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.text.file_names import LONGEST, Names, file_name, key

RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))}


@given(st.text(max_size=400))
def test_any_title_makes_a_name(title: str) -> None:
    name = file_name(title)

    assert name
    assert len(name.encode()) <= LONGEST + 1
    assert not set(name) & set('<>:"/\\|?*\0')
    assert name == name.strip(" .")
    assert not name.startswith(("-", "~"))
    assert name.split(".")[0].lower() not in RESERVED
    assert unicodedata.normalize("NFC", name) == name
    for path in (PurePosixPath(name), PureWindowsPath(name)):
        assert path.name == name
        assert not path.is_absolute()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("..", "article"),
        ("NUL", "_NUL"),
        ("com1.txt", "_com1.txt"),
        ("C:\\Windows", "C-Windows"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("What? “Yes”: [no]", "What “Yes”- (no)"),
        ("  .hidden. ", "hidden"),
        ("--force", "force"),
        ("one\ntwo\ttabs", "one two tabs"),
        ("日本語のタイトル", "日本語のタイトル"),
        ("", "article"),
        ("می‌خواهم", "می‌خواهم"),
    ],
)
def test_some_titles(title: str, name: str) -> None:
    assert file_name(title) == name


def test_long_ones_end_with_a_word() -> None:
    name = file_name("word " * 100)

    assert len(name) <= LONGEST
    assert name.endswith("word")


def test_marks_stay_with_their_letter() -> None:
    name = file_name("x" * (LONGEST - 1) + "q\u0323\u0307")
    assert name == "x" * (LONGEST - 1)


def test_a_name_is_given_once_whatever_its_case() -> None:
    names = Names(["There.md"])

    given_out = [names.free(stem, ".md") for stem in ("a", "A", "there", "é", "e\u0301")]

    assert given_out == ["a.md", "A (2).md", "there (2).md", "é.md", "e\u0301 (2).md"]
    assert len(set(map(key, given_out))) == 5
