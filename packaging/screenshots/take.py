"""Takes the pictures of the README and of the shops, from the library of the benchmarks' pictures:
``.venv/bin/python packaging/screenshots/take.py``, in the checkout.

The window is painted without a screen, so the pictures are the same everywhere.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))
SHOTS = {
    "window-light": "1280x800-1x-light-ltr",
    "window-dark": "1280x800-1x-dark-ltr",
    "window-sepia": "1280x800-1x-sepia-ltr",
    "article-page-light": "1600x900-1x-light-ltr",
    "article-page-dark": "1600x900-1x-dark-ltr",
    "labels-light": "1280x800-1x-light-ltr",
}
"""The look of each, as ``benchmarks.screens`` names them."""


def main() -> None:
    """One picture a process: a platform is as wide and as dense as it began."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        _run("-m", "benchmarks.screens_library", str(home), DESKTOP_READER_HOME=str(home))
        for name, look in SHOTS.items():
            ratio = look.split("-")[1].removesuffix("x")
            own = str(Path(place) / "own")
            _run(__file__, name, look, str(home), QT_SCALE_FACTOR=ratio, DESKTOP_READER_HOME=own)


def take(name: str, look: str, home: str) -> None:
    """One of them, in a process of its own."""
    from benchmarks import screens_keeping, stories
    from benchmarks.screens_stage import Look, Stage

    size, ratio, scheme, direction = look.split("-")
    width, height = map(int, size.split("x"))
    shown = Look(width, height, int(ratio.removesuffix("x")), scheme, direction == "rtl")
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(shown, Path(folder), Path(home))
        stage.open(stories.LEADING)
        if name == "window-dark":
            stage.press("Ctrl+F")
            stage.type("ferry")
        elif name == "window-sepia":
            stage.give("view.text")
        elif name == "labels-light":
            screens_keeping.labels_card(stage)
        stage.shoot(name)
        stage.taken[-1].replace(HERE / f"{name}.png")
        stage.close()


def _run(*words: str, **own: str) -> None:
    subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"} | own, check=True
    )


if __name__ == "__main__":
    take(*sys.argv[1:]) if len(sys.argv) > 1 else main()
