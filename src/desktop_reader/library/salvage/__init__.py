"""Saving what can be read from a damaged library.

* ``raw``       the file's pages, with its journal laid over them
* ``cells``     rows on a page
* ``trees``     which pages belong together
* ``plan``      which table they are of
* ``carrying``, ``known``   rows, and what indexes know of lost ones, into a new library
* ``gaps``      the rest from a backup
* ``mending``   all of it, and the new library in the place of the old one
"""

from __future__ import annotations

from desktop_reader.library.salvage.mending import Told, mend

__all__ = ["Told", "mend"]
