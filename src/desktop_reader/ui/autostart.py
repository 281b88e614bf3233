"""Starting at the login, unseen: a file or a key of the reader's own, as each desktop wants it.

Whether it is on is read from there each time: the desktop's own settings may have changed it. What a desktop has
switched off is written anew when it is wanted again.
"""

from __future__ import annotations

import contextlib
import os
import plistlib
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol
from xml.parsers.expat import ExpatError

from desktop_reader import paths
from desktop_reader.errors import FileError
from desktop_reader.files import write_safely
from desktop_reader.records.translatable import translatable

_NAME = "desktop-reader"
_RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
_VALUE = "Desktop Reader"
_LARGEST = 100_000


class Autostart(Protocol):
    """Both raise FileError where the system refuses."""

    def is_on(self) -> bool:
        """Whether the program starts at the login."""

    def set(self, on: bool) -> None:
        """Makes it so."""


def own_autostart() -> Autostart:
    """That of this system."""
    command = [*own_command(), "--minimized"]
    if sys.platform == "win32":
        import winreg

        return RunKey(command, winreg)
    if sys.platform == "darwin":
        return LaunchAgent(Path.home() / "Library" / "LaunchAgents" / f"{paths.ID}.plist", command)
    config = os.environ.get("XDG_CONFIG_HOME") or ""
    folder = Path(config) if os.path.isabs(config) else Path.home() / ".config"
    return DesktopFile(folder / "autostart" / f"{paths.ID}.desktop", command)


def own_command() -> list[str]:
    """How this program is started again: by its name where that finds it, else by its place."""
    if getattr(sys, "frozen", False):
        return [_image() or sys.executable]
    started = Path(sys.argv[0])
    found = shutil.which(_NAME)
    if found is not None and (started.name != _NAME or Path(found).resolve() == started.resolve()):
        return [_NAME if sys.platform == "linux" and _is_of_all(Path(found)) else found]
    if started.name.startswith(_NAME) and started.is_file():
        return [str(started.absolute())]
    return [sys.executable, "-m", "desktop_reader"]


class DesktopFile:
    """Linux and its kin: ``autostart`` in the folder of settings."""

    def __init__(self, file: Path, command: Sequence[str]) -> None:
        self._file = file
        self._command = command

    def is_on(self) -> bool:
        """A file that the desktop has switched off counts as none."""
        lines = _read(self._file).decode("utf-8", "replace").splitlines()
        values = dict(line.replace(" ", "").lower().split("=", 1) for line in lines if "=" in line)
        switched_off = values.get("hidden") == "true" or values.get("x-gnome-autostart-enabled") == "false"
        return "exec" in values and not switched_off

    def set(self, on: bool) -> None:
        """Writes the file, or removes it."""
        if on:
            write_safely(self._file, desktop_entry(self._command).encode())
        else:
            _remove(self._file)


class LaunchAgent:
    """macOS: a file that says what is started at the login."""

    def __init__(self, file: Path, command: Sequence[str]) -> None:
        self._file = file
        self._command = command

    def is_on(self) -> bool:
        """A file that makes no sense starts nothing."""
        try:
            said: Any = plistlib.loads(_read(self._file))
        except (ValueError, plistlib.InvalidFileException, ExpatError, OverflowError, RecursionError):
            return False
        return isinstance(said, dict) and said.get("RunAtLoad") is True and said.get("Disabled") is not True

    def set(self, on: bool) -> None:
        """Writes the file, or removes it."""
        if on:
            said = {"Label": paths.ID, "ProgramArguments": list(self._command), "RunAtLoad": True}
            write_safely(self._file, plistlib.dumps(said | {"ProcessType": "Interactive"}))
        else:
            _remove(self._file)


class RunKey:
    """Windows: a value in the registry. ``registry`` is the module ``winreg``."""

    def __init__(self, command: Sequence[str], registry: Any) -> None:
        self._command = command
        self._registry = registry

    def is_on(self) -> bool:
        """Whether the value is there."""
        there = self._registry
        try:
            with there.OpenKey(there.HKEY_CURRENT_USER, _RUN_KEY) as key:
                there.QueryValueEx(key, _VALUE)
        except OSError:
            return False
        return True

    def set(self, on: bool) -> None:
        """Writes the value, or removes it."""
        from subprocess import list2cmdline

        there = self._registry
        try:
            with there.CreateKey(there.HKEY_CURRENT_USER, _RUN_KEY) as key:
                if on:
                    there.SetValueEx(key, _VALUE, 0, there.REG_SZ, list2cmdline(self._command))
                else:
                    with contextlib.suppress(FileNotFoundError):
                        there.DeleteValue(key, _VALUE)
        except OSError as error:
            raise _refused(_RUN_KEY, error) from error


def desktop_entry(command: Sequence[str]) -> str:
    """The file for the desktop."""
    lines = ["[Desktop Entry]", "Type=Application", "Version=1.4", "Name=Desktop Reader", f"Exec={quoted(command)}"]
    lines += [f"Icon={paths.ID}", "Terminal=false", "X-GNOME-Autostart-enabled=true", "X-GNOME-Autostart-Delay=5"]
    return "\n".join([*lines, ""])


def quoted(command: Sequence[str]) -> str:
    """A command as desktop files have it: quoted where it must be, with the signs that they know doubled."""
    return " ".join(map(_quoted, command))


def _quoted(word: str) -> str:
    word = word.replace("%", "%%")
    if word and all(letter.isalnum() or letter in "-_./+:@,%" for letter in word):
        return word
    inside = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in word)
    # The file's own rule for texts comes on top: there each backslash is written twice.
    return '"' + inside.replace("\\", "\\\\") + '"'


def _image() -> str:
    """The AppImage that this program was started from: the place where it runs is gone when it ends. Another program
    that came as one, a terminal say, hands down the same names; then this one does not lie in its folder.
    """
    image, unpacked = os.environ.get("APPIMAGE", ""), os.environ.get("APPDIR", "")
    if not (os.path.isabs(image) and unpacked and os.path.isfile(image)):
        return ""
    return image if Path(sys.executable).resolve().is_relative_to(Path(unpacked).resolve()) else ""


def _is_of_all(found: Path) -> bool:
    """In a folder that every login looks into, unlike one that a shell adds."""
    return str(found.parent) in ("/usr/bin", "/usr/local/bin", "/bin")


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(_LARGEST)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise _refused(file, error) from error


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise _refused(file, error) from error


def _refused(what: object, error: OSError) -> FileError:
    return FileError(
        translatable("“{file}” could not be changed ({reason})."), file=what, reason=error.strerror or str(error)
    )
