"""No two programs write into one library: what a command wants done is done by the window that has it open, where it
can be undone; without such a window the command does it itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from desktop_reader.cli.changing import writer
from desktop_reader.errors import InUseError, ReaderError
from desktop_reader.jobs import Job
from desktop_reader.library import claim, lock
from desktop_reader.ui.instance.errand import Answer, Errand


def done(library: Path, job: Job, errands: Iterable[Errand]) -> int:
    """Runs the job here, or has the window run the errands, which say the same. How many articles are different now."""
    try:
        with writer(library, patience(library)) as held:
            return len(job.run(held).state)
    except InUseError as refused:
        return sum(handed(library, errand, refused).count for errand in errands)


def handed(library: Path, errand: Errand, refused: InUseError) -> Answer:
    """What the window has done. Raises ``refused`` where none takes it, and ReaderError with what went wrong there."""
    from desktop_reader.ui.instance.door import asked  # The only command that needs Qt is one beside a window.

    answer = asked(library, errand)
    if answer is None:
        raise refused
    if answer.error:
        raise ReaderError("{said}", said=answer.error)
    return answer


def patience(library: Path) -> float:
    """A command that is nearly done is waited for; a window is not."""
    there = claim.read(lock.place(library))
    is_window = there is not None and there.program == claim.WINDOW and not there.is_foreign
    return 0.0 if is_window else lock.PATIENCE
