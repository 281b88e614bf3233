"""Helper processes go from test to test: to start one, and to import what its tasks need, takes longer than most tests.

What a helper answers depends on nothing but the task, so whoever gets one cannot tell. One that was killed, died, or is
closed in the middle of a task goes to nobody. The fixture ``own_helpers`` is for tests of the processes themselves.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest

from desktop_reader.worker.helper import Helper

_idle: list[subprocess.Popen[bytes]] = []
_running, _close, _rest = Helper._running, Helper.close, Helper.rest


def _lent(self: Helper) -> subprocess.Popen[bytes]:
    if self._child is None and not self._closed and _idle:
        self._child = _idle.pop()
    return _running(self)


def _give_back(self: Helper) -> None:
    child = self._child
    if child is not None and child.poll() is None:
        self._child = None
        _idle.append(child)


def _closed(self: Helper) -> None:
    self._closed = True
    if self._lock.acquire(blocking=False):  # Else it works, and is killed.
        try:
            _give_back(self)
        finally:
            self._lock.release()
    _close(self)


def _rested(self: Helper) -> None:
    with self._lock:
        _give_back(self)
    _rest(self)


@pytest.fixture(scope="session", autouse=True)
def lent_helpers() -> Iterator[None]:
    """For all tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Helper, "_running", _lent)
        patch.setattr(Helper, "close", _closed)
        patch.setattr(Helper, "rest", _rested)
        yield
    while _idle:
        last = Helper()
        last._child = _idle.pop()
        last.close()


@pytest.fixture
def own_helpers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes of this test alone, which end as they do in the program."""
    monkeypatch.setattr(Helper, "_running", _running)
    monkeypatch.setattr(Helper, "close", _close)
    monkeypatch.setattr(Helper, "rest", _rest)
