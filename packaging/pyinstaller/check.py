"""Looks whether a frozen folder is whole: imports every compiled module that is in it and every module of ours, and
uses what is spoilt most easily. Prints what it found wrong and exits with 1. It is frozen beside the program, so it
sees what the program will see; whoever makes a package runs it there and leaves it out.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import pkgutil
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

_COMPILED = re.compile(r"(.+?)(?:\.(?:cpython-|cp3|abi3)[^/]*)?\.(?:so|pyd)")
_PAGE = "<html><body><article><h1>Ferry</h1>" + "<p>The ferry to the outer islands runs again.</p>" * 9
_LIBRARIES = {"PySide6/Qt/", ".libs/", ".dylibs/"}


def compiled(folder: Path) -> list[str]:
    """The names of all compiled modules in it."""
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        module = _COMPILED.fullmatch(re.sub(r"^python3\.\d+/lib-dynload/|^lib-dynload/", "", name))
        if module and not path.name.startswith("lib") and not any(part in name for part in _LIBRARIES):
            found.append(module[1].replace("/", "."))
    return found


def ours() -> list[str]:
    """The names of all modules of Desktop Reader."""
    import desktop_reader

    return [one.name for one in pkgutil.walk_packages(desktop_reader.__path__, "desktop_reader.")]


def library() -> None:
    """A library is made, filled and searched, with the SQLite that was brought along."""
    from desktop_reader.library.driver import VERSION, ensure

    ensure()
    assert VERSION >= (3, 51, 3) or sys.platform not in ("linux", "win32"), VERSION
    from desktop_reader.cli import run

    with contextlib.redirect_stdout(io.StringIO()):
        assert run(["feeds", "--json"]) == 0


def words() -> None:
    """ICU has its dictionaries: without blanks between them words are found all the same."""
    from desktop_reader.text.words import count

    for text, least in (("東京都に住んでいます", 3), ("我喜歡喝茶", 3), ("ภาษาไทยง่ายมาก", 3), ("ប្រទេសកម្ពុជា", 2)):
        assert count(text) >= least, (text, count(text))


def meaning() -> None:
    """The encoder has its weights, and numpy its algebra."""
    from desktop_reader.text.encoder import loaded

    said = loaded().encode(["The ferry runs again.", "Die Fähre fährt wieder.", "Prices of wheat fell in May."])
    assert said[0] @ said[1] > said[0] @ said[2]


def pages() -> None:
    """The article on a page is found."""
    from desktop_reader.content.fulltext import full_text

    assert "outer islands" in full_text(_PAGE, "https://example.org/ferry")


def network() -> None:
    """There is TLS, and authorities for it."""
    import certifi
    import pycurl

    assert pycurl.version_info()[5], pycurl.version
    assert "https" in pycurl.version_info()[8]
    assert Path(certifi.where()).stat().st_size > 100_000


def keyrings() -> None:
    """The system's keyring is known."""
    from keyring.backend import get_all_keyring

    wanted = {"linux": "SecretService", "win32": "Windows", "darwin": "macOS"}[sys.platform]
    names = [type(one).__module__ for one in get_all_keyring()]
    assert any(wanted in name for name in names) or sys.platform == "linux", names
    importlib.import_module(f"keyring.backends.{wanted}")


def screen() -> None:
    """Qt finds its plugins, its words in other languages, and ICU its orders."""
    from PySide6.QtCore import QCollator, QLibraryInfo, QLocale, QTranslator
    from PySide6.QtGui import QIcon, QImageReader
    from PySide6.QtWidgets import QApplication

    from desktop_reader import paths

    app = QApplication([])
    formats = {bytes(one.data()).decode() for one in QImageReader.supportedImageFormats()}
    assert {"png", "jpeg", "gif", "webp", "svg", "ico"} <= formats, formats
    assert not QIcon(str(paths.resource("icons", "star.svg"))).pixmap(32, 32).isNull()
    for language in ("de", "ja"):
        assert QTranslator().load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    assert QCollator(QLocale("de_DE")).compare("ä", "z") < 0 < QCollator(QLocale("sv_SE")).compare("ä", "z")
    app.shutdown()


def metadata() -> None:
    """Versions and licences are at hand."""
    from importlib.metadata import version

    from desktop_reader import __version__
    from desktop_reader.ui.preferences.licences import parts

    assert version("desktop-reader") == __version__
    assert all(part.text() for part in parts()), [part.name for part in parts() if not part.text()]


def main() -> int:
    """What went wrong is printed."""
    modules = compiled(Path(sys._MEIPASS)) + ours()  # type: ignore[attr-defined]
    deeds: dict[str, Callable[[], object]] = {name: lambda name=name: importlib.import_module(name) for name in modules}
    for use in (library, words, meaning, pages, network, keyrings, screen, metadata):
        deeds[use.__name__] = use
    wrong = 0
    for name, deed in deeds.items():
        try:
            deed()
        except Exception as error:
            wrong += 1
            print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
    print(f"{len(deeds)} looked at, {wrong} wrong")
    return int(wrong > 0)


if __name__ == "__main__":
    os.environ.pop("QT_PLUGIN_PATH", None)  # As start.py does.
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"QT_QPA_PLATFORM": "offscreen", "DESKTOP_READER_HOME": home}
        code = main()
    sys.exit(code)
