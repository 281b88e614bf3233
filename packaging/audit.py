"""Compares all locked packages with known security advisories: ``python3 dev.py audit [FOLDER]``.

``FOLDER`` is a checkout of the Python Packaging Advisory Database (pypa/advisory-database). Without one pip-audit is
asked, where it is installed. What could not be compared is told, and never counts as clean: 0 nothing was found, 1
something was, 2 nobody knows.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock", "packaging/requirements.lock")
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)((?:[^\n]*\\\n)*[^\n]*)", re.M)
_EVENT = re.compile(r"^\s*-?\s*(introduced|fixed|last_affected):\s*['\"]?([^'\"\s]+)", re.M)
_RANGE = re.compile(r"^  - type: ECOSYSTEM\n((?:    .*\n)*)", re.M)
_LISTED = re.compile(r"^  versions:\n((?:  - .*\n)*)", re.M)


@dataclass(frozen=True, slots=True, order=True)
class Pinned:
    """A package as a lock file has it."""

    name: str
    version: str
    hashed: bool


@dataclass(frozen=True, slots=True)
class Advisory:
    """What is known: ``ranges`` of (introduced, fixed or None, last affected or None), and single versions."""

    id: str
    name: str
    ranges: tuple[tuple[str, str | None, str | None], ...]
    versions: frozenset[str]
    modified: str

    def hits(self, version: str) -> bool:
        """Whether it is about this version."""
        return version in self.versions or any(_within(Version(version), *one) for one in self.ranges)


def pinned(lock: str) -> list[Pinned]:
    """What a lock file pins."""
    return [Pinned(_plain(name), version, "--hash=" in rest) for name, version, rest in _PINNED.findall(lock)]


def advisories(folder: Path) -> Iterator[Advisory]:
    """All that are in a checkout and were not withdrawn."""
    for file in sorted((folder / "vulns").glob("*/PYSEC-*.yaml")):
        text = file.read_text(encoding="utf-8")
        if not re.search(r"^withdrawn:", text, re.M):
            yield advisory(file.stem, file.parent.name, text)


def advisory(name: str, package: str, text: str) -> Advisory:
    """One file. Its few lines that count are always written in the same way, so no YAML is needed."""
    ranges: list[tuple[str, str | None, str | None]] = []
    for block in _RANGE.findall(text):
        since: str | None = None
        for kind, version in [*_EVENT.findall(block), ("introduced", "")]:
            if kind == "introduced":
                if since is not None:
                    ranges.append((since, None, None))
                since = version
            elif since is not None:
                ranges.append((since, version, None) if kind == "fixed" else (since, None, version))
                since = None
    versions = frozenset(re.findall(r"- ['\"]?([^'\"\s]+)", "".join(_LISTED.findall(text))))
    modified = re.search(r"^modified: ['\"]?([\d-]+)", text, re.M)
    return Advisory(name, _plain(package), tuple(ranges), versions, modified[1] if modified else "")


def found(packages: Iterable[Pinned], known: Iterable[Advisory]) -> list[tuple[Pinned, Advisory]]:
    """Which packages something is known of."""
    by_name: dict[str, list[Advisory]] = {}
    for one in known:
        by_name.setdefault(one.name, []).append(one)
    return [
        (package, one) for package in packages for one in by_name.get(package.name, ()) if one.hits(package.version)
    ]


def main(arguments: list[str]) -> int:
    """Prints what was compared with what."""
    packages = sorted({one for lock in LOCKS for one in pinned((ROOT / lock).read_text(encoding="utf-8"))})
    bare = [one for one in packages if not one.hashed]
    print(f"{len(packages)} pinned packages in {len(LOCKS)} lock files, {len(bare)} of them without a hash.")
    code = _with_checkout(packages, Path(arguments[0])) if arguments else _with_pip_audit()
    return max(code, int(bool(bare)))


def _with_checkout(packages: list[Pinned], folder: Path) -> int:
    known = list(advisories(folder))
    if not known:
        print(f"There are no advisories in {folder}, so nothing is known of any package.")
        return 2
    newest = max(one.modified for one in known)
    bad = found(packages, known)
    for package, one in bad:
        print(f"  {package.name} {package.version}: {one.id}")
    print(f"Compared with {len(known)} advisories, the newest of {newest}: {len(bad)} found.")
    return int(bool(bad))


def _with_pip_audit() -> int:
    program = shutil.which("pip-audit")
    if program is None:
        print("pip-audit is not installed, so nothing is known. Install it somewhere, or give a checkout's folder.")
        return 2
    seen, unknown, bad = 0, 0, 0
    for lock in LOCKS:
        command = [program, "--require-hashes", "--disable-pip", "--format=json", "--progress-spinner=off"]
        done = subprocess.run([*command, "-r", str(ROOT / lock)], capture_output=True, text=True, check=False)
        try:
            told = json.loads(done.stdout)["dependencies"]
        except (ValueError, KeyError, TypeError):
            print(f"pip-audit could not look at {lock}: {done.stderr.strip()[-300:]}")
            return 2
        seen += len(told)
        unknown += sum("skip_reason" in one for one in told)
        for one in told:
            for vulnerability in one.get("vulns", ()):
                bad += 1
                print(f"  {one['name']} {one['version']}: {vulnerability['id']}")
    print(f"pip-audit looked at {seen} entries: {bad} advisories found; of {unknown} entries it could learn nothing.")
    return 1 if bad else 2 * bool(unknown)


def _within(version: Version, since: str, fixed: str | None, last: str | None) -> bool:
    try:
        if since != "0" and version < Version(since):
            return False
        return (fixed is None or version < Version(fixed)) and (last is None or version <= Version(last))
    except InvalidVersion:
        return True  # Somebody has to look.


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
