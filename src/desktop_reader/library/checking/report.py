"""What a check found and what became of it, in plain sentences."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was wrong, ``count`` times. ``done`` says what is done about it; without it nothing can be done.

    ``name`` stays the same for whoever reads the report by machine; ``examples`` name what is concerned.
    """

    name: str
    count: int
    wrong: str
    done: str = ""
    mended: bool = False
    examples: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What was wrong, and what was done where something was."""
        return f"{self.wrong}: {self.done}." if self.mended else f"{self.wrong}."


@dataclass(frozen=True, slots=True)
class Report:
    """The findings, how much was looked through, and where the library as it was before lies, if it was changed.

    Not ``complete``: what was found forbids to look at the rest.
    """

    findings: tuple[Finding, ...]
    feeds: int = 0
    articles: int = 0
    copy: Path | None = None
    complete: bool = False

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong any more."""
        return all(one.mended for one in self.findings)

    @property
    def mendable(self) -> bool:
        """Whether something is wrong still that can be mended."""
        return any(one.done and not one.mended for one in self.findings)
