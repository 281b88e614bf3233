"""What Desktop Reader is made of, and under which licences: its own, those of fonts and icons, and of each package."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from desktop_reader import paths

_OURS = "desktop-reader"
_FILE = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_SHORT = 60


@dataclass(frozen=True, slots=True)
class Part:
    """Something that is in it; ``package`` is to be asked for what is not known yet."""

    name: str
    kind: str = ""
    files: tuple[Path, ...] = ()
    package: str = ""

    def text(self) -> str:
        """The licence's words, or its name at least."""
        files = self.files or _files(self.package)
        said = []
        for file in files:
            with contextlib.suppress(OSError):
                said.append(file.read_text(encoding="utf-8", errors="replace").strip())
        return "\n\n".join(filter(None, (_kind(self.package), *said)))


def parts() -> list[Part]:
    """Our own first, then fonts and icons, then the packages that are installed. No file is read for it but one."""
    own = paths.resources().parent / "LICENSE"
    found = [
        Part("Desktop Reader", "MIT", (own,) if own.is_file() else (), "" if own.is_file() else _OURS),
        Part("Inter", "OFL-1.1", _resource("fonts", "LICENSE-inter.txt")),
        Part("JetBrains Mono", "OFL-1.1", _resource("fonts", "LICENSE-jetbrains-mono.txt")),
        Part("DR Serif (Source Serif 4)", "OFL-1.1", _resource("fonts", "LICENSE-source-serif-4.txt")),
        Part("Fluent UI System Icons", "MIT", _resource("icons", "LICENSE-fluent.txt")),
    ]
    packages: dict[str, Part] = {}
    with contextlib.suppress(metadata.PackageNotFoundError):
        for wanted in metadata.requires(_OURS) or ():
            name = _NAME.match(wanted)
            if name is not None and "extra ==" not in wanted and _is_installed(name[0]):
                packages[name[0]] = Part(name[0], package=name[0])
    return [*found, *packages.values()]


def _is_installed(name: str) -> bool:
    return next(iter(metadata.Distribution.discover(name=name)), None) is not None


def _kind(package: str) -> str:
    """What a package calls its licence."""
    if not package:
        return ""
    try:
        told = metadata.metadata(package)
    except metadata.PackageNotFoundError:
        return ""
    said = next((told[field] for field in ("License-Expression", "License") if field in told), "")
    if not said or len(said) > _SHORT or "\n" in said:
        kinds = [one.split(" :: ")[-1] for one in told.get_all("Classifier") or () if one.startswith("License")]
        said = ", ".join(kinds)
    return said


def _files(package: str) -> tuple[Path, ...]:
    try:
        inside = metadata.files(package) if package else ()
    except metadata.PackageNotFoundError:
        return ()
    found = (Path(str(one.locate())) for one in inside or () if _FILE.search(one.name) and one.suffix != ".py")
    return tuple(found)


def _resource(*where: str) -> tuple[Path, ...]:
    return (paths.resource(*where),)
