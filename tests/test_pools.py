"""All threads of the program take their memory from two pools, whoever they are."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

from desktop_reader import pools

PROGRAM = """
import ctypes, sys, threading

from desktop_reader.ui import session

if sys.argv[1] == "begun":
    app = session.begun()
system = ctypes.CDLL(None)
system.malloc.restype = ctypes.c_void_p
all_there = threading.Barrier(8)

def take() -> None:
    all_there.wait()
    assert system.malloc(5000)
    all_there.wait()

threads = [threading.Thread(target=take) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
system.malloc_info(0, ctypes.c_void_p.in_dll(system, "stdout"))
system.fflush(None)
"""


def made(when: str) -> int:
    env = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC")}
    command = [sys.executable, "-c", PROGRAM, when]
    said = subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=60).stdout
    return said.count("<heap nr=")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library has one pool for all")
def test_the_program_has_two_pools_for_all_threads() -> None:
    assert 1 <= made("begun") <= 2
    assert made("bare") > 2, "else this would show nothing"


def test_elsewhere_nothing_is_asked_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not pools.share()
    assert not pools.give_back()
