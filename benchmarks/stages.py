"""What takes long to make, kept from one run to the next under the name of the code that makes it; made in parallel."""

from __future__ import annotations

import ast
import hashlib
import os
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import TypeVar

_AHEAD = 3  # Parts that each process may be ahead of who takes them.
_TELL_EVERY = 30.0

T = TypeVar("T")


def stage(name: str, cache: Path, code: Sequence[ModuleType], make: Callable[[Path], None], before: str = "") -> Path:
    """The folder of a stage; ``make`` fills it when it is not there yet. ``before`` names the stage it goes on from."""
    folder = cache / f"{name}-{_version(code, before)}"
    if not folder.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix="new-") as new:
            whole = Path(new) / "whole"
            whole.mkdir()
            make(whole)
            if not folder.exists():  # Somebody else may have made it meanwhile.
                os.rename(whole, folder)
    return folder


def in_parts(count: int, size: int, work: Callable[[range], T]) -> Iterator[T]:
    """``work`` of the numbers from 1 to ``count``, so many at a time, in their order: done by other processes."""
    parts = [range(start, min(start + size, count + 1)) for start in range(1, count + 1, size)]
    if len(parts) == 1:
        yield work(parts[0])
        return
    processes = min(os.cpu_count() or 1, len(parts))
    began = told = time.monotonic()
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        waiting: deque[Future[T]] = deque()
        for part in parts:
            waiting.append(pool.submit(work, part))
            if len(waiting) < _AHEAD * processes:
                continue
            yield waiting.popleft().result()
            if time.monotonic() - told > _TELL_EVERY:
                told = time.monotonic()
                print(f"{part.start:,} of {count:,} after {told - began:.0f} s", file=sys.stderr, flush=True)
        while waiting:
            yield waiting.popleft().result()


def _version(code: Sequence[ModuleType], before: str) -> str:
    """Changes with what the code does, not with what is said about it."""
    trees = [ast.parse(Path(str(module.__file__)).read_text("utf-8")) for module in code]
    said = "\n".join([before, *(ast.dump(_without_docstrings(tree)) for tree in trees)])
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            node.body = [one for one in node.body if not _is_said(one)]
    return tree


def _is_said(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
