"""What the packages are made of: the parts of ``packaging`` that need no other machine."""

import importlib.util
import os
import re
import runpy
import struct
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

import dev
from desktop_reader import __version__, paths
from desktop_reader.__main__ import main
from desktop_reader.cli import parser
from desktop_reader.ui.instance import wish

SHARED = dev.PACKAGING / "shared"
ENTRY = (SHARED / f"{paths.ID}.desktop").read_text("utf-8")
METAINFO = ElementTree.fromstring((SHARED / f"{paths.ID}.metainfo.xml").read_text("utf-8"))


def module(*place: str) -> ModuleType:
    """One of the files of packaging, which is no package."""
    spec = importlib.util.spec_from_file_location(
        f"packaged_{place[-1]}", dev.PACKAGING.joinpath(*place).with_suffix(".py")
    )
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def value(key: str) -> str:
    found = re.search(rf"^{key}=(.*)$", ENTRY, re.M)
    assert found is not None, key
    return found[1]


# One name everywhere


def test_the_menu_entry_the_icon_and_the_window_have_one_name() -> None:
    assert value("Icon") == value("StartupWMClass") == METAINFO.findtext("id") == paths.ID
    assert METAINFO.findtext("launchable") == f"{paths.ID}.desktop"
    for file in (dev.PACKAGING / "flatpak").glob("*.yml"):
        assert file.stem == paths.ID
        assert file.read_text("utf-8").count(f"id: {paths.ID}\n") == 1


def test_the_menu_entry_opens_what_the_other_systems_open_too() -> None:
    types = value("MimeType").rstrip(";").split(";")
    schemes = {name.removeprefix("x-scheme-handler/") for name in types if "scheme" in name}
    told = module("pyinstaller", "trim").information("1.0")
    assert schemes == set(told["CFBundleURLTypes"][0]["CFBundleURLSchemes"])
    windows = (dev.PACKAGING / "windows" / "desktop-reader.nsi").read_text("utf-8")
    assert schemes == set(re.findall(r'!insertmacro SCHEME "(.+)"', windows))
    assert set(re.findall(r'!insertmacro (?:SCHEME|ENDING) "(.+?)"', windows)) == set(
        re.findall(r'!insertmacro FORGET "(.+)"', windows)
    )
    provided = {one.text for one in METAINFO.findall("provides/mediatype")}
    assert provided == set(types) - {"text/x-opml"}, "an alias"


def test_what_the_menu_entry_asks_for_is_understood() -> None:
    for line in re.findall(r"^Exec=(.*)$", ENTRY, re.M):
        command, *words = line.split()
        assert command == "desktop-reader"
        assert set(words) <= wish.OPTIONS | {"%U"}


def test_the_man_page_names_every_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit):
        parser.parsed(["--help"])
    commands = re.findall(r"^    (\w+) ", capsys.readouterr().out, re.M)
    page = (SHARED / "desktop-reader.1").read_text("utf-8")
    section = page[page.index(".SH COMMANDS") : page.index(".SH ENVIRONMENT")]
    assert len(commands) > 12
    assert [line for line in page.split("\n") if len(line) > 80] == []  # What looks at man pages wants it so.
    assert [name for name in commands if not re.search(rf"\b{name}\b", section)] == []
    assert [name for name in wish.OPTIONS if name.replace("-", r"\-") not in page] == []


def test_the_metainfo_knows_this_version() -> None:
    assert __version__ in [release.get("version") for release in METAINFO.findall("releases/release")]


def test_every_picture_for_the_shops_is_there() -> None:
    addresses = [one.text or "" for one in METAINFO.findall("screenshots/screenshot/image")]
    assert addresses
    assert [one for one in addresses if not (dev.ROOT / one[one.index("packaging/") :]).is_file()] == []


# Icons


def size(png: bytes) -> tuple[int, int]:
    return struct.unpack(">II", png[16:24])


def test_the_icon_is_there_in_every_size() -> None:
    icons = module("icons")
    assert {path.stem for path in icons.PICTURES.iterdir()} == set(map(str, icons.SIZES))
    assert {number: size(icons.picture(number).read_bytes()) for number in icons.SIZES} == {
        number: (number, number) for number in icons.SIZES
    }


def test_the_pictures_are_those_of_the_drawing() -> None:
    icons = module("icons")
    drawn, kept = QImage(128, 128, QImage.Format.Format_ARGB32), QImage(str(icons.picture(128)))
    drawn.fill(0)
    painter = QPainter(drawn)
    QSvgRenderer(str(icons.DRAWING)).render(painter)
    painter.end()
    for x, y in ((64, 20), (64, 50), (64, 76), (50, 92), (20, 110)):
        one, other = drawn.pixelColor(x, y), kept.pixelColor(x, y)
        assert abs(one.lightness() - other.lightness()) < 16, (x, y, one, other)
    assert kept.pixelColor(0, 0).alpha() == 0
    assert kept.pixelColor(64, 64).alpha() == 255


def test_windows_and_macos_get_the_same_pictures() -> None:
    icons = module("icons")
    ico, icns = icons.ico(), icons.icns()
    count = struct.unpack_from("<H", ico, 4)[0]
    assert count == 6
    for number in range(count):
        wide, length, place = struct.unpack_from("<B7xII", ico, 6 + 16 * number)
        assert size(ico[place : place + length])[0] % 256 == wide
    assert struct.unpack_from(">4sI", icns) == (b"icns", len(icns))
    place, sizes = 8, []
    while place < len(icns):
        _, length = struct.unpack_from(">4sI", icns, place)
        sizes.append(size(icns[place + 8 : place + length])[0])
        place += length
    assert sorted(sizes) == [32, 64, 128, 256, 256, 512, 512]


# What is frozen


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("libglib-2.0.so.0", False),
        ("libstdc++.so.6", False),
        ("libssl.so.3", False),
        ("libpython3.11.so.1.0", True),
        ("libQt6Core.so.6", True),
        ("libicui18n.so.73", True),
        ("libcrypto-fa202293.so.3", True),
        ("pycurl.libs/libssl-8b66dd34.so.3", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqlinuxfb.so", False),
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", False),
        ("PySide6/Qt/lib/libQt6Quick.so.6", False),
        ("numpy/core/tests/test_x.py", False),
        ("desktop_reader/resources/translations/ja.qm", True),
        ("desktop_reader/resources/desktop/desktop-reader.1", False),
    ],
)
def test_only_what_is_used_is_frozen(name: str, kept: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert module("pyinstaller", "trim").wanted(name) is kept


def test_every_package_brings_its_licence() -> None:
    installed = {re.sub(r"[-_.]+", "-", one.metadata["Name"]).lower() for one in metadata.distributions()}
    locked = re.findall(r"^([\w.-]+)==", (dev.ROOT / "requirements.lock").read_text("utf-8"), re.M)
    assert "jaraco-classes" in installed
    found = module("pyinstaller", "trim").distributions(dev.ROOT / "requirements.lock")
    assert set(found) == installed & set(locked)


def test_our_languages_have_the_toolkits_words() -> None:
    trim = module("pyinstaller", "trim")
    ours = {path.stem for path in paths.resource("translations").glob("*.qm")} - {"en"}  # Qt speaks English by itself.
    assert {f"qtbase_{language}.qm" for language in ours} == trim._QT_TRANSLATIONS


@pytest.mark.parametrize("before", [None, "/opt/own"])
def test_a_frozen_program_opens_others_as_it_was_opened_itself(
    before: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/usr/lib/desktop-reader/_internal")
    monkeypatch.setenv("QT_PLUGIN_PATH", "/usr/lib/desktop-reader/_internal/PySide6/Qt/plugins")
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    if before is not None:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    monkeypatch.setattr(sys, "argv", ["desktop-reader", "--version"])
    with pytest.raises(SystemExit, match="0"):
        runpy.run_path(str(dev.PACKAGING / "pyinstaller" / "start.py"))
    assert os.environ.get("LD_LIBRARY_PATH") == before
    assert "QT_PLUGIN_PATH" not in os.environ


def test_the_check_knows_a_compiled_module_by_its_place(tmp_path: Path) -> None:
    for name in (
        "python3.11/lib-dynload/_json.cpython-311-x86_64-linux-gnu.so",
        "lxml/etree.cpython-311-x86_64-linux-gnu.so",
        "PySide6/QtCore.abi3.so",
        "PySide6/Qt/lib/libQt6Core.so.6",
        "PySide6/libpyside6.abi3.so.6.11",
        "PySide6/Qt/plugins/platforms/qwindows.pyd",
        "numpy.libs/libscipy_openblas64_-32a4b2a6.so",
        "nh3/nh3.pyd",
        "_brotli.cp313-win_amd64.pyd",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = module("pyinstaller", "check").compiled(tmp_path)
    assert found == ["PySide6.QtCore", "_brotli", "lxml.etree", "nh3.nh3", "_json"]


# The .deb


@pytest.mark.skipif(not Path("/usr/bin/dpkg").exists(), reason="asks dpkg")
def test_a_program_needs_the_packages_of_what_it_links(tmp_path: Path) -> None:
    (tmp_path / "program").write_bytes(Path("/usr/bin/dpkg").read_bytes())
    architecture = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True).stdout.strip()
    first, *others = module("debian", "needs").packages(tmp_path, architecture)
    assert re.fullmatch(r"libc6 \(>= 2\.\d+\)", first)
    assert "hicolor-icon-theme" in others
    assert not [name for name in others if "t64" in name and "|" not in name]


def test_words_and_orders_keep_their_data() -> None:
    icu = module("debian", "smaller_icu")
    assert icu.for_words("brkitr/thaidict.dict")
    assert icu.for_words("root.res")
    assert icu.for_order("coll/ja.res")
    assert icu.for_order("nfkc.nrm")
    assert not icu.for_order("brkitr/thaidict.dict")
    assert not icu.for_words("coll/ja.res")
    assert not icu.for_words("curr/fr.res")
    assert not icu.for_order("zone/en.res")


# The wheel


def test_the_wheel_holds_what_the_menu_entry_is_made_of() -> None:
    build = tomllib.loads(dev.PROJECT.read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert build["force-include"] == {
        "resources": "desktop_reader/resources",
        "packaging/shared": "desktop_reader/resources/desktop",
    }


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="other systems have no desktop entries")
def test_the_menu_entry_is_written_for_this_user_and_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("DESKTOP_READER_HOME", str(tmp_path / "home"))
    command = tmp_path / "a bin" / "desktop-reader"
    command.parent.mkdir()
    command.write_bytes(b"")
    monkeypatch.setattr(sys, "argv", [str(command), "--install-desktop-entry"])
    other = tmp_path / "applications" / "other.desktop"
    other.parent.mkdir()
    other.write_text("[Desktop Entry]\n")

    assert main(["--install-desktop-entry"]) == 0
    entry = (tmp_path / "applications" / f"{paths.ID}.desktop").read_text("utf-8")
    assert entry.replace(f'"{command}"', "desktop-reader") == ENTRY
    pictures = sorted(path.parts[-3] for path in (tmp_path / "icons").rglob("*.*"))
    assert pictures == [*sorted(f"{n}x{n}" for n in module("icons").SIZES), "scalable", "symbolic"]
    assert (tmp_path / "mime" / "packages" / f"{paths.ID}.xml").is_file()

    assert main(["--install-desktop-entry"]) == 0  # Once more is no harm.
    assert main(["--remove-desktop-entry"]) == 0
    left = [path for path in tmp_path.rglob("*") if paths.ID in path.name]
    assert left == []
    assert other.is_file()
    assert main(["--remove-desktop-entry"]) == 0
    assert capsys.readouterr().out.count("\n") == 4


def test_who_may_not_write_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "applications").write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("DESKTOP_READER_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(sys, "platform", "linux")
    assert main(["--install-desktop-entry"]) == 1
    assert capsys.readouterr().err.startswith("desktop-reader: “")


def test_other_systems_have_no_desktop_entries(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert main(["--install-desktop-entry"]) == 1
    assert "installer" in capsys.readouterr().err
