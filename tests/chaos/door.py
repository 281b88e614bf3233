"""The socket of a real window: nonsense, half messages, slow writers and crowds. It goes on, and grows by nothing."""

from __future__ import annotations

import contextlib
import json
import os
import random
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from desktop_reader.ui.instance.wish import LONGEST, MESSAGE_LIMIT
from tests.chaos import life, stock
from tests.chaos.outcome import Outcome

_PATIENCE = 20.0
_MOST_KB = 80_000  # Qt and its Python keep a few kB of each connection; a message has up to 128.
_HARMLESS = b'{"minimized": true}\n'
_NAMES = ("addresses", "files", "refused", "refresh", "next_unread", "minimized", "quit", "token", "errand", "x", "")
_VALUES: tuple[object, ...] = (
    None,
    0,
    -1,
    1e308,
    "",
    "x",
    [],
    {},
    [[]],
    [None],
    {"deed": "read"},
    {"deed": "read", "articles": [-1]},
    True,
)


def run(thorough: bool) -> Outcome:
    """10,000 messages, or 300."""
    told = Outcome()
    if not sys.platform.startswith("linux"):
        told.not_run.append("its sockets and its memory are looked at as Linux shows them")
        return told
    with tempfile.TemporaryDirectory(prefix="door-") as place:
        folder = Path(place) / "home"
        folder.mkdir(mode=0o700)
        path = stock.made(folder / "library.db", feeds=2, articles=10)
        before = stock.told(path).marks
        window = life._window(path)
        try:
            if not life._holds(path, window):
                told.losses.append(f"the window does not start: {life._ended(window)}")
                return told
            (name,) = map(str, folder.rglob("*.socket"))
            _besieged(name, window.pid, thorough, told)
            with _called(name) as caller:
                caller.sendall(b'{"quit": true}\n')
            if window.wait(60) != 0:
                told.losses.append(f"it did not end well: {window.returncode}")
        finally:
            window.kill()
            said = window.communicate()[1]
        if "Traceback" in said or "fault" in said.lower():
            told.losses.append(f"it complained: {said[-500:]}")
        if stock.told(path).marks != before:
            told.losses.append("marks are different now")
    return told


def _besieged(name: str, pid: int, thorough: bool, told: Outcome) -> None:
    messages = 10_000 if thorough else 300
    chance = random.Random(9)
    for _ in range(60):  # Whatever it needs once it has now.
        _say(name, message(chance))
    _expect_answer(name, told)
    if thorough:
        _at_rest(pid)
    memory, sockets = _memory(pid), _sockets(pid)
    for turn in range(messages):
        _say(name, message(chance))
        told.count("hostile messages")
        if turn % 100 == 99:
            _expect_answer(name, told)
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(_called(name)) for _ in range(20)]
        for piece in range(50):
            for caller in slow:
                with contextlib.suppress(OSError):
                    caller.sendall(b'{"x' if piece == 0 else b"x")
            if piece % 10 == 0:
                _expect_answer(name, told)
        told.count("slow writers", len(slow))
    for _ in range(5 if thorough else 1):
        with contextlib.ExitStack() as stack:
            for number in range(200):
                caller = stack.enter_context(socket.socket(socket.AF_UNIX))
                caller.setblocking(False)
                with contextlib.suppress(OSError):  # The line is full: the system sends them away.
                    caller.connect(name)
                    caller.send(b"x" * number)
                told.count("callers at once")
            _expect_answer(name, told)
    until = time.monotonic() + _PATIENCE
    while _sockets(pid) > sockets and time.monotonic() < until:
        time.sleep(0.1)
    if _sockets(pid) > sockets:
        told.losses.append(f"{_sockets(pid) - sockets} sockets stay open")
    if thorough:  # Else what it does after its start is in the way.
        grown = _memory(pid) - memory
        told.counts["kB that it grew by"] = grown
        if grown > _MOST_KB:
            told.losses.append(f"it grew by {grown} kB")


def message(chance: random.Random) -> bytes:
    """Something that nobody should say, with its end or without. None of them adds, opens or ends anything."""
    kind = chance.randrange(8)
    if kind == 0:
        line = chance.randbytes(chance.choice((1, 10, 1000, 5000)))
    elif kind == 1:
        line = b"[" * chance.choice((10, 1000, 100_000))
    elif kind == 2:
        line = b"x" * (MESSAGE_LIMIT + chance.randrange(-2, 3))
    elif kind == 3:
        line = json.dumps({chance.choice(_NAMES): chance.choice(_VALUES[:-1]) for _ in range(3)}).encode()
    elif kind == 4:
        line = json.dumps({"minimized": True, "refused": ["\ud800\u202e\x00" * chance.randrange(300)]}).encode()
    elif kind == 5:
        line = json.dumps({"addresses": ["https://a.example/" + "x" * LONGEST] * chance.randrange(1, 9)}).encode()
    elif kind == 6:
        line = b'{"files": ["/../\\u0000", "relative", "' + b"9" * chance.randrange(9000) + b'"]}'
    else:
        line = b'{"minimized": ' + b"1" * chance.choice((5, 5000)) + b"}"
    return line.replace(b"\n", b"") + chance.choice((b"\n", b"\n", b"", b"\r\n", b"\n\n{}\n"[:2]))


def _say(name: str, words: bytes) -> None:
    with contextlib.suppress(OSError), _called(name) as caller:
        caller.sendall(words)


@contextlib.contextmanager
def _called(name: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as caller:
        caller.settimeout(_PATIENCE)
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                caller.connect(name)
                break
            except BlockingIOError:  # Its line is full for the moment.
                if time.monotonic() > until:
                    raise
                time.sleep(0.005)
        yield caller


def _expect_answer(name: str, told: Outcome) -> None:
    answer = b""
    with contextlib.suppress(OSError), _called(name) as caller:
        caller.sendall(_HARMLESS)
        answer = caller.recv(10)
    told.count("honest callers that were answered in between", int(answer == b"ok\n"))
    if answer != b"ok\n":
        told.losses.append(f"an honest caller heard {answer!r}")


def _memory(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def _sockets(pid: int) -> int:
    found = 0
    for one in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            found += os.readlink(one).startswith("socket:")
    return found


def _at_rest(pid: int) -> None:
    """Waits until it needs no more memory: what it does after its start is done."""
    still, before = 0, -1
    until = time.monotonic() + 60
    while still < 10 and time.monotonic() < until:
        now = _memory(pid)
        still = still + 1 if abs(now - before) < 200 else 0
        before = now
        time.sleep(0.5)
