"""Where a library lies: this computer's disk, the network, a synced folder; and which one is opened."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from desktop_reader import paths, settings
from desktop_reader.errors import MissingError
from desktop_reader.library import place
from tests.library_fixtures import made

MOUNTS = """\
22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
36 22 0:31 / /mnt/far\\040away rw,relatime shared:2 - nfs4 server:/ rw,vers=4.2
37 22 0:32 / /mnt/far rw shared:3 master:1 - cifs //server/share rw
38 37 8:17 / /mnt/far/stick rw - vfat /dev/sdb1 rw
39 22 0:33 / /home/me/ssh rw - fuse.sshfs me@server: rw
40 22 0:34 / /media/ntfs rw - fuseblk /dev/sdc1 rw
41 22 0:35 / /mnt/twice rw - ext4 /dev/sdd1 rw
42 22 0:36 / /mnt/twice rw - nfs server:/ rw
a line that nobody understands - what
"""


@pytest.mark.skipif(sys.platform == "win32", reason="disks have letters there")
@pytest.mark.parametrize(
    ("library", "network"),
    [
        ("/home/me/library.db", False),
        ("/mnt/far away/library.db", True),
        ("/mnt/far/deep/down/library.db", True),
        ("/mnt/far/stick/library.db", False),
        ("/mnt/farther/library.db", False),
        ("/home/me/ssh/library.db", True),
        ("/media/ntfs/library.db", False),
        ("/mnt/twice/library.db", True),
    ],
)
def test_the_disk_tells_whether_it_is_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, network: bool
) -> None:
    (tmp_path / "mountinfo").write_text(MOUNTS)
    monkeypatch.setattr(place, "_MOUNTS", tmp_path / "mountinfo")
    assert place.is_network(Path(library)) is network


def test_what_a_mac_says_of_its_disks() -> None:
    told = (
        "/dev/disk3s1 on / (apfs, local, read-only)\n//me@nas/share on /Volumes/share on nas (smbfs, nodev, nosuid)\n"
    )
    assert place._of_mount(told) == [("/", "apfs"), ("/Volumes/share on nas", "smbfs")]
    assert place._kind("/Volumes/share on nas/library.db", place._of_mount(told)) == "smbfs"


@pytest.mark.skipif(os.sep != "/", reason="the paths are those of another system")
@pytest.mark.parametrize(
    ("drive", "kind", "network"),
    [("C:", 3, False), ("Z:", 4, True), ("\\\\server\\share", 0, True), ("\\\\?\\C:", 3, False)],
)
def test_what_windows_says_of_its_drives(monkeypatch: pytest.MonkeyPatch, drive: str, kind: int, network: bool) -> None:
    monkeypatch.setattr(place, "_drive_type", lambda root: kind)
    monkeypatch.setattr(os.path, "splitdrive", lambda real: (drive, "\\library.db"))
    assert place._windows_network(drive + "\\library.db") is network


@pytest.mark.parametrize(
    ("made_there", "folder", "service"),
    [
        ("", "Documents/reading", ""),
        ("", "Dropbox/reading", "Dropbox"),
        ("", "OneDrive - Harbour Ltd/x", "OneDrive"),
        ("", "Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("mine/.stfolder", "mine/deep/er", "Syncthing"),
        ("mine/._sync_0123456789ab.db", "mine/deep", "Nextcloud"),
        ("mine/.sync_0123456789ab.db", "mine", "Nextcloud"),
        ("mine/.owncloudsync.log", "mine", "ownCloud"),
        ("other/.stfolder", "mine", ""),
    ],
)
def test_a_synced_folder_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made_there: str, folder: str, service: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / folder).mkdir(parents=True)
    if made_there:
        (tmp_path / made_there).parent.mkdir(exist_ok=True)
        (tmp_path / made_there).touch()
    library = tmp_path / folder / "library.db"
    assert place.sync_service(library) == service
    assert place.journal(library) == ("DELETE" if service else "WAL")


def test_copies_that_a_sync_service_made_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    library = made(folder)
    names = [
        "library (conflicted copy 2024-01-02).db",
        "library (Konflikt von Küche).db",
        "library.sync-conflict-20240102-101112-ABCDEFG.db",
        "library (1).db",
        "library-KITCHEN.db",
    ]
    for name in names:
        (folder / name).write_bytes(library.read_bytes())
    others = ["library.db.before-2.20240102-101112", "library (conflicted copy).txt", "my library.db", "library2.db"]
    for name in others:
        (folder / name).write_bytes(library.read_bytes())
    (folder / "library (conflict).db").write_text("a diary")
    assert [file.name for file in place.conflict_copies(library)] == sorted(names)


def test_without_a_sync_service_a_numbered_file_is_somebody_s_own(tmp_path: Path) -> None:
    library = made(tmp_path)
    for name in ("library (1).db", "library-old.db", "library_conflict-20240102-101112.db"):
        (tmp_path / name).write_bytes(library.read_bytes())
    assert [file.name for file in place.conflict_copies(library)] == ["library_conflict-20240102-101112.db"]
    assert place.conflict_copies(tmp_path / "none" / "library.db") == []


def test_which_library_is_opened(tmp_path: Path) -> None:
    assert place.named(None) == paths.library()
    assert place.named(Path("~/mine.db")) == Path("~/mine.db").expanduser()
    stick = tmp_path / "stick" / "büro.db"
    kept = paths.config() / "settings.json"
    settings.save(settings.Settings(library=str(stick)), kept)
    with pytest.raises(MissingError, match=r"büro.db” is not there. Connect the disk"):
        place.named(None)
    assert not stick.parent.exists()
    assert settings.load(kept).library == str(stick)
    stick.parent.mkdir()
    made(stick.parent, stick.name)
    assert place.named(None) == stick
    assert place.named(tmp_path / "other.db") == tmp_path / "other.db"


def test_the_size_counts_the_search_file(tmp_path: Path) -> None:
    library = made(tmp_path)
    search = library.with_name("library.db-search")
    assert place.size(library) == library.stat().st_size + search.stat().st_size
    assert place.size(tmp_path / "none.db") == 0
