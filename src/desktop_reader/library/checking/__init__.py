"""Looking through a library for what a crash, a faulty disk or somebody's hand left wrong, and mending it.

* ``pages``       SQLite's own look at the file; a damaged one is told of and left as it is
* ``shape``       tables, indexes and triggers against the schema
* ``texts``       every body and earlier version, unpacked once
* ``identities``, ``rows``, ``references``, ``lost``   rows against each other, and how each is mended
* ``searchable``  the search file against the library

Everything is mended from what is sure, in short transactions, after a copy of the library was made. Nothing that the
reader wrote, marked or read goes, but for what belongs to an article of which nothing is left.
"""

from __future__ import annotations

from desktop_reader.library.checking.check import Told, check
from desktop_reader.library.checking.report import Finding, Report

__all__ = ["Finding", "Report", "Told", "check"]
