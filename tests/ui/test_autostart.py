"""Starting at the login: the files and the key that each system wants, and what the reader did to them."""

from __future__ import annotations

import plistlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desktop_reader import paths
from desktop_reader.errors import FileError
from desktop_reader.settings import Settings
from desktop_reader.ui import autostart
from desktop_reader.ui.autostart import DesktopFile, LaunchAgent, RunKey, desktop_entry, own_command, quoted
from desktop_reader.ui.preferences.desktop import DesktopPage

COMMAND = ("/opt/My Reader/desktop-reader", "--minimized")


@pytest.fixture
def desktop_file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "autostart" / f"{paths.ID}.desktop"


def test_the_file_is_written_read_and_removed(desktop_file: Path) -> None:
    own = DesktopFile(desktop_file, COMMAND)
    assert not own.is_on()
    own.set(True)
    assert own.is_on()
    assert 'Exec="/opt/My Reader/desktop-reader" --minimized\n' in desktop_file.read_text()
    desktop_file.unlink()
    assert not own.is_on(), "the reader removed it"
    own.set(False)
    own.set(True)
    own.set(False)
    assert not desktop_file.exists()


@pytest.mark.parametrize("switch", ["Hidden=true", "X-GNOME-Autostart-enabled = false", "hidden=True"])
def test_what_the_desktop_has_switched_off_is_off_and_can_be_wanted_again(desktop_file: Path, switch: str) -> None:
    own = DesktopFile(desktop_file, COMMAND)
    own.set(True)
    with desktop_file.open("a") as file:
        file.write(switch + "\n")
    assert not own.is_on()
    own.set(True)
    assert own.is_on()


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="desktop-file-validate is not installed")
@pytest.mark.parametrize("command", [COMMAND, ("desktop-reader", "--minimized"), ('/a $b/`c`/100%/"d"/e\\f',)])
def test_the_file_is_valid(tmp_path: Path, command: tuple[str, ...]) -> None:
    file = tmp_path / "it.desktop"
    file.write_text(desktop_entry(command))
    done = subprocess.run(["desktop-file-validate", file], capture_output=True, text=True, check=False)
    assert done.stdout == ""


@given(st.lists(st.text(st.characters(exclude_categories=("Cc", "Cs"))), min_size=1))
def test_a_command_is_understood_as_it_was_meant(words: list[str]) -> None:
    """By the rules for such files: first those for texts, then those for commands."""
    line = quoted(words).replace("\\\\", "\\")
    said: list[str] = []
    rest = line
    while rest:
        word = ""
        if rest[0] == '"':
            at = 1
            while rest[at] != '"':
                at += rest[at] == "\\"
                word += rest[at]
                at += 1
            rest = rest[at + 1 :].removeprefix(" ")
        else:
            word, _, rest = rest.partition(" ")
        said.append(word.replace("%%", "%"))
    assert said == words


def test_the_agent_of_macos(tmp_path: Path) -> None:
    file = tmp_path / "LaunchAgents" / "it.plist"
    own = LaunchAgent(file, COMMAND)
    assert not own.is_on()
    own.set(True)
    assert own.is_on()
    said = plistlib.loads(file.read_bytes())
    assert (said["Label"], said["ProgramArguments"]) == (paths.ID, list(COMMAND))
    file.write_bytes(plistlib.dumps(said | {"Disabled": True}))
    assert not own.is_on()
    file.write_bytes(b"<plist>nonsense")
    assert not own.is_on()
    own.set(False)
    assert not file.exists()


class Registry:
    """What is used of ``winreg``."""

    HKEY_CURRENT_USER, REG_SZ = 1, 1

    def __init__(self, refuses: bool = False) -> None:
        self.values: dict[str, str] = {}
        self.refuses = refuses

    def OpenKey(self, root: int, name: str) -> Registry:
        return self

    def CreateKey(self, root: int, name: str) -> Registry:
        if self.refuses:
            raise PermissionError(13, "Access is denied")
        assert name == r"Software\Microsoft\Windows\CurrentVersion\Run"
        return self

    def __enter__(self) -> Registry:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def QueryValueEx(self, key: Registry, name: str) -> tuple[str, int]:
        if name not in self.values:
            raise FileNotFoundError
        return self.values[name], 1

    def SetValueEx(self, key: Registry, name: str, zero: int, kind: int, value: str) -> None:
        self.values[name] = value

    def DeleteValue(self, key: Registry, name: str) -> None:
        if self.values.pop(name, None) is None:
            raise FileNotFoundError


def test_the_key_of_windows() -> None:
    registry = Registry()
    own = RunKey((r"C:\Program Files\Desktop Reader\desktop-reader.exe", "--minimized"), registry)
    assert not own.is_on()
    own.set(True)
    assert registry.values == {"Desktop Reader": r'"C:\Program Files\Desktop Reader\desktop-reader.exe" --minimized'}
    assert own.is_on()
    own.set(False)
    own.set(False)
    assert not own.is_on()
    with pytest.raises(FileError, match="Access is denied"):
        RunKey(("x",), Registry(refuses=True)).set(True)


def test_the_program_finds_the_way_to_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "bin" / "desktop-reader"
    other.parent.mkdir()
    other.write_text("#!/bin/sh\n")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(sys, "argv", ["/somewhere/desktop_reader/__main__.py"])
    assert own_command() == [sys.executable, "-m", "desktop_reader"]
    monkeypatch.setattr(sys, "argv", [str(other)])
    assert own_command() == [str(other)], "started by its place"
    monkeypatch.setenv("PATH", str(other.parent))
    assert own_command() == [str(other)], "a folder that not every login looks into"
    monkeypatch.setattr(autostart, "_is_of_all", lambda found: True)
    assert own_command() == ["desktop-reader"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert own_command() == [sys.executable]


def test_an_appimage_is_started_again_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    image, unpacked = tmp_path / "Desktop Reader.AppImage", tmp_path / ".mount_x"
    program = unpacked / "usr" / "lib" / "desktop-reader" / "desktop-reader"
    program.parent.mkdir(parents=True)
    for file in (image, program):
        file.touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.delenv("APPIMAGE", raising=False)
    monkeypatch.setenv("APPDIR", str(unpacked))
    assert own_command() == [str(program)]
    monkeypatch.setenv("APPIMAGE", str(image))
    assert own_command() == [str(image)]
    assert f'Exec="{image}" --minimized' in desktop_entry([*own_command(), "--minimized"])
    monkeypatch.setenv("APPDIR", str(tmp_path / ".mount_of_a_terminal"))
    assert own_command() == [str(program)], "what an AppImage starts is not that AppImage"
    monkeypatch.setenv("APPDIR", str(unpacked))
    monkeypatch.setenv("APPIMAGE", str(tmp_path / "gone.AppImage"))
    assert own_command() == [str(program)]


class Refusing:
    def is_on(self) -> bool:
        return False

    def set(self, on: bool) -> None:
        raise FileError("“{file}” could not be changed ({reason}).", file="it.desktop", reason="Read-only file system")


def test_the_tick_shows_what_is_and_says_why_it_cannot_be(qtbot: QtBot, desktop_file: Path) -> None:
    own: Any = DesktopFile(desktop_file, COMMAND)
    page = DesktopPage(own)
    qtbot.addWidget(page)
    page.show_settings(Settings())
    page.show()
    assert not page.login.isChecked()
    page.login.click()
    assert desktop_file.exists()
    desktop_file.unlink()
    page.show_settings(Settings())
    assert not page.login.isChecked()
    refused = DesktopPage(Refusing())
    qtbot.addWidget(refused)
    refused.show()
    refused.login.click()
    assert not refused.login.isChecked()
    assert refused.refused.isVisible()
    assert "Read-only file system" in refused.refused.text()


def test_a_home_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("a file where a folder should be")
    with pytest.raises(FileError):
        DesktopFile(tmp_path / "autostart" / "it.desktop", COMMAND).set(True)
