"""Where things lie: the library, the settings, the cache, and the resources that came with the program.

``DESKTOP_READER_HOME`` puts all of the reader's own files below one folder (portable use, tests).
"""

from __future__ import annotations

import functools
import os
from pathlib import Path

APP = "desktop-reader"
ID = "org.desktop_reader.DesktopReader"
"""What desktops call the program: its menu entry, its icon, its window."""


@functools.cache
def resources() -> Path:
    """The folder of icons, styles, fonts and translations, in a checkout, a wheel and a frozen program alike."""
    here = Path(__file__).resolve().parent
    for folder in (here / "resources", here.parents[1] / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError("The resources of Desktop Reader are missing; install it again.")


def resource(*parts: str) -> Path:
    """One file of the resources, e.g. ``resource("icons", "star.svg")``."""
    return resources().joinpath(*parts)


def data() -> Path:
    """Where the reader's library lies. Not made by asking."""
    home = os.environ.get("DESKTOP_READER_HOME")
    if home:
        return Path(home).expanduser().absolute()
    import platformdirs

    return Path(platformdirs.user_data_path(APP, appauthor=False))


def config() -> Path:
    """Where settings and the window's state lie. Not made by asking."""
    if os.environ.get("DESKTOP_READER_HOME"):
        return data()
    import platformdirs

    return Path(platformdirs.user_config_path(APP, appauthor=False))


def cache() -> Path:
    """Where files lie that can be fetched again. Not made by asking."""
    if os.environ.get("DESKTOP_READER_HOME"):
        return data() / "cache"
    import platformdirs

    return Path(platformdirs.user_cache_path(APP, appauthor=False))


def state() -> Path:
    """Where the log lies, and what is known of starts that failed. Not made by asking."""
    if os.environ.get("DESKTOP_READER_HOME"):
        return data() / "state"
    import platformdirs

    return Path(platformdirs.user_state_path(APP, appauthor=False))


def library() -> Path:
    """The library that is opened when none is named."""
    return data() / "library.db"
