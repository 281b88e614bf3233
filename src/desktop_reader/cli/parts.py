"""Commands that have deeds of their own behind their name, as ``label put``."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Protocol


class Part(Protocol):
    """Adds a deed: its name, the function to call, and what it does; ``more`` is told by its own ``--help`` only."""

    def __call__(self, name: str, run: Callable[[Namespace], int], help: str, more: str = "") -> ArgumentParser:
        """The parser of what can be typed behind it."""


def parts(parser: ArgumentParser, everywhere: ArgumentParser) -> Part:
    """Makes room for deeds behind a command; each has the options that stand ``everywhere``."""
    deeds = parser.add_subparsers(metavar="DEED")

    def part(name: str, run: Callable[[Namespace], int], help: str, more: str = "") -> ArgumentParser:
        one = deeds.add_parser(name, help=help, description=f"{help}. {more}" if more else help, parents=[everywhere])
        one.set_defaults(command=run)
        return one

    return part


def text(typed: str) -> str:
    """Bytes that are no text stand in arguments as lone surrogates, which SQLite does not take."""
    return typed.encode("utf-8", "replace").decode()
