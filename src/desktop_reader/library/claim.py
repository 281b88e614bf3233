"""Who has a library open for writing: what stands in its lock file, for computers that cannot see the lock itself."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path

from desktop_reader.errors import InUseError

WINDOW = "window"
"""The ``program`` of a window; that of a command is its name."""


@dataclass(frozen=True, slots=True)
class Claim:
    """``token`` is like no other's; ``machine`` tells computers apart, ``host`` is its name for people."""

    token: str
    machine: str
    host: str
    program: str
    pid: int
    seen_at: int

    def packed(self) -> bytes:
        """As it is written into the file."""
        return json.dumps(asdict(self), sort_keys=True).encode() + b"\n"

    @property
    def is_foreign(self) -> bool:
        """Made on another computer."""
        return self.machine != machine()

    def refusal(self, library: Path) -> InUseError:
        """Says who has the library."""
        if self.is_foreign:
            return InUseError(
                "The library “{file}” is open on the computer “{host}”, which was last seen at {time}."
                " Close it there, or open it here for reading only (--read-only).",
                file=library,
                host=self.host,
                time=time.strftime("%Y-%m-%d %H:%M", time.localtime(self.seen_at)),
            )
        if self.program == WINDOW:
            return InUseError(
                "The library “{file}” is open in the window of Desktop Reader (process {pid})."
                " Close that window first.",
                file=library,
                pid=self.pid,
            )
        return InUseError(
            "The library “{file}” is being changed by the command “{command}” (process {pid})."
            " Try again when it is done.",
            file=library,
            command=self.program,
            pid=self.pid,
        )


def own(program: str) -> Claim:
    """A new claim of this process."""
    return Claim(os.urandom(8).hex(), machine(), _host(), program, os.getpid(), int(time.time()))


def read(file: Path) -> Claim | None:
    """The claim in ``file``; None when there is none, or nothing that can be understood."""
    try:
        told = json.loads(file.read_bytes()[:10_000])
        claim = Claim(**{f.name: told[f.name] for f in fields(Claim)})
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    words = (claim.token, claim.machine, claim.host, claim.program)
    numbers = (claim.pid, claim.seen_at)
    sound = all(isinstance(word, str) for word in words) and all(type(number) is int for number in numbers)
    return claim if sound and 0 <= claim.seen_at < 1 << 40 else None


@cache
def machine() -> str:
    """Tells this computer from others. The system's own number never leaves it, only a hash; the name is part of it,
    for copies of one virtual machine share the number."""
    return hashlib.blake2b(f"{_number()} {_host()}".encode(), digest_size=12, person=b"reader").hexdigest()


def _host() -> str:
    return (os.environ.get("COMPUTERNAME") if sys.platform == "win32" else os.uname().nodename) or "?"


def _number() -> str:
    if sys.platform == "win32":
        import winreg

        where = r"SOFTWARE\Microsoft\Cryptography"
        with contextlib.suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, where) as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    for file in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        with contextlib.suppress(OSError):
            return Path(file).read_text().strip()
    return ""
