"""Tasks for tests that the helper process can import: the tests' own folder has to be on its path."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass

from desktop_reader.errors import FetchError, OpmlError
from desktop_reader.records.health import Problem


@dataclass(frozen=True)
class Where:
    """The number of the process that it runs in."""

    def run(self) -> int:
        return os.getpid()


@dataclass(frozen=True)
class Echo:
    """Gives back what it carries; prints it too, which must not get in the way."""

    what: object

    def run(self) -> object:
        print(self.what)
        return self.what


@dataclass(frozen=True)
class Endless:
    """Never ends, and holds the interpreter while it does not."""

    sign: str = ""

    def run(self) -> None:
        if self.sign:
            with open(self.sign, "w") as file:
                file.write(str(os.getpid()))
        number = 0
        while True:
            number += 1


@dataclass(frozen=True)
class Gluttonous:
    """Wants more memory than there is for it."""

    def run(self) -> int:
        return len(bytearray(3 * 1024 * 1024 * 1024))


@dataclass(frozen=True)
class Deadly:
    """Ends the whole process, as a fault in a library written in C does."""

    def run(self) -> None:
        os._exit(139)


@dataclass(frozen=True)
class Faulty:
    """A bug."""

    def run(self) -> None:
        raise KeyError("nobody thought of this")


@dataclass(frozen=True)
class Bottomless:
    """Calls itself without end."""

    def run(self) -> None:
        self.run()


@dataclass(frozen=True)
class Refusing:
    """Raises a known fault of a feed, or of a list."""

    of_a_list: bool = False

    def run(self) -> None:
        if self.of_a_list:
            raise OpmlError("“{file}” has no {thing} in it.", file="list.opml", thing="{feed}")
        raise FetchError(Problem.TOO_MANY, "example.org", status=429, retry_after=77)


@dataclass(frozen=True)
class Unspeakable:
    """Its result cannot travel."""

    def run(self) -> object:
        return lambda: None


@dataclass(frozen=True)
class Slow:
    """Takes its time, asleep."""

    seconds: float

    def run(self) -> str:
        time.sleep(self.seconds)
        return sys.executable


@dataclass(frozen=True)
class Who:
    """Takes its time, then tells its number and the process that it ran in."""

    number: int
    seconds: float = 0.02

    def run(self) -> tuple[int, int]:
        time.sleep(self.seconds)
        return self.number, os.getpid()
