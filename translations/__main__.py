"""Brings all catalogues up to date with the sources, compiles them, and says what is still to be translated."""

from __future__ import annotations

import sys
from pathlib import Path

from translations import catalogue, extract


def main() -> int:
    """Returns 1 when the sources have something that cannot be translated."""
    found, faults = extract.messages(Path(__file__).parents[1] / "src" / "desktop_reader")
    for fault in faults:
        print(f"{fault.file}:{fault.line}: {fault.words}")
    for language in catalogue.languages():
        file = catalogue.SOURCES / f"{language}.ts"
        renewed = catalogue.renewed(found, catalogue.read(file), language)
        catalogue.write(renewed, language, file)
        catalogue.compile_into(file, catalogue.COMPILED / f"{language}.qm")
        missing = sum(not one.finished for one in renewed.values())
        print(f"{language}: {len(renewed)} messages, {missing} unfinished")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
