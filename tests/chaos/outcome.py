"""What a part of the chaos tests tells in the end."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

_counting = threading.Lock()


@dataclass
class Outcome:
    """How often what was tried, and what did not hold; a part without a loss held."""

    counts: dict[str, int | str] = field(default_factory=dict)
    losses: list[str] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)
    """What this machine lacks, in a sentence each: it is told, never taken for held."""

    def count(self, what: str, more: int = 1) -> None:
        """Adds to a number."""
        with _counting:
            before = self.counts.get(what, 0)
            assert isinstance(before, int)
            self.counts[what] = before + more

    def lacks(self, sentence: str) -> None:
        """This machine lacks something; it is told once."""
        if sentence not in self.not_run:
            self.not_run.append(sentence)

    def told(self) -> str:
        """Lines for a terminal."""
        lines = [f"  {number:>8} {what}" for what, number in self.counts.items()]
        lines += [f"  not run: {sentence}" for sentence in self.not_run]
        lines += [f"  LOST: {loss}" for loss in self.losses]
        return "\n".join([*lines, f"  {len(self.losses)} losses"])
