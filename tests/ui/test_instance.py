"""A second start hands what it was asked for to the window that is open, which takes nothing but that."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from desktop_reader.errors import ReaderError
from desktop_reader.ui.instance import door as module
from desktop_reader.ui.instance.door import Door, Doors, _name, handed_over, open_door
from desktop_reader.ui.instance.errand import Answer, Errand
from desktop_reader.ui.instance.wish import LONGEST, MESSAGE_LIMIT, MOST, Wish, is_thing, read, wished, written

LIBRARY = Path("/somewhere/library.db")
unix = pytest.mark.skipif(os.name == "nt", reason="sockets are files on Unix only")


# What is wished for.


def test_addresses_and_files_are_told_apart(tmp_path: Path) -> None:
    listed, saved = tmp_path / "my feeds.opml", tmp_path / "saved.rss"
    for file in (listed, saved):
        file.touch()
    things = ["feed:https://a.example/feed", "https://b.example/", "c.example/news", "my feeds.opml", saved.as_uri()]
    wish = wished([*things, "desktop-reader:https://d.example/x"], tmp_path, refresh=True)
    assert wish.addresses == (
        "feed:https://a.example/feed",
        "https://b.example/",
        "c.example/news",
        "desktop-reader:https://d.example/x",
    )
    assert wish.files == (str(listed), str(saved))
    assert wish.refused == ()
    assert wish.refresh
    assert not wish.minimized


@pytest.mark.parametrize("thing", ["gone.opml", "nothing", "file:///etc/nowhere.opml", "x" * 10_000_000, "a\nb", ""])
def test_other_things_are_refused_in_a_few_words(thing: str, tmp_path: Path) -> None:
    wish = wished([thing], tmp_path)
    assert wish.addresses == wish.files == ()
    assert len(wish.refused) == 1
    assert len(wish.refused[0]) <= 81
    assert wish.refused[0].isprintable()


def test_there_may_be_too_many(tmp_path: Path) -> None:
    wish = wished([f"https://a.example/{n}" for n in range(500)], tmp_path)
    assert len(wish.addresses) == MOST
    assert wish.refused == (f"https://a.example/{MOST}",)
    assert read(written(wish)) == wish


@pytest.mark.parametrize(
    ("word", "thing"),
    [
        ("https://a.example", True),
        ("feed://a.example/x", True),
        ("feeds.opml", True),
        ("./list", True),
        ("file:///home/me/a.opml", True),
        ("add", False),
        ("refresh", False),
        ("search", False),
    ],
)
def test_commands_are_no_things(word: str, thing: bool) -> None:
    assert is_thing(word) is thing


@given(
    st.lists(st.text(st.characters(codec="utf-8"), max_size=60), max_size=30),
    st.fixed_dictionaries({name: st.booleans() for name in ("refresh", "next_unread", "minimized", "quit")}),
    st.text(max_size=20),
)
def test_every_wish_survives_the_way(things: list[str], deeds: dict[str, bool], token: str) -> None:
    wish = wished(things, Path("/"), token, **deeds)
    line = written(wish)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert read(line) == wish


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"ok",
        b"[]",
        b"{" * 100_000,
        b'{"run": "rm"}',
        b'{"addresses": "https://a.example"}',
        b'{"addresses": ["javascript:alert(1)"]}',
        b'{"addresses": ["file:///etc/passwd"]}',
        b'{"files": ["relative.opml"]}',
        b'{"refresh": 1}',
        b'{"quit": "now"}',
        b'{"quit": true, "library": "/etc/passwd"}',
        b'{"token": 5}',
        json.dumps({"addresses": ["https://a.example/"] * (MOST + 2)}).encode(),
        json.dumps({"addresses": ["https://a.example/" + "x" * LONGEST]}).encode(),
        b'{"token": "' + b"x" * MESSAGE_LIMIT + b'"}',
        b'\xff\xfe{"refresh": true}',
        b'{"errand": {"deed": "read", "numbers": [1]}, "quit": true}',
        b'{"errand": null}',
    ],
)
def test_nothing_else_can_be_said(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(line)


def test_what_is_not_wished_for_is_not_said() -> None:
    assert written(Wish()) == b"{}\n", "a program that runs since before an update knows no newer deeds"
    assert json.loads(written(Wish(quit=True))) == {"quit": True}


@given(st.binary(max_size=200))
def test_whatever_is_said_it_is_a_wish_or_refused(line: bytes) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(read(line), Wish)


@unix
def test_a_caller_has_one_errand_and_hears_what_was_done(opened: Door, runtime: Path, qtbot: QtBot) -> None:
    name, taken = _name(LIBRARY), list[Errand]()
    assert name is not None

    def run(errand: Errand, answer: Callable[[Answer], None]) -> None:
        taken.append(errand)
        qtbot.waitUntil(lambda: len(taken) == 1)  # Time for whatever else is said.
        answer(Answer(count=1))

    opened.runner = run
    line = written(Wish(errand=Errand("read", (7,))))
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(name)
        caller.sendall(line + line + written(Wish(quit=True)))
        caller.setblocking(False)
        heard = b""

        def hung_up() -> bool:
            nonlocal heard
            with contextlib.suppress(BlockingIOError):
                while part := caller.recv(1000):
                    heard += part
                return True
            return False

        qtbot.waitUntil(hung_up, timeout=5_000)
    assert heard == b'ok\n{"count": 1, "article": 0, "error": ""}\n'
    assert taken == [Errand("read", (7,))]


# The door.


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    short = Path(tempfile.mkdtemp(prefix="dr"))  # The name of a socket has room for a hundred letters.
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short))
    yield short
    shutil.rmtree(short)


@pytest.fixture
def opened(runtime: Path, qtbot: QtBot) -> Iterator[Door]:
    found = open_door(LIBRARY)
    assert found is not None
    yield found
    found.close()


def knock(runtime: Path, *things: str, library: Path = LIBRARY) -> subprocess.Popen[str]:
    """A second start, in a process of its own."""
    code = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication\n"
        "from desktop_reader.ui.instance.door import handed_over; from desktop_reader.ui.instance.wish import wished\n"
        "app = QCoreApplication([])\n"
        "print(handed_over(Path(sys.argv[1]), wished(sys.argv[2:], Path.cwd())))"
    )
    return subprocess.Popen([sys.executable, "-c", code, str(library), *things], stdout=subprocess.PIPE, text=True)


def test_a_second_start_hands_over(opened: Door, runtime: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(opened.wished, timeout=15_000) as told:
        second = knock(runtime, "feed:https://a.example/feed")
    assert told.args == [Wish(("feed:https://a.example/feed",))]
    assert second.communicate(timeout=15)[0].strip() == "True"


@unix
def test_the_errand_of_one_who_waited_no_longer_is_not_run(opened: Door, runtime: Path, qtbot: QtBot) -> None:
    name, taken, heard = _name(LIBRARY), list[Errand](), list[Wish]()
    assert name is not None
    opened.runner = lambda errand, _answer: taken.append(errand)
    opened.wished.connect(heard.append)
    for said in (Wish(errand=Errand("read", (7,))), Wish(refresh=True)):
        with socket.socket(socket.AF_UNIX) as caller:
            caller.connect(name)
            caller.sendall(written(said))
    qtbot.waitUntil(lambda: len(heard) == 1)
    assert taken == []


def test_a_start_with_another_library_does_not(opened: Door, runtime: Path) -> None:
    second = knock(runtime, library=Path("/elsewhere/library.db"))
    assert second.communicate(timeout=15)[0].strip() == "False"


def test_several_at_once_are_all_heard(opened: Door, runtime: Path, qtbot: QtBot) -> None:
    heard: list[Wish] = []
    opened.wished.connect(heard.append)
    starts = [knock(runtime, f"https://{n}.example/") for n in range(4)]
    qtbot.waitUntil(lambda: len(heard) == 4, timeout=30_000)
    assert {wish.addresses[0] for wish in heard} == {f"https://{n}.example/" for n in range(4)}
    assert all(one.communicate(timeout=15)[0].strip() == "True" for one in starts)


@unix
def test_only_its_owner_can_open_it(opened: Door, runtime: Path) -> None:
    name = _name(LIBRARY)
    assert name is not None
    assert Path(name).parent.stat().st_mode & 0o077 == 0
    assert Path(name).stat().st_mode & 0o077 == 0


_STRANGER = """
import os, socket, sys
os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    with socket.socket(socket.AF_UNIX) as door:
        door.connect(sys.argv[1])
except PermissionError:
    print("refused")
else:
    print("connected")
"""


def knocked_by_a_stranger(name: str) -> str:
    done = subprocess.run([sys.executable, "-S", "-c", _STRANGER, name], capture_output=True, text=True, timeout=30)
    return done.stdout.strip() or done.stderr


@unix
@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="needs to become somebody else")
def test_somebody_else_cannot_knock(opened: Door, runtime: Path) -> None:
    name = _name(LIBRARY)
    assert name is not None
    assert knocked_by_a_stranger(name) == "refused"
    for place in (runtime, Path(name).parent):
        place.chmod(0o755)
    assert knocked_by_a_stranger(name) == "refused", "the socket itself is closed to them"
    Path(name).chmod(0o666)
    assert knocked_by_a_stranger(name) == "connected", "else it would not be the rights that refuse"


@unix
def test_a_folder_that_is_a_link_is_not_used(runtime: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir(mode=0o700)
    (runtime / "desktop-reader").symlink_to(precious, target_is_directory=True)
    assert Path(_name(LIBRARY) or "").parent != runtime / "desktop-reader"
    assert list(precious.iterdir()) == []


@unix
def test_a_folder_of_somebody_else_is_not_used(runtime: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (runtime / "desktop-reader").mkdir(mode=0o777)
    (runtime / "desktop-reader").chmod(0o777)
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(runtime / "tmp"))
    name = _name(LIBRARY)
    assert name is not None
    assert Path(name).parent == runtime / "tmp" / f"desktop-reader-{os.getuid()}"


@unix
def test_where_its_name_would_be_too_long_it_lies_elsewhere(
    runtime: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setenv("TMPDIR", str(runtime))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime / ("x" * 80)))
    name = _name(LIBRARY)
    assert name is not None
    assert Path(name).parent == runtime / f"desktop-reader-{os.getuid()}"
    assert not (runtime / ("x" * 80)).exists()
    doors = Doors()
    assert doors.enter(LIBRARY, Wish())
    with qtbot.waitSignal(doors.wished, timeout=15_000):
        second = knock(runtime)
    assert second.communicate(timeout=15)[0].strip() == "True"
    doors.close()


@unix
def test_where_no_folder_can_be_had_there_is_no_door(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setattr(module, "_folders", lambda: [blocked / "below"])
    assert _name(LIBRARY) is None
    assert open_door(LIBRARY) is None
    assert not handed_over(LIBRARY, Wish())


@unix
@pytest.mark.parametrize("said", [b"hello\n", b'{"run":1}\n', b"\n", b"x" * (MESSAGE_LIMIT + 10)])
def test_nonsense_is_hung_up_on_and_the_next_is_heard(said: bytes, opened: Door, runtime: Path, qtbot: QtBot) -> None:
    name = _name(LIBRARY)
    assert name is not None
    with socket.socket(socket.AF_UNIX) as rude:
        rude.connect(name)
        rude.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            rude.sendall(said)

        def hung_up() -> bool:
            try:
                return rude.recv(10) == b""
            except BlockingIOError:
                return False
            except ConnectionError:
                return True

        qtbot.waitUntil(hung_up, timeout=5_000)
    with qtbot.waitSignal(opened.wished, timeout=15_000):
        second = knock(runtime)
    assert second.communicate(timeout=15)[0].strip() == "True"


@unix
def test_whoever_says_nothing_is_hung_up_on(runtime: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LONGEST_MS", 100)
    door, name = open_door(LIBRARY), _name(LIBRARY)
    assert door is not None
    assert name is not None
    with contextlib.ExitStack() as stack:
        silent = [stack.enter_context(socket.socket(socket.AF_UNIX)) for _ in range(5)]
        for caller in silent:
            caller.connect(name)
            caller.sendall(b'{"minim')
        qtbot.waitUntil(lambda: len(door.findChildren(QLocalSocket)) == 5)
        qtbot.waitUntil(lambda: not door.findChildren(QLocalSocket), timeout=15_000)
        assert [caller.recv(1) for caller in silent] == [b""] * 5
    door.close()


def test_one_that_does_not_answer_is_told(opened: Door, runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_ANSWER_MS", 50)  # The door's own loop does not run meanwhile.
    with pytest.raises(ReaderError, match="does not answer"):
        handed_over(LIBRARY, Wish())


@unix
def test_what_a_killed_one_left_behind_is_cleared_away(runtime: Path, qtbot: QtBot) -> None:
    code = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication\n"
        "from desktop_reader.ui.instance.door import open_door\n"
        "app = QCoreApplication([]); door = open_door(Path(sys.argv[1])); print('open', flush=True); app.exec()"
    )
    first = subprocess.Popen([sys.executable, "-c", code, str(LIBRARY)], stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    assert first.stdout.readline().strip() == "open"
    first.send_signal(signal.SIGKILL)
    first.wait()
    first.stdout.close()
    name = _name(LIBRARY)
    assert name is not None
    assert Path(name).exists()

    doors = Doors()
    began = time.monotonic()
    assert doors.enter(LIBRARY, Wish())
    assert time.monotonic() - began < 10
    socket_to_it = QLocalSocket()
    socket_to_it.connectToServer(name)
    assert socket_to_it.waitForConnected(1000)
    socket_to_it.abort()
    doors.close()


def test_doors_go_with_the_library(runtime: Path, qtbot: QtBot) -> None:
    doors, heard = Doors(), list[Wish]()
    doors.wished.connect(heard.append)
    other = Path("/other/library.db")
    assert doors.enter(LIBRARY, Wish())
    doors.open(other)
    assert knock(runtime, library=LIBRARY).communicate(timeout=15)[0].strip() == "False"
    second = knock(runtime, "https://a.example/", library=other)
    qtbot.waitUntil(lambda: len(heard) == 1, timeout=15_000)
    assert second.communicate(timeout=15)[0].strip() == "True"
    doors.close()
