"""Takes the pictures of one look: ``python -m benchmarks.screens_probe FOLDER HOME NAME ONLY``, in a process of its own
because a screen is as dense as it began. Prints one line of JSON: the pictures, and the states that were not there.
"""

from __future__ import annotations

import faulthandler
import json
import sys
import traceback
from pathlib import Path

from benchmarks import screens_keeping
from benchmarks.screens_stage import Look, Stage, sheets
from benchmarks.screens_states import STATES, listed
from desktop_reader.records.query import Scope

_LONGEST = 400
_HERE = (screens_keeping,)  # Enters its states by being imported.


def main(folder: Path, home: Path, name: str, only: list[str]) -> None:
    """All states of the look, then its contact sheets."""
    size, ratio, scheme, direction = name.split("-")
    width, height = map(int, size.split("x"))
    look = Look(width, height, int(ratio.removesuffix("x")), scheme, direction == "rtl")
    wanted = [state for state in [*listed(), "50-welcome", "51-large-letters"] if _is_wanted(state, only)]
    faulthandler.dump_traceback_later(_LONGEST, exit=True)  # Somewhere a question waits for its answer.
    taken: list[Path] = []
    missing: dict[str, str] = {}
    stage = Stage(look, folder, home)
    for state in wanted:
        if state not in STATES:
            continue
        try:
            stage.rest()
            before = len(stage.taken)
            STATES[state](stage)
            if len(stage.taken) == before:
                stage.shoot(state)
        except Exception as error:  # A part that is not there (yet) leaves a gap, not an end.
            missing[state] = "".join(traceback.format_exception_only(error)).strip()
    taken += stage.taken
    stage.close()
    for state, letters, filled in (("50-welcome", 1.0, False), ("51-large-letters", 1.5, True)):
        if state in wanted:
            stage = Stage(look, folder, home, letters, filled)
            if filled:
                stage.look_at(Scope.ALL)
                stage.window.articles.view.pick(1)
                stage.wait(0.6)
            stage.shoot(state)
            taken += stage.taken
            stage.close()
    sheets(taken, folder, look.name)
    print(json.dumps({"taken": [picture.name for picture in taken], "missing": missing}), flush=True)


def _is_wanted(state: str, only: list[str]) -> bool:
    return not only or any(part in state for part in only)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], [part for part in sys.argv[4].split(",") if part])
