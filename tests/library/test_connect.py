"""Opening a library: a new one, an older, a newer, a wrong one, one that cannot be written. Nothing is ever lost."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_reader.errors import LibraryError
from desktop_reader.jobs.mark import Star
from desktop_reader.library import connect, making
from desktop_reader.library.driver import dbapi
from desktop_reader.library.reader import Reader
from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query
from tests.library_fixtures import NOW, came, entry, follow, made, opened, rows

posix = pytest.mark.skipif(os.name != "posix", reason="file rights are those of POSIX")


def all_files(folder: Path) -> dict[str, str]:
    """Every file's name and content, but for the shared memory, which holds nothing."""
    files = (f for f in folder.iterdir() if f.is_file() and not f.name.endswith("-shm"))
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def filled(folder: Path, articles: int = 3) -> Path:
    """A library with articles."""
    with opened(folder / "library.db") as library:
        came(library, follow(library), *(entry(f"g{n}", title=f"T{n}", text="x" * 5000, at=n) for n in range(articles)))
    return folder / "library.db"


def killed_while_writing(path: Path, statement: str) -> None:
    """Another process writes into the library and dies, so that the journal stays."""
    code = (
        "import os, sys; from desktop_reader.library.driver import dbapi;"
        "c = dbapi.connect(sys.argv[1], isolation_level=None); c.execute(sys.argv[2]); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(path), statement], check=True)
    assert Path(f"{path}-wal").stat().st_size


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder, and nobody special in it: rights mean nothing to root."""
    folder = Path(tempfile.mkdtemp(prefix="library-"))
    folder.chmod(0o777)
    root = os.geteuid() == 0
    if root:
        os.chown(folder, 65534, -1)
        os.seteuid(65534)
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o777)
        shutil.rmtree(folder)


def test_a_new_library_is_whole_private_and_alone(tmp_path: Path) -> None:
    path = tmp_path / "a folder" / "büro.db"
    connect.prepare(path)
    assert list(all_files(path.parent)) == ["büro.db"]
    assert rows(path, "PRAGMA user_version") == [(connect.SCHEMA,)]
    assert rows(path, "PRAGMA journal_mode") == [("wal",)]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_opening_a_library_changes_nothing(tmp_path: Path) -> None:
    path = filled(tmp_path)
    before = all_files(tmp_path)
    connect.prepare(path)
    reader = Reader(path)
    assert reader.count(Query()) == 3
    reader.close()
    assert all_files(tmp_path) == before


def test_two_that_make_it_at_once_have_one_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.db"
    put = making.put

    def late(new: Path, place: Path) -> bool:
        monkeypatch.setattr(making, "put", put)
        monkeypatch.setattr(os, "getpid", lambda: -1)
        filled(tmp_path)
        monkeypatch.setattr(Path, "exists", lambda self: False)  # Looked a moment too early.
        kept = put(new, place)
        monkeypatch.undo()
        return kept

    monkeypatch.setattr(making, "put", late)
    connect.prepare(path)
    assert rows(path, "SELECT count(*) FROM article") == [(3,)]
    assert not list(tmp_path.glob("*.new*"))


def test_an_empty_file_becomes_a_library(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.touch()
    with opened(path) as library:
        assert library.reader.count(Query()) == 0


def test_an_emptied_library_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    path = filled(tmp_path)
    path.write_bytes(b"")
    before = all_files(tmp_path)
    with pytest.raises(LibraryError, match=r"is empty, but a library was there.*put a backup in its place"):
        connect.prepare(path)
    assert all_files(tmp_path) == before


@pytest.mark.parametrize("left", ["nothing", "empty"])
def test_a_journal_without_its_library_is_kept(tmp_path: Path, left: str) -> None:
    path = tmp_path / "library.db"
    Path(f"{path}-wal").write_bytes(b"all that was not written back")
    if left == "empty":
        path.touch()
    before = all_files(tmp_path)
    with pytest.raises(LibraryError, match=r"put the library back beside its journal"):
        connect.prepare(path)
    assert all_files(tmp_path) == before


def damaged(kind: str, folder: Path) -> Path:
    """A file at which no library can be opened."""
    path = folder / "library.db"
    match kind:
        case "text":
            path.write_text("Dear diary, this is no database at all, and it is longer than a hundred characters. " * 9)
        case "short text":
            path.write_text("hello")
        case "other program":
            with contextlib.closing(dbapi.connect(str(path))) as other:
                other.execute("CREATE TABLE cookies (id)")
        case "beginning only":
            filled(folder)
            path.write_bytes(path.read_bytes()[:60])
        case "cut short":
            filled(folder, 40)
            path.write_bytes(path.read_bytes()[:-8192])
        case "first page":
            filled(folder)
            path.write_bytes((b := path.read_bytes())[:100] + b"\xff" * 3000 + b[3100:])
        case "no version":
            filled(folder)
            with contextlib.closing(dbapi.connect(str(path))) as live:
                live.execute("PRAGMA user_version = 0")
    return path


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("text", r"is damaged or is no library.*It was left as it is; choose another file"),
        ("short text", r"is damaged or is no library"),
        ("other program", r"is a database of another program.*choose another file"),
        ("beginning only", r"is damaged or is no library"),
        ("cut short", r"is damaged or is no library.*its end is missing.*put a backup in its place"),
        ("first page", r"is damaged or is no library.*malformed.*put a backup in its place"),
        ("no version", r"carries no library version.*put a backup in its place"),
    ],
)
def test_what_is_no_library_is_refused_and_left_alone(tmp_path: Path, kind: str, words: str) -> None:
    path = damaged(kind, tmp_path)
    before = all_files(tmp_path)
    with pytest.raises(LibraryError, match=words) as told:
        connect.prepare(path)
    assert str(path) in str(told.value)
    assert all_files(tmp_path) == before


def test_damage_further_in_is_told_when_it_is_met(tmp_path: Path) -> None:
    path = filled(tmp_path, 60)
    raw = bytearray(path.read_bytes())
    (root,) = rows(path, "SELECT rootpage FROM sqlite_schema WHERE name = 'article'")[0]
    raw[(root - 1) * 8192 : root * 8192] = os.urandom(8192)
    path.write_bytes(raw)
    connect.prepare(path)
    reader = Reader(path)
    with pytest.raises(LibraryError, match=r"malformed.*put a backup in its place"):
        reader.rows(reader.all_ids(Query()))
    reader.close()


def test_a_folder_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="cannot be opened"):
        connect.prepare(tmp_path)


def test_a_newer_library_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with contextlib.closing(dbapi.connect(str(path))) as live:
        live.execute("PRAGMA user_version = 7")
    before = all_files(tmp_path)
    with pytest.raises(LibraryError, match=r"newer version.*library version 7.*Install the newer version"):
        connect.prepare(path)
    assert all_files(tmp_path) == before


def test_a_newer_library_is_left_alone_with_its_journal(tmp_path: Path) -> None:
    path = filled(tmp_path)
    killed_while_writing(path, "PRAGMA user_version = 7")
    before = all_files(tmp_path)
    assert len(before) == 3
    with pytest.raises(LibraryError, match="newer version"):
        connect.prepare(path)
    assert all_files(tmp_path) == before


def test_what_a_killed_program_had_written_is_there(tmp_path: Path) -> None:
    path = filled(tmp_path)
    killed_while_writing(path, "UPDATE state SET starred = 1 WHERE id = 2")
    with opened(path) as library:
        assert library.reader.smart_counts().starred == 1


def test_a_library_in_use_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path)
    monkeypatch.setattr(connect, "_PRAGMAS", ("PRAGMA busy_timeout = 50",))
    library = Writer(path)
    with contextlib.closing(dbapi.connect(str(path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryError, match=r"in use by another program. Close that program, or wait"):
            Star((1,)).run(library)
        assert library.reader.count(Query()) == 3
        other.execute("ROLLBACK")
    assert Star((1,)).run(library).state == (1,)
    library.close()


@posix
def test_a_read_only_library_can_be_read_and_says_why_it_cannot_be_written(unprivileged: Path) -> None:
    path = filled(unprivileged)
    path.chmod(0o444)
    unprivileged.chmod(0o555)
    before = all_files(unprivileged)
    connect.prepare(path)
    reader = Reader(path)
    assert len(reader.rows(reader.all_ids(Query()))) == 3
    reader.close()
    with pytest.raises(LibraryError, match=r"Make the file and its folder writable|may be read and written"):
        Star((1,)).run(Writer(path))
    assert all_files(unprivileged) == before


@posix
def test_a_read_only_file_in_a_writable_folder(unprivileged: Path) -> None:
    path = filled(unprivileged)
    path.chmod(0o444)
    before = path.read_bytes()
    with pytest.raises(LibraryError, match=r"is read-only.*Make the file and its folder writable"):
        Star((1,)).run(Writer(path))
    assert path.read_bytes() == before


@posix
def test_a_library_that_may_not_be_read(unprivileged: Path) -> None:
    path = filled(unprivileged)
    path.chmod(0)
    with pytest.raises(LibraryError, match=r"cannot be opened \(Permission denied\). Check"):
        connect.prepare(path)


@posix
def test_a_folder_that_takes_no_library(unprivileged: Path) -> None:
    unprivileged.chmod(0o555)
    with pytest.raises(LibraryError, match=r"cannot be opened"):
        connect.prepare(unprivileged / "library.db")
    assert not list(unprivileged.iterdir())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a limit for the size of files")
def test_a_full_disk_is_told_and_nothing_is_half_written(tmp_path: Path) -> None:
    path = filled(tmp_path)
    code = """
import random, resource, signal, sys
from pathlib import Path
from desktop_reader.errors import LibraryError
from desktop_reader.library.writer import Writer
from tests.library_fixtures import came, entry
library = Writer(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    came(library, 1, *(entry(f"n{n}", text=random.randbytes(9000).hex()) for n in range(99)))
except LibraryError as error:
    print(error)
"""
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, cwd=root, check=False
    )
    assert done.stdout.startswith("The "), done.stderr
    with opened(path) as library:
        assert library.reader.count(Query()) == 3
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]


def test_the_reading_door_cannot_write(tmp_path: Path) -> None:
    reader = Reader(filled(tmp_path))
    with pytest.raises(LibraryError, match="read-only"):
        reader._all("UPDATE state SET starred = 1")
    reader.close()


def test_readers_see_whole_transactions_while_another_thread_writes(tmp_path: Path) -> None:
    path = made(tmp_path)
    stop = threading.Event()
    seen: set[int] = set()

    def look() -> None:
        reader = Reader(path)
        while not stop.is_set():
            seen.add(reader.count(Query()) % 20)
        reader.close()

    with opened(path) as library:
        feed = follow(library)
        thread = threading.Thread(target=look)
        thread.start()
        for turn in range(10):
            came(library, feed, *(entry(f"{turn}.{n}", title=str(n)) for n in range(20)), now=NOW + turn)
        stop.set()
        thread.join()
    assert seen == {0}


@pytest.mark.skipif(sys.platform != "linux", reason="what is open is counted by /proc")
def test_connections_that_come_and_go_leave_one_file_open_at_most(tmp_path: Path) -> None:
    """To close it would lose the locks of the others on POSIX, so SQLite keeps it for the next connection."""
    path = filled(tmp_path)

    def there() -> int:
        links = [f"/proc/self/fd/{one}" for one in os.listdir("/proc/self/fd")]
        return sum(os.readlink(link) == str(path) for link in links if os.path.islink(link))

    with contextlib.closing(connect.read_connection(path)) as stays:
        stays.execute("SELECT count(*) FROM article").fetchone()
        before = there()
        for _ in range(20):
            with contextlib.closing(connect.read_connection(path)) as live:
                live.execute("SELECT count(*) FROM article").fetchone()
        assert there() == before + 1
    assert there() == 0
