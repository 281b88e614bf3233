"""Every state of the window at two sizes and two densities, light, dark and on sepia, from left and from right, as
pictures in one folder with telling names, and contact sheets of each look.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

from benchmarks.fresh import ProbeError
from benchmarks.measure import Line
from benchmarks.options import Options

_SIZES = ("1280x800", "1920x1080")
_RATIOS = ("1x", "2x")
_SCHEMES = ("light", "dark", "sepia")
_DIRECTIONS = ("ltr", "rtl")
_LONGEST = 500


def run(options: Options) -> tuple[list[Line], list[str]]:
    """``--keep`` says where the folder ``screens`` is made, ``--only`` which looks and states."""
    folder = (options.keep or Path.cwd()).absolute() / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    looks = ["-".join(parts) for parts in product(_SIZES, _RATIOS, _SCHEMES, _DIRECTIONS)]
    asked = [part for part in (options.only or "").split(",") if part]
    of_looks = [part for part in asked if any(part in look for look in looks)]
    of_states = [part for part in asked if part not in of_looks]
    looks = [look for look in looks if all(part in look for part in of_looks)]
    seconds: list[float] = []
    words: list[str] = []
    pictures = 0
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        _call(["-m", "benchmarks.screens_library", str(home)], home, "1x")
        for look in looks:
            began = time.perf_counter()
            given = ["-m", "benchmarks.screens_probe", str(folder), str(home), look, ",".join(of_states)]
            told = json.loads(_call(given, Path(place) / "own", look.split("-")[1]).splitlines()[-1])
            seconds.append(time.perf_counter() - began)
            pictures += len(told["taken"])
            words += [f"{look}: {state} is missing: {why}" for state, why in told["missing"].items()]
    lines = [Line("seconds for the pictures of a look", seconds, "s"), Line("pictures", [float(pictures)], "")]
    return lines, [*words, f"The pictures are in {folder}"]


def _call(arguments: list[str], home: Path, ratio: str) -> str:
    screen = home.with_name("screen.json")  # Qt's own is 800 pixels wide, and menus keep within the screen.
    screen.write_text(json.dumps({"screens": [{"name": "screen", "x": 0, "y": 0, "width": 4000, "height": 2400}]}))
    own = {
        "QT_QPA_PLATFORM": f"offscreen:configfile={screen}",
        "QT_SCALE_FACTOR": ratio.removesuffix("x"),
        "DESKTOP_READER_HOME": str(home),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "LC_ALL": "C.UTF-8",
    }
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env=os.environ | own,
        capture_output=True,
        text=True,
        timeout=_LONGEST,
        check=False,
    )
    if done.returncode:
        raise ProbeError(done.stderr or done.stdout)
    return done.stdout
