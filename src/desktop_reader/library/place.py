"""Where a library lies: on a disk of this computer, on the network, in a folder that is synced; and what that means.

A journal beside the file (WAL) needs memory that all programs share, which there is only on a disk of this computer;
and a sync service carries file and journal apart from each other, so that they do not fit where they arrive. In both
cases SQLite keeps the older journal instead (DELETE): the file is whole by itself after every transaction.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from pathlib import Path

from desktop_reader import paths, settings
from desktop_reader.errors import MissingError

_MOUNTS = Path("/proc/self/mountinfo")
_NETWORK = re.compile(
    r"9p|acfs|afpfs|afs|beegfs|ceph|cifs|coda|cvfs|davfs|drvfs|fuse(\..+)?|gfs2?|glusterfs|gpfs|lustre|ncp(fs)?|nfs4?"
    r"|ocfs2|orangefs|panfs|prl_fs|smb(fs|2|3)?|vboxsf|virtiofs|vmhgfs|webdav"
)
_BY_MARKER = {
    ".stfolder": "Syncthing",
    ".dropbox.cache": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
    ".tmp.driveupload": "Google Drive",
    ".tmp.drivedownload": "Google Drive",
    ".seafile-data": "Seafile",
}
_BY_NAME = (
    (re.compile(r"OneDrive( - .+)?"), "OneDrive"),
    (re.compile(r"Dropbox( \(.+\))?"), "Dropbox"),
    (re.compile(r"Nextcloud\d*"), "Nextcloud"),
    (re.compile(r"ownCloud\d*"), "ownCloud"),
    (re.compile(r"Google ?Drive(-.+)?|My Drive"), "Google Drive"),
    (re.compile(r"iCloud ?Drive|Mobile Documents|com~apple~CloudDocs"), "iCloud"),
    (re.compile(r"Syncthing|Sync"), "Syncthing"),
)
_DATABASE = re.compile(r"\._?sync_[0-9a-f]{12}\.db")  # Of Nextcloud and ownCloud, in the synced folder itself.
_CONFLICT = re.compile(r"conflict|konflikt|conflit|conflitt|conflicto|競合|冲突|конфликт", re.IGNORECASE)
_NUMBERED = re.compile(r" \(\d+\)| \d+|-[\w-]+")  # Google Drive, iCloud, OneDrive (by the computer's name).


def named(given: Path | None, *, there: bool = True) -> Path:
    """The library to open: the one that was given, else the one of the settings, else the one at the usual place.

    Raises MissingError when it must be ``there`` and the settings name one that is not: its disk is not connected,
    perhaps, and a new library in its place would look as if all were lost.
    """
    if given is not None:
        return given.expanduser()
    chosen = settings.load(paths.config() / "settings.json").library
    if not chosen:
        return paths.library()
    library = Path(chosen).expanduser()
    if there and not library.exists() and not restored(library).exists():
        raise MissingError(
            "The library “{file}” is not there. Connect the disk that it lies on, or choose another library.",
            file=library,
        )
    return library


def restored(library: Path) -> Path:
    """Where a restored library waits for its name when a restore was interrupted: see ``restoring``."""
    real = Path(os.path.realpath(library))
    return real.with_name(real.name + "-restored")


def journal(library: Path) -> str:
    """How SQLite is to keep its journal there: ``WAL`` or ``DELETE``."""
    return "DELETE" if is_network(library) or sync_service(library) else "WAL"


def is_network(library: Path) -> bool:
    """Whether the file lies on another computer, or on a disk that behaves as if it did."""
    real = os.path.realpath(library)
    if sys.platform == "win32":
        return _windows_network(real)
    return _NETWORK.fullmatch(_kind(real, _mounts())) is not None


def sync_service(library: Path) -> str:
    """The name of the service that carries the file to other computers; empty when there is none."""
    folder = Path(os.path.realpath(library)).parent
    for one in (folder, *folder.parents):
        for pattern, service in _BY_NAME:
            if pattern.fullmatch(one.name):
                return service
        if one.parent == one or one == Path.home().parent:
            break  # Above are folders of everybody, which may be large.
        with contextlib.suppress(OSError):
            for name in os.listdir(one):
                if name in _BY_MARKER:
                    return _BY_MARKER[name]
                if _DATABASE.fullmatch(name):
                    return "Nextcloud"
    return ""


def conflict_copies(library: Path) -> list[Path]:
    """What a sync service left beside the library because two computers changed it at the same time."""
    from desktop_reader.library.connect import is_library

    service = sync_service(library)
    found = []
    with contextlib.suppress(OSError):
        for file in sorted(library.parent.iterdir()):
            between = file.name.removeprefix(library.stem).removesuffix(library.suffix)
            if file.name != f"{library.stem}{between}{library.suffix}" or not between:
                continue
            if _CONFLICT.search(between) or (service and _NUMBERED.fullmatch(between)):
                with contextlib.suppress(OSError):
                    if is_library(file):
                        found.append(file)
    return found


def size(library: Path) -> int:
    """Bytes on the disk, search file and journals included."""
    total = 0
    for end in ("", "-wal", "-search", "-search-wal"):
        with contextlib.suppress(OSError):
            total += library.with_name(library.name + end).stat().st_size
    return total


def _mounts() -> list[tuple[str, str]]:
    """Where disks are mounted, and of what kind they are."""
    try:
        return _of_mountinfo(_MOUNTS.read_text(errors="surrogateescape"))
    except OSError:
        pass
    if sys.platform != "darwin":
        return []
    import subprocess

    try:
        done = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return _of_mount(done.stdout)


def _of_mountinfo(text: str) -> list[tuple[str, str]]:
    """Lines such as ``36 35 0:31 / /mnt/far rw,relatime shared:1 - nfs4 server:/ rw``."""
    found = []
    for line in text.splitlines():
        before, _, behind = line.partition(" - ")
        if behind and len(before.split(" ")) > 4:
            where = re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), before.split(" ")[4])
            found.append((where, behind.split(" ")[0]))
    return found


def _of_mount(text: str) -> list[tuple[str, str]]:
    """Lines such as ``//user@server/share on /Volumes/share (smbfs, nodev, nosuid)``."""
    found = re.findall(r"^.+? on (/.*) \((\w+)[,)]", text, re.MULTILINE)
    return [(where, kind) for where, kind in found]


def _kind(real: str, mounts: list[tuple[str, str]]) -> str:
    best, found = -1, ""
    for where, kind in mounts:
        inside = real == where or real.startswith(where.rstrip("/") + "/")
        if inside and len(where) >= best:  # Of two on one place, the later hides the earlier.
            best, found = len(where), kind
    return found


def _windows_network(real: str) -> bool:
    drive = os.path.splitdrive(real)[0]
    if drive.startswith("\\\\"):
        return not drive.startswith("\\\\?\\") or drive.startswith("\\\\?\\UNC\\")
    return _drive_type(drive + "\\") == 4  # DRIVE_REMOTE


def _drive_type(root: str) -> int:
    import ctypes

    return int(ctypes.windll.kernel32.GetDriveTypeW(root))  # type: ignore[attr-defined,unused-ignore]
