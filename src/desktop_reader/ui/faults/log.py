"""The log: a file of bounded size that only its owner can read, without passwords, keys and the paths of addresses.

A feed's address may be a secret by itself (many private feeds are), so the log has its host alone.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

NAME = "desktop-reader.log"
LIMIT = 512 * 1024
"""So many bytes the file may have; then it becomes ``NAME.1``, and the one that was there goes."""

_LONGEST = 16_000  # Characters of one entry.
_ADDRESS = re.compile(
    r"\b([a-z][a-z0-9+.-]{1,15}://)(?:[^\s/?#@\"'<>“”‘’]*@)?([^\s/?#\"'<>“”‘’,;)\]}]*)[^\s\"'<>“”‘’)\]}]*", re.I
)
_HEADER = re.compile(
    r"\b((?:proxy-)?authorization|(?:set-)?cookie|x-api-key)\b([\"']?\s*[:=,]\s*)[^\r\n]+", re.IGNORECASE
)
_PAIR = re.compile(
    r"\b([\w-]*(?:pass(?:word|wd|phrase)?|token|secret|api[_-]?key|signature|credentials?)[\w-]*[\"']?\s*[:=]\s*)"
    r"(?:b?'[^']*'|b?\"[^\"]*\"|[^\s,;&)\]}]+)",
    re.IGNORECASE,
)


def without_secrets(text: str) -> str:
    """The same with no more of an address than its host, and nothing of what looks like a password or a key."""
    text = _ADDRESS.sub(r"\1\2/…", text)
    text = _HEADER.sub(r"\1\2…", text)
    return _PAIR.sub(r"\1…", text)


class _File(RotatingFileHandler):
    """Nobody else may read it, and a full disk is no reason to say more than the program does anyway."""

    def _open(self) -> TextIOWrapper:
        opened = open(self.baseFilename, "a", encoding="utf-8", errors="backslashreplace", opener=_own)  # noqa: SIM115
        with contextlib.suppress(OSError, AttributeError):
            os.fchmod(opened.fileno(), 0o600)  # It may be there since before, or the mask may say otherwise.
        return opened

    def handleError(self, record: logging.LogRecord) -> None:
        """Stays silent."""


class _Words(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """One entry, shortened and cleaned."""
        said = super().format(record)
        if len(said) > _LONGEST:
            said = f"{said[: _LONGEST // 2]}\n…\n{said[-_LONGEST // 2 :]}"
        return without_secrets(said)


def begin(folder: Path) -> logging.Handler | None:
    """Writes down from now on what is told as a warning or worse; None where there is no room for a log."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = _File(folder / NAME, maxBytes=LIMIT, backupCount=1, encoding="utf-8")
    except OSError:
        return None
    file.setFormatter(_Words("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
    file.setLevel(logging.WARNING)
    logging.getLogger().addHandler(file)
    return file


def end(file: logging.Handler | None) -> None:
    """Closes it."""
    if file is not None:
        logging.getLogger().removeHandler(file)
        file.close()


def _own(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
