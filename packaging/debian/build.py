"""Builds desktop-reader_VERSION_ARCHITECTURE.deb; ``python3 dev.py deb`` calls it with all that it needs at hand.

    build.py FROZEN OUT

``FROZEN`` is the folder that PyInstaller made of the program. Python, Qt and our packages are in it; what else its
libraries link is the system's, and named by ``needs.py``. ``test-deb.sh`` proves that nothing is missing.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT, SHARED = HERE.parents[1], HERE.parent / "shared"
sys.path[:0] = [str(HERE), str(HERE.parent)]

import icons  # noqa: E402
import needs  # noqa: E402
from smaller_icu import for_order, for_words, make_smaller  # noqa: E402

ID = "org.desktop_reader.DesktopReader"
VERSION = re.search(r'__version__ = "(.+)"', (ROOT / "src/desktop_reader/__init__.py").read_text("utf-8"))[1]  # type: ignore[index]


def main(frozen: Path, out: Path) -> Path:
    """The package that was made."""
    architecture = _said("dpkg", "--print-architecture")
    with tempfile.TemporaryDirectory() as work:
        tree = Path(work) / "tree"
        program = tree / "usr/lib/desktop-reader"
        _program(frozen, program, Path(work))
        _surroundings(tree)
        _control(tree, architecture, ", ".join(needs.packages(program, architecture)))
        package = out / f"desktop-reader_{VERSION}_{architecture}.deb"
        out.mkdir(parents=True, exist_ok=True)
        subprocess.run(["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", tree, package], check=True)
    return package


def _program(frozen: Path, place: Path, work: Path) -> None:
    shutil.copytree(frozen, place, symlinks=True)
    for library in place.rglob("libicudata*.so.*"):
        if not library.is_symlink():
            wanted = for_order if "PySide6" in library.parts else for_words
            make_smaller(library, wanted, work / library.name)
    for library in place.rglob("*.so*"):
        if not library.is_symlink():
            _strip(library, work / "stripped")
    # It sees the files as they will lie in the package. Written byte code or a home of its own would lie there too.
    subprocess.run([place / "check"], check=True, cwd=work, env={**os.environ, "HOME": str(work), "LC_ALL": "C.UTF-8"})
    (place / "check").unlink()
    for path in [place, *place.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path == place / "desktop-reader" else 0o644)


def _strip(library: Path, work: Path) -> None:
    """Takes the symbols for debugging out, of 40 MB. Not where that would spoil it: the wheels' own libraries were
    patched, and strip moves their segments to places from which they cannot be loaded.
    """
    done = subprocess.run(["strip", "--strip-unneeded", "-o", work, library], capture_output=True)
    if done.returncode == 0 and _loadable(work) and work.stat().st_size < library.stat().st_size:
        shutil.copyfile(work, library)


def _loadable(library: Path) -> bool:
    """Whether all segments that are loaded lie on pages: their place in the file fits that in memory."""
    headers = (line.split() for line in _said("readelf", "-lW", str(library)).splitlines() if "LOAD" in line)
    return all((int(one[1], 16) - int(one[2], 16)) % int(one[-1], 16) == 0 for one in headers)


def _surroundings(tree: Path) -> None:
    """The command, the menu entry, icons, types, the man page, the copyright."""
    share = tree / "usr/share"
    command = tree / "usr/bin/desktop-reader"
    command.parent.mkdir(parents=True)
    command.symlink_to("../lib/desktop-reader/desktop-reader")
    _copy(SHARED / f"{ID}.desktop", share / f"applications/{ID}.desktop")
    _copy(SHARED / f"{ID}.metainfo.xml", share / f"metainfo/{ID}.metainfo.xml")
    _copy(SHARED / f"{ID}.mime.xml", share / f"mime/packages/{ID}.xml")
    _pack((SHARED / "desktop-reader.1").read_bytes(), share / "man/man1/desktop-reader.1.gz")
    _pack((ROOT / "CHANGELOG.md").read_bytes(), share / "doc/desktop-reader/NEWS.md.gz")
    _pack(_changelog().encode(), share / "doc/desktop-reader/changelog.gz")
    _write(share / "doc/desktop-reader/copyright", _copyright())
    _copy(HERE / "lintian-overrides", share / "lintian/overrides/desktop-reader")
    hicolor = share / "icons/hicolor"
    _copy(icons.DRAWING, hicolor / f"scalable/apps/{ID}.svg")
    _copy(icons.DRAWING.with_stem("desktop-reader-symbolic"), hicolor / f"symbolic/apps/{ID}-symbolic.svg")
    for size in icons.SIZES:
        _copy(icons.picture(size), hicolor / f"{size}x{size}/apps/{ID}.png")


def _control(tree: Path, architecture: str, depends: str) -> None:
    kilobytes = sum(path.lstat().st_size for path in tree.rglob("*") if not path.is_dir()) // 1024
    said = (HERE / "control").read_text(encoding="utf-8")
    said = said.format(version=VERSION, architecture=architecture, kilobytes=kilobytes, depends=depends)
    _write(tree / "DEBIAN/control", said)
    files = sorted(path for path in (tree / "usr").rglob("*") if path.is_file() and not path.is_symlink())
    sums = ((hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest(), path) for path in files)
    _write(tree / "DEBIAN/md5sums", "".join(f"{digest}  {path.relative_to(tree)}\n" for digest, path in sums))


def _changelog() -> str:
    """As Debian wants it: one entry a package. What is new for a reader is in NEWS."""
    metainfo = (SHARED / f"{ID}.metainfo.xml").read_text(encoding="utf-8")
    dates = dict(re.findall(r'<release version="(.+?)" date="(.+?)"', metainfo))
    when = format_datetime(datetime.fromisoformat(dates[VERSION]).replace(tzinfo=UTC))
    maintainer = re.search(r"Maintainer: (.+)", (HERE / "control").read_text(encoding="utf-8"))
    return (
        f"desktop-reader ({VERSION}) stable; urgency=medium\n\n  * What is new: NEWS.md.gz in this folder.\n\n"
        f" -- {maintainer[1] if maintainer else ''}  {when}\n"
    )


def _copyright() -> str:
    """Our licence, and whose work is in the folder: fonts, icons, and each package of Python by its own words."""
    licence = "\n".join(f" {line}" if line else " ." for line in (ROOT / "LICENSE").read_text("utf-8").splitlines())
    return (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        "Upstream-Name: Desktop Reader\n\n"
        "Files: *\nCopyright: The developers of Desktop Reader\nLicense: Expat\n"
        f"{licence}\n\n"
        "Files: usr/lib/desktop-reader/_internal/*\nCopyright: the authors of the packages\nLicense: other\n"
        " Python, Qt (LGPL-3) and the packages of Python that are frozen into this folder are under licences of their\n"
        " own. They lie beside each package, in its .dist-info folder, and those of the fonts and icons in\n"
        " _internal/desktop_reader/resources. The LGPL is in /usr/share/common-licenses/LGPL-3; Qt's libraries are\n"
        " files of their own in this folder, which may be replaced by others.\n"
    )


def _write(file: Path, words: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(words, encoding="utf-8")
    file.chmod(0o644)


def _copy(source: Path, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, file)
    file.chmod(0o644)


def _pack(words: bytes, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(words, 9, mtime=0))
    file.chmod(0o644)


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), Path(sys.argv[2])))
