"""What is known of a feed, and what follows from its dates alone: its rhythm, whether it has fallen silent. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median_low

from desktop_reader.records.health import Health
from desktop_reader.records.sentence import DAY

_LEAST_DATES = 5  # Fewer articles have no rhythm.
_LEAST_SILENCE = 14 * DAY
_TIMES_QUIET = 4  # A feed is quiet when it is silent for so many times its usual gap.
_LONG_SILENCE = 730 * DAY  # So long that it needs no rhythm to be noticed.


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a feed. ``published`` are the dates of its last articles and ``took_ms`` how long its last
    answers took, both the newest first; ``moving_to`` is where it is said to have moved, not yet believed;
    ``moved_at`` when we followed it to ``url``.
    """

    now: int
    url: str = ""
    old_url: str | None = None
    created_at: int = 0
    checked_at: int | None = None
    next_check_at: int = 0
    not_before_at: int = 0
    stopped: bool = False
    health: Health = Health()
    moving_to: str | None = None
    moved_at: int | None = None
    published: tuple[int, ...] = ()
    took_ms: tuple[int, ...] = ()
    has_answer: bool = False

    @property
    def gap(self) -> int | None:
        """How far apart the articles usually are, in seconds; None when there are too few to tell."""
        if len(self.published) < _LEAST_DATES:
            return None
        return median_low(max(0, a - b) for a, b in zip(self.published, self.published[1:], strict=False))

    @property
    def silence(self) -> int | None:
        """How long nothing came; None when nothing ever did."""
        return max(0, self.now - self.published[0]) if self.published else None

    @property
    def quiet(self) -> bool:
        """Whether it has fallen silent, measured by its own rhythm."""
        gap, silence = self.gap, self.silence
        if silence is None:
            return False
        if gap is None:
            return silence > _LONG_SILENCE
        return silence > max(_LEAST_SILENCE, _TIMES_QUIET * gap)
