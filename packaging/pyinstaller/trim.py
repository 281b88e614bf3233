"""What the frozen program is made without: parts of Qt, of packages and of the system that it never opens."""

from __future__ import annotations

import re
import sys
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

MODULES = [
    "tkinter", "unittest", "pydoc", "doctest", "lib2to3", "test", "distutils", "setuptools", "pip", "curses",
    "numpy.f2py", "numpy.testing", "numpy.distutils", "numpy._pyinstaller",
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtQuickWidgets", "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets",
    "PySide6.QtSql", "PySide6.QtTest", "PySide6.QtDesigner", "PySide6.QtUiTools", "PySide6.QtHelp",
    "PySide6.QtConcurrent", "PySide6.QtXml",
    "lxml.objectify", "lxml.isoschematron", "lxml.html.diff", "lxml.html._difflib",
    "mako", "alembic.command", "alembic.autogenerate", "zstandard.backend_cffi", "zstandard._cffi",
    "readline", "dbm", "crypt", "nis", "ossaudiodev", "_uuid",
]  # fmt: skip
"""Modules that are never imported."""

if find_spec("pysqlite3"):
    MODULES.append("_sqlite3")  # Elsewhere Python's own is the one that is used.

_QT_PLUGINS = (
    "platforms/libqxcb", "platforms/libqwayland", "platforms/libqoffscreen", "platforms/libqminimal.",
    "platforms/qwindows", "platforms/libqcocoa", "xcbglintegrations/", "wayland-shell-integration/libxdg-shell",
    "wayland-decoration-client/", "iconengines/", "imageformats/libqsvg", "imageformats/libqjpeg",
    "imageformats/libqgif", "imageformats/libqico", "imageformats/libqwebp", "imageformats/qsvg",
    "imageformats/qjpeg", "imageformats/qgif", "imageformats/qico", "imageformats/qwebp",
    "platformthemes/libqxdgdesktopportal", "platforminputcontexts/libcompose", "platforminputcontexts/libibus",
    "networkinformation/", "styles/", "multimedia/",
)  # fmt: skip
_QT_TRANSLATIONS = {f"qtbase_{language}.qm" for language in ("de", "ja")}  # The languages that we speak.
_QT_LIBRARIES = re.compile(
    r"(?:lib)?Qt6(?:Core|Gui|Widgets|Network|DBus|Svg|SvgWidgets|PrintSupport|XcbQpa|Wayland\w*|Multimedia)\b"
)
# What a wheel brought with it: its name ends in a part of its hash. Of the system's libraries only that of Python is
# taken: all others, older here than where the program will run, would be in the way of its drivers and themes. The .deb
# names them as Depends, and gets their security updates by that.
_OF_A_WHEEL = re.compile(r"lib(?:python3|Qt6|pyside6|shiboken6|icu)|.*-[0-9a-f]{8}\.so")
_UNUSED = re.compile(
    r"(?:^|/)(?:babel/locale-data/(?!root\.dat|en\.dat)|alembic/templates/|numpy/.*/tests/|tests?/)"
    r"|numpy/_core/_(?:simd|multiarray_tests|operand_flag_tests|rational_tests|struct_ufunc_tests|umath_tests)\."
    r"|(?:^|/)(?:include|qml|typesystems|metatypes|glue|sboms)/|\.pyi$"
    r"|pytz/zoneinfo/"  # Python has its own, of the system.
    r"|^desktop_reader/resources/desktop/"  # For a wheel's reader; whatever is frozen has an installer.
)


def distributions(lock: Path) -> list[str]:
    """The packages of a lock file that are installed here."""
    names = re.findall(r"^([A-Za-z0-9_.-]+)==", lock.read_text(encoding="utf-8"), re.M)
    installed = {re.sub(r"[-_.]+", "-", one.metadata["Name"]).lower() for one in metadata.distributions()}
    return [name for name in names if name.lower() in installed]


def wanted(name: str) -> bool:
    """Whether a file, by its place in the folder, belongs to the program."""
    name = name.replace("\\", "/")
    file = name.rpartition("/")[2]
    if "PySide6/" in name and "/plugins/" in name:
        return any(plugin in name for plugin in _QT_PLUGINS)
    if "PySide6/" in name and "/translations/" in name:
        return file in _QT_TRANSLATIONS
    if re.match(r"(?:lib)?Qt6", file):
        return _QT_LIBRARIES.match(file) is not None
    if sys.platform == "linux" and "/" not in name and file.startswith("lib"):
        return _OF_A_WHEEL.match(file) is not None
    return _UNUSED.search(name) is None


def information(version: str) -> dict[str, object]:
    """What macOS is told of the app: the addresses and files that it opens."""
    types = {
        "RSS": ("application/rss+xml", ["rss"]),
        "Atom": ("application/atom+xml", ["atom"]),
        "OPML": ("text/x-opml+xml", ["opml"]),
    }
    return {
        "CFBundleShortVersionString": version,
        "NSHighResolutionCapable": True,
        "LSMinimumSystemVersion": "13.0",
        "CFBundleURLTypes": [
            {"CFBundleURLName": "Feed", "CFBundleURLSchemes": ["feed", "feeds", "desktop-reader"]},
        ],
        "CFBundleDocumentTypes": [
            {"CFBundleTypeName": name, "CFBundleTypeMIMETypes": [kind], "CFBundleTypeExtensions": ends,
             "CFBundleTypeRole": "Viewer"}
            for name, (kind, ends) in types.items()
        ],
    }  # fmt: skip
