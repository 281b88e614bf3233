"""The program in processes of its own, started in a moment: they are forked from this one, which has imported it all.

``python -m tests.chaos.probe`` reads one JSON line a wish on its input and answers each with one; it is the module
``runner`` that speaks to it. A deed is one function below. What the program itself has acknowledged, and only then, is
a line on the deed's output: ``["star", "Article 3"]``.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import select
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from desktop_reader import cli, settings
from desktop_reader.cli.changing import writer
from desktop_reader.errors import ParseError, ReaderError
from desktop_reader.jobs import Job
from desktop_reader.jobs.label import AddAndPut
from desktop_reader.jobs.mark import MarkRead, Star
from desktop_reader.jobs.organise import AddFolder
from desktop_reader.jobs.understand import CatchUp
from desktop_reader.library.checking import check, shape
from desktop_reader.library.reader import Reader
from desktop_reader.records.changes import Changes
from desktop_reader.records.health import Problem
from desktop_reader.worker.helper import Helper
from desktop_reader.worker.loop import Loop
from desktop_reader.worker.tasks import Task
from desktop_reader.worker.understanding import Understand
from tests.chaos.hearing import Hearing

_AT_ONCE = (
    "_strptime",
    "alembic.migration",
    "alembic.operations",
    "desktop_reader.cli.parser",
    "desktop_reader.content.derive",
    "desktop_reader.content.prepare",
    "desktop_reader.feeds.fetch",
    "desktop_reader.feeds.foreign.recognise",
    "desktop_reader.feeds.foreign.source",
    "desktop_reader.feeds.parse",
    "desktop_reader.jobs.transfer",
    "desktop_reader.library.migrations.to_2",
    "desktop_reader.library.migrations.to_3",
    "desktop_reader.library.telling",
    "desktop_reader.text.terms",
    "desktop_reader.text.tongue",
    "desktop_reader.worker.cache",
    "desktop_reader.worker.exporting.book",
    "desktop_reader.worker.exporting.carrying",
    "desktop_reader.worker.exporting.web",
    "desktop_reader.worker.exporting.whole",
    "desktop_reader.worker.importing",
    "desktop_reader.worker.once",
    "encodings.utf_8_sig",
    "gzip",
    "lxml.etree",
    "numpy.ma",
    "zstandard",
)
"""What is imported here need not be in the processes that are killed."""

_ANY = ctypes.c_ulong(-1)
_SET_PTRACER = 0x59616D61
_WAITING = 60.0


def acknowledged(kind: str, what: str) -> None:
    """The program has said that this is done. One write, straight away: the next moment may be the last."""
    with suppress(OSError):
        os.write(1, json.dumps([kind, what]).encode() + b"\n")


def command(arguments: Sequence[str], **_: Any) -> int:
    """A command of the command line; its exit code is the acknowledgement."""
    return cli.run(arguments)


def live(library: str, refresh: bool, deeds: int, **_: Any) -> int:
    """The thread that writes, as the window has it: a refresh, and a reader's deeds one after the other meanwhile; or
    these alone, all there before it begins, so that each time the same calls follow one another.
    """
    told = _Told()
    loop = Loop(Path(library), told, 0)
    if refresh:
        threading.Thread(target=_use, args=(loop, told, library, deeds), daemon=True).start()
    else:
        for number, title in _unread(Path(library), deeds):
            for kind, job in _deeds(number, title):
                loop.submit(job, partial(_done, kind, title))
        loop.close()
    loop.run()
    return told.bugs


def choose(file: str, times: int) -> int:
    """Settings are saved again and again; each is acknowledged when ``save`` came back."""
    for _ in range(times):
        try:
            kept = settings.load(Path(file))
            settings.save(settings.Settings(refresh_minutes=kept.refresh_minutes + 1, language="x" * 3000), Path(file))
        except ReaderError as error:
            print(error, file=sys.stderr)
            return 1
        acknowledged("settings", str(kept.refresh_minutes + 1))
    return 0


def look(library: str, **_: Any) -> int:
    """Starts the program on the library, lets it catch up and checks it; prints what is in it."""
    path = Path(library)
    facts: dict[str, Any] = {}
    with writer(path) as door:
        while door.reader.unindexed(1):
            CatchUp().run(door)
        select = door.reader.select
        facts["feeds"] = [list(row) for row in select("SELECT url, coalesce(given_title, title) FROM feed ORDER BY id")]
        facts["folders"] = [title for (title,) in select("SELECT title FROM folder ORDER BY id")]
        facts["articles"] = [list(row) for row in select(_ARTICLES)]
    report = check(path, mend=False)
    facts["findings"] = [one.sentence for one in report.findings]
    facts["complete"] = report.complete
    os.write(1, json.dumps(facts).encode())
    return 0


_ARTICLES = """SELECT feed.url, body.guid, article.title, state.is_read, state.starred,
    (SELECT group_concat(label.title) FROM labelled JOIN label ON label.id = labelled.label_id
      WHERE labelled.article_id = article.id)
    FROM article JOIN feed ON feed.id = article.feed_id JOIN state ON state.id = article.id
    JOIN body ON body.id = article.id ORDER BY article.id"""

DEEDS: dict[str, Callable[..., int]] = {"command": command, "live": live, "choose": choose, "look": look}


class _Told(Hearing):
    """Waits for the end of a refresh, and tells bugs."""

    def __init__(self) -> None:
        super().__init__()
        self.idle = threading.Event()

    @property
    def bugs(self) -> int:
        return int(any(not isinstance(error, ReaderError) for error in self.failures))

    def failed(self, error: Exception) -> None:
        super().failed(error)
        print(error, file=sys.stderr, flush=True)
        if not isinstance(error, ReaderError):
            traceback.print_exception(error)
        self.idle.set()

    def progress(self, done: int, of: int) -> None:
        if not of:
            self.idle.set()


def _use(loop: Loop, told: _Told, library: str, deeds: int) -> None:
    loop.refresh()
    begin = time.monotonic()
    while deeds > 0 and time.monotonic() - begin < _WAITING:
        found = _unread(Path(library), min(deeds, 5))
        for number, title in found:
            for kind, job in _deeds(number, title):
                _do(loop, job, kind, title)
        deeds -= len(found)
        if not found:
            time.sleep(0.02)
    told.idle.wait(_WAITING)
    loop.close()


def _deeds(number: int, title: str) -> tuple[tuple[str, Job], ...]:
    return (
        ("read", MarkRead((number,))),
        ("star", Star((number,))),
        ("label", AddAndPut("Kept", (number,))),
        ("folder", AddFolder(f"Folder of {title}")),
    )


def _do(loop: Loop, job: Job, kind: str, title: str) -> None:
    over = threading.Event()

    def done(result: Changes | Exception) -> None:
        _done(kind, title, result)
        over.set()

    loop.submit(job, done)
    over.wait(_WAITING)


def _done(kind: str, title: str, result: Changes | Exception) -> None:
    if not isinstance(result, Exception):
        acknowledged(kind, title)
    elif not isinstance(result, ReaderError):
        traceback.print_exception(result)


def _unread(library: Path, most: int) -> list[tuple[int, str]]:
    with suppress(ReaderError), closing(Reader(library)) as reader:
        sql = """SELECT state.id, title FROM state JOIN article ON article.id = state.id
            WHERE is_read = 0 AND starred = 0 ORDER BY state.id LIMIT ?"""
        return [(number, title) for number, title in reader.select(sql, (most,))]
    return []


def _here(self: Helper, task: Task[Any]) -> Any:
    """What the helper process does, in this one: it writes nothing to the disk, and to start it takes a second."""
    if isinstance(task, Understand):
        raise ParseError(Problem.TOO_SLOW_TO_READ)
    try:
        return task.run()
    except ReaderError:
        raise
    except Exception as error:
        raise ParseError(Problem.MALFORMED, f"{type(error).__name__}: {error}"[:200]) from error


def _child(wish: dict[str, Any]) -> None:
    for place, end in ((1, "out"), (2, "err")):
        file = os.open(f"{wish['out']}.{end}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(file, place)
        os.close(file)
    os.environ.update(wish.get("environment", {}))
    if not wish.get("helper"):
        Helper.run = _here  # type: ignore[method-assign]
    if wish.get("held"):
        with suppress(AttributeError, OSError):  # Else only our parent may trace us.
            ctypes.CDLL(None).prctl(_SET_PTRACER, _ANY, 0, 0, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
    code = 70
    try:
        code = DEEDS[wish["deed"]](**wish["arguments"])
    except SystemExit as end:
        code = int(end.code or 0)
    except ReaderError as error:
        print(f"desktop-reader: {error}", file=sys.stderr)
        code = 1
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(OSError):
            sys.stdout.flush()
        with suppress(OSError):
            sys.stderr.flush()
        os._exit(code)


def _waited(pid: int, seconds: float) -> int | None:
    """Its exit code, or minus its signal; None when it does not end: then it is killed."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        _until_it_ends(pid, left)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return None


def _until_it_ends(pid: int, seconds: float) -> None:
    """Or not quite so long, where the system does not tell at once."""
    if not hasattr(os, "pidfd_open"):
        time.sleep(min(0.005, seconds))
        return
    file = os.pidfd_open(pid)
    select.select([file], [], [], seconds)
    os.close(file)


def main() -> None:
    """Serves until the input ends."""
    for name in _AT_ONCE:
        import_module(name)
    tempfile.gettempdir()  # Which writes a file to find out, the first time.
    shape.tables()
    gc.collect()
    gc.freeze()  # Else each fork's first collection copied all memory.
    for line in sys.stdin:
        wish = json.loads(line)
        if "wait" in wish:
            answer: object = _waited(wish["wait"], wish["seconds"])
        else:
            answer = pid = os.fork()
            if not pid:
                _child(wish)
            if wish.get("held"):
                os.waitpid(pid, os.WUNTRACED)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
