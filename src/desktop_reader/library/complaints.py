"""What SQLite and the disk complain about, as sentences that say what to do: the library's door for foreign errors."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from desktop_reader.errors import DamagedError, LibraryError
from desktop_reader.library.driver import dbapi
from desktop_reader.records.sentence import Phrase
from desktop_reader.records.translatable import translatable

_DAMAGE = ("not a database", "malformed", "unsupported file format", "could not decode to utf-8")


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns what SQLite and the disk complain about, also behind SQLAlchemy, into LibraryError."""
    try:
        yield
    except OSError as error:
        raise LibraryError(
            "The library “{file}” cannot be opened ({reason}). Check that the folder exists and may be"
            " read and written.",
            file=path,
            reason=error.strerror or error,
        ) from error
    except UnicodeDecodeError as error:  # Of a damaged page, in what SQLite says of it or gives out.
        raise DamagedError(sentence("malformed"), file=path, reason=Phrase("letters that are none")) from error
    except Exception as error:
        original = getattr(error, "orig", None) or error
        if not isinstance(original, (dbapi.OperationalError, dbapi.DatabaseError)) or isinstance(
            original, (dbapi.IntegrityError, dbapi.ProgrammingError)
        ):
            raise
        raise _error(str(original))(sentence(str(original)), file=path, reason=original) from error


def _error(reason: str) -> type[LibraryError]:
    return DamagedError if any(words in reason.lower() for words in _DAMAGE) else LibraryError


def sentence(reason: str) -> str:
    """What to tell the reader when this is what SQLite says; its places are ``{file}`` and ``{reason}``."""
    reason = reason.lower()
    if "locked" in reason or "busy" in reason:
        return translatable(
            "The library “{file}” is in use by another program. Close that program, or wait, and try again."
        )
    if "readonly" in reason or "read-only" in reason:
        return translatable(
            "The library “{file}” is read-only, so nothing can be changed in it."
            " Make the file and its folder writable and try again."
        )
    if "full" in reason:
        return translatable(
            "The disk is full, so nothing was changed. Free some space and try again. The library is “{file}”."
        )
    if "i/o error" in reason:
        return translatable(
            "The disk does not answer, so nothing was changed. Check that it is connected and may be written, and try"
            " again. The library is “{file}” ({reason})."
        )
    if any(words in reason for words in _DAMAGE):
        return translatable(
            "“{file}” is damaged or is no library of Desktop Reader ({reason})."
            " It was left as it is; choose another file with --library, or put a backup in its place."
            " What can be read of a library is saved by “desktop-reader check”."
        )
    if "unable to open" in reason:
        return translatable(
            "The library “{file}” cannot be opened. Check that the folder exists and may be read and written."
        )
    return translatable("The library “{file}” cannot be used ({reason}). It was left as it is.")
