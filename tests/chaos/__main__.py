"""``python3 dev.py chaos``: breaks the program in every way we know and counts what is lost; with names, only these.

A part is a module of this folder with ``run(thorough: bool) -> Outcome``. The test suite runs a few cases of each.
"""

from __future__ import annotations

import argparse
import sys

from tests.chaos import running

PARTS = {
    "kill": "kill -9 at 200 moments of refreshing, marking, migrating and compacting",
    "inject": "an error, and a kill, at every single write, fsync, rename and other call that changes the disk",
    "powerloss": "300 states of the disk that a power cut can leave",
    "disk": "a full disk, a read-only one, and one that vanishes",
    "backups": "kill -9, errors and a full disk in the midst of backing up and restoring",
    "damage": "corrupted pages, a truncated, an emptied and a foreign file",
    "life": "a second instance, a clock that moves, a library of a newer version",
    "sanitiser": "hostile HTML in the viewer's own loader",
    "bombs": "documents that would freeze or fill the window",
    "files": "lists, notes, exports, zips and databases that harm whoever imports them",
    "network": "addresses that a feed must not make us ask",
    "door": "10,000 hostile messages, slow writers and crowds at the window's socket",
    "month": "thirty days of a thousand feeds, with sleep and no network, in a quickened clock",
}


def main(arguments: list[str] | None = None) -> int:
    """0 when all held, 1 when something did not."""
    parser = argparse.ArgumentParser(prog="dev.py chaos", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    parser.add_argument("--short", action="store_true", help="a tenth of it")
    parser.add_argument(
        "--jobs",
        type=int,
        default=1,
        metavar="N",
        help=f"N parts beside each other, but {', '.join(running.ALONE)} alone",
    )
    given = parser.parse_args(arguments)
    if unknown := [part for part in given.parts if part not in PARTS]:
        parser.error(f"there is no part {', '.join(unknown)}; there are: {', '.join(PARTS)}")
    if given.jobs < 1:
        parser.error("at least one part is run at a time")
    broken = []
    for part, outcome, seconds in running.run(given.parts or list(PARTS), not given.short, given.jobs):
        print(f"\n{part}: {PARTS[part]}\n{outcome.told()} ({seconds:.0f} s)", flush=True)
        if outcome.losses:
            broken.append(part)
    print("\nNot held:" if broken else "\nAll held.", ", ".join(broken), flush=True)
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
