"""Deeds that outlive the window: their jobs written down as JSON, and done by what is written.

A job is its name and its fields, which are plain values and records. Only jobs that are named here are made again: the
file may come from anywhere, and what is in it says nothing about what may be run.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from desktop_reader.errors import NotFoundError
from desktop_reader.jobs import Job, Step, is_long, whole
from desktop_reader.library import deeds
from desktop_reader.records.changes import Changes

if TYPE_CHECKING:
    from desktop_reader.library.writer import Writer

_JOBS = "desktop_reader.jobs."
_RECORDS = "desktop_reader.records."
_OF_MODULE = {
    "arrange": "Arrange",
    "import_back": "TakeImportBack",
    "label": "AddLabel RenameLabel RecolourLabel OrderLabels RemoveLabel RestoreLabel PutLabel TakeLabel AddAndPut"
    " MergeLabels SplitLabel",
    "mark": "MarkRead MarkUnread Star Unstar",
    "read_through": "EraseReading BringReadingBack",
    "rules": "KeepRule EnableRule RemoveRule OrderRules UndoRun RedoRun Hide Unhide",
    "save_page": "SavePage TakeBack",
    "saved_search": "AddSearch RenameSearch EditSearch OrderSearches RemoveSearch RestoreSearch",
}
KNOWN = {name: module for module, names in _OF_MODULE.items() for name in names.split()}
"""The jobs that can be written down, with their modules."""

_OF_ARTICLES = {"Hide", "MarkRead", "MarkUnread", "PutLabel", "Star", "TakeLabel", "Unhide", "Unstar"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A job as it was written down. Whoever holds it need not import what the job itself needs."""

    data: bytes = field(repr=False)
    long: ClassVar[bool] = True
    resumed: ClassVar[bool] = False

    @property
    def of_articles(self) -> bool:
        """Whether it is done to articles alone: when it then alters nothing, it was in vain."""
        return any(self.data.startswith(f'{{"job": "{name}"'.encode()) for name in _OF_ARTICLES)

    def run(self, library: Writer) -> Changes:
        """All at once."""
        return whole(self.steps(library))

    def steps(self, library: Writer) -> Iterator[Step]:
        """Raises NotFoundError when it says nothing that can be done."""
        job = read(self.data)
        if is_long(job):
            for step in job.steps(library):
                yield Step(step.changes)
        else:
            yield Step(job.run(library))


@dataclass(frozen=True, slots=True)
class KeepDeed:
    """What was done can be taken back also after a restart, if its jobs can be written down."""

    id: int
    at: int
    words: str
    back: Job = field(repr=False)
    again: Job | None = field(repr=False)

    def run(self, library: Writer) -> Changes:
        """Nothing that is shown is different."""
        back, again = written(self.back), written(self.again) if self.again is not None else b""
        if back is not None and again is not None and max(len(back), len(again)) <= deeds.LARGEST:
            with library.transaction() as live:
                deeds.keep(live, deeds.KeptDeed(self.id, self.words, back, again), self.at)
        return Changes()


@dataclass(frozen=True, slots=True)
class ForgetDeed:
    """What was done is taken back."""

    id: int

    def run(self, library: Writer) -> Changes:
        """Nothing that is shown is different."""
        with library.transaction() as live:
            deeds.forget(live, self.id)
        return Changes()


@dataclass(frozen=True, slots=True)
class ForgetOldDeeds:
    """What was done more than a day before ``now`` is not taken back any more."""

    now: int

    def run(self, library: Writer) -> Changes:
        """Nothing that is shown is different."""
        with library.transaction() as live:
            deeds.forget_old(live, self.now)
        return Changes()


def written(job: Job) -> bytes | None:
    """A job as JSON; None for one that is not known here, or holds what cannot be written."""
    if isinstance(job, Kept):
        return job.data
    name = type(job).__name__
    if type(job).__module__ != f"{_JOBS}{KNOWN.get(name)}":
        return None
    try:
        return json.dumps({"job": name, "with": _fields(job)}, ensure_ascii=False).encode("utf-8", "surrogatepass")
    except (TypeError, ValueError):
        return None


def read(data: bytes) -> Job:
    """The job that was written down; raises NotFoundError where there is none."""
    try:
        told = json.loads(data.decode("utf-8", "surrogatepass"))
        kind = getattr(import_module(f"{_JOBS}{KNOWN[told['job']]}"), told["job"])
        job: Job = kind(**{name: _made(value) for name, value in told["with"].items()})
    except (ValueError, TypeError, KeyError, AttributeError, ImportError, RecursionError) as error:
        raise NotFoundError("This cannot be taken back any more.") from error
    return job


def _fields(value: Any) -> dict[str, Any]:
    return {one.name: _plain(getattr(value, one.name)) for one in fields(value) if one.init}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return {"one of": _named(type(value)), "value": value.value}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, array | range):
        return list(value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, set | frozenset):
        return {"set": [_plain(one) for one in value]}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if is_dataclass(value) and not isinstance(value, type):
        return {"record": _named(type(value)), "with": _fields(value)}
    raise TypeError(f"{type(value)} cannot be written down.")


def _made(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_made, value))
    if not isinstance(value, dict):
        return value
    if "set" in value:
        return frozenset(map(_made, value["set"]))
    if "bytes" in value:
        return bytes.fromhex(value["bytes"])
    if "one of" in value:
        return _record(value["one of"])(value["value"])
    return _record(value["record"])(**{name: _made(one) for name, one in value["with"].items()})


def _named(kind: type) -> str:
    if not kind.__module__.startswith(_RECORDS):
        raise TypeError(f"{kind} is no record.")
    return f"{kind.__module__.removeprefix(_RECORDS)}:{kind.__name__}"


def _record(name: str) -> Any:
    module, _, kind = name.partition(":")
    if not (module.isidentifier() and kind.isidentifier()):
        raise ValueError(name)
    found = getattr(import_module(f"{_RECORDS}{module}"), kind)
    if not (isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum))):
        raise TypeError(name)
    return found
