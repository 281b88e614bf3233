"""``python3 dev.py chaos``: breaks the program in every way we know and counts what is lost; with names, only these.

A part is a module of this folder with ``run(thorough: bool) -> Outcome``. The test suite runs a short form of each.
"""

from __future__ import annotations

import argparse
import sys
import time
from importlib import import_module

PARTS = {
    "kill": "kill -9 at 200 moments of refreshing, marking, migrating and compacting",
    "inject": "an error, and a kill, at every write, fsync and rename",
    "powerloss": "300 states of the disk that a power cut can leave",
    "disk": "a full disk, a read-only one, and one that vanishes",
    "backups": "kill -9, errors and a full disk in the midst of backing up and restoring",
    "damage": "corrupted pages, a truncated, an emptied and a foreign file",
    "life": "a second instance, a clock that moves, a library of a newer version",
    "sanitiser": "hostile HTML in the viewer's own loader",
    "bombs": "documents that would freeze or fill the window",
    "network": "addresses that a feed must not make us ask",
    "month": "thirty days of a thousand feeds, with sleep and no network, in a quickened clock",
}


def main(arguments: list[str] | None = None) -> int:
    """0 when all held, 1 when something did not."""
    parser = argparse.ArgumentParser(prog="dev.py chaos", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    parser.add_argument("--short", action="store_true", help="a tenth of it, as the test suite does")
    given = parser.parse_args(arguments)
    if unknown := [part for part in given.parts if part not in PARTS]:
        parser.error(f"there is no part {', '.join(unknown)}; there are: {', '.join(PARTS)}")
    broken = []
    for part in given.parts or PARTS:
        print(f"\n{part}: {PARTS[part]}", flush=True)
        begin = time.monotonic()
        outcome = import_module(f"tests.chaos.{part}").run(thorough=not given.short)
        print(outcome.told(), f"({time.monotonic() - begin:.0f} s)", flush=True)
        if outcome.losses:
            broken.append(part)
    print("\nNot held:" if broken else "\nAll held.", ", ".join(broken), flush=True)
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
