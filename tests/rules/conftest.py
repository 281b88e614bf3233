"""The rules' own fixtures: a clock, the program, its limits."""

from tests.rules.reader import clock, limited, reader

__all__ = ["clock", "limited", "reader"]
