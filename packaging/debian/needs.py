"""The packages of Debian that a folder of programs and libraries needs: those with the libraries that are linked but do
not lie in it, and what is opened by name. The names are those of Debian 12 and of all that is newer.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

OPENED = ("hicolor-icon-theme", "shared-mime-info")
"""Used without being linked: where icons and types are looked for."""

_NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")
_GLIBC = re.compile(r"\bGLIBC_(2\.\d+)\b")
_RENAMED = {"libglib2.0-0", "libssl3"}  # Since 2038 was seen to: the same files in another package.


def packages(folder: Path, architecture: str) -> list[str]:
    """What ``Depends`` says. Raises ValueError when this system does not have a library that is linked."""
    parts = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink() and _is_elf(path)]
    inside = {path.name for path in folder.rglob("*")}
    linked = {name for part in parts for name in _NEEDED.findall(_said("readelf", "-dW", str(part)))}
    found = {_owner(name, architecture) for name in linked - inside}
    glibc = max((_GLIBC.findall(_said("readelf", "-VW", *map(str, parts)))), key=_number)
    found.remove("libc6")
    return [f"libc6 (>= {glibc})", *sorted(map(_alternatives, found)), *OPENED]


def _owner(library: str, architecture: str) -> str:
    pattern = re.compile(rf"(\S+?)(?::{architecture})?: /(?:usr/)?lib(?:64|/[^/]+-linux-gnu)?/{re.escape(library)}")
    asked = subprocess.run(["dpkg", "-S", f"*/{library}"], capture_output=True, text=True)
    for line in asked.stdout.splitlines():
        if told := pattern.fullmatch(line):
            return told[1].removesuffix("t64")
    raise ValueError(f"No package here has {library}.")


def _alternatives(package: str) -> str:
    return f"{package}t64 | {package}" if package in _RENAMED else package


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
