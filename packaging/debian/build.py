"""Builds desktop-reader_VERSION_ARCHITECTURE.deb; ``python3 dev.py deb`` calls it with all that it needs at hand.

    build.py FROZEN OUT

``FROZEN`` is the folder that PyInstaller made of the program. Python, Qt and our packages are in it; what the system has
to bring (Qt's own needs) is in ``DEPENDS``, and ``test-deb.sh`` proves that nothing is missing.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SHARED = HERE.parent / "shared"
sys.path[:0] = [str(HERE), str(ROOT / "src")]

from smaller_icu import for_order, for_words, make_smaller  # noqa: E402

from desktop_reader import __version__  # noqa: E402

ID = "org.desktop_reader.DesktopReader"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
DEPENDS = (
    "libc6 (>= {glibc}), libglib2.0-0t64 | libglib2.0-0, libgl1, libegl1, libdbus-1-3, libfontconfig1, libfreetype6,"
    " libxkbcommon0, libxkbcommon-x11-0, libxcb1, libxcb-cursor0, libxcb-icccm4, libxcb-image0, libxcb-keysyms1,"
    " libxcb-randr0, libxcb-render0, libxcb-render-util0, libxcb-shape0, libxcb-shm0, libxcb-sync1, libxcb-xfixes0,"
    " libxcb-xkb1, libx11-6, libx11-xcb1, libwayland-client0, libwayland-cursor0, libwayland-egl1, libgssapi-krb5-2,"
    " libstdc++6, libgcc-s1, zlib1g, shared-mime-info, hicolor-icon-theme"
)


def main(frozen: Path, out: Path) -> Path:
    """The package that was made."""
    architecture = _said("dpkg", "--print-architecture")
    with tempfile.TemporaryDirectory() as work:
        tree = Path(work) / "tree"
        _program(frozen, tree / "usr/lib/desktop-reader", Path(work))
        _surroundings(tree)
        _control(tree, architecture)
        package = out / f"desktop-reader_{__version__}_{architecture}.deb"
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
    _pack(SHARED / "desktop-reader.1", share / "man/man1/desktop-reader.1.gz")
    _pack(ROOT / "CHANGELOG.md", share / "doc/desktop-reader/changelog.gz")
    _write(share / "doc/desktop-reader/copyright", _copyright())
    _copy(HERE / "lintian-overrides", share / "lintian/overrides/desktop-reader")
    icons = share / "icons/hicolor"
    drawing = ROOT / "resources/icons/desktop-reader.svg"
    _copy(drawing, icons / f"scalable/apps/{ID}.svg")
    _copy(ROOT / "resources/icons/desktop-reader-symbolic.svg", icons / f"symbolic/apps/{ID}-symbolic.svg")
    pictures = {size: icons / f"{size}x{size}/apps/{ID}.png" for size in SIZES}
    for size, file in pictures.items():
        file.parent.mkdir(parents=True)
        _draw(drawing, file, size)


def _draw(drawing: Path, file: Path, size: int) -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    QGuiApplication.instance() or QGuiApplication([])
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    if not image.save(str(file)):
        raise OSError(f"{file} could not be written.")
    file.chmod(0o644)


def _control(tree: Path, architecture: str) -> None:
    kilobytes = sum(path.lstat().st_size for path in tree.rglob("*") if not path.is_dir()) // 1024
    said = (HERE / "control").read_text(encoding="utf-8")
    glibc = ".".join(os.confstr("CS_GNU_LIBC_VERSION").split()[1].split(".")[:2])  # type: ignore[union-attr]
    depends = DEPENDS.format(glibc=glibc)
    said = said.format(version=__version__, architecture=architecture, kilobytes=kilobytes, depends=depends)
    _write(tree / "DEBIAN/control", said)


def _copyright() -> str:
    """Our licence, and whose work is in the folder: fonts, icons, and each package of Python by its own words."""
    licence = "\n".join(f" {line}" if line else " ." for line in (ROOT / "LICENSE").read_text("utf-8").splitlines())
    return (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        "Upstream-Name: Desktop Reader\n\n"
        "Files: *\nCopyright: The developers of Desktop Reader\nLicense: Expat\n"
        f"{licence}\n\n"
        "Files: usr/lib/desktop-reader/_internal/*\nCopyright: the authors of the packages\nLicense: other\n"
        " Python, Qt (LGPL-3) and the packages of Python that are frozen into this folder are under their own licences.\n"
        " They lie beside each package, in its .dist-info folder, and those of the fonts and icons in\n"
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


def _pack(source: Path, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(source.read_bytes(), 9, mtime=0))
    file.chmod(0o644)


def _said(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), Path(sys.argv[2])))
