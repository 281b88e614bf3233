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
# An address goes on to the next blank, whatever stands in it; what ends a sentence or a list is given back.
_ADDRESS = re.compile(r"\b((?:https?|feed):[\\/]+|[a-z][a-z0-9+.-]{1,15}://)(\S*)", re.IGNORECASE)
_HOST = re.compile(r"(?:\[[0-9a-f:.]+\]|[^\s/?#\\:@'\"<>“”‘’,;()\[\]{}]+)(?::\d+(?!\d*@))?", re.IGNORECASE)
_END = "'\"<>“”‘’)]},;."
_LINES = (
    # Fields of a request that say who asks, or where the next address is.
    (
        r"\b((?:proxy-)?authorization|(?:set-)?cookie|location|x-(?:api|auth)-\w+)\b([\"']?\s*[:=,]\s*)[^\r\n]+",
        r"\1\2…",
    ),
    (r"\b(GET|HEAD|POST|CONNECT) \S+ (?=HTTP)", r"\1 … "),
    (r"\b(Bearer|Basic|Digest|Token) [\w+/=.~-]{6,}", r"\1 …"),
    # What looks like a password or a key by its name, and whatever an address says behind a question mark.
    (
        r"((?:pass(?:word|wd|phrase|wort)?|pwd|token|secret|api[_-]?key|signature|credentials?)[\w-]{0,40}[\"']?\s{0,8}[:=]"
        r"|(?<![\w-])(?:auth|key|sig|sid|session(?:[_-]?id)?)[\"']?\s{0,8}[:=])"
        r"(\s{0,8})(?:b?'[^']*'|b?\"[^\"]*\"|[^\s,;&)\]}]+)",
        r"\1\2…",
    ),
    (r"([?&][\w.%-]+=)[^\s&'\"]+", r"\1…"),
    (r"(?<![\w-])((?:code|hmac|jwt|k)=)[^\s,;&'\"]+", r"\1…"),  # Only as addresses write it: “code: 404” is no secret.
    # Addresses without a scheme, as proxies and people have them, and those that were written once more.
    (r"\bmailto:\S+", "mailto:…"),
    (r"(?<![^\s/'\"(])[^\s/@:'\"(]*:[^\s@/'\"]+@(?=[\w\[])", "…@"),
    (r"(?<![\w./\\-])((?:[\w-]+\.)+[a-z]{2,24}(?::\d+)?)(?<!\.app)/[^\s…]\S*", r"\1/…"),
    (r"\b(https?|feed)%3A\S*", r"\1…"),
)
_CLEANED = [(re.compile(pattern, re.IGNORECASE), put) for pattern, put in _LINES]


def without_secrets(text: str) -> str:
    """The same with no more of an address than its host, and nothing of what looks like a password or a key."""
    text = _ADDRESS.sub(_host_alone, text)
    for pattern, put in _CLEANED:
        text = pattern.sub(put, text)
    return text


def _host_alone(found: re.Match[str]) -> str:
    rest = found[2]
    authority = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
    place = authority.rpartition("@")[2]
    host = _HOST.match(place)
    # Behind a colon stands a port; else it is a password with a slash in it, and there is no host to be seen.
    known = host is not None and place[host.end() : host.end() + 1] != ":"
    end = rest[len(rest.rstrip(_END)) :]
    return f"{found[1]}{host[0] if host is not None and known else '…'}/…{end}"


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
