"""Runs parts: one after the other, or some beside each other in processes of their own."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from importlib import import_module

from tests.chaos.outcome import Outcome

ALONE = ("inject", "bombs", "month")
"""These use all processors themselves, or look at the clock or at the memory."""

Ran = tuple[str, Outcome, float]


def run(parts: Sequence[str], thorough: bool, jobs: int) -> Iterator[Ran]:
    """Each part when it has ended, and how many seconds it took; with ``jobs`` above 1 those of ALONE are the last."""
    beside = [part for part in parts if jobs > 1 and part not in ALONE]
    if beside:
        new = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(jobs, mp_context=new, max_tasks_per_child=1) as pool:
            for ended in as_completed([pool.submit(one, part, thorough) for part in beside]):
                yield ended.result()
    for part in parts:
        if part not in beside:
            yield one(part, thorough)


def one(part: str, thorough: bool) -> Ran:
    """A part from its beginning to its end."""
    print(f"({part} begins)", flush=True)
    begin = time.monotonic()
    outcome: Outcome = import_module(f"tests.chaos.{part}").run(thorough=thorough)
    return part, outcome, time.monotonic() - begin
