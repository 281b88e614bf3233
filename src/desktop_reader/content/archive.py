"""Lines of a library on their way in: their HTML is sanitised, for anybody may have written the file."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_reader.content.sanitize import sanitize
from desktop_reader.records.archive import Line


@dataclass(frozen=True, slots=True)
class SanitiseLines:
    """Articles as they stand in the file → the same, safe to keep."""

    lines: tuple[tuple[str, Line], ...] = field(repr=False)

    def run(self) -> tuple[tuple[str, Line], ...]:
        """About a millisecond each."""
        return tuple((kind, _safe(line) if kind == "article" else line) for kind, line in self.lines)


def _safe(line: Line) -> Line:
    safe = dict(line)
    if line["html"] is not None:
        safe["html"] = sanitize(line["html"]).html
    if line["page"] is not None:
        safe["page"] = line["page"] | {"html": sanitize(line["page"]["html"]).html}
    safe["revisions"] = [one | {"html": sanitize(one["html"]).html} for one in line["revisions"]]
    return safe
