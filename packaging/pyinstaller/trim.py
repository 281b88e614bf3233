"""What the frozen program is made without: parts of Qt, of packages and of the system that it never opens."""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

MODULES = [
    "tkinter", "unittest", "pydoc", "doctest", "lib2to3", "test", "distutils", "setuptools", "pip", "curses",
    "numpy.f2py", "numpy.testing", "numpy.distutils", "numpy._pyinstaller",
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtQuickWidgets", "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets",
    "PySide6.QtSql", "PySide6.QtTest", "PySide6.QtDesigner", "PySide6.QtUiTools", "PySide6.QtHelp",
    "PySide6.QtConcurrent", "PySide6.QtXml",
    "lxml.objectify", "lxml.isoschematron", "mako", "alembic.command", "alembic.autogenerate",
]  # fmt: skip
"""Modules that are never imported."""

_QT_PLUGINS = (
    "platforms/libqxcb", "platforms/libqwayland", "platforms/libqoffscreen", "platforms/libqminimal.",
    "platforms/qwindows", "platforms/libqcocoa", "xcbglintegrations/", "wayland-shell-integration/libxdg-shell",
    "wayland-decoration-client/", "iconengines/", "imageformats/libqsvg", "imageformats/libqjpeg",
    "imageformats/libqgif", "imageformats/libqico", "imageformats/libqwebp", "imageformats/qsvg",
    "imageformats/qjpeg", "imageformats/qgif", "imageformats/qico", "imageformats/qwebp",
    "platformthemes/libqxdgdesktopportal", "platforminputcontexts/libcompose", "platforminputcontexts/libibus",
    "tls/", "networkinformation/", "styles/", "multimedia/",
)  # fmt: skip
_QT_TRANSLATIONS = {f"qtbase_{language}.qm" for language in ("de", "ja")}  # The languages that we speak.
_QT_LIBRARIES = re.compile(
    r"(?:lib)?Qt6(?:Core|Gui|Widgets|Network|DBus|Svg|SvgWidgets|PrintSupport|XcbQpa|Wayland\w*|Multimedia)\b"
)
# Libraries of the system: bundled, they would break its themes and its drivers. The .deb names them as Depends.
_OF_THE_SYSTEM = re.compile(
    r"lib(?:glib-2|gobject-2|gio-2|gmodule-2|gthread-2|gtk|gdk|pango|cairo|atk|atspi|harfbuzz|fribidi|epoxy|graphite2"
    r"|X11|Xext|Xau|Xdmcp|Xi|Xrandr|Xcursor|Xfixes|Xrender|Xcomposite|Xdamage|Xinerama|xcb|xkbcommon|SM|ICE|wayland"
    r"|dbus|fontconfig|freetype|GL|EGL|GLX|GLdispatch|OpenGL|drm|gbm|stdc\+\+|gcc_s|gdk_pixbuf|jpeg|png16|gssapi|krb5"
    r"|k5crypto|com_err|keyutils|mount|blkid|selinux|pcre|pixman|thai|datrie|systemd|cap|gcrypt|gpg-error|bsd|md|uuid)(?![a-zA-Z])"
)
_UNUSED = re.compile(
    r"(?:^|/)(?:babel/locale-data/(?!root\.dat|en\.dat)|alembic/templates/|numpy/.*/tests/|tests?/)"
    r"|numpy/_core/_(?:simd|multiarray_tests|operand_flag_tests|rational_tests|struct_ufunc_tests|umath_tests)\."
    r"|(?:^|/)(?:include|qml|typesystems|metatypes|glue)/|\.pyi$|/lib(?:mypyc|grimp)"
)


def distributions(lock: Path) -> list[str]:
    """The packages of a lock file that are installed here."""
    names = re.findall(r"^([A-Za-z0-9_.-]+)==", lock.read_text(encoding="utf-8"), re.M)
    installed = {str(one.metadata["Name"]).lower().replace("_", "-") for one in metadata.distributions()}
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
    if sys.platform == "linux" and "/" not in name and _OF_THE_SYSTEM.match(file):
        return False
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
