"""One program at a time writes into a library: on this computer, and on others that see the same folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_reader.errors import InUseError, LibraryError, MissingError, ReadOnlyError
from desktop_reader.jobs.mark import Star
from desktop_reader.library import claim, connect, lock, marking, oslock, place, search
from desktop_reader.library.claim import Claim
from desktop_reader.library.reader import Reader
from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query, Scope
from tests.library_fixtures import came, entry, follow, indexed, made, opened

HOLDER = """
import sys
from pathlib import Path
from desktop_reader.library import lock
lock.introduce(sys.argv[2])
held = lock.take(Path(sys.argv[1]), patience=float(sys.argv[3]))
print("held", flush=True)
sys.stdin.readline()
held.release()
"""
FAR = Claim("0123", "another machine", "kitchen", claim.WINDOW, 4321, 1_730_000_000)


@contextmanager
def holder(library: Path, program: str = claim.WINDOW, patience: float = 0) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the library, until it is told to give it up."""
    words = [sys.executable, "-c", HOLDER, str(library), program, str(patience)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            if process.poll() is None:
                process.communicate("\n")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten minutes pass in an instant."""
    monkeypatch.setattr(lock, "_STALE", 0.0)
    monkeypatch.setattr(lock, "_WATCH", 0.05)


def test_two_programs_cannot_both_write(tmp_path: Path) -> None:
    library = made(tmp_path)
    with holder(library) as other:
        with pytest.raises(InUseError, match=rf"window of Desktop Reader \(process {other.pid}\).*Close that window"):
            Writer(library)
        with closing(Reader(library)) as reader:  # Who reads goes on.
            assert reader.count(Query()) == 0
    with opened(library) as writer:
        assert writer.reader.count(Query()) == 0
    assert not lock.place(library).exists()


def test_a_command_is_named_and_waited_for(tmp_path: Path) -> None:
    library = made(tmp_path)
    with holder(library, "refresh") as other:
        with pytest.raises(InUseError, match=r"being changed by the command “refresh”.*Try again when it is done"):
            lock.take(library, patience=0)
        assert other.stdin is not None
        threading.Timer(0.3, lambda: other.stdin and (other.stdin.write("\n"), other.stdin.flush())).start()
        lock.take(library, patience=20).release()


def test_of_many_at_once_exactly_one_gets_it(tmp_path: Path) -> None:
    library = made(tmp_path)
    words = [sys.executable, "-c", HOLDER, str(library), claim.WINDOW, "0"]
    many = [
        subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    started = [one.stdout.readline() for one in many if one.stdout]
    ended = [one.communicate("\n")[1] for one in many]
    assert started.count("held\n") == 1
    assert sum("InUseError" in words for words in ended) == 3
    assert not lock.place(library).exists()


def test_a_program_that_was_killed_blocks_nobody(tmp_path: Path) -> None:
    library = made(tmp_path)
    with holder(library) as other:
        other.kill()
        other.wait()
    assert lock.place(library).exists()
    with opened(library) as writer:
        came(writer, follow(writer), entry("g1"))
    assert not lock.place(library).exists()


def test_the_lock_belongs_to_the_process(tmp_path: Path) -> None:
    library = made(tmp_path)
    link = tmp_path / "link.db"
    link.symlink_to(library)
    first, second = lock.take(library), lock.take(link)
    first.release()
    first.release()
    assert lock.is_held(library)
    assert lock.place(link).exists()
    second.release()
    assert not lock.is_held(link)
    assert not lock.place(library).exists()


def test_the_lock_ends_with_its_writer_also_with_one_that_does_not_open(tmp_path: Path) -> None:
    library = made(tmp_path)
    before = [thread for thread in threading.enumerate() if thread.name == "library lock"]
    with opened(library):
        told = claim.read(lock.place(library))
        assert told is not None
        assert (told.pid, told.is_foreign) == (os.getpid(), False)
    library.write_bytes(library.read_bytes()[:100] + b"\xff" * 8000)
    with pytest.raises(LibraryError):
        Writer(library)
    assert not lock.is_held(library)
    assert [t for t in threading.enumerate() if t.name == "library lock" and t not in before] == []


# Another computer


def test_another_computer_that_was_there_just_now_is_respected(tmp_path: Path) -> None:
    library = made(tmp_path)
    lock.place(library).write_bytes(FAR.packed())
    with pytest.raises(InUseError, match=r"open on the computer “kitchen”, which was last seen at 2024-.*--read-only"):
        lock.take(library, patience=0)
    assert lock.place(library).read_bytes() == FAR.packed()
    assert [file.name for file in tmp_path.glob("*.new")] == []


def test_what_another_computer_left_long_ago_is_taken_over(tmp_path: Path, quick: None) -> None:
    library = made(tmp_path)
    lock.place(library).write_bytes(FAR.packed())
    with lock.taken(library, patience=0) as held:
        assert held.taken_from == FAR
        there = claim.read(lock.place(library))
        assert there is not None
        assert not there.is_foreign
    with lock.taken(library) as held:
        assert held.taken_from is None


def test_another_computer_whose_clock_is_wrong_shows_itself_by_going_on(
    tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = made(tmp_path)
    lock.place(library).write_bytes(FAR.packed())
    sleep = time.sleep

    def meanwhile(seconds: float) -> None:
        lock.place(library).write_bytes(replace(FAR, seen_at=FAR.seen_at + 30).packed())
        sleep(seconds)

    monkeypatch.setattr(time, "sleep", meanwhile)
    with pytest.raises(InUseError, match="kitchen"):
        lock.take(library, patience=0)


def test_the_age_is_that_of_the_disk_not_of_what_was_written(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(replace(FAR, seen_at=1).packed())
    os.utime(file, (1, 1))  # As a sync service does.
    assert abs(lock._age(file)) < 300


def test_who_slept_while_another_took_over_writes_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = made(tmp_path)
    writer = Writer(library)
    came(writer, follow(writer), entry("g1"))
    assert Star((1,)).run(writer).state == (1,)
    lock.place(library).write_bytes(FAR.packed())  # Brought by a sync service, while this computer slept …
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3600)  # … for an hour.
    with pytest.raises(InUseError, match="kitchen"), writer.transaction():
        pass
    with pytest.raises(InUseError, match="kitchen"):
        lock.take(library)
    writer.close()
    assert lock.place(library).read_bytes() == FAR.packed()  # It is the other's.


def test_who_slept_in_the_midst_of_a_change_keeps_none_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = made(tmp_path)
    with closing(Writer(library)) as writer:
        came(writer, follow(writer), entry("g1"))

        def change() -> None:
            with writer.transaction() as live:
                assert marking.put(live, [1], "starred", True).state == (1,)
                lock.place(library).write_bytes(FAR.packed())  # While this computer slept, for an hour.

        now = time.time()
        monkeypatch.setattr(time, "time", lambda: now + 3600)
        with pytest.raises(InUseError, match="kitchen"):
            change()
        assert writer.reader.count(Query(Scope.STARRED)) == 0
        with pytest.raises(InUseError, match="kitchen"):
            Star((1,)).run(writer)


def test_a_sleep_that_no_clock_has_seen_is_noticed_too(tmp_path: Path) -> None:
    library = made(tmp_path)
    with closing(Writer(library)) as writer:
        came(writer, follow(writer), entry("g1"))
        lock.place(library).write_bytes(FAR.packed())  # A virtual computer was halted meanwhile; its clock goes on.
        with pytest.raises(InUseError, match="kitchen"):
            Star((1,)).run(writer)


@pytest.mark.parametrize("claimed", [False, True])
def test_who_finds_another_s_name_puts_nothing_back_but_mends_a_claim_that_was_cut_short(
    tmp_path: Path, claimed: bool
) -> None:
    library = made(tmp_path)
    with lock.taken(library) as held:
        if claimed:
            lock.place(library).write_bytes(FAR.packed())
            with pytest.raises(InUseError, match="kitchen"):
                held.check()
            lock._locks[library]._beat()
            assert claim.read(lock.place(library)) == FAR, "nothing is put back"
        else:
            lock.place(library).write_bytes(b"{")  # Cut short: nobody's.
            held.check()
            there = claim.read(lock.place(library))
            assert there is not None
            assert not there.is_foreign


def test_a_claim_that_could_not_be_renewed_is_renewed_as_soon_as_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = made(tmp_path)
    with lock.taken(library) as held:
        first = claim.read(lock.place(library))
        now = time.time()
        monkeypatch.setattr(time, "time", lambda: now + 3600)
        with monkeypatch.context() as full:
            full.setattr(os, "write", lambda fd, words: (_ for _ in ()).throw(OSError(28, "No space left on device")))
            held.check()  # SQLite will say that the disk is full, better than the lock can.
        assert claim.read(lock.place(library)) == first
        held.check()
        there = claim.read(lock.place(library))
        assert there is not None
        assert there.seen_at == int(now + 3600)


@pytest.mark.skipif(os.name == "nt", reason="there nobody replaces what is open")
def test_nothing_is_written_into_a_file_that_was_replaced(tmp_path: Path) -> None:
    library, other = made(tmp_path), tmp_path / "other.db"
    other.write_bytes(library.read_bytes())
    with closing(Writer(library)) as writer:
        came(writer, follow(writer), entry("g1"))
        os.replace(other, library)  # As a sync service brings it from another computer, which has closed it again.
        with pytest.raises(LibraryError, match="replaced or removed by another program"):
            Star((1,)).run(writer)
        library.unlink()
        with pytest.raises(LibraryError, match="replaced or removed"):
            Star((1,)).run(writer)


def test_a_library_may_be_made_while_it_is_locked(tmp_path: Path) -> None:
    library = tmp_path / "new.db"
    library.touch()
    with lock.taken(library) as held:
        connect.prepare(library)
        held.check()
        with closing(Writer(library)) as writer:
            came(writer, follow(writer), entry("g1"))
            held.check()


@pytest.mark.skipif(os.name == "nt", reason="there nobody removes what is locked")
def test_another_program_that_locks_a_new_file_has_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = made(tmp_path)
    with lock.taken(library) as held:
        lock.place(library).unlink()
        with holder(library) as other:
            for stands in (True, False):
                if not stands:
                    lock.place(library).write_bytes(b"")  # It has not said its name yet.
                with pytest.raises(InUseError, match=rf"process {other.pid}"):
                    held.check()


def test_the_claim_is_renewed_and_put_back_when_somebody_removes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_BEAT", 0.02)
    library = made(tmp_path)
    now = time.time()
    with lock.taken(library) as held:
        first = claim.read(lock.place(library))
        lock.place(library).unlink()
        monkeypatch.setattr(time, "time", lambda: now + 3600)
        deadline = time.monotonic() + 20
        while (then := claim.read(lock.place(library))) is None or then.seen_at < now + 3000:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        held.check()
        assert first is not None
        assert then == replace(first, seen_at=int(now + 3600))
        words = [sys.executable, "-c", HOLDER, str(library), claim.WINDOW, "0"]
        assert "InUseError" in subprocess.run(words, capture_output=True, text=True, check=False).stderr
    assert not lock.place(library).exists()


def test_on_a_disk_without_locks_the_processes_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = made(tmp_path)
    monkeypatch.setattr(oslock, "_lock", lambda fd: (_ for _ in ()).throw(OSError(37, "No locks available")))
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        alive = replace(claim.own("refresh"), pid=other.pid)
        lock.place(library).write_bytes(alive.packed())
        with pytest.raises(InUseError, match="the command “refresh”"):
            lock.take(library, patience=0)
        other.communicate(b"\n")
    lock.take(library, patience=0).release()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(asdict(FAR))), JSON) | JSON, st.binary(max_size=9))
def test_nothing_that_stands_in_the_file_does_harm(tmp_path_factory: Any, told: Any, behind: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "claim"
    file.write_bytes(json.dumps(told).encode() + behind)
    found = claim.read(file)
    assert found is None or str(found.refusal(file))


# Only reading


def test_who_only_reads_cannot_write(tmp_path: Path) -> None:
    library = made(tmp_path)
    with opened(library) as writer:
        came(writer, follow(writer), entry("g1"))
    before = library.read_bytes()
    lock.only_read(library)
    try:
        connect.prepare(library)
        with closing(Reader(library)) as reader:
            assert reader.count(Query()) == 1
        with pytest.raises(ReadOnlyError, match="is open for reading only"):
            Writer(library)
        assert library.read_bytes() == before
        lock.only_read(tmp_path / "none.db")
        with pytest.raises(MissingError, match="is not there"):
            connect.prepare(tmp_path / "none.db")
        assert not (tmp_path / "none.db").exists()
    finally:
        lock.may_write(library)
    Writer(library).close()


def test_who_only_reads_leaves_another_s_journal_alone(tmp_path: Path) -> None:
    library = made(tmp_path)
    code = (
        "import os, sys; from desktop_reader.library.driver import dbapi;"
        "c = dbapi.connect(sys.argv[1], isolation_level=None); c.execute(sys.argv[2]); os._exit(0)"
    )
    statement = "INSERT INTO folder (slug, title) VALUES ('news', 'News')"
    subprocess.run([sys.executable, "-c", code, str(library), statement], check=True)
    journal = Path(f"{library}-wal")
    before = library.read_bytes(), journal.read_bytes()
    lock.only_read(library)
    connect.prepare(library)
    with closing(Reader(library)) as reader:
        assert [folder.title for folder in reader.folders()] == ["News"]
    assert (library.read_bytes(), journal.read_bytes()) == before


def test_an_older_library_that_is_only_read_is_not_brought_up_to_date(tmp_path: Path) -> None:
    library = made(tmp_path)
    library.write_bytes((raw := library.read_bytes())[:60] + (1).to_bytes(4, "big") + raw[64:])
    lock.only_read(library)
    with pytest.raises(LibraryError, match=r"older version of Desktop Reader. Open it once for writing"):
        connect.prepare(library)


@pytest.mark.parametrize("kind", ["nfs4", "ext4"])
def test_the_journal_follows_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    library = made(tmp_path)
    for now, mode in ((kind, {"nfs4": "delete", "ext4": "wal"}[kind]), ("ext4", "wal")):
        monkeypatch.setattr(place, "_mounts", lambda now=now: [("/", now)])
        connect.prepare(library)
        with opened(library) as writer:
            assert writer.reader.select("PRAGMA journal_mode") == [(mode,)]
            came(writer, follow(writer, f"https://example.org/{now}", slug=now), entry(now))
            assert Path(f"{library}-wal").exists() == (mode == "wal")
            indexed(writer)
            assert (search.place(library).read_bytes()[18] == 2) == (mode == "wal")
            with closing(Reader(library)) as reader:
                assert reader.count(Query()) >= 1
    new = tmp_path / "new" / "library.db"
    monkeypatch.setattr(place, "_mounts", lambda: [("/", kind)])
    connect.prepare(new)
    assert (new.read_bytes()[18] == 2) == (kind == "ext4")
