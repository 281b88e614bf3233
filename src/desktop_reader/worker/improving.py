"""Making the library better in the background: facts derived again by a better method, bodies packed smaller.

Comes after everything else, a chunk at a time, and rests while a refresh runs. How far it is stands in the library, so
it can be broken off anywhere. The work on HTML is done where documents are digested.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from desktop_reader.errors import ReaderError
from desktop_reader.jobs.derive import KeepDerived
from desktop_reader.library import deriving, dictionaries
from desktop_reader.library.deriving import Facts, Kept, Walk
from desktop_reader.library.writer import Writer
from desktop_reader.records import content
from desktop_reader.records.changes import Changes
from desktop_reader.worker.digesting import Digesting
from desktop_reader.worker.tasks import Derive

_WORTH_TELLING = 500  # Fewer articles are done before somebody has read of it.
_CHUNK = 200
_FAULTS = 20  # So many articles in a row that cannot be worked on: the fault is not theirs.


class Improving:
    """``look`` and all that is posted run on the writing thread; ``post`` brings a call there; ``resting`` tells when
    others need the time. ``changed`` is told which articles are others, ``progress`` how many of how many are derived
    again; 0 of 0 when all are. ``busy`` while something is under way.
    """

    def __init__(
        self,
        library: Writer,
        digesting: Digesting,
        post: Callable[[Callable[[], None]], None],
        resting: Callable[[], bool],
        changed: Callable[[Changes], None],
        progress: Callable[[int, int], None],
    ) -> None:
        self._library = library
        self._digesting = digesting
        self._post = post
        self._resting = resting
        self._changed = changed
        self._progress = progress
        self._chunk = _CHUNK
        self.busy = False
        self._told = False
        self._faults = 0

    def look(self) -> None:
        """Does the next piece of work, if there is some and it is time for it; call it when something has ended."""
        if self.busy or self._faults >= _FAULTS or self._resting():
            return
        if not self._derive() and self._pack():
            self.busy = True
            self._post(self._go_on)

    def _go_on(self) -> None:
        self.busy = False
        self.look()

    def _derive(self) -> bool:
        """Hands the next articles over to be derived again; False when there are none."""
        with self._library.transaction() as live:
            at = deriving.walk(live, content.DERIVED)
            if at is None:
                return False
            asked = tuple(deriving.next_kept(live, at, self._chunk))
            if not asked:
                deriving.finish(live, at)
        if asked:
            self.busy = True
            self._tell(at)
            done = partial(self._derived, at, asked)
            self._digesting.add(Derive(asked), lambda result: self._post(partial(done, result)))
        elif self._told:
            self._told = False
            self._progress(0, 0)
        return bool(asked)

    def _derived(self, at: Walk, asked: Sequence[Kept], result: tuple[Facts, ...] | ReaderError) -> None:
        self.busy = False
        if isinstance(result, ReaderError) and len(asked) > 1:
            self._chunk = 1  # One of them cannot be worked on: find it.
        elif isinstance(result, ReaderError):
            self._faults += 1
            KeepDerived(at, asked, ()).run(self._library)  # It keeps the facts it has.
        else:
            self._faults, self._chunk = 0, min(_CHUNK, self._chunk * 2)
            self._changed(KeepDerived(at, asked, result).run(self._library))
        self.look()

    def _tell(self, at: Walk) -> None:
        if at.of >= _WORTH_TELLING:
            self._told = True
            self._progress(at.done, at.of)

    def _pack(self) -> bool:
        """Packs the next bodies smaller, with a dictionary that is made first; False when there is nothing to do."""
        with self._library.transaction() as live:
            if dictionaries.due(live):
                dictionaries.learn(live)
            return dictionaries.pack_anew(live)
